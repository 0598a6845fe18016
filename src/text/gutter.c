#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/gutter.h"
#include "text/line.h"

#define ROWS_MIN	4	/* fewer rows may agree by chance */

/* In tenths of the letters' height. */
#define GAP_TENTHS	13	/* wider than most spaces */
#define WHITE_TENTHS	8	/* what all rows must have in common */
#define THIN_TENTHS	5	/* and of it, a row between them */
#define SIDE_TENTHS	30	/* each side of a gap: no mere dash */
#define ANSWER_TENTHS	6	/* behind a label: a digit */
#define APART_TENTHS	60	/* rows farther apart are not one column */
#define MARGIN_TENTHS	13	/* behind a label, where other lines begin */
#define ALIGN_TENTHS	4	/* begins at the same place */

/* A gap before atom `at` of a line. */
struct gap {
	size_t	at;
	int32_t	left, right, base;
};

/* Gaps one below the other, and the white they share. */
struct gutter {
	int32_t	left, right;
	int32_t	first, last;	/* bases of its rows */
	size_t	rows;
};

static int32_t
tenths(int32_t unit, int n)
{
	int32_t px = unit * n / 10;

	return px > 0 ? px : 1;
}

static int
by_base(const void *a, const void *b)
{
	const struct gap *x = a, *y = b;

	if (x->base != y->base)
		return x->base < y->base ? -1 : 1;
	return (x->left > y->left) - (x->left < y->left);
}

static struct box
box_of(const struct line *l, size_t from, size_t to)
{
	struct box b = { 0 };

	for (size_t i = from; i < to; i++)
		b = box_join(b, l->atom[i].box);
	return b;
}

static void
gap_add(struct gap **gap, size_t *n, struct gap g)
{
	*gap = xreallocarray(*gap, *n + 1, sizeof(**gap));
	(*gap)[(*n)++] = g;
}

/*
 * Append the gaps of one line that are at least `least` wide, and have `before`
 * on their left and `behind` on their right.  Those behind « M. » are left out: a
 * typewriter's, in a list in which one stands below the other.
 */
static void
line_gaps(const struct line *l, int32_t least, int32_t before, int32_t behind,
    struct gap **gap, size_t *n)
{
	int32_t right = l->box.x;

	for (size_t i = 0; i < l->atoms; i++) {
		struct box b = l->atom[i].box;

		if (i > 0 && !l->atom[i - 1].civility && b.x - right >= least &&
		    right - l->box.x >= before &&
		    l->box.x + l->box.w - b.x >= behind)
			gap_add(gap, n, (struct gap){ i, right, b.x,
			    l->base });
		if (b.x + b.w > right)
			right = b.x + b.w;
	}
}

static int
by_line_base(const void *a, const void *b)
{
	const struct line *x = *(const struct line *const *)a;
	const struct line *y = *(const struct line *const *)b;

	return (x->base > y->base) - (x->base < y->base);
}

/* Append the gaps between lines that stand on one row. */
static void
row_gaps(const struct line *line, size_t n, int32_t unit, struct gap **gap,
    size_t *gaps)
{
	const struct line **row = xcalloc(n, sizeof(*row));

	for (size_t i = 0; i < n; i++)
		row[i] = &line[i];
	qsort(row, n, sizeof(*row), by_line_base);
	for (size_t i = 0; i < n; i++) {
		int32_t right = row[i]->box.x + row[i]->box.w;
		int32_t next = INT32_MAX;

		for (size_t k = i; k-- > 0 &&
		    row[i]->base - row[k]->base < unit / 2;)
			if (row[k]->box.x >= right && row[k]->box.x < next)
				next = row[k]->box.x;
		for (size_t k = i + 1; k < n &&
		    row[k]->base - row[i]->base < unit / 2; k++)
			if (row[k]->box.x >= right && row[k]->box.x < next)
				next = row[k]->box.x;
		if (next != INT32_MAX)
			gap_add(gap, gaps, (struct gap){ 0, right, next,
			    row[i]->base });
	}
	free(row);
}

static int32_t
overlap(int32_t a_left, int32_t a_right, int32_t b_left, int32_t b_right)
{
	return (a_right < b_right ? a_right : b_right) -
	    (a_left > b_left ? a_left : b_left);
}

/* Put the gap into the gutter that it goes on with, or begin one. */
static size_t
add_gap(struct gutter *g, size_t n, const struct gap *gap, int32_t unit)
{
	for (size_t i = n; i-- > 0;) {
		if (gap->base - g[i].last > tenths(unit, APART_TENTHS) ||
		    overlap(g[i].left, g[i].right, gap->left, gap->right) <
		    tenths(unit, WHITE_TENTHS))
			continue;
		if (gap->base - g[i].last > unit / 2)
			g[i].rows++;
		g[i].last = gap->base;
		if (gap->left > g[i].left)
			g[i].left = gap->left;
		if (gap->right < g[i].right)
			g[i].right = gap->right;
		return n;
	}
	g[n] = (struct gutter){ gap->left, gap->right, gap->base, gap->base,
	    1 };
	return n + 1;
}

/* The gutters with rows enough. */
static size_t
find_gutters(struct gap *gap, size_t gaps, int32_t unit, struct gutter **ret)
{
	struct gutter *g = xcalloc(gaps, sizeof(*g));
	size_t n = 0, k = 0;

	qsort(gap, gaps, sizeof(*gap), by_base);
	for (size_t i = 0; i < gaps; i++)
		n = add_gap(g, n, &gap[i], unit);
	for (size_t i = 0; i < n; i++)
		if (g[i].rows >= ROWS_MIN)
			g[k++] = g[i];
	*ret = g;
	return k;
}

/* Where a gutter runs through the line, if it does: the atom behind it. */
static size_t
cut_of(const struct line *l, const struct gutter *g, size_t n, int32_t unit)
{
	struct gap *gap = NULL;
	size_t gaps = 0, cut = 0;

	line_gaps(l, tenths(unit, THIN_TENTHS), unit, unit, &gap, &gaps);
	for (size_t i = 0; i < gaps && cut == 0; i++)
		for (size_t k = 0; k < n && cut == 0; k++)
			if (l->base >= g[k].first && l->base <= g[k].last &&
			    overlap(g[k].left, g[k].right, gap[i].left,
			    gap[i].right) >= tenths(unit, THIN_TENTHS))
				cut = gap[i].at;
	free(gap);
	return cut;
}

/* Where all lines begin, ascending. */
struct edges {
	int32_t	*x;
	size_t	 n;
};

static void
edges_take(struct edges *e, const struct line *line, size_t n)
{
	e->x = xcalloc(n + 1, sizeof(*e->x));
	e->n = n;
	for (size_t i = 0; i < n; i++)
		e->x[i] = line[i].box.x;
	qsort(e->x, n, sizeof(*e->x), line_compare_px);
}

/* How many lie before `x`. */
static size_t
edges_before(const struct edges *e, int64_t x)
{
	size_t lo = 0, hi = e->n, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (e->x[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
edges_add(struct edges *e, int32_t x)
{
	size_t at = edges_before(e, x);

	e->x = xreallocarray(e->x, e->n + 1, sizeof(*e->x));
	memmove(e->x + at + 1, e->x + at, (e->n - at) * sizeof(*e->x));
	e->x[at] = x;
	e->n++;
}

/* Do so many other lines begin where the gap ends?  A column begins there. */
static bool
begins_column(const struct edges *e, const struct gap *gap, int32_t unit)
{
	int64_t slack = tenths(unit, ALIGN_TENTHS);

	return edges_before(e, gap->right + slack + 1) -
	    edges_before(e, gap->right - slack) >= ROWS_MIN;
}

/* A line's gap before which the margin's words end: the atom behind it. */
static size_t
margin_of(const struct line *l, const struct edges *e, int32_t unit)
{
	struct gap *gap = NULL;
	size_t gaps = 0, cut = 0;

	line_gaps(l, tenths(unit, MARGIN_TENTHS), tenths(unit, SIDE_TENTHS),
	    tenths(unit, ANSWER_TENTHS), &gap, &gaps);
	for (size_t i = 0; i < gaps && cut == 0; i++)
		if (begins_column(e, &gap[i], unit))
			cut = gap[i].at;
	free(gap);
	return cut;
}

size_t
gutter_cut(struct line **line, size_t n, int32_t unit)
{
	struct gap *gap = NULL;
	struct gutter *g = NULL;
	size_t gaps = 0, gutters = 0, cut;
	struct edges edges;

	for (size_t i = 0; i < n; i++)
		line_gaps(&(*line)[i], tenths(unit, GAP_TENTHS),
		    tenths(unit, SIDE_TENTHS), tenths(unit, SIDE_TENTHS),
		    &gap, &gaps);
	row_gaps(*line, n, unit, &gap, &gaps);
	if (gaps >= ROWS_MIN)
		gutters = find_gutters(gap, gaps, unit, &g);
	free(gap);
	edges_take(&edges, *line, n);

	/* The right half may be cut again: it comes to its turn at the end. */
	for (size_t i = 0; i < n; i++) {
		struct line *l = &(*line)[i], right = *l;

		cut = cut_of(l, g, gutters, unit);
		if (cut == 0)
			cut = margin_of(l, &edges, unit);
		if (cut == 0)
			continue;
		right.atom = l->atom + cut;
		right.atoms = l->atoms - cut;
		right.box = box_of(l, cut, l->atoms);
		l->box = box_of(l, 0, cut);
		l->atoms = cut;
		*line = xreallocarray(*line, n + 1, sizeof(**line));
		(*line)[n++] = right;
		edges_add(&edges, right.box.x);
	}
	free(edges.x);
	free(g);
	return n;
}
