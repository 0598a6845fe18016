#ifndef GREFFIER_PLUGIN_INDEX_H
#define GREFFIER_PLUGIN_INDEX_H

#include <stddef.h>
#include <stdint.h>

struct phrase_text;
struct plugin;

/*
 * Which plugins may recognise a text, by its words: looked up are only those
 * whose rarest word (or one of two, misread by a letter) stands in the text, so
 * that choosing among 35,000 takes no longer than among five.
 */
struct plugin_index;

/* `plugin` is borrowed for the index' life. */
struct plugin_index	*plugin_index_new(struct plugin *const *plugin,
			    size_t n);
void			 plugin_index_free(struct plugin_index *ix);

/* The best of them, or NULL where none recognises the text. */
const struct plugin	*plugin_index_choose(const struct plugin_index *ix,
			    const struct phrase_text *t);

/* Who may recognise it, unjudged.  The list is the caller's to free. */
size_t			 plugin_index_candidates(const struct plugin_index *ix,
			    const struct phrase_text *t,
			    const struct plugin ***ret);

/* Where the words that a plugin is recognised by were found. */
#define RECOGNISED_MAX	8

struct recognised {
	int	score;			/* 0: it is not this format */
	size_t	n;
	struct { uint32_t start, end; } at[RECOGNISED_MAX];	/* of the fold */
};

void	plugin_index_judge(const struct plugin *p,
	    const struct phrase_text *t, struct recognised *ret);

#endif /* GREFFIER_PLUGIN_INDEX_H */
