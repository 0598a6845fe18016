#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "words/ocr.h"
#include "words/page.h"
#include "words/regions.h"

#define MM_PER_INCH 25.4
#define PAPER 255
#define MARGIN_PX 10		/* white round a part: Tesseract wants some */
#define LINE_MM 5.5		/* lower is one line of type */
#define INK_MIN_MM 0.9		/* lower is a dash or a speck */

static int
px(double mm, int32_t dpi)
{
	int n = (int)lround(mm * dpi / MM_PER_INCH);

	return n > 1 ? n : 1;
}

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

/* Read the part `b` of the page with white all round it. */
static int
read_part(struct ocr *o, PIX *grey, BOX *b, int32_t dpi,
    enum ocr_layout layout, uint32_t *line, struct page *p)
{
	PIX *clip = pixClipRectangle(grey, b, NULL), *part;
	int r;

	part = clip == NULL ? NULL : pixAddBorder(clip, MARGIN_PX, PAPER);
	pixDestroy(&clip);
	if (part == NULL)
		return 0;
	r = ocr_words(o, part, dpi, layout, b->x - MARGIN_PX, b->y - MARGIN_PX,
	    line, p);
	pixDestroy(&part);
	return r;
}

static int
read_cell(struct ocr *o, PIX *grey, PIX *ink, int32_t dpi,
    const struct cell *c, uint32_t *line, struct page *p)
{
	int inset = px(0.3, dpi), rim = px(0.4, dpi), r = 0;
	BOX *area = boxCreate(c->box.x + inset, c->box.y + inset,
	    c->box.w - 2 * inset, c->box.h - 2 * inset), *b = NULL, *wide;

	if (area == NULL)
		return 0;
	if (inked(ink, area, px(0.3, dpi), &b) && b->h >= px(INK_MIN_MM, dpi)) {
		wide = boxCreate(b->x - rim, b->y - rim, b->w + 2 * rim,
		    b->h + 2 * rim);
		r = read_part(o, grey, wide, dpi, b->h <= px(LINE_MM, dpi) ?
		    OCR_LINE : OCR_BLOCK, line, p);
		boxDestroy(&wide);
	}
	(void)pixSetInRectArbitrary(grey, area, PAPER);
	boxDestroy(&b);
	boxDestroy(&area);
	return r;
}

int
regions_read(struct ocr *o, struct Pix *grey, struct Pix *ink, int32_t dpi,
    struct page *p)
{
	uint32_t line = 0;
	int r = 0;

	for (size_t i = 0; i < p->cells && r == 0; i++)
		r = read_cell(o, grey, ink, dpi, &p->cell[i], &line, p);
	if (r == 0)
		r = ocr_words(o, grey, dpi, OCR_AUTO, 0, 0, &line, p);
	return r;
}
