#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/find.h"
#include "field/grid.h"
#include "field/place.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"
#include "text/text.h"

#define TAKES 2		/* columns that a rule may take */
#define HEAD_ROWS 3	/* of a table that may hold its headings */
#define HEAD_TIMES 16	/* that a page's words may be read as headings */
#define TICK_CELLS 4096	/* of a page, looked at for a tick that was misread */

/* Which columns of a table the rule's headings stand over. */
struct heads {
	int	row;			/* the last of the heading's rows */
	int	columns;		/* of the table, its sign overleaf */
	int	take[TAKES];		/* column, or -1 */
	int	*where;			/* one per rule->where */
};

/* A rule at work on the tables of a view, one after the other. */
struct tables {
	const struct view *view;
	const struct text *text;	/* the view's */
	const struct rule *rule;
	struct span	 where;		/* to look in */
	find_taker	*take;
	void		*ctx;

	uint32_t	 page;		/* at hand, in text->page */
	size_t		 left;		/* of its words, to read as headings */
	size_t		 ticks;		/* of its cells, to look for ticks in */
	struct grid	 grid;		/* of the table at hand .. */
	struct heads	 heads;		/* .. which may go on overleaf */
};

/* Of no word where cells that lie over each other have used up `left`. */
static char *
text_of(struct tables *t, const struct cell *c)
{
	const struct text_word *w;
	struct buf b = { 0 };
	struct word_list l;
	char *fold, *utf8;
	size_t len;

	place_words_in(t->text, t->page, c->box, &l);
	t->left -= l.n < t->left ? l.n : t->left;
	for (size_t i = 0; i < l.n && t->left > 0; i++) {
		w = &t->text->word[l.word[i]];
		xbuf_puts(&b, i > 0 ? " " : "");
		xbuf_append(&b, t->text->utf8 + w->start, w->end - w->start);
	}
	place_free(&l);
	utf8 = xbuf_take(&b, &len);
	fold = text_fold(utf8, len, &len);
	free(utf8);
	return fold;
}

/*
 * The column whose heading the pattern matches: whole, or else the first that
 * it matches in part, as "la" is in "pas la"; -1 for none.
 */
static int
column_under(struct regex *re, char *const *heading, int columns)
{
	static const char around[] = " \n.:;";
	struct regex_match m;
	int found = -1;
	const char *s;
	size_t len;

	for (int i = 0; i < columns; i++) {
		s = heading[i];
		if (s == NULL || regex_search(re, s, strlen(s), 0, &m) < 0)
			continue;
		len = strlen(s);
		while (len > 0 && strchr(around, s[len - 1]) != NULL)
			len--;
		if (m.start <= strspn(s, around) && m.end >= len)
			return i;
		found = found < 0 ? i : found;
	}
	return found;
}

/* Read one row as headings: are all that the rule needs there? */
static bool
read_heads(struct tables *t, int row)
{
	const struct rule *rule = t->rule;
	struct heads *h = &t->heads;
	const struct cell *c;
	struct cell hole;
	bool all = true;
	char **heading = xcalloc((size_t)h->columns + 1, sizeof(*heading));

	for (int column = 0; column < h->columns; column++) {
		c = grid_at(&t->grid, row, column);
		if (c == NULL && grid_hole(&t->grid, row, column, &hole))
			c = &hole;
		if (c == NULL || c->column != column)
			continue;
		heading[column] = text_of(t, c);
		if (c->row + c->rows - 1 > h->row)
			h->row = c->row + c->rows - 1;
	}
	for (int i = 0; i < TAKES; i++) {
		h->take[i] = rule->take[i] == NULL ? -1 :
		    column_under(rule->take[i], heading, h->columns);
		all = all && (rule->take[i] == NULL || h->take[i] >= 0);
	}
	for (size_t i = 0; i < rule->wheres; i++) {
		h->where[i] = column_under(rule->where[i].column, heading,
		    h->columns);
		all = all && h->where[i] >= 0;
	}
	for (int column = 0; column < h->columns; column++)
		free(heading[column]);
	free(heading);
	return all;
}

/* The state of a cell's tick box; a typed X ticks a cell without one. */
static bool
is_ticked(const struct tables *t, const struct cell *c)
{
	const struct text *text = t->text;
	const uint32_t *on;
	size_t n;

	on = text_words_on(text, t->page, &n);
	for (size_t i = 0; i < n; i++) {
		const struct text_word *w = &text->word[on[i]];

		if (w->word == UINT32_MAX ?
		    !text->page[t->page]->mark[w->mark].ticked :
		    w->end - w->start != 1 ||
		    strchr("xX", text->utf8[w->start]) == NULL)
			continue;
		if (place_is_inside(text_box(text, on[i]), c->box))
			return true;
	}
	return false;
}

static bool
is_filled(const struct tables *t, const struct cell *c)
{
	struct word_list l;
	bool filled;

	place_words_in(t->text, t->page, c->box, &l);
	filled = l.n > 0;
	place_free(&l);
	return filled;
}

static bool
row_counts(const struct tables *t, int row)
{
	const struct rule *rule = t->rule;
	const struct cell *c;
	bool is;

	for (size_t i = 0; i < rule->wheres; i++) {
		c = grid_at(&t->grid, row, t->heads.where[i]);
		if (c == NULL)
			return false;
		is = rule->where[i].state <= CELL_UNTICKED ?
		    is_ticked(t, c) : is_filled(t, c);
		if (is != (rule->where[i].state == CELL_TICKED ||
		    rule->where[i].state == CELL_FILLED))
			return false;
	}
	return true;
}

/* What the row holds in the rule's columns; false where one is empty. */
static bool
read_row(const struct tables *t, int row, struct find *f)
{
	const struct cell *c;
	struct word_list l;
	size_t before;

	for (int i = 0; i < TAKES && t->rule->take[i] != NULL; i++) {
		c = grid_at(&t->grid, row, t->heads.take[i]);
		if (c == NULL || c->row != row)
			return false;
		before = f->spans;
		place_words_in(t->text, t->page, c->box, &l);
		place_spans(t->view, &l, f);
		place_free(&l);
		if (f->spans == before)
			return false;
		f->part[i].start = f->span[before].start;
		f->part[i].end = f->span[f->spans - 1].end;
	}
	return true;
}

/* Has the row tick boxes, and none of them ticked?  Then one was misread. */
static bool
is_doubtful(struct tables *t, int row)
{
	const struct page *p = t->text->page[t->page];
	bool boxes = false;

	for (int column = 0; column < t->heads.columns && t->ticks > 0;
	    column++) {
		const struct cell *c = grid_at(&t->grid, row, column);

		if (c == NULL || c->column != column)
			continue;
		t->ticks--;
		if (is_ticked(t, c))
			return false;
		for (size_t i = 0; i < p->marks && !boxes; i++)
			boxes = place_is_inside(p->mark[i].box, c->box);
	}
	return boxes;
}

/* Give the rows of one table; false when the taker has enough. */
static bool
give_rows(struct tables *t)
{
	bool more = true;

	for (int row = t->heads.row + 1; row < t->grid.rows && more; row++) {
		struct find f = { 0 };

		if (row_counts(t, row) && read_row(t, row, &f) &&
		    f.span[0].start >= t->where.start &&
		    f.span[0].end <= t->where.end) {
			more = t->take(t->ctx, &f);
		} else if (is_doubtful(t, row)) {
			f.spans = 0;
			more = t->take(t->ctx, &f);
		}
		free(f.span);
	}
	return more;
}

/* Which of the first rows are the headings?  `carried` over a page's end. */
static bool
find_heads(struct tables *t, int carried)
{
	const struct cell *first = grid_at(&t->grid, 0, 0);
	struct heads *h = &t->heads;

	h->columns = t->grid.columns;
	if (carried > 0 && carried == h->columns && first != NULL &&
	    first->box.y < t->text->page[t->page]->height / 3) {
		h->row = -1;
		return true;
	}
	for (int row = 0; row < t->grid.rows && row < HEAD_ROWS; row++) {
		h->row = row;
		if (read_heads(t, row))
			return true;
	}
	return false;
}

/* The tables of a page, in their order; false when the taker has enough. */
static bool
give_tables(struct tables *t)
{
	const struct page *p = t->text->page[t->page];
	int carried = t->heads.columns;
	bool more = true, is;
	size_t n;

	(void)text_words_on(t->text, t->page, &n);
	t->left = HEAD_TIMES * (n + 1);
	t->ticks = TICK_CELLS;
	for (size_t i = 0; i < p->cells && more && t->left > 0; i += n) {
		if (!grid_make(p, i, &t->grid, &n))
			continue;
		is = find_heads(t, carried);
		/* Only a page's first table goes on. */
		carried = 0;
		t->heads.columns = is ? t->grid.columns : 0;
		if (is)
			more = give_rows(t);
		grid_free(&t->grid);
	}
	return more;
}

int
find_table(const struct view *v, struct span where, const struct rule *rule,
    find_taker *take, void *ctx)
{
	const struct text_word *w = v->text->word;
	struct tables t = { .view = v, .text = v->text, .rule = rule,
		.where = where, .take = take, .ctx = ctx };
	bool more = true;
	size_t first, n;

	n = view_words(v, where, &first);
	if (n == 0)
		return 0;
	t.heads.where = xcalloc(rule->wheres + 1, sizeof(*t.heads.where));
	for (t.page = w[first].page; t.page <= w[first + n - 1].page && more;
	    t.page++)
		more = give_tables(&t);
	free(t.heads.where);
	return 0;
}
