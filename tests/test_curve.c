#include <math.h>
#include <stdlib.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/clean.h"
#include "page/grey.h"
#include "support/suite.h"

#define DPI 200
#define W 1600
#define H 2200
#define LINES 40
#define PITCH 48
#define HIGH 16		/* of letters */

/* How much lower a sheet's lines are at x, of height y. */
typedef double bend_fn(int x, int y);

static double
flat(int x, int y)
{
	(void)x;
	(void)y;
	return 0;
}

/* Near the back of a register, more so at its foot. */
static double
bound(int x, int y)
{
	return 50 * exp(-x / 200.) * (0.5 + (double)y / H);
}

static double
wavy(int x, int y)
{
	(void)y;
	return 15 * sin(2 * M_PI * 1.3 * x / W);
}

/* Straight at half its height, and fanned out above and below. */
static double
fanned(int x, int y)
{
	return 0.03 * (x - W / 2) * (2. * y / H - 1);
}

/* Upright strokes in words of five, on lines that bend. */
static PIX *
sheet(bend_fn *bend, int lines)
{
	PIX *pix = pixCreate(W, H, 8);

	ck_assert_ptr_nonnull(pix);
	(void)pixSetAllArbitrary(pix, 255);
	for (int i = 0; i < lines; i++)
		for (int x = 150; x < W - 150; x += 14) {
			int y = 120 + i * PITCH;
			int lower = (int)lround(bend(x, y));

			if (x / 14 % 6 == 0)
				continue;
			for (int k = 0; k < 5 * HIGH; k++)
				(void)pixSetPixel(pix, x + k % 5,
				    y + lower + k / 5, 0);
		}
	return pix;
}

static PIX *
straightened(PIX *pix)
{
	PIX *ink = grey_below(pix, 128);
	PIX *out = clean_curve(pix, ink, DPI);

	ck_assert_ptr_nonnull(out);
	pixDestroy(&ink);
	return out;
}

/* Of all rows, how many hold nothing?  Between straight lines they do. */
static int
empty_rows(PIX *pix)
{
	PIX *ink = grey_below(pix, 128);
	NUMA *rows = pixCountPixelsByRow(ink, NULL);
	int n = 0, count = 0;

	for (int i = 0; i < numaGetCount(rows); i++) {
		(void)numaGetIValue(rows, i, &count);
		n += count == 0;
	}
	numaDestroy(&rows);
	pixDestroy(&ink);
	return n;
}

static bend_fn *const bends[] = { bound, wavy, fanned };

START_TEST(lines_that_bend_alike_become_straight)
{
	PIX *even = sheet(flat, LINES), *pix = sheet(bends[_i], LINES);
	PIX *out = straightened(pix);

	ck_assert_int_lt(empty_rows(pix), empty_rows(even) * 2 / 3);
	/* A row is lost above and below each line, no more. */
	ck_assert_int_gt(empty_rows(out), empty_rows(even) - 4 * LINES);
	pixDestroy(&out);
	pixDestroy(&pix);
	pixDestroy(&even);
}
END_TEST

START_TEST(a_flat_page_stays_as_it_is)
{
	PIX *pix = sheet(flat, LINES), *out = straightened(pix);

	ck_assert_ptr_eq(out, pix);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

/* A few lines bend by chance; an empty page has none. */
START_TEST(a_page_of_few_lines_stays_as_it_is)
{
	PIX *pix = sheet(bound, _i), *out = straightened(pix);

	ck_assert_ptr_eq(out, pix);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

START_TEST(what_comes_from_beyond_the_edge_is_paper)
{
	enum { ACROSS = 4, DOWN = 4 };
	float grid[ACROSS * DOWN];
	PIX *pix = pixCreate(40, 40, 8), *out;
	l_uint32 grey;

	for (int i = 0; i < ACROSS * DOWN; i++)
		grid[i] = 10.5f;
	(void)pixSetPixel(pix, 3, 20, 200);
	out = grey_bent(pix, grid, ACROSS);
	ck_assert_ptr_nonnull(out);
	(void)pixGetPixel(out, 3, 9, &grey);	/* half of it, and half of 0 */
	ck_assert_uint_eq(grey, 100);
	(void)pixGetPixel(out, 3, 28, &grey);
	ck_assert_uint_eq(grey, 0);
	(void)pixGetPixel(out, 3, 29, &grey);
	ck_assert_uint_eq(grey, 255);
	pixDestroy(&out);
	for (int i = 0; i < ACROSS * DOWN; i++)
		grid[i] = -1e9f;
	out = grey_bent(pix, grid, ACROSS);
	(void)pixGetPixel(out, 39, 39, &grey);
	ck_assert_uint_eq(grey, 255);
	pixDestroy(&out);
	pixDestroy(&pix);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("curve");
	TCase *t = tcase_create("curve");

	tcase_add_loop_test(t, lines_that_bend_alike_become_straight, 0,
	    sizeof(bends) / sizeof(bends[0]));
	tcase_add_test(t, a_flat_page_stays_as_it_is);
	tcase_add_loop_test(t, a_page_of_few_lines_stays_as_it_is, 0, 12);
	tcase_add_test(t, what_comes_from_beyond_the_edge_is_paper);
	suite_add_tcase(s, t);
	return suite_run(s);
}
