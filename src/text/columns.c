#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/columns.h"
#include "text/labels.h"
#include "text/table.h"

#define GUTTERS_MAX	16	/* of one page: more columns than any act has */
#define DEPTH_MAX	12	/* of columns within columns */

/* In units of the page's letters. */
#define GUTTER_UNITS	1	/* a line is cut only at gaps of three */
#define NARROW_PARTS	4	/* of a unit, the least that stays of it */
#define SHORT_UNITS	20	/* a name or a place is no longer */
#define APART_UNITS	14	/* room for a signature; farther is apart */
#define FOOT_UNITS	4	/* the gap above a foot in the margin */

/* White space from top to bottom of some bands. */
struct gutter {
	int32_t	left, right;
};

struct gutters {
	struct gutter	g[GUTTERS_MAX];
	size_t		n;
};

struct order {
	int32_t		unit;
	uint32_t	column;		/* the last number given */
	int		depth;
};

static void	order(struct order *o, struct element *e, size_t n);

static int
by_top(const void *a, const void *b)
{
	const struct element *x = a, *y = b;

	if (x->top != y->top)
		return x->top < y->top ? -1 : 1;
	return (x->left > y->left) - (x->left < y->left);
}

static int
by_left(const void *a, const void *b)
{
	const struct element *x = a, *y = b;

	if (x->left != y->left)
		return x->left < y->left ? -1 : 1;
	return (x->top > y->top) - (x->top < y->top);
}

static int
by_middle(const void *a, const void *b)
{
	const struct element *x = a, *y = b;
	int32_t mx = x->top + (x->bottom - x->top) / 2;
	int32_t my = y->top + (y->bottom - y->top) / 2;

	if (mx != my)
		return mx < my ? -1 : 1;
	return by_left(a, b);
}

/* Elements sorted by top, cut wherever white runs across. */
static size_t
make_bands(const struct element *e, size_t n, struct band **ret)
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

/* ------------------------------------------------------------------------- */
/* Gutters */

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
	qsort(row, n, sizeof(*row), by_left);
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

/* Columns that some bands share: bands [first, last), and the white in them. */
struct columns {
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
extend(struct columns *c, const struct element *e, const struct band *b,
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
goes_on_above(const struct columns *c, const struct element *e,
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

/*
 * The bands from `at` on that one gutter runs through.  They end where the
 * right side was last seen beside the left or below it, and take in what goes
 * on without a gap above and below: the same paragraph.
 */
static bool
find_columns(const struct element *e, const struct band *b, size_t bands,
    size_t at, size_t done, int32_t unit, struct columns *ret)
{
	/* It begins wide; one long word further down may narrow it. */
	int32_t least = unit / NARROW_PARTS + 1;
	struct columns c = { at, at + 1, { .n = 0 } }, seen;
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
	*ret = c;
	return true;
}

/* ------------------------------------------------------------------------- */

/* Elements left of x first, each side as it was; how many those are. */
static size_t
split_at(struct element *e, size_t n, int32_t x)
{
	struct element *right = xcalloc(n, sizeof(*right));
	size_t left = 0, k = 0;

	for (size_t i = 0; i < n; i++) {
		if (e[i].right <= x)
			e[left++] = e[i];
		else
			right[k++] = e[i];
	}
	memcpy(e + left, right, k * sizeof(*e));
	free(right);
	return left;
}

/* Lines on a row, left to right; what overlaps several rows comes first. */
static void
order_row(struct order *o, struct element *e, size_t n)
{
	size_t to;

	qsort(e, n, sizeof(*e), by_middle);
	for (size_t i = 0; i < n; i = to) {
		for (to = i + 1; to < n && table_same_row(&e[i], &e[to]); to++)
			;
		qsort(e + i, to - i, sizeof(*e), by_left);
		for (size_t k = i; k < to; k++) {
			e[k].column = o->column;
			e[k].beside = k > i;
		}
	}
}

/*
 * A margin column: what stands at its foot, far below the rest, is read behind
 * the text beside it when it closes the act.
 */
static size_t
foot_of(const struct element *e, size_t n, int32_t unit)
{
	int32_t bottom = INT32_MIN;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && e[i].closing &&
		    e[i].top - bottom > FOOT_UNITS * unit)
			return i;
		if (e[i].bottom > bottom)
			bottom = e[i].bottom;
	}
	return n;
}

/* Does the page end below it in the middle of a sentence? */
static bool
goes_on(const struct element *e, size_t n)
{
	const struct element *low = e;

	for (size_t i = 1; i < n; i++)
		if (e[i].bottom > low->bottom)
			low = &e[i];
	return n > 0 && low->open;
}

/*
 * e[0, left) is the left column, e[left, n) the rest.  A foot is read before
 * what goes on over the page, or it would stand in the middle of it.
 */
static void
order_columns(struct order *o, struct element *e, size_t left, size_t n)
{
	size_t foot = goes_on(e + left, n - left) ? left :
	    foot_of(e, left, o->unit), behind;
	struct element *moved;

	behind = left - foot;
	if (behind > 0) {
		moved = xcalloc(behind, sizeof(*moved));
		memcpy(moved, e + foot, behind * sizeof(*e));
		memmove(e + foot, e + left, (n - left) * sizeof(*e));
		memcpy(e + n - behind, moved, behind * sizeof(*e));
		free(moved);
	}
	order(o, e, foot);
	order(o, e + foot, n - left);
	order(o, e + n - behind, behind);
}

static void
order_rows(struct order *o, struct element *e, const struct band *b,
    size_t bands)
{
	for (size_t i = 0; i < bands; i++)
		order_row(o, e + b[i].first, b[i].last - b[i].first);
}

/* Each label, its lines as one, and what answers it. */
static bool
order_labels(struct order *o, struct element *e, size_t n, int32_t x,
    bool rows)
{
	struct element *was = xcalloc(n, sizeof(*was));
	struct labelled *l = NULL;
	size_t left, labels, to = 0;

	memcpy(was, e, n * sizeof(*was));
	left = split_at(was, n, x);
	labels = labels_find(was, left, n, o->unit, rows, &l);
	for (size_t k = 0; k < labels; k++) {
		size_t answer = l[k].last - l[k].first;

		o->column++;
		for (size_t i = l[k].label_first; i < l[k].label_last; i++) {
			e[to] = was[i];
			e[to].column = o->column;
			e[to++].beside = i > l[k].label_first;
		}
		memcpy(e + to, was + l[k].first, answer * sizeof(*e));
		order(o, e + to, answer);
		if (answer > 0)
			e[to].beside = true;
		to += answer;
	}
	free(was);
	free(l);
	return labels > 0;
}

/* Are the lines on the right short, as those of lists are? */
static bool
are_short(const struct element *e, const struct band *b, size_t bands,
    int32_t x, int32_t unit)
{
	for (size_t i = b[0].first; i < b[bands - 1].last; i++)
		if (e[i].right > x &&
		    e[i].right - e[i].left > SHORT_UNITS * unit)
			return false;
	return true;
}

/* The band but the first that holds a list's heading alone; or `bands`. */
static size_t
next_heading(const struct element *e, const struct band *b, size_t bands,
    int32_t x)
{
	for (size_t i = 1; i < bands; i++)
		if (b[i].last - b[i].first == 1 && e[b[i].first].people &&
		    e[b[i].first].right <= x)
			return i;
	return bands;
}

/* The bands side by side, if there are two rows of them at least. */
static void
order_bands(struct order *o, struct element *e, const struct band *b,
    size_t bands, int32_t x)
{
	size_t from = b[0].first, n = b[bands - 1].last - from, left;
	bool rows = (bands == 1 && b->bottom - b->top < 2 * o->unit) ||
	    table_is(e, b, bands, x, o->unit);

	if (order_labels(o, e + from, n, x, rows)) {
		o->column++;
	} else if (rows) {
		order_rows(o, e, b, bands);
	} else {
		left = split_at(e + from, n, x);
		order_columns(o, e + from, left, n);
		o->column++;
	}
}

static void
order_group(struct order *o, struct element *e, const struct band *b,
    const struct columns *c)
{
	int32_t x = widest(&c->gutters).right;
	size_t bands = c->last - c->first, n;
	bool lists = are_short(e, b + c->first, bands, x, o->unit);

	for (b += c->first; bands > 0; bands -= n, b += n) {
		n = lists ? next_heading(e, b, bands, x) : bands;
		order_bands(o, e, b, n, x);
	}
}

static void
order(struct order *o, struct element *e, size_t n)
{
	struct columns c;
	struct band *b;
	size_t bands, done = 0;

	if (n == 0)
		return;
	qsort(e, n, sizeof(*e), by_top);
	bands = make_bands(e, n, &b);
	o->column++;
	o->depth++;
	for (size_t i = 0; i < bands; i++) {
		if (o->depth < DEPTH_MAX && find_columns(e, b, bands, i, done,
		    o->unit, &c)) {
			order_group(o, e, b, &c);
			i = c.last - 1;
			done = c.last;
		} else {
			order_rows(o, e, &b[i], 1);
		}
	}
	o->depth--;
	free(b);
}

void
columns_order(struct element *e, size_t n, int32_t unit)
{
	struct order o = { .unit = unit };

	order(&o, e, n);
}
