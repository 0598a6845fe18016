#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/print.h"
#include "text/stamp.h"
#include "words/page.h"

#define NEAR_UNITS	4	/* lines of one stamp stand no farther apart */
#define VALUE_UNITS	10	/* a number that answers a label is no wider */
#define EDGE_PERCENT	8	/* of the page's height: where its number is */

/* ------------------------------------------------------------------------- */
/* Cells */

/* A frame round the page, or most of it, holds no more than the page does. */
static bool
is_page_frame(const struct page *p, const struct cell *c)
{
	return c->rows == 1 && c->columns == 1 && c->row == 0 &&
	    c->column == 0 && (int64_t)c->box.w * 10 > (int64_t)p->width * 7 &&
	    c->box.h > p->height / 2;
}

/* The smallest cell round the middle of a box. */
static uint32_t
cell_of(const struct page *p, struct box b)
{
	int32_t x = b.x + b.w / 2, y = b.y + b.h / 2;
	int64_t least = INT64_MAX, area;
	uint32_t best = PRINT_NO_CELL;

	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *c = &p->cell[i];

		area = (int64_t)c->box.w * c->box.h;
		if (area >= least || !box_holds(c->box, x, y) ||
		    is_page_frame(p, c))
			continue;
		least = area;
		best = (uint32_t)i;
	}
	return best;
}

/* ------------------------------------------------------------------------- */
/* Lines */

/* An atom and where it belongs: lines never run from one cell to another. */
struct homed {
	struct atom	atom;
	uint32_t	cell;
	bool		second;
};

static int
by_home(const void *a, const void *b)
{
	const struct homed *x = a, *y = b;

	if (x->second != y->second)
		return x->second ? 1 : -1;
	return (x->cell > y->cell) - (x->cell < y->cell);
}

static void
find_homes(const struct page *p, struct homed *h)
{
	size_t n = 0;

	for (size_t i = 0; i < p->words; i++) {
		const struct word *w = &p->word[i];

		h[n].atom = (struct atom){ w->box, (uint32_t)i, UINT32_MAX };
		h[n].second = w->second;
		h[n++].cell = w->second ? PRINT_NO_CELL : cell_of(p, w->box);
	}
	for (size_t i = 0; i < p->marks; i++) {
		h[n].atom = (struct atom){ p->mark[i].box, UINT32_MAX,
		    (uint32_t)i };
		h[n].second = false;
		h[n++].cell = cell_of(p, p->mark[i].box);
	}
	qsort(h, n, sizeof(*h), by_home);
}

static bool
begins_with(const char *fold, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncasecmp(fold, list[i], strlen(list[i])) == 0)
			return true;
	return false;
}

static void
describe(const struct prints *ps, const struct page *p, struct print *pr)
{
	static const char *const closing[] = { "ainsi fait", "fait et delib",
	    "fait a ", "pour extrait", "pour copie", "le maire",
	    "le president", "la presidente", "la maire", "certifie",
	    "suivent les", "ont signe" };
	char *fold = line_fold(&pr->line, p);

	pr->stamp = stamp_line(fold);
	pr->closing = begins_with(fold, closing,
	    sizeof(closing) / sizeof(closing[0]));
	pr->value = pr->line.box.w <= VALUE_UNITS * ps->unit &&
	    strpbrk(fold, "0123456789[") != NULL;
	pr->item = line_is_item(&pr->line, p);
	free(fold);
}

static void
make_prints(const struct page *p, struct prints *ps)
{
	size_t n = p->words + p->marks, to;
	struct homed *h = xcalloc(n, sizeof(*h));

	ps->atom = xcalloc(n, sizeof(*ps->atom));
	find_homes(p, h);
	for (size_t i = 0; i < n; i++)
		ps->atom[i] = h[i].atom;
	for (size_t i = 0; i < n; i = to) {
		struct line *line;
		size_t lines;

		for (to = i; to < n && by_home(&h[i], &h[to]) == 0; to++)
			;
		lines = line_make(ps->atom + i, to - i, ps->unit, &line);
		ps->print = xreallocarray(ps->print, ps->n + lines,
		    sizeof(*ps->print));
		for (size_t k = 0; k < lines; k++) {
			struct print *pr = &ps->print[ps->n++];

			*pr = (struct print){ .line = line[k],
			    .cell = h[i].cell, .second = h[i].second };
			describe(ps, p, pr);
		}
		free(line);
	}
	free(h);
}

/* ------------------------------------------------------------------------- */
/* Stamps and page numbers */

static bool
is_near(const struct print *a, const struct print *b, int32_t unit)
{
	struct box x = a->line.box, y = b->line.box;
	int32_t gap = y.y > x.y ? y.y - (x.y + x.h) : x.y - (y.y + y.h);

	return a->cell == b->cell && gap < NEAR_UNITS * unit &&
	    x.x < y.x + y.w && y.x < x.x + x.w;
}

static bool
is_at_edge(const struct page *p, const struct print *pr)
{
	int32_t edge = p->height * EDGE_PERCENT / 100;

	return pr->cell == PRINT_NO_CELL && (pr->line.base < edge ||
	    pr->line.top > p->height - edge);
}

/* What may be of a stamp is, if it stands by a line that is. */
static void
spread_stamps(struct prints *ps)
{
	size_t *stamp = xcalloc(ps->n, sizeof(*stamp)), n = 0;

	for (size_t i = 0; i < ps->n; i++)
		if (ps->print[i].place == FLOW_STAMP)
			stamp[n++] = i;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < ps->n; k++) {
			struct print *pr = &ps->print[k];

			if (pr->stamp != STAMP_NEAR ||
			    pr->place != FLOW_BODY ||
			    !is_near(pr, &ps->print[stamp[i]], ps->unit))
				continue;
			pr->place = FLOW_STAMP;
			stamp[n++] = k;
		}
	free(stamp);
}

static void
place_prints(const struct page *p, struct prints *ps)
{
	bool exact = false;

	for (size_t i = 0; i < ps->n; i++) {
		struct print *pr = &ps->print[i];

		exact = exact || pr->second;
		if (pr->stamp == STAMP_SURE || pr->second)
			pr->place = FLOW_STAMP;
		else if (pr->stamp == STAMP_NUMBER && is_at_edge(p, pr))
			pr->place = FLOW_DROPPED;
	}
	spread_stamps(ps);
	/* The exact words of a digital stamp stand for what OCR made of it. */
	for (size_t i = 0; exact && i < ps->n; i++)
		if (ps->print[i].place == FLOW_STAMP && !ps->print[i].second)
			ps->print[i].place = FLOW_DROPPED;
}

/* ------------------------------------------------------------------------- */

void
prints_make(const struct page *p, struct prints *ret)
{
	struct prints ps = { .unit = line_unit(p) };

	make_prints(p, &ps);
	place_prints(p, &ps);
	*ret = ps;
}

void
prints_free(struct prints *ps)
{
	free(ps->print);
	free(ps->atom);
	*ps = (struct prints){ 0 };
}
