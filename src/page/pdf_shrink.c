#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/pdf.h"

/*
 * An image made smaller by less than a half: each pixel is the mean of the area
 * that it covers of the fine one.  Row by row, so that the fine grey image is
 * never there as a whole.
 */

#define TAPS 3		/* pixels that one less than twice as large meets */
#define ONE 256		/* the sum of their weights */
#define BLOCK 16	/* columns at a time, of which compilers make one */

struct taps {
	int		first;
	uint16_t	weight[TAPS];
};

struct shrink {
	const uint32_t	*data;
	size_t		 stride;	/* pixels */
	int		 w, h;
	int		 row;		/* the one that is in `grey`, or -1 */
	uint8_t		*grey;		/* w, and zeros up to a whole block */
	uint16_t	*sum;		/* likewise: rows by their weights */
};

/* Which of `most` pixels does the i-th of the smaller ones cover? */
static struct taps
taps_of(int i, double ratio, int most)
{
	double from = fmin(i * ratio, most - 1), to = fmin(from + ratio, most);
	struct taps t = { .first = (int)from };
	int left = ONE;

	for (int k = 0; k < TAPS; k++) {
		double low = fmax(from, t.first + k);
		double high = fmin(to, t.first + k + 1);
		int share = (int)lround(ONE * fmax(0, high - low) /
		    (to - from));

		share = share < left ? share : left;
		t.weight[k] = (uint16_t)share;
		left -= share;
	}
	t.weight[0] = (uint16_t)(t.weight[0] + left);
	return t;
}

static void
add_row(uint16_t *restrict sum, const uint8_t *restrict grey, int w,
    uint16_t weight)
{
	for (int x = 0; x < w; x += BLOCK)
		for (int i = 0; i < BLOCK; i++)
			sum[x + i] = (uint16_t)(sum[x + i] +
			    grey[x + i] * weight);
}

/* The rows that one of the smaller rows covers, added up in `sum`. */
static void
sum_rows(struct shrink *s, const struct taps *t)
{
	memset(s->sum, 0, (size_t)(s->w + TAPS) * sizeof(*s->sum));
	for (int k = 0; k < TAPS; k++) {
		if (t->weight[k] == 0)
			continue;
		if (s->row != t->first + k) {
			s->row = t->first + k;
			pdf_grey(s->grey, s->data + (size_t)s->row *
			    s->stride, s->w);
		}
		add_row(s->sum, s->grey, s->w, t->weight[k]);
	}
}

static void
take_row(const struct shrink *s, const struct taps *columns, uint32_t *line,
    int w)
{
	for (int x = 0; x < w; x++) {
		const struct taps *t = &columns[x];
		const uint16_t *at = s->sum + t->first;
		uint32_t all = ONE * ONE / 2;

		for (int k = 0; k < TAPS; k++)
			all += (uint32_t)at[k] * t->weight[k];
		SET_DATA_BYTE(line, x, all / (ONE * ONE));
	}
}

struct Pix *
pdf_shrunk(cairo_surface_t *surface, double ratio)
{
	struct shrink s = {
		.w = cairo_image_surface_get_width(surface),
		.h = cairo_image_surface_get_height(surface),
		.row = -1,
	};
	int w = (int)ceil(s.w / ratio - 0.02);
	int h = (int)ceil(s.h / ratio - 0.02);
	struct taps *columns, row;
	PIX *pix = pixCreate(w, h, 8);

	cairo_surface_flush(surface);
	s.data = (const uint32_t *)(const void *)
	    cairo_image_surface_get_data(surface);
	s.stride = (size_t)cairo_image_surface_get_stride(surface) /
	    sizeof(*s.data);
	if (pix == NULL || s.data == NULL) {
		pixDestroy(&pix);
		return NULL;
	}
	s.grey = xcalloc((size_t)s.w + BLOCK + TAPS, sizeof(*s.grey));
	s.sum = xcalloc((size_t)s.w + BLOCK + TAPS, sizeof(*s.sum));
	columns = xcalloc((size_t)w, sizeof(*columns));
	for (int x = 0; x < w; x++)
		columns[x] = taps_of(x, ratio, s.w);
	for (int y = 0; y < h; y++) {
		row = taps_of(y, ratio, s.h);
		sum_rows(&s, &row);
		take_row(&s, columns, pixGetData(pix) +
		    (size_t)y * (size_t)pixGetWpl(pix), w);
	}
	free(columns);
	free(s.sum);
	free(s.grey);
	return pix;
}
