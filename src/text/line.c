#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "text/fold.h"
#include "text/line.h"

#define UNIT_DEFAULT	30	/* px: 11 points at 300 dpi */
#define GAP_UNITS	3	/* wider than any space of justified text */
#define LAP_UNITS	6	/* OCR lets boxes of broken words overlap */
#define FEW		32	/* words of a line: qsort costs them more */
#define STRIPS		512	/* of a page's width */

struct box
box_join(struct box a, struct box b)
{
	int32_t right, bottom;

	if (a.w == 0 && a.h == 0)
		return b;
	if (b.w == 0 && b.h == 0)
		return a;
	right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
	bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
	if (b.x < a.x)
		a.x = b.x;
	if (b.y < a.y)
		a.y = b.y;
	a.w = right - a.x;
	a.h = bottom - a.y;
	return a;
}

bool
box_holds(struct box outer, int32_t x, int32_t y)
{
	return x >= outer.x && x < outer.x + outer.w && y >= outer.y &&
	    y < outer.y + outer.h;
}

/* ------------------------------------------------------------------------- */

int
line_compare_px(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* What stands in the middle of them, n > 0, in their order; `v` gets it. */
static int32_t
median(int32_t *v, size_t n)
{
	int32_t one;
	size_t k;

	if (n > FEW) {
		qsort(v, n, sizeof(*v), line_compare_px);
		return v[n / 2];
	}
	for (size_t i = 1; i < n; i++) {
		one = v[i];
		for (k = i; k > 0 && v[k - 1] > one; k--)
			v[k] = v[k - 1];
		v[k] = one;
	}
	return v[n / 2];
}

int32_t
line_unit(const struct page *p)
{
	int32_t *h = xcalloc(p->words, sizeof(*h)), unit = 0;
	size_t n = 0;

	/* Short words may be dashes and points. */
	for (size_t i = 0; i < p->words; i++)
		if (strlen(p->word[i].text) >= 3 && p->word[i].box.h > 0)
			h[n++] = p->word[i].box.h;
	if (n > 0)
		unit = median(h, n);
	free(h);
	return unit > 0 ? unit : UNIT_DEFAULT;
}

/* ------------------------------------------------------------------------- */
/* Grouping */

/* An open line: atoms are met from left to right. */
struct open {
	int32_t	top, bottom;	/* of its last atom of ordinary height */
	int32_t	right;
	bool	exact;		/* .. which is an exact one */
	size_t	number;
};

struct grouped {
	struct atom	atom;
	size_t		line;
};

static int
compare_left(const void *a, const void *b)
{
	const struct box *x = &((const struct grouped *)a)->atom.box;
	const struct box *y = &((const struct grouped *)b)->atom.box;

	if (x->x != y->x)
		return x->x < y->x ? -1 : 1;
	return (x->y > y->y) - (x->y < y->y);
}

/*
 * From left to right.  A page's words are laid out in narrow strips first: to
 * sort them at once would go over each nine times.
 */
static void
sort_left(const struct atom *atom, size_t n, struct grouped *g)
{
	size_t at[STRIPS + 1] = { 0 }, from = 0;
	int64_t left = INT32_MAX, right = INT32_MIN;
	int shift = 0;

	for (size_t i = 0; i < n; i++) {
		left = atom[i].box.x < left ? atom[i].box.x : left;
		right = atom[i].box.x > right ? atom[i].box.x : right;
	}
	while ((right - left) >> shift >= STRIPS)
		shift++;
	for (size_t i = 0; i < n; i++)
		at[((atom[i].box.x - left) >> shift) + 1]++;
	for (size_t k = 1; k < STRIPS; k++)
		at[k] += at[k - 1];
	/* Each start moves on to the next one's as its strip is filled. */
	for (size_t i = 0; i < n; i++)
		g[at[(atom[i].box.x - left) >> shift]++].atom = atom[i];
	for (size_t k = 0; k < STRIPS; from = at[k++]) {
		if (at[k] - from > 1)
			qsort(g + from, at[k] - from, sizeof(*g),
			    compare_left);
	}
}

/*
 * How well the atom goes on the open line: its distance in px, or -1.  A dash
 * or point is low, so its middle need only be within the letters' height.
 */
static int32_t
distance(const struct open *o, const struct atom *a, int32_t unit)
{
	struct box b = a->box;
	int32_t height = o->bottom - o->top, middle = b.y + b.h / 2;
	int32_t slack = height / 5, gap = b.x - o->right, overlap;

	/* Most open lines are above or below it. */
	if (b.h * 2 >= unit && (o->bottom < b.y || o->top > b.y + b.h))
		return -1;
	if (gap > GAP_UNITS * unit || gap < -LAP_UNITS * unit)
		return -1;
	if (b.h * 2 < unit) {
		if (middle < o->top - slack || middle > o->bottom + slack)
			return -1;
	} else {
		overlap = (o->bottom < b.y + b.h ? o->bottom : b.y + b.h) -
		    (o->top > b.y ? o->top : b.y);
		if (overlap * 2 < (height < b.h ? height : b.h))
			return -1;
		/* Of one typeface: they stand on one line to the point. */
		if (o->exact && a->exact && abs(height - b.h) <= 1 &&
		    overlap * 4 < height * 3)
			return -1;
	}
	return gap < 0 ? -gap : gap;
}

static void
group(struct grouped *g, size_t n, int32_t unit, size_t *ret_lines)
{
	struct open *open = xcalloc(n, sizeof(*open)), *best;
	size_t opens = 0, lines = 0;

	for (size_t i = 0; i < n; i++) {
		struct box b = g[i].atom.box;
		int32_t d, least = INT32_MAX;

		best = NULL;
		for (size_t k = 0; k < opens; k++) {
			d = distance(&open[k], &g[i].atom, unit);
			if (d >= 0 && d < least) {
				least = d;
				best = &open[k];
			}
		}
		if (best == NULL) {
			best = &open[opens++];
			*best = (struct open){ b.y, b.y + b.h, b.x + b.w,
			    g[i].atom.exact, lines++ };
			if (b.h * 2 < unit) {
				best->top = b.y + b.h / 2 - unit / 2;
				best->bottom = best->top + unit;
			}
		} else if (b.h * 4 >= unit * 3) {
			best->top = b.y;
			best->bottom = b.y + b.h;
			best->exact = g[i].atom.exact;
		}
		if (b.x + b.w > best->right)
			best->right = b.x + b.w;
		g[i].line = best->number;
	}
	free(open);
	*ret_lines = lines;
}

/*
 * Where most of the line's letters stand and how high they reach.  `base` and
 * `top` have room for as many numbers as it has atoms.
 */
static void
measure(struct line *l, int32_t unit, int32_t *base, int32_t *top)
{
	size_t n = 0;

	for (size_t i = 0; i < l->atoms; i++) {
		struct box b = l->atom[i].box;

		l->box = box_join(l->box, b);
		if (b.h * 2 < unit)
			continue;
		base[n] = b.y + b.h;
		top[n++] = b.y;
	}
	l->base = l->box.y + l->box.h;
	l->top = l->box.y;
	if (n > 0) {
		l->base = median(base, n);
		l->top = median(top, n);
	}
}

size_t
line_make(struct atom *atom, size_t n, int32_t unit, struct line **ret)
{
	struct grouped *g = xcalloc(n, sizeof(*g));
	int32_t *room = xcalloc(n, 2 * sizeof(*room));
	struct atom *next = atom;
	struct line *line;
	size_t lines = 0;

	sort_left(atom, n, g);
	group(g, n, unit, &lines);

	line = xcalloc(lines, sizeof(*line));
	for (size_t i = 0; i < n; i++)
		line[g[i].line].atoms++;
	for (size_t i = 0; i < lines; i++) {
		line[i].atom = next;
		next += line[i].atoms;
		line[i].atoms = 0;
	}
	for (size_t i = 0; i < n; i++) {
		struct line *l = &line[g[i].line];

		l->atom[l->atoms++] = g[i].atom;
	}
	free(g);
	for (size_t i = 0; i < lines; i++)
		measure(&line[i], unit, room, room + n);
	free(room);
	*ret = line;
	return lines;
}

/* ------------------------------------------------------------------------- */

static const char *
atom_text(const struct atom *a, const struct page *p)
{
	if (a->word != UINT32_MAX)
		return p->word[a->word].text;
	return p->mark[a->mark].ticked ? "[x]" : "[ ]";
}

char *
line_fold(const struct line *l, const struct page *p)
{
	struct buf out = { 0 };
	const char *word;

	for (size_t i = 0; i < l->atoms; i++) {
		if (i > 0)
			xbuf_append(&out, " ", 1);
		word = atom_text(&l->atom[i], p);
		fold_append(&out, word, strlen(word));
	}
	return xbuf_take(&out, NULL);
}

/* A dash in the middle shows that it parts names, not items. */
bool
line_is_item(const char *fold)
{
	return fold[0] == '-' && fold[1] == ' ' &&
	    strstr(fold + 1, " - ") == NULL;
}
