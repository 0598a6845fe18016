#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/clean.h"
#include "page/grey.h"

/*
 * The other side of a thin sheet, which shines through.  It is paler than what
 * is printed on this one, as a grey stamp is too; but it is mirrored.  Figures
 * and capitals may look so too, and all does on a page that lies upside
 * down: so this side's own ink must be there, and must not.  And what stands
 * beside other print keeps away from it, as the other side does not.  What is
 * nearly as dark as ink, or mostly beside ink, is worn or blurred print, whose
 * letters broken in pieces look mirrored as often as not.
 */

#define DARK 110		/* the page's own ink */
#define PALE 225		/* .. and paper, from here on */
#define RIM 5			/* pixels: grey that near to ink is its rim */
#define SHARE 0.005		/* of the page under pale ink, a page of type */
#define LEAST 0.25		/* of the pale ink: so much is this side's */
#define AROUND 15		/* pixels, ink and what is close to it */
#define CLOSE 0.5		/* of the page's share of pale ink, there */
#define BESIDE 0.6		/* of the pale ink, there; blurred print 0.85 */
#define DARKEST 0.05f		/* of the pale pixels, left grey */
#define BELOW 10		/* greys, so that these are white as well */
#define WORN 138		/* .. and no darker than that: paler than ink */

/* In place, without ink and its rim; false: no memory. */
static bool
part_from(PIX *some, PIX *dark)
{
	PIX *near = brick_dilate(dark, RIM, RIM);
	bool parted = near != NULL && pixSubtract(some, some, near) != NULL;

	pixDestroy(&near);
	return parted;
}

/* What is paler than ink, away from it. */
static PIX *
pale_ink(PIX *grey, PIX *dark)
{
	PIX *pale = grey_below(grey, PALE);

	if (pale != NULL && !part_from(pale, dark))
		pixDestroy(&pale);
	return pale;
}

/* Do its `n` pixels stand close to this side's ink too, and elsewhere? */
static bool
is_spread(PIX *pale, PIX *dark, int n, double share)
{
	PIX *around = brick_dilate(dark, AROUND, AROUND), *both = NULL;
	int area = 0, close = 0;

	if (around != NULL && part_from(around, dark) &&
	    (both = pixAnd(NULL, pale, around)) != NULL) {
		(void)pixCountPixels(around, &area, NULL);
		(void)pixCountPixels(both, &close, NULL);
	}
	pixDestroy(&both);
	pixDestroy(&around);
	return close > CLOSE * share * area && close < BESIDE * n;
}

float
clean_mirror_score(struct Pix *ink)
{
	float score = 0;

	return pixMirrorDetect(ink, &score, 1, 0) == 0 ? score : 0;
}

static bool
is_other_side(PIX *pale, PIX *dark, double all)
{
	int n = 0, own = 0;

	(void)pixCountPixels(pale, &n, NULL);
	(void)pixCountPixels(dark, &own, NULL);
	return n > SHARE * all && own > LEAST * n &&
	    is_spread(pale, dark, n, n / all) &&
	    clean_mirror_score(pale) <= CLEAN_MIRRORED &&
	    clean_mirror_score(dark) >= CLEAN_UNMIRRORED;
}

static int
darkest(PIX *grey, PIX *pale)
{
	NUMA *hist = pixGetGrayHistogramMasked(grey, pale, 0, 0, 1);
	float value = 0;

	if (hist != NULL)
		(void)numaHistogramGetValFromRank(hist, DARKEST, &value);
	numaDestroy(&hist);
	return (int)value;
}

int
clean_bleed(struct Pix *grey)
{
	PIX *dark = grey_below(grey, DARK);
	PIX *pale = dark == NULL ? NULL : pale_ink(grey, dark);
	double all = (double)pixGetWidth(grey) * pixGetHeight(grey);
	int least = 0;

	if (pale != NULL && is_other_side(pale, dark, all))
		least = darkest(grey, pale);
	pixDestroy(&pale);
	pixDestroy(&dark);
	return least >= WORN ? least - BELOW : 0;
}
