#include <math.h>
#include <string.h>

#include <leptonica/allheaders.h>
#include <poppler.h>

#include "base/limits.h"
#include "page/pdf.h"
#include "page/sheet.h"
#include "page/source_kind.h"

/*
 * PDF, over poppler.  Whether a page's text layer or its ink is read is
 * decided page by page, from what the ink is: platforms print their stamps as
 * digital text on every page of a scan, so that a page with a text layer is
 * not for that a page that needs no OCR.
 */

#define MAGIC_WITHIN 1024	/* bytes: old mailers put lines before %PDF- */
#define RENDER_DPI 300
#define RULES_DPI 100
#define SCAN_COVER 0.5		/* of the page under images: it is a scan */
#define SOME_LETTERS 40		/* fewer are a page number or a rubber stamp */
#define DPI_MIN 60
#define DPI_MAX 1300

static bool
pdf_is(const uint8_t *data, size_t len)
{
	return memmem(data, len < MAGIC_WITHIN ? len : MAGIC_WITHIN,
	    "%PDF-", 5) != NULL;
}

static enum verdict
pdf_open(struct source *s)
{
	PopplerDocument *doc;
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
	s->doc = doc;
	n = poppler_document_get_n_pages(doc);
	s->pages = n > 0 ? (uint32_t)n : 0;
	return VERDICT_OK;
}

static void
pdf_close(struct source *s)
{
	if (s->doc != NULL)
		g_object_unref(s->doc);
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

static int32_t
image_dpi(const struct pdf_images *im, PIX *pix)
{
	double side = fmax(im->main_width, im->main_height);
	double dpi = 72.0 * fmax(pixGetWidth(pix), pixGetHeight(pix)) / side;

	return dpi >= DPI_MIN && dpi <= DPI_MAX ? (int32_t)lround(dpi) : 0;
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

static enum verdict
rendered(PopplerPage *page, const char *reason, struct sheet *ret)
{
	int32_t dpi = RENDER_DPI;

	ret->pix = pdf_render(page, &dpi);
	if (ret->pix == NULL)
		return VERDICT_DAMAGED;
	ret->dpi = dpi;
	ret->reason = reason;
	keep_stamps_only(ret->layer);
	wipe_words(ret->layer, ret->pix);
	return VERDICT_OK;
}

/* A page that is mostly image. */
static enum verdict
scanned(PopplerPage *page, const struct pdf_images *im, struct sheet *ret)
{
	bool typed = layer_letters(ret->layer) >= SOME_LETTERS;

	if (im->main >= 0)
		ret->pix = pdf_image(page, im->main);
	if (ret->pix == NULL)
		return rendered(page, "page faite de plusieurs images", ret);
	if (pixGetWidth(ret->pix) < LIMIT_SIDE_MIN_PX ||
	    pixGetHeight(ret->pix) < LIMIT_SIDE_MIN_PX) {
		pixDestroy(&ret->pix);
		return rendered(page, "image trop petite pour une page", ret);
	}
	ret->dpi = image_dpi(im, ret->pix);
	if (typed && on_ink(ret->layer, ret->pix) < 0.5) {
		pixDestroy(&ret->pix);
		return rendered(page, "texte numérique posé sur une image",
		    ret);
	}
	if (typed) {
		keep_stamps_only(ret->layer);
		ret->reason = "numérisation ; couche de texte d'un autre "
		    "logiciel écartée";
		return VERDICT_OK;
	}
	ret->reason = ret->layer->words > 0 ?
	    "numérisation portant un tampon numérique" :
	    "numérisation sans texte numérique";
	for (size_t i = 0; i < ret->layer->words; i++)
		ret->layer->word[i].stamp = true;
	return VERDICT_OK;
}

static enum verdict
typed(PopplerPage *page, struct sheet *ret)
{
	ret->rules_dpi = RULES_DPI;
	ret->rules = pdf_render(page, &ret->rules_dpi);
	ret->reason = "texte numérique";
	return VERDICT_OK;
}

static enum verdict
pdf_take(struct source *s, uint32_t number, struct sheet *ret)
{
	struct pdf_images im;
	PopplerPage *page;
	enum verdict v;

	page = poppler_document_get_page(s->doc, (int)number - 1);
	if (page == NULL)
		return VERDICT_DAMAGED;
	ret->layer = pdf_layer(page);
	pdf_images(page, &im);
	if (im.cover >= SCAN_COVER)
		v = scanned(page, &im, ret);
	else if (layer_letters(ret->layer) < SOME_LETTERS)
		v = rendered(page, "peu de texte numérique", ret);
	else if (layer_garbled(ret->layer))
		v = rendered(page, "texte numérique illisible", ret);
	else
		v = typed(page, ret);
	g_object_unref(page);
	return v;
}

const struct source_kind source_pdf = {
	.is = pdf_is,
	.open = pdf_open,
	.close = pdf_close,
	.take = pdf_take,
};
