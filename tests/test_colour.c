#include <sys/mman.h>

#include <stdlib.h>
#include <unistd.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/clean.h"
#include "page/colour.h"
#include "page/sheet.h"
#include "page/source.h"
#include "support/suite.h"

#define DPI 200
#define SIDE 800
#define BLACK 0x141414ff
#define BLUE 0x2848aaff
#define NIGHT 0x1e2364ff	/* a pen's: nearly black */
#define RED 0xc3232dff
#define YELLOW 0xfff000ff
#define WHITE 0xffffffff
#define DIM_BLUE 0x182a5aff
#define DIM_PAPER 0x968f82ff
#define BLUE_PAPER 0x82a0d7ff
#define BLUISH 0x1e1e64ff	/* black on it, as JPEG keeps it */
#define GREEN_PAPER 0xdcffdcff

static void
bar(PIX *pix, int x, int y, int w, int h, uint32_t colour)
{
	for (int j = y; j < y + h; j++)
		for (int i = x; i < x + w; i++)
			(void)pixSetPixel(pix, i, j, colour);
}

/* A line of letters: upright strokes, 2.5 mm high. */
static void
type(PIX *pix, int y, uint32_t colour)
{
	for (int x = 100; x < 700; x += 14)
		bar(pix, x, y, 4, 20, colour);
}

static PIX *
paper(uint32_t colour)
{
	PIX *pix = pixCreate(SIDE, SIDE, 32);

	ck_assert_ptr_nonnull(pix);
	bar(pix, 0, 0, SIDE, SIDE, colour);
	type(pix, 100, BLACK);
	type(pix, 140, BLACK);
	(void)pixSetResolution(pix, DPI, DPI);
	return pix;
}

/* The image cleaned of colours alone; takes it. */
static PIX *
cleaned(PIX *rgb)
{
	PIX *seen = colour_seen_of(rgb), *pale = colour_lightest_of(rgb), *out;

	ck_assert_ptr_nonnull(seen);
	ck_assert(colour_is_there(seen, pale, COLOUR_GAIN));
	out = clean_colours(seen, pale, DPI);
	ck_assert_ptr_nonnull(out);
	pixDestroy(&pale);
	pixDestroy(&seen);
	pixDestroy(&rgb);
	return out;
}

static int
grey_at(PIX *grey, int x, int y)
{
	l_uint32 value = 0;

	ck_assert_int_eq(pixGetPixel(grey, x, y, &value), 0);
	return (int)value;
}

static const struct {
	uint32_t	ink, paper;
	int		light;		/* what is left is lighter */
} over[] = {
	{ BLUE, WHITE, 215 }, { RED, WHITE, 215 }, { NIGHT, WHITE, 215 },
	{ BLUE, GREEN_PAPER, 215 }, { YELLOW, WHITE, 215 },
	{ DIM_BLUE, DIM_PAPER, 120 },	/* a photograph's */
};

/* A stroke through a line, as of a signature: no ink of it on the letters. */
START_TEST(ink_over_type_is_taken_off)
{
	PIX *pix = paper(over[_i].paper), *out;

	bar(pix, 60, 108, 700, 3, over[_i].ink);
	for (int x = 100; x < 700; x += 14)	/* black below it stays so */
		bar(pix, x, 108, 4, 3, BLACK);
	out = cleaned(pix);
	ck_assert_int_lt(grey_at(out, 102, 104), 40);
	ck_assert_int_lt(grey_at(out, 102, 109), 70);
	ck_assert_int_gt(grey_at(out, 108, 109), over[_i].light);
	ck_assert_int_gt(grey_at(out, 62, 109), over[_i].light);
	ck_assert_int_gt(grey_at(out, 400, 400), over[_i].light);
	pixDestroy(&out);
}
END_TEST

static const uint32_t inks[] = { BLUE, RED, NIGHT };

/* A stamp beside the type may say when the act was received. */
START_TEST(ink_by_itself_stays_as_dark)
{
	PIX *pix = paper(WHITE), *out;

	type(pix, 400, inks[_i]);
	out = cleaned(pix);
	ck_assert_int_lt(grey_at(out, 102, 410), 110);
	pixDestroy(&out);
}
END_TEST

START_TEST(ink_on_dots_and_rules_stays_as_dark)
{
	PIX *pix = paper(WHITE), *out;

	type(pix, 400, inks[_i]);
	for (int x = 96; x < 700; x += 11)
		bar(pix, x, 418, 3, 3, BLACK);
	type(pix, 500, inks[_i]);
	bar(pix, 90, 519, 620, 3, BLACK);
	out = cleaned(pix);
	ck_assert_int_lt(grey_at(out, 102, 405), 110);
	ck_assert_int_lt(grey_at(out, 102, 505), 110);
	pixDestroy(&out);
}
END_TEST

/* Its own colour, come into its letters, is none that lies over them. */
START_TEST(a_sheet_of_a_strong_colour_stays)
{
	PIX *pix = paper(BLUE_PAPER), *seen, *out;
	l_int32 same = 0;

	for (int x = 100; x < 700; x += 14) {
		bar(pix, x, 100, 1, 20, BLUISH);
		bar(pix, x, 140, 4, 5, BLUISH);
	}
	seen = colour_seen_of(pix);
	out = cleaned(pix);
	ck_assert_int_eq(pixEqual(seen, out, &same), 0);
	ck_assert_int_eq(same, 1);
	pixDestroy(&out);
	pixDestroy(&seen);
}
END_TEST

START_TEST(a_page_without_colours_has_none)
{
	PIX *pix = paper(WHITE), *pale, *seen;

	/* What is clear is paper, whatever colour it has. */
	(void)pixSetSpp(pix, 4);
	bar(pix, 100, 400, 200, 200, 0xff000000);
	seen = colour_seen_of(pix);
	pale = colour_lightest_of(pix);
	ck_assert(!colour_is_there(seen, pale, COLOUR_GAIN));
	ck_assert_int_eq(grey_at(seen, 102, 104), 0x14);
	ck_assert_int_eq(grey_at(seen, 150, 450), 255);
	ck_assert_int_eq(grey_at(pale, 150, 450), 255);
	pixDestroy(&pale);
	pixDestroy(&seen);
	pixDestroy(&pix);
}
END_TEST

static const int formats[] = {
	IFF_JFIF_JPEG, IFF_PNG, IFF_TIFF_LZW, IFF_WEBP, IFF_LPDF,
};

static void
take(PIX *pix, int format, struct sheet *ret)
{
	struct source *s = NULL;
	l_uint8 *data = NULL;
	size_t len = 0;
	int fd = memfd_create("scan", MFD_CLOEXEC);

	ck_assert_int_eq(pixWriteMem(&data, &len, pix, format), 0);
	ck_assert_int_eq(write(fd, data, len), (ssize_t)len);
	lept_free(data);
	ck_assert_str_eq(verdict_name(source_open(fd, &s)), "ok");
	ck_assert_str_eq(verdict_name(sheet_take(s, 1, ret)), "ok");
	source_free(s);
	close(fd);
}

/* Their memory and time would be that of all the rest several times over. */
START_TEST(a_page_that_is_too_large_is_read_as_it_is_seen)
{
	for (int more = 0; more < 2; more++) {
		PIX *seen = pixCreate(8000 + more, COLOUR_PIXELS_MAX / 8000, 8);
		PIX *pale = pixCreateTemplate(seen);

		ck_assert_ptr_nonnull(pale);
		(void)pixSetAll(pale);
		ck_assert(colour_is_there(seen, pale, COLOUR_GAIN) ==
		    (more == 0));
		pixDestroy(&seen);
		pixDestroy(&pale);
	}
}
END_TEST

/* Whatever file it comes in, the colours of a page come with it. */
START_TEST(every_kind_of_file_keeps_colours)
{
	PIX *pix = paper(WHITE);
	struct sheet sh;

	take(pix, formats[_i], &sh);
	ck_assert_ptr_nonnull(sh.pix);
	ck_assert_ptr_null(sh.pale);
	sheet_free(&sh);
	bar(pix, 200, 400, 300, 100, RED);
	take(pix, formats[_i], &sh);
	ck_assert_ptr_nonnull(sh.pale);
	ck_assert_int_eq(pixGetWidth(sh.pix), pixGetWidth(sh.pale));
	ck_assert_int_eq(pixGetHeight(sh.pix), pixGetHeight(sh.pale));
	/* Red, as seen and at its lightest. */
	ck_assert_int_lt(grey_at(sh.pix, pixGetWidth(sh.pix) * 3 / 8,
	    pixGetHeight(sh.pix) * 9 / 16), 120);
	ck_assert_int_gt(grey_at(sh.pale, pixGetWidth(sh.pix) * 3 / 8,
	    pixGetHeight(sh.pix) * 9 / 16), 180);
	sheet_free(&sh);
	pixDestroy(&pix);
}
END_TEST

/* A JPEG is first looked at small: a thin pen's stroke must not get lost. */
START_TEST(a_thin_stroke_in_a_jpeg_is_a_colour)
{
	PIX *pix = paper(WHITE);
	struct sheet sh;

	bar(pix, 60 + _i, 400 + _i, 600, 3, NIGHT);
	take(pix, IFF_JFIF_JPEG, &sh);
	ck_assert_ptr_nonnull(sh.pale);
	sheet_free(&sh);
	pixDestroy(&pix);
}
END_TEST

static const struct {
	int	w, h;
} small[] = { { 16, 16 }, { 16, 400 }, { 400, 16 }, { 31, 33 } };

START_TEST(the_smallest_pages_are_no_trouble)
{
	PIX *pix = pixCreate(small[_i].w, small[_i].h, 32), *seen, *pale;
	struct clean c;

	bar(pix, 0, 0, small[_i].w, small[_i].h, RED);
	bar(pix, 0, 0, small[_i].w / 2, small[_i].h / 2, BLACK);
	seen = colour_seen_of(pix);
	pale = colour_lightest_of(pix);
	for (int dpi = 0; dpi <= 1200; dpi += 300) {
		ck_assert_int_eq(clean_page(seen, pale, dpi, 0, &c), 0);
		clean_free(&c);
	}
	pixDestroy(&pale);
	pixDestroy(&seen);
	pixDestroy(&pix);
}
END_TEST

static int
length(size_t bytes, size_t each)
{
	return (int)(bytes / each);
}

int
main(void)
{
	Suite *s = suite_create("colour");
	TCase *c = tcase_create("colour");

	tcase_add_loop_test(c, ink_over_type_is_taken_off, 0,
	    length(sizeof(over), sizeof(over[0])));
	tcase_add_loop_test(c, ink_by_itself_stays_as_dark, 0,
	    length(sizeof(inks), sizeof(inks[0])));
	tcase_add_loop_test(c, ink_on_dots_and_rules_stays_as_dark, 0,
	    length(sizeof(inks), sizeof(inks[0])));
	tcase_add_test(c, a_sheet_of_a_strong_colour_stays);
	tcase_add_test(c, a_page_without_colours_has_none);
	tcase_add_test(c, a_page_that_is_too_large_is_read_as_it_is_seen);
	tcase_add_loop_test(c, every_kind_of_file_keeps_colours, 0,
	    length(sizeof(formats), sizeof(formats[0])));
	tcase_add_loop_test(c, a_thin_stroke_in_a_jpeg_is_a_colour, 0, 4);
	tcase_add_loop_test(c, the_smallest_pages_are_no_trouble, 0,
	    length(sizeof(small), sizeof(small[0])));
	suite_add_tcase(s, c);
	return suite_run(s);
}
