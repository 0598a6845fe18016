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

/* The grey that parts light from dark among what is darker than `below`. */
static int
parting(PIX *small, int below)
{
	int threshold = below / 2;
	NUMA *all = pixGetGrayHistogram(small, 1);
	NUMA *hist = all == NULL ? NULL :
	    numaClipToInterval(all, 0, below - 1);

	if (hist != NULL)
		(void)numaSplitDistribution(hist, 0.1f, &threshold, NULL, NULL,
		    NULL, NULL, NULL);
	numaDestroy(&hist);
	numaDestroy(&all);
	return threshold;
}

/*
 * The largest light component, its holes (the writing) filled.  NULL where
 * there are two, as of an open register: either may be the one that is wanted.
 */
static PIX *
sheet_mask(PIX *small, int threshold)
{
	int n, largest = 0, second = 0, area;
	PIX *light, *out = NULL;
	PIXA *comps = NULL;
	BOXA *boxes;
	BOX *b;

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

/*
 * Where a row or column is lit, seen from one side; -1: nowhere.  The outermost
 * pixel is left: shrunk, it is lit of a corner of it.
 */
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
			return side == LEFT || side == TOP ? j + 1 : j;
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
	PIX *outer = pixDilateBrick(NULL, mask, STEP, STEP), *inner = NULL;
	bool dark;

	if (outer != NULL) {
		(void)pixSubtract(outer, outer, mask);
		inner = pixDilateBrick(NULL, outer, STEP, STEP);
	}
	if (inner != NULL)
		(void)pixAnd(inner, inner, mask);
	dark = mean_under(small, rest) < DARKER * mean_under(small, mask) &&
	    mean_under(small, outer) < DARKER * mean_under(small, inner);
	pixDestroy(&outer);
	pixDestroy(&inner);
	pixDestroy(&rest);
	return dark;
}

/* A light quadrangle: what it covers, and its sides; empty: there is none. */
struct quad {
	BOX		*box;	/* px, shrunk */
	struct line	 side[SIDES];
};

/*
 * The sheet, if it is what is lighter than the threshold.  *ret_all: so is all
 * of the image.
 */
static struct quad
quad_above(PIX *small, int threshold, bool *ret_all)
{
	double all = (double)pixGetWidth(small) * pixGetHeight(small);
	PIX *mask = sheet_mask(small, threshold);
	struct quad q = { 0 };
	int area = 0;
	bool ok;

	*ret_all = false;
	if (mask == NULL || pixClipToForeground(mask, NULL, &q.box) != 0)
		goto out;
	(void)pixCountPixels(mask, &area, NULL);
	*ret_all = area >= SHEET_MAX * all;
	ok = area > SHEET_MIN * all && !*ret_all &&
	    area > 0.85 * q.box->w * q.box->h && dark_around(small, mask);
	for (int i = 0; i < SIDES && ok; i++)
		ok = fit(mask, q.box, (enum side)i, &q.side[i]);
	if (!ok)
		boxDestroy(&q.box);
out:
	pixDestroy(&mask);
	return q;
}

/* How many sides have both where the other has them? */
static int
sides_shared(const BOX *a, const BOX *b)
{
	int most = (int)(2 * STRAY * L_MAX(b->w, b->h));

	return (abs(a->x - b->x) <= most) + (abs(a->y - b->y) <= most) +
	    (abs(a->x + a->w - b->x - b->w) <= most) +
	    (abs(a->y + a->h - b->y - b->h) <= most);
}

/*
 * The quadrangle's corners: top left, top right, bottom left, bottom right.
 * Where the shadow of a hand or a telephone lies on it, it has two lights.
 * So what is darker than the first is looked at by itself: if some of it makes
 * a larger sheet with two of the same sides, then this is the whole one.
 */
static PTA *
corners(PIX *small)
{
	int threshold = parting(small, 256);
	bool all, rest;
	struct quad q = quad_above(small, threshold, &all), whole = { 0 };
	PTA *pta = NULL;

	if (!all)
		whole = quad_above(small, parting(small, threshold), &rest);
	if (whole.box != NULL &&
	    (q.box == NULL || sides_shared(q.box, whole.box) >= 2)) {
		boxDestroy(&q.box);
		q = whole;
	} else {
		boxDestroy(&whole.box);
	}
	if (q.box == NULL)
		return NULL;
	pta = ptaCreate(4);
	corner(&q.side[LEFT], &q.side[TOP], pta);
	corner(&q.side[RIGHT], &q.side[TOP], pta);
	corner(&q.side[LEFT], &q.side[BOTTOM], pta);
	corner(&q.side[RIGHT], &q.side[BOTTOM], pta);
	boxDestroy(&q.box);
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
