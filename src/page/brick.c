#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "page/brick.h"

/*
 * All is done in place, a word at a time: a pixel that holds what n pixels in a
 * row say takes in the one n further on, and then holds what 2 n say.  Pixels
 * ahead are read before they change if one goes forward, those behind if one
 * goes backward.
 */

#define WORD 32		/* pixels; the first of them is the highest bit */

struct words {
	uint32_t	*data;
	size_t		 wpl;	/* words of a row */
	size_t		 rows;
};

static struct words
words_of(PIX *pix)
{
	return (struct words){ pixGetData(pix), (size_t)pixGetWpl(pix),
	    (size_t)pixGetHeight(pix) };
}

/* The word that begins `n` (0 to 31) pixels behind the start of `first`. */
static uint32_t
between(uint32_t first, uint32_t second, size_t n)
{
	return (uint32_t)(((uint64_t)first << WORD | second) >> (WORD - n));
}

static void
and_right(uint32_t *row, size_t words, size_t n)
{
	size_t far = n / WORD, part = n % WORD, i;

	for (i = 0; i + far + 1 < words; i++)
		row[i] &= between(row[i + far], row[i + far + 1], part);
	for (; i < words; i++)
		row[i] &= i + far < words ? between(row[i + far], 0, part) : 0;
}

static void
or_right(uint32_t *row, size_t words, size_t n)
{
	size_t far = n / WORD, part = n % WORD, i;

	for (i = 0; i + far + 1 < words; i++)
		row[i] |= between(row[i + far], row[i + far + 1], part);
	if (i + far < words)
		row[i] |= between(row[i + far], 0, part);
}

static void
or_left(uint32_t *row, size_t words, size_t n)
{
	/* So many whole words back, and some pixels forward again. */
	size_t far = (n + WORD - 1) / WORD, part = far * WORD - n, i;

	for (i = words - 1; i >= far && i < words; i--)
		row[i] |= between(row[i - far], row[i - far + 1], part);
	if (far > 0 && far - 1 < words)
		row[far - 1] |= between(0, row[0], part);
}

#define AT_ONCE 4	/* words: a vector, where all are apart */

/* What is in both, or in either; where it is called, one of them. */
static inline void
join_rows(uint32_t *to, const uint32_t *from, size_t words, bool both)
{
	size_t i = 0;

	for (; i + AT_ONCE <= words; i += AT_ONCE) {
		uint32_t a[AT_ONCE], b[AT_ONCE];

		memcpy(a, to + i, sizeof(a));
		memcpy(b, from + i, sizeof(b));
		for (int j = 0; j < AT_ONCE; j++)
			a[j] = both ? a[j] & b[j] : a[j] | b[j];
		memcpy(to + i, a, sizeof(a));
	}
	for (; i < words; i++)
		to[i] = both ? to[i] & from[i] : to[i] | from[i];
}

static void
and_rows(uint32_t *to, const uint32_t *from, size_t words)
{
	join_rows(to, from, words, true);
}

static void
or_rows(uint32_t *to, const uint32_t *from, size_t words)
{
	join_rows(to, from, words, false);
}

static void
and_below(struct words *w, size_t n)
{
	size_t far = L_MIN(n, w->rows), left = w->rows - far;

	for (size_t y = 0; y < left; y++)
		and_rows(w->data + y * w->wpl, w->data + (y + far) * w->wpl,
		    w->wpl);
	memset(w->data + left * w->wpl, 0,
	    far * w->wpl * sizeof(*w->data));
}

static void
or_below(struct words *w, size_t n)
{
	for (size_t y = 0; y + n < w->rows; y++)
		or_rows(w->data + y * w->wpl, w->data + (y + n) * w->wpl,
		    w->wpl);
}

static void
or_above(struct words *w, size_t n)
{
	for (size_t y = w->rows; y-- > n;)
		or_rows(w->data + y * w->wpl, w->data + (y - n) * w->wpl,
		    w->wpl);
}

/* Each pixel then holds what itself and the n - 1 on that side of it say. */
static void
gather(PIX *pix, int n, void (*step)(struct words *, size_t))
{
	struct words w = words_of(pix);
	int more;

	for (int have = 1; have < n; have += more) {
		more = have < n - have ? have : n - have;
		step(&w, (size_t)more);
	}
}

static bool
is_empty(const uint32_t *row, size_t words)
{
	for (size_t i = 0; i < words; i++)
		if (row[i] != 0)
			return false;
	return true;
}

/* The same along the rows, of which many hold nothing and stay so. */
static void
gather_along(PIX *pix, int n, void (*step)(uint32_t *, size_t, size_t))
{
	struct words w = words_of(pix);
	int more;

	for (size_t y = 0; y < w.rows && n > 1; y++) {
		uint32_t *row = w.data + y * w.wpl;

		if (is_empty(row, w.wpl))
			continue;
		for (int have = 1; have < n; have += more) {
			more = have < n - have ? have : n - have;
			step(row, w.wpl, (size_t)more);
		}
	}
}

/* In place: what is thinner than the brick goes.  Its pads are clear. */
static void
open_in(PIX *pix, int w, int h)
{
	gather_along(pix, w, and_right);
	gather(pix, h, and_below);
	gather_along(pix, w, or_left);
	gather(pix, h, or_above);
}

static PIX *
copy_of(PIX *pix)
{
	PIX *out = pix == NULL ? NULL : pixCopy(NULL, pix);

	if (out != NULL)
		(void)pixSetPadBits(out, 0);
	return out;
}

void
brick_grow(struct Pix *pix, int w, int h)
{
	(void)pixSetPadBits(pix, 0);
	/* Of an even number of pixels leptonica takes one more to the right. */
	gather_along(pix, w / 2 + 1, or_right);
	gather_along(pix, w - w / 2, or_left);
	gather(pix, h / 2 + 1, or_below);
	gather(pix, h - h / 2, or_above);
	(void)pixSetPadBits(pix, 0);
}

struct Pix *
brick_dilate(struct Pix *pix, int w, int h)
{
	PIX *out = copy_of(pix);

	if (out != NULL)
		brick_grow(out, w, h);
	return out;
}

struct Pix *
brick_open(struct Pix *pix, int w, int h)
{
	PIX *out = copy_of(pix);

	if (out != NULL)
		open_in(out, w, h);
	return out;
}

struct Pix *
brick_close(struct Pix *pix, int w, int h)
{
	PIX *wide, *out;

	/* Room for what grows beyond the edges before it shrinks again. */
	wide = pix == NULL ? NULL : pixAddBorderGeneral(pix, 0, w - 1, 0,
	    h - 1, 0);
	if (wide == NULL)
		return NULL;
	(void)pixSetPadBits(wide, 0);
	gather_along(wide, w, or_left);
	gather(wide, h, or_above);
	gather_along(wide, w, and_right);
	gather(wide, h, and_below);
	out = pixRemoveBorderGeneral(wide, 0, w - 1, 0, h - 1);
	pixDestroy(&wide);
	return out;
}
