#include <math.h>
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

/* A page's bytes, row by row. */
static uint8_t *
bytes_of(PIX *grey, size_t stride)
{
	int h = pixGetHeight(grey);
	uint8_t *byte = xcalloc((size_t)h, stride);

	for (int y = 0; y < h; y++)
		bytes_of_words(pix_row(grey, y), pixGetWpl(grey),
		    byte + (size_t)y * stride);
	return byte;
}

struct Pix *
grey_bent(struct Pix *grey, const float *grid, int across)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey);
	size_t stride = 4 * (size_t)pixGetWpl(grey);
	PIX *out = pixCreateTemplate(grey);
	uint8_t *byte, *row;
	float *lower;

	if (out == NULL)
		return NULL;
	byte = bytes_of(grey, stride);
	row = xcalloc(stride, 1);
	lower = xcalloc((size_t)w + GREY_BENT_STEP, sizeof(*lower));
	for (int y = 0; y < h; y++) {
		lower_row(grid, across, y, w, lower);
		for (int x = 0; x < w; x++) {
			float from = (float)y + lower[x], part;
			const uint8_t *p;

			row[x] = PAPER;
			/* What is no number is not on it either. */
			if (!(from >= 0 && from < (float)(h - 1)))
				continue;
			part = from - floorf(from);
			p = byte + (size_t)from * stride + x;
			row[x] = (uint8_t)((float)p[0] +
			    part * (float)(p[stride] - p[0]) + 0.5f);
		}
		words_of_bytes(row, pixGetWpl(out), pix_row(out, y));
	}
	(void)pixSetPadBits(out, 0);
	free(lower);
	free(row);
	free(byte);
	return out;
}
