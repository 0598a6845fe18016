#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "support/suite.h"
#include "words/bullet.h"
#include "words/page.h"

/* At 200 dpi, on which 8 px are a millimetre. */
#define DPI	200
#define WIDTH	900
#define HEIGHT	1200
#define LEFT	100		/* where bullets stand .. */
#define ITEM	150		/* .. and their items */
#define TALL	22
#define PITCH	50

static PIX *ink;
static struct page *page;

static void
setup(void)
{
	ink = pixCreate(WIDTH, HEIGHT, 1);
	page = page_new(1);
	page->width = WIDTH;
	page->height = HEIGHT;
	page->dpi = DPI;
}

static void
teardown(void)
{
	pixDestroy(&ink);
	page_free(page);
}

static void
draw(int x, int y, int w, int h)
{
	(void)pixRasterop(ink, x, y, w, h, PIX_SET, NULL, 0, 0);
}

/* A word of letters 8 px wide, 4 apart, on line `line`. */
static void
word(int x, int line, const char *text)
{
	int y = 100 + line * PITCH, n = (int)strlen(text);

	for (int i = 0; i < n; i++)
		draw(x + 12 * i, y, 8, TALL);
	(void)page_add_word(page, text, (struct box){ x, y, 12 * n - 4,
	    TALL }, (uint32_t)line, 95, WORD_OCR);
}

static void
dot(int x, int line)
{
	draw(x, 100 + line * PITCH + 6, 10, 10);
}

static void
dash(int x, int line)
{
	draw(x, 100 + line * PITCH + 11, 12, 3);
}

static size_t
count(const char *text)
{
	size_t n = 0;

	for (size_t i = 0; i < page->words; i++)
		n += strcmp(page->word[i].text, text) == 0;
	return n;
}

START_TEST(bullets_that_no_word_covers_are_added)
{
	const struct box *b;

	for (int i = 0; i < 5; i++) {
		dot(LEFT, i);
		word(ITEM, i, "fixe");
		word(ITEM + 80, i, "tarif");
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(count("•"), 5);
	b = &page->word[page->words - 5].box;
	ck_assert_int_eq(b->x, LEFT);
	ck_assert_int_eq(b->y, 106);
	ck_assert_int_eq(b->w, 10);
	ck_assert(page_is_sound(page));
}
END_TEST

START_TEST(dashes_too)
{
	dash(LEFT, 0);
	word(ITEM, 0, "fixe");
	dash(LEFT, 1);
	word(ITEM, 1, "charge");
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(count("-"), 2);
	ck_assert_uint_eq(page->words, 4);
}
END_TEST

START_TEST(a_bullet_read_as_a_letter_is_put_right)
{
	for (int i = 0; i < 2; i++) {
		dot(LEFT, i);
		(void)page_add_word(page, "e", (struct box){ LEFT, 106 +
		    i * PITCH, 10, 10 }, (uint32_t)i, 60, WORD_OCR);
		word(ITEM, i, "fixe");
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(count("•"), 2);
	ck_assert_uint_eq(page->words, 4);
}
END_TEST

START_TEST(a_bullet_read_with_its_item_is_parted_from_it)
{
	for (int i = 0; i < 2; i++) {
		dot(LEFT, i);
		word(ITEM, i, "fixe");
		word_set_text(&page->word[i], i == 0 ? "e_fixe" : "°_fixe");
		page->word[i].box.x = LEFT;
		page->word[i].box.w += ITEM - LEFT;
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(count("•"), 2);
	ck_assert_uint_eq(count("fixe"), 2);
	ck_assert_int_eq(page->word[1].box.x, ITEM);
}
END_TEST

/* A word that cannot be parted keeps its place. */
START_TEST(a_full_page_has_no_room_for_a_part)
{
	const struct word *last;

	while (page->words < LIMIT_PAGE_WORDS - 1)
		(void)page_add_word(page, "x", (struct box){ 0 }, 0, 95,
		    WORD_OCR);
	dot(LEFT, 0);
	(void)page_add_word(page, "e_fixe", (struct box){ LEFT, 100, 100,
	    TALL }, 1, 95, WORD_OCR);
	bullets_find(ink, DPI, page);
	last = &page->word[LIMIT_PAGE_WORDS - 1];
	ck_assert_uint_eq(page->words, LIMIT_PAGE_WORDS);
	ck_assert_str_eq(last->text, "e_fixe");
	ck_assert_int_eq(last->box.w, 100);
}
END_TEST

/* An e of which the copier has left the middle white: no list's. */
START_TEST(a_letter_is_no_bullet)
{
	for (int i = 0; i < 2; i++) {
		draw(LEFT, 106 + i * PITCH, 12, 2);
		draw(LEFT, 106 + i * PITCH, 2, 12);
		draw(LEFT, 116 + i * PITCH, 12, 2);
		(void)page_add_word(page, "e", (struct box){ LEFT, 106 +
		    i * PITCH, 12, 12 }, (uint32_t)i, 60, WORD_OCR);
		word(ITEM, i, "fixe");
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(count("e"), 2);
	ck_assert_uint_eq(page->words, 4);
}
END_TEST

START_TEST(what_stands_within_a_line_is_no_bullet)
{
	for (int i = 0; i < 2; i++) {
		word(ITEM, i, "fixe");
		dash(ITEM + 60, i);
		word(ITEM + 90, i, "tarif");
		dot(ITEM + 170, i);
		dot(ITEM + 190, i);
		dot(ITEM + 210, i);
		word(ITEM + 400, i, "douze");
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(page->words, 6);
}
END_TEST

/* An arrow, drawn as an angle: three of a size make a list. */
static void
arrow(int x, int line)
{
	for (int i = 0; i < 12; i++)
		draw(x + i, 100 + line * PITCH + 4 + (i < 6 ? i : 11 - i) * 2,
		    3, 3);
}

START_TEST(signs_of_one_size_are_bullets)
{
	for (int i = 0; i < 3; i++) {
		arrow(LEFT, i);
		word(ITEM, i, "fixe");
	}
	(void)page_add_word(page, "»", (struct box){ LEFT, 104, 14, 14 }, 0,
	    60, WORD_OCR);
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(count("•"), 3);
	ck_assert_uint_eq(page->words, 6);
}
END_TEST

START_TEST(two_signs_are_no_list)
{
	for (int i = 0; i < 2; i++) {
		arrow(LEFT, i);
		word(ITEM, i, "fixe");
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(page->words, 2);
}
END_TEST

START_TEST(a_column_of_figures_is_no_list)
{
	for (int i = 0; i < 3; i++) {
		arrow(LEFT, i);
		(void)page_add_word(page, "4", (struct box){ LEFT, 104 +
		    i * PITCH, 14, 14 }, (uint32_t)i, 60, WORD_OCR);
		word(ITEM, i, "fixe");
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(count("4"), 3);
	ck_assert_uint_eq(page->words, 6);
}
END_TEST

/* Dust has no list: it lies where it fell. */
START_TEST(specks_here_and_there_are_no_bullets)
{
	for (int i = 0; i < 5; i++) {
		dot(LEFT - 12 * i, i);
		word(ITEM, i, "fixe");
	}
	bullets_find(ink, DPI, page);
	ck_assert_uint_eq(page->words, 5);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("bullet");
	TCase *t = tcase_create("bullet");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, bullets_that_no_word_covers_are_added);
	tcase_add_test(t, dashes_too);
	tcase_add_test(t, a_bullet_read_as_a_letter_is_put_right);
	tcase_add_test(t, a_bullet_read_with_its_item_is_parted_from_it);
	tcase_add_test(t, a_full_page_has_no_room_for_a_part);
	tcase_add_test(t, a_letter_is_no_bullet);
	tcase_add_test(t, what_stands_within_a_line_is_no_bullet);
	tcase_add_test(t, signs_of_one_size_are_bullets);
	tcase_add_test(t, two_signs_are_no_list);
	tcase_add_test(t, a_column_of_figures_is_no_list);
	tcase_add_test(t, specks_here_and_there_are_no_bullets);
	suite_add_tcase(s, t);
	return suite_run(s);
}
