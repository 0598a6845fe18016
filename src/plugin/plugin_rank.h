#ifndef GREFFIER_PLUGIN_RANK_H
#define GREFFIER_PLUGIN_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plugin;
struct plugin_set;
struct text;

/*
 * Which plugins could recognise a text, best first, and by which words: what
 * plugin_set_choose decides by, for people.  Memory by xalloc.h.
 */
enum rank_list { RANK_ALL, RANK_ANY, RANK_NONE };

struct rank_phrase {
	const char	*phrase;	/* the plugin's */
	enum rank_list	 list;		/* that it stands in */
	bool		 found;
	unsigned int	 slips;		/* letters misread, that were forgiven */
	uint32_t	 start, end;	/* bytes of text->fold */
};

struct rank {
	const struct plugin *plugin;
	int		 score;		/* 0: it does not recognise the text */
	struct rank_phrase *phrase;
	size_t		 phrases;
};

/* `also` (or NULL) is ranked too, if no word of it stands there. */
void	plugin_rank(const struct plugin_set *set, const struct text *t,
	    const struct plugin *also, struct rank **ret, size_t *ret_n);
void	plugin_rank_free(struct rank *rank, size_t n);

#endif /* GREFFIER_PLUGIN_RANK_H */
