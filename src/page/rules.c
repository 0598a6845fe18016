#include <errno.h>
#include <math.h>
#include <stdbool.h>

#include <leptonica/allheaders.h>

#include "page/rules.h"

#define MM_PER_INCH 25.4
#define LONG_MM 7.5	/* longer than any stroke or dash of type */
#define DASHED_MM 14	/* a line of pieces must show more of itself */
#define GAP_MM 2.2	/* between the pieces of a badly copied line */
#define THICK_MM 1.0	/* thicker is a band or a bar, not a line */
#define PAPER 255

static int
px(double mm, int32_t dpi)
{
	int n = (int)lround(mm * dpi / MM_PER_INCH);

	return n > 1 ? n : 1;
}

/* A page turned on its side has its columns as rows: one code for both. */
static PIX *
opened(PIX *pix, int length)
{
	return length <= 63 ? pixOpenCompBrickDwa(NULL, pix, length, 1) :
	    pixOpenCompBrickExtendDwa(NULL, pix, length, 1);
}

static PIX *
closed(PIX *pix, int length)
{
	/* Bricks of morphology by words want a border as wide. */
	return pixCloseSafeCompBrick(NULL, pix, length, 1);
}

/* Whole lines: long runs of ink that are not part of something thick. */
static PIX *
whole(PIX *ink, int32_t dpi)
{
	PIX *runs, *thick, *out;

	runs = opened(ink, px(LONG_MM, dpi));
	if (runs == NULL)
		return NULL;
	/* What is left after opening by more than a line's thickness. */
	thick = pixOpenBrick(NULL, runs, 1, px(THICK_MM, dpi) + 1);
	if (thick != NULL)
		(void)pixDilateBrick(thick, thick, 1, 3);
	out = thick == NULL ? NULL : pixSubtract(NULL, runs, thick);
	pixDestroy(&thick);
	pixDestroy(&runs);
	return out;
}

/* Lines of which a copier left pieces: flat components in a row. */
static PIX *
dashed(PIX *ink, int32_t dpi)
{
	int flat = px(0.5, dpi) > 3 ? px(0.5, dpi) : 3;
	PIX *pieces, *joined, *out;

	pieces = pixSelectBySize(ink, 0, flat, 8, L_SELECT_HEIGHT,
	    L_SELECT_IF_LTE, NULL);
	if (pieces == NULL)
		return NULL;
	joined = closed(pieces, px(GAP_MM, dpi));
	out = joined == NULL ? NULL : opened(joined, px(DASHED_MM, dpi));
	pixDestroy(&joined);
	pixDestroy(&pieces);
	return out;
}

static PIX *
across(PIX *ink, int32_t dpi)
{
	PIX *out, *more;

	out = whole(ink, dpi);
	more = dashed(ink, dpi);
	if (out != NULL && more != NULL)
		(void)pixOr(out, out, more);
	pixDestroy(&more);
	return out;
}

int
rules_find(struct Pix *ink, int32_t dpi, struct rules *ret)
{
	struct rules r = { 0 };
	PIX *turned, *down;

	r.across = across(ink, dpi);
	turned = pixRotateOrth(ink, 1);
	down = turned == NULL ? NULL : across(turned, dpi);
	pixDestroy(&turned);
	r.down = down == NULL ? NULL : pixRotateOrth(down, 3);
	pixDestroy(&down);
	if (r.across == NULL || r.down == NULL) {
		rules_free(&r);
		return -ENOMEM;
	}
	*ret = r;
	return 0;
}

void
rules_free(struct rules *r)
{
	pixDestroy(&r->across);
	pixDestroy(&r->down);
	*r = (struct rules){ 0 };
}

/* The lines of one direction and their grey rim. */
static void
erase(PIX *lines, int rim, bool is_across, PIX *grey, PIX *ink)
{
	PIX *mask, *rest, *bridged;
	int size = 2 * rim + 1;

	mask = pixDilateBrick(NULL, lines, is_across ? 1 : size,
	    is_across ? size : 1);
	rest = mask == NULL ? NULL : pixSubtract(NULL, ink, mask);
	/* A stroke cut by the line has ink on both of its sides. */
	bridged = rest == NULL ? NULL : pixCloseSafeBrick(NULL, rest,
	    is_across ? 1 : 3 * size, is_across ? 3 * size : 1);
	if (bridged != NULL) {
		(void)pixAnd(bridged, bridged, ink);
		(void)pixSubtract(mask, mask, bridged);
		(void)pixPaintThroughMask(grey, mask, 0, 0, PAPER);
		(void)pixSubtract(ink, ink, mask);
	}
	pixDestroy(&bridged);
	pixDestroy(&rest);
	pixDestroy(&mask);
}

void
rules_erase(const struct rules *r, int32_t dpi, struct Pix *grey,
    struct Pix *ink)
{
	int rim = dpi >= 250 ? 2 : 1;

	erase(r->across, rim, true, grey, ink);
	erase(r->down, rim, false, grey, ink);
}
