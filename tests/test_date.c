#include <errno.h>

#include <check.h>

#include "field/convert.h"
#include "support/suite.h"

static const struct {
	const char	*from;
	struct date	 date;
	int		 weekday;
	bool		 repaired;
} dates[] = {
	/* In digits. */
	{ "04/04/2023", { 2023, 4, 4 }, 0, false },
	{ "05.07.2021", { 2021, 7, 5 }, 0, false },
	{ "05:07:2021", { 2021, 7, 5 }, 0, false },
	{ "2023-04-14", { 2023, 4, 14 }, 0, false },
	{ "27-09-2021", { 2021, 9, 27 }, 0, false },
	{ "5/7/21", { 2021, 7, 5 }, 0, false },
	{ "27 / 09 / 2021", { 2021, 9, 27 }, 0, false },
	{ "01 09 2020", { 2020, 9, 1 }, 0, false },
	{ "12/05/78", { 1978, 5, 12 }, 0, false },
	{ "12/05/69", { 2069, 5, 12 }, 0, false },
	{ "12/05/70", { 1970, 5, 12 }, 0, false },
	{ "le 04/04/2023.", { 2023, 4, 4 }, 0, false },
	{ "O5/O7/2O21", { 2021, 7, 5 }, 0, true },
	{ "l2/|1/202l", { 2021, 11, 12 }, 0, true },
	/* With the month in letters. */
	{ "14 avril 2023", { 2023, 4, 14 }, 0, false },
	{ "14 Avril 2023", { 2023, 4, 14 }, 0, false },
	{ "le 04 Avril 2023", { 2023, 4, 4 }, 0, false },
	{ "1er mars 2021", { 2021, 3, 1 }, 0, false },
	{ "1ER DÉCEMBRE 2025", { 2025, 12, 1 }, 0, false },
	{ "1 er Septembre 2023", { 2023, 9, 1 }, 0, false },
	{ "ler octobre 2020", { 2020, 10, 1 }, 0, false },
	{ "er octobre 2020", { 2020, 10, 1 }, 0, true },
	{ "L'an deux mille vingt, le er octobre", { 2020, 10, 1 }, 0, true },
	{ "fer octobre 2020", { 2020, 10, 1 }, 0, true },
	{ "L'an deux mul vingt-cinq, le 27 juin", { 2025, 6, 27 }, 0, false },
	{ "L'an deux mulle vingt et un, le lundi ler novembre",
	    { 2021, 11, 1 }, 1, true },
	{ "le samedi 26 jun 2021", { 2021, 6, 26 }, 6, false },
	{ "15 et 16 décembre 2022", { 2022, 12, 15 }, 0, false },
	{ "jeudi 24 et vendredi 25 mars 2022", { 2022, 3, 24 }, 4, false },
	{ "premier août 2019", { 2019, 8, 1 }, 0, false },
	{ "vendredi 22 décembre 2023", { 2023, 12, 22 }, 5, false },
	{ "lundi 3 fevrier 2020", { 2020, 2, 3 }, 1, false },
	{ "du lundi 4 décembre 2023,", { 2023, 12, 4 }, 1, false },
	{ "en date du 28 novembre 2018", { 2018, 11, 28 }, 0, false },
	{ "20 FEV. 2024", { 2024, 2, 20 }, 0, false },
	{ "01 JUIL. 2025", { 2025, 7, 1 }, 0, false },
	{ "08 OCT . 2018", { 2018, 10, 8 }, 0, false },
	{ "2 0 FEV. 2024", { 2024, 2, 20 }, 0, false },
	{ "20 FEV. 20 24", { 2024, 2, 20 }, 0, false },
	{ "20FEV.2024", { 2024, 2, 20 }, 0, false },
	{ "14avril2023", { 2023, 4, 14 }, 0, false },
	{ "15 SEP 1998", { 1998, 9, 15 }, 0, false },
	{ "28\nnovembre 2018", { 2018, 11, 28 }, 0, false },
	{ "3 du mois de mai 1998", { 1998, 5, 3 }, 0, false },
	/* Read badly. */
	{ "14 avri1 2023", { 2023, 4, 14 }, 0, true },
	{ "14 avril 2O23", { 2023, 4, 14 }, 0, true },
	{ "14 AVR. 2823", { 2023, 4, 14 }, 0, true },
	{ "14 AVR. 2623", { 2023, 4, 14 }, 0, true },
	{ "61 JUIL. 2023", { 2023, 7, 1 }, 0, true },
	{ "14 juitlet 2023", { 2023, 7, 14 }, 0, true },
	{ "L'an deux milte vingt-trois, le 14 avril", { 2023, 4, 14 }, 0, true },
	{ "14 actobre 2023", { 2023, 10, 14 }, 0, true },
	{ "l4 avril 2023", { 2023, 4, 14 }, 0, true },
	{ "5 ju1llet 2021", { 2021, 7, 5 }, 0, true },
	{ "3 ao0t 2020", { 2020, 8, 3 }, 0, true },
	{ "6 décernbre 2019", { 2019, 12, 6 }, 0, true },
	{ "6 dècembrc 2019", { 2019, 12, 6 }, 0, true },
	{ "jeud1 28 janvier 2021", { 2021, 1, 28 }, 4, true },
	/* In letters. */
	{ "L'an deux mil vingt-trois, le quatorze avril", { 2023, 4, 14 }, 0,
	    false },
	{ "L'an deux mil vingt-trois, le quatorze Avril,", { 2023, 4, 14 }, 0,
	    false },
	{ "L’an deux mille vingt, le 1er octobre", { 2020, 10, 1 }, 0, false },
	{ "L'an deux mille vingt et un, le jeudi 28 janvier", { 2021, 1, 28 },
	    4, false },
	{ "an deux mille vingt et un, le jeudi 28 janvier", { 2021, 1, 28 },
	    4, false },
	{ "L'an deux mille vingt et un et le trois juin", { 2021, 6, 3 }, 0,
	    false },
	{ "L'an deux mille vingt-quatre, le treize février", { 2024, 2, 13 },
	    0, false },
	{ "l'an deux mille dix-neuf, le vendredi 6 décembre", { 2019, 12, 6 },
	    5, false },
	{ "L'AN DEUX MILLE VINGT CINQ LE PREMIER DÉCEMBRE", { 2025, 12, 1 },
	    0, false },
	{ "L'an deux mille\nvingt-cinq, le vingt-\ncinq juin", { 2025, 6, 25 },
	    0, false },
	{ "l'an mil neuf cent soixante-dix-huit, le douze mai",
	    { 1978, 5, 12 }, 0, false },
	{ "l'an mil neuf cent quatre vingt dix huit et le trois mars",
	    { 1998, 3, 3 }, 0, false },
	{ "l'an dix-neuf cent nonante-neuf, le deux mai", { 1999, 5, 2 }, 0,
	    false },
	{ "L'an 2021, le 5 mars", { 2021, 3, 5 }, 0, false },
	{ "L'an deux mil vingt trois, le quatorze du mois d'avril",
	    { 2023, 4, 14 }, 0, false },
	{ "Le vingt-six juin deux mille dix-neuf", { 2019, 6, 26 }, 0, false },
	{ "vingt juin deux\nmille dix-neuf", { 2019, 6, 20 }, 0, false },
	{ "le trente et un janvier deux mille vingt", { 2020, 1, 31 }, 0,
	    false },
	{ "six novembre deux mille dix-huit", { 2018, 11, 6 }, 0, false },
	{ "quatorze avril de l'an deux mille un", { 2001, 4, 14 }, 0, false },
	{ "L'an deux mille ving-trois, le quatorze avril", { 2023, 4, 14 }, 0,
	    true },
	{ "L'an deux: mille vingt-. et un, le jeudi 28 janvier",
	    { 2021, 1, 28 }, 4, false },
	{ "L'an deux mille Vingtet un, le mercredi 27 janvier",
	    { 2021, 1, 27 }, 3, true },
	{ "92 JUIL. 2025", { 2025, 7, 2 }, 0, true },
	{ "99 OCT. 2018", { 2018, 10, 9 }, 0, true },
	{ "39 MAI 2025", { 2025, 5, 30 }, 0, true },
	{ "L'an deuxmille vingttrois, le quatorze avril", { 2023, 4, 14 }, 0,
	    true },
	{ "L'an deux rnil vingt-trois, le quat0rze avril", { 2023, 4, 14 }, 0,
	    true },
	/* Dates that do not exist are still what the page states. */
	{ "31 juin 2023", { 2023, 6, 31 }, 0, false },
	{ "30/02/2021", { 2021, 2, 30 }, 0, false },
};

START_TEST(a_date_converts)
{
	struct date d = { 0 };
	int weekday = -1;
	bool repaired;

	ck_assert_msg(convert_date(dates[_i].from, &d, &weekday,
	    &repaired) == 0, "refused: %s", dates[_i].from);
	ck_assert_msg(d.year == dates[_i].date.year &&
	    d.month == dates[_i].date.month && d.day == dates[_i].date.day,
	    "%s gave %d-%d-%d", dates[_i].from, d.year, d.month, d.day);
	ck_assert_int_eq(weekday, dates[_i].weekday);
	ck_assert_msg(repaired == dates[_i].repaired, "%s: repaired %d",
	    dates[_i].from, repaired);
}
END_TEST

static const char *const no_dates[] = {
	"", "avril", "14 avril", "le jeudi 28 janvier", "avril 2023",
	"32 janvier 2023", "49 mai 2020", "79 mai 2020", "0 mai 2020", "14/13/2023", "14/04/202",
	"14/04/20233", "le 14 avril 2023 à Lille", "réuni le 14 avril 2023",
	"14 avril 2023 et 15 mai 2024", "deux mille vingt-trois",
	"059-215903667-20240220", "2024", "59/62", "L'an deux mille vingt",
	"n° 2013-595 du 8 juillet 2013", "12:30", "18:05:21", "14 avril 3023",
	"14 avril 0923", "12345678901234567890/01/2020",
	"un deux trois quatre cinq six sept huit neuf dix onze douze un deux "
	"trois quatre cinq six sept huit neuf dix onze douze un deux trois "
	"quatre cinq six sept huit neuf dix onze douze un deux trois quatre "
	"cinq six sept huit neuf dix onze douze un deux trois quatre cinq",
};

START_TEST(what_is_no_date_is_refused_and_touches_nothing)
{
	struct date d = { 1, 2, 3 };
	int weekday = 42;
	bool repaired = true;

	ck_assert_msg(convert_date(no_dates[_i], &d, &weekday,
	    &repaired) == -EINVAL, "taken: %s", no_dates[_i]);
	ck_assert(d.year == 1 && d.month == 2 && d.day == 3);
	ck_assert_int_eq(weekday, 42);
	ck_assert(repaired);
}
END_TEST

START_TEST(the_calendar_knows_its_leap_days)
{
	ck_assert(date_exists((struct date){ 2024, 2, 29 }));
	ck_assert(!date_exists((struct date){ 2023, 2, 29 }));
	ck_assert(!date_exists((struct date){ 1900, 2, 29 }));
	ck_assert(date_exists((struct date){ 2000, 2, 29 }));
	ck_assert(!date_exists((struct date){ 2023, 6, 31 }));
	ck_assert(!date_exists((struct date){ 2023, 13, 1 }));
	ck_assert(!date_exists((struct date){ 2023, 0, 1 }));
	ck_assert(!date_exists((struct date){ 2023, 1, 0 }));
	ck_assert(date_exists((struct date){ 2023, 12, 31 }));
}
END_TEST

START_TEST(days_and_weekdays_count_from_1970)
{
	ck_assert_int_eq(date_days((struct date){ 1970, 1, 1 }), 0);
	ck_assert_int_eq(date_days((struct date){ 1969, 12, 31 }), -1);
	ck_assert_int_eq(date_days((struct date){ 2000, 3, 1 }), 11017);
	ck_assert_int_eq(date_days((struct date){ 2024, 2, 29 }), 19782);
	ck_assert_int_eq(date_weekday((struct date){ 1970, 1, 1 }), 4);
	ck_assert_int_eq(date_weekday((struct date){ 2023, 12, 22 }), 5);
	ck_assert_int_eq(date_weekday((struct date){ 2020, 2, 3 }), 1);
	ck_assert_int_eq(date_weekday((struct date){ 1969, 12, 28 }), 7);
	ck_assert_int_eq(date_weekday((struct date){ 1789, 7, 14 }), 2);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("date");
	TCase *tc = tcase_create("date");

	tcase_add_loop_test(tc, a_date_converts, 0,
	    sizeof(dates) / sizeof(dates[0]));
	tcase_add_loop_test(tc,
	    what_is_no_date_is_refused_and_touches_nothing, 0,
	    sizeof(no_dates) / sizeof(no_dates[0]));
	tcase_add_test(tc, the_calendar_knows_its_leap_days);
	tcase_add_test(tc, days_and_weekdays_count_from_1970);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
