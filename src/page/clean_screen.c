#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/bytes.h"
#include "page/clean.h"
#include "page/grey.h"
#include "page/mask.h"
#include "page/mm.h"

/*
 * Grey that a printer, a fax or a copier has made of dots, a shaded cell or a
 * whole page: between its letters there is no white at all, where type on paper
 * has some within a line's height, and where it is palest it changes between
 * black and white every few pixels.  It is made grey again, and then paper.
 *
 * Looked for by tiles of 8 x 4 pixels, four of them beside each other in a word
 * of the ink, and for the palest by tiles of twice that.
 */

#define TILE_W 8	/* px */
#define TILE_H 4
#define TILE_MAX 128	/* px, of the larger ones */
#define BLACK 64
#define INK 128		/* darker is a dot */
#define WHITE 192
#define NEITHER 0.02	/* of a page that is bilevel */
#define NO_WHITE_MM 4.0	/* each way, by small tiles: a line's height */
#define DOT_MM 0.17		/* of a screen's */
#define DOT_MAX_MM 0.22		/* .. in the mean; strokes of type are wider */
#define PALEST 0.25	/* of the tiles: there are no letters */
#define EVEN 0.68	/* standard deviations; by chance it would be 0.78 */
#define NOISE_MAX 0.2	/* dark: noise is paler */
#define SHADE_MAX 0.8	/* of these dark; more is for clean_bands */
#define SHADE_TO_PAPER 0.9	/* since some is darker than most */
#define PIECE 2048	/* px: sums of four bytes a pixel are kept of no more */

/* Of each tile: dark pixels, and how often dark and white change in rows. */
struct tiles {
	PIX	*dark, *changes;
	int	 scale;		/* of its sides */
};

/* How many bits are set in each byte. */
static uint32_t
bits_of_bytes(uint32_t w)
{
	w -= w >> 1 & 0x55555555;
	w = (w & 0x33333333) + (w >> 2 & 0x33333333);
	return (w + (w >> 4)) & 0x0f0f0f0f;
}

static void
count_tiles(PIX *ink, struct tiles *t)
{
	for (int y = 0; y < pixGetHeight(t->dark); y++) {
		uint32_t *dark = pix_row(t->dark, y);
		uint32_t *changes = pix_row(t->changes, y);

		for (int i = 0; i < TILE_H; i++) {
			const uint32_t *row = pix_row(ink, y * TILE_H + i);

			for (int j = 0; j < pixGetWpl(t->dark); j++) {
				dark[j] += bits_of_bytes(row[j]);
				changes[j] += bits_of_bytes(row[j] ^
				    row[j] >> 1);
			}
		}
	}
}

/* Whole words of tiles; false: none, or no memory. */
static bool
tiles_of(PIX *ink, struct tiles *ret)
{
	int w = pixGetWidth(ink) / (4 * TILE_W) * 4;
	int h = pixGetHeight(ink) / TILE_H;

	if (w == 0 || h == 0)
		return false;
	*ret = (struct tiles){ pixCreate(w, h, 8), pixCreate(w, h, 8), 1 };
	if (ret->dark == NULL || ret->changes == NULL)
		return false;
	count_tiles(ink, ret);
	return true;
}

static PIX *
sums_of_four(PIX *pix)
{
	int w = pixGetWidth(pix) / 2, h = pixGetHeight(pix) / 2;
	PIX *out = w == 0 || h == 0 ? NULL : pixCreate(w, h, 8);

	for (int y = 0; y < h && out != NULL; y++) {
		const uint32_t *a = pix_row(pix, 2 * y);
		const uint32_t *b = pix_row(pix, 2 * y + 1);
		uint32_t *to = pix_row(out, y);

		for (int x = 0; x < w; x++)
			SET_DATA_BYTE(to, x, GET_DATA_BYTE(a, 2 * x) +
			    GET_DATA_BYTE(a, 2 * x + 1) +
			    GET_DATA_BYTE(b, 2 * x) +
			    GET_DATA_BYTE(b, 2 * x + 1));
	}
	return out;
}

static bool
larger_tiles(struct tiles *t)
{
	PIX *dark = sums_of_four(t->dark);
	PIX *changes = sums_of_four(t->changes);

	pixDestroy(&t->dark);
	pixDestroy(&t->changes);
	*t = (struct tiles){ dark, changes, 2 * t->scale };
	return dark != NULL && changes != NULL;
}

/* Where tiles with ink go on for so long each way. */
static PIX *
without_white(const struct tiles *t, int32_t dpi)
{
	int w = mm_px(NO_WHITE_MM, (double)dpi / TILE_W);
	int h = mm_px(NO_WHITE_MM, (double)dpi / TILE_H);
	PIX *empty = grey_below(t->dark, 1);
	PIX *full = pixInvert(NULL, empty), *open;

	open = full == NULL ? NULL : brick_open(full, w, h);
	pixDestroy(&full);
	pixDestroy(&empty);
	return open;
}

/* Of a part's tiles with so many dark pixels: how many, and their changes. */
struct shade {
	int	n, with[TILE_MAX + 1];
	double	changes[TILE_MAX + 1];
};

static struct shade
shade_of(const struct tiles *t, PIX *part, int x0, int y0)
{
	struct shade sum = { 0 };

	for (int y = 0; y < pixGetHeight(part); y++) {
		const uint32_t *set = pix_row(part, y);
		const uint32_t *dark = pix_row(t->dark, y0 + y);
		const uint32_t *changes = pix_row(t->changes, y0 + y);

		for (int x = 0; x < pixGetWidth(part); x++) {
			int d = GET_DATA_BYTE(dark, x0 + x);

			if (!GET_DATA_BIT(set, x))
				continue;
			sum.n++;
			sum.with[d]++;
			sum.changes[d] += GET_DATA_BYTE(changes, x0 + x);
		}
	}
	return sum;
}

/* That share of it which is palest, where there are no letters. */
struct pale {
	double	n, dark, changes;	/* tiles, and pixels of these */
};

static struct pale
palest(const struct shade *s, double share)
{
	struct pale p = { 0 };

	for (int i = 0; i <= TILE_MAX && p.n < share * s->n; i++) {
		double some = fmin(s->with[i], share * s->n - p.n);

		if (some == 0)
			continue;
		p.n += some;
		p.dark += some * i;
		p.changes += some * s->changes[i] / s->with[i];
	}
	return p;
}

/* Strewn by chance, the palest tenth would lie further from most. */
static bool
is_even(const struct shade *s)
{
	struct pale least = palest(s, 0.1), most = palest(s, 0.4);
	double mean = most.dark / most.n;

	return mean - least.dark / least.n < EVEN * sqrt(mean);
}

/* How far dark and white, what is rarer of them, go on where it is palest. */
static bool
is_screen(const struct shade *s, int32_t dpi, int tile)
{
	struct pale p = palest(s, PALEST);
	double all = p.n * tile, rarer = fmin(p.dark, all - p.dark);

	return p.dark < SHADE_MAX * all &&
	    2 * rarer < DOT_MAX_MM * dpi / MM_PER_INCH * p.changes &&
	    (p.dark > NOISE_MAX * all || is_even(s));
}

/* The grey of most of it. */
static int
middle_of(PIX *grey, PIX *mask)
{
	NUMA *hist = pixGetGrayHistogramMasked(grey, mask, 0, 0, 1);
	float value = PAPER;

	if (hist != NULL)
		(void)numaHistogramGetValFromRank(hist, 0.5f, &value);
	numaDestroy(&hist);
	return (int)value;
}

/* So smooth that of its dots nothing is seen. */
static PIX *
smooth(PIX *grey, int radius)
{
	return pixBlockconvTiled(grey, radius, radius,
	    pixGetWidth(grey) / PIECE + 1, pixGetHeight(grey) / PIECE + 1);
}

/* As light as paper. */
static PIX *
lightened(PIX *even, PIX *mask)
{
	int white = (int)(SHADE_TO_PAPER * middle_of(even, mask));

	return grey_stretched(even, 0, white > 1 ? white : 1);
}

/* A corner, or some of an edge: clean_dirt knows it better. */
static bool
is_lid(PIX *part, int x, int y, const struct tiles *t)
{
	int w = pixGetWidth(part), h = pixGetHeight(part);
	int right = pixGetWidth(t->dark), below = pixGetHeight(t->dark);

	return (x == 0 || y == 0 || x + w == right || y + h == below) &&
	    2 * w < right && 2 * h < below;
}

/* In `out`, where `part` is set, whose first tile is that at x, y. */
static void
whiten(PIX *grey, PIX *part, int x, int y, const struct tiles *t, int radius,
    PIX *out)
{
	int w = TILE_W * t->scale, h = TILE_H * t->scale;
	BOX box = { x * w, y * h, pixGetWidth(part) * w,
	    pixGetHeight(part) * h, 1 };
	PIX *mask = pixScaleBinary(part, (float)w, (float)h);
	PIX *clip = mask == NULL ? NULL : pixClipRectangle(grey, &box, NULL);
	PIX *even = clip == NULL ? NULL : smooth(clip, radius), *light;

	pixDestroy(&clip);
	light = even == NULL ? NULL : lightened(even, mask);
	pixDestroy(&even);
	if (light != NULL)
		(void)pixCombineMaskedGeneral(out, light, mask, box.x,
		    box.y);
	pixDestroy(&light);
	pixDestroy(&mask);
}

/* *out is a copy of `grey`, or NULL before there is any screen. */
static void
whiten_screens(PIX *grey, const struct tiles *t, int32_t dpi, PIX **out)
{
	int tile = TILE_W * TILE_H * t->scale * t->scale, n, x, y;
	PIX *where = without_white(t, dpi), *part;
	BOXA *boxes = NULL;
	PIXA *parts = NULL;
	struct shade shade;

	if (where != NULL && !mask_is_empty(where))
		boxes = pixConnComp(where, &parts, 4);
	n = boxes == NULL ? 0 : boxaGetCount(boxes);
	for (int i = 0; i < n; i++) {
		(void)boxaGetBoxGeometry(boxes, i, &x, &y, NULL, NULL);
		if ((part = pixaGetPix(parts, i, L_CLONE)) == NULL)
			continue;
		shade = shade_of(t, part, x, y);
		if (!is_lid(part, x, y, t) && is_screen(&shade, dpi, tile)) {
			if (*out == NULL)
				*out = pixCopy(NULL, grey);
			if (*out != NULL)
				whiten(grey, part, x, y, t,
				    mm_px(DOT_MM, dpi), *out);
		}
		pixDestroy(&part);
	}
	pixaDestroy(&parts);
	boxaDestroy(&boxes);
	pixDestroy(&where);
}

/* Black and white, as faxes are. */
static bool
is_bilevel(PIX *grey)
{
	NUMA *hist = pixGetGrayHistogram(grey, 8);
	float between = 1, all = 0;

	if (hist != NULL && numaGetSum(hist, &all) == 0)
		(void)numaGetSumOnInterval(hist, BLACK, WHITE, &between);
	numaDestroy(&hist);
	return between < NEITHER * all;
}

struct Pix *
clean_screens(struct Pix *grey, int32_t dpi, bool *ret_found)
{
	PIX *ink = is_bilevel(grey) ? grey_below(grey, INK) : NULL;
	struct tiles t = { 0 };
	PIX *out = NULL;

	if (ink != NULL && tiles_of(ink, &t)) {
		whiten_screens(grey, &t, dpi, &out);
		if (larger_tiles(&t))
			whiten_screens(grey, &t, dpi, &out);
	}
	pixDestroy(&t.changes);
	pixDestroy(&t.dark);
	pixDestroy(&ink);
	*ret_found = out != NULL;
	return out != NULL ? out : pixClone(grey);
}
