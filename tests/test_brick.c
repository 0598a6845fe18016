#include <stdbool.h>
#include <stdlib.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/mask.h"
#include "page/parts.h"
#include "support/suite.h"

/* Widths round the words' ends, and bricks within, of and beyond a word. */
static const int widths[] = { 1, 31, 32, 33, 64, 97, 200 };
static const int sides[] = { 1, 2, 3, 8, 31, 32, 33, 64, 70 };

#define HEIGHT 77

/* Ink at random, the same each time: one pixel in `thin`, or all but those. */
static PIX *
strewn(int w, int thin, bool inverted)
{
	PIX *pix = pixCreate(w, HEIGHT, 1);

	srand((unsigned)(w * thin));
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < w; x++)
			if (rand() % thin == 0)
				(void)pixSetPixel(pix, x, y, 1);
	if (inverted)
		(void)pixInvert(pix, pix);
	return pix;
}

static void
ck_same(PIX *is, PIX *should, int w, int h)
{
	int same = 0;

	ck_assert_ptr_nonnull(is);
	(void)pixEqual(is, should, &same);
	ck_assert_msg(same, "%d wide, brick %d x %d", pixGetWidth(is), w, h);
	pixDestroy(&is);
	pixDestroy(&should);
}

static void
compare(PIX *pix, int w, int h)
{
	ck_same(brick_dilate(pix, w, h), pixDilateBrick(NULL, pix, w, h), w,
	    h);
	ck_same(brick_open(pix, w, h), pixOpenBrick(NULL, pix, w, h), w, h);
	ck_same(brick_close(pix, w, h), pixCloseSafeBrick(NULL, pix, w, h), w,
	    h);
}

START_TEST(bricks_are_leptonica_s)
{
	PIX *pix = strewn(widths[_i / 4], _i % 4 < 2 ? 3 : 60, _i % 2 != 0);

	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		compare(pix, sides[i], 1);
		compare(pix, 1, sides[i]);
		compare(pix, sides[i], 5);
	}
	pixDestroy(&pix);
}
END_TEST

START_TEST(parts_are_leptonica_s)
{
	PIX *pix = strewn(widths[_i / 4], _i % 4 < 2 ? 3 : 60, _i % 2 != 0);
	BOXA *boxes = pixConnCompBB(pix, 8);
	struct parts all = parts_of(pix);
	int small = 0;

	ck_assert_int_eq(all.n, boxaGetCount(boxes));
	for (int i = 0; i < all.n; i++) {
		const struct part *p = &all.part[i];
		int x, y, w, h;

		(void)boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
		ck_assert_int_eq(p->x, x);
		ck_assert_int_eq(p->y, y);
		ck_assert_int_eq(p->w, w);
		ck_assert_int_eq(p->h, h);
		small += w <= 2 && h <= 2;
	}
	ck_assert_int_eq(parts_small(&all, 2), small);
	parts_free(&all);
	boxaDestroy(&boxes);
	pixDestroy(&pix);
}
END_TEST

static bool
is_large(const struct part *p, const int *side)
{
	return p->w > *side || p->h > *side;
}

START_TEST(sifted_is_leptonica_s)
{
	PIX *pix = strewn(widths[_i / 4], _i % 4 < 2 ? 3 : 60, _i % 2 != 0);
	PIX *out;

	for (int side = 0; side < 40; side = 2 * side + 1) {
		out = pixCopy(NULL, pix);
		parts_sift(out, is_large, &side);
		ck_same(out, pixSelectBySize(pix, side, side, 8,
		    L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL), side, side);
	}
	pixDestroy(&pix);
}
END_TEST

START_TEST(those_that_touch_are_leptonica_s)
{
	PIX *pix = strewn(widths[_i / 4], _i % 4 < 2 ? 3 : 60, _i % 2 != 0);
	PIX *marks = strewn(widths[_i / 4], 50, false);
	PIX *filled = pixSeedfillBinary(NULL, marks, pix, 8);
	PIX *out = pixCopy(NULL, pix);

	parts_touching(out, marks, false);
	ck_same(out, pixSubtract(NULL, pix, filled), 0, 0);
	out = pixCopy(NULL, pix);
	parts_touching(out, marks, true);
	ck_same(out, filled, 0, 0);
	pixDestroy(&marks);
	pixDestroy(&pix);
}
END_TEST

START_TEST(whitened_is_leptonica_s)
{
	PIX *mask = strewn(widths[_i / 4], _i % 4 < 2 ? 3 : 60, _i % 2 != 0);
	PIX *is = pixCreate(widths[_i / 4], HEIGHT, 8), *should;

	(void)pixSetAllArbitrary(is, 77);
	should = pixCopy(NULL, is);
	mask_whiten(is, mask);
	(void)pixPaintThroughMask(should, mask, 0, 0, 255);
	ck_same(is, should, 0, 0);
	pixDestroy(&mask);
}
END_TEST

START_TEST(turned_is_leptonica_s)
{
	PIX *pix = strewn(widths[_i / 4], _i % 4 < 2 ? 3 : 60, _i % 2 != 0);

	ck_same(mask_turn(pix, true), pixRotateOrth(pix, 1), 0, 0);
	ck_same(mask_turn(pix, false), pixRotateOrth(pix, 3), 0, 0);
	pixDestroy(&pix);
}
END_TEST

START_TEST(no_image_is_no_crash)
{
	ck_assert_ptr_null(brick_dilate(NULL, 3, 3));
	ck_assert_ptr_null(brick_open(NULL, 3, 3));
	ck_assert_ptr_null(brick_close(NULL, 3, 3));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("brick");
	TCase *t = tcase_create("brick");

	tcase_add_loop_test(t, bricks_are_leptonica_s, 0,
	    4 * sizeof(widths) / sizeof(widths[0]));
	tcase_add_loop_test(t, parts_are_leptonica_s, 0,
	    4 * sizeof(widths) / sizeof(widths[0]));
	tcase_add_loop_test(t, sifted_is_leptonica_s, 0,
	    4 * sizeof(widths) / sizeof(widths[0]));
	tcase_add_loop_test(t, those_that_touch_are_leptonica_s, 0,
	    4 * sizeof(widths) / sizeof(widths[0]));
	tcase_add_loop_test(t, whitened_is_leptonica_s, 0,
	    4 * sizeof(widths) / sizeof(widths[0]));
	tcase_add_loop_test(t, turned_is_leptonica_s, 0,
	    4 * sizeof(widths) / sizeof(widths[0]));
	tcase_add_test(t, no_image_is_no_crash);
	suite_add_tcase(s, t);
	return suite_run(s);
}
