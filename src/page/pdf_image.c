#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "page/pdf.h"

#define COVER_CELLS 64	/* the page in 64 x 64 cells: finer than any margin */
#define MAIN_SHARE 0.9	/* of the cover, for one image to be the page */

void
pdf_images(PopplerPage *page, struct pdf_images *ret)
{
	uint8_t covered[COVER_CELLS][COVER_CELLS] = { { 0 } };
	double width, height, largest = 0;
	GList *list, *l;
	unsigned n = 0;

	*ret = (struct pdf_images){ .main = -1 };
	poppler_page_get_size(page, &width, &height);
	list = poppler_page_get_image_mapping(page);
	for (l = list; l != NULL; l = l->next) {
		const PopplerImageMapping *m = l->data;
		double x1 = CLAMP(MIN(m->area.x1, m->area.x2), 0, width);
		double x2 = CLAMP(MAX(m->area.x1, m->area.x2), 0, width);
		double y1 = CLAMP(MIN(m->area.y1, m->area.y2), 0, height);
		double y2 = CLAMP(MAX(m->area.y1, m->area.y2), 0, height);
		double share = (x2 - x1) * (y2 - y1) / (width * height);

		for (int y = 0; y < COVER_CELLS; y++)
			for (int x = 0; x < COVER_CELLS; x++)
				covered[y][x] |=
				    (x + .5) * width / COVER_CELLS >= x1 &&
				    (x + .5) * width / COVER_CELLS <= x2 &&
				    (y + .5) * height / COVER_CELLS >= y1 &&
				    (y + .5) * height / COVER_CELLS <= y2;
		if (share > largest) {
			largest = share;
			ret->main = m->image_id;
			ret->main_width = fabs(m->area.x2 - m->area.x1);
			ret->main_height = fabs(m->area.y2 - m->area.y1);
		}
	}
	poppler_page_free_image_mapping(list);
	for (int y = 0; y < COVER_CELLS; y++)
		for (int x = 0; x < COVER_CELLS; x++)
			n += covered[y][x];
	ret->cover = (double)n / (COVER_CELLS * COVER_CELLS);
	if (largest < MAIN_SHARE * ret->cover)
		ret->main = -1;
}

struct Pix *
pdf_image(PopplerPage *page, int id, struct Pix **ret_pale)
{
	cairo_surface_t *surface;
	PIX *pix = NULL;

	surface = poppler_page_get_image(page, id);
	if (surface == NULL)
		return NULL;
	if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS &&
	    cairo_surface_get_type(surface) == CAIRO_SURFACE_TYPE_IMAGE) {
		pix = pdf_grey(surface);
		if (pix != NULL && ret_pale != NULL)
			*ret_pale = pdf_pale(surface);
	}
	cairo_surface_destroy(surface);
	return pix;
}

/* How far two small images of one size are from each other. */
static double
difference(PIX *a, PIX *b)
{
	float mean = 255;

	if (pixCompareGrayOrRGB(a, b, L_COMPARE_ABS_DIFF, 0, NULL, &mean,
	    NULL, NULL) != 0)
		return 255;
	return (double)mean;
}

#define LOOK_DPI 12.0	/* enough to tell a head from a foot */

bool
pdf_image_is_page(PopplerPage *page, struct Pix *image)
{
	double dpi = LOOK_DPI, as_is, w, h;
	PIX *drawn, *small = NULL, *turned;
	bool yes;

	poppler_page_get_size(page, &w, &h);
	w *= pixGetHeight(image);
	h *= pixGetWidth(image);
	if (fabs(w - h) > 0.03 * w)
		return false;	/* of another shape */
	if ((drawn = pdf_render(page, &dpi, NULL)) != NULL)
		small = pixScaleToSize(image, pixGetWidth(drawn),
		    pixGetHeight(drawn));
	yes = small != NULL;
	as_is = yes ? difference(small, drawn) : 0;
	for (int i = 0; i < 3 && yes; i++) {
		turned = i == 0 ? pixFlipLR(NULL, small) :
		    i == 1 ? pixFlipTB(NULL, small) :
		    pixRotate180(NULL, small);
		yes = turned != NULL && difference(turned, drawn) >= as_is;
		pixDestroy(&turned);
	}
	pixDestroy(&small);
	pixDestroy(&drawn);
	return yes;
}

void
pdf_paper_free(struct paper *paper)
{
	free(paper->data);
	*paper = (struct paper){ 0 };
}

/* All white, which costs cairo twice as much by itself; NULL: no memory. */
static cairo_surface_t *
surface_on(struct paper *paper, cairo_format_t format, int w, int h)
{
	int stride = cairo_format_stride_for_width(format, w);
	size_t size = stride < 0 ? 0 : (size_t)stride * (size_t)h;

	if (size > paper->size) {
		pdf_paper_free(paper);
		paper->data = malloc(size);
		paper->size = paper->data == NULL ? 0 : size;
	}
	if (size == 0 || paper->data == NULL)
		return NULL;
	if (size > paper->white)
		memset(paper->data + paper->white, 0xff, size - paper->white);
	paper->white = 0;	/* any longer */
	return cairo_image_surface_create_for_data(paper->data, format, w, h,
	    stride);
}

cairo_surface_t *
pdf_draw(PopplerPage *page, cairo_format_t format, double *dpi,
    void (*render)(PopplerPage *, cairo_t *), struct paper *paper)
{
	cairo_surface_t *surface;
	double width, height, most;
	cairo_status_t status;
	cairo_t *cr;

	poppler_page_get_size(page, &width, &height);
	if (!(width >= 1 && height >= 1))
		return NULL;
	most = fmin(LIMIT_SIDE_PX * 72.0 / fmax(width, height),
	    sqrt(LIMIT_RENDER_PIXELS / (width * height)) * 72);
	if (*dpi > most)
		*dpi = most;
	/* To the pixel, where `dpi` is that of an image that fills the page. */
	surface = surface_on(paper, format,
	    (int)fmax(1, ceil(width * *dpi / 72 - 0.01)),
	    (int)fmax(1, ceil(height * *dpi / 72 - 0.01)));
	if (surface == NULL)
		return NULL;
	cr = cairo_create(surface);
	cairo_scale(cr, *dpi / 72, *dpi / 72);
	render(page, cr);
	status = cairo_status(cr);
	cairo_destroy(cr);
	if (status == CAIRO_STATUS_SUCCESS)
		return surface;
	cairo_surface_destroy(surface);
	return NULL;
}

#define SMOOTH 0.7f	/* shrunk by less, points are as good as means */

static PIX *
between(PIX *large, float scale)
{
	PIX *pix = large == NULL ? NULL : pixScaleGrayLI(large, scale, scale);

	pixDestroy(&large);
	return pix;
}

/* The page drawn at `fine`, and that brought to `dpi` where it is less. */
static PIX *
render(PopplerPage *page, double *fine, double dpi, PIX **ret_pale)
{
	struct paper paper = { 0 };
	cairo_surface_t *surface = pdf_draw(page, CAIRO_FORMAT_RGB24, fine,
	    poppler_page_render, &paper);
	float scale = (float)(dpi / *fine);
	PIX *pix = NULL, *pale = NULL;

	if (surface != NULL && scale < SMOOTH) {
		pix = pdf_grey_shrunk(surface, scale);
		if (ret_pale != NULL)
			pale = pdf_pale_shrunk(surface, scale);
	} else if (surface != NULL) {
		pix = pdf_grey(surface);
		if (ret_pale != NULL)
			pale = pdf_pale(surface);
	}
	cairo_surface_destroy(surface);
	pdf_paper_free(&paper);
	if (scale >= SMOOTH && scale < 1) {
		pix = between(pix, scale);
		pale = between(pale, scale);
	}
	if (ret_pale != NULL)
		*ret_pale = pale;
	return pix;
}

struct Pix *
pdf_render(PopplerPage *page, double *dpi, struct Pix **ret_pale)
{
	return render(page, dpi, INFINITY, ret_pale);
}

struct Pix *
pdf_render_scan(PopplerPage *page, double fine, double *dpi,
    struct Pix **ret_pale)
{
	PIX *pix = render(page, &fine, *dpi, ret_pale);

	if (pix == NULL) {
		pixDestroy(ret_pale);
		return pdf_render(page, dpi, ret_pale);
	}
	if (fine <= *dpi)	/* so large a page is not drawn finer */
		*dpi = fine;
	return pix;
}
