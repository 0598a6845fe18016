#ifndef GREFFIER_BYTES_H
#define GREFFIER_BYTES_H

#include <stdint.h>

#include <leptonica/allheaders.h>

#define PAPER 255	/* of greys; ink is 0 */

/* A row's words, whatever its pixels are. */
static inline uint32_t *
pix_row(PIX *pix, int y)
{
	return pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
}

/*
 * Leptonica packs four greys into a word, the first in its highest byte.  This
 * lays `words` of them out as bytes, in the order in which they stand on the
 * page; words_of_bytes packs them again.
 */
static inline void
bytes_of_words(const uint32_t *from, int words, uint8_t *to)
{
	for (int i = 0; i < words; i++, to += 4) {
		to[0] = (uint8_t)(from[i] >> 24);
		to[1] = (uint8_t)(from[i] >> 16);
		to[2] = (uint8_t)(from[i] >> 8);
		to[3] = (uint8_t)from[i];
	}
}

/*
 * What lies between four neighbours, x sixteenths to the right and y down: two
 * in a row, `upper`, the left one in the low byte, and the two below, `lower`.
 * `half` is 128 to round to the nearest byte, 0 to round down.  All is reckoned
 * in 16 bits, of which a vector holds twice as many as of 32: what wraps on the
 * way wraps back, for the result fits.
 */
static inline uint8_t
byte_mixed(uint16_t upper, uint16_t lower, uint16_t x, uint16_t y,
    uint16_t half)
{
	uint16_t a = upper & 255, b = upper >> 8;
	uint16_t c = lower & 255, d = lower >> 8;
	uint16_t over = (uint16_t)(16 * a + x * (b - a));
	uint16_t under = (uint16_t)(16 * c + x * (d - c));

	return (uint8_t)((uint16_t)(16 * over + y * (under - over) + half) >>
	    8);
}

static inline uint32_t
word_of_bytes(uint8_t a, uint8_t b, uint8_t c, uint8_t d)
{
	return (uint32_t)a << 24 | (uint32_t)b << 16 | (uint32_t)c << 8 | d;
}

static inline void
words_of_bytes(const uint8_t *from, int words, uint32_t *to)
{
	for (int i = 0; i < words; i++, from += 4)
		to[i] = word_of_bytes(from[0], from[1], from[2], from[3]);
}

#endif /* GREFFIER_BYTES_H */
