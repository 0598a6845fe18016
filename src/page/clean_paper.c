#include <math.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "page/clean.h"
#include "page/grey.h"

/*
 * The sheet in a photograph.  Its four sides are fitted to the border between
 * light and dark, and the quadrangle they make is drawn out to a rectangle.
 * A scan that fills its image has no dark all round it, and is left alone.
 */

#define SHRINK 8
#define SIDES 4
#define SHEET_MIN 0.25		/* of the image's area */
#define SHEET_MAX 0.97
#define DARKER 0.75		/* of the sheet's light, what lies around it */
#define STEP 11			/* pixels, shrunk: five on each side of it */
#define STRAY 0.012		/* of the long side: still straight */
#define OTHER 0.25		/* of the largest's area: a second sheet */

enum side { LEFT, RIGHT, TOP, BOTTOM };

/* y = a x + b for top and bottom, x = a y + b for left and right. */
struct line {
	double a, b;
};

/*
 * The largest light component, its holes (the writing) filled.  NULL where
 * there are two, as of an open register: either may be the one that is wanted.
 */
static PIX *
sheet_mask(PIX *small)
{
	int threshold = 128, n, largest = 0, second = 0, area;
	PIX *light, *out = NULL;
	PIXA *comps = NULL;
	BOXA *boxes;
	NUMA *hist;
	BOX *b;

	hist = pixGetGrayHistogram(small, 1);
	(void)numaSplitDistribution(hist, 0.1f, &threshold, NULL, NULL, NULL,
	    NULL, NULL);
	numaDestroy(&hist);
	light = grey_below(small, threshold);
	(void)pixInvert(light, light);
	(void)pixOpenBrick(light, light, 5, 5);
	boxes = pixConnComp(light, &comps, 4);
	n = boxes == NULL ? 0 : boxaGetCount(boxes);
	for (int i = 0; i < n; i++) {
		PIX *comp = pixaGetPix(comps, i, L_CLONE);

		(void)pixCountPixels(comp, &area, NULL);
		second = L_MAX(second, L_MIN(area, largest));
		if (area > largest) {
			largest = area;
			b = boxaGetBox(boxes, i, L_CLONE);
			pixDestroy(&out);
			out = pixCreateTemplate(light);
			(void)pixRasterop(out, b->x, b->y, b->w, b->h,
			    PIX_SRC, comp, 0, 0);
			boxDestroy(&b);
		}
		pixDestroy(&comp);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&comps);
	pixDestroy(&light);
	if (second > OTHER * largest)
		pixDestroy(&out);
	if (out != NULL) {
		light = pixHolesByFilling(out, 4);
		(void)pixOr(out, out, light);
		pixDestroy(&light);
	}
	return out;
}

/* First lit pixel of a row or column, from one side; -1: none. */
static int
border_at(PIX *mask, enum side side, int at)
{
	int w = pixGetWidth(mask), h = pixGetHeight(mask);
	int n = side == LEFT || side == RIGHT ? w : h;
	l_uint32 lit = 0;

	for (int i = 0; i < n; i++) {
		int j = side == LEFT || side == TOP ? i : n - 1 - i;

		if (side == LEFT || side == RIGHT)
			(void)pixGetPixel(mask, j, at, &lit);
		else
			(void)pixGetPixel(mask, at, j, &lit);
		if (lit != 0)
			return side == LEFT || side == TOP ? j : j + 1;
	}
	return -1;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), by_value);
	return v[n / 2];
}

/*
 * A side through the middle eight tenths of its border, robust against a thumb:
 * medians of slopes and of offsets.  False: not straight.
 */
static bool
fit(PIX *mask, const BOX *b, enum side side, struct line *ret)
{
	enum { POINTS = 61 };
	int from = side == LEFT || side == RIGHT ? b->y : b->x;
	int length = side == LEFT || side == RIGHT ? b->h : b->w;
	double at[POINTS], value[POINTS], slope[POINTS], off[POINTS];
	double limit = STRAY * (b->w > b->h ? b->w : b->h);
	int n = 0, m, away = 0;

	for (int i = 0; i < POINTS; i++) {
		int p = from + length / 10 + i * (length * 8 / 10) / POINTS;
		int v = border_at(mask, side, p);

		if (v < 0)
			continue;
		at[n] = p;
		value[n++] = v;
	}
	if (n < POINTS / 2)
		return false;
	m = n / 2;
	for (int i = 0; i < m; i++)
		slope[i] = (value[i + n - m] - value[i]) /
		    (at[i + n - m] - at[i]);
	ret->a = median(slope, m);
	for (int i = 0; i < n; i++)
		off[i] = value[i] - ret->a * at[i];
	ret->b = median(off, n);
	for (int i = 0; i < n; i++)
		away += fabs(ret->a * at[i] + ret->b - value[i]) > limit;
	return away < n / 5 && fabs(ret->a) < 0.2;
}

/* Where a steep and a flat side meet, in pixels of the whole image. */
static void
corner(const struct line *steep, const struct line *flat, PTA *pta)
{
	double x = (steep->a * flat->b + steep->b) /
	    (1 - steep->a * flat->a);
	double y = flat->a * x + flat->b;

	(void)ptaAddPt(pta, (float)(x * SHRINK), (float)(y * SHRINK));
}

/* The mean grey under a mask; 255 where it is empty. */
static float
mean_under(PIX *small, PIX *mask)
{
	float mean = 255;
	int n = 0;

	if (mask != NULL)
		(void)pixCountPixels(mask, &n, NULL);
	if (n > 0)
		(void)pixGetAverageMasked(small, mask, 0, 0, 1,
		    L_MEAN_ABSVAL, &mean);
	return mean;
}

/*
 * Is it dark beyond each side that does not lie on the image's own edge, and at
 * once?  A page on which the light fades has no such step.
 */
static bool
dark_around(PIX *small, PIX *mask)
{
	PIX *rest = pixInvert(NULL, mask);
	PIX *inner = pixErodeBrick(NULL, mask, STEP, STEP);
	PIX *outer = pixDilateBrick(NULL, mask, STEP, STEP);
	bool dark;

	if (inner != NULL)
		(void)pixXor(inner, inner, mask);
	if (outer != NULL)
		(void)pixSubtract(outer, outer, mask);
	dark = mean_under(small, rest) < DARKER * mean_under(small, mask) &&
	    mean_under(small, outer) < DARKER * mean_under(small, inner);
	pixDestroy(&outer);
	pixDestroy(&inner);
	pixDestroy(&rest);
	return dark;
}

/* The quadrangle's corners: top left, top right, bottom left, bottom right. */
static PTA *
corners(PIX *small)
{
	double all = (double)pixGetWidth(small) * pixGetHeight(small);
	struct line side[SIDES];
	PTA *pta = NULL;
	BOX *b = NULL;
	PIX *mask;
	int area = 0;
	bool ok;

	mask = sheet_mask(small);
	if (mask == NULL || pixClipToForeground(mask, NULL, &b) != 0)
		goto out;
	(void)pixCountPixels(mask, &area, NULL);
	ok = area > SHEET_MIN * all && area < SHEET_MAX * all &&
	    area > 0.85 * b->w * b->h && dark_around(small, mask);
	for (int i = 0; i < SIDES && ok; i++)
		ok = fit(mask, b, (enum side)i, &side[i]);
	if (!ok)
		goto out;
	pta = ptaCreate(4);
	corner(&side[LEFT], &side[TOP], pta);
	corner(&side[RIGHT], &side[TOP], pta);
	corner(&side[LEFT], &side[BOTTOM], pta);
	corner(&side[RIGHT], &side[BOTTOM], pta);
out:
	boxDestroy(&b);
	pixDestroy(&mask);
	return pta;
}

static double
distance(PTA *pta, int i, int j)
{
	float x1, y1, x2, y2;

	(void)ptaGetPt(pta, i, &x1, &y1);
	(void)ptaGetPt(pta, j, &x2, &y2);
	return hypot(x2 - x1, y2 - y1);
}

static PIX *
rectified(PIX *grey, PTA *from)
{
	float w = (float)((distance(from, 0, 1) + distance(from, 2, 3)) / 2);
	float h = (float)((distance(from, 0, 2) + distance(from, 1, 3)) / 2);
	PTA *to = ptaCreate(4);
	float *c = NULL;
	PIX *out = NULL;

	(void)ptaAddPt(to, 0, 0);
	(void)ptaAddPt(to, w, 0);
	(void)ptaAddPt(to, 0, h);
	(void)ptaAddPt(to, w, h);
	/* No larger than the image, whatever its corners say. */
	if (getProjectiveXformCoeffs(to, from, &c) == 0)
		out = grey_projected(grey, c, L_MIN((int)w, pixGetWidth(grey)),
		    L_MIN((int)h, pixGetHeight(grey)));
	lept_free(c);
	ptaDestroy(&to);
	return out;
}

struct Pix *
clean_paper(struct Pix *grey, bool *ret_found)
{
	PIX *small, *out;
	PTA *from;

	*ret_found = false;
	if (pixGetWidth(grey) < 32 * SHRINK || pixGetHeight(grey) < 32 * SHRINK)
		return pixClone(grey);
	small = grey_lightest(grey, SHRINK);
	from = small == NULL ? NULL : corners(small);
	pixDestroy(&small);
	if (from == NULL)
		return pixClone(grey);
	out = rectified(grey, from);
	ptaDestroy(&from);
	*ret_found = out != NULL;
	return out;
}
