#ifndef GREFFIER_GRID_H
#define GREFFIER_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/page.h"

/*
 * The cells of one table by their place.  Made in one pass over them, so that
 * a page crowded with cells, or with cells that lie over each other, costs no
 * more than it has cells.
 */
struct grid {
	const struct page *page;
	size_t		 first, cells;	/* which of the page's cells they are */
	int		 rows, columns;
	uint32_t	*at;		/* rows * columns: index from 1; 0 none */
	uint32_t	*in_row;	/* a cell of that row alone, the same */
	uint32_t	*in_column;
};

#define GRID_ROWS_MAX		1000	/* a page of A0 has 370 */
#define GRID_COLUMNS_MAX	200

/*
 * Of the table whose first cell is `first`; its cells stand together (page.h).
 * False with nothing to free where they make no table: too large a grid, or
 * most of its places covered many times.  The number of its cells either way.
 */
bool		 grid_make(const struct page *p, size_t first,
		    struct grid *ret, size_t *ret_cells);
void		 grid_free(struct grid *g);

/* The cell that covers a place, or NULL.  The place need not be inside. */
const struct cell *grid_at(const struct grid *g, int row, int column);

/*
 * Where a place is that has no cell, since a copier ate its lines: by the
 * other cells of its row and of its column.
 */
bool		 grid_hole(const struct grid *g, int row, int column,
		    struct cell *ret);

#endif /* GREFFIER_GRID_H */
