#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/clean.h"
#include "page/mask.h"

/*
 * Which way up?  Lines of type make the pixel counts of rows rise and fall
 * much more than those of columns, once skew is allowed for; then ascenders
 * outnumber descenders, in French as in English.  Both together cost a
 * fiftieth of reading the page.
 */

#define SIDE_MIN_PX 64
#define SKEW_MAX 12.0f	/* degrees, either way */
#define LYING 0.7	/* rows' score, of columns', to turn a page */
#define UP_MIN 6.0f	/* leptonica's normalised score, to turn it over */
#define STURDY_PX 3	/* of type_of: less is a scratch, dust or an l */

/*
 * How much the counts of neighbouring rows differ, of the width and by row, at
 * the skew that makes them differ most.
 */
static bool
rows_score(PIX *type, double *ret)
{
	double w = pixGetWidth(type);
	float angle, conf, score = 0;

	if (pixFindSkewSweepAndSearchScore(type, &angle, &conf, &score, 2, 1,
	    0, SKEW_MAX, 1, 0.1f) != 0 || !(score > 0))
		return false;
	*ret = score / w / w / pixGetHeight(type);
	return true;
}

/*
 * Do rows differ by `least` or more without any skew taken out?  Mostly they
 * do, and rows_score, which looks for the skew at a high price, is spared.
 */
static bool
rows_reach(PIX *type, double least)
{
	double w = pixGetWidth(type);
	float score = 0;

	return pixFindDifferentialSquareSum(type, &score) == 0 &&
	    score / w / w / pixGetHeight(type) >= least;
}

/* Type alone, at about 100 dpi: frames and tables have no way up. */
static PIX *
type_of(PIX *ink, int32_t dpi)
{
	PIX *small, *h, *v;

	small = dpi >= 280 ? pixReduceRankBinaryCascade(ink, 1, 2, 0, 0) :
	    dpi >= 180 ? pixReduceRankBinary2(ink, 1, NULL) :
	    pixCopy(NULL, ink);
	h = brick_open(small, 40, 1);
	v = brick_open(small, 1, 40);
	if (h != NULL && v != NULL) {
		(void)pixSubtract(small, small, h);
		(void)pixSubtract(small, small, v);
	}
	pixDestroy(&h);
	pixDestroy(&v);
	return small;
}

static bool
seems_to_lie(PIX *type)
{
	PIX *turned = type == NULL ? NULL : mask_turn(type, true);
	double rows = 0, columns = 0;
	bool known = turned != NULL && rows_score(turned, &columns) &&
	    !rows_reach(type, LYING * columns);

	if (known && !rows_score(type, &rows))
		rows = 0;
	pixDestroy(&turned);
	return known && rows < LYING * columns;
}

/*
 * A scratch down a page of few lines differs more from what is beside it than
 * the lines do: sturdier ink has to say so too.
 */
static bool
lies(PIX *ink, int32_t dpi)
{
	PIX *type, *sturdy;
	bool lie;

	if (pixGetWidth(ink) < SIDE_MIN_PX || pixGetHeight(ink) < SIDE_MIN_PX)
		return false;
	type = type_of(ink, dpi);
	lie = seems_to_lie(type);
	if (lie) {
		sturdy = pixSelectBySize(type, STURDY_PX, STURDY_PX, 8,
		    L_SELECT_IF_BOTH, L_SELECT_IF_GTE, NULL);
		lie = seems_to_lie(sturdy);
		pixDestroy(&sturdy);
	}
	pixDestroy(&type);
	return lie;
}

/*
 * Positive: more ascenders than descenders.  Leptonica's patterns fit type of
 * a certain size only, so they are tried at two: first at the one that costs
 * little, where half of the pages show that they stand.
 */
static bool
upside_down(PIX *ink)
{
	PIX *small = pixReduceRankBinary2(ink, 2, NULL);
	float small_up = 0;

	if (small != NULL)
		small_up = clean_up_score(small);
	pixDestroy(&small);
	if (small_up > UP_MIN)
		return false;
	return clean_up_score(ink) + small_up < -UP_MIN;
}

int32_t
clean_rotation(struct Pix *ink, int32_t dpi)
{
	int32_t rotation = 0;
	PIX *turned;

	if (lies(ink, dpi)) {
		turned = mask_turn(ink, true);
		rotation = 90;
	} else {
		turned = pixClone(ink);
	}
	if (turned != NULL && upside_down(turned))
		rotation += 180;
	pixDestroy(&turned);
	return rotation;
}
