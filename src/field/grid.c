#include <stdlib.h>

#include "base/xalloc.h"
#include "field/grid.h"

#define COVERED_MAX	4	/* times, a place, on average */

/*
 * The grid's size; false where it is none that a page can have.  A cell has
 * two edges each way: there are no more lines than that.
 */
static bool
measure(struct grid *g)
{
	size_t most = 2 * g->cells;
	const struct cell *c;

	for (size_t i = 0; i < g->cells; i++) {
		c = &g->page->cell[g->first + i];
		if (c->row + c->rows > g->rows)
			g->rows = c->row + c->rows;
		if (c->column + c->columns > g->columns)
			g->columns = c->column + c->columns;
	}
	return g->rows <= GRID_ROWS_MAX && g->columns <= GRID_COLUMNS_MAX &&
	    (size_t)g->rows <= most && (size_t)g->columns <= most;
}

/* Of two cells in one place the first has it. */
static bool
fill(struct grid *g)
{
	size_t left = (size_t)g->rows * (size_t)g->columns * COVERED_MAX;
	const struct cell *c;
	uint32_t *place;

	for (size_t i = 0; i < g->cells; i++) {
		c = &g->page->cell[g->first + i];
		if (left < (size_t)c->rows * c->columns)
			return false;
		left -= (size_t)c->rows * c->columns;
		for (int r = c->row; r < c->row + c->rows; r++) {
			place = &g->at[r * g->columns + c->column];
			for (int k = 0; k < c->columns; k++)
				if (place[k] == 0)
					place[k] = (uint32_t)i + 1;
		}
		if (c->rows == 1)
			g->in_row[c->row] = (uint32_t)i + 1;
		if (c->columns == 1)
			g->in_column[c->column] = (uint32_t)i + 1;
	}
	return true;
}

bool
grid_make(const struct page *p, size_t first, struct grid *ret,
    size_t *ret_cells)
{
	struct grid g = { .page = p, .first = first };

	while (first + g.cells < p->cells &&
	    p->cell[first + g.cells].table == p->cell[first].table)
		g.cells++;
	*ret_cells = g.cells;
	if (!measure(&g))
		return false;
	g.at = xcalloc((size_t)g.rows * (size_t)g.columns, sizeof(*g.at));
	g.in_row = xcalloc((size_t)g.rows, sizeof(*g.in_row));
	g.in_column = xcalloc((size_t)g.columns, sizeof(*g.in_column));
	if (!fill(&g)) {
		grid_free(&g);
		return false;
	}
	*ret = g;
	return true;
}

void
grid_free(struct grid *g)
{
	free(g->at);
	free(g->in_row);
	free(g->in_column);
	*g = (struct grid){ 0 };
}

const struct cell *
grid_at(const struct grid *g, int row, int column)
{
	uint32_t i;

	if (row < 0 || row >= g->rows || column < 0 || column >= g->columns)
		return NULL;
	i = g->at[row * g->columns + column];
	return i == 0 ? NULL : &g->page->cell[g->first + i - 1];
}

bool
grid_hole(const struct grid *g, int row, int column, struct cell *ret)
{
	const struct cell *c;

	if (row < 0 || row >= g->rows || column < 0 ||
	    column >= g->columns || g->in_row[row] == 0 ||
	    g->in_column[column] == 0)
		return false;
	*ret = (struct cell){ .row = (uint16_t)row,
	    .column = (uint16_t)column, .rows = 1, .columns = 1 };
	c = &g->page->cell[g->first + g->in_row[row] - 1];
	ret->table = c->table;
	ret->box.y = c->box.y;
	ret->box.h = c->box.h;
	c = &g->page->cell[g->first + g->in_column[column] - 1];
	ret->box.x = c->box.x;
	ret->box.w = c->box.w;
	return true;
}
