#include <leptonica/allheaders.h>

#include "page/clean.h"

/*
 * Which way up?  Lines of type make the pixel counts of rows rise and fall
 * much more than those of columns; then ascenders outnumber descenders, in
 * French as in English.  Both together cost a hundredth of reading the page.
 */

#define STRIPS 8	/* so narrow that a skew of 3 degrees hides nothing */
#define STRIP_PIXELS_MIN 16
#define SURE 1.25	/* one contrast over the other, to turn a page */
#define UP_MIN 4.0f	/* leptonica's normalised score, to turn it over */

/* How much the counts of neighbouring rows differ, strip by strip. */
static double
contrast(PIX *ink)
{
	int w = pixGetWidth(ink), h = pixGetHeight(ink), n;
	double sum = 0;
	NUMA *counts;
	PIX *strip;
	BOX *box;

	for (int i = 0; i < STRIPS; i++) {
		box = boxCreate(i * w / STRIPS, 0, w / STRIPS, h);
		strip = pixClipRectangle(ink, box, NULL);
		boxDestroy(&box);
		counts = strip == NULL ? NULL : pixCountPixelsByRow(strip,
		    NULL);
		n = counts == NULL ? 0 : numaGetCount(counts);
		for (int y = 1; y < n; y++) {
			float a = 0, b = 0;

			(void)numaGetFValue(counts, y - 1, &a);
			(void)numaGetFValue(counts, y, &b);
			sum += (double)(a - b) * (a - b);
		}
		numaDestroy(&counts);
		pixDestroy(&strip);
	}
	/* Per row, and per pixel of width squared: sides are unequal. */
	return sum / h / ((double)w * w);
}

/* Type alone, at about 100 dpi: frames and tables have no way up. */
static PIX *
type_of(PIX *ink, int32_t dpi)
{
	PIX *small, *h, *v;

	small = dpi >= 280 ? pixReduceRankBinaryCascade(ink, 1, 2, 0, 0) :
	    dpi >= 180 ? pixReduceRankBinary2(ink, 1, NULL) :
	    pixCopy(NULL, ink);
	h = pixOpenBrick(NULL, small, 40, 1);
	v = pixOpenBrick(NULL, small, 1, 40);
	if (h != NULL && v != NULL) {
		(void)pixSubtract(small, small, h);
		(void)pixSubtract(small, small, v);
	}
	pixDestroy(&h);
	pixDestroy(&v);
	return small;
}

static bool
lies(PIX *ink, int32_t dpi)
{
	double rows, columns;
	PIX *type, *turned;

	if (pixGetWidth(ink) < STRIPS * STRIP_PIXELS_MIN ||
	    pixGetHeight(ink) < STRIPS * STRIP_PIXELS_MIN)
		return false;
	type = type_of(ink, dpi);
	turned = pixRotateOrth(type, 1);
	if (type == NULL || turned == NULL) {
		pixDestroy(&type);
		return false;
	}
	rows = contrast(type);
	columns = contrast(turned);
	pixDestroy(&type);
	pixDestroy(&turned);
	return columns > SURE * rows;
}

static bool
upside_down(PIX *ink)
{
	float up = 0;

	/* Positive: more ascenders above than below. */
	return pixUpDownDetect(ink, &up, 0, 0, 0) == 0 && up < -UP_MIN;
}

int32_t
clean_rotation(struct Pix *ink, int32_t dpi)
{
	int32_t rotation = 0;
	PIX *turned;

	if (lies(ink, dpi)) {
		turned = pixRotateOrth(ink, 1);
		rotation = 90;
	} else {
		turned = pixClone(ink);
	}
	if (turned != NULL && upside_down(turned))
		rotation += 180;
	pixDestroy(&turned);
	return rotation;
}
