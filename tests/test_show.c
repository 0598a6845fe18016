#include <stdbool.h>
#include <string.h>

#include <check.h>

#include "support/suite.h"
#include "tool/show.h"

static char text[8192];

/* What one of them prints of this JSON. */
static const char *
shown(const char *json, bool list)
{
	FILE *out = fmemopen(text, sizeof(text), "w");
	json_error_t e;
	json_t *root = json_loads(json, 0, &e);

	ck_assert_ptr_nonnull(out);
	ck_assert_ptr_nonnull(root);
	if (list)
		show_list(root, 100000, out);
	else
		show_status(root, out);
	json_decref(root);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

START_TEST(an_age_is_told_in_the_unit_that_fits)
{
	static const struct {
		int64_t		 seconds;
		const char	*text;
	} ages[] = {
		{ -5, "0 s" }, { 0, "0 s" }, { 119, "119 s" },
		{ 120, "2 min" }, { 7199, "119 min" }, { 7200, "2 h" },
		{ 172799, "47 h" }, { 172800, "2 d" },
		{ 86400 * 400, "400 d" },
	};
	char got[SHOW_AGE_SIZE];

	for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
		show_age(ages[i].seconds, got);
		ck_assert_str_eq(got, ages[i].text);
	}
}
END_TEST

START_TEST(files_come_oldest_first_and_what_is_left_out_is_told)
{
	ck_assert_str_eq(shown("{\"room\":\"failed\",\"more\":7,\"files\":["
	    "{\"file\":\"b.pdf\",\"since_ms\":99000,\"verdict\":\"empty\"},"
	    "{\"file\":\"a.pdf\",\"since_ms\":50000,\"verdict\":null}]}",
	    true),
	    "failed     50 s  a.pdf\n"
	    "failed      1 s  empty            b.pdf\n"
	    "failed           and 7 more\n");
}
END_TEST

START_TEST(why_a_file_stays_in_the_inbox_is_told)
{
	ck_assert_str_eq(shown("{\"room\":\"inbox\",\"more\":0,\"files\":["
	    "{\"file\":\"b.pdf\",\"since_ms\":99000},"
	    "{\"file\":\"a.pdf\",\"since_ms\":50000,\"error\":"
	    "\"Permission denied\"}]}", true),
	    "inbox      50 s  cannot be taken: Permission denied  a.pdf\n"
	    "inbox       1 s  b.pdf\n");
}
END_TEST

START_TEST(a_name_cannot_move_the_cursor_or_forge_a_line)
{
	const char *got = shown("{\"room\":\"inbox\",\"files\":[{\"file\":"
	    "\"a\\u001b[2J\\nfailed x\",\"since_ms\":0}]}", true);

	ck_assert_ptr_null(strchr(got, '\x1b'));
	ck_assert_ptr_eq(strchr(got, '\n'), got + strlen(got) - 1);
}
END_TEST

START_TEST(status_tells_who_does_what_and_what_is_waited_out)
{
	const char *got = shown("{\"state\":\"running\",\"readers\":["
	    "{\"state\":\"busy\",\"pid\":7,\"doing\":\"page\",\"page\":3,"
	    "\"gentle\":true,\"since_s\":4,\"file\":\"a.pdf\"}],\"faults\":["
	    "{\"file\":\"b.pdf\",\"what\":\"cannot put its record\","
	    "\"error\":\"No space left on device\",\"tries\":3,"
	    "\"again_s\":200}]}", false);

	ck_assert_ptr_nonnull(strstr(got,
	    "busy  page 3 of a.pdf, second try, for 4 s\n"));
	ck_assert_ptr_nonnull(strstr(got, "b.pdf: cannot put its record: No "
	    "space left on device; tried 3 times, again in 3 min\n"));
}
END_TEST

START_TEST(an_answer_that_lacks_everything_is_no_crash)
{
	ck_assert_ptr_nonnull(strstr(shown("{}", false), "inbox"));
	ck_assert_ptr_nonnull(strstr(shown("{\"readers\":[7],\"faults\":[{}],"
	    "\"rooms\":[]}", false), "Waiting out:\n"));
	ck_assert_ptr_null(strpbrk(shown("{\"files\":[{},7,null]}", true),
	    "0123456789"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("show");
	TCase *tc = tcase_create("show");

	tcase_add_test(tc, an_age_is_told_in_the_unit_that_fits);
	tcase_add_test(tc,
	    files_come_oldest_first_and_what_is_left_out_is_told);
	tcase_add_test(tc, why_a_file_stays_in_the_inbox_is_told);
	tcase_add_test(tc, a_name_cannot_move_the_cursor_or_forge_a_line);
	tcase_add_test(tc,
	    status_tells_who_does_what_and_what_is_waited_out);
	tcase_add_test(tc, an_answer_that_lacks_everything_is_no_crash);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
