#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/clean.h"
#include "support/lines.h"
#include "support/suite.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/read.h"
#include "words/regions.h"

/* Each test forks after this: the model is loaded once. */
static struct ocr *ocr;

static struct page *
page_of(const struct clean *c)
{
	struct page *p = page_new(1);

	p->width = pixGetWidth(c->grey);
	p->height = pixGetHeight(c->grey);
	return p;
}

/*
 * Cells too low for type: what stands in them is neither read with them nor
 * with what lies outside of cells.  It is left for the reading of the rest.
 */
static void
hide(struct page *p, struct box b)
{
	for (int y = b.y; y < b.y + b.h; y += 8)
		(void)page_add_cell(p, (struct box){ b.x, y, b.w, 16 });
}

/* Letters that touch each other, as on a copy of a copy, are no drawing. */
START_TEST(worn_letters_that_touch_are_read)
{
	static const char *const line[] = { "Conseil municipal" };
	struct clean c = cleaned(lines_of(line, 1));
	struct page *p = page_of(&c);
	PIX *apart = c.ink;

	c.ink = brick_close(apart, 12, 1);
	pixDestroy(&apart);
	hide(p, (struct box){ 40, 24, 1320, 80 });
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert(holds(p, "municipal"));
	page_free(p);
	clean_free(&c);
}
END_TEST

static int
times(const struct page *p, const char *text)
{
	int n = 0;

	for (size_t i = 0; i < p->words; i++)
		n += strcmp(p->word[i].text, text) == 0;
	return n;
}

/* Ink beside the box of a word that is read is not read as another. */
START_TEST(a_word_whose_box_is_beside_it_is_not_doubled)
{
	static const char *const line[] = { "Conseil municipal" };
	struct clean c = cleaned(lines_of(line, 1));
	struct page *p = page_of(&c);

	hide(p, (struct box){ 40, 24, 1320, 80 });
	(void)page_add_word(p, "municipal", (struct box){ 240, 90, 225, 40 },
	    0, 96, WORD_OCR);
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert(holds(p, "Conseil"));
	ck_assert_int_eq(times(p, "municipal"), 1);
	page_free(p);
	clean_free(&c);
}
END_TEST

/* A pen's loop, `value` grey and thin for its size, over what stands there. */
static void
loop(PIX *pix, int value)
{
	static const struct box side[] = { { 40, 100, 1300, 60 },
	    { 40, 800, 1300, 60 }, { 40, 100, 60, 760 },
	    { 1280, 100, 60, 760 } };

	for (size_t i = 0; i < 4; i++)
		for (int y = side[i].y; y < side[i].y + side[i].h; y++)
			for (int x = side[i].x; x < side[i].x + side[i].w;
			    x++) {
				l_uint32 v;

				(void)pixGetPixel(pix, x, y, &v);
				if ((int)v > value)
					(void)pixSetPixel(pix, x, y,
					    (l_uint32)value);
			}
}

/* A page whose one line a seal's edge covers. */
static struct clean
sealed(void)
{
	static const char *const line[] = { "Conseil municipal de la commune" };
	PIX *pix = pixCreate(1400, 1000, 8), *text = lines_of(line, 1);

	(void)pixSetAll(pix);
	(void)pixRasterop(pix, 100, 770, 1300, 180, PIX_SRC, text, 0, 0);
	loop(pix, 120);
	pixDestroy(&text);
	return cleaned(pix);
}

START_TEST(what_stands_under_a_seal_is_read)
{
	struct clean c = sealed();
	struct page *p = page_of(&c);

	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert_int_eq(times(p, "Conseil"), 1);
	ck_assert_int_eq(times(p, "municipal"), 1);
	ck_assert_int_eq(times(p, "commune"), 1);
	page_free(p);
	clean_free(&c);
}
END_TEST

/* Of two readings of a word the surer one stands, once. */
START_TEST(what_was_surely_read_beside_a_seal_stands)
{
	struct clean c = sealed();
	struct page *p = page_of(&c);

	(void)page_add_word(p, "MUNICIPAL", (struct box){ 340, 812, 226, 54 },
	    0, 99, WORD_OCR);
	(void)page_add_word(p, "cummane", (struct box){ 700, 812, 224, 44 },
	    0, 85, WORD_OCR);
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert_int_eq(times(p, "MUNICIPAL"), 1);
	ck_assert_int_eq(times(p, "municipal"), 0);
	ck_assert_int_eq(times(p, "cummane"), 0);
	ck_assert_int_eq(times(p, "commune"), 1);
	page_free(p);
	clean_free(&c);
}
END_TEST

START_TEST(what_a_seal_left_of_a_word_gives_way_to_it)
{
	struct clean c = sealed();
	struct page *p = page_of(&c);

	(void)page_add_word(p, "munici", (struct box){ 340, 812, 140, 54 }, 0,
	    99, WORD_OCR);
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert_int_eq(times(p, "munici"), 0);
	ck_assert_int_eq(times(p, "municipal"), 1);
	page_free(p);
	clean_free(&c);
}
END_TEST

/* But what was surely read there, and a stamp's date, is kept. */
START_TEST(the_letters_of_a_seal_are_no_words)
{
	struct clean c = sealed();
	struct page *p = page_of(&c);

	(void)page_add_word(p, "QE", (struct box){ 600, 105, 80, 50 }, 0, 60,
	    WORD_OCR);
	(void)page_add_word(p, "MAIRIE", (struct box){ 300, 105, 180, 50 }, 0,
	    90, WORD_OCR);
	(void)page_add_word(p, "2021", (struct box){ 900, 105, 90, 50 }, 0, 60,
	    WORD_OCR);
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert_int_eq(times(p, "QE"), 0);
	ck_assert_int_eq(times(p, "MAIRIE"), 1);
	ck_assert_int_eq(times(p, "2021"), 1);
	ck_assert_int_eq(times(p, "commune"), 1);
	page_free(p);
	clean_free(&c);
}
END_TEST

/* Boxes are the page's, whatever the width that it is read at. */
START_TEST(narrowed_type_is_read_and_keeps_its_place)
{
	static const char *const line[] = { "Conseil municipal de la commune" };
	PIX *pix = lines_of(line, 1);
	struct page *wide = page_new(1), *narrow = page_new(1);

	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_LINE, 0, 0, wide), 0);
	ocr_set_scale(ocr, 0.78f, 1);
	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_LINE, 0, 0, narrow), 0);
	ocr_set_scale(ocr, 1, 1);
	ck_assert_uint_eq(wide->words, 5);
	ck_assert_uint_eq(narrow->words, 5);
	for (size_t i = 0; i < 5; i++) {
		const struct word *a = &wide->word[i], *b = &narrow->word[i];

		ck_assert_str_eq(a->text, b->text);
		ck_assert_uint_gt(b->conf, 85);
		ck_assert_int_le(abs(a->box.x - b->box.x), 3);
		ck_assert_int_le(abs(a->box.w - b->box.w), 6);
		ck_assert_int_le(abs(a->box.h - b->box.h), 1);
	}
	page_free(narrow);
	page_free(wide);
	pixDestroy(&pix);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("regions");
	TCase *t = tcase_create("regions");
	int status;

	if (ocr_new(NULL, "fra", &ocr) < 0)
		return 77;	/* no model on this machine */
	tcase_add_test(t, worn_letters_that_touch_are_read);
	tcase_add_test(t, a_word_whose_box_is_beside_it_is_not_doubled);
	tcase_add_test(t, what_stands_under_a_seal_is_read);
	tcase_add_test(t, what_was_surely_read_beside_a_seal_stands);
	tcase_add_test(t, what_a_seal_left_of_a_word_gives_way_to_it);
	tcase_add_test(t, the_letters_of_a_seal_are_no_words);
	tcase_add_test(t, narrowed_type_is_read_and_keeps_its_place);
	suite_add_tcase(s, t);
	status = suite_run(s);
	ocr_free(ocr);
	return status;
}
