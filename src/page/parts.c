#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/parts.h"

/*
 * Runs of ink, row by row: one that touches runs of the row above is of their
 * component, and makes one of several.  Leptonica, which fills each component
 * and then looks for the next, takes five times as long.
 */

#define WORD 32		/* pixels; the first of them is the highest bit */

struct run {
	int	from, to;	/* `to` is behind it */
	int	label;
};

/* A label's box; `up` is the label that it is one with, or itself. */
struct box_of {
	int	left, top, right, below, up;
	bool	marked;		/* lies on what marks it; or it is to go */
};

struct labels {
	struct box_of	*at;
	int		 n, room;
};

/* The first pixel from x on that is ink, or with `flip` all ones is none. */
static int
next(const uint32_t *row, int x, int w, uint32_t flip)
{
	int i = x / WORD;
	uint32_t word;

	if (x >= w)
		return w;
	word = (row[i] ^ flip) & (UINT32_MAX >> (x % WORD));
	while (word == 0) {
		if (++i * WORD >= w)
			return w;
		word = row[i] ^ flip;
	}
	x = i * WORD + __builtin_clz(word);
	return x < w ? x : w;
}

static int
root_of(struct labels *l, int i)
{
	while (l->at[i].up != i)
		i = l->at[i].up = l->at[l->at[i].up].up;
	return i;
}

/* The older of two stays, so that it comes where its first pixel is. */
static int
join(struct labels *l, int a, int b)
{
	int old, young;

	a = root_of(l, a);
	b = root_of(l, b);
	old = L_MIN(a, b);
	young = L_MAX(a, b);
	l->at[young].up = old;
	return old;
}

static int
label_new(struct labels *l)
{
	if (l->n == l->room) {
		l->room = 2 * l->room + 256;
		l->at = xreallocarray(l->at, (size_t)l->room, sizeof(*l->at));
	}
	l->at[l->n] = (struct box_of){ INT32_MAX, INT32_MAX, 0, 0, l->n,
	    false };
	return l->n++;
}

static void
widen(struct box_of *b, const struct box_of *other)
{
	b->left = L_MIN(b->left, other->left);
	b->top = L_MIN(b->top, other->top);
	b->right = L_MAX(b->right, other->right);
	b->below = L_MAX(b->below, other->below);
	b->marked = b->marked || other->marked;
}

/* The runs of row y, with those above; how many. */
static int
add_row(const uint32_t *row, int y, int w, const struct run *above, int n,
    struct run *run, struct labels *l)
{
	int runs = 0, first = 0;

	for (int x = next(row, 0, w, 0); x < w;
	    x = next(row, run[runs - 1].to, w, 0)) {
		struct run *r = &run[runs++];

		*r = (struct run){ x, next(row, x, w, UINT32_MAX), -1 };
		while (first < n && above[first].to < r->from)
			first++;
		for (int i = first; i < n && above[i].from <= r->to; i++)
			r->label = r->label < 0 ? root_of(l, above[i].label) :
			    join(l, r->label, above[i].label);
		if (r->label < 0)
			r->label = label_new(l);
		widen(&l->at[r->label], &(struct box_of){ r->from, y, r->to,
		    y + 1, 0, false });
	}
	return runs;
}

/* The label of each run, as they come; to find them again. */
struct notes {
	int	*label;
	size_t	 n, room;
};

static void
note(struct notes *notes, const struct run *run, int n)
{
	if (notes->room - notes->n < (size_t)n) {
		notes->room = 2 * notes->room + (size_t)n + 1024;
		notes->label = xreallocarray(notes->label, notes->room,
		    sizeof(*notes->label));
	}
	for (int i = 0; i < n; i++)
		notes->label[notes->n++] = run[i].label;
}

/* Which of these runs of a row lie on a pixel that is set in `marks`? */
static void
mark(const uint32_t *marks, const struct run *run, int n, struct labels *l)
{
	for (int i = 0; i < n; i++)
		if (next(marks, run[i].from, run[i].to, 0) < run[i].to)
			l->at[run[i].label].marked = true;
}

/* `marks` and `notes` may be NULL. */
static struct labels
labels_of(PIX *ink, PIX *marks, struct notes *notes)
{
	int w = pixGetWidth(ink), h = pixGetHeight(ink), n = 0;
	size_t room = (size_t)w / 2 + 1;
	struct run *above = xcalloc(room, sizeof(*above));
	struct run *run = xcalloc(room, sizeof(*run)), *swap;
	struct labels l = { NULL, 0, 0 };

	for (int y = 0; y < h; y++) {
		n = add_row(pix_row(ink, y), y, w, above, n, run, &l);
		if (marks != NULL)
			mark(pix_row(marks, y), run, n, &l);
		if (notes != NULL)
			note(notes, run, n);
		swap = above;
		above = run;
		run = swap;
	}
	free(above);
	free(run);
	for (int i = 0; i < l.n; i++)
		if (l.at[i].up != i)
			widen(&l.at[root_of(&l, i)], &l.at[i]);
	return l;
}

static struct part
part_of(const struct box_of *b)
{
	return (struct part){ b->left, b->top, b->right - b->left,
	    b->below - b->top };
}

struct parts
parts_of(struct Pix *ink)
{
	struct labels l = labels_of(ink, NULL, NULL);
	struct parts all = { xcalloc((size_t)l.n + 1, sizeof(*all.part)), 0 };

	for (int i = 0; i < l.n; i++)
		if (l.at[i].up == i)
			all.part[all.n++] = part_of(&l.at[i]);
	free(l.at);
	return all;
}

static void
clear(uint32_t *row, int from, int to)
{
	for (int x = from; x < to; x = (x / WORD + 1) * WORD) {
		uint32_t bits = UINT32_MAX >> x % WORD;

		if (to - x / WORD * WORD < WORD)
			bits &= ~(UINT32_MAX >> to % WORD);
		row[x / WORD] &= ~bits;
	}
}

/* The runs of labels that are marked go. */
static void
clear_marked(PIX *ink, const struct labels *l, const struct notes *notes)
{
	int w = pixGetWidth(ink), to;
	const int *label = notes->label;

	for (int y = 0; y < pixGetHeight(ink); y++) {
		uint32_t *row = pix_row(ink, y);

		for (int x = next(row, 0, w, 0); x < w;
		    x = next(row, to, w, 0)) {
			to = next(row, x, w, UINT32_MAX);
			if (l->at[*label++].marked)
				clear(row, x, to);
		}
	}
}

void
parts_sift(struct Pix *ink, bool (*keep)(const struct part *, const int *),
    const int *how)
{
	struct notes notes = { NULL, 0, 0 };
	struct labels l = labels_of(ink, NULL, &notes);

	for (int i = 0; i < l.n; i++) {
		struct part part = part_of(&l.at[i]);

		/* A root is older than what is one with it. */
		l.at[i].marked = l.at[i].up == i ? !keep(&part, how) :
		    l.at[root_of(&l, i)].marked;
	}
	clear_marked(ink, &l, &notes);
	free(notes.label);
	free(l.at);
}

void
parts_touching(struct Pix *ink, struct Pix *marks, bool stay)
{
	struct notes notes = { NULL, 0, 0 };
	struct labels l = labels_of(ink, marks, &notes);

	for (int i = 0; i < l.n; i++)
		l.at[i].marked = l.at[i].up == i ? l.at[i].marked != stay :
		    l.at[root_of(&l, i)].marked;
	clear_marked(ink, &l, &notes);
	free(notes.label);
	free(l.at);
}

void
parts_free(struct parts *all)
{
	free(all->part);
	*all = (struct parts){ 0 };
}

int
parts_small(const struct parts *all, int side)
{
	int n = 0;

	for (int i = 0; i < all->n; i++)
		n += all->part[i].w <= side && all->part[i].h <= side;
	return n;
}
