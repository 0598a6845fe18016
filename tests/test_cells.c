#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/mask.h"
#include "page/rules.h"
#include "support/suite.h"
#include "words/cells.h"
#include "words/marks.h"
#include "words/page.h"

#define W 1654		/* A4 at 200 dpi */
#define H 2339
#define DPI 200

static void
fill(PIX *pix, int x, int y, int w, int h)
{
	BOX *b = boxCreate(x, y, w, h);

	(void)pixSetInRect(pix, b);
	boxDestroy(&b);
}

/* The frame of a box, its lines `thick` and centred on its sides. */
static void
frame(PIX *pix, int x, int y, int w, int h, int thick)
{
	fill(pix, x, y, w, thick);
	fill(pix, x, y + h, w + thick, thick);
	fill(pix, x, y, thick, h);
	fill(pix, x + w, y, thick, h);
}

/* Strokes like a word's, 20 px high. */
static void
word(PIX *pix, int x, int y, int n)
{
	for (int i = 0; i < n; i++)
		fill(pix, x + 12 * i, y, 3, 20);
	fill(pix, x, y + 8, 12 * n - 9, 3);
}

static struct page *
found(PIX *ink)
{
	struct page *p = page_new(1);
	PIX *grey = pixConvertTo8(ink, 0);
	struct rules r;

	p->width = W;
	p->height = H;
	ck_assert_int_eq(rules_find(ink, DPI, &r), 0);
	rules_complete(&r, ink, DPI);
	cells_find(&r, DPI, 1, p);
	rules_erase(&r, DPI, grey, ink);
	rules_free(&r);
	marks_find(grey, ink, DPI, p);
	pixDestroy(&grey);
	return p;
}

START_TEST(type_alone_holds_no_cells)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	for (int y = 200; y < 2000; y += 40)
		for (int x = 200; x < 1400; x += 90)
			word(ink, x, y, 6);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 0);
	ck_assert_uint_eq(p->marks, 0);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(a_lone_frame_is_a_table_of_one)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	frame(ink, 200, 300, 400, 120, 2);
	frame(ink, 200, 600, 400, 120, 3);
	word(ink, 260, 350, 8);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 2);
	ck_assert_uint_eq(p->cell[0].table, 0);
	ck_assert_uint_eq(p->cell[1].table, 1);
	ck_assert_int_le(abs(p->cell[0].box.x - 202), 6);
	ck_assert_int_le(abs(p->cell[0].box.w - 398), 12);
	ck_assert_int_le(abs(p->cell[1].box.y - 603), 6);
	ck_assert_uint_eq(p->cell[0].rows, 1);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

/*
 * Three columns, four rows; the first column is merged over rows 1 and 2, the
 * last row over columns 1 and 2.
 */
static void
table(PIX *ink)
{
	frame(ink, 200, 400, 900, 640, 2);
	fill(ink, 500, 400, 2, 640);
	fill(ink, 800, 400, 2, 480);
	fill(ink, 200, 560, 900, 2);
	fill(ink, 500, 720, 600, 2);
	fill(ink, 200, 880, 900, 2);
}

static const struct cell *
cell_at(const struct page *p, int x, int y)
{
	for (size_t i = 0; i < p->cells; i++) {
		const struct box *b = &p->cell[i].box;

		if (x >= b->x && x < b->x + b->w && y >= b->y &&
		    y < b->y + b->h)
			return &p->cell[i];
	}
	return NULL;
}

static void
expect(const struct page *p, int x, int y, int row, int column, int rows,
    int columns)
{
	const struct cell *c = cell_at(p, x, y);

	ck_assert_ptr_nonnull(c);
	ck_assert_uint_eq(c->table, 0);
	ck_assert_int_eq(c->row, row);
	ck_assert_int_eq(c->column, column);
	ck_assert_int_eq(c->rows, rows);
	ck_assert_int_eq(c->columns, columns);
}

/* A poor scan leaves the stems of thin type; some stand below each other. */
START_TEST(stems_below_each_other_in_a_frame_are_no_line)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	frame(ink, 134, 1130, 390, 360, 2);
	for (int y = 1150; y < 1470; y += 31)
		for (int x = 150; x < 480; x += 72)
			for (int i = 0; i < 7; i++)
				fill(ink, x + 9 * i, y, 2, 14);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 1);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(merged_cells_keep_their_place_in_the_grid)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	table(ink);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 10);
	expect(p, 300, 480, 0, 0, 1, 1);
	expect(p, 900, 480, 0, 2, 1, 1);
	expect(p, 300, 720, 1, 0, 2, 1);
	expect(p, 600, 640, 1, 1, 1, 1);
	expect(p, 900, 800, 2, 2, 1, 1);
	expect(p, 300, 960, 3, 0, 1, 1);
	expect(p, 900, 960, 3, 1, 1, 2);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(eaten_lines_are_completed_and_merged_cells_stay_merged)
{
	PIX *ink = pixCreate(W, H, 1), *pieces = pixCreate(W, H, 1);
	struct page *p;

	table(ink);
	/* A copier that leaves 18 px of every 40. */
	for (int i = 7; i < W; i += 40)
		for (int j = 7; j < W; j += 40)
			fill(pieces, i, j, 18, 18);
	for (int i = 7; i < W; i += 40)
		for (int j = 390; j < 1060; j += 80)
			fill(pieces, i, j, 18, 20);
	for (int i = 7; i < W; i += 40)
		for (int j = 190; j < 1200; j += 300)
			fill(pieces, j, i, 20, 18);
	(void)pixAnd(ink, ink, pieces);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 10);
	expect(p, 300, 720, 1, 0, 2, 1);
	expect(p, 900, 960, 3, 1, 1, 2);
	page_free(p);
	pixDestroy(&pieces);
	pixDestroy(&ink);
}
END_TEST

/*
 * Four rows; of the wall between their columns a copier left all in the first,
 * and pieces too far from each other to be joined.  In the third none is flat:
 * other ink hangs on them, or writing crosses it.
 */
static void
hung(PIX *ink, bool is_wall)
{
	const int high = 520, wall = 650;

	frame(ink, 200, 100, 900, 4 * high, 2);
	for (int row = 1; row < 4; row++)
		fill(ink, 200, 100 + high * row, 900, 2);
	fill(ink, wall, 100, 2, high);
	for (int y = 100 + high + 50; y < 100 + 4 * high; y += high / 4)
		if (y < 100 + 2 * high || y > 100 + 3 * high)
			fill(ink, wall, y, 2, 30);
	for (int y = 104 + 2 * high; is_wall && y < 60 + 3 * high; y += 38) {
		fill(ink, wall, y, 2, 37);
		fill(ink, wall - 14, y + 8, 14, 16);
	}
	for (int y = 160 + 2 * high; !is_wall && y < 60 + 3 * high; y += 60)
		word(ink, wall - 24, y, 6);
}

/* A dot above the wall, and the wall's own end, are no line across a cell. */
START_TEST(a_worn_wall_does_not_grow_into_the_cell_above)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	for (int i = 0; i < 4; i++)
		fill(ink, 200, 400 + 64 * i, 702, 3);
	fill(ink, 200, 400, 3, 195);
	fill(ink, 900, 400, 3, 195);
	fill(ink, 530, 460, 3, 68);
	for (int y = 532; y < 590; y += 20)	/* of which much is lost */
		fill(ink, 530, y, 3, 11);
	fill(ink, 530, 416, 3, 4);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 5);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(ink_that_hangs_on_a_wall_is_no_writing_across_it)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	hung(ink, _i == 0);
	p = found(ink);
	ck_assert_uint_eq(p->cells, _i == 0 ? 8 : 7);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(an_underlined_word_in_a_cell_does_not_part_it)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	frame(ink, 200, 400, 900, 200, 2);
	fill(ink, 650, 400, 2, 200);
	word(ink, 240, 470, 10);
	fill(ink, 240, 494, 120, 2);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 2);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(lines_go_and_the_strokes_that_cross_them_stay)
{
	PIX *ink = pixCreate(W, H, 1), *grey;
	struct rules r;
	l_uint32 line, stroke, paper;

	fill(ink, 200, 500, 600, 3);
	fill(ink, 400, 480, 4, 44);		/* a p's descender */
	grey = pixConvertTo8(ink, 0);
	ck_assert_int_eq(rules_find(ink, DPI, &r), 0);
	rules_erase(&r, DPI, grey, ink);
	(void)pixGetPixel(ink, 300, 501, &line);
	(void)pixGetPixel(ink, 401, 501, &stroke);
	(void)pixGetPixel(grey, 300, 501, &paper);
	ck_assert_uint_eq(line, 0);
	ck_assert_uint_eq(stroke, 1);
	ck_assert_uint_eq(paper, 255);
	rules_free(&r);
	pixDestroy(&grey);
	pixDestroy(&ink);
}
END_TEST

/* "ville" in each row of a table: its stems stand one below the other. */
START_TEST(stems_below_each_other_are_no_line)
{
	PIX *ink = pixCreate(W, H, 1);
	int lines = -1;
	struct rules r;

	for (int row = 0; row < 14; row++) {
		fill(ink, 482, 405 + 47 * row, 15, 13);
		for (int stem = 0; stem < 3; stem++)
			fill(ink, 500 + 6 * stem, 400 + 47 * row, 3, 18);
		fill(ink, 518, 405 + 47 * row, 10, 13);
	}
	ck_assert_int_eq(rules_find(ink, DPI, &r), 0);
	ck_assert_int_eq(pixCountPixels(r.down, &lines, NULL), 0);
	ck_assert_int_eq(lines, 0);
	rules_free(&r);
	pixDestroy(&ink);
}
END_TEST

/* A tick box of 20 px: 'x' crossed, 'b' blackened, ' ' empty. */
static void
tick_box(PIX *ink, int x, int y, char state)
{
	frame(ink, x, y, 18, 18, 2);
	for (int i = 4; i < 16 && state == 'x'; i++) {
		fill(ink, x + i, y + i, 2, 2);
		fill(ink, x + i, y + 19 - i, 2, 2);
	}
	if (state == 'b')
		fill(ink, x, y, 20, 20);
}

START_TEST(tick_boxes_are_told_from_letters_and_read)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;
	int n;

	tick_box(ink, 300, 300, 'x');
	tick_box(ink, 300, 400, ' ');
	tick_box(ink, 300, 500, 'b');
	word(ink, 340, 300, 8);
	for (int i = 0; i < 6; i++)	/* letters that are squares, in a row */
		frame(ink, 500 + 24 * i, 700, 18, 18, 2);
	p = found(ink);
	ck_assert_uint_eq(p->marks, 3);
	for (size_t i = 0; i < p->marks; i++) {
		ck_assert_int_le(abs(p->mark[i].box.x - 300), 1);
		ck_assert_int_eq(p->mark[i].ticked, p->mark[i].box.y != 400);
		ck_assert_uint_ge(p->mark[i].conf, 90);
	}
	/* Nothing is left of them for Tesseract. */
	(void)pixCountPixelsInRect(ink, &(BOX){ 290, 290, 35, 240, 1 }, &n,
	    NULL);
	ck_assert_int_eq(n, 0);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(a_half_erased_tick_box_is_known_by_its_column)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;
	int ticked = 0;

	for (int i = 0; i <= 10; i++)
		fill(ink, 200, 400 + 60 * i, 602, 2);
	for (int i = 0; i <= 2; i++)
		fill(ink, 200 + 300 * i, 400, 2, 602);
	for (int i = 0; i < 9; i++)
		tick_box(ink, 340, 420 + 60 * i, i % 2 ? 'x' : ' ');
	/* The tenth has lost most of two sides. */
	tick_box(ink, 340, 960, ' ');
	for (int i = 0; i < 3; i++) {
		BOX *gap = boxCreate(345, 955 + 20 * i, 9, 8);

		(void)pixClearInRect(ink, gap);
		boxDestroy(&gap);
	}
	word(ink, 560, 420, 4);		/* what stands in the other column */
	p = found(ink);
	ck_assert_uint_eq(p->cells, 20);
	ck_assert_uint_eq(p->marks, 10);
	for (size_t i = 0; i < p->marks; i++)
		ticked += p->mark[i].ticked;
	ck_assert_int_eq(ticked, 4);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

/* Each of them has lost a part of two sides, as on a worn copy. */
START_TEST(broken_tick_boxes_are_known_by_their_columns)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;
	int ticked = 0;

	for (int i = 0; i <= 7; i++)
		fill(ink, 200, 400 + 60 * i, 602, 2);
	for (int i = 0; i <= 4; i++)
		fill(ink, 200 + 150 * i, 400, 2, 422);
	for (int i = 0; i < 7; i++) {
		word(ink, 240, 420 + 60 * i, 5);
		for (int k = 0; k < 3; k++) {
			BOX gap = { 421 + 150 * k, 419 + 60 * i, 8, 4, 1 };
			BOX side = { 432 + 150 * k, 426 + 60 * i, 4, 7, 1 };

			tick_box(ink, 415 + 150 * k, 420 + 60 * i,
			    i % 3 == k ? 'x' : ' ');
			(void)pixClearInRect(ink, &gap);
			(void)pixClearInRect(ink, &side);
		}
	}
	p = found(ink);
	ck_assert_uint_eq(p->cells, 28);
	ck_assert_uint_eq(p->marks, 21);
	for (size_t i = 0; i < p->marks; i++)
		ticked += p->mark[i].ticked;
	ck_assert_int_eq(ticked, 7);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

/* Each box asked of every cell, and each of these of every box, takes long. */
START_TEST(a_page_full_of_broken_boxes_is_no_burden)
{
	enum { COLUMNS = 40, ROWS = 56, SIDE = 38 };
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	for (int i = 0; i <= ROWS; i++)
		fill(ink, 60, 60 + SIDE * i, SIDE * COLUMNS + 2, 2);
	for (int i = 0; i <= COLUMNS; i++)
		fill(ink, 60 + SIDE * i, 60, 2, SIDE * ROWS + 2);
	for (int i = 0; i < ROWS * COLUMNS; i++) {
		int x = 70 + SIDE * (i % COLUMNS), y = 70 + SIDE *
		    (i / COLUMNS);
		BOX gap = { x + 8, y, 4, 20, 1 };

		tick_box(ink, x, y, ' ');
		(void)pixClearInRect(ink, &gap);
	}
	p = found(ink);
	ck_assert_uint_eq(p->cells, ROWS * COLUMNS);
	ck_assert_uint_eq(p->marks, ROWS * COLUMNS);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

/* « 16 » in bold type, as large as a box: two figures, each of two strokes. */
static void
two_figures(PIX *ink, int x, int y)
{
	fill(ink, x, y, 3, 17);
	fill(ink, x, y + 15, 10, 2);
	frame(ink, x + 12, y, 10, 15, 2);
}

START_TEST(a_sum_below_tick_boxes_is_no_box)
{
	PIX *ink = pixCreate(W, H, 1);
	struct page *p;

	for (int i = 0; i <= 8; i++)
		fill(ink, 200, 400 + 60 * i, 602, 2);
	for (int i = 0; i <= 4; i++)
		fill(ink, 200 + 150 * i, 400, 2, 482);
	for (int i = 0; i < 7; i++) {
		word(ink, 240, 420 + 60 * i, 5);
		for (int k = 0; k < 3; k++)
			tick_box(ink, 415 + 150 * k, 420 + 60 * i, k ? ' ' :
			    'x');
	}
	two_figures(ink, 414, 842);
	fill(ink, 575, 842, 3, 17);
	fill(ink, 725, 842, 3, 17);
	p = found(ink);
	ck_assert_uint_eq(p->cells, 32);
	ck_assert_uint_eq(p->marks, 21);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

/* What leptonica makes of it: long runs of one direction, nothing thick. */
static PIX *
thin_runs(PIX *ink, int w, int h, int thick_w, int thick_h)
{
	PIX *runs = pixOpenBrick(NULL, ink, w, h), *out;
	PIX *thick = pixOpenBrick(NULL, runs, thick_w, thick_h);
	PIX *wide = pixDilateBrick(NULL, thick, thick_w > 1 ? 3 : 1,
	    thick_h > 1 ? 3 : 1);

	out = pixSubtract(NULL, runs, wide);
	pixDestroy(&wide);
	pixDestroy(&thick);
	pixDestroy(&runs);
	return out;
}

static void
same(PIX *a, PIX *b)
{
	int yes = 0;

	ck_assert_int_eq(pixEqual(a, b, &yes), 0);
	ck_assert_int_eq(yes, 1);
	pixDestroy(&b);
}

/* Paper with what `mask` holds in such a grey. */
static PIX *
greyed(PIX *mask, int value)
{
	PIX *grey = pixCreate(W, H, 8);

	(void)pixSetAll(grey);
	(void)pixPaintThroughMask(grey, mask, 0, 0, (l_uint32)value);
	return grey;
}

/* The cells of a page whose lines are paler than its ink. */
static size_t
faint_cells(PIX *grey)
{
	PIX *ink = pixThresholdToBinary(grey, 190);
	struct page *p = page_new(1);
	struct rules r;
	size_t n;

	p->width = W;
	p->height = H;
	ck_assert_int_eq(rules_find(ink, DPI, &r), 0);
	rules_add_faint(&r, grey, DPI);
	rules_complete(&r, ink, DPI);
	cells_find(&r, DPI, 1, p);
	n = p->cells;
	rules_free(&r);
	page_free(p);
	pixDestroy(&ink);
	return n;
}

/* Pixels that paler lines add, away from those of ink. */
static int
faint_lines(PIX *grey)
{
	PIX *ink = pixThresholdToBinary(grey, 190), *known;
	struct rules r;
	int n = 0;

	ck_assert_int_eq(rules_find(ink, DPI, &r), 0);
	known = pixDilateBrick(NULL, r.across, 1, 7);
	rules_add_faint(&r, grey, DPI);
	(void)pixSubtract(r.across, r.across, known);
	(void)pixCountPixels(r.across, &n, NULL);
	pixDestroy(&known);
	rules_free(&r);
	pixDestroy(&ink);
	return n;
}

START_TEST(lines_paler_than_type_close_cells)
{
	PIX *mask = pixCreate(W, H, 1), *paler = pixCreate(W, H, 1), *grey;

	table(mask);
	grey = greyed(mask, 205);
	/* Of a slanted line, where it goes from row to row. */
	fill(paler, 240, 560, 120, 2);
	(void)pixPaintThroughMask(grey, paler, 0, 0, 232);
	ck_assert_uint_eq(faint_cells(grey), 10);
	pixDestroy(&grey);
	pixDestroy(&paler);
	pixDestroy(&mask);
}
END_TEST

/* A fold from one edge's shade to the other's; strokes that go on. */
START_TEST(pale_lines_that_end_on_no_other_are_no_table)
{
	PIX *mask = pixCreate(W, H, 1), *grey;

	fill(mask, 0, 1100, W, 2);
	frame(mask, 4, 4, W - 10, H - 10, 2);
	fill(mask, 300, 200, 400, 2);
	fill(mask, 300, 300, 400, 2);
	fill(mask, 400, 100, 2, 400);
	fill(mask, 600, 100, 2, 400);
	grey = greyed(mask, 205);
	ck_assert_uint_eq(faint_cells(grey), 0);
	pixDestroy(&grey);
	pixDestroy(&mask);
}
END_TEST

static int	images;		/* before the one there is no memory for */

static void *
some_memory(size_t size)
{
	return images-- == 0 ? NULL : malloc(size);
}

/* A frame, in it a pale line that ends on nothing, or pale letters with it. */
static PIX *
without_pale_lines(PIX *ink, bool letters)
{
	PIX *grey = pixCreate(500, 400, 8), *pale = pixCreate(500, 400, 1);

	frame(ink, 100, 100, 300, 200, 2);
	fill(pale, 100, 150, letters ? 300 : 150, 2);
	for (int i = 0; letters && i < 80; i++)
		fill(pale, 120 + i % 20 * 13, 180 + i / 20 * 20, 8, 8);
	(void)pixSetAll(grey);
	(void)pixPaintThroughMask(grey, pale, 0, 0, 205);
	(void)pixPaintThroughMask(grey, ink, 0, 0, 0);
	pixDestroy(&pale);
	return grey;
}

/* Whichever image there is no memory for, no line is taken unseen. */
START_TEST(for_want_of_memory_no_pale_line_is_taken)
{
	PIX *ink = pixCreate(500, 400, 1);
	PIX *grey = without_pale_lines(ink, _i == 1);
	int severity = setMsgSeverity(L_SEVERITY_NONE), all, left = -1;
	struct rules r;

	setPixMemoryManager(some_memory, free);
	for (all = 0; left < 0; all++) {
		images = -1;
		ck_assert_int_eq(rules_find(ink, DPI, &r), 0);
		images = all;
		rules_add_faint(&r, grey, DPI);
		left = images;
		ck_assert_msg(!mask_has(r.across, 110, 140, 280, 20),
		    "without image %d", all);
		rules_free(&r);
	}
	ck_assert_int_gt(all, 20);
	setPixMemoryManager(malloc, free);
	(void)setMsgSeverity(severity);
	pixDestroy(&grey);
	pixDestroy(&ink);
}
END_TEST

/* A table on the back of a thin sheet shines through with its letters. */
START_TEST(a_table_that_shines_through_is_none)
{
	PIX *mask = pixCreate(W, H, 1), *grey;

	table(mask);
	for (int y = 420; y < 2000; y += 40)
		for (int x = 220; x < 1100; x += 290)
			word(mask, x, y, 6);
	grey = greyed(mask, 205);
	ck_assert_uint_eq(faint_cells(grey), 0);
	pixDestroy(&grey);
	/* Nor is the grain of grey paper. */
	pixClearAll(mask);
	table(mask);
	grey = greyed(mask, 205);
	for (int y = 0; y < H; y++)
		for (int x = y % 2; x < W; x += 2)
			(void)pixSetPixel(grey, x, y, 210);
	ck_assert_uint_eq(faint_cells(grey), 0);
	pixDestroy(&grey);
	pixDestroy(&mask);
}
END_TEST

/* The rows of a shaded cell that are a little darker than others. */
START_TEST(a_shaded_row_holds_no_lines)
{
	PIX *mask = pixCreate(W, H, 1), *ink = pixCreate(W, H, 1), *grey;

	fill(mask, 200, 400, 900, 40);
	grey = greyed(mask, 228);
	pixClearAll(mask);
	for (int y = 404; y < 436; y += 8)
		fill(mask, 200, y, 900, 3);
	(void)pixPaintThroughMask(grey, mask, 0, 0, 222);
	frame(ink, 200, 400, 900, 40, 2);
	frame(ink, 200, 440, 900, 300, 2);
	fill(ink, 500, 400, 2, 340);
	word(ink, 210, 410, 21);
	word(ink, 520, 410, 20);
	(void)pixPaintThroughMask(grey, ink, 0, 0, 0);
	ck_assert_uint_eq(faint_lines(grey), 0);
	pixDestroy(&grey);
	pixDestroy(&ink);
	pixDestroy(&mask);
}
END_TEST

START_TEST(the_lines_of_a_drawing_are_its_long_thin_runs)
{
	/* 7.58 mm and 1 mm in pixels, as rules.c has them. */
	const int run = 21, thick = 4, dpi = 72, w = 595, h = 842;
	PIX *ink = pixCreate(w, h, 1);
	struct rules r;

	for (int y = 100; y < 700; y += 24)
		word(ink, 60 + y % 5, y, 8);
	ck_assert_int_eq(rules_find_drawn(ink, dpi, &r), -ENOENT);
	fill(ink, 0, 90, w, 2);
	ck_assert_int_eq(rules_find_drawn(ink, dpi, &r), -ENOENT);
	frame(ink, 200, 150, 300, 120, 1);
	frame(ink, 200, 310, 333, 200, thick - 1);
	frame(ink, 250, 610, 200, 100, thick);	/* no line, a bar */
	fill(ink, 300, 150, 1, 120);
	fill(ink, 320, 200, 20, 20);
	fill(ink, 580, 0, 1, h);
	ck_assert_int_eq(rules_find_drawn(ink, dpi, &r), 0);
	same(r.across, thin_runs(ink, run, 1, 1, thick));
	same(r.down, thin_runs(ink, 1, run, thick, 1));
	rules_free(&r);
	pixDestroy(&ink);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("cells");
	TCase *t = tcase_create("cells");

	tcase_add_test(t, type_alone_holds_no_cells);
	tcase_add_test(t, a_lone_frame_is_a_table_of_one);
	tcase_add_test(t, stems_below_each_other_in_a_frame_are_no_line);
	tcase_add_test(t, merged_cells_keep_their_place_in_the_grid);
	tcase_add_test(t,
	    eaten_lines_are_completed_and_merged_cells_stay_merged);
	tcase_add_test(t, an_underlined_word_in_a_cell_does_not_part_it);
	tcase_add_loop_test(t,
	    ink_that_hangs_on_a_wall_is_no_writing_across_it, 0, 2);
	tcase_add_test(t, a_worn_wall_does_not_grow_into_the_cell_above);
	tcase_add_test(t,
	    lines_go_and_the_strokes_that_cross_them_stay);
	tcase_add_test(t, stems_below_each_other_are_no_line);
	tcase_add_test(t, tick_boxes_are_told_from_letters_and_read);
	tcase_add_test(t, a_half_erased_tick_box_is_known_by_its_column);
	tcase_add_test(t, broken_tick_boxes_are_known_by_their_columns);
	tcase_add_test(t, a_page_full_of_broken_boxes_is_no_burden);
	tcase_add_test(t, a_sum_below_tick_boxes_is_no_box);
	tcase_add_test(t, lines_paler_than_type_close_cells);
	tcase_add_test(t, pale_lines_that_end_on_no_other_are_no_table);
	tcase_add_loop_test(t, for_want_of_memory_no_pale_line_is_taken, 0, 2);
	tcase_add_test(t, a_table_that_shines_through_is_none);
	tcase_add_test(t, a_shaded_row_holds_no_lines);
	tcase_add_test(t, the_lines_of_a_drawing_are_its_long_thin_runs);
	suite_add_tcase(s, t);
	return suite_run(s);
}
