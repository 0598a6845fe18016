#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/clean.h"

/*
 * A page out of focus.  At the edge of a sharp letter half of the way from
 * paper to ink is gone from one pixel to the next; blurred by a pixel and a
 * third (all such figures are of a Gauss curve's sigma, at 200 dpi) three
 * tenths of it, by two pixels two.
 */

#define ROWS 8			/* one in so many is looked at */
#define BEFORE 4		/* pixels that an edge takes, on either side */
#define CONTRAST 60		/* less of it is no edge */
#define EDGES_MIN 150		/* fewer tell nothing */
#define SHARES 100
#define BLURRED 32		/* of them, at three edges of five */
#define AROUND 5		/* pixels, to each side, that are the blur */
#define MORE 3.0f		/* times what differs from it is added */

/* How much of an edge at `at` lies between two pixels; -1: there is none. */
static int
steepness(const uint8_t *at)
{
	int low = 255, high = 0;

	if ((at[0] < 128) == (at[1] < 128))
		return -1;
	for (int i = -BEFORE; i <= BEFORE + 1; i++) {
		low = L_MIN(low, at[i]);
		high = L_MAX(high, at[i]);
	}
	return high - low < CONTRAST ? -1 :
	    SHARES * abs(at[1] - at[0]) / (high - low);
}

static bool
is_blurred(PIX *grey)
{
	int w = pixGetWidth(grey), wpl = pixGetWpl(grey);
	int edges = 0, flat = 0;
	uint8_t *row = xcalloc((size_t)wpl, 4);

	for (int y = 0; y < pixGetHeight(grey); y += ROWS) {
		bytes_of_words(pix_row(grey, y), wpl, row);
		for (int x = BEFORE; x + BEFORE + 1 < w; x++) {
			int share = steepness(row + x);

			edges += share >= 0;
			flat += share >= 0 && share < BLURRED;
		}
	}
	free(row);
	return edges >= EDGES_MIN && 5 * flat > 3 * edges;
}

struct Pix *
clean_sharp(struct Pix *grey)
{
	return is_blurred(grey) ? pixUnsharpMaskingGray(grey, AROUND, MORE) :
	    pixClone(grey);
}
