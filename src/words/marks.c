#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/bytes.h"
#include "page/mm.h"
#include "page/parts.h"
#include "words/marks.h"
#include "words/outline.h"
#include "words/page.h"

/*
 * Tick boxes are found twice.  First the sure ones: squares whose four sides
 * are drawn.  Then, in the columns of tables that hold sure ones, whatever in a
 * cell has their size: copiers leave only dashes of a thin outline.
 */

#define SIDE_MIN_MM 1.6
#define SIDE_MAX_MM 5.5
#define THICK_MM 0.45	/* strokes of bold type */
#define SQUARE 0.78		/* the shorter side, of the longer */
#define DRAWN 0.9		/* of a side's length, for a sure box */
#define DRAWN_BROKEN 0.3	/* where a copier has broken all of them */
#define PIECES 0.25		/* of a side, for one in such a column */
#define COLUMN_MIN 3		/* marks, where none of them is whole */
#define TICKED 0.12		/* of the inside, inked; a speck is 0.09 */
#define TICKED_SURE 0.22

static bool
has_size(const struct box *b, int32_t dpi)
{
	int low = mm_px(SIDE_MIN_MM, dpi), high = mm_px(SIDE_MAX_MM, dpi);
	int longest = b->w > b->h ? b->w : b->h;
	int shortest = b->w > b->h ? b->h : b->w;

	return shortest >= low && longest <= high &&
	    shortest >= SQUARE * longest;
}

/* Says whether what is inside the outline is ink enough to be a tick. */
static void
add(PIX *ink, const struct box *b, int most, struct page *p)
{
	double share = outline_filled(ink, b);
	double sure = share >= TICKED ? 0.5 + (share - TICKED) /
	    (TICKED_SURE - TICKED) / 2 : 1 - share / TICKED / 2;

	(void)page_add_mark(p, *b, share >= TICKED,
	    (int)lround(most * fmin(sure, 1)));
}

/*
 * The squares of `shape`, each side of which is drawn over that share; what is
 * inside is the ink's.  `conf` is that of a mark that is surely ticked or not.
 */
static void
find_sure(PIX *shape, PIX *ink, int32_t dpi, double drawn, int conf,
    struct page *p)
{
	struct parts all = parts_of(shape);

	for (int i = 0; i < all.n; i++) {
		const struct part *c = &all.part[i];
		struct box b = { c->x, c->y, c->w, c->h };

		if (has_size(&b, dpi) && outline_has_corners(shape, &b) &&
		    outline_drawn(shape, &b) >= drawn &&
		    outline_stands_apart(shape, &b))
			add(ink, &b, conf, p);
	}
	parts_free(&all);
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

static int
median(int *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_number);
	return v[n / 2];
}

/* What the marks of a table's column have in common, in px. */
struct usual {
	size_t	n;		/* marks seen */
	int	side;
	int	dx, dy;		/* of a mark's middle from its cell's */
};

/* Of the first `marks` marks of the page; column -1: of the whole table. */
static struct usual
usual_of(const struct page *p, size_t marks, uint32_t table, int column)
{
	int *v = xcalloc(3 * p->cells + 3, sizeof(*v));
	int *dx = v + p->cells + 1, *dy = dx + p->cells + 1;
	struct usual u = { 0 };
	const struct mark *m;

	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *c = &p->cell[i];

		if (c->table != table || (column >= 0 && c->column != column) ||
		    (m = mark_in(p, marks, c)) == NULL)
			continue;
		v[u.n] = (m->box.w + m->box.h) / 2;
		dx[u.n] = m->box.x + m->box.w / 2 - c->box.x - c->box.w / 2;
		dy[u.n] = m->box.y + m->box.h / 2 - c->box.y - c->box.h / 2;
		u.n++;
	}
	if (u.n > 0) {
		u.side = median(v, u.n);
		u.dx = median(dx, u.n);
		u.dy = median(dy, u.n);
	}
	free(v);
	return u;
}

/* The box round all ink within `area` that is more than a speck. */
static bool
ink_in(PIX *ink, const struct box *area, int speck, struct box *ret)
{
	BOX *a = boxCreate(area->x, area->y, area->w, area->h), *b = NULL;
	PIX *clip = a == NULL ? NULL : pixClipRectangle(ink, a, NULL);
	PIX *large = clip == NULL ? NULL : pixSelectBySize(clip, speck, speck,
	    8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL);
	bool found = large != NULL && pixClipToForeground(large, NULL, &b) == 0;

	if (found)
		*ret = (struct box){ area->x + b->x, area->y + b->y, b->w,
		    b->h };
	boxDestroy(&b);
	pixDestroy(&large);
	pixDestroy(&clip);
	boxDestroy(&a);
	return found;
}

/* The square of `size` round where the cell's mark should be. */
static struct box
expected(const struct cell *c, const struct usual *u, int size)
{
	return (struct box){ c->box.x + c->box.w / 2 + u->dx - size / 2,
	    c->box.y + c->box.h / 2 + u->dy - size / 2, size, size };
}

/*
 * A mark of the usual size where the cell should have one.  Looked for with
 * less and less room round it, since specks beside it widen its box.
 */
static bool
find_whole(PIX *ink, const struct cell *c, const struct usual *u, int speck,
    struct box *ret)
{
	static const double room[] = { 2.0, 1.5, 1.2 };
	int slack = u->side / 5 + 1;
	struct box area, b;

	for (size_t i = 0; i < sizeof(room) / sizeof(room[0]); i++) {
		area = expected(c, u, (int)(room[i] * u->side));
		if (!ink_in(ink, &area, speck, &b) ||
		    abs(b.w - u->side) > slack || abs(b.h - u->side) > slack ||
		    outline_corners(ink, &b) < 2 ||
		    outline_drawn(ink, &b) < PIECES ||
		    !outline_is_alone(ink, &b))
			continue;
		*ret = b;
		return true;
	}
	return false;
}

/* What is left of one: any ink there, in a column of marks. */
static bool
find_rest(PIX *ink, const struct cell *c, const struct usual *u, int speck,
    struct box *ret)
{
	struct box area = expected(c, u, (int)(1.3 * u->side)), b;

	if (!ink_in(ink, &area, speck, &b) || (b.w < u->side / 2 &&
	    b.h < u->side / 2))
		return false;
	*ret = expected(c, u, u->side);
	/* A side that is there says more than the others' places do. */
	if (b.w > 0.7 * u->side)
		ret->x = b.x;
	if (b.h > 0.7 * u->side)
		ret->y = b.y;
	return outline_corners(ink, ret) >= 2 && outline_is_alone(ink, ret);
}

/* Marks in two other columns of its row: there is one here as well. */
static bool
has_row_of_marks(const struct page *p, const struct cell *c)
{
	int n = 0;

	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *o = &p->cell[i];

		n += o != c && o->table == c->table && o->row == c->row &&
		    mark_in(p, p->marks, o) != NULL;
	}
	return n >= 2;
}

/* Once more through the tables: `sure` marks show what to look for. */
static void
find_in_tables(PIX *ink, int32_t dpi, bool rest, struct page *p)
{
	size_t known = p->marks;
	struct box b;

	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *c = &p->cell[i];
		struct usual u;
		bool found;

		if (mark_in(p, known, c) != NULL)
			continue;
		u = usual_of(p, known, c->table, c->column);
		if (u.n < 3 && !rest) {
			struct usual all = usual_of(p, known, c->table, -1);

			if (u.n < 2 && all.n >= 4)
				u = all;
		}
		if (u.n < 2 || (rest && u.n < 5) || c->rows > 1)
			continue;
		found = rest ? find_rest(ink, c, &u, mm_px(0.3, dpi), &b) :
		    find_whole(ink, c, &u, mm_px(0.3, dpi), &b);
		/* A worn tick is as thick as a bold figure. */
		if (found && (outline_is_fine(ink, &b, mm_px(THICK_MM, dpi)) ||
		    (rest && has_row_of_marks(p, c))))
			add(ink, &b, rest ? 60 : 80, p);
	}
}

/* The cell that a mark of the page stands in, or NULL. */
static const struct cell *
cell_of_mark(const struct page *p, const struct mark *m)
{
	for (size_t i = 0; i < p->cells; i++)
		if (within(&m->box, &p->cell[i].box))
			return &p->cell[i];
	return NULL;
}

/*
 * In a row of tick boxes each column of them has one.  Where only this one has,
 * it is the row of sums below them: two bold figures are as large as a box.
 */
static bool
is_sum(const struct page *p, size_t sure, const struct mark *m)
{
	const struct cell *c = cell_of_mark(p, m);
	size_t others = 0;

	for (size_t i = 0; c != NULL && i < p->cells; i++) {
		const struct cell *o = &p->cell[i];

		if (o->table != c->table || o->row != c->row || o == c ||
		    usual_of(p, sure, o->table, o->column).n < 3)
			continue;
		if (mark_in(p, p->marks, o) != NULL)
			return false;
		others++;
	}
	return others >= 2;
}

/* Of the marks behind the sure ones, which stand alone in their row. */
static void
drop_sums(struct page *p, size_t sure)
{
	bool *sum = xcalloc(p->marks - sure + 1, sizeof(*sum));
	size_t n = sure;

	for (size_t i = sure; i < p->marks; i++)
		sum[i - sure] = is_sum(p, sure, &p->mark[i]);
	for (size_t i = sure; i < p->marks; i++)
		if (!sum[i - sure])
			p->mark[n++] = p->mark[i];
	p->marks = n;
	free(sum);
}

/*
 * Is the mark one of a column of such, and another column beside that?  `held`
 * tells of each cell whether it has one.
 */
static bool
is_in_columns(const struct page *p, const bool *held, const struct mark *m)
{
	const struct cell *c = cell_of_mark(p, m);
	size_t in = 0, beside = 0;

	for (size_t i = 0; c != NULL && i < p->cells; i++)
		if (held[i] && p->cell[i].table == c->table)
			*(p->cell[i].column == c->column ? &in : &beside) += 1;
	return in >= COLUMN_MIN && beside >= COLUMN_MIN;
}

/*
 * No box is whole.  What is as large, has four corners and some of each side
 * when gaps are closed, and stands in two columns of a table, is one.
 */
static void
find_broken(PIX *ink, int32_t dpi, struct page *p)
{
	size_t first = p->marks, n = first;
	int gap = mm_px(THICK_MM, dpi) | 1;
	PIX *whole = brick_close(ink, gap, gap);
	bool *held = xcalloc(p->cells + 1, sizeof(*held));

	if (whole != NULL)
		find_sure(whole, ink, dpi, DRAWN_BROKEN, 80, p);
	pixDestroy(&whole);
	for (size_t i = 0; i < p->cells; i++)
		held[i] = mark_in(p, p->marks, &p->cell[i]) != NULL;
	for (size_t i = first; i < p->marks; i++)
		if (is_in_columns(p, held, &p->mark[i]))
			p->mark[n++] = p->mark[i];
	p->marks = n;
	free(held);
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
	size_t first = p->marks, sure;

	find_sure(ink, ink, dpi, DRAWN, 99, p);
	if (p->marks == first && p->cells > 0)
		find_broken(ink, dpi, p);
	sure = p->marks;
	if (p->marks > first)
		find_in_tables(ink, dpi, false, p);
	if (p->marks > first)
		find_in_tables(ink, dpi, true, p);
	drop_sums(p, sure);
	for (size_t i = first; i < p->marks; i++)
		erase(grey, ink, &p->mark[i].box, mm_px(0.3, dpi));
}
