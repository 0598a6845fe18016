#ifndef GREFFIER_PLACE_H
#define GREFFIER_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "field/view.h"
#include "words/page.h"

/*
 * Places on the page: what stands beside, below or in the same box.  Words are
 * indexes into text->word.
 */
struct word_list {
	size_t	*word;
	size_t	 n;
};

void		place_free(struct word_list *l);

/* The box round words [first, first + n), those on the last one's line only. */
struct box	place_last_line(const struct text *t, size_t first, size_t n);

/* Does the middle of `inner` lie in `outer`? */
bool		place_is_inside(struct box inner, struct box outer);

/* The smallest cell round the middle of `b`, or NULL. */
const struct cell *place_cell_of(const struct page *p, struct box b);

/* Its neighbour in the same table: the next to the right, or below. */
const struct cell *place_cell_right(const struct page *p,
		    const struct cell *c);
const struct cell *place_cell_below(const struct page *p,
		    const struct cell *c);

/* The words of a page whose middle lies in `b`, in reading order. */
void		place_words_in(const struct text *t, uint32_t page,
		    struct box b, struct word_list *ret);

/* Words as the view's spans: neighbours in reading order make one. */
struct find;
void		place_spans(const struct view *v, const struct word_list *l,
		    struct find *f);

#endif /* GREFFIER_PLACE_H */
