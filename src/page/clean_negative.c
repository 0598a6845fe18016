#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/clean.h"
#include "page/grey.h"
#include "page/mm.h"

/*
 * White on black: a page of a negative film, a title in a dark band.  What is
 * dark, and holds light that is too thin for paper, is writing the other way
 * round.
 */

#define DARK 110		/* the middle grey of a page, to be looked at */
#define LIGHT_MIN 0.005		/* of a negative: what is written on it */
#define LIGHT_MAX 0.35
#define SHEET 40	/* parts of the width: wider light is no stroke */
#define SHRINK 4
#define BAND_W_MM 12.0	/* of a band at least, and twice its height */
#define BAND_H_MM 3.5
#define BAND_FULL 0.85	/* of its box, with what is written in it */
#define WRITTEN_MIN 0.03	/* of its box, what is written .. */
#define WRITTEN_MAX 0.5
#define LETTERS_MIN 5	/* .. in so many pieces; a coat of arms has fewer */
#define BANDS_MAX 40	/* of a page; more are a pattern */

static double
share(PIX *pix)
{
	int n = 0;

	(void)pixCountPixels(pix, &n, NULL);
	return (double)n / pixGetWidth(pix) / pixGetHeight(pix);
}

/* What is lighter than most; NULL: the image is not dark, or no memory. */
static PIX *
light_of_dark(PIX *grey)
{
	NUMA *hist = pixGetGrayHistogram(grey, SHRINK);
	float middle = 255;
	int threshold = 128;
	PIX *out = NULL;

	if (hist != NULL &&
	    numaHistogramGetValFromRank(hist, 0.5f, &middle) == 0 &&
	    middle < DARK && numaSplitDistribution(hist, 0.1f, &threshold,
	    NULL, NULL, NULL, NULL, NULL) == 0)
		out = grey_below(grey, threshold);
	if (out != NULL)
		(void)pixInvert(out, out);
	numaDestroy(&hist);
	return out;
}

bool
clean_is_negative(struct Pix *grey)
{
	PIX *light = light_of_dark(grey), *sheet = NULL;
	int side = pixGetWidth(grey) / SHEET;
	bool yes = false;

	if (light != NULL && side > 1 && share(light) >= LIGHT_MIN &&
	    share(light) <= LIGHT_MAX)
		sheet = brick_open(light, side, side);
	if (sheet != NULL)
		yes = share(sheet) < LIGHT_MIN;
	pixDestroy(&sheet);
	pixDestroy(&light);
	return yes;
}

/* At a quarter: is the component a filled rectangle with writing in it? */
static bool
is_band(PIX *comp, double dpi)
{
	int w = pixGetWidth(comp), h = pixGetHeight(comp), letters = 0;
	double written = 0;
	PIX *holes;

	if (w < mm_px(BAND_W_MM, dpi) || h < mm_px(BAND_H_MM, dpi) || w < 2 * h)
		return false;
	holes = pixHolesByFilling(comp, 4);
	if (holes != NULL) {
		written = share(holes);
		(void)pixCountConnComp(holes, 8, &letters);
	}
	pixDestroy(&holes);
	return written >= WRITTEN_MIN && written <= WRITTEN_MAX &&
	    written + share(comp) >= BAND_FULL && letters >= LETTERS_MIN;
}

/* The other way round, and what was the band's own grey is paper. */
static void
invert_in(PIX *grey, PIX *ink, BOX *box)
{
	PIX *part = pixClipRectangle(grey, box, NULL), *dark = NULL;
	NUMA *hist = NULL;
	float paper = 255;
	int x, y, w, h;

	(void)boxGetGeometry(box, &x, &y, NULL, NULL);
	if (part != NULL && pixInvert(part, part) != NULL &&
	    (hist = pixGetGrayHistogram(part, 1)) != NULL &&
	    numaHistogramGetValFromRank(hist, 0.5f, &paper) == 0 &&
	    paper > 1 && pixGammaTRC(part, part, 1.0f, 0, (int)paper) != NULL)
		dark = clean_ink(part);
	if (dark != NULL) {
		w = pixGetWidth(part);
		h = pixGetHeight(part);
		(void)pixRasterop(grey, x, y, w, h, PIX_SRC, part, 0, 0);
		(void)pixRasterop(ink, x, y, w, h, PIX_SRC, dark, 0, 0);
	}
	numaDestroy(&hist);
	pixDestroy(&dark);
	pixDestroy(&part);
}

void
clean_bands(struct Pix *grey, struct Pix *ink, int32_t dpi)
{
	/* Half of a 2 x 2, and half of four of these: most type vanishes. */
	PIX *small = pixReduceRankBinaryCascade(ink, 2, 2, 0, 0), *comp;
	PIXA *comps = NULL;
	BOXA *boxes = small == NULL ? NULL : pixConnComp(small, &comps, 8);
	int n = boxes == NULL ? 0 : boxaGetCount(boxes), found = 0;

	for (int i = 0; i < n && found < BANDS_MAX; i++) {
		BOX *b = boxaGetBox(boxes, i, L_COPY), *whole;

		comp = pixaGetPix(comps, i, L_CLONE);
		if (is_band(comp, (double)dpi / SHRINK)) {
			whole = boxTransform(b, 0, 0, SHRINK, SHRINK);
			invert_in(grey, ink, whole);
			boxDestroy(&whole);
			found++;
		}
		pixDestroy(&comp);
		boxDestroy(&b);
	}
	pixaDestroy(&comps);
	boxaDestroy(&boxes);
	pixDestroy(&small);
}
