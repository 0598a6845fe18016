#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "page/grey.h"
#include "page/parts.h"
#include "words/figures.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/sight.h"

#define DOUBT 80	/* less confidence, and figures are doubtful .. */
#define DOUBT_WORN 90	/* .. where strokes were mended */
#define SURE 90		/* what is misread so has 0 to 83 */
#define FIGURES_MAX 60	/* numbers of a page; more are a table's */
#define INK 160		/* darker is ink, of 255 */
#define SCALE 1.5f	/* figures are enlarged by */
#define FIGURES "0123456789/.,-_:"
#define WAYS 3		/* in which a worn figure is read */

/* Figures take 0.8 of their height: has one of a number's been lost? */
static bool
lacks_figures(const struct word *w)
{
	int32_t n = (int32_t)strlen(w->text);

	return (int32_t)strspn(w->text, "0123456789") == n &&
	    20 * w->box.w > (n == 1 ? 19 : 16 * n + 6) * w->box.h;
}

/* Mostly figures, and not all of them sure, or there. */
static bool
is_doubtful_number(const struct word *w, int doubt)
{
	size_t figures = 0, letters = 0;

	for (const char *s = w->text; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		figures += g_unichar_isdigit(c) != 0;
		letters += g_unichar_isalpha(c) != 0;
	}
	return w->source == WORD_OCR && figures > letters &&
	    (w->conf < doubt || lacks_figures(w));
}

static bool
are_alike(const struct part *a, const struct part *b)
{
	return abs(a->w - b->w) <= 1 + a->w / 8 &&
	    abs(a->h - b->h) <= 1 + a->h / 8;
}

/* The components of a word's ink; none for want of memory. */
static struct parts
parts_under(PIX *grey, const struct word *w)
{
	BOX *b = boxCreate(w->box.x, w->box.y, w->box.w, w->box.h);
	PIX *clip = b == NULL ? NULL : pixClipRectangle(grey, b, NULL);
	PIX *ink = clip == NULL ? NULL : grey_below(clip, INK);
	struct parts all = { 0 };

	if (ink != NULL)
		all = parts_of(ink);
	pixDestroy(&ink);
	pixDestroy(&clip);
	boxDestroy(&b);
	return all;
}

/* Another reading stands, and the first beside it. */
static void
replace(struct word *w, const char *text)
{
	char *first = xstrdup(w->text);

	word_set_text(w, text);
	word_set_other(w, first);
	free(first);
}

/* Of two figures that are alike the network may see one: « 11 ». */
static bool
is_twice(PIX *grey, const struct word *w)
{
	struct parts all = { 0 };
	bool twice;

	if (strlen(w->text) == 1 && lacks_figures(w))
		all = parts_under(grey, w);
	twice = all.n == 2 && are_alike(&all.part[0], &all.part[1]) &&
	    4 * all.part[0].h >= 3 * w->box.h;
	parts_free(&all);
	return twice;
}

static void
set_twice(struct word *w)
{
	const char text[] = { w->text[0], w->text[0], '\0' };

	replace(w, text);
}

/* Another reading: it stands where it is sure, else beside the first. */
static void
take_figures(struct word *w, const struct word *read)
{
	bool better = strlen(read->text) == strlen(w->text) ?
	    read->conf >= SURE : lacks_figures(w) &&
	    strlen(read->text) == strlen(w->text) + 1;

	if (!better) {
		word_set_other(w, read->text);
		return;
	}
	replace(w, read->text);
	w->conf = read->conf;
}

/* Read with an alphabet of figures it may say otherwise. */
static void
look_at_figures(const struct sight *l, PIX *grey)
{
	const struct aspect v = { grey, SCALE };
	int n = 0;

	ocr_set_alphabet(l->ocr, FIGURES);
	for (size_t i = 0; i < l->page->words && n < FIGURES_MAX; i++) {
		struct word *w = &l->page->word[i];
		struct page *read;

		if (!is_doubtful_number(w, DOUBT))
			continue;
		n++;
		read = sight_read(l, &v, w->box);
		if (read->words == 1 &&
		    strcmp(read->word[0].text, w->text) != 0)
			take_figures(w, &read->word[0]);
		else if (is_twice(grey, w))
			set_twice(w);
		page_free(read);
	}
	ocr_set_alphabet(l->ocr, "");
}

/* Figures where the other has figures, and as long? */
static bool
is_shaped_alike(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0' && (g_ascii_isdigit(*a) != 0) ==
	    (g_ascii_isdigit(*b) != 0))
		a++, b++;
	return *a == *b;
}

/* Do both readings say one thing that may stand for the word? */
static bool
agree(const struct page *a, const struct page *b, const struct word *w)
{
	return a->words == 1 && b->words == 1 &&
	    strcmp(a->word[0].text, b->word[0].text) == 0 &&
	    is_shaped_alike(a->word[0].text, w->text);
}

/*
 * Where strokes were mended a 3 has become a 4, surely enough.  So it is read
 * as the copier left it, softened and enlarged: what two say, figure for
 * figure, stands, and against a word that is not so doubtful what all say.
 */
static void
look_at_worn_figure(const struct sight *l, const struct aspect v[WAYS],
    struct word *w)
{
	size_t n = 0, same = 0, needed = w->conf > DOUBT ? 3 : 2;
	struct page *read[WAYS];
	const char *said = NULL;

	/* As long as those that are left may still agree. */
	while (n < WAYS && said == NULL && same + WAYS >= needed + n) {
		read[n] = sight_read(l, &v[n], w->box);
		same = 1;
		for (size_t k = 0; k < n; k++)
			same += agree(read[k], read[n], w);
		if (same >= needed)
			said = read[n]->word[0].text;
		n++;
	}
	if (said != NULL && strcmp(said, w->text) != 0)
		replace(w, said);
	while (n > 0)
		page_free(read[--n]);
}

static void
look_at_worn_figures(const struct sight *l, PIX *plain)
{
	PIX *soft = pixBlockconv(plain, 1, 1);
	const struct aspect v[] = { { plain, 1 }, { soft, SCALE },
	    { plain, SCALE } };
	int n = 0;

	ocr_set_alphabet(l->ocr, FIGURES);
	for (size_t i = 0; soft != NULL && i < l->page->words &&
	    n < FIGURES_MAX; i++) {
		if (!is_doubtful_number(&l->page->word[i], DOUBT_WORN))
			continue;
		n++;
		look_at_worn_figure(l, v, &l->page->word[i]);
	}
	ocr_set_alphabet(l->ocr, "");
	pixDestroy(&soft);
}

/* Figures, a unit of money behind them perhaps, and no sign between them? */
static bool
is_whole_number(const struct word *w)
{
	size_t n = strspn(w->text, "0123456789");

	return w->source == WORD_OCR && n >= 2 && (w->text[n] == '\0' ||
	    strcmp(w->text + n, "\xe2\x82\xac") == 0);
}

/* A comma's size and place in a word's box, with figures on both its sides. */
static bool
is_comma(const struct part *p, const struct parts *all, int height)
{
	bool left = false, right = false;

	if (8 * p->h < height || 2 * p->h > height || p->w > p->h ||
	    10 * p->y < 6 * height || 20 * (p->y + p->h) < 17 * height)
		return false;
	for (int i = 0; i < all->n; i++) {
		const struct part *a = &all->part[i];

		if (2 * a->h < height)
			continue;
		left = left || a->x + a->w / 2 < p->x;
		right = right || a->x + a->w / 2 > p->x + p->w;
	}
	return left && right;
}

static bool
has_comma(PIX *grey, const struct word *w)
{
	struct parts all = parts_under(grey, w);
	bool found = false;

	for (int i = 0; i < all.n && !found; i++)
		found = is_comma(&all.part[i], &all, w->box.h);
	parts_free(&all);
	return found;
}

/* Is the reading the same word but for a comma?  Then that is its text. */
static bool
take_comma(struct word *w, const struct page *read)
{
	struct buf all = { 0 };
	char *text;
	bool taken;
	size_t n;

	for (size_t i = 0; i < read->words; i++)	/* « 1,15 » and « € » */
		xbuf_puts(&all, read->word[i].text);
	text = xbuf_take(&all, NULL);
	n = strcspn(text, ",.");
	taken = n > 0 && text[n] != '\0' && strncmp(text, w->text, n) == 0 &&
	    strcmp(text + n + 1, w->text + n) == 0;
	if (taken)
		replace(w, text);
	free(text);
	return taken;
}

/*
 * Beside a 1 the network surely sees no comma in type that is read narrower:
 * « 1,15 € » would be a hundred and fifteen.  Where the ink has one the word
 * is read at its full width, and enlarged.
 */
static void
look_for_commas(const struct sight *l, PIX *grey)
{
	const struct aspect v[] = { { grey, SCALE }, { grey, 1 } };
	int n = 0;

	for (size_t i = 0; i < l->page->words && n < FIGURES_MAX; i++) {
		struct word *w = &l->page->word[i];
		bool taken = false;

		if (!is_whole_number(w) || !has_comma(grey, w))
			continue;
		n++;
		for (size_t k = 0; k < 2 && !taken; k++) {
			struct page *read = sight_read(l, &v[k], w->box);

			taken = take_comma(w, read);
			page_free(read);
		}
	}
}

void
figures_look(const struct sight *l, struct Pix *grey, struct Pix *plain)
{
	look_at_figures(l, grey);
	if (plain != NULL)
		look_at_worn_figures(l, plain);
	look_for_commas(l, grey);
}
