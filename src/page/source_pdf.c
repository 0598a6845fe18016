#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>
#include <poppler.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "page/pdf.h"
#include "page/resolution.h"
#include "page/sheet.h"
#include "page/source_kind.h"

/*
 * PDF, over poppler.  Whether a page's text layer or its ink is read is
 * decided page by page, from what the ink is: platforms print their stamps as
 * digital text on every page of a scan, so that a page with a text layer may
 * well need OCR.
 */

#define MAGIC_WITHIN 1024	/* bytes: old mailers put lines before %PDF- */
#define END_WITHIN 1024		/* and others some after %%EOF */
#define RENDER_DPI 200.0	/* what cleaning would bring it to */
#define FINE_FROM (1 / 0.7)	/* times that: nearer, none is smooth */
#define FINE_TO 2.0	/* .. and from here poppler takes the mean itself */
#define RULES_DPI 72.0	/* lines are told from type; finer costs more */
#define RENDER_DPI_MAX 1200.0
#define SLIP_LONG (10.4 * 72)	/* points: shorter may count in other units */
#define SCAN_COVER 0.5		/* of the page under images: it is a scan */
#define SOME_LETTERS 40		/* fewer are a page number or a rubber stamp */
#define ON_INK 0.5	/* of the words, for them to be the image's own */

struct pdf {
	PopplerDocument	*doc;
	bool		 bare;		/* without any image */
	bool		 patterned;	/* what fills shapes may be letters */
	struct paper	 paper;		/* for all its pages, or memory grows */
	PopplerPage	*page;		/* the last that was asked for */
};

static bool
pdf_is(const uint8_t *data, size_t len)
{
	return memmem(data, len < MAGIC_WITHIN ? len : MAGIC_WITHIN,
	    "%PDF-", 5) != NULL;
}

/* A file of which the end came over too has no page because it has none. */
static bool
is_whole(const uint8_t *data, size_t len)
{
	size_t within = len < END_WITHIN ? len : END_WITHIN;

	return memmem(data + len - within, within, "%%EOF", 5) != NULL;
}

/*
 * Does it name a page?  Then it has some, and only the count of them is wrong:
 * poppler takes a count that cannot be for none at all.
 */
static bool
names_a_page(const uint8_t *data, size_t len)
{
	static const char name[] = "/Page";
	const size_t n = sizeof(name) - 1;
	const uint8_t *at = data, *end = data + len;

	while ((at = memmem(at, (size_t)(end - at), name, n)) != NULL) {
		at += n;
		/* Not /Pages, /PageMode, /PageLabels. */
		if (at == end || !isalpha(*at))
			return true;
	}
	return false;
}

/* A pattern's name is never packed. */
static bool
has_patterns(const uint8_t *data, size_t len)
{
	static const char name[] = "/PatternType";

	return memmem(data, len, name, sizeof(name) - 1) != NULL;
}

static enum verdict
pdf_open(struct source *s)
{
	PopplerDocument *doc;
	struct pdf *pdf;
	GBytes *bytes;
	GError *error = NULL;
	bool encrypted;
	int n;

	s->type = "application/pdf";
	bytes = g_bytes_new_static(s->data, s->len);
	doc = poppler_document_new_from_bytes(bytes, NULL, &error);
	g_bytes_unref(bytes);
	if (doc == NULL) {
		encrypted = g_error_matches(error, POPPLER_ERROR,
		    POPPLER_ERROR_ENCRYPTED);
		g_clear_error(&error);
		return encrypted ? VERDICT_ENCRYPTED : VERDICT_DAMAGED;
	}
	pdf = xcalloc(1, sizeof(*pdf));
	pdf->doc = doc;
	pdf->bare = pdf_is_bare(s->data, s->len);
	pdf->patterned = has_patterns(s->data, s->len);
	s->doc = pdf;
	n = poppler_document_get_n_pages(doc);
	s->pages = n > 0 ? (uint32_t)n : 0;
	return n > 0 || (is_whole(s->data, s->len) &&
	    !names_a_page(s->data, s->len)) ? VERDICT_OK : VERDICT_DAMAGED;
}

static void
pdf_close(struct source *s)
{
	struct pdf *pdf = s->doc;

	if (pdf != NULL) {
		g_clear_object(&pdf->page);
		g_object_unref(pdf->doc);
		pdf_paper_free(&pdf->paper);
	}
	free(pdf);
	s->doc = NULL;
}

/* Share of the layer's words that lie on ink of the image below them. */
static double
on_ink(const struct layer *l, PIX *image)
{
	double sx = pixGetWidth(image) / l->width;
	double sy = pixGetHeight(image) / l->height;
	unsigned all = 0, inked = 0;
	float grey;
	BOX *box;

	for (size_t i = 0; i < l->words; i += 1 + l->words / 200) {
		const struct layer_word *w = &l->word[i];

		box = boxCreate((int)(w->x * sx), (int)(w->y * sy),
		    (int)fmax(1, w->w * sx), (int)fmax(1, w->h * sy));
		/* Type darkens its box by a tenth at least. */
		if (!w->stamp && pixAverageInRect(image, NULL, box, 0, 255, 1,
		    &grey) == 0) {
			all++;
			inked += grey < 235;
		}
		boxDestroy(&box);
	}
	return all == 0 ? 0 : (double)inked / all;
}

/* Of the main image, `pixels` long, on a page of so many points. */
static double
image_dpi(const struct pdf_images *im, double pixels, double longest)
{
	double frame = fmax(im->main_width, im->main_height);

	/* The frame of an image is known to a point only. */
	return 72 * pixels / (fabs(frame - longest) < 2 ? longest : frame);
}

/*
 * The resolution to draw a page at: what reading wants, if the page has a
 * sheet's size.  Else it may count in other units than points (a /UserUnit, a
 * pixel for a point), and its image's own resolution is taken.
 */
static double
drawing_dpi(PopplerPage *page, const struct pdf_images *im)
{
	double width, height, longest, dpi;
	PIX *image = NULL;

	poppler_page_get_size(page, &width, &height);
	longest = fmax(width, height);
	if (resolution_is_sheet(longest / 72, fmin(width, height) / 72))
		return RENDER_DPI;
	if (im->main >= 0)
		image = pdf_image(page, im->main, NULL);
	if (image != NULL) {
		dpi = image_dpi(im, fmax(pixGetWidth(image),
		    pixGetHeight(image)), longest);
	} else {
		dpi = RENDER_DPI * fmax(1, SLIP_LONG / longest);
	}
	pixDestroy(&image);
	return fmin(dpi, RENDER_DPI_MAX);
}

static void
keep_stamps_only(struct layer *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->words; i++) {
		if (l->word[i].stamp)
			l->word[n++] = l->word[i];
		else
			free(l->word[i].text);
	}
	l->words = n;
}

/* The stamps are known to the letter: they need not be read as well. */
static void
wipe_words(const struct layer *l, PIX *pix)
{
	double sx = pixGetWidth(pix) / l->width;
	double sy = pixGetHeight(pix) / l->height;
	BOX *box;

	for (size_t i = 0; i < l->words; i++) {
		const struct layer_word *w = &l->word[i];

		box = boxCreate((int)(w->x * sx) - 1, (int)(w->y * sy) - 1,
		    (int)ceil(w->w * sx) + 2, (int)ceil(w->h * sy) + 2);
		pixSetInRect(pix, box);
		boxDestroy(&box);
	}
}

/* The page drawn at `dpi`, or what limits.h makes of that. */
static PIX *
drawn(const struct source *s, PopplerPage *page, const struct pdf_images *im,
    double *dpi, PIX **ret_pale)
{
	double width, height, pixels, fine;

	poppler_page_get_size(page, &width, &height);
	if (im->main >= 0 && im->cover >= SCAN_COVER &&
	    pdf_guess_size(s->data, s->len, im, &pixels)) {
		fine = image_dpi(im, pixels, fmax(width, height));
		if (fine > FINE_FROM * *dpi && fine < FINE_TO * *dpi)
			return pdf_render_scan(page, fine, dpi, ret_pale);
	}
	return pdf_render(page, dpi, ret_pale);
}

static enum verdict
rendered(const struct source *s, PopplerPage *page,
    const struct pdf_images *im, const char *reason, struct sheet *ret)
{
	double dpi = drawing_dpi(page, im);

	ret->pix = drawn(s, page, im, &dpi, &ret->pale);
	if (ret->pix == NULL)
		return VERDICT_DAMAGED;
	if (pdf_lacks_image(s->data, s->len, im, ret->pix))
		return VERDICT_MEMORY;
	ret->dpi = (int32_t)lround(dpi);
	ret->reason = reason;
	keep_stamps_only(ret->layer);
	wipe_words(ret->layer, ret->pix);
	if (ret->pale != NULL)
		wipe_words(ret->layer, ret->pale);
	return VERDICT_OK;
}

/*
 * The image alone, without the digital words over it.  NULL: it cannot be had
 * by itself, or is not the page.
 */
static PIX *
bare_image(PopplerPage *page, const struct pdf_images *im, PIX **ret_pale)
{
	PIX *pix = NULL;

	if (im->main >= 0 && !pdf_annotated(page))
		pix = pdf_image(page, im->main, ret_pale);
	if (pix != NULL && (pixGetWidth(pix) < LIMIT_SIDE_MIN_PX ||
	    pixGetHeight(pix) < LIMIT_SIDE_MIN_PX ||
	    !pdf_image_is_page(page, pix))) {
		pixDestroy(&pix);
		pixDestroy(ret_pale);
	}
	return pix;
}

/* A page that is mostly image, with digital words on it or below it. */
static enum verdict
stamped(const struct source *s, PopplerPage *page, const struct pdf_images *im,
    struct sheet *ret)
{
	bool has_words = layer_letters(ret->layer) >= SOME_LETTERS;
	double inches;

	ret->pix = bare_image(page, im, &ret->pale);
	if (ret->pix == NULL)
		return rendered(s, page, im,
		    "numérisation et texte numérique", ret);
	if (has_words && on_ink(ret->layer, ret->pix) < ON_INK) {
		pixDestroy(&ret->pix);
		pixDestroy(&ret->pale);
		return rendered(s, page, im,
		    "texte numérique posé sur une image", ret);
	}
	inches = fmax(ret->layer->width, ret->layer->height) / 72;
	ret->dpi = (int32_t)lround(fmax(pixGetWidth(ret->pix),
	    pixGetHeight(ret->pix)) / inches);
	if (has_words) {
		keep_stamps_only(ret->layer);
		ret->reason = "numérisation ; couche de texte d'un autre "
		    "logiciel écartée";
		return VERDICT_OK;
	}
	ret->reason = "numérisation portant un tampon numérique";
	for (size_t i = 0; i < ret->layer->words; i++)
		ret->layer->word[i].stamp = true;
	return VERDICT_OK;
}

/*
 * Borrowed until the next is asked for: a reader's child ends before it takes
 * apart the letters of its last.  NULL: not to be had.
 */
static PopplerPage *
page_of(const struct source *s, uint32_t number)
{
	struct pdf *pdf = s->doc;

	g_clear_object(&pdf->page);
	pdf->page = poppler_document_get_page(pdf->doc, (int)number - 1);
	return pdf->page;
}

static struct pdf_images
images_of(const struct source *s, PopplerPage *page)
{
	struct pdf_images im = { .main = -1 };

	if (!((const struct pdf *)s->doc)->bare)
		pdf_images(page, &im);
	return im;
}

/*
 * The words and the drawing of a page that may be typed.  Poppler gathers the
 * text while it draws, which saves it a reading of the content; but then it
 * takes for text what forms and remarks show, which pdf_form.c adds, and what
 * patterns are made of.
 */
static void
look(const struct source *s, PopplerPage *page, struct sheet *ret)
{
	struct pdf *pdf = s->doc;
	double dpi = RULES_DPI;

	if (pdf_remarked(page) || pdf->patterned)
		ret->layer = pdf_layer(page);
	ret->rules = pdf_lines(page, &pdf->paper, &dpi, &ret->rules_top);
	ret->rules_dpi = (int32_t)lround(dpi);
	if (ret->layer == NULL)
		ret->layer = pdf_layer(page);
	/* What follows the last page has use for that memory. */
	if ((uint32_t)poppler_page_get_index(page) + 1 == s->pages)
		pdf_paper_free(&pdf->paper);
}

static void
typed(PopplerPage *page, struct sheet *ret)
{
	ret->reason = "texte numérique";
	pdf_form(page, ret->layer);
}

static enum verdict
pdf_take_typed(struct source *s, uint32_t number, struct sheet *ret)
{
	PopplerPage *page = page_of(s, number);
	struct pdf_images im;

	if (page == NULL)
		return VERDICT_DAMAGED;
	im = images_of(s, page);
	if (im.cover < SCAN_COVER) {
		look(s, page, ret);
		if (layer_letters(ret->layer) < SOME_LETTERS ||
		    layer_garbled(ret->layer))
			sheet_free(ret);
		else
			typed(page, ret);
	}
	return VERDICT_OK;
}

/* A page with little image and no words to speak of is read all the same. */
static enum verdict
wordy(const struct source *s, PopplerPage *page, const struct pdf_images *im,
    struct sheet *ret)
{
	const char *why = NULL;

	look(s, page, ret);
	if (layer_letters(ret->layer) < SOME_LETTERS)
		why = "peu de texte numérique";
	else if (layer_garbled(ret->layer))
		why = "texte numérique illisible";
	if (why == NULL) {
		typed(page, ret);
		return VERDICT_OK;
	}
	pixDestroy(&ret->rules);
	return rendered(s, page, im, why, ret);
}

static enum verdict
pdf_take(struct source *s, uint32_t number, struct sheet *ret)
{
	PopplerPage *page = page_of(s, number);
	struct pdf_images im;
	enum verdict v;

	if (page == NULL)
		return VERDICT_DAMAGED;
	im = images_of(s, page);
	if (im.cover < SCAN_COVER) {
		v = wordy(s, page, &im, ret);
	} else {
		ret->layer = pdf_layer(page);
		/* Drawn, so that turns, mirrors and remarks are as meant. */
		v = ret->layer->words > 0 ? stamped(s, page, &im, ret) :
		    rendered(s, page, &im, "numérisation sans texte numérique",
		    ret);
	}
	return v;
}

static struct Pix *
pdf_draw_page(struct source *s, uint32_t number)
{
	PopplerPage *page = page_of(s, number);
	double width, height, dpi;

	if (page == NULL)
		return NULL;
	poppler_page_get_size(page, &width, &height);
	dpi = 72 * SHEET_DRAWN_PX / fmax(1, width);
	return pdf_render(page, &dpi, NULL);
}

/*
 * A typed page, small: what is kept of it lies close.  That it has no table of
 * objects is no matter to poppler.
 */
static const char warm[] =
    "%PDF-1.4\n"
    "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
    "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents "
    "4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
    "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >> endobj\n"
    "4 0 obj << /Length 62 >> stream\n"
    "BT /F1 11 Tf 9 50 Td (Le conseil municipal) Tj ET 9 9 9 9 re S\n"
    "endstream endobj\n"
    "trailer << /Root 1 0 R >>\n%%EOF\n";

static void
pdf_warm(void)
{
	/* Kept: poppler's tables go with its last document. */
	static struct source kept = {
		.data = (const uint8_t *)warm,
		.len = sizeof(warm) - 1,
	};
	struct layer *layer;
	struct pdf_images im;
	struct paper paper = { 0 };
	PopplerPage *page;
	double dpi = RULES_DPI;
	PIX *pix;
	int top;

	if (pdf_open(&kept) != VERDICT_OK ||
	    (page = page_of(&kept, 1)) == NULL)
		return;
	pdf_images(page, &im);
	pix = pdf_lines(page, &paper, &dpi, &top);
	layer = pdf_layer(page);
	layer_free(layer);
	pdf_paper_free(&paper);
	pixDestroy(&pix);
	g_clear_object(&((struct pdf *)kept.doc)->page);
}

const struct source_kind source_pdf = {
	.warm = pdf_warm,
	.is = pdf_is,
	.open = pdf_open,
	.close = pdf_close,
	.take = pdf_take,
	.take_typed = pdf_take_typed,
	.draw = pdf_draw_page,
};
