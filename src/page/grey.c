#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/grey.h"

#define WORD 4		/* pixels */
#define AT_ONCE 16	/* bytes of a vector: loops so long become one of it */

#if defined(__SSE2__)

/* Sixteen pixels: of word k the first is bit 4 k + 3, the last bit 4 k. */
static inline uint32_t
sixteen_below(const uint32_t *p, __m128i level)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i reach = _mm_cmpeq_epi8(_mm_max_epu8(x, level), x);

	return (uint32_t)_mm_movemask_epi8(reach) ^ 0xffff;
}

/* So many words of bits, of eight times as many of pixels. */
static void
words_below(const uint32_t *from, int words, int level, uint32_t *to)
{
	__m128i least = _mm_set1_epi8((char)level);

	for (int i = 0; i < words; i++, from += 8) {
		uint32_t bits = sixteen_below(from + 4, least) << 16 |
		    sixteen_below(from, least);

		/* The first word's four come first. */
		bits = __builtin_bswap32(bits);
		to[i] = (bits & 0x0f0f0f0f) << 4 | (bits >> 4 & 0x0f0f0f0f);
	}
}

#else

#define EACH UINT64_C(0x0101010101010101)	/* of eight bytes */
#define HIGH (0x80 * EACH)

/*
 * Eight pixels, one bit each.  What lies below is told of the bytes' lower
 * seven bits by a subtraction that cannot borrow, and then by the high ones.
 * The product brings the bits together: byte i's to bit 56 + i.
 */
static inline uint32_t
eight_below(const uint32_t p[static 2], uint64_t low, bool high)
{
	uint64_t x = (uint64_t)p[0] << 32 | p[1];
	uint64_t above = (x | HIGH) - low;
	uint64_t below = ~(high ? x & above : x | above) & HIGH;

	return (uint32_t)((below >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

static void
words_below(const uint32_t *from, int words, int level, uint32_t *to)
{
	uint64_t low = EACH * (uint64_t)(level & 0x7f);
	bool high = level > 0x7f;

	for (int i = 0; i < words; i++, from += 8)
		to[i] = eight_below(from, low, high) << 24 |
		    eight_below(from + 2, low, high) << 16 |
		    eight_below(from + 4, low, high) << 8 |
		    eight_below(from + 6, low, high);
}

#endif

/* What is left of a row: `n` pixels, fewer than 32. */
static uint32_t
last_below(const uint32_t *from, int n, int level)
{
	uint32_t word = 0;

	for (int i = 0; i < n; i++)
		if (GET_DATA_BYTE(from, i) < level)
			word |= 0x80000000 >> i;
	return word;
}

struct Pix *
grey_below(struct Pix *grey, int level)
{
	int w = pixGetWidth(grey), words = w / 32;
	PIX *out = pixCreate(w, pixGetHeight(grey), 1);

	for (int y = 0; out != NULL && y < pixGetHeight(grey); y++) {
		const uint32_t *from = pix_row(grey, y);
		uint32_t *to = pix_row(out, y);

		words_below(from, words, level, to);
		if (w % 32 != 0)
			to[words] = last_below(from + 8 * words, w % 32,
			    level);
	}
	return out;
}

/* Each byte the lighter of two.  In what order a word has them is no matter. */
static void
lighten(uint8_t *restrict to, const uint8_t *restrict from, size_t n)
{
	for (; n >= AT_ONCE; n -= AT_ONCE, to += AT_ONCE, from += AT_ONCE)
		for (int i = 0; i < AT_ONCE; i++)
			to[i] = to[i] > from[i] ? to[i] : from[i];
	for (size_t i = 0; i < n; i++)
		to[i] = to[i] > from[i] ? to[i] : from[i];
}

static uint8_t
lightest(const uint8_t *p, int n)
{
	uint8_t most = 0;

	for (int i = 0; i < n; i++)
		most = p[i] > most ? p[i] : most;
	return most;
}

struct Pix *
grey_lightest(struct Pix *grey, int side)
{
	int w = pixGetWidth(grey) / side, h = pixGetHeight(grey) / side;
	size_t n = (size_t)w * (size_t)side;
	uint8_t *all;
	PIX *out;

	if (w == 0 || h == 0)	/* less than a square */
		return pixScaleGrayMinMax(grey, side, side, L_CHOOSE_MAX);
	if ((out = pixCreate(w, h, 8)) == NULL)
		return NULL;
	all = xcalloc(n, 1);
	for (int y = 0; y < h; y++) {
		memset(all, 0, n);
		for (int i = 0; i < side; i++)
			lighten(all, (const uint8_t *)pix_row(grey,
			    y * side + i), n);
		for (int x = 0; x < w; x++)
			SET_DATA_BYTE(pix_row(out, y), x,
			    lightest(all + x * side, side));
	}
	free(all);
	return out;
}

/* False: no memory. */
static bool
map_of(int black, int white, uint8_t ret_map[static 256])
{
	NUMA *map = numaGammaTRC(1.0f, black, white);
	bool made = map != NULL;
	int value = 0;

	for (int i = 0; i < 256 && map != NULL; i++) {
		(void)numaGetIValue(map, i, &value);
		ret_map[i] = (uint8_t)value;
	}
	numaDestroy(&map);
	return made;
}

struct Pix *
grey_stretched(struct Pix *grey, int black, int white)
{
	size_t n = (size_t)pixGetWpl(grey) * (size_t)pixGetHeight(grey);
	const uint32_t *from = pixGetData(grey);
	uint32_t *to;
	uint8_t map[256];
	PIX *out;

	if (black == 0 && white == 255)
		return pixCopy(NULL, grey);
	if (!map_of(black, white, map) ||
	    (out = pixCreateTemplate(grey)) == NULL)
		return NULL;
	to = pixGetData(out);
	for (size_t i = 0; i < n; i++)
		to[i] = word_of_bytes(map[from[i] >> 24],
		    map[from[i] >> 16 & 255], map[from[i] >> 8 & 255],
		    map[from[i] & 255]);
	(void)pixSetPadBits(out, 0);
	return out;
}

static void
darken(uint8_t *restrict to, const uint8_t *restrict from, size_t n)
{
	for (; n >= AT_ONCE; n -= AT_ONCE, to += AT_ONCE, from += AT_ONCE)
		for (int i = 0; i < AT_ONCE; i++)
			to[i] = to[i] < from[i] ? to[i] : from[i];
	for (size_t i = 0; i < n; i++)
		to[i] = to[i] < from[i] ? to[i] : from[i];
}

/* The darkest of each pixel of row y and those above and below it. */
static void
darkest_of_rows(PIX *grey, int y, uint32_t *to)
{
	size_t n = (size_t)pixGetWpl(grey) * WORD;

	memcpy(to, pix_row(grey, y), n);
	if (y > 0)
		darken((uint8_t *)to, (const uint8_t *)pix_row(grey, y - 1), n);
	if (y + 1 < pixGetHeight(grey))
		darken((uint8_t *)to, (const uint8_t *)pix_row(grey, y + 1), n);
}

/* Of a row and its pixels left and right; `byte` has room on both sides. */
static void
darkest_beside(uint32_t *row, int w, int wpl, uint8_t *byte, uint8_t *darkest)
{
	bytes_of_words(row, wpl, byte);
	byte[-1] = byte[w] = UINT8_MAX;
	memcpy(darkest, byte, (size_t)w);
	darken(darkest, byte - 1, (size_t)w);
	darken(darkest, byte + 1, (size_t)w);
	words_of_bytes(darkest, wpl, row);
}

struct Pix *
grey_darkest(struct Pix *grey, bool beside)
{
	int w = pixGetWidth(grey), wpl = pixGetWpl(grey);
	PIX *out = pixCreateTemplate(grey);
	uint8_t *byte = xcalloc((size_t)wpl + 2, WORD);
	uint8_t *darkest = xcalloc((size_t)wpl, WORD);

	for (int y = 0; y < pixGetHeight(grey) && out != NULL; y++) {
		darkest_of_rows(grey, y, pix_row(out, y));
		if (beside)
			darkest_beside(pix_row(out, y), w, wpl, byte + WORD,
			    darkest);
	}
	if (out != NULL)
		(void)pixSetPadBits(out, 0);
	free(darkest);
	free(byte);
	return out;
}
