#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/band.h"
#include "text/columns.h"

#define GUTTERS_MAX	16	/* of one page: more columns than any act has */

/* In units of the page's letters. */
#define GUTTER_UNITS	1	/* a line is cut only at gaps of three */
#define NARROW_PARTS	4	/* of a unit, the least that stays of it */
#define APART_UNITS	14	/* room for a signature; farther is apart */

int
band_by_left(const void *a, const void *b)
{
	const struct element *x = a, *y = b;

	if (x->left != y->left)
		return x->left < y->left ? -1 : 1;
	return (x->top > y->top) - (x->top < y->top);
}

size_t
band_make(const struct element *e, size_t n, struct band **ret)
{
	struct band *b = xcalloc(n, sizeof(*b));
	size_t bands = 0;

	for (size_t i = 0; i < n; i++) {
		if (i == 0 || e[i].top >= b[bands - 1].bottom)
			b[bands++] = (struct band){ i, i, e[i].top,
			    e[i].bottom };
		b[bands - 1].last = i + 1;
		if (e[i].bottom > b[bands - 1].bottom)
			b[bands - 1].bottom = e[i].bottom;
	}
	*ret = b;
	return bands;
}

/* White space from top to bottom of some bands. */
struct gutter {
	int32_t	left, right;
};

struct gutters {
	struct gutter	g[GUTTERS_MAX];
	size_t		n;
};

static void
gutter_add(struct gutters *g, int32_t left, int32_t right, int32_t least)
{
	if (right - left >= least && g->n < GUTTERS_MAX)
		g->g[g->n++] = (struct gutter){ left, right };
}

/* The white between a band's elements; with what lies outside if `outside`. */
static struct gutters
band_gutters(const struct element *e, const struct band *b, int32_t least,
    bool outside)
{
	size_t n = b->last - b->first;
	struct element *row = xcalloc(n, sizeof(*row));
	struct gutters g = { .n = 0 };
	int32_t right;

	memcpy(row, e + b->first, n * sizeof(*row));
	qsort(row, n, sizeof(*row), band_by_left);
	right = outside ? INT32_MIN / 4 : row[0].left;
	for (size_t i = 0; i < n; i++) {
		gutter_add(&g, right, row[i].left, least);
		if (row[i].right > right)
			right = row[i].right;
	}
	if (outside)
		gutter_add(&g, right, INT32_MAX / 4, least);
	free(row);
	return g;
}

static struct gutters
both(const struct gutters *a, const struct gutters *b, int32_t least)
{
	struct gutters g = { .n = 0 };

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			gutter_add(&g, a->g[i].left > b->g[k].left ?
			    a->g[i].left : b->g[k].left,
			    a->g[i].right < b->g[k].right ?
			    a->g[i].right : b->g[k].right, least);
	return g;
}

/* Bands [first, last), and the white that is in all of them. */
struct run {
	size_t		first, last;
	struct gutters	gutters;
};

/* Where a band stands: on both sides of a gutter, or on one. */
enum side { SIDE_BOTH, SIDE_LEFT, SIDE_RIGHT };

static struct gutter
widest(const struct gutters *g)
{
	size_t best = 0;

	for (size_t i = 1; i < g->n; i++)
		if (g->g[i].right - g->g[i].left >
		    g->g[best].right - g->g[best].left)
			best = i;
	return g->g[best];
}

static enum side
side_of(const struct element *e, const struct band *b, struct gutter g)
{
	size_t left = 0;

	for (size_t i = b->first; i < b->last; i++)
		left += e[i].right <= g.right;
	return left == 0 ? SIDE_RIGHT : left == b->last - b->first ?
	    SIDE_LEFT : SIDE_BOTH;
}

/* Take the band into the columns if a gutter is left. */
static bool
extend(struct run *c, const struct element *e, const struct band *b,
    int32_t least)
{
	struct gutters g = band_gutters(e, b, least, true);

	g = both(&c->gutters, &g, least);
	if (g.n == 0)
		return false;
	c->gutters = g;
	return true;
}

/* A frame parts what is in it from what stands beside it by its own lines. */
static bool
has_frame(const struct element *e, const struct band *b)
{
	for (size_t i = b->first; i < b->last; i++)
		if (e[i].object)
			return true;
	return false;
}

/* Where the first line begins that lies right of x. */
static int32_t
left_edge(const struct element *e, const struct band *b, int32_t x)
{
	int32_t left = INT32_MAX;

	for (size_t i = b->first; i < b->last; i++)
		if (e[i].right > x && e[i].left < left)
			left = e[i].left;
	return left;
}

/* Do both begin at the same place, right of x? */
static bool
are_aligned(const struct element *e, const struct band *a,
    const struct band *b, int32_t x, int32_t unit)
{
	int64_t apart = (int64_t)left_edge(e, a, x) - left_edge(e, b, x);

	return apart > -unit && apart < unit;
}

/*
 * Does the band above the columns go on in them?  One row with a label is no
 * column of what is centred above it, and no list's heading is, unless it
 * stands at the middle of the list.
 */
static bool
goes_on_above(const struct run *c, const struct element *e,
    const struct band *b, int32_t unit)
{
	const struct band *first = &b[c->first];
	bool aligned = are_aligned(e, first - 1, first,
	    widest(&c->gutters).right - 1, unit);

	for (size_t i = first->first; i < first->last; i++)
		if (e[i].people && !aligned)
			return false;
	return first->top - first[-1].bottom < unit * 2 &&
	    (c->last - c->first > 1 || aligned);
}

bool
band_columns(const struct element *e, const struct band *b, size_t bands,
    size_t at, size_t done, int32_t unit, struct columns *ret)
{
	/* It begins wide; one long word further down may narrow it. */
	int32_t least = unit / NARROW_PARTS + 1;
	struct run c = { at, at + 1, { .n = 0 } }, seen;
	bool left = false;

	c.gutters = band_gutters(e, &b[at], has_frame(e, &b[at]) ?
	    unit / 2 : GUTTER_UNITS * unit, false);
	if (c.gutters.n == 0)
		return false;
	seen = c;
	for (size_t i = at + 1; i < bands; i++) {
		enum side side;

		if (b[i].top - b[i - 1].bottom > APART_UNITS * unit ||
		    !extend(&seen, e, &b[i], least))
			break;
		side = side_of(e, &b[i], widest(&seen.gutters));
		if (side == SIDE_BOTH || (side == SIDE_RIGHT && left)) {
			seen.last = i + 1;
			c = seen;
		}
		left = side == SIDE_LEFT;
	}
	while (c.first > done && goes_on_above(&c, e, b, unit) &&
	    extend(&c, e, &b[c.first - 1], least))
		c.first--;
	while (c.last < bands && b[c.last].top - b[c.last - 1].bottom <
	    unit * 2 && extend(&c, e, &b[c.last], least))
		c.last++;
	*ret = (struct columns){ c.first, c.last, widest(&c.gutters).right };
	return true;
}
