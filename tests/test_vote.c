#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "support/suite.h"
#include "words/page.h"
#include "words/read.h"
#include "words/spelling.h"
#include "words/vote.h"

/* Each test forks after this: the model is loaded once. */
static struct ocr *ocr;

/* The words of a line, 100 px wide each and as many apart. */
static struct page *
line_of(const char *const *text, size_t n, int conf)
{
	struct page *p = page_new(1);

	for (size_t i = 0; i < n; i++)
		(void)page_add_word(p, text[i], (struct box){
		    (int32_t)i * 200, 10, 100, 20 }, 4, conf, WORD_OCR);
	return p;
}

static const struct {
	const char	*first;		/* as read first, at 70 */
	const char	*second;	/* .. and in another way .. */
	int		 conf;
	const char	*stands, *other;
} votes[] = {
	{ "histbriques", "historiques", 70, "historiques", "histbriques" },
	{ "historiques", "histbriques", 75, "historiques", "histbriques" },
	/* Hardly surer is not enough. */
	{ "VARLOQ", "VARLOO", 72, "VARLOQ", "VARLOO" },
	{ "VARLOO", "VARLOQ", 90, "VARLOQ", "VARLOO" },
	/* An accent must make a word of it. */
	{ "ÉMILOT", "EMILOT", 90, "ÉMILOT", "EMILOT" },
	{ "donne", "donné,", 20, "donne", NULL },
	{ "propôse", "propose", 68, "propose", "propôse" },
	/* Of a capital and a small letter the surer stands. */
	{ "objet", "Objet", 71, "Objet", "objet" },
	{ "objet", "Objet", 69, "objet", "Objet" },
	/* However sure, no letter has such a sign beside it. */
	{ "VARLO\\", "VARLOQ", 40, "VARLOQ", NULL },
	{ "2021", "2024", 45, "2021", "2024" },
	{ "2021", "2021", 95, "2021", NULL },
};

START_TEST(the_surer_reading_stands_and_the_other_stays_with_it)
{
	static const char *const rest = "commune";
	const char *first[] = { votes[_i].first, rest };
	const char *second[] = { votes[_i].second, rest };
	struct page *p = line_of(first, 2, 70);
	struct page *other = line_of(second, 2, votes[_i].conf);
	const size_t word[] = { 0, 1 };
	bool gone[2] = { false };
	const struct word *w;

	vote_line(ocr, p, word, 2, &other, 1, gone);
	page_drop_words(p, gone, 2);
	ck_assert_uint_eq(p->words, 2);
	w = strcmp(p->word[0].text, rest) == 0 ? &p->word[1] : &p->word[0];
	ck_assert_str_eq(w->text, votes[_i].stands);
	ck_assert_int_eq(w->box.x, 0);
	ck_assert_uint_eq(w->line, 4);
	if (votes[_i].other == NULL)
		ck_assert_ptr_null(w->other);
	else
		ck_assert_str_eq(w->other, votes[_i].other);
	page_free(other);
	page_free(p);
}
END_TEST

START_TEST(readings_that_agree_outvote_a_surer_one)
{
	static const char *const one[] = { "VANDAMBE" };
	static const char *const two[] = { "VANDAM3E" };
	struct page *p = line_of(two, 1, 75);
	struct page *others[] = { line_of(one, 1, 70), line_of(one, 1, 72) };
	const size_t word[] = { 0 };
	bool gone[1] = { false };

	vote_line(ocr, p, word, 1, others, 2, gone);
	page_drop_words(p, gone, 1);
	ck_assert_uint_eq(p->words, 1);
	ck_assert_str_eq(p->word[0].text, "VANDAMBE");
	ck_assert_str_eq(p->word[0].other, "VANDAM3E");
	page_free(others[0]);
	page_free(others[1]);
	page_free(p);
}
END_TEST

/* Else an accent that makes no word stands as it was read first. */
START_TEST(an_accent_that_is_much_surer_stands)
{
	static const char *const bare[] = { "EMILOT" };
	static const char *const accented[] = { "ÉMILOT" };
	struct page *p = line_of(bare, 1, 20);
	struct page *other = line_of(accented, 1, 85);
	const size_t word[] = { 0 };
	bool gone[1] = { false };

	vote_line(ocr, p, word, 1, &other, 1, gone);
	page_drop_words(p, gone, 1);
	ck_assert_uint_eq(p->words, 1);
	ck_assert_str_eq(p->word[0].text, "ÉMILOT");
	page_free(other);
	page_free(p);
}
END_TEST

START_TEST(a_word_cut_in_two_is_put_together)
{
	struct page *p = page_new(1), *other = page_new(1);
	const size_t word[] = { 0, 1 };
	bool gone[2] = { false };

	(void)page_add_word(p, "VAND", (struct box){ 0, 10, 50, 20 }, 0, 80,
	    WORD_OCR);
	(void)page_add_word(p, "AMBE", (struct box){ 52, 10, 48, 20 }, 0, 60,
	    WORD_OCR);
	(void)page_add_word(other, "VANDAMBE", (struct box){ 1, 10, 99, 20 }, 0,
	    90, WORD_OCR);
	vote_line(ocr, p, word, 2, &other, 1, gone);
	page_drop_words(p, gone, 2);
	ck_assert_uint_eq(p->words, 1);
	ck_assert_str_eq(p->word[0].text, "VANDAMBE");
	ck_assert_int_eq(p->word[0].box.w, 99);
	page_free(other);
	page_free(p);
}
END_TEST

static const struct {
	const char	*read;
	int		 conf;
	const char	*is;
} spelt[] = {
	{ "Nômbre", 90, "Nombre" },
	{ "l'avañce,", 90, "l'avance," },
	{ "l'éngagement", 90, "l'engagement" },
	{ "ûne", 90, "une" },
	/* Letters of which a copier has left others. */
	{ "tinances", 90, "finances" },
	{ "déiibératiou.", 90, "délibération." },
	{ "voiric", 90, "voirie" },
	/* A name may be anybody's, unless it is hardly read. */
	{ "Nathalic", 79, "Nathalie" },
	{ "Nathalic", 80, "Nathalic" },
	/* .. and no trade makes a name. */
	{ "Jardinicr", 70, "Jardinicr" },
	{ "jardinicr", 70, "jardinier" },
	/* Words as they are, and those that no dictionary knows. */
	{ "séance", 90, "séance" },
	{ "excusés", 90, "excusés" },
	{ "Certifie", 90, "Certifie" },
	{ "ÉMILOT", 90, "ÉMILOT" },
	{ "Zoé", 90, "Zoé" },
	{ "Vandamboïs", 90, "Vandamboïs" },
	/* Several words look like it. */
	{ "vorie", 90, "vorie" },
};

/* 80 dots on a page of 200 dpi, far from each other and from all else. */
static PIX *
strewn(int dots)
{
	PIX *ink = pixCreate(1600, 1600, 1);

	for (int i = 0; i < dots; i++)
		(void)pixSetPixel(ink, 100 + i % 10 * 100, 100 + i / 10 * 100,
		    1);
	return ink;
}

START_TEST(what_no_dictionary_holds_is_the_word_that_it_looks_like)
{
	PIX *dirty = strewn(80), *clean = strewn(20);
	struct page *p = line_of(&spelt[_i].read, 1, spelt[_i].conf);

	spelling_mend(ocr, clean, 200, false, p);
	ck_assert_str_eq(p->word[0].text, spelt[_i].read);
	spelling_mend(ocr, dirty, 200, false, p);
	ck_assert_str_eq(p->word[0].text, spelt[_i].is);
	page_free(p);
	pixDestroy(&clean);
	pixDestroy(&dirty);
}
END_TEST

START_TEST(where_strokes_are_broken_accents_are_what_a_dictionary_holds)
{
	static const char *const read[] = { "desordres", "Jean-Pâul",
	    "Xdesordrez", "d'Héléne" };
	static const char *const is[] = { "désordres", "Jean-Paul",
	    "Xdesordrez", "d'Hélène" };
	PIX *clean = strewn(20);
	struct page *p = line_of(read, 4, 90);

	spelling_mend(ocr, clean, 200, false, p);
	ck_assert_str_eq(p->word[0].text, "desordres");
	spelling_mend(ocr, clean, 200, true, p);
	for (size_t i = 0; i < 4; i++)
		ck_assert_str_eq(p->word[i].text, is[i]);
	ck_assert_str_eq(p->word[0].other, "desordres");
	page_free(p);
	pixDestroy(&clean);
}
END_TEST

/* Its cost goes with the square of the length: minutes, were it looked up. */
START_TEST(what_is_longer_than_a_word_keeps_its_accents)
{
	char *text = malloc(20001);
	PIX *dirty = strewn(80);
	struct page *p;

	for (int i = 0; i < 20000; i += 2)
		memcpy(text + i, "\xc3\xa8", 3);
	p = line_of(&(const char *){ text }, 1, 90);
	spelling_mend(ocr, dirty, 200, true, p);
	ck_assert_str_eq(p->word[0].text, text);
	page_free(p);
	pixDestroy(&dirty);
	free(text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("vote");
	TCase *t = tcase_create("vote");
	int status;

	if (ocr_new(NULL, "fra", &ocr) < 0)
		return 77;	/* no model on this machine */
	tcase_add_loop_test(t,
	    the_surer_reading_stands_and_the_other_stays_with_it, 0,
	    sizeof(votes) / sizeof(votes[0]));
	tcase_add_test(t, readings_that_agree_outvote_a_surer_one);
	tcase_add_test(t, an_accent_that_is_much_surer_stands);
	tcase_add_test(t, a_word_cut_in_two_is_put_together);
	tcase_add_loop_test(t,
	    what_no_dictionary_holds_is_the_word_that_it_looks_like, 0,
	    sizeof(spelt) / sizeof(spelt[0]));
	tcase_add_test(t,
	    where_strokes_are_broken_accents_are_what_a_dictionary_holds);
	tcase_add_test(t, what_is_longer_than_a_word_keeps_its_accents);
	suite_add_tcase(s, t);
	status = suite_run(s);
	ocr_free(ocr);
	return status;
}
