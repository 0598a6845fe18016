#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/mask.h"
#include "page/mm.h"
#include "page/parts.h"
#include "words/letters.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/spelling.h"

#define SPECK_MM 0.55	/* a full stop of 11 points is as large .. */
#define AWAY_MM 1.5	/* .. but has a letter within this */
#define SPECKS_MANY 60	/* that have none, on a page strewn with them */
#define LETTERS_MIN 4	/* shorter words are too much alike .. */
#define LETTERS_TWO 6	/* .. for a letter; and these for two .. */
#define NAME_TWO 10	/* .. of a name */
#define LETTERS_MAX 24	/* longer is no word, and costs by its square */
#define DOUBT_NAME 80	/* surer, and a name is no other name */
#define WORDS_MAX 2000	/* of a page that are unknown; more is a foreign one */
#define TRIES_MAX 40	/* .. and are tried for two letters */

static bool
is_strewn(PIX *ink, int32_t dpi)
{
	int side = mm_px(SPECK_MM, dpi), n = 0;
	int away = 2 * mm_px(AWAY_MM, dpi) + 1;
	struct parts all = parts_of(ink);
	PIX *large, *near, *loose;
	bool few = parts_small(&all, side) < SPECKS_MANY;

	parts_free(&all);
	if (few)
		return false;
	large = mask_sift(ink, side, &loose);
	near = large == NULL ? NULL : brick_dilate(large, away, away);
	if (near != NULL) {
		(void)pixSubtract(loose, loose, near);
		(void)pixCountConnComp(loose, 8, &n);
	}
	pixDestroy(&loose);
	pixDestroy(&near);
	pixDestroy(&large);
	return n >= SPECKS_MANY;
}

/* Behind an elision (l', d', qu'), where the word begins. */
static size_t
stem(const char *text)
{
	const char *quote = NULL;

	for (const char *s = text; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		if (c == '\'' || c == 0x2019)
			quote = g_utf8_next_char(s);
	}
	return quote == NULL ? 0 : (size_t)(quote - text);
}

/* Its end without commas and the like. */
static size_t
trimmed(const char *text)
{
	size_t len = strlen(text);

	while (len > 0 && strchr(".,;:!?)", text[len - 1]) != NULL)
		len--;
	return len;
}

static bool
is_known(struct ocr *o, const char *text, size_t from, size_t to)
{
	char *word = g_strndup(text + from, to - from);
	bool is = ocr_knows(o, word);

	g_free(word);
	return is;
}

/* As it is, or as it would be in the middle of a sentence. */
static bool
is_word(struct ocr *o, const char *text, size_t from, size_t to)
{
	char *small;
	bool is = is_known(o, text, from, to);

	if (!is && g_unichar_isupper(g_utf8_get_char(text + from))) {
		small = g_utf8_strdown(text + from, (gssize)(to - from));
		is = ocr_knows(o, small);
		g_free(small);
	}
	return is;
}

/* A word that is looked for in the dictionary with other letters. */
struct search {
	struct ocr	*ocr;
	size_t		 from;		/* where it begins, an elision apart */
	bool		 shapes;	/* other letters, not accents only */
	char		*found;		/* the caller's to free */
	unsigned	 n;		/* words found, accents apart */
};

/* With accents and without is one word: dictionaries hold both at times. */
static void
found(struct search *s, const char *text)
{
	bool same = s->found != NULL && letters_same(s->found, text);

	if (!same)
		s->n++;
	if (s->found == NULL || (same && strlen(text) > strlen(s->found))) {
		g_free(s->found);
		s->found = g_strdup(text);
	}
}

static void	try_letters(struct search *s, const char *text,
		    const char *at, unsigned more);

/* Each of `letters` in the place of the one at `at`. */
static void
try_each(struct search *s, const char *text, const char *at,
    const char *letters, unsigned more)
{
	const char *rest = g_utf8_next_char(at);

	for (; letters != NULL && *letters != '\0';
	    letters = g_utf8_next_char(letters)) {
		size_t n = (size_t)(g_utf8_next_char(letters) - letters);
		char *as;

		if (g_utf8_get_char(letters) == g_utf8_get_char(at))
			continue;
		as = g_strdup_printf("%.*s%.*s%s", (int)(at - text), text,
		    (int)n, letters, rest);
		if (more > 0)
			try_letters(s, as, as + (at - text) + n, more - 1);
		else if (is_known(s->ocr, as, s->from, trimmed(as)))
			found(s, as);
		g_free(as);
	}
}

/* The e of -é, -és, -ée, -ées is grammar's: « cadastré » is no « cadastre ». */
static bool
is_ending(gunichar c, const char *rest, size_t n)
{
	return (c == 'e' || c == 0xe9) && (n == 0 ||
	    (n == 1 && (*rest == 's' || *rest == 'e')) ||
	    (n == 2 && memcmp(rest, "es", 2) == 0));
}

/* What the dictionary holds with another letter behind `at`, and `more`. */
static void
try_letters(struct search *s, const char *text, const char *at, unsigned more)
{
	const char *end = text + trimmed(text);

	for (; at < end; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		const char *rest = g_utf8_next_char(at);

		if (!is_ending(c, rest, (size_t)(end - rest)))
			try_each(s, text, at, letters_of_accents(c), more);
		if (s->shapes)
			try_each(s, text, at, letters_of_shape(c), more);
	}
}

/*
 * A word that no dictionary holds becomes the only one that is held with other
 * accents or with letters like its own; what was read is kept beside it.
 */
static void
mend(struct ocr *o, struct word *w, unsigned *words, unsigned *tries)
{
	size_t from = stem(w->text), to = trimmed(w->text);
	glong n = to > from ? g_utf8_strlen(w->text + from,
	    (gssize)(to - from)) : 0;
	struct search s = { .ocr = o, .from = from };
	bool name;
	char *old;

	if (n < 2 || n > LETTERS_MAX || is_word(o, w->text, from, to) ||
	    *words == 0)
		return;
	--*words;
	/* With a capital it may be anybody's name. */
	name = g_unichar_isupper(g_utf8_get_char(w->text + from));
	s.shapes = n >= LETTERS_MIN && (!name || w->conf < DOUBT_NAME);
	try_letters(&s, w->text, w->text + from, 0);
	if (s.n == 0 && s.shapes && *tries > 0 &&
	    n >= (name ? NAME_TWO : LETTERS_TWO)) {
		--*tries;
		try_letters(&s, w->text, w->text + from, 1);
	}
	if (s.n == 1) {
		old = xstrdup(w->text);
		word_set_text(w, s.found);
		word_set_other(w, old);
		free(old);
	}
	g_free(s.found);
}

void
spelling_mend(struct ocr *o, struct Pix *ink, int32_t dpi, bool broken,
    struct page *p)
{
	unsigned words = WORDS_MAX, tries = TRIES_MAX;

	if (!broken && !is_strewn(ink, dpi))
		return;
	for (size_t i = 0; i < p->words; i++)
		if (p->word[i].source == WORD_OCR)
			mend(o, &p->word[i], &words, &tries);
}
