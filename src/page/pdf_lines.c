#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cairo.h>
#include <leptonica/allheaders.h>

#include "page/bytes.h"
#include "page/pdf.h"

/*
 * The lines of a page of digital words.  Nothing else of it is looked at, so it
 * is drawn with half the colours, and most of the paper is left away.
 */

#define INK 200		/* darker is ink */
#define WHITE UINT16_MAX
#define AT_ONCE 64	/* pixels */
#define MARGIN 24	/* rows of paper: lines that all but meet are joined */

/* All its pixels are as the first. */
static bool
is_white(const uint16_t *row, int w)
{
	return row[0] == WHITE &&
	    memcmp(row, row + 1, (size_t)(w - 1) * sizeof(*row)) == 0;
}

/* Of 5, 6 and 5 bits of red, green and blue; the weights are a luma's. */
static unsigned
grey(unsigned p)
{
	return ((p >> 11) * 255 / 31 * 77 + (p >> 5 & 63) * 255 / 63 * 151 +
	    (p & 31) * 255 / 31 * 28) >> 8;
}

/* Most of it is paper: some pixels at a time. */
static void
take_ink(uint32_t *line, const uint16_t *from, int w)
{
	for (int x = 0; x < w; x++) {
		if (x + AT_ONCE <= w && is_white(from + x, AT_ONCE)) {
			x += AT_ONCE - 1;
			continue;
		}
		if (from[x] != WHITE && grey(from[x]) < INK)
			SET_DATA_BIT(line, x);
	}
}

static const uint16_t *
row_of(cairo_surface_t *s, int y)
{
	return (const uint16_t *)(const void *)
	    (cairo_image_surface_get_data(s) +
	    (size_t)y * (size_t)cairo_image_surface_get_stride(s));
}

/* From the first row with ink to behind the last; false where all is white. */
static bool
inked_rows(cairo_surface_t *s, int *ret_top, int *ret_end)
{
	int w = cairo_image_surface_get_width(s);
	int h = cairo_image_surface_get_height(s), top = 0, end = h;

	while (top < h && is_white(row_of(s, top), w))
		top++;
	while (end > top && is_white(row_of(s, end - 1), w))
		end--;
	*ret_top = top;
	*ret_end = end;
	return top < end;
}

/* Back to white, for the next page: it is for most of it. */
static void
wipe(struct paper *paper, cairo_surface_t *s, int top, int end)
{
	size_t stride = (size_t)cairo_image_surface_get_stride(s);

	memset(paper->data + (size_t)top * stride, 0xff,
	    (size_t)(end - top) * stride);
	paper->white = (size_t)cairo_image_surface_get_height(s) * stride;
}

/* Even rows stay even: cells are looked for at half the resolution. */
static PIX *
inked_part(cairo_surface_t *s, int top, int end, int *ret_top)
{
	int w = cairo_image_surface_get_width(s);
	int h = cairo_image_surface_get_height(s);
	PIX *pix;

	top = top > MARGIN ? (top - MARGIN) & ~1 : 0;
	end = end + MARGIN < h ? end + MARGIN : h;
	if ((pix = pixCreate(w, end - top, 1)) == NULL)
		return NULL;
	for (int y = top; y < end; y++)
		take_ink(pix_row(pix, y - top), row_of(s, y), w);
	*ret_top = top;
	return pix;
}

struct Pix *
pdf_lines(PopplerPage *page, struct paper *paper, double *dpi, int *ret_top)
{
	cairo_surface_t *s = pdf_draw(page, CAIRO_FORMAT_RGB16_565, dpi,
	    pdf_render_lines, paper);
	PIX *pix = NULL;
	int top, end;

	if (s == NULL)
		return NULL;
	cairo_surface_flush(s);
	if (inked_rows(s, &top, &end))
		pix = inked_part(s, top, end, ret_top);
	wipe(paper, s, top, end);
	cairo_surface_destroy(s);
	return pix;
}
