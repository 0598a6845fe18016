#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/mm.h"
#include "page/parts.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/rest.h"

#define LETTER_MIN_MM 0.8	/* the larger side of a letter or figure */
#define LETTER_MAX_MM 9.0
#define GROWN_W_MM 35.0		/* a word whose worn letters touch */
#define GROWN_FILL 0.3f	/* .. is so full of ink; a stroke of a pen is not */
#define TALL_MIN_MM 1.3		/* of a line: lower is a dash */
#define JOIN_MM 3.5		/* the widest space between words of a line */
#define SURE_SHORT 70		/* of a word of one or two letters */
#define SURE_NUMBER 80	/* .. of a number of one or two */
#define NUMBER_MAX 4	/* figures */
#define NUMBER_SCALE 1.5f
#define TRIES_MAX 60		/* parts of a page: more is noise */

static bool
is_no_larger(const struct part *p, const int *most)
{
	return p->w <= most[0] && p->h <= most[1];
}

/* Wider than a letter, or higher; no more than a word. */
static bool
is_grown(const struct part *p, const int *sides)
{
	return is_no_larger(p, sides + 1) && (p->w > sides[0] ||
	    p->h > sides[0]);
}

/* Worn letters that have grown together: as wide as words, and full of ink. */
static PIX *
grown(PIX *ink, int32_t dpi)
{
	const int sides[] = { mm_px(LETTER_MAX_MM, dpi),
	    mm_px(GROWN_W_MM, dpi), mm_px(REST_LINE_MM, dpi) };
	PIX *wide = pixCopy(NULL, ink), *out = NULL;

	if (wide != NULL) {
		parts_sift(wide, is_grown, sides);
		out = pixSelectByAreaFraction(wide, GROWN_FILL, 8,
		    L_SELECT_IF_GTE, NULL);
	}
	pixDestroy(&wide);
	return out;
}

static bool
is_letter(const struct part *p, const int *least)
{
	return p->w >= *least || p->h >= *least;
}

struct Pix *
rest_uncovered(struct Pix *ink, int x, int y, int32_t dpi,
    const struct page *p, int sure)
{
	int low = mm_px(LETTER_MIN_MM, dpi), high = mm_px(LETTER_MAX_MM, dpi);
	const int most[] = { high, high };
	PIX *rest = pixCopy(NULL, ink), *out = NULL, *words;
	BOX *b;

	for (size_t i = 0; i < p->words && rest != NULL; i++) {
		const struct box *w = &p->word[i].box;

		if (p->word[i].conf < sure)
			continue;
		b = boxCreate(w->x - x - 1, w->y - y - 1, w->w + 2, w->h + 2);
		if (b != NULL)
			(void)pixClearInRect(rest, b);
		boxDestroy(&b);
	}
	words = rest == NULL ? NULL : grown(rest, dpi);
	if (rest != NULL)
		out = pixCopy(NULL, rest);
	if (out != NULL) {
		parts_sift(out, is_no_larger, most);
		if (words != NULL)
			(void)pixOr(out, out, words);
		parts_sift(out, is_letter, &low);
	}
	pixDestroy(&words);
	pixDestroy(&rest);
	return out;
}

/* Lines of letters among it. */
static BOXA *
line_boxes(PIX *letters, int32_t dpi)
{
	PIX *joined = brick_close(letters, mm_px(JOIN_MM, dpi), 1);
	BOXA *all = joined == NULL ? NULL : pixConnCompBB(joined, 8), *out;

	out = all == NULL ? NULL : boxaSelectBySize(all,
	    mm_px(LETTER_MIN_MM, dpi), mm_px(TALL_MIN_MM, dpi),
	    L_SELECT_IF_BOTH, L_SELECT_IF_GTE, NULL);
	boxaDestroy(&all);
	pixDestroy(&joined);
	return out;
}

int
rest_letters(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s = g_utf8_next_char(s))
		n += g_unichar_isalnum(g_utf8_get_char(s)) != 0;
	return n;
}

/* Does a word before `first` stand on the same line, as high as this one? */
static bool
has_neighbour(const struct page *p, size_t first, const struct box *b)
{
	for (size_t i = 0; i < first; i++) {
		const struct box *w = &p->word[i].box;
		int middle = w->y + w->h / 2;

		if (middle > b->y && middle < b->y + b->h &&
		    2 * w->h < 3 * b->h && 2 * b->h < 3 * w->h)
			return true;
	}
	return false;
}

/* A number that stands alone in its column, across from what it counts. */
static bool
is_lone_number(const struct page *p, size_t first)
{
	const struct word *w = &p->word[first];

	return p->words == first + 1 && w->conf >= SURE_NUMBER &&
	    strspn(w->text, "0123456789") == strlen(w->text) &&
	    has_neighbour(p, first, &w->box);
}

/*
 * Keep the words of a second try if they convince: seals and signatures look
 * like a letter or two.  True if any is kept.
 */
static bool
keep_words(struct page *p, size_t first)
{
	int letters = 0;

	if (p->words > first && is_lone_number(p, first))
		return true;
	for (size_t i = first; i < p->words; i++) {
		struct word *w = &p->word[i];
		int some = rest_letters(w->text);

		letters += some > 0 && w->conf >= (some >= 3 ? REST_SURE_LONG :
		    SURE_SHORT) ? some : 0;
	}
	if (letters < REST_UNREAD_LETTERS)
		page_cut_words(p, first);
	return p->words > first;
}

/* Does a word before `first` with the same text lie on it, in part? */
static bool
is_repeated(const struct page *p, size_t first, const struct word *w)
{
	for (size_t i = 0; i < first; i++) {
		const struct box *a = &p->word[i].box, *b = &w->box;

		if (a->x < b->x + b->w && b->x < a->x + a->w &&
		    a->y < b->y + b->h && b->y < a->y + a->h &&
		    strcmp(p->word[i].text, w->text) == 0)
			return true;
	}
	return false;
}

/*
 * Ink is uncovered as well where Tesseract has put a word's box beside it:
 * the word is known already.
 */
static void
drop_repeated(struct page *p, size_t first)
{
	bool *gone = xcalloc(p->words + 1, sizeof(*gone));

	for (size_t i = first; i < p->words; i++)
		gone[i] = is_repeated(p, first, &p->word[i]);
	page_drop_words(p, gone, p->words);
	free(gone);
}

/* How many letters a box holds, as components. */
static int
letters_in(PIX *letters, BOX *b)
{
	PIX *clip = pixClipRectangle(letters, b, NULL);
	int n = 0;

	if (clip != NULL)
		(void)pixCountConnComp(clip, 8, &n);
	pixDestroy(&clip);
	return n;
}

/* Too little for a word: a number, perhaps?  True if it is kept. */
static bool
read_number(struct ocr *o, PIX *grey, const struct box *b, int32_t dpi,
    struct page *p)
{
	size_t first = p->words;

	ocr_set_alphabet(o, "0123456789");
	ocr_set_scale(o, NUMBER_SCALE, NUMBER_SCALE);
	(void)ocr_part(o, grey, *b, dpi, OCR_LINE, p);
	ocr_set_scale(o, 1, 1);
	ocr_set_alphabet(o, "");
	if (p->words > first && is_lone_number(p, first))
		return true;
	page_cut_words(p, first);
	return false;
}

int
rest_read(struct ocr *o, struct Pix *grey, struct Pix *ink, int32_t dpi,
    struct page *p)
{
	PIX *letters = rest_uncovered(ink, 0, 0, dpi, p, 0);
	BOXA *lines = letters == NULL ? NULL : line_boxes(letters, dpi);
	int n = lines == NULL ? 0 : boxaGetCount(lines), r = 0;
	int rim = mm_px(0.6, dpi);

	for (int i = 0; i < n && i < TRIES_MAX && r == 0; i++) {
		BOX *b = boxaGetBox(lines, i, L_COPY);
		size_t first = p->words;
		int count = letters_in(letters, b);
		struct box box = { b->x, b->y, b->w, b->h };
		struct box wide = { b->x - rim, b->y - rim, b->w + 2 * rim,
		    b->h + 2 * rim };

		r = ocr_part(o, grey, wide, dpi, OCR_LINE, p);
		if (r == 0 && !keep_words(p, first) &&
		    (count > NUMBER_MAX || !has_neighbour(p, first, &box) ||
		    !read_number(o, grey, &wide, dpi, p)) &&
		    count >= REST_UNREAD_LETTERS)
			(void)page_add_unread(p, box);
		drop_repeated(p, first);
		boxDestroy(&b);
	}
	boxaDestroy(&lines);
	pixDestroy(&letters);
	return r;
}
