#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/colour.h"
#include "page/grey.h"

#define WORD 4		/* pixels */
#define AT_ONCE 16	/* bytes of a vector: loops so long become one of it */
#define BLUE 8		/* bits below it, in which leptonica has alpha */

static uint8_t
gain(uint8_t seen, uint8_t lightest)
{
	return (uint8_t)(lightest > seen ? lightest - seen : 0);
}

/* Greys of two images in one order, whichever it is. */
static void
gain_row(const uint8_t *restrict seen, const uint8_t *restrict lightest,
    int n, uint8_t *restrict to)
{
	for (; n >= AT_ONCE; n -= AT_ONCE, seen += AT_ONCE,
	    lightest += AT_ONCE, to += AT_ONCE)
		for (int i = 0; i < AT_ONCE; i++)
			to[i] = gain(seen[i], lightest[i]);
	for (int i = 0; i < n; i++)
		to[i] = gain(seen[i], lightest[i]);
}

struct Pix *
colour_gain(struct Pix *seen, struct Pix *lightest)
{
	PIX *out = pixCreateTemplate(seen);

	for (int y = 0; out != NULL && y < pixGetHeight(seen); y++)
		gain_row((const uint8_t *)pix_row(seen, y),
		    (const uint8_t *)pix_row(lightest, y),
		    pixGetWpl(seen) * WORD, (uint8_t *)pix_row(out, y));
	return out;
}

struct Pix *
colour_mask(struct Pix *gain, int least)
{
	PIX *mask = grey_below(gain, least);

	if (mask == NULL)
		return NULL;
	(void)pixInvert(mask, mask);
	(void)pixSetPadBits(mask, 0);
	return mask;
}

/* How many pixels are so much paler; 0 without memory. */
static int
coloured_pixels(PIX *seen, PIX *lightest, int least)
{
	PIX *gains = colour_gain(seen, lightest);
	PIX *mask = gains == NULL ? NULL : colour_mask(gains, least);
	int n = 0;

	if (mask != NULL)
		(void)pixCountPixels(mask, &n, NULL);
	pixDestroy(&mask);
	pixDestroy(&gains);
	return n;
}

bool
colour_is_there(struct Pix *seen, struct Pix *lightest, int least)
{
	int pixels = pixGetWidth(seen) * pixGetHeight(seen), n;

	if (pixels > COLOUR_PIXELS_MAX)
		return false;
	n = coloured_pixels(seen, lightest, least);
	return n > 0 && n >= pixels / COLOUR_PART;
}

bool
colour_is_most(struct Pix *seen, struct Pix *lightest)
{
	return coloured_pixels(seen, lightest, COLOUR_GAIN) >
	    pixGetWidth(seen) * pixGetHeight(seen) / 2;
}

/* How a row's pixels become greys. */
typedef void to_greys(const uint32_t *restrict from, int w,
    uint8_t *restrict to);

static void
seen_row(const uint32_t *restrict from, int w, uint8_t *restrict to)
{
	colour_row(from, w, BLUE, colour_seen, to);
}

static void
lightest_row(const uint32_t *restrict from, int w, uint8_t *restrict to)
{
	colour_row(from, w, BLUE, colour_lightest, to);
}

/* Clear pixels may hold any colour: they stand for paper. */
static void
lay_on_paper(const uint32_t *restrict from, int w, uint8_t *restrict grey)
{
	for (int x = 0; x < w; x++) {
		unsigned alpha = from[x] & 255;

		grey[x] = (uint8_t)(255 - alpha + grey[x] * alpha / 255);
	}
}

static PIX *
grey_of(PIX *rgb, to_greys *take)
{
	int w = pixGetWidth(rgb), wpl;
	PIX *out = pixCreate(w, pixGetHeight(rgb), 8);
	uint8_t *row;

	if (out == NULL)
		return NULL;
	wpl = pixGetWpl(out);
	row = xcalloc((size_t)wpl, WORD);
	for (int y = 0; y < pixGetHeight(rgb); y++) {
		take(pix_row(rgb, y), w, row);
		if (pixGetSpp(rgb) == 4)
			lay_on_paper(pix_row(rgb, y), w, row);
		words_of_bytes(row, wpl, pix_row(out, y));
	}
	free(row);
	return out;
}

struct Pix *
colour_seen_of(struct Pix *rgb)
{
	return grey_of(rgb, seen_row);
}

struct Pix *
colour_lightest_of(struct Pix *rgb)
{
	return grey_of(rgb, lightest_row);
}
