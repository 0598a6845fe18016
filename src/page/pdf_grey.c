#include <stdlib.h>

#include <cairo.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/colour.h"
#include "page/pdf.h"

/*
 * Cairo's pixels as leptonica's greys.  A page at 300 dpi has nine million:
 * so many are done at once by loops of a length that the compiler knows, of
 * which it makes instructions for several pixels.
 */

#define AT_ONCE 16	/* pixels, and bytes of a vector */
#define WORD 4		/* pixels */
#define BLUE 0		/* bits below it, in cairo's pixels */
#define ROWS_APART 4	/* of those looked at for colours */

static uint8_t
grey(uint32_t p)
{
	return colour_seen(p >> 16 & 255, p >> 8 & 255, p & 255);
}

static uint8_t
lightest(uint32_t p)
{
	return colour_lightest(p >> 16 & 255, p >> 8 & 255, p & 255);
}

/* Scans mostly are.  A grey of grey is what each of its colours is. */
static bool
all_grey(const uint32_t p[static AT_ONCE])
{
	uint32_t differ = 0;

	for (int i = 0; i < AT_ONCE; i++)
		differ |= p[i] ^ p[i] >> 8;
	return (differ & 0xffff) == 0;
}

static void
grey_row(const uint32_t *restrict from, int w, uint8_t *restrict to)
{
	for (; w >= AT_ONCE; w -= AT_ONCE, from += AT_ONCE, to += AT_ONCE) {
		if (all_grey(from))
			for (int i = 0; i < AT_ONCE; i++)
				to[i] = (uint8_t)from[i];
		else
			colour_row(from, AT_ONCE, BLUE, colour_seen, to);
	}
	colour_row(from, w, BLUE, colour_seen, to);
}

/*
 * Clear pixels (an image that is a mask) are paper: cairo's colours are already
 * multiplied by alpha.
 */
static void
mask_row(const uint32_t *restrict from, int w, uint8_t *restrict to)
{
	for (int i = 0; i < w; i++)
		to[i] = (uint8_t)(255 - (from[i] >> 24) + grey(from[i]));
}

static void
pale_row(const uint32_t *restrict from, int w, uint8_t *restrict to)
{
	colour_row(from, w, BLUE, colour_lightest, to);
}

/* How a row's pixels become bytes. */
typedef void to_bytes(const uint32_t *restrict from, int w,
    uint8_t *restrict to);

static const uint32_t *
row_of(cairo_surface_t *surface, int y)
{
	const unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);

	return (const uint32_t *)(const void *)
	    (data + (size_t)y * (size_t)stride);
}

static bool
is_mask(cairo_surface_t *surface)
{
	return cairo_image_surface_get_format(surface) == CAIRO_FORMAT_ARGB32;
}

static PIX *
image_of(cairo_surface_t *surface, to_bytes *take)
{
	int w = cairo_image_surface_get_width(surface), wpl;
	int h = cairo_image_surface_get_height(surface);
	uint8_t *row;
	PIX *pix;

	cairo_surface_flush(surface);
	if (cairo_image_surface_get_data(surface) == NULL ||
	    (pix = pixCreate(w, h, 8)) == NULL)
		return NULL;
	wpl = pixGetWpl(pix);
	row = xcalloc((size_t)wpl, WORD);
	for (int y = 0; y < h; y++) {
		take(row_of(surface, y), w, row);
		words_of_bytes(row, wpl, pix_row(pix, y));
	}
	free(row);
	return pix;
}

struct Pix *
pdf_grey(cairo_surface_t *surface)
{
	return image_of(surface, is_mask(surface) ? mask_row : grey_row);
}

/* By some of its rows: a stamp has many. */
static bool
is_coloured(cairo_surface_t *surface)
{
	int w = cairo_image_surface_get_width(surface);
	int h = cairo_image_surface_get_height(surface);
	int64_t n = 0;

	cairo_surface_flush(surface);
	if (is_mask(surface) || w * h > COLOUR_PIXELS_MAX ||
	    cairo_image_surface_get_data(surface) == NULL)
		return false;
	for (int y = 0; y < h; y += ROWS_APART)
		for (int x = 0; x + AT_ONCE <= w; x += AT_ONCE) {
			const uint32_t *p = row_of(surface, y) + x;

			for (int i = 0; i < AT_ONCE && !all_grey(p); i++)
				n += lightest(p[i]) - grey(p[i]) >=
				    COLOUR_GAIN;
		}
	return n > 0 && n * ROWS_APART >= (int64_t)w * h / COLOUR_PART;
}

struct Pix *
pdf_pale(cairo_surface_t *surface)
{
	return is_coloured(surface) ? image_of(surface, pale_row) : NULL;
}

/* Of 2 x 2 pixels each, those of two rows; one more of each is read. */
static void
means(const uint8_t *restrict a, const uint8_t *restrict b, int w,
    uint8_t *restrict to)
{
	for (int x = 0; x < w; x += AT_ONCE)
		for (int i = x; i < x + AT_ONCE; i++)
			to[i] = (uint8_t)((a[i] + a[i + 1] + b[i] + b[i + 1]) /
			    4);
}

/* Where each of `n` pixels begins in `all`, two at least, as leptonica says. */
static int *
begins(int n, int all)
{
	int *at = xcalloc((size_t)n + WORD, sizeof(*at));
	float ratio = (float)all / (float)n;

	for (int i = 0; i < n; i++) {
		at[i] = (int)(ratio * (float)i);
		at[i] = at[i] < all - 2 ? at[i] : all - 2;
	}
	return at;
}

/* What it takes to shrink: where columns begin, and rows of bytes. */
struct shrinking {
	int	*column;
	to_bytes *take;
	uint8_t	*upper, *lower, *mean;
	int	 has;		/* the row that `lower` holds, or -1 */
};

static void
take_rows(cairo_surface_t *surface, int y, struct shrinking *s)
{
	int w = cairo_image_surface_get_width(surface);
	uint8_t *next = s->upper;

	if (s->has == y) {	/* the lower one of those before */
		s->upper = s->lower;
		s->lower = next;
	} else {
		s->take(row_of(surface, y), w, s->upper);
	}
	s->take(row_of(surface, y + 1), w, s->lower);
	s->has = y + 1;
	means(s->upper, s->lower, w, s->mean);
}

static void
shrink_row(const struct shrinking *s, PIX *pix, uint32_t *line)
{
	const int *at = s->column;
	const uint8_t *mean = s->mean;

	for (int i = 0; i < pixGetWpl(pix); i++, at += WORD)
		line[i] = word_of_bytes(mean[at[0]], mean[at[1]],
		    mean[at[2]], mean[at[3]]);
}

static void
shrink(cairo_surface_t *surface, to_bytes *take, PIX *pix)
{
	size_t room = (size_t)cairo_image_surface_get_width(surface) +
	    AT_ONCE + 1;
	int h = pixGetHeight(pix);
	int *row = begins(h, cairo_image_surface_get_height(surface));
	struct shrinking s = {
		begins(pixGetWidth(pix),
		    cairo_image_surface_get_width(surface)),
		take, xcalloc(room, 1), xcalloc(room, 1), xcalloc(room, 1), -1
	};

	for (int y = 0; y < h; y++) {
		take_rows(surface, row[y], &s);
		shrink_row(&s, pix, pix_row(pix, y));
	}
	(void)pixSetPadBits(pix, 0);
	free(s.mean);
	free(s.lower);
	free(s.upper);
	free(s.column);
	free(row);
}

static PIX *
image_shrunk(cairo_surface_t *surface, to_bytes *take, float scale)
{
	int w = cairo_image_surface_get_width(surface);
	int h = cairo_image_surface_get_height(surface);
	PIX *pix;

	cairo_surface_flush(surface);
	if (cairo_image_surface_get_data(surface) == NULL || w < 2 || h < 2)
		return NULL;
	pix = pixCreate(L_MAX(1, (int)(scale * (float)w + 0.5)),
	    L_MAX(1, (int)(scale * (float)h + 0.5)), 8);
	if (pix != NULL)
		shrink(surface, take, pix);
	return pix;
}

struct Pix *
pdf_grey_shrunk(cairo_surface_t *surface, float scale)
{
	return image_shrunk(surface, grey_row, scale);
}

struct Pix *
pdf_pale_shrunk(cairo_surface_t *surface, float scale)
{
	return is_coloured(surface) ? image_shrunk(surface, pale_row, scale) :
	    NULL;
}
