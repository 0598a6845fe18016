#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "page/pdf.h"
#include "page/sheet.h"

/*
 * S p a c e d  letters, as heads of acts have them: poppler takes each for a
 * word, or two that are set close together.  They are joined where the white
 * between them is no wider than between most.
 */

#define LETTERS_MIN 4	/* side by side: no prose has so many words of one */
#define SPACE 1.6	/* times the white between letters: one of words */
#define WORD_MAX 60	/* bytes: no word of an act's head is so long */

/* Words [first, last) of one line, letters all. */
struct run {
	size_t	first, last;
	size_t	letters;	/* of them, one alone */
	size_t	pairs;
};

/* Letters or figures of a piece of a spaced word; -1: it is none. */
static int
letters_of(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (g_unichar_isalnum(c) ? ++n > 2 :
		    c != '-' && c != '\'' && c != 0x2019)
			return -1;
	}
	return n;
}

static double
white_before(const struct layer_word *w)
{
	return w->x - w[-1].x - w[-1].w;
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
middle_white(const struct layer *l, const struct run *r)
{
	size_t n = r->last - r->first - 1;
	double *white = xcalloc(n + 1, sizeof(*white)), middle;

	for (size_t i = 0; i < n; i++)
		white[i] = white_before(&l->word[r->first + 1 + i]);
	qsort(white, n, sizeof(*white), compare);
	middle = white[n / 2];
	free(white);
	return middle;
}

/* The pieces side by side from word `first` on, or that word if it is none. */
static struct run
run_from(const struct layer *l, size_t first)
{
	struct run r = { .first = first, .last = first };
	int n;

	do {
		n = letters_of(l->word[r.last].text);
		if (n < 0 || (n == 0 && r.last == first))
			break;
		r.letters += n == 1 && !g_unichar_isdigit(
		    g_utf8_get_char(l->word[r.last].text));
		r.pairs += n == 2;
		r.last++;
	} while (r.last < l->words &&
	    l->word[r.last].line == l->word[first].line);
	r.last = MAX(r.last, first + 1);
	return r;
}

static bool
is_spaced(const struct run *r)
{
	return r->letters >= LETTERS_MIN && r->pairs * 2 <= r->last - r->first;
}

/* The word takes in the one behind it, which is left without text. */
static void
take_in(struct layer_word *w, struct layer_word *next)
{
	char *text = g_strconcat(w->text, next->text, NULL);
	double right = MAX(w->x + w->w, next->x + next->w);
	double bottom = MAX(w->y + w->h, next->y + next->h);

	free(w->text);
	w->text = xstrdup(text);
	g_free(text);
	w->x = MIN(w->x, next->x);
	w->y = MIN(w->y, next->y);
	w->w = right - w->x;
	w->h = bottom - w->y;
	free(next->text);
	next->text = NULL;
}

static void
join(struct layer *l, const struct run *r)
{
	double most = SPACE * middle_white(l, r);
	size_t to = r->first;

	for (size_t i = r->first + 1; i < r->last; i++) {
		double white = l->word[i].x - l->word[to].x - l->word[to].w;

		if (white < most && strlen(l->word[to].text) < WORD_MAX)
			take_in(&l->word[to], &l->word[i]);
		else
			to = i;
	}
}

static void
drop_empty(struct layer *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->words; i++)
		if (l->word[i].text != NULL)
			l->word[n++] = l->word[i];
	l->words = n;
}

void
layer_join_spaced(struct layer *l)
{
	bool joined = false;

	for (size_t i = 0; i < l->words;) {
		struct run r = run_from(l, i);

		if (is_spaced(&r)) {
			join(l, &r);
			joined = true;
		}
		i = r.last;
	}
	if (joined)
		drop_empty(l);
}
