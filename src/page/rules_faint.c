#include <stdbool.h>

#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/grey.h"
#include "page/mask.h"
#include "page/mm.h"
#include "page/parts.h"
#include "page/rules.h"

/*
 * A line thinner than a pixel comes out paler than type, and of a slanted one
 * the ink holds but pieces.  As pale as that are shade, bleeding and the rims
 * of letters as well: only what runs from one line to another is taken, as the
 * lines of tables do.
 */

#define FAINT 225		/* darker than that may be a thin line */
#define FAINTER 238		/* .. or a piece of one that is known */
#define PIECE_MM 3.0		/* such a piece, as long at least */
#define BRIDGE_MM 3.0		/* from one piece to the next */
#define HELD_MM 1.0		/* so near another line it ends on it */
#define EDGE_MM 5.0		/* of the sheet: shadows of its edge */
#define FIRM 150		/* darker than that is type */
#define LETTER_MIN_MM 0.8
#define LETTER_MAX_MM 9.0
#define LETTERS_MANY 60		/* as pale as that, on a sound page */
#define INKED_MAX 0.3		/* of it, at most */
#define SHADE 247		/* darker over so many px .. */
#define STROKE_MAX 13	/* .. is no stroke of type */
#define SHADE_RIM 9		/* px; its edge is half as far off */
#define ROUNDS 3		/* what was held by a loose line is loose */

/* Long lines across, with those that are `known`; NULL: there are none. */
static PIX *
long_lines(PIX *ink, PIX *known, int32_t dpi)
{
	int edge = mm_px(EDGE_MM, dpi);
	PIX *out = ink == NULL || known == NULL ? NULL :
	    rules_whole(ink, dpi, RULE_LONG_MM);

	if (out == NULL)
		return NULL;
	(void)pixSetOrClearBorder(out, edge, edge, edge, edge, PIX_CLR);
	(void)pixOr(out, out, known);
	if (mask_is_empty(out))
		pixDestroy(&out);
	return out;
}

/* Such lines with the pieces that go on from them. */
static PIX *
with_pieces(PIX *lines, PIX *ink, int32_t dpi)
{
	PIX *some = ink == NULL ? NULL : rules_whole(ink, dpi, PIECE_MM);
	PIX *out = NULL;

	if (some != NULL) {
		(void)pixOr(some, some, lines);
		/* A slanted line goes from row to row. */
		brick_grow(some, 1, 3);
		out = brick_close(some, mm_px(BRIDGE_MM, dpi), 1);
	}
	if (out != NULL)
		parts_touching(out, lines, true);
	pixDestroy(&some);
	return out;
}

/*
 * Drop the lines that do not run from one of the others, which cross them, to
 * another; all of them for want of memory.  `others` lie as `lines` do once
 * they are turned, right or left.  True if any is gone.
 */
static bool
drop_loose(PIX *lines, PIX *others, bool right, int32_t dpi)
{
	int far = mm_px(HELD_MM, dpi), n, x, y, w, h;
	PIX *walls = mask_turn(others, right), *comp;
	PIXA *comps = NULL;
	BOXA *boxes = walls == NULL ? NULL : pixConnComp(lines, &comps, 8);
	bool dropped;

	n = boxes == NULL ? 0 : boxaGetCount(boxes);
	/* Leptonica leaves out what it has no memory for. */
	dropped = boxes == NULL || pixaGetCount(comps) != n;
	if (dropped) {
		(void)pixClearAll(lines);
		n = 0;
	}
	for (int i = 0; i < n; i++) {
		(void)boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
		if (mask_has(walls, x - far, y - far, 2 * far, h + 2 * far) &&
		    mask_has(walls, x + w - far, y - far, 2 * far,
		    h + 2 * far))
			continue;
		comp = pixaGetPix(comps, i, L_CLONE);
		(void)pixRasterop(lines, x, y, w, h, PIX_SUBTRACT, comp, 0, 0);
		pixDestroy(&comp);
		dropped = true;
	}
	boxaDestroy(&boxes);
	pixaDestroy(&comps);
	pixDestroy(&walls);
	return dropped;
}

/* What is held at both ends; `down` has the page on its side. */
static void
add_held(struct rules *r, PIX *across, PIX *down, int32_t dpi)
{
	PIX *upright;
	bool again = true;

	for (int i = 0; i < ROUNDS && again; i++) {
		again = drop_loose(across, down, false, dpi);
		again = drop_loose(down, across, true, dpi) || again;
	}
	upright = mask_turn(down, false);
	if (upright != NULL) {
		(void)pixOr(r->across, r->across, across);
		(void)pixOr(r->down, r->down, upright);
	}
	pixDestroy(&upright);
}

/*
 * Are there letters as pale: another page's, which shines through, or noise?
 * Or no memory to tell?
 */
static bool
is_murky(PIX *grey, PIX *faint, int32_t dpi)
{
	int low = mm_px(LETTER_MIN_MM, dpi), high = mm_px(LETTER_MAX_MM, dpi);
	double size = (double)pixGetWidth(grey) * pixGetHeight(grey);
	int pixels = 0, letters = 0;
	bool told;
	PIX *firm = grey_below(grey, FIRM), *loose = NULL;
	struct parts all;

	(void)pixCountPixels(faint, &pixels, NULL);
	if (firm != NULL)
		loose = pixCopy(NULL, faint);
	told = loose != NULL;
	if (told) {
		parts_touching(loose, firm, false);
		all = parts_of(loose);
		for (int i = 0; i < all.n; i++)
			letters += all.part[i].w >= low &&
			    all.part[i].h >= low && all.part[i].w <= high &&
			    all.part[i].h <= high;
		parts_free(&all);
	}
	pixDestroy(&loose);
	pixDestroy(&firm);
	return !told || letters > LETTERS_MANY ||
	    pixels > INKED_MAX * size;
}

/* The long lines down, on the page's side. */
static PIX *
long_down(PIX *ink, PIX *known, int32_t dpi)
{
	PIX *side = mask_turn(ink, true), *lines = mask_turn(known, true);
	PIX *out = long_lines(side, lines, dpi);

	pixDestroy(&lines);
	pixDestroy(&side);
	return out;
}

/* What is dark over more than any stroke: its grain and edges are no lines. */
static PIX *
shade_of(PIX *grey)
{
	PIX *all = grey_below(grey, SHADE), *out;

	out = all == NULL ? NULL : brick_open(all, STROKE_MAX, STROKE_MAX);
	if (out != NULL)
		brick_grow(out, SHADE_RIM, SHADE_RIM);
	pixDestroy(&all);
	return out;
}

static PIX *
unshaded(PIX *grey, int level, PIX *shade)
{
	PIX *out = shade == NULL ? NULL : grey_below(grey, level);

	if (out != NULL)
		(void)pixSubtract(out, out, shade);
	return out;
}

/* The lines of such an ink that are held. */
static void
add_lines(struct rules *r, PIX *grey, PIX *ink, PIX *pale, int32_t dpi)
{
	PIX *across = long_lines(ink, r->across, dpi), *side, *a, *d;
	PIX *down = across == NULL ? NULL : long_down(ink, r->down, dpi);

	if (down != NULL && !is_murky(grey, ink, dpi)) {
		side = mask_turn(pale, true);
		a = with_pieces(across, pale, dpi);
		d = with_pieces(down, side, dpi);
		if (a != NULL && d != NULL)
			add_held(r, a, d, dpi);
		pixDestroy(&d);
		pixDestroy(&a);
		pixDestroy(&side);
	}
	pixDestroy(&down);
	pixDestroy(&across);
}

/* Are there long lines both ways?  Most pages are spared the rest. */
static bool
may_hold(const struct rules *r, PIX *grey, int32_t dpi)
{
	PIX *ink = grey_below(grey, FAINT);
	PIX *across = long_lines(ink, r->across, dpi);
	PIX *down = across == NULL ? NULL : long_down(ink, r->down, dpi);
	bool yes = down != NULL;

	pixDestroy(&down);
	pixDestroy(&across);
	pixDestroy(&ink);
	return yes;
}

void
rules_add_faint(struct rules *r, struct Pix *grey, int32_t dpi)
{
	PIX *shade = may_hold(r, grey, dpi) ? shade_of(grey) : NULL;
	PIX *ink = unshaded(grey, FAINT, shade);
	PIX *pale = unshaded(grey, FAINTER, shade);

	if (ink != NULL && pale != NULL)
		add_lines(r, grey, ink, pale, dpi);
	pixDestroy(&pale);
	pixDestroy(&ink);
	pixDestroy(&shade);
}
