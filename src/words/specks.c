#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "page/mm.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/specks.h"

#define SPECK_MM 0.55	/* a full stop of 11 points is as large .. */
#define AWAY_MM 1.5	/* .. but has a letter within this */
#define SPECKS_MANY 60	/* that have none, on a page strewn with them */
#define LETTERS_MIN 4	/* shorter words are too much alike */
#define ENDING 4	/* bytes of -ées: participles that dictionaries lack */

static bool
is_strewn(PIX *ink, int32_t dpi)
{
	int side = mm_px(SPECK_MM, dpi), n = 0;
	int away = 2 * mm_px(AWAY_MM, dpi) + 1;
	PIX *large, *near, *loose;

	large = pixSelectBySize(ink, side, side, 8, L_SELECT_IF_EITHER,
	    L_SELECT_IF_GT, NULL);
	near = large == NULL ? NULL : pixDilateBrick(NULL, large, away, away);
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

/* The text with the character at `s` bare; NULL where that has no accent. */
static char *
without_accent(const char *text, const char *s)
{
	gunichar part[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	char bare[8] = "";

	if (g_unichar_fully_decompose(g_utf8_get_char(s), FALSE, part,
	    G_N_ELEMENTS(part)) < 2)
		return NULL;
	bare[g_unichar_to_utf8(part[0], bare)] = '\0';
	return g_strdup_printf("%.*s%s%s", (int)(s - text), text, bare,
	    g_utf8_next_char(s));
}

static void
mend(struct ocr *o, struct word *w)
{
	size_t from = stem(w->text), to = trimmed(w->text);
	char *text;

	if (to <= from || g_utf8_strlen(w->text + from, (gssize)(to - from)) <
	    LETTERS_MIN || known(o, w->text, from, to))
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

void
specks_mend(struct ocr *o, struct Pix *ink, int32_t dpi, struct page *p)
{
	if (!is_strewn(ink, dpi))
		return;
	for (size_t i = 0; i < p->words; i++)
		if (p->word[i].source == WORD_OCR)
			mend(o, &p->word[i]);
}
