#ifndef GREFFIER_PDF_H
#define GREFFIER_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <poppler.h>

struct Pix;
struct layer;

/* The parts of source_pdf.c.  Not for others. */

/* The page's digital words, its stamps told apart.  Never NULL. */
struct layer	*pdf_layer(PopplerPage *page);

/* Append a word; points, from the top left.  More than limits.h: dropped. */
void		 layer_add(struct layer *l, const char *text,
		    const PopplerRectangle *box, uint32_t line, bool bold);

/* Make words of S p a c e d letters, each of which was one. */
void		 layer_join_spaced(struct layer *l);

/* Letters and digits of the words that are no stamp. */
unsigned	 layer_letters(const struct layer *l);

/* Is more than a fifth of it what no typist writes (fonts without a map)? */
bool		 layer_garbled(const struct layer *l);

/*
 * What stands on the page without being its content: words typed into a form
 * or over the page are added to the layer, tick boxes as they are.
 */
void		 pdf_form(PopplerPage *page, struct layer *l);
/* Is there any such thing with words or ink on it? */
bool		 pdf_annotated(PopplerPage *page);
/* Is there anything at all of that kind, links left aside? */
bool		 pdf_remarked(PopplerPage *page);

/*
 * Draw the page at `dpi`, lowered where limits.h asks for it: 8 bpp grey.
 * NULL: no memory for it.  *ret_pale, if asked for: as a sheet's.
 */
struct Pix	*pdf_render(PopplerPage *page, double *dpi,
		    struct Pix **ret_pale);
/*
 * Likewise, of a scan whose image has `fine` dots per inch, more than `dpi` but
 * not twice as many: drawn as it is and then shrunk.  Cairo needs twice the
 * time for both at once.
 */
struct Pix	*pdf_render_scan(PopplerPage *page, double fine, double *dpi,
		    struct Pix **ret_pale);

/*
 * What cairo has drawn, 8 bpp grey; clear pixels, in a format with alpha, are
 * paper.  The second of a format without alpha, by `scale`, from 0.5 to 0.7: to
 * the pixel what leptonica's pixScaleSmooth makes of the first.  The surface is
 * borrowed.  NULL: no memory, or too few pixels to shrink.
 */
struct Pix	*pdf_grey(cairo_surface_t *surface);
struct Pix	*pdf_grey_shrunk(cairo_surface_t *surface, float scale);
/* The lightest of each pixel's colours, likewise; NULL too if it has none. */
struct Pix	*pdf_pale(cairo_surface_t *surface);
struct Pix	*pdf_pale_shrunk(cairo_surface_t *surface, float scale);

/*
 * What pages are drawn on, one after the other.  All zero is a sheet yet to be
 * cut.
 */
struct paper {
	unsigned char	*data;
	size_t		 size;	/* bytes */
	size_t		 white;	/* .. of which so many from the first are so */
};

void		 pdf_paper_free(struct paper *paper);

/*
 * As pdf_render, by `render`, in a cairo format without alpha.  The drawing is
 * on the paper, and gone with the next.
 */
cairo_surface_t	*pdf_draw(PopplerPage *page, cairo_format_t format, double *dpi,
		    void (*render)(PopplerPage *, cairo_t *),
		    struct paper *paper);

/*
 * What is dark and no letter, at no more than 72 dots per inch: 1 bpp, only the
 * rows that have such and some about them; *ret_top of the page's lie above.
 * NULL: there is none, or no memory for it.
 */
struct Pix	*pdf_lines(PopplerPage *page, struct paper *paper, double *dpi,
		    int *ret_top);
/* As poppler_page_render, without the letters. */
void		 pdf_render_lines(PopplerPage *page, cairo_t *cr);

/* What images lie on a page. */
struct pdf_images {
	double	cover;		/* share of the page under any image, 0..1 */
	int	main;		/* id of the image that alone makes nearly all
				 * of that cover, or -1 */
	double	main_width, main_height;	/* points */
};

void		 pdf_images(PopplerPage *page, struct pdf_images *ret);
/* Is there surely no image in the file, on no page?  Told from its bytes. */
bool		 pdf_is_bare(const uint8_t *data, size_t len);

/*
 * A guess at the pixels of the page's main image, which poppler only tells once
 * it has decoded it: the first image of the file that has its shape, standing
 * or lying.  False: none is seen.
 */
bool		 pdf_guess_size(const uint8_t *data, size_t len,
		    const struct pdf_images *im, double *ret_longest);

/*
 * Was the page's main image left out of this drawing of it (8 bpp) for want of
 * memory?  Poppler leaves white paper then, and says nothing.
 */
bool		 pdf_lacks_image(const uint8_t *data, size_t len,
		    const struct pdf_images *im, struct Pix *drawing);

/*
 * The image `id` of the page, as its own pixels, 8 bpp grey on white paper.
 * NULL: not decoded.  How it lies on the page is not looked at.  *ret_pale, if
 * asked for: as a sheet's.
 */
struct Pix	*pdf_image(PopplerPage *page, int id, struct Pix **ret_pale);

/*
 * Does the image lie on the page as its own pixels lie, neither turned nor
 * mirrored, and fill it?
 */
bool		 pdf_image_is_page(PopplerPage *page, struct Pix *image);

#endif /* GREFFIER_PDF_H */
