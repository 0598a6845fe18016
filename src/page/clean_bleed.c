#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/clean.h"
#include "page/grey.h"

/*
 * The other side of a thin sheet, which shines through.  It is paler than what
 * is printed on this one, as a grey stamp is too; but it is mirrored.
 */

#define DARK 110		/* the page's own ink */
#define PALE 225		/* .. and paper, from here on */
#define RIM 5			/* pixels: grey that near to ink is its rim */
#define SHARE 0.005		/* of the page under pale ink, a page of type */
#define MIRRORED (-4.0f)	/* pixMirrorDetect's, of such; of others -3 */
#define DARKEST 0.05f		/* of the pale pixels, left grey */
#define BELOW 10		/* greys, so that these are white as well */

/* What is paler than ink, away from it. */
static PIX *
pale_ink(PIX *grey)
{
	PIX *dark = grey_below(grey, DARK), *pale = grey_below(grey, PALE);

	if (dark != NULL && pale != NULL) {
		brick_grow(dark, RIM, RIM);
		(void)pixSubtract(pale, pale, dark);
	} else {
		pixDestroy(&pale);
	}
	pixDestroy(&dark);
	return pale;
}

static bool
is_mirrored(PIX *pale)
{
	float conf = 0;

	return pixMirrorDetect(pale, &conf, 1, 0) == 0 && conf <= MIRRORED;
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
	PIX *pale = pale_ink(grey);
	double all = (double)pixGetWidth(grey) * pixGetHeight(grey);
	int n = 0, white = 0;

	if (pale != NULL)
		(void)pixCountPixels(pale, &n, NULL);
	if (n > SHARE * all && is_mirrored(pale))
		white = darkest(grey, pale) - BELOW;
	pixDestroy(&pale);
	return white > 0 ? white : 0;
}
