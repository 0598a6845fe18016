#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/clean.h"
#include "support/lines.h"
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

int
main(void)
{
	Suite *s = suite_create("regions");
	TCase *t = tcase_create("regions");
	SRunner *r;
	int failed;

	if (ocr_new(NULL, "fra", &ocr) < 0)
		return 77;	/* no model on this machine */
	tcase_add_test(t, worn_letters_that_touch_are_read);
	tcase_add_test(t, a_word_whose_box_is_beside_it_is_not_doubled);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	ocr_free(ocr);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
