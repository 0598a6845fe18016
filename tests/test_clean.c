#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/clean.h"
#include "page/grey.h"
#include "page/rules.h"
#include "support/suite.h"

#define W 1654		/* A4 at 200 dpi */
#define H 2339
#define DPI 200
#define END 1000	/* of the longest line of type */

static const char *const lines[] = {
	"Le conseil municipal, sous la presidence de Monsieur le Maire,",
	"apres en avoir delibere, decide d'approuver le budget primitif",
	"de la commune et de l'autoriser a signer tout document utile",
	"Vu le code general des collectivites territoriales, notamment",
	"Considerant que la depense est inscrite au chapitre habituel",
};

/* A page of type, in leptonica's own letters. */
static PIX *
typed(void)
{
	PIX *pix = pixCreate(W, H, 8);
	L_BMF *font = bmfCreate(NULL, 8);
	int width;

	(void)pixSetAll(pix);
	for (int i = 0, y = 200; y < H - 300; y += 42, i++)
		(void)pixSetTextline(pix, font, lines[i % 5], 20, 200, y,
		    &width, NULL);
	bmfDestroy(&font);
	return pix;
}

static void
block(PIX *pix, int x, int y, int w, int h, int grey)
{
	(void)pixSetInRectArbitrary(pix, &(BOX){ x, y, w, h, 1 }, grey);
}

START_TEST(resolution_is_believed_only_where_it_can_be_true)
{
	ck_assert_int_eq(clean_dpi(2480, 3508, 300), 300);
	ck_assert_int_eq(clean_dpi(2480, 3508, 0), 300);
	ck_assert_int_eq(clean_dpi(3024, 4032, 72), 345);
	ck_assert_int_eq(clean_dpi(1654, 2339, 3000), 200);
	ck_assert_int_eq(clean_dpi(2, 40, 0), 1);
	ck_assert_int_eq(clean_dpi(2339, 1654, 1), 200);
}
END_TEST

START_TEST(uneven_light_becomes_even)
{
	PIX *pix = typed(), *out;
	l_uint32 here, there;
	bool smooth;

	/* A shadow that deepens to the right: half the light at the edge. */
	for (int x = 0; x < W; x++)
		for (int y = 0; y < H; y++) {
			l_uint32 v;

			(void)pixGetPixel(pix, x, y, &v);
			(void)pixSetPixel(pix, x, y, v * (uint32_t)
			    (2 * W - x) / (2 * W));
		}
	out = clean_light(pix, &smooth);
	ck_assert(!smooth);
	(void)pixGetPixel(out, 60, 1000, &here);
	(void)pixGetPixel(out, W - 60, 1000, &there);
	ck_assert_uint_gt(here, 240);
	ck_assert_uint_gt(there, 240);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

START_TEST(a_page_is_turned_upright)
{
	PIX *pix = typed(), *lying;
	struct clean c;

	lying = pixRotateOrth(pix, _i);
	ck_assert_int_eq(clean_page(lying, NULL, DPI, 0, &c), 0);
	ck_assert_int_eq(c.rotation, 90 * _i);
	ck_assert_int_gt(pixGetHeight(c.grey), pixGetWidth(c.grey));
	clean_free(&c);
	pixDestroy(&lying);
	pixDestroy(&pix);
}
END_TEST

/* Three short lines, a little askew, and what scratches draw down the page. */
START_TEST(scratches_turn_no_page_of_few_lines)
{
	PIX *pix = pixCreate(W, H, 8), *skewed;
	L_BMF *font = bmfCreate(NULL, 8);
	struct clean c;
	int width;

	(void)pixSetAll(pix);
	for (int i = 0; i < 3; i++)
		(void)pixSetTextline(pix, font, lines[i] + 45, 20, 200,
		    200 + 42 * i, &width, NULL);
	skewed = pixRotate(pix, 0.03f, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
	    W, H);
	for (int y = 700; y < 1600; y++)
		if (y * 7919 % 100 < 72) {
			(void)pixSetPixel(skewed, 1101, y, 0);
			(void)pixSetPixel(skewed, 501, y - 400, 0);
		}
	ck_assert_int_eq(clean_page(skewed, NULL, DPI, 0, &c), 0);
	ck_assert_int_eq(c.rotation, 0);
	clean_free(&c);
	bmfDestroy(&font);
	pixDestroy(&skewed);
	pixDestroy(&pix);
}
END_TEST

START_TEST(skew_is_taken_out)
{
	static const double degrees[] = { -8, -2, -0.5, 0.7, 3, 9 };
	PIX *pix = typed(), *skewed;
	struct clean c;

	skewed = pixRotate(pix, (float)(degrees[_i] * M_PI / 180),
	    L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, W, H);
	ck_assert_int_eq(clean_page(skewed, NULL, DPI, 0, &c), 0);
	ck_assert_int_eq(c.rotation, 0);
	ck_assert_double_eq_tol(c.skew, -degrees[_i], 0.15);
	clean_free(&c);
	pixDestroy(&skewed);
	pixDestroy(&pix);
}
END_TEST

/* Ink of the cleaned page within a box given for DPI. */
static int
ink_at(const struct clean *c, int x, int y, int w, int h)
{
	double scale = (double)c->dpi / DPI;
	BOX *b = boxCreate((int)(x * scale), (int)(y * scale),
	    (int)(w * scale), (int)(h * scale));
	int n = 0;

	(void)pixCountPixelsInRect(c->ink, b, &n, NULL);
	boxDestroy(&b);
	return n;
}

START_TEST(edges_and_punch_holes_are_wiped_and_type_stays)
{
	PIX *pix = typed(), *hole;
	struct clean c;
	int typed_ink;

	block(pix, 0, 0, 20, H, 0);		/* the lid beyond the sheet */
	hole = pixCreate(44, 44, 1);
	for (int y = 0; y < 44; y++)
		for (int x = 0; x < 44; x++)
			if (hypot(x - 22, y - 22) < 22)
				(void)pixSetPixel(hole, x, y, 1);
	(void)pixPaintThroughMask(pix, hole, 80, 700, 10);
	(void)pixPaintThroughMask(pix, hole, 80, 1330, 10);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, 0, &c), 0);
	ck_assert_int_eq(ink_at(&c, 0, 0, 30, H), 0);
	ck_assert_int_eq(ink_at(&c, 70, 690, 70, 70), 0);
	ck_assert_int_eq(ink_at(&c, 70, 1320, 70, 70), 0);
	typed_ink = ink_at(&c, 190, 180, W - 400, H - 500);
	ck_assert_int_gt(typed_ink, 20000);
	clean_free(&c);
	pixDestroy(&hole);
	pixDestroy(&pix);
}
END_TEST

START_TEST(specks_go_and_full_stops_stay)
{
	PIX *pix = typed();
	struct clean c;

	(void)srand(3);
	for (int i = 0; i < 600; i++)
		block(pix, 20 + rand() % 130, 20 + rand() % (H - 40), 1, 1,
		    0);
	block(pix, 80, 1000, 5, 5, 0);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, 0, &c), 0);
	ck_assert_int_gt(ink_at(&c, 78, 998, 9, 9), 15);
	ck_assert_int_lt(ink_at(&c, 0, 0, 150, H), 400);
	clean_free(&c);
	pixDestroy(&pix);
}
END_TEST

/* As thick near type as far from it, and so no crumbs of letters. */
START_TEST(a_films_grain_goes_even_beside_type)
{
	PIX *pix = typed();
	struct clean c, plain;
	int letters;

	ck_assert_int_eq(clean_page(pix, NULL, DPI, CLEAN_NO_SKEW, &plain), 0);
	letters = ink_at(&plain, 200, 200, 1000, 1800);
	(void)srand(3);
	for (int i = 0; i < 40000; i++)
		(void)pixSetPixel(pix, (l_uint32)(rand() % W),
		    (l_uint32)(rand() % H), 0);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, CLEAN_NO_SKEW, &c), 0);
	ck_assert_int_lt(ink_at(&c, 0, 0, 150, H), 400);
	/* Of 18,000 grains some are letters' own now. */
	ck_assert_int_lt(abs(ink_at(&c, 200, 200, 1000, 1800) - letters),
	    6000);
	clean_free(&c);
	clean_free(&plain);
	pixDestroy(&pix);
}
END_TEST

START_TEST(white_on_black_is_turned_about)
{
	PIX *pix = typed(), *film = pixInvert(NULL, pix);
	struct clean c, plain;
	l_int32 same = 0;

	ck_assert_int_eq(clean_page(pix, NULL, DPI, 0, &plain), 0);
	ck_assert_int_eq(clean_page(film, NULL, DPI, 0, &c), 0);
	(void)pixEqual(c.ink, plain.ink, &same);
	ck_assert_int_eq(same, 1);
	clean_free(&c);
	ck_assert_int_eq(clean_page(film, NULL, DPI, CLEAN_NO_NEGATIVE, &c), 0);
	(void)pixEqual(c.ink, plain.ink, &same);
	ck_assert_int_eq(same, 0);
	clean_free(&c);
	clean_free(&plain);
	pixDestroy(&film);
	/* Black and nothing else is no film. */
	(void)pixClearAll(pix);
	ck_assert(!clean_is_negative(pix));
	pixDestroy(&pix);
}
END_TEST

/* The first line of typed(), in white on a dark band. */
static PIX *
banded(int grey)
{
	PIX *pix = typed(), *line = pixClipRectangle(pix,
	    &(BOX){ 180, 190, 1100, 40, 1 }, NULL);
	PIX *letters = pixThresholdToBinary(line, 128);

	block(pix, 0, 60, W, 70, grey);
	(void)pixPaintThroughMask(pix, letters, 180, 75, 255);
	pixDestroy(&letters);
	pixDestroy(&line);
	return pix;
}

START_TEST(a_title_in_a_dark_band_becomes_dark)
{
	PIX *pix = banded(_i * 90), *bare = typed();
	struct clean c;

	ck_assert_int_eq(clean_page(pix, NULL, DPI, CLEAN_NO_SKEW, &c), 0);
	/* As much ink as its letters have, and not as the band. */
	ck_assert_int_gt(ink_at(&c, 0, 60, W, 70), 1000);
	ck_assert_int_lt(ink_at(&c, 0, 60, W, 70), 12000);
	clean_free(&c);
	/* A black block with a star in it is a coat of arms. */
	block(bare, 300, 20, 110, 120, 0);
	block(bare, 340, 60, 30, 30, 255);
	ck_assert_int_eq(clean_page(bare, NULL, DPI, CLEAN_NO_SKEW, &c), 0);
	ck_assert_int_gt(ink_at(&c, 300, 20, 110, 120), 10000);
	clean_free(&c);
	pixDestroy(&bare);
	pixDestroy(&pix);
}
END_TEST

/* A sheet that lies on a dark table, taken from a little to one side. */
static PIX *
photographed(void)
{
	static const float corner[4][4] = {
		{ 0, 0, 190, 160 }, { W, 0, 1800, 200 },
		{ 0, H, 150, 2600 }, { W, H, 1850, 2560 },
	};
	PIX *sheet = typed(), *table = pixCreate(2000, 2800, 8), *shot;
	PTA *from = ptaCreate(4), *to = ptaCreate(4);

	(void)pixSetAllArbitrary(table, 60);
	(void)pixRasterop(table, 0, 0, W, H, PIX_SRC, sheet, 0, 0);
	for (int i = 0; i < 4; i++) {
		(void)ptaAddPt(from, corner[i][0], corner[i][1]);
		(void)ptaAddPt(to, corner[i][2], corner[i][3]);
	}
	shot = pixProjectivePtaGray(table, to, from, 60);
	ptaDestroy(&from);
	ptaDestroy(&to);
	pixDestroy(&table);
	pixDestroy(&sheet);
	return shot;
}

START_TEST(a_photographed_sheet_is_cut_out_and_straightened)
{
	PIX *shot = photographed(), *sheet = typed(), *out;
	bool found = false;

	out = clean_paper(shot, &found);
	ck_assert(found);
	/* The sheet's own shape again, within two in a hundred. */
	ck_assert_double_eq_tol((double)pixGetHeight(out) / pixGetWidth(out),
	    (2400.0 + 2361) / (1611 + 1700), 0.03);
	pixDestroy(&out);
	/* A scan that fills its image is left alone. */
	out = clean_paper(sheet, &found);
	ck_assert(!found);
	ck_assert_int_eq(pixGetWidth(out), W);
	pixDestroy(&out);
	pixDestroy(&sheet);
	pixDestroy(&shot);
}
END_TEST

/* The shadow of a hand on all of its right, or across a corner. */
START_TEST(a_shadow_takes_nothing_from_the_sheet)
{
	PIX *shot = photographed(), *out;
	bool found = false;
	l_uint32 grey;

	for (int y = 0; y < 2800; y++)
		for (int x = 0; x < 2000; x++) {
			if (x + _i * y / 2 < 1000 + 900 * _i)
				continue;
			(void)pixGetPixel(shot, x, y, &grey);
			(void)pixSetPixel(shot, x, y, grey * 9 / 16);
		}
	out = clean_paper(shot, &found);
	ck_assert(found);
	ck_assert_int_gt(pixGetWidth(out), 1611);
	ck_assert_int_gt(pixGetHeight(out), 2350);
	pixDestroy(&out);
	pixDestroy(&shot);
}
END_TEST

/* How many pixels are neither paper nor ink. */
static int
between(PIX *grey)
{
	PIX *light = grey_below(grey, 200), *dark = grey_below(grey, 60);
	int n = 0;

	(void)pixSubtract(light, light, dark);
	(void)pixCountPixels(light, &n, NULL);
	pixDestroy(&dark);
	pixDestroy(&light);
	return n;
}

START_TEST(a_page_out_of_focus_is_made_sharper)
{
	PIX *pix = typed(), *blurred = pixBlockconvGray(pix, NULL, 3, 3);
	PIX *out = clean_sharp(blurred);

	ck_assert_ptr_nonnull(out);
	ck_assert_int_gt(between(blurred), 0);
	ck_assert_int_lt(5 * between(out), 4 * between(blurred));
	pixDestroy(&out);
	pixDestroy(&blurred);
	pixDestroy(&pix);
}
END_TEST

START_TEST(a_sharp_page_and_an_empty_one_stay_as_they_are)
{
	PIX *pix = typed(), *out = clean_sharp(pix);

	ck_assert_ptr_eq(out, pix);
	pixDestroy(&out);
	(void)pixSetAll(pix);
	out = clean_sharp(pix);
	ck_assert_ptr_eq(out, pix);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

/* The larger, a blank one, would be all that is kept. */
START_TEST(of_two_photographed_sheets_neither_is_cut_out)
{
	PIX *sheet = typed(), *table = pixCreate(2 * W + 500, H + 400, 8);
	bool found = true;
	PIX *out;

	(void)pixSetAllArbitrary(table, 60);
	(void)pixRasterop(table, 100, 200, W, H, PIX_SRC, sheet, 0, 0);
	(void)pixRasterop(table, W + 200, 150, W + 200, H + 100, PIX_SET,
	    NULL, 0, 0);
	out = clean_paper(table, &found);
	ck_assert(!found);
	ck_assert_int_eq(pixGetWidth(out), pixGetWidth(table));
	pixDestroy(&out);
	pixDestroy(&table);
	pixDestroy(&sheet);
}
END_TEST

/* From a third of the light on the left to all of it on the right. */
START_TEST(a_page_in_fading_light_is_no_sheet_on_a_table)
{
	PIX *shaded = typed(), *out;
	bool found = true;
	l_uint32 grey;

	for (int y = 0; y < H; y++)
		for (int x = 0; x < W; x++) {
			(void)pixGetPixel(shaded, x, y, &grey);
			(void)pixSetPixel(shaded, x, y,
			    grey * (l_uint32)(W + 2 * x) / (3 * W));
		}
	out = clean_paper(shaded, &found);
	ck_assert(!found);
	pixDestroy(&out);
	pixDestroy(&shaded);
}
END_TEST

/* A page of type with another, with `parts` of its ink, so many px lower. */
static PIX *
with_other(bool mirrored, int lower, double parts)
{
	PIX *pix = typed(), *pale = typed();
	l_uint32 own, other;

	if (mirrored)
		(void)pixFlipLR(pale, pale);
	for (int y = lower; y < H; y++)
		for (int x = 0; x < W; x++) {
			(void)pixGetPixel(pix, x, y, &own);
			(void)pixGetPixel(pale, x, y - lower, &other);
			other = 255 - (l_uint32)((255 - other) * parts);
			(void)pixSetPixel(pix, x, y, L_MIN(own, other));
		}
	pixDestroy(&pale);
	return pix;
}

static PIX *
with_pale(bool mirrored, int lower)
{
	return with_other(mirrored, lower, 1.0 / 3);
}

/*
 * Figures and capitals seem mirrored where they are not, and so does all upside
 * down: by themselves, below dark print, and with it.
 */
START_TEST(what_only_seems_mirrored_stays)
{
	PIX *alone = typed(), *below = typed(), *over = with_pale(false, 21);
	PIX *mirrored = pixFlipLR(NULL, below);
	l_uint32 grey;

	(void)pixRotate180(over, over);
	for (int y = 0; y < H; y++)
		for (int x = 0; x < W; x++) {
			(void)pixGetPixel(mirrored, x, y, &grey);
			grey = 255 - (255 - grey) / 3;
			(void)pixSetPixel(alone, x, y, grey);
			if (y > H / 2)
				(void)pixSetPixel(below, x, y, grey);
		}
	ck_assert_int_eq(clean_bleed(alone), 0);
	ck_assert_int_eq(clean_bleed(below), 0);
	ck_assert_int_eq(clean_bleed(over), 0);
	pixDestroy(&alone);
	pixDestroy(&below);
	pixDestroy(&over);
	pixDestroy(&mirrored);
}
END_TEST

/* Blurred letters' edges are pale too, and may look mirrored. */
START_TEST(what_stands_only_beside_ink_stays)
{
	PIX *pix = with_pale(true, 21), *own = typed(), *ink, *around;

	ck_assert_int_gt(clean_bleed(pix), 0);
	ink = pixThresholdToBinary(own, 150);
	around = pixDilateBrick(NULL, ink, 15, 15);
	(void)pixInvert(around, around);
	(void)pixPaintThroughMask(pix, around, 0, 0, 255);
	ck_assert_int_eq(clean_bleed(pix), 0);
	pixDestroy(&around);
	pixDestroy(&ink);
	pixDestroy(&own);
	pixDestroy(&pix);
}
END_TEST

START_TEST(the_other_side_goes_and_a_pale_print_stays)
{
	PIX *through = with_pale(true, 21), *stamped = with_pale(false, 21);
	PIX *bare = typed(), *worn = with_other(true, 21, 0.53);
	l_uint32 white = (l_uint32)clean_bleed(through);
	struct clean c;

	ck_assert_uint_gt(white, 128);
	ck_assert_uint_le(white, 255 - 255 / 3);
	ck_assert_int_eq(clean_bleed(stamped), 0);
	ck_assert_int_eq(clean_bleed(bare), 0);
	/* Nearly as dark as ink, however it looks. */
	ck_assert_int_eq(clean_bleed(worn), 0);
	ck_assert_int_eq(clean_page(through, NULL, DPI, 0, &c), 0);
	ck_assert_int_eq(clean_bleed(c.grey), 0);
	clean_free(&c);
	pixDestroy(&worn);
	pixDestroy(&bare);
	pixDestroy(&stamped);
	pixDestroy(&through);
}
END_TEST

/* Of single dots, so far apart each way, from line to line a little shifted. */
static void
screen(PIX *pix, int y0, int y1, int apart)
{
	for (int y = y0; y < y1; y += apart)
		for (int x = y / apart % apart; x < W; x += apart)
			(void)pixSetPixel(pix, x, y, 0);
}

static const struct {
	int apart, y0, y1;
} screens[] = {
	{ 2, 600, 1000 }, { 3, 600, 1000 }, { 3, 800, 850 }, { 5, 0, H },
	{ 6, 0, H },
};

START_TEST(a_screen_is_paper_and_its_letters_stay)
{
	PIX *pix = typed(), *bare = typed();
	int y0 = screens[_i].y0, h = screens[_i].y1 - y0, left, right;
	struct clean with, without;

	screen(pix, y0, y0 + h, screens[_i].apart);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, CLEAN_NO_DIRT, &with), 0);
	ck_assert_int_eq(clean_page(bare, NULL, DPI, CLEAN_NO_DIRT, &without),
	    0);
	left = ink_at(&without, 200, y0, 1100, h);
	right = ink_at(&with, 200, y0, 1100, h);
	ck_assert_int_gt(left, 100);
	ck_assert_int_lt(abs(right - left), left / 4);
	ck_assert_int_eq(ink_at(&with, 1400, y0, 200, h), 0);
	clean_free(&with);
	clean_free(&without);
	ck_assert_int_eq(clean_page(pix, NULL, DPI,
	    CLEAN_NO_DIRT | CLEAN_NO_SCREEN, &with), 0);
	ck_assert_int_gt(ink_at(&with, 1400, y0, 200, h), 100);
	clean_free(&with);
	pixDestroy(&bare);
	pixDestroy(&pix);
}
END_TEST

START_TEST(type_and_a_dark_band_are_no_screen)
{
	PIX *pix = typed(), *out;
	l_int32 same = 0;
	bool found;

	block(pix, 100, 600, 1400, 200, 0);
	for (int y = 900; y < 1200; y += 6)	/* hatched across */
		block(pix, 100, y, 1400, 3, 0);
	out = clean_screens(pix, DPI, &found);
	ck_assert_int_eq(pixEqual(out, pix, &same), 0);
	ck_assert_int_eq(same, 1);
	ck_assert(!found);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

/* The same dots in a corner are the lid's, which is dirt. */
START_TEST(a_corner_of_specks_is_no_screen)
{
	static const int middle[] = { 1, 0 };

	for (int i = 0; i < 2; i++) {
		PIX *pix = typed(), *out;
		int x0 = middle[i] * 1000, y0 = middle[i] * 1000;
		bool found;

		for (int y = y0; y < y0 + 300; y += 3)
			for (int x = x0; x < x0 + 300; x += 3)
				(void)pixSetPixel(pix, x, y, 0);
		out = clean_screens(pix, DPI, &found);
		ck_assert_int_eq(found, middle[i]);
		pixDestroy(&out);
		pixDestroy(&pix);
	}
}
END_TEST

START_TEST(large_scans_are_brought_to_one_resolution)
{
	PIX *pix = typed(), *large = pixScaleGrayLI(pix, 3, 3);
	struct clean c;

	ck_assert_int_eq(clean_page(large, NULL, 3 * DPI, 0, &c), 0);
	ck_assert_int_le(c.dpi, 310);
	ck_assert_int_lt(pixGetWidth(c.grey), 2700);
	clean_free(&c);
	ck_assert_int_eq(clean_page(large, NULL, 3 * DPI, CLEAN_GENTLE, &c), 0);
	ck_assert_int_le(c.dpi, 210);
	clean_free(&c);
	pixDestroy(&large);
	pixDestroy(&pix);
}
END_TEST

/* Ink of a page of type as it stands, or over a part of it dots at random. */
static PIX *
inked(int how)
{
	PIX *pix = typed(), *ink = pixThresholdToBinary(pix, 128), *out;
	BOX *b = boxCreate(150 + how, 150, 1200 - 7 * how, 1500 + how);

	srand(7);
	for (int i = 0; i < 100000 && how % 3 == 1; i++)
		(void)pixSetPixel(ink, rand() % W, rand() % 400, 1);
	out = pixClipRectangle(ink, b, NULL);
	if (how % 2 != 0)
		(void)pixRotate180(out, out);
	boxDestroy(&b);
	pixDestroy(&ink);
	pixDestroy(&pix);
	return out;
}

START_TEST(which_way_up_is_as_leptonica_tells)
{
	PIX *ink = inked(_i);
	float should = 0, is = clean_up_score(ink);

	ck_assert_int_eq(pixUpDownDetect(ink, &should, 0, 0, 0), 0);
	ck_assert_float_eq_tol(is, should, 1e-4F);
	/* Of a page of type it is told, as well as of one under dots. */
	ck_assert(_i % 2 == 0 ? is > 6 : is < -6);
	pixDestroy(&ink);
}
END_TEST

START_TEST(a_shred_stands_no_way_up)
{
	PIX *ink = pixCreate(3, 2, 1);

	ck_assert_float_eq(clean_up_score(ink), 0);
	pixDestroy(&ink);
}
END_TEST

START_TEST(turning_over_keeps_count)
{
	PIX *pix = typed();
	struct clean c;

	ck_assert_int_eq(clean_page(pix, NULL, DPI, 0, &c), 0);
	ck_assert_int_eq(clean_turn_over(&c), 0);
	ck_assert_int_eq(c.rotation, 180);
	ck_assert_int_eq(clean_turn_over(&c), 0);
	ck_assert_int_eq(c.rotation, 0);
	clean_free(&c);
	pixDestroy(&pix);
}
END_TEST

START_TEST(a_dotted_nought_loses_its_dot)
{
	PIX *pix = pixCreate(W, H, 1), *dirt;
	l_uint32 dot, ring;

	block(pix, 400, 400, 20, 3, 1);
	block(pix, 400, 427, 20, 3, 1);
	block(pix, 400, 400, 3, 30, 1);
	block(pix, 417, 400, 3, 30, 1);
	block(pix, 408, 412, 4, 5, 1);
	dirt = clean_dirt(pix, DPI);
	(void)pixGetPixel(dirt, 410, 414, &dot);
	(void)pixGetPixel(dirt, 401, 414, &ring);
	ck_assert_uint_eq(dot, 1);
	ck_assert_uint_eq(ring, 0);
	pixDestroy(&dirt);
	pixDestroy(&pix);
}
END_TEST

START_TEST(all_dots_of_a_letter_go)
{
	PIX *pix = pixCreate(W, H, 1), *dirt;
	l_uint32 dot, beside;

	block(pix, 400, 400, 40, 40, 1);
	block(pix, 403, 403, 34, 34, 0);
	block(pix, 410, 410, 4, 4, 1);
	block(pix, 425, 425, 4, 4, 1);
	block(pix, 450, 410, 4, 4, 1);	/* within no letter */
	dirt = clean_dirt(pix, DPI);
	for (int at = 411; at < 430; at += 15) {
		(void)pixGetPixel(dirt, at, at, &dot);
		ck_assert_uint_eq(dot, 1);
	}
	(void)pixGetPixel(dirt, 451, 411, &beside);
	ck_assert_uint_eq(beside, 0);
	pixDestroy(&dirt);
	pixDestroy(&pix);
}
END_TEST

/* A scanner's paper is no pure white. */
START_TEST(even_greys_are_smooth)
{
	PIX *pix = typed(), *out;
	bool smooth = true;

	out = clean_light(pix, &smooth);
	ck_assert(!smooth);
	pixDestroy(&out);
	(void)pixMultConstantGray(pix, 0.95f);
	out = clean_light(pix, &smooth);
	ck_assert(smooth);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

static l_uint32
at(PIX *pix, int x, int y)
{
	l_uint32 v = 0;

	(void)pixGetPixel(pix, x, y, &v);
	return v;
}

/*
 * A marker's band, with a stroke in it, becomes paper; a paler shade, and what
 * is wide and dark, stay as they were.
 */
START_TEST(paper_under_a_marker_is_paper)
{
	PIX *pix = typed(), *out;
	bool smooth;

	block(pix, 100, 2060, 900, 60, 160);
	block(pix, 400, 2070, 6, 40, 20);
	block(pix, 100, 2160, 900, 60, 240);
	block(pix, 1200, 2160, 60, 60, 90);
	out = clean_light(pix, &smooth);
	ck_assert_uint_gt(at(out, 200, 2090), 250);
	ck_assert_uint_gt(at(out, 101, 2061), 250);
	ck_assert_uint_lt(at(out, 403, 2090), 40);
	ck_assert_uint_eq(at(out, 200, 2190), 240);
	ck_assert_uint_eq(at(out, 1230, 2190), 90);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

/*
 * A line from edge to edge goes, the letters that it crosses stay; a wall of a
 * table does not reach the edges.
 */
START_TEST(dust_down_a_page_goes_and_letters_stay)
{
	PIX *pix = typed(), *whole = typed();
	int paper = 0, kept = 0, letters = 0, clear = 0;

	for (int y = 0; y < H; y++)
		for (int x = 600; x < 603; x++)
			(void)pixSetPixel(pix, x, y, at(pix, x, y) * 6 / 10);
	block(pix, 800, 2200, 200, 10, 0);
	block(pix, 900, 0, 2, H, 120);
	block(pix, 1400, 100, 3, H - 200, 120);
	clean_streaks(pix);
	for (int y = 0; y < H; y++) {
		bool was = at(whole, 601, y) < 128;
		bool is = at(pix, 601, y) < 128;

		letters += was;
		kept += was && is;
		paper += !was;
		clear += !was && !is;
	}
	ck_assert_int_gt(4 * kept, 3 * letters);
	ck_assert_int_gt(20 * clear, 19 * paper);
	ck_assert_uint_eq(at(pix, 900, 2205), 0);
	ck_assert_uint_eq(at(pix, 601, 30), 255);
	ck_assert_uint_eq(at(pix, 602, H - 30), 255);
	ck_assert_uint_eq(at(pix, 1401, 1000), 120);
	pixDestroy(&whole);
	pixDestroy(&pix);
}
END_TEST

START_TEST(lines_of_a_table_cut_to_its_frame_are_no_dust)
{
	PIX *pix = typed();

	for (int x = 300; x <= 1200; x += 300)
		block(pix, x, 0, 3, H, 60);
	block(pix, 0, 1200, W, 3, 60);
	clean_streaks(pix);
	for (int x = 300; x <= 1200; x += 300)
		ck_assert_uint_eq(at(pix, x + 1, 30), 60);
	pixDestroy(&pix);
}
END_TEST

START_TEST(much_dust_goes_too)
{
	PIX *pix = typed();

	for (int x = 100; x <= 1200; x += 240)
		block(pix, x, 0, 3, H, 60);
	clean_streaks(pix);
	for (int x = 100; x <= 1200; x += 240)
		ck_assert_uint_eq(at(pix, x + 1, 30), 255);
	pixDestroy(&pix);
}
END_TEST

START_TEST(letters_as_high_as_a_shred_are_no_dust)
{
	PIX *pix = pixCreate(400, 30, 8);

	(void)pixSetAll(pix);
	block(pix, 100, 0, 3, 30, 0);
	clean_streaks(pix);
	ck_assert_uint_eq(at(pix, 101, 15), 0);
	pixDestroy(&pix);
}
END_TEST

START_TEST(an_empty_page_is_no_trouble)
{
	PIX *pix = pixCreate(W, H, 8), *out;
	struct clean c;
	struct rules r;
	bool found;

	(void)pixSetAll(pix);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, 0, &c), 0);
	ck_assert_int_eq(ink_at(&c, 0, 0, W, H), 0);
	ck_assert_int_eq(rules_find(c.ink, c.dpi, &r), 0);
	rules_free(&r);
	clean_free(&c);
	pixDestroy(&pix);
	for (int side = 1; side < 48; side++) {
		pix = pixCreate(side, 48 - side, 8);
		out = clean_screens(pix, DPI, &found);
		ck_assert_ptr_nonnull(out);
		pixDestroy(&out);
		pixDestroy(&pix);
	}
	pix = pixCreate(16, 16, 1);	/* the smallest that is let in */
	ck_assert_int_eq(clean_page(pix, NULL, 0, 0, &c), 0);
	clean_free(&c);
	pixDestroy(&pix);
}
END_TEST

/*
 * A page whose ink is as pale as `parts` of black at the left, and where its
 * lines end as `last`.
 */
static PIX *
paled(double parts, double last)
{
	PIX *pix = typed();
	l_uint32 v;

	for (int y = 0; y < H; y++)
		for (int x = 0; x < W; x++) {
			(void)pixGetPixel(pix, x, y, &v);
			(void)pixSetPixel(pix, x, y, 255 - (l_uint32)
			    ((255 - v) * (parts + (last - parts) *
			    L_MIN(x, END) / END)));
		}
	return pix;
}

/* How much ink is seen on a page of type, beside that of a dark one. */
static double
seen_of(double parts, double last, unsigned how)
{
	PIX *dark = typed(), *pix = paled(parts, last);
	struct clean all, c;
	int n = 0, most = 0;

	ck_assert_int_eq(clean_page(dark, NULL, DPI, 0, &all), 0);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, how, &c), 0);
	(void)pixCountPixels(all.ink, &most, NULL);
	(void)pixCountPixels(c.ink, &n, NULL);
	clean_free(&all);
	clean_free(&c);
	pixDestroy(&dark);
	pixDestroy(&pix);
	return (double)n / most;
}

static const struct {
	double	parts, last;
} pale_pages[] = {
	{ 0.2, 0.2 }, { 0.13, 0.13 }, { 1, 0.1 }, { 0.05, 0.5 },
};

START_TEST(pale_ink_becomes_dark)
{
	double parts = pale_pages[_i].parts, last = pale_pages[_i].last;

	ck_assert_double_lt(seen_of(parts, last, CLEAN_NO_FAINT), 0.7);
	ck_assert_double_gt(seen_of(parts, last, 0), 0.8);
	ck_assert_double_lt(seen_of(parts, last, 0), 1.3);
}
END_TEST

static bool
is_deepened(PIX *pix)
{
	PIX *out = clean_faint(pix, DPI);
	l_int32 same = 0;

	ck_assert_int_eq(pixEqual(out, pix, &same), 0);
	pixDestroy(&out);
	return same == 0;
}

START_TEST(dark_ink_beside_a_pale_stamp_stays)
{
	PIX *pix = typed();

	block(pix, 1300, 300, 200, 100, 200);
	ck_assert(!is_deepened(pix));
	pixDestroy(&pix);
}
END_TEST

/* As pale as thin sheets let the other side through: a tenth, and a third. */
static const double through[] = { 0.13, 0.35 };

/* Laid on the glass in any of four ways; that side printed either way up. */
START_TEST(which_side_pale_ink_is_on_is_known_however_it_lies)
{
	PIX *pix = paled(through[_i % 2], through[_i % 2]), *turned;

	turned = pixRotateOrth(pix, _i / 2);
	ck_assert(is_deepened(turned));
	pixDestroy(&turned);
	(void)pixFlipLR(pix, pix);
	turned = pixRotateOrth(pix, _i / 2);
	ck_assert(!is_deepened(turned));
	pixDestroy(&turned);
	pixDestroy(&pix);
}
END_TEST

/* A few lines on a thin sheet that is full on its other side. */
START_TEST(what_shines_through_beside_dark_ink_stays)
{
	PIX *pix = paled(0.35, 0.35), *own = typed();

	(void)pixFlipLR(pix, pix);
	block(own, 0, 600, W, H - 600, 255);
	(void)pixRasterop(pix, 0, 0, W, 600, PIX_SRC, own, 0, 0);
	ck_assert(!is_deepened(pix));
	pixDestroy(&own);
	pixDestroy(&pix);
}
END_TEST

/* Smaller than a tile, one tile wide, nothing on it, all of one grey. */
START_TEST(a_page_without_ink_is_none_that_is_pale)
{
	static const int size[][2] = { { 8, 8 }, { 16, 400 }, { 400, 16 },
	    { 200, 200 }, { 3000, 200 } };
	PIX *pix = pixCreate(size[_i][0], size[_i][1], 8);

	(void)pixSetAllArbitrary(pix, 180);
	ck_assert(!is_deepened(pix));
	pixDestroy(&pix);
}
END_TEST

static const struct {
	const char	*names;
	int		 r;
	unsigned	 how;
} without[] = {
	{ "", 0, 0 },
	{ "sheet", 0, CLEAN_NO_SHEET },
	{ "mend", 0, CLEAN_NO_MEND },
	{ "bleed", 0, CLEAN_NO_BLEED },
	{ "screen", 0, CLEAN_NO_SCREEN },
	{ "faint", 0, CLEAN_NO_FAINT },
	{ "negative", 0, CLEAN_NO_NEGATIVE },
	{ "light+skew+turn", 0, CLEAN_NO_LIGHT | CLEAN_NO_SKEW |
	    CLEAN_NO_TURN },
	{ "dirt+rules", 0, CLEAN_NO_DIRT | CLEAN_NO_RULES },
	{ "ligh", -EINVAL, 99 },
	{ "lights", -EINVAL, 99 },
	{ "light+", -EINVAL, 99 },
	{ "+light", -EINVAL, 99 },
	{ "light skew", -EINVAL, 99 },
};

START_TEST(noise_is_told_from_a_white_sheet)
{
	PIX *pix = pixCreate(W, H, 8);
	struct clean c;

	(void)pixSetAll(pix);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, 0, &c), 0);
	ck_assert_double_lt(c.inked, 0.001);
	clean_free(&c);
	srand(1);
	for (int i = 0; i < W * H / 50; i++)
		(void)pixSetPixel(pix, rand() % W, rand() % H, 0);
	ck_assert_int_eq(clean_page(pix, NULL, DPI, 0, &c), 0);
	ck_assert_double_gt(c.inked, 0.01);
	clean_free(&c);
	pixDestroy(&pix);
}
END_TEST

START_TEST(steps_are_left_out_by_name)
{
	unsigned how = 99;

	ck_assert_int_eq(clean_without(without[_i].names, &how),
	    without[_i].r);
	ck_assert_uint_eq(how, without[_i].how);
}
END_TEST

START_TEST(a_step_left_out_is_not_done)
{
	PIX *pix = typed(), *lying = pixRotateOrth(pix, 1);
	struct clean c;

	ck_assert_int_eq(clean_page(lying, NULL, DPI, CLEAN_NO_TURN, &c), 0);
	ck_assert_int_eq(c.rotation, 0);
	ck_assert_int_eq(pixGetWidth(c.grey), pixGetWidth(lying));
	clean_free(&c);
	pixDestroy(&lying);
	pixDestroy(&pix);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("clean");
	TCase *t = tcase_create("clean");

	tcase_add_test(t,
	    resolution_is_believed_only_where_it_can_be_true);
	tcase_add_test(t, uneven_light_becomes_even);
	tcase_add_loop_test(t, a_page_is_turned_upright, 0, 4);
	tcase_add_test(t, scratches_turn_no_page_of_few_lines);
	tcase_add_test(t, noise_is_told_from_a_white_sheet);
	tcase_add_loop_test(t, pale_ink_becomes_dark, 0,
	    sizeof(pale_pages) / sizeof(pale_pages[0]));
	tcase_add_test(t, dark_ink_beside_a_pale_stamp_stays);
	tcase_add_loop_test(t,
	    which_side_pale_ink_is_on_is_known_however_it_lies, 0, 8);
	tcase_add_test(t, what_shines_through_beside_dark_ink_stays);
	tcase_add_loop_test(t, a_page_without_ink_is_none_that_is_pale, 0, 5);
	tcase_add_loop_test(t, steps_are_left_out_by_name, 0,
	    sizeof(without) / sizeof(without[0]));
	tcase_add_test(t, a_step_left_out_is_not_done);
	tcase_add_loop_test(t, skew_is_taken_out, 0, 6);
	tcase_add_test(t,
	    edges_and_punch_holes_are_wiped_and_type_stays);
	tcase_add_test(t, specks_go_and_full_stops_stay);
	tcase_add_test(t, a_films_grain_goes_even_beside_type);
	tcase_add_test(t, white_on_black_is_turned_about);
	tcase_add_loop_test(t, a_title_in_a_dark_band_becomes_dark, 0, 2);
	tcase_add_test(t,
	    a_photographed_sheet_is_cut_out_and_straightened);
	tcase_add_loop_test(t, a_shadow_takes_nothing_from_the_sheet, 0, 2);
	tcase_add_test(t, a_page_in_fading_light_is_no_sheet_on_a_table);
	tcase_add_test(t, of_two_photographed_sheets_neither_is_cut_out);
	tcase_add_test(t, a_page_out_of_focus_is_made_sharper);
	tcase_add_test(t, a_sharp_page_and_an_empty_one_stay_as_they_are);
	tcase_add_test(t, what_only_seems_mirrored_stays);
	tcase_add_test(t, the_other_side_goes_and_a_pale_print_stays);
	tcase_add_test(t, what_stands_only_beside_ink_stays);
	tcase_add_loop_test(t, a_screen_is_paper_and_its_letters_stay, 0,
	    sizeof(screens) / sizeof(screens[0]));
	tcase_add_test(t, type_and_a_dark_band_are_no_screen);
	tcase_add_test(t, a_corner_of_specks_is_no_screen);
	tcase_add_test(t, large_scans_are_brought_to_one_resolution);
	tcase_add_loop_test(t, which_way_up_is_as_leptonica_tells, 0, 34);
	tcase_add_test(t, a_shred_stands_no_way_up);
	tcase_add_test(t, turning_over_keeps_count);
	tcase_add_test(t, a_dotted_nought_loses_its_dot);
	tcase_add_test(t, all_dots_of_a_letter_go);
	tcase_add_test(t, even_greys_are_smooth);
	tcase_add_test(t, paper_under_a_marker_is_paper);
	tcase_add_test(t, dust_down_a_page_goes_and_letters_stay);
	tcase_add_test(t, lines_of_a_table_cut_to_its_frame_are_no_dust);
	tcase_add_test(t, much_dust_goes_too);
	tcase_add_test(t, letters_as_high_as_a_shred_are_no_dust);
	tcase_add_test(t, an_empty_page_is_no_trouble);
	suite_add_tcase(s, t);
	return suite_run(s);
}
