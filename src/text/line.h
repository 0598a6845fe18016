#ifndef GREFFIER_LINE_H
#define GREFFIER_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/page.h"

/*
 * Printed lines, put together from words by where they stand: OCR's own lines
 * run across columns and cells.
 */

/* A word or a tick box. */
struct atom {
	struct box	box;
	uint32_t	word, mark;	/* indexes into the page's; the other UINT32_MAX */
	bool		civility;	/* « M. », « Mme »: a name's first word */
	bool		exact;		/* its height is its typeface's, not its letters' */
};

/* Atoms that stand side by side, left to right. */
struct line {
	struct box	box;
	struct atom    *atom;		/* borrowed from the array it was made of */
	size_t		atoms;
	int32_t		base, top;	/* px: where its letters stand, and how high */
};

/*
 * The height of a page's ordinary letters, px: the median of its words'
 * boxes.  Distances are measured in it.  Never 0.
 */
int32_t	line_unit(const struct page *p);

/*
 * Group `n` atoms into lines, broken where the gap is wider than a few units.
 * Sorts the atoms; the lines, in no order, point into them.  free() *ret.
 */
size_t	line_make(struct atom *atom, size_t n, int32_t unit,
	    struct line **ret);

/* The line's text, folded, its words parted by one space.  free() it. */
char   *line_fold(const struct line *l, const struct page *p);

/* Does a line so folded begin as an item of a list, with a dash or bullet? */
bool	line_is_item(const char *fold);

/* The smallest box round both; an empty one adds nothing. */
struct box box_join(struct box a, struct box b);
bool	box_holds(struct box outer, int32_t x, int32_t y);

/* For qsort, of int32_t: a number of pixels that is less comes first. */
int	line_compare_px(const void *a, const void *b);

#endif /* GREFFIER_LINE_H */
