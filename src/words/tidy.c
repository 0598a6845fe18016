#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/parts.h"
#include "words/number.h"
#include "words/page.h"
#include "words/slip.h"
#include "words/tidy.h"

#define SPACE 0.16	/* of the word's height: a space before : ; ! ? or » */
#define CUT_CONF 10	/* a word cut through is no surer than the whole one */
#define CRUMB_CONF 15	/* so much surer is the word it is cut from */
#define NO_SHORTENING 6	/* letters: "Absents.", not "art." */
#define JUNK_CONF 70	/* below, a word without letter or figure is a speck */

static PIX *
clip(PIX *ink, const struct box *b)
{
	BOX *box = boxCreate(b->x, b->y, b->w, b->h);
	PIX *out = box == NULL ? NULL : pixClipRectangle(ink, box, NULL);

	boxDestroy(&box);
	return out;
}

/*
 * Two small letters stand above the line after the 1 ("er"), wider than high;
 * a degree sign is round.
 */
static bool
has_er(PIX *ink, const struct box *b)
{
	int left = b->w, right = 0, top = b->h, bottom = 0, n = 0;
	PIX *word = clip(ink, b);
	BOXA *boxes = word == NULL ? NULL : pixConnComp(word, NULL, 8);
	int all = boxes == NULL ? 0 : boxaGetCount(boxes);

	for (int i = 0; i < all; i++) {
		int x, y, w, h;

		(void)boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
		if (h < b->h / 6 || y + h > b->h * 3 / 4 || x < b->w / 5)
			continue;
		left = x < left ? x : left;
		right = x + w > right ? x + w : right;
		top = y < top ? y : top;
		bottom = y + h > bottom ? y + h : bottom;
		n++;
	}
	boxaDestroy(&boxes);
	pixDestroy(&word);
	return n > 0 && 10 * (right - left) >= 13 * (bottom - top);
}

/* "1°", "1°'", "1*": first of the month, perhaps, as "1er". */
static void
mend_first(PIX *ink, struct word *w)
{
	static const char *const marks[] = { "°", "º", "*", "'", "\"", "”",
	    "’", "%", "“", "‘", "®" };
	const char *s = w->text + 1;
	bool again = true;
	char *text;

	if (w->text[0] != '1' || *s == '\0')
		return;
	while (again) {
		again = false;
		for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
			if (!g_str_has_prefix(s, marks[i]))
				continue;
			s += strlen(marks[i]);
			again = true;
		}
	}
	/* Nothing but a stop or a comma may follow. */
	if (s == w->text + 1 || strspn(s, ".,;:)") != strlen(s) ||
	    !has_er(ink, &w->box))
		return;
	text = g_strconcat("1er", s, NULL);
	word_set_text(w, text);
	g_free(text);
}

/* White columns left of the word's last glyphs, in px; `glyphs` from right. */
static int
gap_before_last(PIX *ink, const struct box *b, int *ret_x)
{
	PIX *word = clip(ink, b);
	NUMA *columns = word == NULL ? NULL : pixCountPixelsByColumn(word);
	int n = columns == NULL ? 0 : numaGetCount(columns), x, c = 0, end;

	for (x = n - 1; x >= 0; x--)
		if (numaGetIValue(columns, x, &c) == 0 && c > 0)
			break;
	for (; x >= 0; x--)
		if (numaGetIValue(columns, x, &c) == 0 && c == 0)
			break;
	end = x;
	*ret_x = x + 1;
	for (; x >= 0; x--)
		if (numaGetIValue(columns, x, &c) == 0 && c > 0)
			break;
	numaDestroy(&columns);
	pixDestroy(&word);
	return x < 0 ? 0 : end - x;
}

/* « and » stand alone in French, : ; ! ? where a space is seen. */
static void
part(PIX *ink, struct page *p, size_t i)
{
	static const char *const before[] = { ":", ";", "!", "?", "»" };
	struct word *w = &p->word[i];
	size_t len = strlen(w->text);
	int x, gap;

	if (g_str_has_prefix(w->text, "«") && len > strlen("«")) {
		page_split_word(p, i, strlen("«"),
		    w->box.w / (int32_t)g_utf8_strlen(w->text, -1));
		return;
	}
	for (size_t j = 0; j < G_N_ELEMENTS(before); j++) {
		if (!g_str_has_suffix(w->text, before[j]) ||
		    len == strlen(before[j]))
			continue;
		gap = gap_before_last(ink, &w->box, &x);
		if (j == G_N_ELEMENTS(before) - 1 && gap == 0)
			x = w->box.w - w->box.w /
			    (int32_t)g_utf8_strlen(w->text, -1);
		else if (gap < SPACE * w->box.h)
			continue;
		page_split_word(p, i, len - strlen(before[j]), x);
		return;
	}
}

/* "de.convocation", "Le.vingt", "le'comite": a speck where the space is. */
static void
part_at_speck(struct page *p, size_t i)
{
	static const char *const small[] = { "à", "au", "de", "des", "du",
	    "en", "et", "la", "le", "les", "par", "sur", "un", "une" };
	struct word *w = &p->word[i];
	const char *curly = strstr(w->text, "’"), *point, *rest;
	size_t len = strcspn(w->text, ".'");
	char *first;

	if (curly != NULL && (size_t)(curly - w->text) < len)
		len = (size_t)(curly - w->text);
	point = w->text + len;
	if (len == 0 || *point == '\0')
		return;
	rest = g_utf8_next_char(point);
	if (!g_unichar_isalpha(g_utf8_get_char(rest)) ||
	    strpbrk(rest, ".@/") != NULL)
		return;
	first = g_utf8_strdown(w->text, (gssize)len);
	for (size_t j = 0; j < G_N_ELEMENTS(small); j++)
		if (strcmp(first, small[j]) == 0) {
			page_split_word(p, i, (size_t)(rest - w->text),
			    w->box.w * (int32_t)(len + 1) /
			    (int32_t)strlen(w->text));
			p->word[i].text[len] = '\0';
			break;
		}
	g_free(first);
}

static bool
is_junk(const struct word *w)
{
	const char *s;

	if (w->source == WORD_OCR && strcmp(w->text, "‘") == 0)
		return true;
	if (w->conf >= JUNK_CONF || w->source != WORD_OCR)
		return false;
	for (s = w->text; *s != '\0'; s = g_utf8_next_char(s))
		if (g_unichar_isalnum(g_utf8_get_char(s)) ||
		    strchr("-:;€", *s) != NULL)
			return false;
	return true;
}

/*
 * A point by itself that ends no sentence is a speck: at the start of a line,
 * behind another stop, before a colon or a small letter.
 */
static bool
is_speck(const struct page *p, size_t i)
{
	const struct word *w = &p->word[i];
	const char *last = i > 0 ? w[-1].text + strlen(w[-1].text) - 1 : "";
	gunichar next = i + 1 < p->words ? g_utf8_get_char(w[1].text) : 0;

	return w->source == WORD_OCR && strcmp(w->text, ".") == 0 &&
	    (i == 0 || w[-1].line != w->line ||
	    strchr(".,:;", *last) != NULL || next == ':' ||
	    g_unichar_islower(next));
}

/*
 * A list's bullet is read as an e: by itself at the start of a line, before a
 * word that begins with a capital, which no e of French does.
 */
static void
mend_lone_e(struct page *p, size_t i)
{
	struct word *w = &p->word[i];

	if (strcmp(w->text, "e") == 0 && (i == 0 || w[-1].line != w->line) &&
	    i + 1 < p->words && w[1].line == w->line &&
	    g_unichar_isupper(g_utf8_get_char(w[1].text)) &&
	    g_utf8_strlen(w[1].text, -1) > 1)
		word_set_text(w, "•");
}

/* ".le" and, before a bracket, "Absents." have points that are specks too. */
static void
drop_points(struct page *p, size_t i)
{
	struct word *w = &p->word[i];
	size_t n = strlen(w->text);
	char *text;

	if (w->text[0] == '.' && n > 2 &&
	    g_unichar_isalpha(g_utf8_get_char(w->text + 1))) {
		text = g_strdup(w->text + 1);
		word_set_text(w, text);
		g_free(text);
	} else if (n > NO_SHORTENING && w->text[n - 1] == '.' &&
	    i + 1 < p->words && w[1].line == w->line && w[1].text[0] == '(') {
		w->text[n - 1] = '\0';
	}
}

/* What a page cannot hold: loose strokes that look like letters of none. */
static void
drop_junk(struct page *p)
{
	bool *gone = xcalloc(p->words + 1, sizeof(*gone));

	for (size_t i = 0; i < p->words; i++)
		gone[i] = is_junk(&p->word[i]) || is_speck(p, i);
	page_drop_words(p, gone, p->words);
	free(gone);
}

/* Do they stand over the same letters, or one over the other's upper half? */
static bool
same_place(const struct box *a, const struct box *b)
{
	int32_t near = (a->h < b->h ? b->h : a->h) / 6;

	return abs(a->x - b->x) <= near && abs(a->w - b->w) <= 2 * near &&
	    (abs(a->y - b->y) <= near ||
	    abs(a->y + a->h - b->y - b->h) <= near);
}

/* Does it lie on a part of the other's letters, their accents or dots? */
static bool
is_crumb(const struct box *a, const struct box *b)
{
	int32_t near = b->h / 2;

	return 4 * a->h < 3 * b->h && a->x >= b->x &&
	    a->x + a->w <= b->x + b->w && a->y >= b->y - near &&
	    a->y + a->h <= b->y + b->h;
}

/*
 * Is `a`, of two words in one place, the one that tells less?  Beside a list
 * with lines of its own, those of the other are cut across.
 */
static bool
is_double(const struct word *a, const struct word *b)
{
	if (a->line == b->line || a->source != WORD_OCR ||
	    b->source != WORD_OCR)
		return false;
	if (a->conf + CRUMB_CONF <= b->conf && is_crumb(&a->box, &b->box))
		return true;
	if (!same_place(&a->box, &b->box))
		return false;
	if (strcmp(a->text, b->text) == 0)
		return a->box.h != b->box.h ? a->box.h < b->box.h :
		    a->line > b->line;
	/* A line that a frame's edge has cut. */
	return 4 * a->box.h < 3 * b->box.h && a->conf <= b->conf + CUT_CONF;
}

/* A line is read twice where a table's walls are not all found. */
static void
drop_doubles(struct page *p)
{
	bool *gone = xcalloc(p->words + 1, sizeof(*gone));

	for (size_t i = 0; i < p->words; i++)
		for (size_t j = 0; j < p->words && !gone[i]; j++)
			gone[i] = !gone[j] && is_double(&p->word[i],
			    &p->word[j]);
	page_drop_words(p, gone, p->words);
	free(gone);
}

/*
 * Does an underscore stand before the second word: a flat component low down?
 * Their boxes cannot be trusted there, they may even overlap.
 */
static bool
underscored(PIX *ink, const struct box *a, const struct box *b)
{
	int h = a->h, base = a->y + a->h, n;
	struct box low = { b->x - h, base - h / 4, h * 3 / 2, h * 5 / 8 };
	BOXA *boxes;
	PIX *below;
	bool yes = false;

	if (b->x > a->x + a->w + 2 * h || h < 8)
		return false;
	below = clip(ink, &low);
	boxes = below == NULL ? NULL : pixConnComp(below, NULL, 8);
	n = boxes == NULL ? 0 : boxaGetCount(boxes);
	for (int i = 0; i < n && !yes; i++) {
		int x, y, bw, bh;

		(void)boxaGetBoxGeometry(boxes, i, &x, &y, &bw, &bh);
		yes = 3 * bw >= h && 5 * bh <= h && bw >= 4 * bh && y > 0;
	}
	boxaDestroy(&boxes);
	pixDestroy(&below);
	return yes;
}

/* "2020" and "47-DE" are one word if an underscore was overlooked. */
static char *
with_underscore(PIX *ink, const struct word *a, const struct word *b)
{
	bool has = b->text[0] == '_';

	if (!g_ascii_isdigit(a->text[strlen(a->text) - 1]) ||
	    !g_ascii_isdigit(b->text[has]) ||
	    !(has || underscored(ink, &a->box, &b->box)))
		return NULL;
	return g_strconcat(a->text, has ? "" : "_", b->text, NULL);
}

/* "L" and "‘an" are "L'an". */
static char *
with_elision(const struct word *a, const struct word *b)
{
	gunichar quote = g_utf8_get_char(b->text);
	const char *rest = g_utf8_next_char(b->text);

	if (a->text[1] != '\0' || strchr("CDJLMNSTcdjlmnst", a->text[0]) ==
	    NULL || (quote != '\'' && quote != 0x2018 && quote != 0x2019) ||
	    !g_unichar_isalpha(g_utf8_get_char(rest)) ||
	    b->box.x > a->box.x + a->box.w + a->box.h)
		return NULL;
	return g_strconcat(a->text, "'", rest, NULL);
}

static void
join_words(PIX *ink, struct page *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->words; i++) {
		struct word *a = n > 0 ? &p->word[n - 1] : NULL;
		struct word *b = &p->word[i];
		char *text = NULL;

		if (a != NULL && a->line == b->line &&
		    a->source == WORD_OCR && b->source == WORD_OCR &&
		    (text = with_underscore(ink, a, b)) == NULL)
			text = with_elision(a, b);
		if (text == NULL) {
			p->word[n++] = *b;
			continue;
		}
		word_set_text(a, text);
		g_free(text);
		a->box.w = b->box.x + b->box.w - a->box.x;
		a->conf = a->conf < b->conf ? a->conf : b->conf;
		free(b->text);
		word_set_other(b, NULL);
	}
	p->words = n;
}

/* Two capitals at least, and no small letter. */
static bool
is_capitals(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s = g_utf8_next_char(s)) {
		if (g_unichar_islower(g_utf8_get_char(s)))
			return false;
		n += g_unichar_isupper(g_utf8_get_char(s)) != 0;
	}
	return n >= 2;
}

/*
 * A colon at the end of a line whose ink is a single dot, and behind which the
 * next line begins in capitals: « Jean : DUPONT » was a name that goes on.
 */
static bool
is_dot(PIX *ink, const struct page *p, size_t i)
{
	const struct word *w = &p->word[i];
	struct parts all = { 0 };
	PIX *dot;
	bool one;

	if (w->source != WORD_OCR || strcmp(w->text, ":") != 0 || i == 0 ||
	    i + 1 == p->words || w[-1].line != w->line ||
	    w[1].line == w->line || !is_capitals(w[1].text))
		return false;
	dot = clip(ink, &w->box);
	if (dot != NULL)
		all = parts_of(dot);
	one = dot != NULL && all.n < 2;
	parts_free(&all);
	pixDestroy(&dot);
	return one;
}

static void
drop_dots(PIX *ink, struct page *p)
{
	bool *gone = xcalloc(p->words + 1, sizeof(*gone));

	for (size_t i = 0; i < p->words; i++)
		gone[i] = is_dot(ink, p, i);
	page_drop_words(p, gone, p->words);
	free(gone);
}

void
tidy_words(struct Pix *ink, struct page *p)
{
	drop_junk(p);
	drop_doubles(p);
	join_words(ink, p);
	for (size_t i = 0; i < p->words; i++) {
		struct word *w = &p->word[i];

		if (w->source != WORD_OCR)
			continue;
		mend_first(ink, w);
		mend_lone_e(p, i);
		slip_mend(w);
		drop_points(p, i);
		part_at_speck(p, i);
		part(ink, p, i);
	}
	drop_dots(ink, p);
	number_mend(ink, p);
}
