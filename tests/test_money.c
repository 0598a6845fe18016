#include <errno.h>

#include <check.h>

#include "field/convert.h"
#include "support/suite.h"

static const struct {
	const char	*from;
	int64_t		 cents;
	const char	*currency;
	bool		 repaired;
} sums[] = {
	{ "7 009,80 €", 700980, "EUR", false },
	{ "2_340 000 €", 234000000, "EUR", false },
	{ "7\302\240009,80\302\240€", 700980, "EUR", false },
	{ "163 286,00 € HT", 16328600, "EUR", false },
	{ "60€", 6000, "EUR", false }, { "60€ TTC", 6000, "EUR", false },
	{ "1,35 €", 135, "EUR", false }, { "1.234,56 euros", 123456, "EUR",
	    false },
	{ "3 863,09 euros", 386309, "EUR", false },
	{ "1,234.56 EUR", 123456, "EUR", false },
	{ "1.234 €", 123400, "EUR", false }, { "0,5 €", 50, "EUR", false },
	{ "1 200 000 F", 120000000, "FRF", false },
	{ "12 500 francs", 1250000, "FRF", false },
	{ "178 750,49 € hors taxes", 17875049, "EUR", false },
	{ "13 200, 00 €", 1320000, "EUR", false },
	{ "85 €.", 8500, "EUR", false }, { "12'000 €", 1200000, "EUR", false },
	{ "-1 200,50 €", -120050, "EUR", false },
	{ "450 K€", 45000000, "EUR", false }, { "2,5 M€", 250000000, "EUR",
	    false },
	{ "3 millions d'euros", 300000000, "EUR", false },
	{ "12 euros 50", 1250, "EUR", false },
	{ "trois mille euros", 300000, "EUR", false },
	{ "quinze euros et trente centimes", 1530, "EUR", false },
	{ "999 999 999 999 999 €", INT64_C(99999999999999900), "EUR", false },
	/* Read badly. */
	{ "7 OO9,8O €", 700980, "EUR", true }, { "l35 €", 13500, "EUR", true },
	{ "1234 567,50 €", 123456750, "EUR", true },
	{ "85 e", 8500, "EUR", true }, { "1 5OO eur0s", 150000, "EUR", true },
};

START_TEST(a_sum_converts)
{
	const char *currency = NULL;
	int64_t cents = -1;
	bool repaired;

	ck_assert_msg(convert_money(sums[_i].from, &cents, &currency,
	    &repaired) == 0, "refused: %s", sums[_i].from);
	ck_assert_msg(cents == sums[_i].cents, "%s gave %jd", sums[_i].from,
	    (intmax_t)cents);
	ck_assert_str_eq(currency, sums[_i].currency);
	ck_assert_msg(repaired == sums[_i].repaired, "%s: repaired %d",
	    sums[_i].from, repaired);
}
END_TEST

static const char *const no_sums[] = {
	"", "€", "12", "12,50", "12 m²", "7 09,80 €", "1,234 €", "12,345 €",
	"1 2345 €", "12345 678 €", "0123 567 €", "12 € par élève", "douze", "0,125 €",
	"12 euros 500", "n° 5 €", "9999999999999999 €",
	"999 999 999 999 999 M€",
};

START_TEST(what_is_no_sum_is_refused_and_touches_nothing)
{
	const char *currency = "?";
	int64_t cents = 42;

	if (convert_money(no_sums[_i], &cents, &currency, NULL) != -EINVAL)
		ck_abort_msg("%s gave %jd", no_sums[_i], (intmax_t)cents);
	ck_assert_int_eq(cents, 42);
	ck_assert_str_eq(currency, "?");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("money");
	TCase *tc = tcase_create("money");

	tcase_add_loop_test(tc, a_sum_converts, 0,
	    sizeof(sums) / sizeof(sums[0]));
	tcase_add_loop_test(tc,
	    what_is_no_sum_is_refused_and_touches_nothing, 0,
	    sizeof(no_sums) / sizeof(no_sums[0]));
	suite_add_tcase(s, tc);
	return suite_run(s);
}
