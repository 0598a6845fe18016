#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/grey.h"

/* How much lower each pixel of row y comes from. */
static void
lower_row(const float *grid, int across, int y, int w, float *restrict to)
{
	const float *above = grid + (ptrdiff_t)(y / GREY_BENT_STEP) * across;
	const float *below = above + across;
	float down = (float)(y % GREY_BENT_STEP) / GREY_BENT_STEP;

	for (int x = 0; x < w; x += GREY_BENT_STEP) {
		int node = x / GREY_BENT_STEP;
		float left = above[node] + down * (below[node] - above[node]);
		float right = above[node + 1] +
		    down * (below[node + 1] - above[node + 1]);

		for (int i = 0; i < GREY_BENT_STEP; i++)
			to[x + i] = left + (right - left) * (float)i /
			    GREY_BENT_STEP;
	}
}

/* What lies at height `from` of a column, between two of its pixels. */
static uint8_t
at_height(PIX *grey, int x, float from)
{
	int last = pixGetHeight(grey) - 1, above;
	float upper, lower;

	/* What is no number is not on it either. */
	if (!(from >= 0 && from <= (float)last))
		return PAPER;
	above = (int)from;
	upper = GET_DATA_BYTE(pix_row(grey, above), x);
	lower = GET_DATA_BYTE(pix_row(grey, L_MIN(above + 1, last)), x);
	return (uint8_t)(upper + (from - (float)above) * (lower - upper) +
	    0.5f);
}

struct Pix *
grey_bent(struct Pix *grey, const float *grid, int across)
{
	int w = pixGetWidth(grey);
	PIX *out = pixCreateTemplate(grey);
	float *lower;

	if (out == NULL)
		return NULL;
	lower = xcalloc((size_t)w + GREY_BENT_STEP, sizeof(*lower));
	for (int y = 0; y < pixGetHeight(grey); y++) {
		uint32_t *row = pix_row(out, y);

		lower_row(grid, across, y, w, lower);
		for (int x = 0; x < w; x++)
			SET_DATA_BYTE(row, x, at_height(grey, x, (float)y +
			    lower[x]));
	}
	free(lower);
	return out;
}
