#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/grey.h"

/*
 * As in grey_rotate.c each pixel is what it lies over, in sixteenths, and all
 * but the fetching of it is done for several at once.
 */

#define AT_ONCE 16	/* pixels: loops so long become vectors */

/* The page as bytes; its last row and column once more, to be mixed with. */
struct view {
	uint8_t		*byte;
	size_t		 stride;
	float		 w, h;
	const float	*c;	/* from a place of the result to the page's */
};

static void
view_init(struct view *v, PIX *pix, const float *c)
{
	int wpl = pixGetWpl(pix), w = pixGetWidth(pix), h = pixGetHeight(pix);

	*v = (struct view){ .stride = 4 * (size_t)wpl + 1, .w = (float)w,
	    .h = (float)h, .c = c };
	v->byte = xcalloc((size_t)h + 1, v->stride);
	for (int y = 0; y <= h; y++) {
		uint8_t *row = v->byte + (size_t)y * v->stride;

		bytes_of_words(pix_row(pix, y < h ? y : h - 1), wpl, row);
		row[w] = row[w - 1];
	}
}

/* Where AT_ONCE pixels from (first, y) on lie on the page. */
static inline void
places(const float *c, int first, int row, float *restrict to_x,
    float *restrict to_y)
{
	float y = (float)row;

	for (int i = 0; i < AT_ONCE; i++) {
		float x = (float)(first + i);
		float far = (float)(1. / ((double)(c[6] * x + c[7] * y) + 1.));

		to_x[i] = far * (c[0] * x + c[1] * y + c[2]);
		to_y[i] = far * (c[3] * x + c[4] * y + c[5]);
	}
}

static void
project_some(const struct view *v, int first, int row, uint8_t *restrict to)
{
	uint16_t x[AT_ONCE], y[AT_ONCE], upper[AT_ONCE], lower[AT_ONCE];
	float px[AT_ONCE], py[AT_ONCE];

	places(v->c, first, row, px, py);
	for (int i = 0; i < AT_ONCE; i++) {
		const uint8_t *p, *q;
		int sx, sy;

		x[i] = y[i] = 0;
		upper[i] = lower[i] = PAPER;
		/* What is no number is not on it either. */
		if (!(px[i] >= 0 && py[i] >= 0 && px[i] < v->w &&
		    py[i] < v->h))
			continue;
		sx = (int)(16 * px[i]);
		sy = (int)(16 * py[i]);
		x[i] = (uint16_t)(sx & 15);
		y[i] = (uint16_t)(sy & 15);
		p = v->byte + (size_t)(sy >> 4) * v->stride + (sx >> 4);
		q = p + v->stride;
		upper[i] = (uint16_t)(p[0] | p[1] << 8);
		lower[i] = (uint16_t)(q[0] | q[1] << 8);
	}
	for (int i = 0; i < AT_ONCE; i++)
		to[i] = byte_mixed(upper[i], lower[i], x[i], y[i], 0);
}

struct Pix *
grey_projected(struct Pix *grey, const float c[static 8], int w, int h)
{
	PIX *out = pixCreate(w, h, 8);
	struct view v;
	uint8_t *row;

	if (out == NULL)
		return NULL;
	pixCopyResolution(out, grey);
	view_init(&v, grey, c);
	row = xcalloc((size_t)w + AT_ONCE + 4, 1);
	for (int y = 0; y < h; y++) {
		for (int x = 0; x < w; x += AT_ONCE)
			project_some(&v, x, y, row + x);
		words_of_bytes(row, pixGetWpl(out), pix_row(out, y));
	}
	(void)pixSetPadBits(out, 0);
	free(row);
	free(v.byte);
	return out;
}
