#include "text/band.h"
#include "text/columns.h"
#include "text/table.h"

/* In units of the page's letters: no line of a paragraph is so short. */
#define SHORT_UNITS	16

#define ROWS_MIN	4	/* two signatures have three */
#define ASKED_MIN	2	/* .. if each has a colon: no signature has */
#define GIVES_MIN	2	/* « A | donne pouvoir à B » */
#define PLACED_MIN	3	/* « LOOS | Mme Anne NOIR » */
#define OWN_LABELS	2	/* on the right, above their values: a column */

/* What stands in the right column, and how the left one answers to it. */
struct counts {
	size_t	right;		/* elements, .. */
	size_t	values;		/* .. short, with a number, beside a line */
	size_t	pairs;		/* .. short, beside a line that asks for one */
	size_t	asked;		/* .. beside a line with a colon */
	size_t	gives;		/* .. with whom they chose */
	size_t	named;		/* .. somebody beside somebody */
	size_t	placed;		/* .. somebody beside a place */
	size_t	own;		/* .. values below labels of their own */
	size_t	left;		/* elements below the first on the right, or
				 * labels above it */
	bool	headed;		/* the first row has both sides, .. */
	bool	lists;		/* .. each the heading of a list of people, */
	bool	tallied;	/* .. which says how many they are */
};

bool
table_same_row(const struct element *a, const struct element *b)
{
	int32_t common = (a->bottom < b->bottom ? a->bottom : b->bottom) -
	    (a->top > b->top ? a->top : b->top);
	int32_t ha = a->bottom - a->top, hb = b->bottom - b->top;

	return !a->object && !b->object && common * 4 > (ha < hb ? ha : hb) &&
	    ha < 3 * hb && hb < 3 * ha;
}

/* The line left of the element, which is right of x, on its row; or NULL. */
static const struct element *
label_of(const struct element *e, const struct band *b, size_t k, int32_t x)
{
	for (size_t i = b->first; i < b->last; i++)
		if (e[i].right <= x && table_same_row(&e[i], &e[k]))
			return &e[i];
	return NULL;
}

/* Element `e` of the right column, beside `label` (or NULL). */
static void
count(struct counts *c, const struct element *e, const struct element *label,
    int32_t unit)
{
	c->right++;
	if (label == NULL)
		return;
	if (c->right == 1) {
		c->headed = true;
		c->lists = e->people && label->people;
		c->tallied = e->value;
	}
	c->asked += label->label;
	c->gives += e->gives;
	c->named += e->named && label->named;
	c->placed += e->civil && label->caps;
	c->values += e->value;
	c->pairs += !label->tally && e->right - e->left < SHORT_UNITS * unit;
}

/*
 * Labels on the left with their numbers on the right, labels that all end with
 * a colon (what they ask for may go on in more lines), or a table without rules
 * (name, state; name, proxy) are read by rows.  Two lists of people, each below
 * its heading, which may say how many they are, are two columns, and so are
 * labels that have their numbers below or behind them, and names beside names.
 */
bool
table_is(const struct element *e, const struct band *b, size_t bands, int32_t x,
    int32_t unit)
{
	struct counts c = { 0 };
	bool value = true;

	for (size_t i = 0; i < bands; i++)
		for (size_t k = b[i].first; k < b[i].last; k++) {
			if (e[k].right <= x) {
				c.left += c.right > 0 || e[k].label;
				continue;
			}
			c.own += e[k].value && !value;
			value = e[k].value;
			count(&c, &e[k], label_of(e, &b[i], k, x), unit);
		}
	return (c.right > 0 && c.values * 4 >= c.right * 3) ||
	    (c.gives >= GIVES_MIN && c.gives * 2 > c.right) ||
	    (c.placed >= PLACED_MIN && c.placed * 2 > c.right) ||
	    (c.asked >= ASKED_MIN &&
	    (c.asked == c.right || (c.headed && c.asked == c.left))) ||
	    (c.pairs >= ROWS_MIN && c.pairs * 5 >= c.right * 4 &&
	    c.named * 2 < c.pairs && (!c.lists || c.values > c.tallied) &&
	    c.own < OWN_LABELS);
}
