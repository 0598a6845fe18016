#include <leptonica/allheaders.h>

#include "page/bytes.h"
#include "page/colour.h"

#define WORD 4		/* pixels */

/* Which of four pixels are coloured: one bit each, the first the highest. */
static uint32_t
four(uint32_t seen, uint32_t lightest, int gain)
{
	uint32_t bits = 0;

	for (int shift = 24; shift >= 0; shift -= 8)
		bits = bits << 1 | ((int)(lightest >> shift & 255) -
		    (int)(seen >> shift & 255) >= gain);
	return bits;
}

struct Pix *
colour_mask(struct Pix *seen, struct Pix *lightest, int gain)
{
	PIX *mask = pixCreate(pixGetWidth(seen), pixGetHeight(seen), 1);

	for (int y = 0; mask != NULL && y < pixGetHeight(seen); y++) {
		const uint32_t *dark = pix_row(seen, y);
		const uint32_t *pale = pix_row(lightest, y);
		uint32_t *to = pix_row(mask, y);

		for (int i = 0; i < pixGetWpl(seen); i++)
			if (dark[i] != pale[i])
				to[i / 8] |= four(dark[i], pale[i], gain) <<
				    (28 - i % 8 * WORD);
	}
	if (mask != NULL)
		(void)pixSetPadBits(mask, 0);
	return mask;
}

bool
colour_is_there(struct Pix *seen, struct Pix *lightest)
{
	PIX *mask = colour_mask(seen, lightest, COLOUR_GAIN);
	int n = 0;

	if (mask != NULL)
		(void)pixCountPixels(mask, &n, NULL);
	pixDestroy(&mask);
	return n > 0 && n >= pixGetWidth(seen) * pixGetHeight(seen) /
	    COLOUR_PART;
}

/* Clear pixels may hold any colour: they stand for paper. */
static PIX *
grey_of(PIX *rgb, uint8_t (*grey)(unsigned, unsigned, unsigned))
{
	unsigned clear = pixGetSpp(rgb) == 4 ? 0 : 255, alpha;
	int w = pixGetWidth(rgb), h = pixGetHeight(rgb), r, g, b;
	PIX *out = pixCreate(w, h, 8);

	for (int y = 0; y < h && out != NULL; y++) {
		const uint32_t *from = pix_row(rgb, y);
		uint32_t *to = pix_row(out, y);

		for (int x = 0; x < w; x++) {
			alpha = (from[x] & 255) | clear;
			extractRGBValues(from[x], &r, &g, &b);
			SET_DATA_BYTE(to, x, 255 - alpha + grey((unsigned)r,
			    (unsigned)g, (unsigned)b) * alpha / 255);
		}
	}
	return out;
}

struct Pix *
colour_seen_of(struct Pix *rgb)
{
	return grey_of(rgb, colour_seen);
}

struct Pix *
colour_lightest_of(struct Pix *rgb)
{
	return grey_of(rgb, colour_lightest);
}
