#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "support/draw.h"
#include "support/suite.h"
#include "text/text.h"

static struct text *
plain(const char *s)
{
	return text_from_utf8(s, strlen(s));
}

START_TEST(plain_text_keeps_its_lines_blocks_and_pages)
{
	struct text *t = plain("Un  titre\n\n\nun texte \n sur deux lignes\n"
	    "\fune page");

	ck_assert_str_eq(t->utf8,
	    "Un titre\n\nun texte\nsur deux lignes\n\fune page\n");
	ck_assert_uint_eq(t->body_len, t->len);
	ck_assert_uint_eq(t->words, 9);
	ck_assert_uint_eq(t->pages, 2);
	ck_assert_uint_eq(t->word[8].page, 1);
	text_free(t);
}
END_TEST

START_TEST(tick_boxes_are_written_and_known_as_such)
{
	struct text *t = plain("M. NOIR ☒ ☐\n");

	ck_assert_str_eq(t->utf8, "M. NOIR [x] [ ]\n");
	ck_assert_str_eq(t->fold, "M. NOIR [x] [ ]\n");
	ck_assert_uint_eq(t->word[2].word, UINT32_MAX);
	ck_assert_uint_eq(t->word[2].mark, 0);
	ck_assert(t->page[0]->mark[0].ticked);
	ck_assert(!t->page[0]->mark[1].ticked);
	text_free(t);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_shown_as_such)
{
	struct text *t = text_from_utf8("a\377b\0c", 5);

	ck_assert_str_eq(t->utf8, "a\357\277\275b\357\277\275c\n");
	ck_assert_str_eq(t->fold, "a?b?c\n");
	text_free(t);
}
END_TEST

START_TEST(no_text_is_an_empty_text)
{
	struct text *t = plain("");

	ck_assert_str_eq(t->utf8, "");
	ck_assert_str_eq(t->fold, "");
	ck_assert_uint_eq(t->words, 0);
	ck_assert_uint_eq(t->to_utf8[0], 0);
	text_free(t);
	t = text_new(NULL, 0);
	ck_assert_str_eq(t->utf8, "");
	text_free(t);
}
END_TEST

START_TEST(a_span_knows_the_words_that_it_touches)
{
	struct text *t = plain("Le Conseil Municipal décide\n");
	const char *at = strstr(t->utf8, "seil Mu");
	size_t first = 99, from = (size_t)(at - t->utf8);

	ck_assert_uint_eq(text_words_in(t, from, from + 7, &first), 2);
	ck_assert_uint_eq(first, 1);
	ck_assert_uint_eq(text_words_in(t, 0, t->len, &first), 4);
	ck_assert_uint_eq(first, 0);
	ck_assert_uint_eq(text_words_in(t, 2, 3, &first), 0);	/* a space */
	ck_assert_uint_eq(text_words_in(t, t->len, t->len, &first), 0);
	text_free(t);
}
END_TEST

START_TEST(a_word_knows_its_box_and_confidence)
{
	struct page *p = draw_page(1);
	const struct page *one[1] = { p };
	struct text *t;
	struct box b;

	draw_line(p, 200, 500, "Le Conseil");
	(void)page_add_mark(p, (struct box){ 500, 500, 30, 30 }, false, 71);
	t = text_new(one, 1);
	ck_assert_str_eq(t->utf8, "Le Conseil [ ]\n");
	b = text_box(t, 1);
	ck_assert_int_eq(b.x, 200 + 3 * DRAW_CHAR);
	ck_assert_int_eq(text_conf(t, 1), 95);
	ck_assert_int_eq(text_box(t, 2).x, 500);
	ck_assert_int_eq(text_conf(t, 2), 71);
	text_free(t);
	page_free(p);
}
END_TEST

/* Stamps stand behind the body, whatever page they are of. */
START_TEST(a_page_knows_its_words_wherever_they_stand)
{
	struct text *t = plain("un\fdeux trois\f\fReçu en préfecture le "
	    "3 mai 2021\f\fquatre\n");
	size_t seen = 0, n;
	const uint32_t *on;

	ck_assert_uint_ge(t->pages, 2);
	for (uint32_t page = 0; page < t->pages; page++) {
		on = text_words_on(t, page, &n);
		for (size_t i = 0; i < n; i++) {
			ck_assert_uint_eq(t->word[on[i]].page, page);
			ck_assert(i == 0 || on[i] > on[i - 1]);
		}
		seen += n;
	}
	ck_assert_uint_eq(seen, t->words);
	text_free(t);
	t = plain("");
	if (t->pages > 0) {
		(void)text_words_on(t, 0, &n);
		ck_assert_uint_eq(n, 0);
	}
	text_free(t);
}
END_TEST

START_TEST(a_value_on_one_line_has_no_breaks_left)
{
	struct text *t = plain("« Saint-\nMartin : délibé-\nration  de\n"
	    "l'\nannée 2018-\n19 »\n");
	char *s = text_line(t, 0, t->len);

	ck_assert_str_eq(s,
	    "« Saint-Martin : délibération de l'année 2018-19 »");
	free(s);
	s = text_line(t, strlen("« "), strlen("« Saint-\nMartin "));
	ck_assert_str_eq(s, "Saint-Martin");
	free(s);
	s = text_line(t, 3, 3);
	ck_assert_str_eq(s, "");
	free(s);
	text_free(t);
	s = text_one_line(" a \n b", 6);
	ck_assert_str_eq(s, "a b");
	free(s);
}
END_TEST

START_TEST(words_read_otherwise_are_replaced)
{
	struct text *t = text_from_utf8("Séance du 3I mai 2O24, à 19 heures",
	    strlen("Séance du 3I mai 2O24, à 19 heures"));
	const char *day = strstr(t->utf8, "3I");
	size_t start = (size_t)(day - t->utf8);
	size_t end = start + strlen("3I mai 2O24");
	char *line;

	ck_assert_ptr_null(text_other_line(t, start, end));
	word_set_other(&t->own[0]->word[2], "31");
	word_set_other(&t->own[0]->word[4], "2024,");
	line = text_other_line(t, start, end);
	ck_assert_str_eq(line, "31 mai 2024,");
	free(line);
	/* Half a word has no other reading. */
	ck_assert_ptr_null(text_other_line(t, start + 1, start + 6));
	text_free(t);
}
END_TEST

START_TEST(a_running_head_goes_where_the_text_goes_on)
{
	struct text *t = plain("COMMUNE DE X\nSéance 1\nLe conseil décide\n"
	    "\fCOMMUNE DE X\nSéance 2\nde signer\n"
	    "\fSuite de la délibération\net de payer");

	ck_assert_str_eq(t->utf8, "COMMUNE DE X\nSéance 1\n"
	    "Le conseil décide\n\fde signer\n\fet de payer\n");
	text_free(t);
}
END_TEST

/* Of two affairs that end alike on the pages' first lines. */
static const char *const endings[] = {
	"COMMUNE DE X\n1. Voirie\nLe maire expose.\n"
	"\fAdopté à l'unanimité.\n2. Eau\nLe maire expose encore.\n"
	"\fAdopté à l'unanimité.\n3. Bois\n",
	"COMMUNE DE X\n1. Voirie\nLe maire expose.\n"
	"\fDit que la somme est au budget ;\nVote : 5 voix\n2. Eau\n"
	"\fDit que la somme est au budget ;\nVote : 5 voix\n3. Bois\n",
};

START_TEST(how_affairs_end_is_no_running_head)
{
	struct text *t = plain(endings[_i]);

	ck_assert_str_eq(t->utf8, endings[_i]);
	text_free(t);
}
END_TEST

START_TEST(a_running_head_goes_where_no_act_begins)
{
	struct text *t = plain("Commune de X page 1\nL'an deux mille vingt\n"
	    "Le conseil décide :\n- de signer ;\n"
	    "\fCommune de X page 2\n- de payer.\n2020-02 – Voirie\n"
	    "\fCommune de X page 3\nEXTRAIT DU REGISTRE\n");

	ck_assert_str_eq(t->utf8, "Commune de X page 1\n"
	    "L'an deux mille vingt\nLe conseil décide :\n- de signer ;\n"
	    "\f- de payer.\n2020-02 – Voirie\n"
	    "\fCommune de X page 3\nEXTRAIT DU REGISTRE\n");
	text_free(t);
}
END_TEST

static const char *const numbered[] = {
	"COMMUNE DE X\nDélibération n° 12\nObjet : Voirie\nIl décide.\n"
	"\fCOMMUNE DE X\nDélibération n° 13\nObjet : Eau\nIl décide.\n",
	"COMMUNE DE X\n2024-12\nObjet : Voirie\nIl décide.\n"
	"\fCOMMUNE DE X\n2024-13\nObjet : Eau\nIl décide.\n",
};

START_TEST(a_head_with_the_next_acts_number_stays)
{
	struct text *t = plain(numbered[_i]);

	ck_assert_str_eq(t->utf8, numbered[_i]);
	text_free(t);
}
END_TEST

START_TEST(a_bare_pages_number_goes)
{
	struct text *t = plain("COMMUNE DE X\n1/2\nIl décide :\n- ceci ;\n"
	    "\fCOMMUNE DE X\n2/2\n- cela.\n");

	ck_assert_str_eq(t->utf8, "COMMUNE DE X\n1/2\nIl décide :\n"
	    "- ceci ;\n\f- cela.\n");
	text_free(t);
}
END_TEST

START_TEST(the_foot_of_the_only_page_is_dropped)
{
	struct text *t = plain("Un\nDeux\nCommune de X - page 1\n");

	ck_assert_str_eq(t->utf8, "Un\nDeux\n");
	text_free(t);
	t = plain("Un\nDeux\n\fTrois\nPage 1/1\n");
	ck_assert_str_eq(t->utf8, "Un\nDeux\n\fTrois\n");
	text_free(t);
}
END_TEST

START_TEST(a_running_foot_counts_on)
{
	struct text *t = plain("Un\nDeux\nActe 12 - page 1/3\n"
	    "\fTrois\nLe 3 mai, page 9\n\fQuatre\nActe 12 - page 3/3\n"
	    "\fCinq\nActe 12 - page 4/3\n");

	ck_assert_str_eq(t->utf8, "Un\nDeux\nActe 12 - page 1/3\n"
	    "\fTrois\nLe 3 mai, page 9\n\fQuatre\n\fCinq\n");
	text_free(t);
}
END_TEST

/* At the bottom of two sheets; what is signed is higher up. */
START_TEST(the_same_foot_of_two_pages_is_dropped)
{
	const struct page *both[2];
	struct page *p[2];
	struct text *t;

	for (uint32_t i = 0; i < 2; i++) {
		p[i] = draw_page(i + 1);
		draw_line(p[i], 200, 500, i == 0 ? "Un" : "Deux");
		draw_line(p[i], 200, _i == 0 ? 3350 : 3000, "Mairie de X");
		both[i] = p[i];
	}
	t = text_new(both, 2);
	ck_assert_str_eq(t->utf8, _i == 0 ? "Un\n\fDeux\n" :
	    "Un\n\nMairie de X\n\fDeux\n\nMairie de X\n");
	text_free(t);
	page_free(p[0]);
	page_free(p[1]);
}
END_TEST

START_TEST(the_heads_of_two_acts_stay)
{
	const char *s = "COMMUNE DE X\nDélibération n° 1\nSigné\n"
	    "\fCOMMUNE DE X\nDélibération n° 2\nSigné\n";
	struct text *t = plain(s);

	ck_assert_str_eq(t->utf8, s);
	text_free(t);
}
END_TEST

/* More words than a page may hold go on a page of their own. */
START_TEST(a_very_long_text_is_taken_whole)
{
	size_t n = 60000;
	char *s = xmalloc(2 * n + 1);
	struct text *t;

	for (size_t i = 0; i < n; i++)
		memcpy(s + 2 * i, "a ", 2);
	t = text_from_utf8(s, 2 * n);
	ck_assert_uint_eq(t->words, n);
	ck_assert_uint_eq(t->pages, 2);
	text_free(t);
	free(s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("text");
	TCase *tc = tcase_create("text");

	tcase_add_test(tc, plain_text_keeps_its_lines_blocks_and_pages);
	tcase_add_test(tc, tick_boxes_are_written_and_known_as_such);
	tcase_add_test(tc, bytes_that_are_no_text_are_shown_as_such);
	tcase_add_test(tc, no_text_is_an_empty_text);
	tcase_add_test(tc, a_span_knows_the_words_that_it_touches);
	tcase_add_test(tc, a_word_knows_its_box_and_confidence);
	tcase_add_test(tc, a_page_knows_its_words_wherever_they_stand);
	tcase_add_test(tc, a_value_on_one_line_has_no_breaks_left);
	tcase_add_test(tc, words_read_otherwise_are_replaced);
	tcase_add_test(tc, a_running_head_goes_where_the_text_goes_on);
	tcase_add_loop_test(tc, how_affairs_end_is_no_running_head, 0,
	    sizeof(endings) / sizeof(endings[0]));
	tcase_add_test(tc, a_running_head_goes_where_no_act_begins);
	tcase_add_loop_test(tc, a_head_with_the_next_acts_number_stays, 0,
	    sizeof(numbered) / sizeof(numbered[0]));
	tcase_add_test(tc, a_bare_pages_number_goes);
	tcase_add_test(tc, the_foot_of_the_only_page_is_dropped);
	tcase_add_test(tc, a_running_foot_counts_on);
	tcase_add_loop_test(tc, the_same_foot_of_two_pages_is_dropped, 0, 2);
	tcase_add_test(tc, the_heads_of_two_acts_stay);
	tcase_add_test(tc, a_very_long_text_is_taken_whole);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
