#include <stdbool.h>
#include <stdint.h>

#include <leptonica/allheaders.h>

#include "page/mask.h"

/*
 * A quarter turn is a transposition, of 32 x 32 pixels at a time, with rows
 * taken or put in the opposite order.  Of masks and of pages many such squares
 * are empty.
 */

#define WORD 32		/* pixels; the first of them is the highest bit */

/* Of squares of 2 * n that of n at the upper right and lower left change. */
static inline void
swap_squares(uint32_t square[static WORD], int n, uint32_t mask)
{
	for (int i = 0; i < WORD; i += 2 * n)
		for (int k = i; k < i + n; k++) {
			uint32_t t = (square[k] ^ square[k + n] >> n) & mask;

			square[k] ^= t;
			square[k + n] ^= t << n;
		}
}

static void
transpose(uint32_t square[static WORD])
{
	swap_squares(square, 16, 0x0000ffff);
	swap_squares(square, 8, 0x00ff00ff);
	swap_squares(square, 4, 0x0f0f0f0f);
	swap_squares(square, 2, 0x33333333);
	swap_squares(square, 1, 0x55555555);
}

/* The words of 32 rows from `first` on, by `step`; false: all are empty. */
static bool
take(PIX *pix, int word, int first, int step, uint32_t square[static WORD])
{
	const uint32_t *data = pixGetData(pix) + word;
	uint32_t any = 0;
	int wpl = pixGetWpl(pix), h = pixGetHeight(pix);

	for (int i = 0, y = first; i < WORD; i++, y += step) {
		square[i] = y < 0 || y >= h ? 0 :
		    data[(size_t)y * (size_t)wpl];
		any |= square[i];
	}
	return any != 0;
}

static void
put(PIX *pix, int word, int first, int step,
    const uint32_t square[static WORD])
{
	uint32_t *data = pixGetData(pix) + word;
	int wpl = pixGetWpl(pix), h = pixGetHeight(pix);

	for (int i = 0, y = first; i < WORD; i++, y += step)
		if (y >= 0 && y < h)
			data[(size_t)y * (size_t)wpl] = square[i];
}

struct Pix *
mask_turn(struct Pix *mask, bool right)
{
	int w = pixGetWidth(mask), h = pixGetHeight(mask);
	PIX *out = pixCreate(h, w, 1);
	uint32_t square[WORD];

	for (int y = 0; y < h && out != NULL; y += WORD)
		for (int x = 0; x < w; x += WORD) {
			if (!take(mask, x / WORD, right ? h - 1 - y : y,
			    right ? -1 : 1, square))
				continue;
			transpose(square);
			put(out, y / WORD, right ? x : w - 1 - x,
			    right ? 1 : -1, square);
		}
	return out;
}
