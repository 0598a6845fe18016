#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/bytes.h"
#include "page/clean.h"
#include "page/mask.h"
#include "page/mm.h"
#include "page/parts.h"

/*
 * What is dark and no writing: the scanner's lid beyond the sheet, punch
 * holes, specks.  Looked for at a quarter of the resolution, where there are
 * few components.
 */

#define SHRINK 4
#define SPECKS_MANY 200		/* fewer are dust */
#define SPECK_AWAY_MM 1.5	/* from the nearest letter */
#define GRAIN 0.5	/* a film's: half as thick away from letters as near */
#define GRAIN_MAX 6	/* pixels, the side of its largest clots */
#define GRAIN_BORNE 0.0015	/* of the paper: Tesseract reads between it */

/* A band along an edge: long, and thin enough to hold no column of text. */
static bool
is_edge(const BOX *b, int w, int h, double dpi)
{
	int bx, by, bw, bh, near = mm_px(1.5, dpi), thin = mm_px(8, dpi);

	(void)boxGetGeometry((BOX *)(uintptr_t)b, &bx, &by, &bw, &bh);
	if (bx <= near || bx + bw >= w - near)
		if (bw <= thin && bh >= h / 6)
			return true;
	if (by <= near || by + bh >= h - near)
		if (bh <= thin && bw >= w / 6)
			return true;
	return false;
}

/* Solid and touching an edge: a corner of the lid, a folded corner. */
static bool
is_corner(PIX *comp, const BOX *b, int w, int h, double dpi)
{
	int bx, by, bw, bh, near = mm_px(1, dpi), solid = 0;
	PIX *core;

	(void)boxGetGeometry((BOX *)(uintptr_t)b, &bx, &by, &bw, &bh);
	if (bx > near && by > near && bx + bw < w - near && by + bh < h - near)
		return false;
	core = pixErodeBrick(NULL, comp, mm_px(2.5, dpi), mm_px(2.5, dpi));
	if (core != NULL)
		(void)pixCountPixels(core, &solid, NULL);
	pixDestroy(&core);
	return solid > 0;
}

/* A filing hole: round, 4 to 8 mm, within 25 mm of an edge. */
static bool
is_hole(PIX *comp, const BOX *b, int w, int h, double dpi)
{
	int bx, by, bw, bh, area = 0, far = mm_px(25, dpi);

	(void)boxGetGeometry((BOX *)(uintptr_t)b, &bx, &by, &bw, &bh);
	if (bw < mm_px(4, dpi) || bw > mm_px(8, dpi) || bh < mm_px(4, dpi) ||
	    bh > mm_px(8, dpi) || abs(bw - bh) > mm_px(1, dpi))
		return false;
	if (bx > far && by > far && bx + bw < w - far && by + bh < h - far)
		return false;
	(void)pixCountPixels(comp, &area, NULL);
	return area > 0.7 * bw * bh;
}

/* At a quarter: what is dirt there. */
static PIX *
dark(PIX *small, double dpi)
{
	int w = pixGetWidth(small), h = pixGetHeight(small), n;
	PIXA *comps = NULL;
	BOXA *boxes;
	PIX *out, *comp;
	BOX *b;

	out = pixCreateTemplate(small);
	boxes = pixConnComp(small, &comps, 8);
	n = boxes == NULL || out == NULL ? 0 : boxaGetCount(boxes);
	for (int i = 0; i < n; i++) {
		b = boxaGetBox(boxes, i, L_CLONE);
		comp = pixaGetPix(comps, i, L_CLONE);
		if (is_edge(b, w, h, dpi) || is_corner(comp, b, w, h, dpi) ||
		    is_hole(comp, b, w, h, dpi)) {
			int x, y;

			(void)boxGetGeometry(b, &x, &y, NULL, NULL);
			(void)pixRasterop(out, x, y, pixGetWidth(comp),
			    pixGetHeight(comp), PIX_PAINT, comp, 0, 0);
		}
		pixDestroy(&comp);
		boxDestroy(&b);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&comps);
	return out;
}

static double
thickness(PIX *specks, PIX *area)
{
	int n = 0, all = 0;

	(void)pixCountPixels(specks, &n, NULL);
	(void)pixCountPixels(area, &all, NULL);
	return all == 0 ? 0 : (double)n / all;
}

/*
 * Are there as many far from letters as near?  Crumbs of letters that a copier
 * has broken lie near.
 */
static bool
is_grain(PIX *specks, PIX *near)
{
	PIX *beside = pixAnd(NULL, specks, near);
	PIX *away = pixSubtract(NULL, specks, near);
	PIX *far = pixInvert(NULL, near);
	bool yes = beside != NULL && away != NULL && far != NULL &&
	    thickness(away, far) > GRAIN * thickness(beside, near);

	pixDestroy(&far);
	pixDestroy(&away);
	pixDestroy(&beside);
	return yes;
}

/*
 * How large is what must go beside letters too?  With each size more of their
 * own dots and accents go: just so large that the larger specks, as they lie
 * away from letters, cover less than what can be borne.
 */
static int
grain_size(const struct parts *all, PIX *near, int most)
{
	int64_t area[GRAIN_MAX + 1] = { 0 }, left = 0;
	int size = most, covered = 0;
	double paper;

	for (int i = 0; i < all->n; i++) {
		const struct part *p = &all->part[i];
		int side = p->w > p->h ? p->w : p->h;

		if (side <= most && !GET_DATA_BIT(pix_row(near, p->y), p->x))
			area[side] += p->w * p->h;
	}
	(void)pixCountPixels(near, &covered, NULL);
	paper = (double)pixGetWidth(near) * pixGetHeight(near) - covered;
	while (size > 0 && (double)(left + area[size]) < GRAIN_BORNE * paper)
		left += area[size--];
	return size;
}

/* Adds what is no larger than `side` and beside letters. */
static void
add_grain(PIX *ink, int side, PIX *near, PIX *out)
{
	PIX *small, *large = mask_sift(ink, side, &small);

	if (large != NULL) {
		(void)pixAnd(small, small, near);
		(void)pixOr(out, out, small);
		pixDestroy(&small);
	}
	pixDestroy(&large);
}

/* Of a film's grain all goes, and clots of it; NULL: there is none. */
static PIX *
grain(PIX *ink, int side, int away, const struct parts *all)
{
	PIX *out, *large = mask_sift(ink, side, &out), *near;
	int size = 0;

	near = large == NULL ? NULL : brick_dilate(large, away, away);
	pixDestroy(&large);
	if (near != NULL && is_grain(out, near))
		size = grain_size(all, near, side);
	if (size > 0) {
		(void)pixSubtract(out, out, near);
		add_grain(ink, size, near, out);
	} else {
		pixDestroy(&out);
	}
	pixDestroy(&near);
	return out;
}

/* Those away from letters, whose thin strokes a copier may have broken. */
static PIX *
dust(PIX *ink, int side, int away)
{
	PIX *out, *large = mask_sift(ink, side, &out), *near;

	near = large == NULL ? NULL : brick_dilate(large, away, away);
	if (near != NULL)
		(void)pixSubtract(out, out, near);
	else
		pixDestroy(&out);
	pixDestroy(&near);
	pixDestroy(&large);
	return out;
}

/* Specks, if the page is strewn with them, and their grey rim. */
static PIX *
specks(PIX *ink, int32_t dpi, const struct parts *all)
{
	int side = dpi >= 280 ? 3 : 2;
	int away = 2 * mm_px(SPECK_AWAY_MM, dpi) + 1;
	PIX *out, *letters;

	if (parts_small(all, side) < SPECKS_MANY)
		return NULL;
	out = grain(ink, 2 * side, away, all);
	if (out == NULL)
		out = dust(ink, side, away);
	letters = out == NULL ? NULL : pixSubtract(NULL, ink, out);
	if (letters != NULL) {
		brick_grow(out, 3, 3);
		(void)pixSubtract(out, out, letters);
	} else {
		pixDestroy(&out);
	}
	pixDestroy(&letters);
	return out;
}

/* Of an image that one component fills from edge to edge, that component. */
static PIX *
filling(PIX *clip)
{
	PIXA *comps = NULL;
	BOXA *boxes = pixConnComp(clip, &comps, 8);
	int n = boxes == NULL ? 0 : boxaGetCount(boxes), w, h;
	PIX *out = NULL;

	for (int i = 0; i < n && out == NULL; i++) {
		(void)boxaGetBoxGeometry(boxes, i, NULL, NULL, &w, &h);
		if (w == pixGetWidth(clip) && h == pixGetHeight(clip))
			out = pixaGetPix(comps, i, L_CLONE);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&comps);
	return out;
}

/* Adds to `out` what is as small as a dot and walled in by the letter. */
static void
add_dots(PIX *ink, const struct part *letter, int dot, PIX *out)
{
	BOX box = { letter->x, letter->y, letter->w, letter->h, 1 };
	PIX *clip = pixClipRectangle(ink, &box, NULL);
	PIX *wall = clip == NULL ? NULL : filling(clip);
	PIX *walled = wall == NULL ? NULL : pixHolesByFilling(wall, 4), *small;

	if (walled != NULL)
		(void)pixAnd(walled, walled, clip);
	small = walled == NULL ? NULL : pixSelectBySize(walled, dot, dot, 8,
	    L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL);
	if (small != NULL) {
		brick_grow(small, 3, 3);	/* with its grey rim */
		(void)pixRasterop(out, box.x, box.y, box.w, box.h, PIX_PAINT,
		    small, 0, 0);
	}
	pixDestroy(&small);
	pixDestroy(&walled);
	pixDestroy(&wall);
	pixDestroy(&clip);
}

/* Is any as small as a dot within the letter's box?  Those begin below it. */
static bool
has_dot(const struct part *letter, const struct part *end, int dot)
{
	int right = letter->x + letter->w, below = letter->y + letter->h;

	for (const struct part *p = letter + 1; p < end && p->y < below; p++)
		if (p->w <= dot && p->h <= dot && p->y > letter->y &&
		    p->y + p->h < below && p->x > letter->x &&
		    p->x + p->w < right)
			return true;
	return false;
}

/*
 * The dot that typewriters and date stamps put into a nought, which Tesseract
 * then takes for a 9: ink that the ink of one letter walls in.  Each letter is
 * looked at once, however many it holds.
 */
static PIX *
dots(PIX *ink, int32_t dpi, const struct parts *all)
{
	int letter = mm_px(7, dpi), dot = mm_px(1, dpi);
	PIX *out = pixCreateTemplate(ink);

	for (int i = 0; i < all->n && out != NULL; i++) {
		const struct part *p = &all->part[i];

		if (p->w <= letter && p->h <= letter &&
		    has_dot(p, all->part + all->n, dot))
			add_dots(ink, p, dot, out);
	}
	return out;
}

/* Edges, corners and holes, found on the page at a quarter. */
static PIX *
dark_mask(PIX *ink, int32_t dpi)
{
	int right = -pixGetWidth(ink) & (SHRINK - 1);
	int below = -pixGetHeight(ink) & (SHRINK - 1);
	PIX *whole, *small, *found, *grown = NULL;

	/* The last rows and columns that make no whole 4 x 4 count too. */
	whole = pixAddBorderGeneral(ink, 0, right, 0, below, 0);
	/* Half the pixels of a 4 x 4 must be dark: thin lines vanish. */
	small = whole == NULL ? NULL : pixReduceRankBinaryCascade(whole, 2, 2,
	    0, 0);
	found = small == NULL ? NULL : dark(small, (double)dpi / SHRINK);
	if (found != NULL) {
		/* The shrinking lost up to a pixel of rim on each side. */
		brick_grow(found, 3, 3);
		grown = pixExpandReplicate(found, SHRINK);
	}
	pixDestroy(&found);
	pixDestroy(&small);
	pixDestroy(&whole);
	return grown;
}

/* Takes `found`, which may be NULL. */
static void
add(PIX *out, PIX *found)
{
	if (found != NULL)
		(void)pixRasterop(out, 0, 0, pixGetWidth(out),
		    pixGetHeight(out), PIX_PAINT, found, 0, 0);
	pixDestroy(&found);
}

struct Pix *
clean_dirt(struct Pix *ink, int32_t dpi)
{
	PIX *out = pixCreateTemplate(ink);
	struct parts all;

	if (out == NULL)
		return NULL;
	all = parts_of(ink);
	add(out, dark_mask(ink, dpi));
	add(out, specks(ink, dpi, &all));
	add(out, dots(ink, dpi, &all));
	parts_free(&all);
	return out;
}
