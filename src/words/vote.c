#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "words/letters.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/vote.h"

#define KNOWN 20	/* points that being in the dictionary is worth .. */
#define VOICE 10	/* .. and each other reading that agrees */
#define BETTER 3	/* to take the first reading's place */
#define SURE 75		/* asked of a word where the first reading has none */
#define LIKELY 45	/* asked of what a word may be as well */
#define SURER 30	/* to be right about an accent */
#define ODD "|\\[]{}<>~^=#"	/* no letter has these beside it */

/* A word in one of the readings. */
struct seen {
	const struct word *word;
	size_t	reading;	/* 0: the first */
	size_t	old;		/* there: its index in the page */
	size_t	place;		/* words that overlap share it */
};

/* A line's words, as all its readings have them. */
struct ballot {
	struct ocr	*ocr;
	struct page	*page;
	uint32_t	 line;
	bool		*gone;		/* words of the page that lost */
	struct seen	*seen;
	size_t		 n;
	size_t		 readings;
};

/* What one reading has in one place. */
struct choice {
	GString	*text;
	double	 score, weight;
	int	 known;		/* words that the dictionary holds */
	size_t	 words;
	size_t	 first;		/* of them, in seen[] */
};

static bool
same_place(const struct box *a, const struct box *b)
{
	int x = (a->x + a->w < b->x + b->w ? a->x + a->w : b->x + b->w) -
	    (a->x > b->x ? a->x : b->x);
	int y = (a->y + a->h < b->y + b->h ? a->y + a->h : b->y + b->h) -
	    (a->y > b->y ? a->y : b->y);

	return x > 0 && y > 0 && 4 * x > (a->w < b->w ? a->w : b->w) &&
	    2 * y > (a->h < b->h ? a->h : b->h);
}

static int
by_x(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return (x->word->box.x > y->word->box.x) -
	    (x->word->box.x < y->word->box.x);
}

/* Words of different readings that overlap stand in one place. */
static void
find_places(struct seen *s, size_t n)
{
	bool again = true;

	for (size_t i = 0; i < n; i++)
		s[i].place = i;
	while (again) {
		again = false;
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < i; j++) {
				if (s[i].place == s[j].place ||
				    s[i].reading == s[j].reading ||
				    !same_place(&s[i].word->box,
				    &s[j].word->box))
					continue;
				s[i].place = s[j].place =
				    s[i].place < s[j].place ? s[i].place :
				    s[j].place;
				again = true;
			}
	}
}

/* Letters and what stands among none: whatever its confidence, it is wrong. */
static bool
is_odd(const char *s)
{
	bool letters = false;

	if (strpbrk(s, ODD) == NULL)
		return false;
	for (; *s != '\0'; s = g_utf8_next_char(s))
		letters = letters || g_unichar_isalpha(g_utf8_get_char(s));
	return letters;
}

static void
choice_add(struct ocr *o, struct choice *c, const struct word *w, size_t at)
{
	glong letters = g_utf8_strlen(w->text, -1);
	bool known = letters > 1 && ocr_knows(o, w->text);

	if (c->text == NULL) {
		c->text = g_string_new(NULL);
		c->first = at;
	} else {
		g_string_append_c(c->text, ' ');
	}
	g_string_append(c->text, w->text);
	c->score += (double)letters * ((is_odd(w->text) ? 0 : w->conf) +
	    (known ? KNOWN : 0));
	c->weight += (double)letters;
	c->known += known;
	c->words++;
}

/* What each reading has in `place`, scores in points. */
static void
choices_make(const struct ballot *b, size_t place, struct choice *c)
{
	const struct seen *s = b->seen;

	for (size_t i = 0; i < b->n; i++)
		if (s[i].place == place)
			choice_add(b->ocr, &c[s[i].reading], s[i].word, i);
	for (size_t r = 0; r < b->readings; r++)
		if (c[r].text != NULL)
			c[r].score /= c[r].weight;
}

static int
voices(const struct choice *c, size_t readings, size_t r)
{
	int n = 0;

	for (size_t k = 0; k < readings; k++)
		n += k != r && c[k].text != NULL &&
		    g_string_equal(c[r].text, c[k].text);
	return n;
}

/* Capitals are in dictionaries without their accents, too. */
static bool
is_capitals(const char *s)
{
	for (; *s != '\0'; s = g_utf8_next_char(s))
		if (g_unichar_islower(g_utf8_get_char(s)))
			return false;
	return true;
}

/* Where accents alone tell two readings apart, the other has to be better. */
static bool
convinces(const struct choice *c, const struct choice *first)
{
	return !letters_same(c->text->str, first->text->str) ||
	    c->score >= first->score + SURER || (c->known > first->known &&
	    !is_capitals(first->text->str));
}

static bool
same_but_case(const struct choice *a, const struct choice *b)
{
	char *x = g_utf8_casefold(a->text->str, -1);
	char *y = g_utf8_casefold(b->text->str, -1);
	bool same = strcmp(x, y) == 0;

	g_free(x);
	g_free(y);
	return same;
}

/* The reading that stands; that of 0 where the others do not convince. */
static size_t
winner(const struct choice *c, size_t readings)
{
	double most = c[0].text != NULL ?
	    c[0].score + VOICE * voices(c, readings, 0) + BETTER : SURE - 1;
	size_t best = 0;

	for (size_t r = 1; r < readings; r++) {
		double score;

		if (c[r].text == NULL)
			continue;
		score = c[r].score + VOICE * voices(c, readings, r);
		/* Of a capital and a small letter the surer stands. */
		if (c[0].text != NULL && same_but_case(&c[r], &c[0]))
			score += BETTER;
		if (score > most) {
			most = score;
			best = r;
		}
	}
	return best == 0 || c[0].text == NULL ||
	    convinces(&c[best], &c[0]) ? best : 0;
}

/* What else the place may hold: the best of the readings that say otherwise. */
static const char *
runner_up(const struct choice *c, size_t readings, size_t best)
{
	double most = LIKELY;
	const char *text = NULL;

	for (size_t r = 0; r < readings; r++) {
		if (r == best || c[r].words != 1 || c[r].score < most ||
		    g_string_equal(c[r].text, c[best].text))
			continue;
		most = c[r].score;
		text = c[r].text->str;
	}
	return text;
}

/*
 * The words of the reading that won take the place of the first one's.  Word
 * for word, those have the better boxes: they were read at full size.
 */
static void
replace(const struct ballot *b, size_t place, const struct choice *c,
    size_t best)
{
	const struct seen *s = b->seen;
	const struct word *old = NULL;

	for (size_t i = 0; i < b->n; i++) {
		if (s[i].place != place || s[i].reading != 0)
			continue;
		b->gone[s[i].old] = true;
		old = s[i].word;
	}
	for (size_t i = 0; i < b->n; i++) {
		const struct word *w = s[i].word;

		if (s[i].place != place || s[i].reading != best)
			continue;
		(void)page_add_word(b->page, w->text, c[0].words == 1 &&
		    c[best].words == 1 ? old->box : w->box, b->line, w->conf,
		    WORD_OCR);
	}
}

static void
settle_place(const struct ballot *b, size_t place)
{
	struct choice *c = xcalloc(b->readings, sizeof(*c));
	struct page *p = b->page;
	const char *else_text;
	size_t best;

	choices_make(b, place, c);
	best = winner(c, b->readings);
	if (p->words + c[best].words > LIMIT_PAGE_WORDS)
		best = 0;
	if (best != 0)
		replace(b, place, c, best);
	if (c[best].words == 1 &&
	    (else_text = runner_up(c, b->readings, best)) != NULL)
		word_set_other(&p->word[best == 0 ? b->seen[c[0].first].old :
		    p->words - 1], else_text);
	for (size_t r = 0; r < b->readings; r++)
		if (c[r].text != NULL)
			(void)g_string_free(c[r].text, TRUE);
	free(c);
}

void
vote_line(struct ocr *o, struct page *p, const size_t *word, size_t n,
    struct page *const *other, size_t others, bool *gone)
{
	/* Copies: the page's own array moves as words are added. */
	struct word *first = xcalloc(n, sizeof(*first));
	struct ballot b = { .ocr = o, .page = p, .gone = gone, .n = n,
		.line = p->word[word[0]].line, .readings = others + 1 };
	struct seen *s;
	size_t k = 0;

	for (size_t r = 0; r < others; r++)
		b.n += other[r]->words;
	b.seen = s = xcalloc(b.n, sizeof(*s));
	for (size_t i = 0; i < n; i++) {
		first[i] = p->word[word[i]];
		s[k++] = (struct seen){ &first[i], 0, word[i], 0 };
	}
	for (size_t r = 0; r < others; r++)
		for (size_t i = 0; i < other[r]->words; i++)
			s[k++] = (struct seen){ &other[r]->word[i], r + 1, 0,
			    0 };
	qsort(s, b.n, sizeof(*s), by_x);
	find_places(s, b.n);
	/* A place bears the index of its first word. */
	for (size_t i = 0; i < b.n; i++)
		if (s[i].place == i)
			settle_place(&b, i);
	free(s);
	free(first);
}
