#include <stdbool.h>
#include <stdlib.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/grey.h"
#include "page/pdf.h"
#include "support/suite.h"

/* Widths round what is done at once, and those of a page. */
static const int widths[] = { 1, 2, 3, 15, 16, 17, 31, 33, 35, 64, 100, 827 };

#define HEIGHT 67
#define COLOURED 5	/* of a hundred; the others are grey */

/* Pixels at random, the same each time: grey ones, among them some coloured. */
static cairo_surface_t *
strewn(cairo_format_t format, int w, int h)
{
	cairo_surface_t *s = cairo_image_surface_create(format, w, h);
	int stride = cairo_image_surface_get_stride(s);
	unsigned char *data = cairo_image_surface_get_data(s);

	srand((unsigned)w);
	for (int y = 0; y < h; y++) {
		uint32_t *row = (uint32_t *)(void *)(data + y * stride);

		for (int x = 0; x < w; x++)
			row[x] = rand() % 100 < COLOURED ?
			    (uint32_t)rand() & 0x00ffffff :
			    (uint32_t)(rand() % 256) * 0x010101;
	}
	cairo_surface_mark_dirty(s);
	return s;
}

/* Takes both. */
static void
ck_same(PIX *is, PIX *should, const char *what, int how)
{
	int same = 0;

	ck_assert_ptr_nonnull(is);
	ck_assert_ptr_nonnull(should);
	(void)pixEqual(is, should, &same);
	ck_assert_msg(same, "%s %d, %d wide", what, how, pixGetWidth(is));
	pixDestroy(&is);
	pixDestroy(&should);
}

static int
grey_at(cairo_surface_t *s, int x, int y)
{
	const unsigned char *row = cairo_image_surface_get_data(s) +
	    y * cairo_image_surface_get_stride(s);
	uint32_t p = ((const uint32_t *)(const void *)row)[x];

	return (int)((p >> 16 & 255) * 77 + (p >> 8 & 255) * 151 +
	    (p & 255) * 28) / 256;
}

START_TEST(colours_are_weighed)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *pix = pdf_grey(s);
	l_uint32 is;

	ck_assert_int_eq(pixGetWidth(pix), widths[_i]);
	ck_assert_int_eq(pixGetHeight(pix), HEIGHT);
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < widths[_i]; x++) {
			(void)pixGetPixel(pix, x, y, &is);
			ck_assert_int_eq((int)is, grey_at(s, x, y));
		}
	pixDestroy(&pix);
	cairo_surface_destroy(s);
}
END_TEST

START_TEST(what_is_clear_is_paper)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_ARGB32, widths[_i], HEIGHT);
	uint32_t *first = (uint32_t *)(void *)cairo_image_surface_get_data(s);
	PIX *pix;
	l_uint32 is;

	first[0] = 0;
	first[1] = 0xff000000;
	pix = pdf_grey(s);
	(void)pixGetPixel(pix, 0, 0, &is);
	ck_assert_uint_eq(is, 255);
	(void)pixGetPixel(pix, 1, 0, &is);
	ck_assert_uint_eq(is, 0);
	pixDestroy(&pix);
	cairo_surface_destroy(s);
}
END_TEST

/* Just above a half, as nearest comes to what is drawn, and up to the last. */
static const float scales[] = {
	0.5f, 0.501f, 0.55f, 0.6f, 0.625f, 0.6410256f, 200.f / 300, 0.68f,
	0.6999f
};

START_TEST(means_are_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *large = pdf_grey(s);

	for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
		ck_same(pdf_grey_shrunk(s, scales[i]), pixScaleSmooth(large,
		    scales[i], scales[i]), "scale", (int)i);
	pixDestroy(&large);
	cairo_surface_destroy(s);
}
END_TEST

START_TEST(what_has_no_four_pixels_is_not_shrunk)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, 1, HEIGHT);

	ck_assert_ptr_null(pdf_grey_shrunk(s, 0.6f));
	cairo_surface_destroy(s);
}
END_TEST

/* All greys, and about the middle one of seven bits. */
static const int levels[] = { 0, 1, 2, 100, 127, 128, 129, 195, 254, 255 };

START_TEST(what_is_darker_is_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *grey = pdf_grey(s);

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		ck_same(grey_below(grey, levels[i]),
		    pixThresholdToBinary(grey, levels[i]), "below",
		    levels[i]);
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

START_TEST(the_lightest_are_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *grey = pdf_grey(s);

	for (int side = 4; side <= 68; side += 4)
		ck_same(grey_lightest(grey, side), pixScaleGrayMinMax(grey,
		    side, side, L_CHOOSE_MAX), "side", side);
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

START_TEST(stretched_is_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *grey = pdf_grey(s);

	for (int white = 65; white < 256; white += 19) {
		ck_same(grey_stretched(grey, 0, white),
		    pixGammaTRC(NULL, grey, 1.0f, 0, white), "0 to", white);
		ck_same(grey_stretched(grey, 10, white),
		    pixGammaTRC(NULL, grey, 1.0f, 10, white), "10 to", white);
	}
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

/* Radians: less than is turned by at all, and up to what is no skew. */
static const float angles[] = { 0.0009f, 0.0011f, -0.02f, 0.05f, -0.2f, 1.f,
	2.5f };

/* Of a page most is paper: here its middle, with a speck. */
static void
whiten(PIX *grey)
{
	BOX *b = boxCreate(pixGetWidth(grey) / 8, HEIGHT / 8,
	    pixGetWidth(grey) * 3 / 4, HEIGHT * 3 / 4);

	(void)pixSetInRect(grey, b);
	(void)pixSetPixel(grey, pixGetWidth(grey) / 3, HEIGHT / 2, 9);
	boxDestroy(&b);
}

START_TEST(rotated_is_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	size_t turns = sizeof(angles) / sizeof(angles[0]);
	PIX *grey = pdf_grey(s);

	for (size_t i = 0; i < 2 * turns; i++) {
		float angle = angles[i % turns];

		if (i == turns)
			whiten(grey);
		ck_same(grey_rotated(grey, angle), pixRotate(grey,
		    angle, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
		    pixGetWidth(grey), pixGetHeight(grey)), "angle", (int)i);
	}
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

/*
 * Corners of a sheet, in hundredths of the picture.  None is below the last
 * row: on that leptonica mixes the first one.
 */
static const int sheets[][8] = {
	{ 0, 0, 100, 0, 0, 97, 100, 97 },
	{ 5, 8, 93, 3, 2, 95, 97, 90 },
	{ -30, -20, 140, 5, 10, 96, 90, 70 },
	{ 20, 20, 80, 25, 40, 90, 60, 92 },
};

START_TEST(projected_is_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *grey = pdf_grey(s);
	float w = (float)widths[_i], h = HEIGHT, *c;

	for (size_t i = 0; i < sizeof(sheets) / sizeof(sheets[0]); i++) {
		PTA *to = ptaCreate(4), *from = ptaCreate(4);

		for (int k = 0; k < 4; k++) {
			(void)ptaAddPt(to, k % 2 == 0 ? 0 : w, k < 2 ? 0 : h);
			(void)ptaAddPt(from, w * (float)sheets[i][2 * k] / 100,
			    h * (float)sheets[i][2 * k + 1] / 100);
		}
		ck_assert_int_eq(getProjectiveXformCoeffs(to, from, &c), 0);
		ck_same(grey_projected(grey, c, widths[_i], HEIGHT),
		    pixProjectivePtaGray(grey, to, from, 255), "sheet",
		    (int)i);
		lept_free(c);
		ptaDestroy(&to);
		ptaDestroy(&from);
	}
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

START_TEST(the_darkest_are_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *grey = pdf_grey(s);

	ck_same(grey_darkest(grey, false), pixErodeGray(grey, 1, 3), "high",
	    3);
	ck_same(grey_darkest(grey, true), pixErodeGray(grey, 3, 3), "square",
	    3);
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

/* What a scan is brought down by, at 300 to 2400 dots per inch. */
static const float areas[] = {
	200.f / 300, 0.69f, 0.5f, 0.55f, 200.f / 600, 0.3f, 0.25f, 0.1f,
	200.f / 2400, 0.07f, 0.065f
};

START_TEST(areas_are_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *grey = pdf_grey(s);

	for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++) {
		if (areas[i] * (float)widths[_i] <= 1)	/* nothing is left */
			continue;
		ck_same(grey_shrunk(grey, areas[i]), pixScaleAreaMap(grey,
		    areas[i], areas[i]), "area", (int)i);
	}
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

/* A fax's pixels made square, low resolutions brought to that of reading. */
static const struct {
	float	x, y;
} factors[] = {
	{ 1, 204.f / 98 }, { 1, 204.f / 196 }, { 2, 1 }, { 2, 2 }, { 3, 3 },
	{ 4, 4 }, { 200.f / 150, 200.f / 150 }, { 0.75f, 0.75f }, { 1, 1 },
	{ 2.7f, 2.7f }, { 0.71f, 3 }, { 0.7f, 0.7f }
};

START_TEST(points_between_are_leptonica_s)
{
	cairo_surface_t *s = strewn(CAIRO_FORMAT_RGB24, widths[_i], HEIGHT);
	PIX *grey = pdf_grey(s);

	for (size_t i = 0; i < sizeof(factors) / sizeof(factors[0]); i++)
		ck_same(grey_grown(grey, factors[i].x, factors[i].y),
		    pixScaleGrayLI(grey, factors[i].x, factors[i].y),
		    "factors", (int)i);
	pixDestroy(&grey);
	cairo_surface_destroy(s);
}
END_TEST

int
main(void)
{
	const int n = sizeof(widths) / sizeof(widths[0]);
	Suite *s = suite_create("grey");
	TCase *t = tcase_create("grey");

	tcase_add_loop_test(t, colours_are_weighed, 0, n);
	tcase_add_loop_test(t, what_is_clear_is_paper, 1, n);
	tcase_add_loop_test(t, means_are_leptonica_s, 1, n);
	tcase_add_loop_test(t, what_is_darker_is_leptonica_s, 0, n);
	tcase_add_loop_test(t, the_lightest_are_leptonica_s, 0, n);
	tcase_add_loop_test(t, rotated_is_leptonica_s, 0, n);
	tcase_add_loop_test(t, projected_is_leptonica_s, 0, n);
	tcase_add_loop_test(t, the_darkest_are_leptonica_s, 0, n);
	tcase_add_loop_test(t, areas_are_leptonica_s, 1, n);
	tcase_add_loop_test(t, points_between_are_leptonica_s, 0, n);
	tcase_add_loop_test(t, stretched_is_leptonica_s, 0, n);
	tcase_add_test(t, what_has_no_four_pixels_is_not_shrunk);
	suite_add_tcase(s, t);
	return suite_run(s);
}
