#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/mask.h"
#include "page/mm.h"
#include "page/rules.h"
#include "words/cells.h"
#include "words/page.h"

/*
 * A cell is a white region that lines close: whatever the table's shape and
 * merged cells, the regions are the cells.  Their common edges then give the
 * grid.
 */

#define CELL_MIN_MM 3.2		/* lower is the space between double lines */
#define CELL_FILL 0.85		/* of its box: a cell is a rectangle */
#define CELL_PAGE 0.7		/* of the page: a frame round it all */
#define BRIDGE_MM 3.0		/* gaps in a line and at its corners */
#define EDGE_MM 1.8		/* edges nearer than that are one */

/* White regions between the lines, at half the resolution. */
static PIX *
regions(const struct rules *r, double dpi)
{
	int bridge = mm_px(BRIDGE_MM, dpi / 2);
	PIX *h, *v, *across = NULL, *down = NULL, *out = NULL;

	h = pixReduceRankBinary2(r->across, 1, NULL);
	v = pixReduceRankBinary2(r->down, 1, NULL);
	if (h != NULL && v != NULL) {
		across = brick_close(h, bridge, 1);
		down = brick_close(v, 1, bridge);
	}
	if (across != NULL && down != NULL) {
		/* Corners that do not quite meet. */
		brick_grow(across, bridge, 1);
		brick_grow(down, 1, bridge);
		out = pixOr(NULL, across, down);
		(void)pixInvert(out, out);
	}
	pixDestroy(&across);
	pixDestroy(&down);
	pixDestroy(&h);
	pixDestroy(&v);
	return out;
}

/*
 * What reaches a corner of the sheet is no cell, and is most of the sheet: gone
 * at once, it need not be drawn and weighed.
 */
static void
drop_margin(PIX *white)
{
	int right = pixGetWidth(white) - 1, low = pixGetHeight(white) - 1;
	PIX *corners = pixCreateTemplate(white), *margin;

	if (corners == NULL)
		return;
	(void)pixSetPixel(corners, 0, 0, 1);
	(void)pixSetPixel(corners, right, 0, 1);
	(void)pixSetPixel(corners, 0, low, 1);
	(void)pixSetPixel(corners, right, low, 1);
	margin = pixSeedfillBinary(NULL, corners, white, 4);
	if (margin != NULL)
		(void)pixSubtract(white, white, margin);
	pixDestroy(&margin);
	pixDestroy(&corners);
}

/* `page` is the whole page's area. */
static bool
is_cell(PIX *region, const BOX *b, int w, int h, double page, double dpi)
{
	int low = mm_px(CELL_MIN_MM, dpi), area = 0, sides;

	if (b->w < low || b->h < low ||
	    (double)b->w * b->h > CELL_PAGE * page)
		return false;
	/* What runs off the sheet on two sides is the sheet. */
	sides = (b->x <= 1) + (b->y <= 1) + (b->x + b->w >= w - 1) +
	    (b->y + b->h >= h - 1);
	if (sides > 1)
		return false;
	(void)pixCountPixels(region, &area, NULL);
	return area > CELL_FILL * b->w * b->h;
}

static int
by_place(const void *a, const void *b)
{
	const struct cell *c = a, *d = b;

	if (c->table != d->table)
		return c->table < d->table ? -1 : 1;
	if (c->row != d->row)
		return c->row < d->row ? -1 : 1;
	return (c->column > d->column) - (c->column < d->column);
}

/* Do two cells share a line, or a piece of one? */
static bool
neighbours(const struct box *a, const struct box *b, int gap)
{
	int x = (a->x + a->w < b->x + b->w ? a->x + a->w : b->x + b->w) -
	    (a->x > b->x ? a->x : b->x);
	int y = (a->y + a->h < b->y + b->h ? a->y + a->h : b->y + b->h) -
	    (a->y > b->y ? a->y : b->y);

	return x >= -gap && y >= -gap && (x > gap || y > gap);
}

static size_t
root_of(size_t *up, size_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

/* Number the tables: cells that are neighbours, directly or by others. */
static void
join_tables(struct cell *cell, size_t n, int gap)
{
	size_t *up = xcalloc(n, sizeof(*up)), a, b;

	for (size_t i = 0; i < n; i++)
		up[i] = i;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			if (!neighbours(&cell[i].box, &cell[j].box, gap))
				continue;
			a = root_of(up, i);
			b = root_of(up, j);
			up[a > b ? a : b] = a > b ? b : a;
		}
	}
	for (size_t i = 0; i < n; i++)
		cell[i].table = (uint32_t)root_of(up, i);
	free(up);
}

static int
by_number(const void *a, const void *b)
{
	return *(const int32_t *)a - *(const int32_t *)b;
}

/* Sorted edges, those near each other made one.  Returns their number. */
static size_t
merge_edges(int32_t *edge, size_t n, int near)
{
	size_t m = 0;

	qsort(edge, n, sizeof(*edge), by_number);
	for (size_t i = 0; i < n; i++)
		if (m == 0 || edge[i] - edge[m - 1] > near)
			edge[m++] = edge[i];
	return m;
}

static uint16_t
edge_index(const int32_t *edge, size_t n, int32_t at)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++)
		if (abs(edge[i] - at) < abs(edge[best] - at))
			best = i;
	return (uint16_t)best;
}

/* Rows and columns of the cells [first, end), which are one table. */
static void
set_grid(struct cell *cell, size_t n, int near)
{
	int32_t *x = xcalloc(2 * n, sizeof(*x)), *y = xcalloc(2 * n,
	    sizeof(*y));
	size_t xs, ys;

	for (size_t i = 0; i < n; i++) {
		x[2 * i] = cell[i].box.x;
		x[2 * i + 1] = cell[i].box.x + cell[i].box.w;
		y[2 * i] = cell[i].box.y;
		y[2 * i + 1] = cell[i].box.y + cell[i].box.h;
	}
	xs = merge_edges(x, 2 * n, near);
	ys = merge_edges(y, 2 * n, near);
	for (size_t i = 0; i < n; i++) {
		struct cell *c = &cell[i];
		uint16_t right = edge_index(x, xs, c->box.x + c->box.w);
		uint16_t below = edge_index(y, ys, c->box.y + c->box.h);

		c->column = edge_index(x, xs, c->box.x);
		c->row = edge_index(y, ys, c->box.y);
		c->columns = right > c->column ? right - c->column : 1;
		c->rows = below > c->row ? below - c->row : 1;
	}
	free(x);
	free(y);
}

static int
by_table_place(const void *a, const void *b)
{
	const struct cell *c = a, *d = b;

	if (c->table != d->table)
		return c->table < d->table ? -1 : 1;
	return c->box.y != d->box.y ? c->box.y - d->box.y :
	    c->box.x - d->box.x;
}

/* Tables numbered from 0 down the page, each with its own grid. */
static void
arrange(struct cell *cell, size_t n, double dpi)
{
	size_t first = 0;
	uint32_t table = 0;

	join_tables(cell, n, mm_px(EDGE_MM, dpi));
	qsort(cell, n, sizeof(*cell), by_table_place);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && cell[i].table == cell[first].table)
			continue;
		set_grid(&cell[first], i - first, mm_px(EDGE_MM, dpi));
		for (; first < i; first++)
			cell[first].table = UINT32_MAX - table;
		table++;
	}
	for (size_t i = 0; i < n; i++)
		cell[i].table = UINT32_MAX - cell[i].table;
	qsort(cell, n, sizeof(*cell), by_place);
}

void
cells_find(const struct rules *r, int32_t dpi, double scale, struct page *p)
{
	double page = (double)p->width * p->height / (4 * scale * scale);
	size_t first = p->cells;
	PIXA *parts = NULL;
	BOXA *boxes;
	PIX *white;
	int n;

	/* Lines of one direction close nothing. */
	white = mask_is_empty(r->across) || mask_is_empty(r->down) ? NULL :
	    regions(r, dpi);
	if (white != NULL)
		drop_margin(white);
	boxes = white == NULL ? NULL : pixConnComp(white, &parts, 4);
	n = boxes == NULL ? 0 : boxaGetCount(boxes);
	for (int i = 0; i < n; i++) {
		BOX *b = boxaGetBox(boxes, i, L_CLONE);
		PIX *part = pixaGetPix(parts, i, L_CLONE);

		if (is_cell(part, b, pixGetWidth(white), pixGetHeight(white),
		    page, dpi / 2.0))
			(void)page_add_cell(p, (struct box){
			    (int32_t)lround(2 * b->x * scale),
			    (int32_t)lround((2 * b->y + r->top) * scale),
			    (int32_t)lround(2 * b->w * scale),
			    (int32_t)lround(2 * b->h * scale) });
		pixDestroy(&part);
		boxDestroy(&b);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&parts);
	pixDestroy(&white);
	if (p->cells > first)
		arrange(p->cell + first, p->cells - first, dpi * scale);
}
