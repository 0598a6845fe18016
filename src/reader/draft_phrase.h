#ifndef GREFFIER_DRAFT_PHRASE_H
#define GREFFIER_DRAFT_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

struct draft_others;
struct known;

/*
 * Words that scans share and others lack, from the first one's head, best
 * first: short, high on the page, and with the body's name in them.  Memory by
 * xalloc.h.
 */
struct draft_phrase {
	char	*words;		/* as the page has them */
	int	 worth;
};

/* `name`: the body's, or NULL.  At most `max`, none of which holds another. */
size_t	draft_phrases(struct known *const *scan, size_t n, const char *name,
	    const struct draft_others *others, size_t max,
	    struct draft_phrase *ret);

/* Does a name go on behind this one's last word, as behind "de la"? */
bool	draft_ends_loose(const char *start, const char *end);

#endif /* GREFFIER_DRAFT_PHRASE_H */
