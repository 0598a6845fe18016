#include <stdlib.h>

#include "base/xalloc.h"
#include "text/columns.h"
#include "text/labels.h"
#include "text/table.h"

#define LABELS_MIN	2	/* fewer are no table */
#define LINES_MAX	3	/* of one label */

/* Do two lines of a label follow each other without a gap? */
static bool
is_tight(const struct element *a, const struct element *b, int32_t unit)
{
	return b->top - a->bottom < unit * 3 / 2;
}

/* The labels of a column of nothing else: each ends with a colon. */
static size_t
find_labels(const struct element *e, size_t left, int32_t unit,
    struct labelled *l)
{
	size_t n = 0, from = 0;

	for (size_t i = 0; i < left; i++) {
		if (i > from && !is_tight(&e[i - 1], &e[i], unit))
			return 0;
		if (e[i].object || e[i].value || e[i].tally ||
		    i - from >= LINES_MAX)
			return 0;
		if (!e[i].label)
			continue;
		l[n].label_first = from;
		l[n++].label_last = from = i + 1;
	}
	return from == left ? n : 0;
}

/* The least gap between lines below each other: that of a paragraph's. */
static int32_t
usual_gap(const struct element *e, size_t from, size_t n)
{
	int32_t least = INT32_MAX;

	for (size_t i = from + 1; i < n; i++) {
		int32_t gap = e[i].top - e[i - 1].bottom;

		if (gap > 0 && gap < least)
			least = gap;
	}
	return least == INT32_MAX ? 0 : least;
}

/*
 * Where the answer begins that stands beside a label, which may be set at the
 * middle of its height: above its row it begins behind a gap, and not beside
 * the label before, or else with the row.
 */
static size_t
answer_start(const struct element *e, size_t row, size_t least,
    const struct element *before, int32_t gap)
{
	size_t i = row;

	while (i > least && e[i].top - e[i - 1].bottom <= gap &&
	    !table_same_row(before, &e[i - 1]))
		i--;
	return i > least && e[i].top - e[i - 1].bottom > gap ? i : row;
}

/* Give each label its lines of e[left, n); how many have some. */
static size_t
find_answers(const struct element *e, size_t left, size_t n, int32_t unit,
    struct labelled *l, size_t labels)
{
	int32_t gap = usual_gap(e, left, n) + unit / 2;
	size_t at = left, answered = 0;

	l[0].first = left;
	for (size_t k = 1; k < labels; k++) {
		const struct element *own = &e[l[k].label_first];

		while (at < n && e[at].bottom <= own->top)
			at++;
		l[k].first = at == n ? n : answer_start(e, at, l[k - 1].first,
		    own - 1, gap);
	}
	for (size_t k = 0; k < labels; k++) {
		l[k].last = k + 1 < labels ? l[k + 1].first : n;
		answered += l[k].last > l[k].first &&
		    e[l[k].first].top < e[l[k].label_last - 1].bottom;
	}
	return answered;
}

/* Do rows tell as much: each label in a line, and its answer from there on? */
static bool
are_rows(const struct element *e, const struct labelled *l, size_t labels)
{
	for (size_t k = 0; k < labels; k++) {
		const struct element *label = &e[l[k].label_first];
		const struct element *answer = &e[l[k].first];

		if (l[k].label_last - l[k].label_first > 1 ||
		    (l[k].last > l[k].first && answer->top < label->top &&
		    !table_same_row(answer, label)))
			return false;
	}
	return true;
}

size_t
labels_find(const struct element *e, size_t left, size_t n, int32_t unit,
    bool rows, struct labelled **ret)
{
	struct labelled *l = xcalloc(left + 1, sizeof(*l));
	size_t labels = find_labels(e, left, unit, l);
	/* One may have no answer, « Absents : », but none of two. */
	size_t needed = labels > LABELS_MIN ? labels - 1 : LABELS_MIN;

	if (labels < LABELS_MIN || left == n ||
	    find_answers(e, left, n, unit, l, labels) < needed ||
	    e[left].bottom + unit * 2 < e[0].top ||
	    (rows && are_rows(e, l, labels))) {
		free(l);
		return 0;
	}
	*ret = l;
	return labels;
}
