#ifndef GREFFIER_BAND_H
#define GREFFIER_BAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct element;

/*
 * A part of columns.c: a page cut wherever white runs across, and the columns
 * that white running down parts some of these bands into.  Lengths are px;
 * `unit` is the height of the page's letters.
 */

/* A row of elements that overlap in height: e[first, last). */
struct band {
	size_t	first, last;
	int32_t	top, bottom;
};

/* Bands [first, last), parted in two: what ends by `x`, and what lies right of it. */
struct columns {
	size_t	first, last;
	int32_t	x;
};

/* From left to right, for qsort(3). */
int	band_by_left(const void *a, const void *b);

/*
 * The bands of `n` elements, sorted by their tops; how many.  *ret is the
 * caller's to free.
 */
size_t	band_make(const struct element *e, size_t n, struct band **ret);

/*
 * The bands from `at` on that one gutter runs through.  They end where the
 * right side was last seen beside the left or below it, and take in what goes
 * on without a gap above (but for the first `done` bands) and below: the same
 * paragraph.
 */
bool	band_columns(const struct element *e, const struct band *b,
	    size_t bands, size_t at, size_t done, int32_t unit,
	    struct columns *ret);

#endif /* GREFFIER_BAND_H */
