#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "support/suite.h"
#include "text/text.h"

static const struct {
	const char *from, *to;
} folds[] = {
	{ "Étaient présents", "Etaient presents" },
	{ "ÉLÈVE NOËL Ça", "ELEVE NOEL Ca" },
	{ "mise en œuvre, Œuvre, ægo", "mise en oeuvre, OEuvre, aego" },
	{ "l’article « 4.2 »", "l'article \" 4.2 \"" },
	{ "Nord – Pas—de‑Calais", "Nord - Pas-de-Calais" },
	{ "7\302\240009,80\342\200\257€", "7 009,80 €" },
	{ "n° 5, nº 5", "n° 5, n° 5" },
	{ "1\341\265\211\312\263 é", "1er e" },	/* 1ᵉʳ, e with a combining accent */
	{ "797 m²", "797 m2" },
	{ "•\tde fixer", "- de fixer" },
	{ "☐ ☑ ☒", "[ ] [x] [x]" },
	{ "e\314\201te\314\201", "ete" },
	{ "soft\302\255hyphen", "softhyphen" },
	{ "bad \377 byte", "bad ? byte" },
	{ "½ ﬁn", "1/2 fin" },
	{ "two  spaces\nstay", "two  spaces\nstay" },
	{ "", "" },
	{ "\uf0a7 \uf0d8 \u27a2 \u2794 \u2022", "- - - - -" },
};

START_TEST(a_character_folds_to_what_patterns_see)
{
	size_t len;
	char *s = text_fold(folds[_i].from, strlen(folds[_i].from), &len);

	ck_assert_str_eq(s, folds[_i].to);
	ck_assert_uint_eq(len, strlen(folds[_i].to));
	free(s);
}
END_TEST

/* Two lines, and the fold of the text that they make. */
static const struct {
	const char *from, *to;
} cuts[] = {
	{ "la délibé-\nration", "la deliberation\n" },
	{ "Jean Marc-\nAntoine", "Jean Marc-Antoine\n" },
	{ "Pas-de-\nCalais", "Pas-de-Calais\n" },
	{ "Nord Pas-\nde-Calais", "Nord Pas-de-Calais\n" },
	{ "deux mille vingt-\nquatre", "deux mille vingt-quatre\n" },
	{ "vingt-\net-un", "vingt-et-un\n" },
	{ "en sous-\npréfecture", "en sous-prefecture\n" },
	{ "nous sous-\nsignés", "nous soussignes\n" },
	{ "le sous-\ntraitant", "le sous-traitant\n" },
	{ "pièce ci-\njointe", "piece ci-jointe\n" },
	{ "un ci-\ntoyen", "un citoyen\n" },
	{ "vis-à-\nvis", "vis-a-vis\n" },
	{ "a-t-\nil", "a-t-il\n" },
	{ "M. TOUZÉ-\nLE CORRE", "M. TOUZE-LE CORRE\n" },
	{ "DES DÉLIBÉ-\nRATIONS", "DES DELIBERATIONS\n" },
	{ "délibération 2018-\n84", "deliberation 2018-84\n" },
	{ "Fibre 59/\n62", "Fibre 59/62\n" },
	{ "de l'\narticle", "de l'article\n" },
	{ "dit 'oui'\nou non", "dit 'oui'\nou non\n" },
	{ "Calais –\nNord", "Calais -\nNord\n" },
	{ "un tiret -\nici", "un tiret -\nici\n" },
	{ "délibé-\n\nration", "delibe-\n\nration\n" },
	{ "délibé-\n\fration", "deliberation\n" },
	{ "soft\302\255\nhyphen", "softhyphen\n" },
};

START_TEST(a_word_cut_by_a_line_end_is_whole_in_the_fold)
{
	struct text *t = text_from_utf8(cuts[_i].from, strlen(cuts[_i].from));

	ck_assert_str_eq(t->fold, cuts[_i].to);
	ck_assert_uint_eq(t->fold_len, strlen(cuts[_i].to));
	text_free(t);
}
END_TEST

START_TEST(every_byte_of_the_fold_knows_its_place)
{
	const char *s = "Œuvre : « délibé-\nration » à Noël\n";
	struct text *t = text_from_utf8(s, strlen(s));
	const char *at;

	ck_assert_str_eq(t->fold, "OEuvre : \" deliberation \" a Noel\n");
	at = strstr(t->fold, "ration");
	ck_assert_ptr_nonnull(at);
	ck_assert_int_eq(strncmp(t->utf8 + t->to_utf8[at - t->fold], "ration",
	    6), 0);
	ck_assert_uint_eq(t->to_utf8[0], 0);
	ck_assert_uint_eq(t->to_utf8[1], 0);	/* Œ gave both */
	ck_assert_uint_eq(t->to_utf8[2], strlen("Œ"));
	ck_assert_uint_eq(t->to_utf8[t->fold_len], t->len);
	for (size_t i = 0; i < t->fold_len; i++)
		ck_assert_uint_le(t->to_utf8[i], t->to_utf8[i + 1]);
	text_free(t);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("fold");
	TCase *tc = tcase_create("fold");

	tcase_add_loop_test(tc, a_character_folds_to_what_patterns_see, 0,
	    sizeof(folds) / sizeof(folds[0]));
	tcase_add_loop_test(tc, a_word_cut_by_a_line_end_is_whole_in_the_fold,
	    0, sizeof(cuts) / sizeof(cuts[0]));
	tcase_add_test(tc, every_byte_of_the_fold_knows_its_place);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
