#include <string.h>

#include <check.h>

#include "field/rank.h"
#include "support/suite.h"

/* What secretaries write, folded; where its title begins, and its shape. */
static const struct {
	const char	*line, *title, *shape;
} cases[] = {
	{ "3/ 26.10.2023 Travaux", "Travaux", "9/9.9.9" },
	{ "2019 05 27 Travaux", "Travaux", "999" },
	{ "12", "", "9" },
	{ "2e - Travaux", "Travaux", "9e-" },
	{ "3eme commission Travaux", "Travaux", "9ewcommission " },
	{ "IV - Travaux", "Travaux", "R-" },
	{ "IV Travaux", "Travaux", "R" },
	{ "A. Travaux", "Travaux", "L." },
	{ "b) travaux", "travaux", "l)" },
	{ "DCM-2019-04 : Travaux", "Travaux", "A-9-9:" },
	{ "2002, DVLR 83 : Travaux", "Travaux", "9,A9:" },
	{ "Question n\xc2\xb0 3 Travaux", "Travaux", "wquestion wn o9" },
	{ "Affaire no 3 Travaux", "Travaux", "waffaire wno 9" },
	{ "Objet : 3 Travaux", "3 Travaux", "=:" },
	{ "- Travaux", "Travaux", "-" },
	{ "Travaux de la rue", "Travaux de la rue", "" },
	{ "I", "I", "" },
	{ "", "", "" },
};

START_TEST(shapes_are_told)
{
	const char *line = cases[_i].line, *title;
	struct rank r;

	title = rank_read(line, line + strlen(line), &r);
	ck_assert_str_eq(title, cases[_i].title);
	ck_assert_str_eq(r.shape, cases[_i].shape);
	ck_assert_uint_eq(r.len, strlen(r.shape));
}
END_TEST

START_TEST(numbers_are_told)
{
	static const char line[] = "XIV. c) 7 Titre";
	struct rank r;

	(void)rank_read(line, line + strlen(line), &r);
	ck_assert_uint_eq(r.numbers, 3);
	ck_assert_int_eq(r.number[0], 14);
	ck_assert_int_eq(r.number[1], 3);
	ck_assert_int_eq(r.number[2], 7);
}
END_TEST

/* What is too long is left out, and the title is found all the same. */
START_TEST(long_ranks_are_cut)
{
	static const char line[] =
	    "99999999999.2.3.4.5.6.7.8.9.10.11.12.13.14 Titre";
	struct rank r;

	ck_assert_str_eq(rank_read(line, line + strlen(line), &r), "Titre");
	ck_assert_uint_eq(r.len, RANK_SHAPE_SIZE - 1);
	ck_assert_uint_eq(r.numbers, RANK_NUMBERS_MAX);
	ck_assert_int_eq(r.number[0], 999999999);
}
END_TEST

START_TEST(kinds_are_told_apart)
{
	static const char dash[] = "- Titre", code[] = "2002, DVLR 83 : Titre",
	    label[] = "Objet : Titre", part[] = "Lots 3 et 4",
	    other[] = "2003, DAC 4 : Titre", title[] = "Un banc";
	struct rank r, o;

	(void)rank_read(dash, dash + strlen(dash), &r);
	ck_assert(rank_is_bullet(&r) && !rank_is_label(&r));
	(void)rank_read(label, label + strlen(label), &r);
	ck_assert(rank_is_label(&r) && !rank_is_code(&r));
	(void)rank_read(part, part + strlen(part), &r);
	ck_assert(rank_is_of_parts(&r));
	(void)rank_read(code, code + strlen(code), &r);
	(void)rank_read(other, other + strlen(other), &o);
	ck_assert(rank_is_code(&r) && rank_is_like(&r, &o));
	ck_assert(rank_stands_at(code, code + strlen(code)));
	ck_assert(!rank_stands_at(dash, dash + strlen(dash)));
	ck_assert(!rank_stands_at(title, title + strlen(title)));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("rank");
	TCase *tc = tcase_create("rank");

	tcase_add_loop_test(tc, shapes_are_told, 0,
	    sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tc, numbers_are_told);
	tcase_add_test(tc, long_ranks_are_cut);
	tcase_add_test(tc, kinds_are_told_apart);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
