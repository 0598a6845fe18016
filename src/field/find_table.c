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
	int	columns;		/* its sign on the next page */
	int	take[TAKES];		/* column, or -1 */
	int	*where;			/* one per rule->where */
	size_t	left;			/* words to be read on this page yet */
	size_t	ticks;			/* cells to be looked at for ticks */
};

/* Of no word where cells that lie over each other have used up `left`. */
static char *
text_of(const struct text *t, uint32_t page, const struct cell *c,
    size_t *left)
{
	struct buf b = { 0 };
	struct word_list l;
	char *fold, *utf8;
	size_t len;

	place_words_in(t, page, c->box, &l);
	if (l.n > *left)
		*left = 0;
	else
		*left -= l.n;
	for (size_t i = 0; i < l.n && *left > 0; i++) {
		xbuf_puts(&b, i > 0 ? " " : "");
		xbuf_append(&b, t->utf8 + t->word[l.word[i]].start,
		    t->word[l.word[i]].end - t->word[l.word[i]].start);
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
read_heads(const struct text *t, uint32_t page, const struct grid *g, int row,
    const struct rule *rule, struct heads *h)
{
	const struct cell *c;
	struct cell hole;
	bool all = true;
	char **heading = xcalloc((size_t)h->columns + 1, sizeof(*heading));

	for (int column = 0; column < h->columns; column++) {
		c = grid_at(g, row, column);
		if (c == NULL && grid_hole(g, row, column, &hole))
			c = &hole;
		if (c == NULL || c->column != column)
			continue;
		heading[column] = text_of(t, page, c, &h->left);
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
is_ticked(const struct text *t, uint32_t page, const struct cell *c)
{
	const uint32_t *on;
	size_t n;

	on = text_words_on(t, page, &n);
	for (size_t i = 0; i < n; i++) {
		const struct text_word *w = &t->word[on[i]];

		if (w->word == UINT32_MAX ?
		    !t->page[page]->mark[w->mark].ticked :
		    w->end - w->start != 1 ||
		    strchr("xX", t->utf8[w->start]) == NULL)
			continue;
		if (place_is_inside(text_box(t, on[i]), c->box))
			return true;
	}
	return false;
}

static bool
is_filled(const struct text *t, uint32_t page, const struct cell *c)
{
	struct word_list l;
	bool filled;

	place_words_in(t, page, c->box, &l);
	filled = l.n > 0;
	place_free(&l);
	return filled;
}

static bool
row_counts(const struct text *t, uint32_t page, const struct grid *g, int row,
    const struct rule *rule, const struct heads *h)
{
	const struct cell *c;
	bool is;

	for (size_t i = 0; i < rule->wheres; i++) {
		c = grid_at(g, row, h->where[i]);
		if (c == NULL)
			return false;
		is = rule->where[i].state <= CELL_UNTICKED ?
		    is_ticked(t, page, c) : is_filled(t, page, c);
		if (is != (rule->where[i].state == CELL_TICKED ||
		    rule->where[i].state == CELL_FILLED))
			return false;
	}
	return true;
}

/* What the row holds in the rule's columns; false where one is empty. */
static bool
read_row(const struct view *v, uint32_t page, const struct grid *g, int row,
    const struct rule *rule, const struct heads *h, struct find *f)
{
	const struct cell *c;
	struct word_list l;
	size_t before;

	for (int i = 0; i < TAKES && rule->take[i] != NULL; i++) {
		c = grid_at(g, row, h->take[i]);
		if (c == NULL || c->row != row)
			return false;
		before = f->spans;
		place_words_in(v->text, page, c->box, &l);
		place_spans(v, &l, f);
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
is_doubtful(const struct text *t, uint32_t page, const struct grid *g, int row,
    struct heads *h)
{
	bool boxes = false;

	for (int column = 0; column < h->columns && h->ticks > 0; column++) {
		const struct cell *c = grid_at(g, row, column);

		if (c == NULL || c->column != column)
			continue;
		h->ticks--;
		if (is_ticked(t, page, c))
			return false;
		for (size_t i = 0; i < t->page[page]->marks && !boxes; i++)
			boxes = place_is_inside(t->page[page]->mark[i].box,
			    c->box);
	}
	return boxes;
}

/* Give the rows of one table; false when the taker has enough. */
static bool
give_rows(const struct view *v, struct span where, uint32_t page,
    const struct grid *g, const struct rule *rule, struct heads *h,
    find_taker *take, void *ctx)
{
	bool more = true;

	for (int row = h->row + 1; row < g->rows && more; row++) {
		struct find f = { 0 };

		if (row_counts(v->text, page, g, row, rule, h) &&
		    read_row(v, page, g, row, rule, h, &f) &&
		    f.span[0].start >= where.start &&
		    f.span[0].end <= where.end) {
			more = take(ctx, &f);
		} else if (is_doubtful(v->text, page, g, row, h)) {
			f.spans = 0;
			more = take(ctx, &f);
		}
		free(f.span);
	}
	return more;
}

/* Which of the first rows are the headings?  `carried` over a page's end. */
static bool
find_heads(const struct text *t, uint32_t page, const struct grid *g,
    const struct rule *rule, int carried, struct heads *h)
{
	const struct cell *first = grid_at(g, 0, 0);

	for (int row = 0; row < g->rows && row < HEAD_ROWS; row++) {
		*h = (struct heads){ .row = row, .columns = g->columns,
		    .where = h->where, .take = { h->take[0], h->take[1] },
		    .left = h->left, .ticks = h->ticks };
		if (g->columns == carried && row == 0 && carried > 0 &&
		    first->box.y < t->page[page]->height / 3) {
			h->row = -1;
			return true;
		}
		if (read_heads(t, page, g, row, rule, h))
			return true;
	}
	return false;
}

/* The tables of a page, in their order; `h` is carried over a page's end. */
static bool
give_tables(const struct view *v, struct span where, uint32_t page,
    const struct rule *rule, struct heads *h, find_taker *take, void *ctx)
{
	const struct page *p = v->text->page[page];
	int carried = h->columns;
	struct grid g;
	bool more = true, is;
	size_t n;

	(void)text_words_on(v->text, page, &n);
	h->left = HEAD_TIMES * (n + 1);
	h->ticks = TICK_CELLS;
	for (size_t i = 0; i < p->cells && more && h->left > 0; i += n) {
		if (!grid_make(p, i, &g, &n))
			continue;
		if (grid_at(&g, 0, 0) != NULL) {
			is = find_heads(v->text, page, &g, rule, carried, h);
			/* Only a page's first table goes on. */
			carried = 0;
			h->columns = is ? g.columns : 0;
			if (is)
				more = give_rows(v, where, page, &g, rule, h,
				    take, ctx);
		}
		grid_free(&g);
	}
	return more;
}

int
find_table(const struct view *v, struct span where, const struct rule *rule,
    find_taker *take, void *ctx)
{
	const struct text_word *w = v->text->word;
	struct heads h = { 0 };
	bool more = true;
	size_t first, n;

	n = view_words(v, where, &first);
	if (n == 0)
		return 0;
	h.where = xcalloc(rule->wheres + 1, sizeof(*h.where));
	for (uint32_t page = w[first].page; page <= w[first + n - 1].page &&
	    more; page++)
		more = give_tables(v, where, page, rule, &h, take, ctx);
	free(h.where);
	return 0;
}
