#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "words/marks.h"
#include "words/page.h"

/*
 * Tick boxes are found twice.  First the sure ones: squares whose four sides
 * are drawn.  Then, in the columns of tables that hold sure ones, whatever in a
 * cell has their size: copiers leave only dashes of a thin outline.
 */

#define MM_PER_INCH 25.4
#define SIDE_MIN_MM 1.6
#define SIDE_MAX_MM 5.5
#define SQUARE 0.78		/* the shorter side, of the longer */
#define DRAWN 0.9		/* of a side's length, for a sure box */
#define PIECES 0.25		/* of a side's length, for one in such a column */
#define BAND 0.13		/* of the side: where its line is looked for */
#define INSIDE 0.26		/* of the side, on each side of what is inside */
#define TICKED 0.12		/* of the inside, inked; a speck is 0.09 */
#define TICKED_SURE 0.22
#define PAPER 255

static int
px(double mm, int32_t dpi)
{
	int n = (int)lround(mm * dpi / MM_PER_INCH);

	return n > 1 ? n : 1;
}

static int
count(PIX *ink, int x, int y, int w, int h)
{
	BOX *b = boxCreate(x, y, w, h);
	int n = 0;

	if (b != NULL)
		(void)pixCountPixelsInRect(ink, b, &n, NULL);
	boxDestroy(&b);
	return n;
}

/*
 * Share of a side along which its band holds ink.  The band of the side `n`
 * (0 top, 1 bottom, 2 left, 3 right) is looked at step by step.
 */
static double
side_drawn(PIX *ink, const struct box *b, int n)
{
	int size = n < 2 ? b->w : b->h, inked = 0, band;

	band = (int)lround(BAND * (n < 2 ? b->h : b->w));
	if (band < 2)
		band = 2;
	for (int i = 0; i < size; i++) {
		int x = n < 2 ? b->x + i : n == 2 ? b->x : b->x + b->w - band;
		int y = n >= 2 ? b->y + i : n == 0 ? b->y : b->y + b->h - band;
		bool found = false;

		for (int j = 0; j < band && !found; j++) {
			l_uint32 lit = 0;

			(void)pixGetPixel(ink, n < 2 ? x : x + j,
			    n < 2 ? y + j : y, &lit);
			found = lit != 0;
		}
		inked += found;
	}
	return (double)inked / size;
}

static double
least_drawn(PIX *ink, const struct box *b)
{
	double least = 1;

	for (int n = 0; n < 4; n++)
		least = fmin(least, side_drawn(ink, b, n));
	return least;
}

/* Round letters have no corners. */
static bool
has_corners(PIX *ink, const struct box *b)
{
	int w = (int)fmax(2, BAND * b->w), h = (int)fmax(2, BAND * b->h);
	int some = w * h / 4 > 1 ? w * h / 4 : 1;

	return count(ink, b->x, b->y, w, h) >= some &&
	    count(ink, b->x + b->w - w, b->y, w, h) >= some &&
	    count(ink, b->x, b->y + b->h - h, w, h) >= some &&
	    count(ink, b->x + b->w - w, b->y + b->h - h, w, h) >= some;
}

static bool
has_size(const struct box *b, int32_t dpi)
{
	int low = px(SIDE_MIN_MM, dpi), high = px(SIDE_MAX_MM, dpi);
	int longest = b->w > b->h ? b->w : b->h;
	int shortest = b->w > b->h ? b->h : b->w;

	return shortest >= low && longest <= high &&
	    shortest >= SQUARE * longest;
}

/* Letters stand close; a tick box stands apart on both sides. */
static bool
stands_apart(PIX *ink, const struct box *b)
{
	int gap = b->w / 4 > 2 ? b->w / 4 : 2;

	return count(ink, b->x - gap, b->y, gap - 1, b->h) == 0 &&
	    count(ink, b->x + b->w + 1, b->y, gap - 1, b->h) <= b->h / 8;
}

/* Says whether what is inside the outline is ink enough to be a tick. */
static void
add(PIX *ink, const struct box *b, int most, struct page *p)
{
	int dx = (int)lround(INSIDE * b->w), dy = (int)lround(INSIDE * b->h);
	int w = b->w - 2 * dx, h = b->h - 2 * dy;
	double share = (double)count(ink, b->x + dx, b->y + dy, w, h) / (w * h);
	double sure;

	sure = share >= TICKED ? 0.5 + (share - TICKED) /
	    (TICKED_SURE - TICKED) / 2 : 1 - share / TICKED / 2;
	(void)page_add_mark(p, *b, share >= TICKED,
	    (int)lround(most * fmin(sure, 1)));
}

static void
find_sure(PIX *ink, int32_t dpi, struct page *p)
{
	BOXA *boxes = pixConnComp(ink, NULL, 8);
	int n = boxes == NULL ? 0 : boxaGetCount(boxes);
	struct box b;

	for (int i = 0; i < n; i++) {
		(void)boxaGetBoxGeometry(boxes, i, &b.x, &b.y, &b.w, &b.h);
		if (has_size(&b, dpi) && has_corners(ink, &b) &&
		    least_drawn(ink, &b) >= DRAWN && stands_apart(ink, &b))
			add(ink, &b, 99, p);
	}
	boxaDestroy(&boxes);
}

static bool
within(const struct box *in, const struct box *out)
{
	int x = in->x + in->w / 2, y = in->y + in->h / 2;

	return x >= out->x && x < out->x + out->w && y >= out->y &&
	    y < out->y + out->h;
}

/* A mark of the page in this cell, or NULL. */
static const struct mark *
mark_in(const struct page *p, size_t marks, const struct cell *c)
{
	for (size_t i = 0; i < marks; i++)
		if (within(&p->mark[i].box, &c->box))
			return &p->mark[i];
	return NULL;
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The usual side of the sure marks in the cell's column; 0: fewer than two. */
static int
side_in_column(const struct page *p, size_t marks, const struct cell *c)
{
	int *side = xcalloc(p->cells, sizeof(*side)), n = 0, usual;
	const struct mark *m;

	for (size_t i = 0; i < p->cells; i++) {
		if (p->cell[i].table != c->table ||
		    p->cell[i].column != c->column)
			continue;
		if ((m = mark_in(p, marks, &p->cell[i])) != NULL)
			side[n++] = (m->box.w + m->box.h) / 2;
	}
	qsort(side, (size_t)n, sizeof(*side), by_number);
	usual = n < 2 ? 0 : side[n / 2];
	free(side);
	return usual;
}

/* The box round all ink of the cell that is more than a speck. */
static bool
ink_in(PIX *ink, const struct cell *c, int inset, int speck, struct box *ret)
{
	BOX *area = boxCreate(c->box.x + inset, c->box.y + inset,
	    c->box.w - 2 * inset, c->box.h - 2 * inset), *b = NULL;
	PIX *clip = area == NULL ? NULL : pixClipRectangle(ink, area, NULL);
	PIX *large = clip == NULL ? NULL : pixSelectBySize(clip, speck, speck,
	    8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL);
	bool found = large != NULL && pixClipToForeground(large, NULL, &b) == 0;

	if (found)
		*ret = (struct box){ c->box.x + inset + b->x,
		    c->box.y + inset + b->y, b->w, b->h };
	boxDestroy(&b);
	pixDestroy(&large);
	pixDestroy(&clip);
	boxDestroy(&area);
	return found;
}

static void
find_in_columns(PIX *ink, int32_t dpi, struct page *p)
{
	size_t sure = p->marks;
	struct box b;
	int side;

	for (size_t i = 0; i < p->cells; i++) {
		if (mark_in(p, sure, &p->cell[i]) != NULL)
			continue;
		side = side_in_column(p, sure, &p->cell[i]);
		if (side == 0 || !ink_in(ink, &p->cell[i], px(0.7, dpi),
		    px(0.3, dpi), &b))
			continue;
		if (abs(b.w - side) <= side / 4 + 1 &&
		    abs(b.h - side) <= side / 4 + 1 &&
		    least_drawn(ink, &b) >= PIECES)
			add(ink, &b, 80, p);
	}
}

static void
erase(PIX *grey, PIX *ink, const struct box *b, int rim)
{
	BOX *box = boxCreate(b->x - rim, b->y - rim, b->w + 2 * rim,
	    b->h + 2 * rim);

	if (box != NULL) {
		(void)pixSetInRectArbitrary(grey, box, PAPER);
		(void)pixClearInRect(ink, box);
	}
	boxDestroy(&box);
}

void
marks_find(struct Pix *grey, struct Pix *ink, int32_t dpi, struct page *p)
{
	size_t first = p->marks;

	find_sure(ink, dpi, p);
	if (p->marks > first)
		find_in_columns(ink, dpi, p);
	for (size_t i = first; i < p->marks; i++)
		erase(grey, ink, &p->mark[i].box, px(0.3, dpi));
}
