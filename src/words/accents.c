#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/mm.h"
#include "page/parts.h"
#include "words/accents.h"
#include "words/ocr.h"
#include "words/page.h"

#define SPECK_MM 0.55	/* a full stop of 11 points is as large .. */
#define AWAY_MM 1.5	/* .. but has a letter within this */
#define SPECKS_MANY 60	/* that have none, on a page strewn with them */
#define LETTERS_MIN 4	/* shorter words are too much alike */
#define LETTERS_MAX 40	/* longer is no word, and costs by its square */
#define ENDING 4	/* bytes of -ées: participles that dictionaries lack */

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
	large = pixSelectBySize(ink, side, side, 8, L_SELECT_IF_EITHER,
	    L_SELECT_IF_GT, NULL);
	near = large == NULL ? NULL : brick_dilate(large, away, away);
	loose = near == NULL ? NULL : pixSubtract(NULL, ink, near);
	if (loose != NULL)
		(void)pixCountConnComp(loose, 8, &n);
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
known(struct ocr *o, const char *text, size_t from, size_t to)
{
	char *word = g_strndup(text + from, to - from);
	bool is = ocr_knows(o, word);

	g_free(word);
	return is;
}

/* The text with another character at `s`. */
static char *
with(const char *text, const char *s, gunichar c)
{
	char other[8] = "";

	other[g_unichar_to_utf8(c, other)] = '\0';
	return g_strdup_printf("%.*s%s%s", (int)(s - text), text, other,
	    g_utf8_next_char(s));
}

/* The text with the character at `s` bare; NULL where that has no accent. */
static char *
without_accent(const char *text, const char *s)
{
	gunichar part[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

	if (g_unichar_fully_decompose(g_utf8_get_char(s), FALSE, part,
	    G_N_ELEMENTS(part)) < 2)
		return NULL;
	return with(text, s, part[0]);
}

/* As long as words are, and in no dictionary as it is. */
static bool
is_unknown(struct ocr *o, const struct word *w, size_t from, size_t to)
{
	glong n = to > from ? g_utf8_strlen(w->text + from,
	    (gssize)(to - from)) : 0;

	return n >= LETTERS_MIN && n <= LETTERS_MAX &&
	    !known(o, w->text, from, to);
}

static void
take_off(struct ocr *o, struct word *w)
{
	size_t from = stem(w->text), to = trimmed(w->text);
	char *text;

	if (!is_unknown(o, w, from, to))
		return;
	for (const char *s = w->text + from; s < w->text + to;
	    s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		/* Capitals are in dictionaries without their accents, too. */
		if (g_unichar_isupper(c) || (c == 0xe9 && s + ENDING >=
		    w->text + to))
			continue;
		text = without_accent(w->text, s);
		if (text == NULL)
			continue;
		if (known(o, text, from, trimmed(text))) {
			word_set_text(w, text);
			g_free(text);
			return;
		}
		g_free(text);
	}
}

/* The letters that one may be: itself and those of other accents; or NULL. */
static const char *
alike(gunichar c)
{
	static const char *const letters[] = { "eéèêë",
	    "aàâä", "iîï", "oôö",
	    "uùûü", "cç" };

	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		if (g_utf8_strchr(letters[i], -1, c) != NULL)
			return letters[i];
	return NULL;
}

/* Join to *ret what a dictionary holds with another accent at `s`. */
static unsigned
known_with(struct ocr *o, const char *text, const char *s, size_t from,
    char **ret)
{
	const char *other = alike(g_utf8_get_char(s));
	unsigned n = 0;

	for (; other != NULL && *other != '\0';
	    other = g_utf8_next_char(other)) {
		char *as = with(text, s, g_utf8_get_char(other));

		if (known(o, as, from, trimmed(as))) {
			n++;
			g_free(*ret);
			*ret = as;
		} else {
			g_free(as);
		}
	}
	return n;
}

/* One that it may be, and no other: the one that was read is kept beside it. */
static void
change(struct ocr *o, struct word *w)
{
	size_t from = stem(w->text), to = trimmed(w->text);
	char *text = NULL, *old;
	unsigned n = 0;

	if (!is_unknown(o, w, from, to))
		return;
	for (const char *s = w->text + from; s < w->text + to;
	    s = g_utf8_next_char(s))
		n += known_with(o, w->text, s, from, &text);
	if (n == 1) {
		old = xstrdup(w->text);
		word_set_text(w, text);
		word_set_other(w, old);
		free(old);
	}
	g_free(text);
}

void
accents_mend(struct ocr *o, struct Pix *ink, int32_t dpi, bool broken,
    struct page *p)
{
	bool strewn = is_strewn(ink, dpi);

	for (size_t i = 0; i < p->words && (strewn || broken); i++) {
		if (p->word[i].source != WORD_OCR)
			continue;
		if (strewn)
			take_off(o, &p->word[i]);
		if (broken)
			change(o, &p->word[i]);
	}
}
