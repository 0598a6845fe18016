#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "support/suite.h"
#include "text/formula.h"
#include "text/text.h"
#include "words/page.h"

static const char *
mend(const char *word)
{
	return formula_mend(word, strlen(word));
}

START_TEST(a_slip_in_a_formula_is_mended)
{
	ck_assert_str_eq(mend("convocatun"), "convocation");
	ck_assert_str_eq(mend("Secrelaire"), "secretaire");
	ck_assert_str_eq(mend("SEUNCE"), "seance");
	ck_assert_str_eq(mend("conseilers"), "conseillers");
}
END_TEST

START_TEST(what_is_a_word_already_or_resembles_none_stays)
{
	ck_assert_ptr_null(mend("convocation"));
	ck_assert_ptr_null(mend("presents"));
	ck_assert_ptr_null(mend("restauration"));
	ck_assert_ptr_null(mend("maire"));
	ck_assert_ptr_null(mend("votans"));	/* votant or votants? */
	ck_assert_ptr_null(mend("recette"));	/* rejette */
	ck_assert_ptr_null(mend("CENTRE"));	/* contre */
	ck_assert_ptr_null(mend("deliberative"));
}
END_TEST

START_TEST(a_word_of_any_length_is_taken)
{
	char lots[4096];

	memset(lots, 'a', sizeof(lots));
	for (size_t n = 0; n < sizeof(lots); n += 7)
		ck_assert_ptr_null(formula_mend(lots, n));
}
END_TEST

/* One line: « Date de convocatiôn 12 » with the given confidence. */
static struct text *
line_of(struct page *p, int conf)
{
	static const char *const words[] = { "Date", "de", "convoçatun", "12" };

	p->width = 2000;
	p->height = 3000;
	p->dpi = 300;
	for (int i = 0; i < 4; i++)
		(void)page_add_word(p, words[i],
		    (struct box){ 100 + 250 * i, 100, 230, 40 }, 0,
		    i == 2 ? conf : 95, WORD_OCR);
	return text_new((const struct page *const *)&p, 1);
}

START_TEST(only_the_fold_is_mended_and_its_way_back_kept)
{
	struct page *p = page_new(1);
	struct text *t = line_of(p, 40);
	const char *at = strstr(t->fold, "convocation");
	size_t from, to;

	ck_assert_ptr_nonnull(at);
	ck_assert_ptr_nonnull(strstr(t->utf8, "convoçatun"));
	from = t->to_utf8[at - t->fold];
	to = t->to_utf8[at - t->fold + strlen("convocation")];
	ck_assert_uint_eq(to - from, strlen("convoçatun"));
	ck_assert_mem_eq(t->utf8 + from, "convoçatun", to - from);
	for (size_t i = 0; i < t->fold_len; i++)
		ck_assert_int_ne(t->utf8[t->to_utf8[i]] & 0xc0, 0x80);
	text_free(t);
	page_free(p);
}
END_TEST

START_TEST(a_sure_word_is_what_it_is)
{
	struct page *p = page_new(1);
	struct text *t = line_of(p, 95);

	ck_assert_ptr_null(strstr(t->fold, "convocation"));
	ck_assert_ptr_nonnull(strstr(t->fold, "convocatun"));
	text_free(t);
	page_free(p);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("formula");
	TCase *tc = tcase_create("formula");

	tcase_add_test(tc, a_slip_in_a_formula_is_mended);
	tcase_add_test(tc, what_is_a_word_already_or_resembles_none_stays);
	tcase_add_test(tc, a_word_of_any_length_is_taken);
	tcase_add_test(tc, only_the_fold_is_mended_and_its_way_back_kept);
	tcase_add_test(tc, a_sure_word_is_what_it_is);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
