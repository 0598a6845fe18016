#ifndef GREFFIER_CELLS_H
#define GREFFIER_CELLS_H

#include <stdint.h>

struct page;
struct rules;

/*
 * The cells that ruled lines close, added to the page: tables with their grid
 * (merged cells too) and lone frames.  Boxes are multiplied by `scale`, for
 * lines found on a smaller drawing of the page, of which the size is known.
 */
void	cells_find(const struct rules *r, int32_t dpi, double scale,
	    struct page *p);

#endif /* GREFFIER_CELLS_H */
