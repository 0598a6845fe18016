#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/bytes.h"
#include "page/clean.h"
#include "page/grey.h"
#include "page/mm.h"
#include "page/parts.h"
#include "words/look.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/regions.h"
#include "words/rest.h"

#define INK_MIN_MM 0.9		/* lower is a dash or a speck */
#define SCRAWL_W_MM 10.0	/* a seal or a signature is larger */
#define SCRAWL_H_MM 6.0
#define SCRAWL_FILL 0.25f	/* .. and this much of its box ink at most */
#define SCRAWLS_MAX 6		/* of a page; more is a drawing */
#define ROUND_MM 20.0		/* left and right of one: whole words */
#define ROW_MM 1.0		/* of a line's letters, the smallest print */
#define THIN 12		/* of the fullest row: what tails leave between lines */
#define RIM_MM 3.0		/* of white, round a page's ink */
#define STEP 50	/* px: narrowed, so many are whole ones again */
#define DARK 110		/* paler than that is no type */
#define DARKISH 155		/* .. nor that, but less of thin type is lost */
#define DARK_INK 160	/* of what was made darker so: ink */
#define SETTLED 92		/* no other reading is so much surer */
#define BETTER 4		/* points of confidence, to replace a reading */
#define SURE_BESIDE 60	/* of a word, to vouch for .. */
#define SURE_NAME 25	/* .. the name on its line */
#define SURE_SEAL 70	/* a seal's own letters are read no better */
#define PALE_PARTS 50	/* less than such a part of a word's box: no type */
#define NARROW 0.84f		/* as well read, and faster: doc/measured.md */
#define NARROWER 0.78f	/* .. where edges are smooth */

/* The box of the ink inside `area`, specks apart; false: none. */
static bool
inked(PIX *ink, BOX *area, int speck, BOX **ret)
{
	PIX *clip = pixClipRectangle(ink, area, NULL);
	PIX *large = clip == NULL ? NULL : pixSelectBySize(clip, speck, speck,
	    8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL);
	BOX *b = NULL;
	bool found = large != NULL && pixClipToForeground(large, NULL, &b) == 0;

	if (found)
		*ret = boxCreate(area->x + b->x, area->y + b->y, b->w, b->h);
	boxDestroy(&b);
	pixDestroy(&large);
	pixDestroy(&clip);
	return found;
}

/* Is paper between rows of letters?  A stamp's print may be so small. */
static bool
has_lines(PIX *ink, BOX *area, int32_t dpi)
{
	PIX *clip = pixClipRectangle(ink, area, NULL);
	NUMA *row = clip == NULL ? NULL : pixCountPixelsByRow(clip, NULL);
	int n = row == NULL ? 0 : numaGetCount(row), lines = 0, run = 0, v;
	float most = 0;

	if (n > 0)
		(void)numaGetMax(row, &most, NULL);
	for (int y = 0; y < n; y++) {
		(void)numaGetIValue(row, y, &v);
		run = THIN * v > most ? run + 1 : 0;
		lines += run == mm_px(ROW_MM, dpi);
	}
	numaDestroy(&row);
	pixDestroy(&clip);
	return lines > 1;
}

static int
read_cell(struct ocr *o, PIX *grey, PIX *ink, int32_t dpi,
    const struct cell *c, struct page *p)
{
	int inset = mm_px(0.3, dpi), rim = mm_px(0.4, dpi), r = 0;
	BOX *area = boxCreate(c->box.x + inset, c->box.y + inset,
	    c->box.w - 2 * inset, c->box.h - 2 * inset), *b = NULL;

	if (area == NULL)
		return 0;
	if (inked(ink, area, mm_px(0.3, dpi), &b) &&
	    b->h >= mm_px(INK_MIN_MM, dpi)) {
		r = ocr_part(o, grey, (struct box){ b->x - rim, b->y - rim,
		    b->w + 2 * rim, b->h + 2 * rim }, dpi,
		    b->h <= mm_px(REST_LINE_MM, dpi) &&
		    !has_lines(ink, b, dpi) ? OCR_LINE : OCR_BLOCK, p);
	}
	(void)pixSetInRectArbitrary(grey, area, PAPER);
	boxDestroy(&b);
	boxDestroy(&area);
	return r;
}

/* What stands in the boxes of parts of such a size; NULL: there are none. */
static PIX *
around_large(PIX *ink, int width, int height)
{
	struct parts all = parts_of(ink);
	PIX *out = NULL;

	for (int i = 0; i < all.n; i++) {
		const struct part *b = &all.part[i];

		if (b->w < width || b->h < height)
			continue;
		if (out == NULL)
			out = pixCreateTemplate(ink);
		if (out != NULL)
			(void)pixRasterop(out, b->x, b->y, b->w, b->h, PIX_SRC,
			    ink, b->x, b->y);
	}
	parts_free(&all);
	return out;
}

/* Seals and signatures: large components that are mostly white. */
static PIX *
scrawls(PIX *ink, int32_t dpi)
{
	int width = mm_px(SCRAWL_W_MM, dpi), height = mm_px(SCRAWL_H_MM, dpi);
	PIX *some = around_large(ink, width, height), *large, *sparse;
	PIX *out = NULL;

	large = some == NULL ? NULL : pixSelectBySize(some, width, height, 8,
	    L_SELECT_IF_BOTH, L_SELECT_IF_GTE, NULL);
	sparse = large == NULL ? NULL : pixSelectByAreaFraction(large,
	    SCRAWL_FILL, 8, L_SELECT_IF_LT, NULL);
	if (sparse != NULL)
		out = brick_dilate(sparse, 3, 3);
	pixDestroy(&sparse);
	pixDestroy(&large);
	pixDestroy(&some);
	return out;
}

static bool
overlap(const struct box *a, const struct box *b)
{
	int x = (a->x + a->w < b->x + b->w ? a->x + a->w : b->x + b->w) -
	    (a->x > b->x ? a->x : b->x);
	int y = (a->y + a->h < b->y + b->h ? a->y + a->h : b->y + b->h) -
	    (a->y > b->y ? a->y : b->y);
	int64_t less = (int64_t)a->w * a->h < (int64_t)b->w * b->h ?
	    (int64_t)a->w * a->h : (int64_t)b->w * b->h;

	return x > 0 && y > 0 && 3 * (int64_t)x * y > less;
}

static bool
inside(const struct box *b, BOX *area)
{
	int x = b->x + b->w / 2, y = b->y + b->h / 2;

	return x >= area->x && x < area->x + area->w && y >= area->y &&
	    y < area->y + area->h;
}

/* Does a word of the second reading that is surely read stand on its line? */
static bool
in_good_company(const struct page *p, size_t first, const struct word *w)
{
	for (size_t i = first; i < p->words; i++) {
		const struct word *a = &p->word[i];

		if (a != w && a->line == w->line && a->conf >= SURE_BESIDE &&
		    rest_letters(a->text) >= 2 &&
		    2 * w->box.h < 3 * a->box.h && 2 * a->box.h < 3 * w->box.h)
			return true;
	}
	return false;
}

/* What was read before in a word's place. */
struct before {
	int	sure;		/* the surest of its words; -1: there is none */
	int	letters;
	bool	piece;		/* it is part of the word's own text */
};

static struct before
before_of(const struct page *p, size_t first, const struct word *w,
    const bool *gone)
{
	struct before b = { -1, 0, true };

	for (size_t i = 0; i < first; i++) {
		const struct word *a = &p->word[i];

		if (gone[i] || !overlap(&a->box, &w->box))
			continue;
		b.letters += rest_letters(a->text);
		b.sure = a->conf > b.sure ? a->conf : b.sure;
		b.piece = b.piece && strstr(w->text, a->text) != NULL;
	}
	return b;
}

/*
 * Does a word of the second reading stand?  If none of the first is as sure in
 * its place, or what is there is a piece of it.  Of a name, which no dictionary
 * holds, less is asked beside a word that is sure.
 */
static bool
convinces(const struct page *p, size_t first, const struct word *w,
    const bool *gone)
{
	struct before b = before_of(p, first, w, gone);
	bool beside = in_good_company(p, first, w);
	int letters = rest_letters(w->text);

	if (letters < 2 || letters < b.letters ||
	    w->conf < (beside ? SURE_NAME : REST_SURE_LONG))
		return false;
	return b.sure + BETTER <= w->conf ||
	    (b.piece && letters > b.letters && w->conf >= SURE_BESIDE) ||
	    (beside && 2 * letters > 3 * b.letters);
}

/*
 * Two readings of one area: the words before `first` and those after it, which
 * take the place of those before if they convince.
 */
static void
merge(struct page *p, size_t first, BOX *area)
{
	bool *gone = xcalloc(p->words, sizeof(*gone));

	for (size_t j = first; j < p->words; j++) {
		struct word *w = &p->word[j];

		gone[j] = !inside(&w->box, area) ||
		    !convinces(p, first, w, gone);
		for (size_t i = 0; i < first && !gone[j]; i++)
			if (overlap(&p->word[i].box, &w->box))
				gone[i] = true;
	}
	page_drop_words(p, gone, p->words);
	free(gone);
}

/* Is ink as dark as type under the word?  Where it cannot be told, there is. */
static bool
has_type(PIX *bare, const struct word *w)
{
	BOX *b = boxCreate(w->box.x, w->box.y, w->box.w, w->box.h);
	PIX *clip = b == NULL ? NULL : pixClipRectangle(bare, b, NULL);
	PIX *ink = clip == NULL ? NULL : grey_below(clip, DARK_INK);
	int64_t area = (int64_t)w->box.w * w->box.h;
	bool has = true;
	int n;

	if (ink != NULL && pixCountPixels(ink, &n, NULL) == 0)
		has = PALE_PARTS * (int64_t)n > area;
	pixDestroy(&ink);
	pixDestroy(&clip);
	boxDestroy(&b);
	return has;
}

/*
 * What was read, badly, of a seal's own letters and of a pen's strokes: their
 * ink is paler than type, and gone in `bare`.  A stamp's date is no such thing,
 * and on a drawing only those that were read again are asked.
 */
static void
drop_pale(struct page *p, PIX *bare, BOXA *boxes)
{
	bool *gone = xcalloc(p->words + 1, sizeof(*gone));
	int n = L_MIN(boxaGetCount(boxes), SCRAWLS_MAX);

	for (size_t j = 0; j < p->words; j++) {
		const struct word *w = &p->word[j];

		bool sealed = false;

		if (w->conf >= SURE_SEAL ||
		    strpbrk(w->text, "0123456789") != NULL)
			continue;
		for (int i = 0; i < n && !sealed; i++) {
			BOX *b = boxaGetBox(boxes, i, L_CLONE);

			sealed = inside(&w->box, b);
			boxDestroy(&b);
		}
		gone[j] = sealed && !has_type(bare, w);
	}
	page_drop_words(p, gone, p->words);
	free(gone);
}

/* Are there letters as dark as type in it that no word covers for good? */
static bool
may_gain(PIX *grey, BOX *area, int32_t dpi, const struct page *p)
{
	BOX *at = NULL;
	PIX *clip = pixClipRectangle(grey, area, &at), *ink, *letters;
	int n = 0;

	ink = clip == NULL ? NULL : grey_below(clip, DARK_INK);
	letters = ink == NULL ? NULL : rest_uncovered(ink, at->x, at->y, dpi, p,
	    SETTLED);
	if (letters != NULL)
		(void)pixCountConnComp(letters, 8, &n);
	pixDestroy(&letters);
	pixDestroy(&ink);
	pixDestroy(&clip);
	boxDestroy(&at);
	return n >= REST_UNREAD_LETTERS;
}

/* How the words under a seal are looked for. */
static const struct {
	int		white;	/* this grey, and paler, is paper */
	enum ocr_layout	layout;
} unders[] = {
	{ DARK, OCR_SPARSE },
	{ DARKISH, OCR_BLOCK },	/* thin type keeps its edges */
};

/*
 * Words under seals and signatures, read once more from images in which
 * ink pads and pens, paler than type, have become paper.
 */
static int
read_under(struct ocr *o, PIX *grey, PIX *ink, int32_t dpi, struct page *p)
{
	PIX *drawn = scrawls(ink, dpi);
	BOXA *boxes = drawn == NULL ? NULL : pixConnCompBB(drawn, 8);
	int n = boxes == NULL ? 0 : boxaGetCount(boxes), r = 0;
	int far = mm_px(ROUND_MM, dpi);

	for (size_t k = 0; k < sizeof(unders) / sizeof(unders[0]) && n > 0;
	    k++) {
		PIX *bare = grey_stretched(grey, 0, unders[k].white);

		for (int i = 0; i < n && i < SCRAWLS_MAX && r == 0 &&
		    bare != NULL; i++) {
			BOX *b = boxaGetBox(boxes, i, L_COPY);
			size_t first = p->words;

			(void)boxAdjustSides(b, b, -far, far, -far / 4,
			    far / 4);
			if (may_gain(bare, b, dpi, p)) {
				r = ocr_part(o, bare, (struct box){ b->x, b->y,
				    b->w, b->h }, dpi, unders[k].layout, p);
				merge(p, first, b);
			}
			boxDestroy(&b);
		}
		if (k == 0 && bare != NULL)
			drop_pale(p, bare, boxes);
		pixDestroy(&bare);
	}
	boxaDestroy(&boxes);
	pixDestroy(&drawn);
	return r;
}

/*
 * What stands outside cells.  Tesseract looks through the whole of an image
 * some ten times before it reads: margins and the white below the text are
 * spared it.
 */
static int
read_page(struct ocr *o, PIX *grey, PIX *ink, int32_t dpi, struct page *p)
{
	int rim = mm_px(RIM_MM, dpi), x, y, w, h, above, r = -EIO;
	BOX *b = NULL;
	PIX *clip, *part;
	int right, below;

	if (pixClipToForeground(ink, NULL, &b) != 0 || b == NULL)
		return 0;
	(void)boxGetGeometry(b, &x, &y, &w, &h);
	right = x + w + rim;
	below = y + h + rim;
	x = x > rim ? (x - rim) / STEP * STEP : 0;
	/* A line that the sheet's edge cuts would be joined to the next. */
	above = y == 0 ? rim : 0;
	y = y > rim ? y - rim : 0;
	(void)boxSetGeometry(b, x, y, right - x, below - y);
	clip = pixClipRectangle(grey, b, NULL);
	part = clip == NULL ? NULL : pixAddBorderGeneral(clip, 0, 0, above, 0,
	    PAPER);
	if (part != NULL)
		r = ocr_words(o, part, dpi, OCR_AUTO, x, y - above, p);
	pixDestroy(&part);
	pixDestroy(&clip);
	boxDestroy(&b);
	return r;
}

int
regions_read(struct ocr *o, struct clean *c, struct Pix *plain,
    struct page *p)
{
	PIX *whole = p->cells > 0 ? pixCopy(NULL, c->grey) :
	    pixClone(c->grey);
	int r = 0;

	if (plain == NULL)
		ocr_set_scale(o, c->smooth ? NARROWER : NARROW, 1);
	for (size_t i = 0; i < p->cells && r == 0; i++)
		r = read_cell(o, c->grey, c->ink, c->dpi, &p->cell[i], p);
	if (r == 0)
		r = read_page(o, c->grey, c->ink, c->dpi, p);
	ocr_set_scale(o, 1, 1);
	if (r == 0)
		r = rest_read(o, whole, c->ink, c->dpi, p);
	if (r == 0)
		look_again(o, whole, plain, c->dpi, p);
	if (r == 0)
		r = read_under(o, whole, c->ink, c->dpi, p);
	pixDestroy(&whole);
	return r;
}
