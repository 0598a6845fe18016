#ifndef GREFFIER_VIEW_H
#define GREFFIER_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plugin;
struct text;

struct span {
	uint32_t	start, end;	/* bytes of view->fold, or of text->fold */
};

/* A section that was looked for once. */
struct view_section {
	const char	*name;		/* the plugin's */
	struct span	 span;
	int		 error;
};

/*
 * What one deliberation may look at: the head that it shares with others of
 * the same act, then its own text, then the stamps of its pages; in one piece,
 * so that patterns need not know that the scan holds more.  Memory by xalloc.h.
 */
struct view {
	const struct text *text;	/* borrowed */
	char		*fold;		/* ends in a NUL */
	size_t		 len;
	size_t		 head_len;	/* shared; 0 where nothing is */
	size_t		 title;		/* behind the rank of one of a series */
	size_t		 body_len;	/* stamps stand behind */
	uint32_t	*at;		/* byte of text->fold for each, len + 1 */
	struct view_section *found;	/* what view_range keeps */
	size_t		 founds;
	bool		 cut_off;	/* searches that told it apart from others
					 * hit a limit: it may be wrong */
};


/*
 * `head` (may be empty) and `own` are spans of text->fold; the stamps of pages
 * first..last (indexes into text->page) follow.
 */
struct view	*view_new(const struct text *t, struct span head,
		    struct span own, uint32_t first, uint32_t last);
void		 view_free(struct view *v);	/* NULL is fine */

/*
 * Where to look: "corps", "tampon", "page 2" .. or a section's name; NULL is
 * the body.  -ENOENT where the text has no such part, -ELOOP where one of its
 * patterns hit a limit.
 */
int		 view_range(struct view *v, const struct plugin *p,
		    const char *in, struct span *ret);

/* Does it lie in one piece of the text?  (Not over a seam of this view.) */
bool		 view_is_whole(const struct view *v, struct span s);

/* The value as printed, on one line.  The caller's to free. */
char		*view_line(const struct view *v, struct span s);

/* Those of several spans, parted by a space.  The caller's to free. */
char		*view_join(const struct view *v, const struct span *s, size_t n);

/* As a second look read it; NULL where it read the same. */
char		*view_other_line(const struct view *v, struct span s);

/* As view_line, but each printed line on its own. */
char		*view_lines(const struct view *v, struct span s);

/* The words under a span: first index into text->word, and count. */
size_t		 view_words(const struct view *v, struct span s,
		    size_t *ret_first);

/* The bytes of this view that a word of the text stands on; empty if none. */
struct span	 view_span_of(const struct view *v, size_t word);

/* First and last page of the body (indexes into text->page). */
void		 view_pages(const struct view *v, uint32_t *ret_first,
		    uint32_t *ret_last);

#endif /* GREFFIER_VIEW_H */
