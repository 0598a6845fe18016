#include <errno.h>

#include <check.h>

#include "field/convert.h"
#include "support/suite.h"

struct row {
	const char	*from;
	int		 value;
	bool		 repaired;
};

static const struct row numbers[] = {
	{ "23", 23, false }, { "05", 5, false }, { "00", 0, false },
	{ " 19 ", 19, false }, { "(18)", 18, false }, { ": 23", 23, false },
	{ "17 391", 17391, false }, { "1.250", 1250, false },
	{ "999999", 999999, false }, { "23.", 23, false },
	{ "zéro", 0, false }, { "aucun", 0, false }, { "Aucune", 0, false },
	{ "néant", 0, false }, { "un", 1, false }, { "une", 1, false },
	{ "dix-sept", 17, false }, { "dix sept", 17, false },
	{ "DIX-NEUF", 19, false }, { "seize", 16, false },
	{ "vingt", 20, false }, { "vingt et un", 21, false },
	{ "vingt-et-un", 21, false }, { "vingt-\ndeux", 22, false },
	{ "trente et une", 31, false }, { "quarante-cinq", 45, false },
	{ "soixante-dix", 70, false }, { "soixante et onze", 71, false },
	{ "soixante-dix-sept", 77, false }, { "septante-sept", 77, false },
	{ "quatre-vingts", 80, false }, { "huitante", 80, false },
	{ "quatre-vingt-un", 81, false }, { "quatre vingt dix", 90, false },
	{ "quatre-vingt-dix-neuf", 99, false }, { "nonante-neuf", 99, false },
	{ "cent", 100, false }, { "cent un", 101, false },
	{ "deux cents", 200, false }, { "trois cent vingt-quatre", 324, false },
	{ "cinq cent quatre-vingt-dix", 590, false },
	{ "mille", 1000, false }, { "mil", 1000, false },
	{ "deux mille", 2000, false }, { "deux mil vingt-trois", 2023, false },
	{ "mil neuf cent soixante-dix-huit", 1978, false },
	{ "dix-neuf cent quatre-vingt", 1980, false },
	{ "trois cent mille", 300000, false },
	{ "douze mille trois cent quatre", 12304, false },
	{ "deux (2)", 2, false }, { "15 (quinze)", 15, false },
	/* Read badly. */
	{ "2O", 20, true }, { "l9", 19, true }, { "1l", 11, true },
	{ "O", 0, true }, { "OO", 0, true }, { "l", 1, true },
	{ "ving-trois", 23, true }, { "quat0rze", 14, true },
	{ "deuxmille", 2000, true }, { "vingttrois", 23, true },
	{ "dixsept", 17, true }, { "quatrevingtdix", 90, true },
	{ "hu1t", 8, true }, { "rnille", 1000, true },
};

START_TEST(a_number_converts)
{
	int v = -1;
	bool repaired;

	ck_assert_msg(convert_number(numbers[_i].from, &v, &repaired) == 0,
	    "refused: %s", numbers[_i].from);
	ck_assert_msg(v == numbers[_i].value, "%s gave %d", numbers[_i].from,
	    v);
	ck_assert_msg(repaired == numbers[_i].repaired, "%s: repaired %d",
	    numbers[_i].from, repaired);
}
END_TEST

static const char *const no_numbers[] = {
	"", "-", "voix", "vingt voix", "23 voix", "deux trois", "vingt dix",
	"dix vingt", "un cent", "mille mille", "1000000", "2024-12",
	"12345678", "et un", "zéro un", "cent cents", "soixante quinze dix",
	"quinze (16)", "O5O5O5O5", "12,5", "n° 5", "lundi", "Ville", "il",
	"million", "mil (neufmillion)",
};

START_TEST(what_is_no_number_is_refused_and_touches_nothing)
{
	int v = 42;

	if (convert_number(no_numbers[_i], &v, NULL) != -EINVAL)
		ck_abort_msg("%s gave %d", no_numbers[_i], v);
	ck_assert_int_eq(v, 42);
}
END_TEST

static const struct row ordinals[] = {
	{ "premier", 1, false }, { "Première", 1, false }, { "1er", 1, false },
	{ "1°", 1, false }, { "2ème", 2, false }, { "3e", 3, false },
	{ "deuxième", 2, false }, { "troisième", 3, false },
	{ "onzième", 11, false }, { "12.", 12, false }, { "7)", 7, false },
	{ "IV", 4, false }, { "XIV", 14, false }, { "MCMLXXVIII", 1978, false },
	{ "l2ème", 12, true }, { "trois1ème", 3, true }, { "I", 1, false },
};

START_TEST(an_ordinal_converts)
{
	int v = -1;
	bool repaired;

	ck_assert_msg(convert_ordinal(ordinals[_i].from, &v, &repaired) == 0,
	    "refused: %s", ordinals[_i].from);
	ck_assert_msg(v == ordinals[_i].value, "%s gave %d",
	    ordinals[_i].from, v);
	ck_assert_int_eq(repaired, ordinals[_i].repaired);
}
END_TEST

static const char *const no_ordinals[] = {
	"", "IIII", "IC", "VX", "adjoint", "1er adjoint", "maire", "IVa",
	"0", "00\302\260",
};

START_TEST(what_is_no_ordinal_is_refused)
{
	int v = 42;

	ck_assert_msg(convert_ordinal(no_ordinals[_i], &v, NULL) == -EINVAL,
	    "taken: %s", no_ordinals[_i]);
	ck_assert_int_eq(v, 42);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("number");
	TCase *tc = tcase_create("number");

	tcase_add_loop_test(tc, a_number_converts, 0,
	    sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_loop_test(tc,
	    what_is_no_number_is_refused_and_touches_nothing, 0,
	    sizeof(no_numbers) / sizeof(no_numbers[0]));
	tcase_add_loop_test(tc, an_ordinal_converts, 0,
	    sizeof(ordinals) / sizeof(ordinals[0]));
	tcase_add_loop_test(tc, what_is_no_ordinal_is_refused, 0,
	    sizeof(no_ordinals) / sizeof(no_ordinals[0]));
	suite_add_tcase(s, tc);
	return suite_run(s);
}
