#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <leptonica/allheaders.h>

#include "page/pdf.h"
#include "page/sheet.h"
#include "page/source.h"
#include "support/suite.h"
#include "words/page.h"
#include "words/read.h"

/*
 * Every kind of file that a copier, a telephone or an office makes of a page,
 * held to what tests/containers/README says is on it.
 */

#define SENTENCE "budget primitif du service des eaux"
#define ANY 0		/* resolution: none stated, none looked for */

static const struct container {
	const char	*name, *type;
	uint32_t	 pages, page;	/* there are; that holds the sentence */
	int32_t		 dpi;		/* of its image, as kept or drawn */
} containers[] = {
	{ "g4.tif", "image/tiff", 1, 1, 200 },
	{ "g3.tif", "image/tiff", 1, 1, 200 },
	{ "fax-unequal.tif", "image/tiff", 1, 1, 204 },
	{ "lzw-8.tif", "image/tiff", 1, 1, 200 },
	{ "deflate-16.tif", "image/tiff", 1, 1, 200 },
	{ "deflate-24.tif", "image/tiff", 1, 1, 200 },
	{ "deflate-32.tif", "image/tiff", 1, 1, 200 },
	{ "jpeg-24.tif", "image/tiff", 1, 1, 200 },
	{ "cmyk.tif", "image/tiff", 1, 1, 200 },
	{ "palette.tif", "image/tiff", 1, 1, 200 },
	{ "packbits-msb.tif", "image/tiff", 1, 1, 200 },
	{ "packbits-lsb.tif", "image/tiff", 1, 1, 200 },
	{ "min-is-white.tif", "image/tiff", 1, 1, 200 },
	{ "strips.tif", "image/tiff", 1, 1, 200 },
	{ "tiled-1.tif", "image/tiff", 1, 1, 200 },
	{ "tiled-24.tif", "image/tiff", 1, 1, 200 },
	{ "planes.tif", "image/tiff", 1, 1, 200 },
	{ "ycbcr.tif", "image/tiff", 1, 1, 200 },
	{ "big.tif", "image/tiff", 1, 1, 200 },
	{ "turned.tif", "image/tiff", 1, 1, 200 },
	{ "pages.tif", "image/tiff", 3, 3, 200 },
	{ "no-dpi.tif", "image/tiff", 1, 1, ANY },
	{ "half-no-dpi.tif", "image/tiff", 1, 1, 200 },
	{ "dpi-72.tif", "image/tiff", 1, 1, 200 },
	{ "dpi-96.tif", "image/tiff", 1, 1, 200 },
	{ "dpi-600.tif", "image/tiff", 1, 1, 200 },
	{ "grey.jpg", "image/jpeg", 1, 1, 200 },
	{ "progressive.jpg", "image/jpeg", 1, 1, 200 },
	{ "cmyk.jpg", "image/jpeg", 1, 1, 200 },
	{ "exif-6.jpg", "image/jpeg", 1, 1, 200 },
	{ "rgb-16.png", "image/png", 1, 1, 200 },
	{ "alpha.png", "image/png", 1, 1, 200 },
	{ "grey-alpha.png", "image/png", 1, 1, 200 },
	{ "palette-alpha.png", "image/png", 1, 1, 200 },
	{ "interlaced.png", "image/png", 1, 1, 200 },
	{ "lossy.webp", "image/webp", 1, 1, 200 },
	{ "alpha.webp", "image/webp", 1, 1, 200 },
	{ "grey.jp2", "image/jp2", 1, 1, 200 },
	{ "bare.j2k", "image/jp2", 1, 1, 200 },
	{ "fine.jp2", "image/jp2", 1, 1, 300 },	/* 600, halved */
	{ "mono.pbm", "image/x-portable-anymap", 1, 1, 200 },
	{ "grey.pgm", "image/x-portable-anymap", 1, 1, 150 },
	{ "mono.bmp", "image/bmp", 1, 1, 200 },
	{ "palette-8.bmp", "image/bmp", 1, 1, 150 },
	{ "mono.gif", "image/gif", 1, 1, 200 },
	{ "interlaced.gif", "image/gif", 1, 1, 200 },
	{ "jpeg.pdf", "application/pdf", 1, 1, 200 },
	{ "g4.pdf", "application/pdf", 1, 1, 200 },
	{ "jbig2.pdf", "application/pdf", 1, 1, 200 },
	{ "jpx.pdf", "application/pdf", 1, 1, 200 },
	{ "mask.pdf", "application/pdf", 1, 1, 200 },
	{ "strips.pdf", "application/pdf", 1, 1, 378 },
	{ "tiles.pdf", "application/pdf", 1, 1, 378 },
	{ "inline.pdf", "application/pdf", 1, 1, 200 },
	{ "rotate-270.pdf", "application/pdf", 1, 1, 378 },
	{ "rotate-180.pdf", "application/pdf", 1, 1, 200 },
	{ "mirrored.pdf", "application/pdf", 1, 1, 200 },
	{ "matrix-90.pdf", "application/pdf", 1, 1, 378 },
	{ "user-unit.pdf", "application/pdf", 1, 1, 200 },
	{ "mixed.pdf", "application/pdf", 2, 1, ANY },
	{ "mixed.pdf", "application/pdf", 2, 2, 200 },
	{ "linear.pdf", "application/pdf", 2, 2, 200 },
	{ "owner-password.pdf", "application/pdf", 2, 2, 200 },
	{ "xref-lost.pdf", "application/pdf", 2, 2, 200 },
	{ "form.pdf", "application/pdf", 1, 1, ANY },
	{ "annotation.pdf", "application/pdf", 1, 1, 200 },
	{ "stamped.pdf", "application/pdf", 1, 1, 200 },
};

static struct ocr *ocr;

static enum verdict
open_it(const char *name, struct source **ret)
{
	char path[4096];
	enum verdict v;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/containers/%s", TEST_DIR, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_msg(fd != -1, "%s", path);
	v = source_open(fd, ret);
	close(fd);
	return v;
}

static char *
text_of(const struct page *p)
{
	char *text = calloc(1, 1);
	size_t len = 0, n;

	for (size_t i = 0; i < p->words; i++) {
		n = strlen(p->word[i].text);
		text = realloc(text, len + n + 2);
		memcpy(text + len, p->word[i].text, n);
		len += n;
		text[len++] = ' ';
		text[len] = '\0';
	}
	return text;
}

static struct page *
read_page(const char *name, uint32_t number)
{
	struct source *s;
	struct page *p;

	ck_assert_int_eq(open_it(name, &s), VERDICT_OK);
	ck_assert_int_eq(page_read(s, ocr, number, 0, &p), VERDICT_OK);
	source_free(s);
	return p;
}

static const struct word *
find(const struct page *p, const char *text)
{
	for (size_t i = 0; i < p->words; i++)
		if (strcmp(p->word[i].text, text) == 0)
			return &p->word[i];
	return NULL;
}

START_TEST(a_file_is_known_by_its_content)
{
	const struct container *c = &containers[_i];
	struct source *s;

	ck_assert_msg(open_it(c->name, &s) == VERDICT_OK, "%s", c->name);
	ck_assert_str_eq(source_type(s), c->type);
	ck_assert_msg(source_pages(s) == c->pages, "%s: %u pages", c->name,
	    source_pages(s));
	source_free(s);
}
END_TEST

START_TEST(a_pdf_with_images_is_not_taken_for_one_without)
{
	const struct container *c = &containers[_i];
	char path[4096];
	uint8_t data[65536];
	size_t len;
	FILE *f;

	if (strcmp(c->type, "application/pdf") != 0)
		return;
	(void)snprintf(path, sizeof(path), "%s/containers/%s", TEST_DIR,
	    c->name);
	f = fopen(path, "re");
	ck_assert_msg(f != NULL, "%s", path);
	len = fread(data, 1, sizeof(data), f);
	ck_assert(feof(f) != 0);
	(void)fclose(f);
	ck_assert_msg(pdf_is_bare(data, len) ==
	    (strcmp(c->name, "form.pdf") == 0), "%s", c->name);
}
END_TEST

START_TEST(an_image_has_its_true_resolution)
{
	const struct container *c = &containers[_i];
	struct sheet sh;
	struct source *s;

	ck_assert_int_eq(open_it(c->name, &s), VERDICT_OK);
	ck_assert_msg(sheet_take(s, c->page, &sh) == VERDICT_OK, "%s",
	    c->name);
	ck_assert_ptr_nonnull(sh.reason);
	if (sh.pix != NULL) {
		int depth = pixGetDepth(sh.pix);

		ck_assert_msg(depth == 1 || depth == 8 || depth == 32,
		    "%s: %d bits", c->name, depth);
	}
	if (c->dpi != ANY)
		ck_assert_msg(sh.pix != NULL && sh.dpi >= 0.8 * c->dpi &&
		    sh.dpi <= 1.25 * c->dpi, "%s: %d dpi", c->name, sh.dpi);
	sheet_free(&sh);
	source_free(s);
}
END_TEST

START_TEST(its_sentence_is_read_and_the_page_upright)
{
	const struct container *c = &containers[_i];
	struct page *p = read_page(c->name, c->page);
	char *text = text_of(p);
	const struct word *w;

	ck_assert_msg(strstr(text, SENTENCE) != NULL, "%s: %s", c->name, text);
	w = find(p, "primitif");
	ck_assert_msg(w != NULL && w->box.w > w->box.h, "%s: %s", c->name,
	    text);
	ck_assert_int_gt(p->width, w->box.x + w->box.w);
	ck_assert_int_lt(w->box.x, p->width / 2);
	ck_assert_int_gt(p->height, w->box.y + w->box.h);
	free(text);
	page_free(p);
}
END_TEST

START_TEST(what_is_filled_into_a_form_is_read)
{
	struct page *p = read_page("form.pdf", 1);
	char *text = text_of(p);

	ck_assert_msg(strstr(text, "Réfection du lavoir communal") != NULL,
	    "%s", text);
	ck_assert_uint_eq(p->marks, 2);
	ck_assert(p->mark[0].ticked != p->mark[1].ticked);
	ck_assert(p->mark[p->mark[0].ticked ? 0 : 1].box.x <
	    p->mark[p->mark[0].ticked ? 1 : 0].box.x);
	free(text);
	page_free(p);
}
END_TEST

START_TEST(what_is_typed_over_a_scan_is_read)
{
	struct page *p = read_page("annotation.pdf", 1);
	char *text = text_of(p);

	ck_assert_msg(strstr(text, "pour ampliation") != NULL, "%s", text);
	free(text);
	page_free(p);
}
END_TEST

START_TEST(a_digital_stamp_stays_beside_the_scan)
{
	struct page *p = read_page("stamped.pdf", 1);
	unsigned stamp = 0;

	for (size_t i = 0; i < p->words; i++) {
		ck_assert_int_eq(p->word[i].second,
		    p->word[i].source == WORD_LAYER);
		stamp += strcmp(p->word[i].text, "préfecture") == 0;
	}
	ck_assert_uint_eq(stamp, 1);
	/* What lies below the stamp is read all the same. */
	ck_assert_ptr_nonnull(find(p, "adopté"));
	page_free(p);
}
END_TEST

static const struct {
	const char	*name;
	enum verdict	 verdict;
} refused[] = {
	{ "user-password.pdf", VERDICT_ENCRYPTED },
	{ "cut-early.pdf", VERDICT_DAMAGED },
	{ "cut-late.pdf", VERDICT_DAMAGED },
};

START_TEST(what_cannot_be_opened_says_why)
{
	struct source *s = NULL;
	enum verdict v = open_it(refused[_i].name, &s);

	ck_assert_msg(v == refused[_i].verdict, "%s: %s", refused[_i].name,
	    verdict_name(v));
	ck_assert_ptr_null(s);
}
END_TEST

static void
setup(void)
{
	ck_assert_int_eq(ocr_new(NULL, "fra", &ocr), 0);
}

static void
teardown(void)
{
	ocr_free(ocr);
}

int
main(void)
{
	const int n = sizeof(containers) / sizeof(containers[0]);
	Suite *s = suite_create("containers");
	TCase *t = tcase_create("openers"), *o = tcase_create("reading");

	tcase_add_loop_test(t, a_file_is_known_by_its_content, 0, n);
	tcase_add_loop_test(t,
	    a_pdf_with_images_is_not_taken_for_one_without, 0,
	    sizeof(containers) / sizeof(containers[0]));
	tcase_add_loop_test(t, an_image_has_its_true_resolution, 0, n);
	tcase_add_loop_test(t, what_cannot_be_opened_says_why, 0,
	    sizeof(refused) / sizeof(refused[0]));
	suite_add_tcase(s, t);
	/* One warm Tesseract for all: it is loaded before the forks. */
	tcase_add_unchecked_fixture(o, setup, teardown);
	tcase_set_timeout(o, 120);
	tcase_add_loop_test(o, its_sentence_is_read_and_the_page_upright, 0, n);
	tcase_add_test(o, what_is_filled_into_a_form_is_read);
	tcase_add_test(o, what_is_typed_over_a_scan_is_read);
	tcase_add_test(o, a_digital_stamp_stays_beside_the_scan);
	suite_add_tcase(s, o);
	return suite_run(s);
}
