#ifndef GREFFIER_COLOUR_H
#define GREFFIER_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

struct Pix;

/*
 * Colours as greys, two of them.  A page is read from what an eye sees of each
 * pixel.  Beside that goes the lightest of its three colours, where there are
 * any: in it ink of any colour is pale, and black type is black.
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

/* How much paler than seen is coloured: less is a lens's. */
#define COLOUR_GAIN 36
/* One of so many pixels is, at least, where there is a stamp on the page. */
#define COLOUR_PART 4000

/*
 * Of two images of a size, 8 bpp: how much paler each pixel is than it is seen,
 * 8 bpp as well, the caller's; NULL: no memory.
 */
struct Pix	*colour_gain(struct Pix *seen, struct Pix *lightest);
/* 1 bpp, the caller's, where that is so much at least; NULL: no memory. */
struct Pix	*colour_mask(struct Pix *gain, int least);

/*
 * Larger than A3 at 600 dpi is read as it is seen: of 200 M pixels the colours
 * would take twice the memory and several times the time of all the rest.
 */
#define COLOUR_PIXELS_MAX 80000000

/*
 * Is there as much of that as one small stamp has, on a page that is not too
 * large for it to be looked at?  No, too, without memory.
 */
bool		 colour_is_there(struct Pix *seen, struct Pix *lightest,
		    int least);

/*
 * Each of the greys of an image of 32 bpp, as new ones, 8 bpp, on white paper
 * where it is clear; NULL: no memory.
 */
struct Pix	*colour_seen_of(struct Pix *rgb);
struct Pix	*colour_lightest_of(struct Pix *rgb);

#endif /* GREFFIER_COLOUR_H */
