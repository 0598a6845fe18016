#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/columns.h"
#include "text/flow.h"
#include "text/layout.h"
#include "text/line.h"
#include "text/print.h"
#include "text/spread.h"
#include "words/page.h"

#define FEW_LINES	3	/* distances between them tell a rule */

struct layout {
	const struct page *p;
	uint32_t	 index;
	struct flow	*f;
	struct prints	 prints;
	bool		 begun;		/* something was appended */
};

/* ------------------------------------------------------------------------- */
/* Reading order */

struct run {			/* lines put in order, and their breaks */
	const struct print	**print;
	enum flow_break		*brk;
};

static struct element
element_of(const struct layout *l, size_t index)
{
	const struct print *pr = &l->prints.print[index];
	int32_t h = pr->line.base - pr->line.top;

	/* Without the tails and heads that reach into the next line. */
	return (struct element){
		.left = pr->line.box.x,
		.right = pr->line.box.x + pr->line.box.w,
		.top = pr->line.top + h / 5,
		.bottom = pr->line.base - h / 5 > pr->line.top + h / 5 ?
		    pr->line.base - h / 5 : pr->line.top + h / 5 + 1,
		.index = index,
		.closing = pr->closing,
		.value = pr->value,
		.open = !pr->stopped &&
		    pr->line.base > l->p->height / 6 * 5,
		.label = pr->label,
		.people = pr->people,
		.civil = pr->line.atoms > 1 && pr->line.atom[0].civility,
		.caps = pr->caps,
		.named = pr->named,
		.gives = pr->gives,
		.tally = pr->tally,
	};
}

/* The usual distance between the lines of a column, px; 0 for none. */
static int32_t
pitch_of(const struct print *const *print, size_t n, int32_t unit)
{
	int32_t *d = xcalloc(n, sizeof(*d)), pitch = 0;
	size_t k = 0;

	for (size_t i = 1; i < n; i++) {
		d[k] = print[i]->line.base - print[i - 1]->line.base;
		/* A text layer has boxes taller than lines are apart. */
		if (d[k] * 3 >= unit * 2 && d[k] < 4 * unit)
			k++;
	}
	if (k > 0) {
		qsort(d, k, sizeof(*d), line_compare_px);
		/* Most may be between paragraphs of one line. */
		pitch = d[k / 5];
		/* A few lines tell less than what is usual. */
		if (k < FEW_LINES && pitch > 2 * unit)
			pitch = 2 * unit;
	}
	free(d);
	return pitch;
}

/* Of a column, px. */
struct manner {
	int32_t	left, right;	/* edges */
	int32_t	unit;		/* height of letters */
	int32_t	pitch;		/* usual distance between lines, .. */
	int32_t	slack;		/* .. and by how much it may be missed */
};

/* Does line i begin a paragraph of its column? */
static bool
begins_block(const struct print *const *print, size_t i, size_t n,
    const struct manner *m)
{
	const struct line *a = &print[i - 1]->line, *b = &print[i]->line;
	int32_t ha = a->base - a->top, hb = b->base - b->top;

	if (b->base - a->base > m->pitch * 6 / 5 + m->slack ||
	    b->base <= a->base)
		return true;
	if (print[i]->item)
		return true;
	if (ha * 4 > hb * 5 + m->unit || hb * 4 > ha * 5 + m->unit)
		return true;
	/*
	 * A first line set in, with the next one back at the margin; below an
	 * item's first line, or one that is full, it goes on with that.
	 */
	return !print[i - 1]->item && a->box.x - m->left < m->unit &&
	    m->right - a->box.x - a->box.w > 2 * m->unit &&
	    b->box.x - m->left > m->unit && i + 1 < n &&
	    print[i + 1]->line.box.x - m->left < m->unit;
}

/* A text layer says where its lines stand to the point. */
static struct manner
manner_of(const struct layout *l, const struct print *const *print, size_t n)
{
	int32_t unit = l->prints.unit;
	struct manner m = { INT32_MAX, INT32_MIN, unit,
	    pitch_of(print, n, unit),
	    l->p->method == PAGE_LAYER ? unit / 24 : unit / 6 };

	for (size_t i = 0; i < n; i++) {
		struct box b = print[i]->line.box;

		m.left = b.x < m.left ? b.x : m.left;
		m.right = b.x + b.w > m.right ? b.x + b.w : m.right;
	}
	return m;
}

static void
break_column(const struct layout *l, struct run *r, size_t from, size_t to)
{
	const struct print *const *print = r->print + from;
	size_t n = to - from;
	struct manner m = manner_of(l, print, n);

	for (size_t i = 1; i < n; i++) {
		if (r->brk[from + i] == FLOW_SPACE)
			continue;
		r->brk[from + i] = begins_block(print, i, n, &m) ?
		    FLOW_BLOCK : FLOW_LINE;
	}
}

static void
append_line(struct layout *l, const struct print *pr, enum flow_break brk)
{
	for (size_t i = 0; i < pr->line.atoms; i++) {
		const struct atom *a = &pr->line.atom[i];
		struct flow_item *it;

		it = flow_add(l->f, l->index, a->word, a->mark,
		    i > 0 ? FLOW_SPACE : l->begun ? brk : FLOW_PAGE);
		it->place = (uint8_t)pr->place;
		l->begun = true;
	}
}

/* Lines that columns_order has put in order: e[0, n), all of them lines. */
static void
append_lines(struct layout *l, const struct element *e, size_t n)
{
	struct run r;
	size_t from = 0;

	r.print = xcalloc(n, sizeof(*r.print));
	r.brk = xcalloc(n, sizeof(*r.brk));
	for (size_t i = 0; i < n; i++) {
		r.print[i] = &l->prints.print[e[i].index];
		r.brk[i] = e[i].beside ? FLOW_SPACE : FLOW_BLOCK;
	}
	for (size_t i = 1; i <= n; i++) {
		if (i < n && e[i].column == e[i - 1].column)
			continue;
		break_column(l, &r, from, i);
		from = i;
	}
	for (size_t i = 0; i < n; i++)
		append_line(l, r.print[i], r.brk[i]);
	free(r.print);
	free(r.brk);
}

/* Lines print[first, last), those of the body, in order. */
static void
append_cell(struct layout *l, size_t first, size_t last)
{
	struct element *e = xcalloc(last - first, sizeof(*e));
	size_t n = 0;

	for (size_t i = first; i < last; i++)
		if (l->prints.print[i].place == FLOW_BODY)
			e[n++] = element_of(l, i);
	columns_order(e, n, l->prints.unit);
	append_lines(l, e, n);
	free(e);
}

/* ------------------------------------------------------------------------- */
/* Tables and frames */

/* A cell that holds lines: print[first, last), and its place in its table. */
struct filled {
	const struct cell *cell;
	size_t		   first, last;
};

static int
by_place(const void *a, const void *b)
{
	const struct cell *x = ((const struct filled *)a)->cell;
	const struct cell *y = ((const struct filled *)b)->cell;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (x > y) - (x < y);
}

/* The cells with lines in them, table by table and row by row. */
static size_t
find_filled(const struct layout *l, struct filled **ret)
{
	struct filled *f = xcalloc(l->p->cells, sizeof(*f));
	size_t n = 0, to;

	/* The lines of a cell stand together. */
	for (size_t i = 0; i < l->prints.n; i = to) {
		uint32_t cell = l->prints.print[i].cell;
		bool body = false;

		for (to = i; to < l->prints.n &&
		    l->prints.print[to].cell == cell; to++)
			body = body ||
			    l->prints.print[to].place == FLOW_BODY;
		if (cell != PRINT_NO_CELL && body)
			f[n++] = (struct filled){ &l->p->cell[cell], i, to };
	}
	qsort(f, n, sizeof(*f), by_place);
	*ret = f;
	return n;
}

static bool
same_table(const struct filled *a, const struct filled *b)
{
	return a->cell->table == b->cell->table;
}

/* One element for each table: the box round its cells f[from, to). */
static struct element
element_of_table(const struct filled *f, size_t from, size_t to)
{
	struct box b = { 0 };

	for (size_t i = from; i < to; i++)
		b = box_join(b, f[i].cell->box);
	return (struct element){ .left = b.x, .right = b.x + b.w,
	    .top = b.y, .bottom = b.y + b.h, .index = from, .object = true };
}

static void
append_table(struct layout *l, const struct filled *f, size_t n, size_t from)
{
	for (size_t i = from; i < n && same_table(&f[i], &f[from]); i++)
		append_cell(l, f[i].first, f[i].last);
}

/* Lines between tables, and the tables, as columns_order left them. */
static void
append_page(struct layout *l, const struct element *e, size_t n,
    const struct filled *f, size_t filled)
{
	size_t from = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && !e[i].object)
			continue;
		append_lines(l, e + from, i - from);
		if (i < n)
			append_table(l, f, filled, e[i].index);
		from = i + 1;
	}
}

static void
append_body(struct layout *l)
{
	struct element *e;
	struct filled *f;
	size_t filled = find_filled(l, &f), n = 0;

	e = xcalloc(l->prints.n + filled, sizeof(*e));
	for (size_t i = 0; i < l->prints.n; i++)
		if (l->prints.print[i].cell == PRINT_NO_CELL &&
		    l->prints.print[i].place == FLOW_BODY)
			e[n++] = element_of(l, i);
	for (size_t i = 0; i < filled; i++)
		if (i == 0 || !same_table(&f[i], &f[i - 1])) {
			size_t to = i;

			while (to < filled && same_table(&f[to], &f[i]))
				to++;
			e[n++] = element_of_table(f, i, to);
		}
	columns_order(e, n, l->prints.unit);
	append_page(l, e, n, f, filled);
	free(e);
	free(f);
}

static int
by_stamp(const void *a, const void *b)
{
	const struct print *x = *(const struct print *const *)a;
	const struct print *y = *(const struct print *const *)b;

	if (x->second != y->second)
		return x->second ? -1 : 1;
	if (x->line.base != y->line.base)
		return x->line.base < y->line.base ? -1 : 1;
	return (x->line.box.x > y->line.box.x) -
	    (x->line.box.x < y->line.box.x);
}

/* The stamps' lines from the top down, and what was dropped with them. */
static void
append_aside(struct layout *l)
{
	const struct print **aside = xcalloc(l->prints.n, sizeof(*aside));
	size_t n = 0;

	for (size_t i = 0; i < l->prints.n; i++)
		if (l->prints.print[i].place != FLOW_BODY)
			aside[n++] = &l->prints.print[i];
	qsort(aside, n, sizeof(*aside), by_stamp);
	for (size_t i = 0; i < n; i++)
		append_line(l, aside[i], FLOW_LINE);
	free(aside);
}

static void
layout_one(const struct page *p, uint32_t index, struct flow *f)
{
	struct layout l = { .p = p, .index = index, .f = f };

	prints_make(p, &l.prints);
	append_body(&l);
	append_aside(&l);
	prints_free(&l.prints);
}

static void
layout_half(const struct page *p, int32_t x, bool behind, uint32_t index,
    struct flow *f)
{
	size_t from = f->items;
	struct half h;

	half_of(p, x, behind, &h);
	layout_one(&h.page, index, f);
	for (struct flow_item *it = f->item + from; it < f->item + f->items;
	    it++) {
		if (it->word != FLOW_NONE)
			it->word = h.word[it->word];
		if (it->mark != FLOW_NONE)
			it->mark = h.mark[it->mark];
	}
	half_free(&h);
}

void
layout_page(const struct page *p, uint32_t index, struct flow *f)
{
	int32_t x;

	if (!spread_find(p, &x)) {
		layout_one(p, index, f);
		return;
	}
	layout_half(p, x, false, index, f);
	layout_half(p, x, true, index, f);
}
