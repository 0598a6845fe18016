#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include <leptonica/allheaders.h>

#include "page/parts.h"
#include "page/resolution.h"

/*
 * Copiers note what they like: nothing, 72 for all, what the glass has and not
 * what was kept.  A sheet of paper has a known size; on half a one, the height
 * of its letters still tells.
 */

#define SAMPLE_PX 2600		/* longer images are halved before a look */
#define LETTER_PX_MIN 4		/* smaller is dust */
#define LETTER_PX_MAX 160
#define LETTERS_MIN 24		/* fewer say nothing */
#define LETTER_PT 5.6		/* the middle one of a line of 11 points */
#define LETTER_PT_MIN 3.2	/* of 6 points, a footnote's */
#define LETTER_PT_MAX 9.5	/* of 19 points, a poster's */
#define SHEET_NEAR 0.04		/* what a feeder cuts off */

static const struct {
	double	longest, shortest;	/* inches */
} sheets[] = {
	{ 11.69, 8.27 },	/* A4 */
	{ 16.54, 11.69 },	/* A3 */
	{ 11, 8.5 },
	{ 14, 8.5 },
};

#define SHEETS (sizeof(sheets) / sizeof(sheets[0]))

static bool
near(double a, double b)
{
	return fabs(a - b) <= SHEET_NEAR * b;
}

bool
resolution_is_sheet(double longest, double shortest)
{
	for (size_t i = 0; i < SHEETS; i++)
		if (near(longest, sheets[i].longest) &&
		    near(shortest, sheets[i].shortest))
			return true;
	return false;
}

static PIX *
ink_of(PIX *pix, int *ret_halved)
{
	PIX *grey, *small, *ink = NULL;
	int longest = L_MAX(pixGetWidth(pix), pixGetHeight(pix));

	*ret_halved = 1;
	grey = pixConvertTo8(pix, 0);
	while (grey != NULL && longest > SAMPLE_PX) {
		small = pixScaleAreaMap2(grey);
		pixDestroy(&grey);
		grey = small;
		longest /= 2;
		*ret_halved *= 2;
	}
	if (grey != NULL && pixOtsuAdaptiveThreshold(grey, 400, 400, 0, 0,
	    0.1f, NULL, &ink) != 0)
		ink = NULL;
	pixDestroy(&grey);
	return ink;
}

/*
 * The larger side of the middle letter, in pixels: it is the same however the
 * page lies.  0: too few letters.
 */
static double
letter_px(PIX *pix)
{
	unsigned seen[LETTER_PX_MAX + 1] = { 0 }, n = 0, below = 0;
	int halved, size;
	PIX *ink = ink_of(pix, &halved);
	struct parts all = { 0 };

	if (ink != NULL)
		all = parts_of(ink);
	for (int i = 0; i < all.n; i++) {
		size = L_MAX(all.part[i].w, all.part[i].h);
		if (size < LETTER_PX_MIN || size > LETTER_PX_MAX ||
		    size > 4 * L_MIN(all.part[i].w, all.part[i].h))
			continue;
		seen[size]++;
		n++;
	}
	parts_free(&all);
	pixDestroy(&ink);
	if (n < LETTERS_MIN)
		return 0;
	for (size = 0; 2 * (below + seen[size]) < n; size++)
		below += seen[size];
	return size * halved;
}

int32_t
resolution_of(struct Pix *pix, int32_t dpi)
{
	double w = pixGetWidth(pix), h = pixGetHeight(pix), px, guess;
	double longest = fmax(w, h), shortest = fmin(w, h);

	if (dpi > 0 && resolution_is_sheet(longest / dpi, shortest / dpi))
		return dpi;
	px = letter_px(pix);
	if (px == 0)
		return dpi;
	if (dpi > 0 && px * 72 >= LETTER_PT_MIN * dpi &&
	    px * 72 <= LETTER_PT_MAX * dpi)
		return dpi;
	guess = px * 72 / LETTER_PT;
	/* A whole sheet is measured better by its edges than by its type. */
	for (size_t i = 0; i < SHEETS; i++) {
		double by_sheet = longest / sheets[i].longest;

		if (near(shortest / by_sheet, sheets[i].shortest) &&
		    by_sheet > guess / 1.4 && by_sheet < guess * 1.4)
			return (int32_t)lround(by_sheet);
	}
	return (int32_t)lround(guess);
}
