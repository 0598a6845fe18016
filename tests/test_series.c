#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/xalloc.h"
#include "field/series.h"
#include "support/suite.h"

/* Something is settled at each « unanimite ». */
static struct series
series_of(const char *fold)
{
	uint32_t settled[64];
	size_t n = 0;
	struct series s;

	for (const char *p = fold; n < 64 &&
	    (p = strstr(p, "unanimite")) != NULL; p++)
		settled[n++] = (uint32_t)(p - fold);
	series_find(fold, 0, (uint32_t)strlen(fold), settled, n, &s);
	return s;
}

START_TEST(ranks_of_one_shape_are_found)
{
	const char *fold = "1/ 26.10.2023 Lots de chasse\n1. Vu la loi\n"
	    "A l'unanimite\n2/ 26.10.2023 Travaux\nA l'unanimite\n";
	struct series s = series_of(fold);

	ck_assert_uint_eq(s.n, 2);
	ck_assert_uint_eq(s.line[0].at, 0);
	ck_assert_uint_eq(s.line[0].title, strstr(fold, "Lots") - fold);
	ck_assert(s.line[0].runs_on && s.from_one);
	ck_assert_uint_eq(s.line[1].at, strstr(fold, "2/ 26") - fold);
	free(s.line);
}
END_TEST

START_TEST(codes_need_no_order)
{
	struct series s = series_of("2002, DVLR 83 : Quartiers\nunanimite\n"
	    "2002, DAC 40 : Convention\nunanimite\n");

	ck_assert_uint_eq(s.n, 2);
	ck_assert(!s.line[0].runs_on);
	free(s.line);
}
END_TEST

START_TEST(what_is_decided_is_no_series)
{
	struct series s = series_of("Le conseil :\n- APPROUVE le plan ;\n"
	    "- De fixer le prix\nunanimite\n- Contre : 3\nunanimite\n");

	ck_assert_uint_eq(s.n, 0);
	ck_assert_ptr_null(s.line);
}
END_TEST

/* Nothing is settled behind most of these. */
START_TEST(a_list_is_no_series)
{
	struct series s = series_of("1. Banc\n2. Mur\n3. Toit\n4. Rue\n"
	    "unanimite\n5. Pont\nunanimite\n");

	for (size_t i = 0; i < s.n; i++)
		ck_assert_uint_ne(s.line[i].at, 0);
	free(s.line);
}
END_TEST

START_TEST(many_ranks_cost_little)
{
	static const char line[] = "1.1.1.1.1 Titre\n";
	size_t each = sizeof(line) - 1, n = 40000;
	char *fold = xcalloc(n * each + 1, 1);
	struct series s;

	for (size_t i = 0; i < n; i++)
		memcpy(fold + i * each, line, each);
	s = series_of(fold);
	ck_assert_uint_eq(s.n, 0);
	free(s.line);
	free(fold);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("series");
	TCase *tc = tcase_create("series");

	tcase_add_test(tc, ranks_of_one_shape_are_found);
	tcase_add_test(tc, codes_need_no_order);
	tcase_add_test(tc, what_is_decided_is_no_series);
	tcase_add_test(tc, a_list_is_no_series);
	tcase_add_test(tc, many_ranks_cost_little);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
