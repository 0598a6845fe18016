#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "text/spread.h"

/* In hundredths of the image's width, but for the first. */
#define BROAD 1.2	/* times as wide as high: no sheet that stands */
#define FROM 43		/* pages meet from here .. */
#define TO 57
#define GUTTER 4	/* between their words: two margins */
#define WORDS_MIN 20	/* of each page; fewer are a table's column */

/* Where anything is, of so many pixels. */
struct strip {
	bool	*taken;
	int32_t	 from, to;
};

static void
take(struct strip *s, struct box b)
{
	for (int32_t x = b.x > s->from ? b.x : s->from;
	    x < b.x + b.w && x < s->to; x++)
		s->taken[x - s->from] = true;
}

/* The shadow of a fold is read as strokes. */
static bool
is_stroke(const struct word *w)
{
	return strspn(w->text, "|!:;.,-_'[]()/\\lI1") == strlen(w->text);
}

static void
take_all(struct strip *s, const struct page *p)
{
	for (size_t i = 0; i < p->words; i++)
		if (!is_stroke(&p->word[i]))
			take(s, p->word[i].box);
	for (size_t i = 0; i < p->marks; i++)
		take(s, p->mark[i].box);
	for (size_t i = 0; i < p->cells; i++)
		take(s, p->cell[i].box);
}

/* Its widest gap; *ret_x is the middle of it, untouched where there is none. */
static int32_t
widest_gap(const struct strip *s, int32_t *ret_x)
{
	int32_t most = 0, n = 0;

	for (int32_t x = s->from; x < s->to; x++) {
		n = s->taken[x - s->from] ? 0 : n + 1;
		if (n > most) {
			most = n;
			*ret_x = x - n / 2;
		}
	}
	return most;
}

static bool
is_behind(struct box b, int32_t x)
{
	return b.x + b.w / 2 >= x;
}

/* A table's right half is figures, and no page is. */
static bool
is_figure(const struct word *w)
{
	return strpbrk(w->text, "0123456789") != NULL;
}

bool
spread_find(const struct page *p, int32_t *ret_x)
{
	struct strip s = { .from = p->width / 100 * FROM,
	    .to = p->width / 100 * TO };
	size_t behind = 0, figures = 0;
	int32_t gap, x = 0;

	if (p->width <= BROAD * p->height || p->words < 2 * WORDS_MIN ||
	    s.from == s.to)
		return false;
	s.taken = xcalloc((size_t)(s.to - s.from), sizeof(*s.taken));
	take_all(&s, p);
	gap = widest_gap(&s, &x);
	free(s.taken);
	for (size_t i = 0; i < p->words; i++)
		if (is_behind(p->word[i].box, x)) {
			behind++;
			figures += is_figure(&p->word[i]);
		}
	if (gap < p->width / 100 * GUTTER || behind < WORDS_MIN ||
	    p->words - behind < WORDS_MIN || figures * 2 > behind)
		return false;
	*ret_x = x;
	return true;
}

/* Where pages meet, and which of them is wanted. */
struct side {
	int32_t	x;
	bool	behind;
};

/* Is it on that side?  Then it stands there as on a page of its own. */
static bool
brought(const struct side *s, struct box *b)
{
	if (is_behind(*b, s->x) != s->behind)
		return false;
	b->x -= s->behind ? s->x : 0;
	return true;
}

void
half_of(const struct page *p, int32_t x, bool behind, struct half *ret)
{
	const struct side side = { x, behind };
	struct half h = { .page = *p,
	    .word = xcalloc(p->words, sizeof(*h.word)),
	    .mark = xcalloc(p->marks, sizeof(*h.mark)) };
	struct page *q = &h.page;

	q->width = behind ? p->width - x : x;
	q->words = q->marks = q->cells = 0;
	q->word = xcalloc(p->words, sizeof(*q->word));
	q->mark = xcalloc(p->marks, sizeof(*q->mark));
	q->cell = xcalloc(p->cells, sizeof(*q->cell));
	for (size_t i = 0; i < p->words; i++) {
		q->word[q->words] = p->word[i];
		h.word[q->words] = (uint32_t)i;
		q->words += brought(&side, &q->word[q->words].box);
	}
	for (size_t i = 0; i < p->marks; i++) {
		q->mark[q->marks] = p->mark[i];
		h.mark[q->marks] = (uint32_t)i;
		q->marks += brought(&side, &q->mark[q->marks].box);
	}
	for (size_t i = 0; i < p->cells; i++) {
		q->cell[q->cells] = p->cell[i];
		q->cells += brought(&side, &q->cell[q->cells].box);
	}
	*ret = h;
}

void
half_free(struct half *h)
{
	free(h->page.word);
	free(h->page.mark);
	free(h->page.cell);
	free(h->word);
	free(h->mark);
	*h = (struct half){ 0 };
}
