#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/grey.h"

/*
 * Each pixel is the mean of what it lies over, in sixteenths of a pixel each
 * way.  Its rows are summed first, which goes for all columns at once, and then
 * the columns of these sums.
 */

#define AT_ONCE 16	/* columns: loops so long become vectors */
#define MOST 15		/* pixels to one, or their sum does not fit */
#define SUB 16		/* parts of a pixel */
#define SUMS_MAX 256	/* a span's parts: SUB * MOST, and one by rounding */

/* What a pixel lies over, in one direction. */
struct span {
	int	first, last;	/* pixels; all between them is whole */
	int	head, tail;	/* parts of those two */
	int	sum;		/* of all parts */
	bool	inside;		/* else it is as its first pixel is */
};

static struct span *
spans_of(int n, int all)
{
	struct span *span = xcalloc((size_t)n, sizeof(*span));
	float scale = 16.f * (float)all / (float)n;

	for (int i = 0; i < n; i++) {
		int from = (int)(scale * (float)i);
		int to = (int)((double)scale * (i + 1.0));

		span[i] = (struct span){ from / SUB, to / SUB,
		    SUB - from % SUB, to % SUB, to - from,
		    to / SUB <= all - 2 };
	}
	return span;
}

static void
add_row(uint16_t *restrict sum, const uint8_t *restrict row, int n,
    uint16_t parts)
{
	for (int x = 0; x < n; x += AT_ONCE)
		for (int i = x; i < x + AT_ONCE; i++)
			sum[i] = (uint16_t)(sum[i] + parts * row[i]);
}

/* What is worked with: rows of the width, and some columns more. */
struct shrinking {
	PIX		*from;
	int		 wpl;		/* of it */
	uint8_t		*row;
	uint16_t	*sum;
	size_t		 room;		/* columns */
};

static void
take_row(struct shrinking *s, int y)
{
	bytes_of_words(pix_row(s->from, y), s->wpl, s->row);
}

static void
sum_rows(struct shrinking *s, const struct span *y)
{
	memset(s->sum, 0, s->room * sizeof(*s->sum));
	for (int i = y->first; i <= y->last; i++) {
		int parts = i == y->first ? y->head :
		    i == y->last ? y->tail : SUB;

		take_row(s, i);
		add_row(s->sum, s->row, 4 * s->wpl, (uint16_t)parts);
	}
}

static uint32_t
sum_columns(const uint16_t *sum, const struct span *x)
{
	uint32_t whole = 0;

	for (int i = x->first + 1; i < x->last; i++)
		whole += sum[i];
	return (uint32_t)x->head * sum[x->first] +
	    (uint32_t)x->tail * sum[x->last] + SUB * whole;
}

/*
 * The row's means: sums divided by areas.  `inverse` has 2^40 / area, rounded
 * up, for each width of a column in parts.  For sums below 2^24 and areas below
 * 2^16 a product with it is the quotient: what rounding adds never reaches the
 * next whole number.
 */
static void
means(const struct shrinking *s, const struct span *x, int w,
    const uint64_t *inverse, uint8_t *to)
{
	for (int i = 0; i < w; i++)
		to[i] = x[i].inside ? (uint8_t)((sum_columns(s->sum, &x[i]) +
		    128) * inverse[x[i].sum] >> 40) : s->row[x[i].first];
}

static void
inverses(int sum, const struct span *x, int w, uint64_t *ret)
{
	for (int i = 0; i < w; i++) {
		uint64_t area = (uint64_t)sum * (uint64_t)x[i].sum;

		if (ret[x[i].sum] == 0)
			ret[x[i].sum] = ((UINT64_C(1) << 40) + area - 1) /
			    area;
	}
}

static void
shrink(struct shrinking *s, PIX *to)
{
	int w = pixGetWidth(to), h = pixGetHeight(to), wpl = pixGetWpl(to);
	struct span *x = spans_of(w, pixGetWidth(s->from));
	struct span *y = spans_of(h, pixGetHeight(s->from));
	uint64_t inverse[SUMS_MAX];
	uint8_t *line = xcalloc((size_t)wpl, 4);
	int known = 0;

	for (int i = 0; i < h; i++) {
		if (y[i].inside) {
			sum_rows(s, &y[i]);
			if (known != y[i].sum)
				memset(inverse, 0, sizeof(inverse));
			if (known != y[i].sum)
				inverses(y[i].sum, x, w, inverse);
			known = y[i].sum;
		}
		take_row(s, y[i].first);
		if (y[i].inside)
			means(s, x, w, inverse, line);
		for (int j = 0; j < w && !y[i].inside; j++)
			line[j] = s->row[x[j].first];
		words_of_bytes(line, wpl, pix_row(to, i));
	}
	free(line);
	free(y);
	free(x);
}

struct Pix *
grey_shrunk(struct Pix *grey, float scale)
{
	struct shrinking s = { .from = grey, .wpl = pixGetWpl(grey) };
	int w = (int)(scale * (float)pixGetWidth(grey) + 0.5);
	int h = (int)(scale * (float)pixGetHeight(grey) + 0.5);
	PIX *out;

	/* Halves and their halves have rules of their own. */
	if (scale == 0.5f || scale == 0.25f || scale == 0.125f || w < 1 ||
	    h < 1 || pixGetWidth(grey) > MOST * w ||
	    pixGetHeight(grey) > MOST * h)
		return pixScaleAreaMap(grey, scale, scale);
	if ((out = pixCreate(w, h, 8)) == NULL)
		return NULL;
	s.room = 4 * (size_t)s.wpl + AT_ONCE;
	s.row = xcalloc(s.room, sizeof(*s.row));
	s.sum = xcalloc(s.room, sizeof(*s.sum));
	shrink(&s, out);
	free(s.sum);
	free(s.row);
	return out;
}
