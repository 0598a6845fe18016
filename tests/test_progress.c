#include <check.h>
#include <string.h>

#include "support/suite.h"
#include "tool/progress.h"

static char line[PROGRESS_SIZE];

START_TEST(a_bar_tells_pages_files_and_the_time_left)
{
	struct progress p = { .files = 2, .files_known = 2, .files_done = 1,
		.pages_known = 10, .pages_done = 4, .elapsed_ms = 40000 };

	progress_line(&p, 80, line);
	ck_assert_str_eq(line, "[################........................]"
	    " 4/10 pages, 1/2 files, 1:00 left");
}
END_TEST

START_TEST(pages_still_unknown_are_marked)
{
	struct progress p = { .files = 3, .files_known = 1,
		.pages_known = 10 };

	progress_line(&p, 80, line);
	ck_assert_ptr_nonnull(strstr(line, "] 0/10+ pages, 0/3 files"));
	ck_assert_ptr_null(strstr(line, "left"));
}
END_TEST

START_TEST(files_still_shut_count_as_long_as_the_others)
{
	struct progress p = { .files = 4, .files_known = 2,
		.pages_known = 10, .pages_done = 5, .elapsed_ms = 10000 };

	ck_assert_int_eq(progress_left_ms(&p), 30000);
}
END_TEST

START_TEST(nothing_is_said_of_the_time_before_it_can_be_known)
{
	struct progress p = { .files = 1, .files_known = 1,
		.pages_known = 10, .elapsed_ms = 60000 };

	ck_assert_int_eq(progress_left_ms(&p), -1);
	p.pages_done = 1;
	p.elapsed_ms = 100;
	ck_assert_int_eq(progress_left_ms(&p), -1);
	ck_assert_int_eq(progress_left_ms(&(struct progress){ 0 }), -1);
}
END_TEST

START_TEST(hours_are_told_as_hours)
{
	struct progress p = { .files = 1, .files_known = 1,
		.pages_known = 101, .pages_done = 1, .elapsed_ms = 60000 };

	progress_line(&p, 80, line);
	ck_assert_ptr_nonnull(strstr(line, ", 1 h 40 left"));
}
END_TEST

START_TEST(no_terminal_is_too_narrow_or_too_wide)
{
	struct progress p = { .files = 99999, .files_known = 12,
		.pages_known = UINT32_MAX, .pages_done = UINT32_MAX,
		.elapsed_ms = 3600000 };

	for (unsigned columns = 0; columns < 1000; columns++) {
		progress_line(&p, columns, line);
		ck_assert_uint_le(strlen(line), columns);
	}
	p.pages_known = p.pages_done = 7;
	progress_line(&p, 200, line);
	ck_assert_ptr_nonnull(strstr(line, "#] 7/7+ pages"));
	ck_assert_ptr_null(strchr(line, '.'));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("progress");
	TCase *t = tcase_create("progress");

	tcase_add_test(t, a_bar_tells_pages_files_and_the_time_left);
	tcase_add_test(t, pages_still_unknown_are_marked);
	tcase_add_test(t, files_still_shut_count_as_long_as_the_others);
	tcase_add_test(t, nothing_is_said_of_the_time_before_it_can_be_known);
	tcase_add_test(t, hours_are_told_as_hours);
	tcase_add_test(t, no_terminal_is_too_narrow_or_too_wide);
	suite_add_tcase(s, t);
	return suite_run(s);
}
