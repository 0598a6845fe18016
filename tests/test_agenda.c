#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/xalloc.h"
#include "field/agenda.h"
#include "support/suite.h"

static struct agenda
agenda_of(const char *fold)
{
	struct agenda a;
	uint32_t len = (uint32_t)strlen(fold);

	agenda_find(fold, 0, len, len, &a);
	return a;
}

START_TEST(lines_that_come_again_are_found)
{
	const char *fold = "- Budget annexe\n- Achat d'un banc\n\n"
	    "1.\n\nBudget annexe\nIl est vote.\n\nAchat d'un banc\nAussi.\n";
	struct agenda a = agenda_of(fold);

	ck_assert_uint_eq(a.n, 2);
	/* With the rank alone above the first. */
	ck_assert_uint_eq(a.at[0], strstr(fold, "1.") - fold);
	ck_assert_uint_eq(a.at[1], strstr(fold, "Achat d'un banc\nA") - fold);
	ck_assert_uint_eq(a.start, 0);
	ck_assert_uint_gt(a.end, strstr(fold, "banc") - fold);
	ck_assert_uint_le(a.end, a.at[0]);
	free(a.at);
}
END_TEST

/* Two lines of the list are like it, but it is one. */
START_TEST(one_line_that_comes_again_is_no_list)
{
	struct agenda a = agenda_of("Budget primitif\nBudget primitif annexe\n"
	    "Il est ouvert.\n\nBudget primitif annexe\nIl est vote.\n");

	ck_assert_uint_eq(a.n, 0);
	ck_assert_ptr_null(a.at);
}
END_TEST

START_TEST(blank_lines_cost_no_more_than_others)
{
	size_t n = 400000;
	char *fold = xcalloc(n + 1, 1);
	struct agenda a;

	memset(fold, '\n', n);
	a = agenda_of(fold);
	ck_assert_uint_eq(a.n, 0);
	free(fold);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("agenda");
	TCase *tc = tcase_create("agenda");

	tcase_add_test(tc, lines_that_come_again_are_found);
	tcase_add_test(tc, one_line_that_comes_again_is_no_list);
	tcase_add_test(tc, blank_lines_cost_no_more_than_others);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
