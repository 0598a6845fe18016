#ifndef GREFFIER_COLOUR_H
#define GREFFIER_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

struct Pix;

/*
 * A coloured page as two pages of grey.  It is read from the first, what an eye
 * sees of each pixel.  The second, where there are colours, is the lightest of
 * each pixel's red, green and blue: in it ink of any colour is pale, and black
 * type is black.
 */

/* ITU-R BT.601's weights, in 256 parts. */
static inline uint8_t
colour_seen(unsigned r, unsigned g, unsigned b)
{
	return (uint8_t)((r * 77 + g * 151 + b * 28) >> 8);
}

static inline uint8_t
colour_lightest(unsigned r, unsigned g, unsigned b)
{
	unsigned most = r > g ? r : g;

	return (uint8_t)(most > b ? most : b);
}

typedef uint8_t colour_grey(unsigned r, unsigned g, unsigned b);

/*
 * A row of pixels of 32 bits as greys, each by `of`.  Blue lies `low` bits from
 * the lowest, green and red in the bytes above it.  For a known `of` it is made
 * of vectors: loops of sixteen become one each.
 */
static inline void
colour_row(const uint32_t *restrict from, int w, int low, colour_grey *of,
    uint8_t *restrict to)
{
	for (; w >= 16; w -= 16, from += 16, to += 16)
		for (int i = 0; i < 16; i++)
			to[i] = of(from[i] >> (low + 16) & 255,
			    from[i] >> (low + 8) & 255, from[i] >> low & 255);
	for (int i = 0; i < w; i++)
		to[i] = of(from[i] >> (low + 16) & 255,
		    from[i] >> (low + 8) & 255, from[i] >> low & 255);
}

/* A pixel is coloured from so much paler than seen on: less is a lens's. */
#define COLOUR_GAIN 36
/* Where there is a stamp on a page, at least one of so many pixels is. */
#define COLOUR_PART 4000

/*
 * Of two images of a size, 8 bpp: how much paler each pixel is than it is seen,
 * 8 bpp as well, the caller's; NULL: no memory.
 */
struct Pix	*colour_gain(struct Pix *seen, struct Pix *lightest);
/* Where the gain is `least` or more: 1 bpp, the caller's; NULL: no memory. */
struct Pix	*colour_mask(struct Pix *gain, int least);

/*
 * Larger than A3 at 600 dpi is read as it is seen: of 200 M pixels the colours
 * would take twice the memory and several times the time of all the rest.
 */
#define COLOUR_PIXELS_MAX 80000000

/*
 * Is as much of a page coloured as one small stamp is?  False also where the
 * page is too large to be looked at, or there is no memory.
 */
bool		 colour_is_there(struct Pix *seen, struct Pix *lightest,
		    int least);
/* Is more than half of it as coloured as COLOUR_GAIN says?  No, without memory. */
bool		 colour_is_most(struct Pix *seen, struct Pix *lightest);

/*
 * The two greys of an image of 32 bpp: new, 8 bpp, white paper where the image
 * is clear; NULL: no memory.
 */
struct Pix	*colour_seen_of(struct Pix *rgb);
struct Pix	*colour_lightest_of(struct Pix *rgb);

#endif /* GREFFIER_COLOUR_H */
