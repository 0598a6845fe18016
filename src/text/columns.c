#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/band.h"
#include "text/columns.h"
#include "text/labels.h"
#include "text/table.h"

#define DEPTH_MAX	12	/* of columns within columns */

/* In units of the page's letters. */
#define SHORT_UNITS	20	/* a name or a place is no longer */
#define FOOT_UNITS	4	/* the gap above a foot in the margin */

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
by_middle(const void *a, const void *b)
{
	const struct element *x = a, *y = b;
	int32_t mx = x->top + (x->bottom - x->top) / 2;
	int32_t my = y->top + (y->bottom - y->top) / 2;

	if (mx != my)
		return mx < my ? -1 : 1;
	return band_by_left(a, b);
}

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
		qsort(e + i, to - i, sizeof(*e), band_by_left);
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
	size_t bands = c->last - c->first, n;
	bool lists = are_short(e, b + c->first, bands, c->x, o->unit);

	for (b += c->first; bands > 0; bands -= n, b += n) {
		n = lists ? next_heading(e, b, bands, c->x) : bands;
		order_bands(o, e, b, n, c->x);
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
	bands = band_make(e, n, &b);
	o->column++;
	o->depth++;
	for (size_t i = 0; i < bands; i++) {
		if (o->depth < DEPTH_MAX && band_columns(e, b, bands, i, done,
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
