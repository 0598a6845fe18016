#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/buf.h"
#include "base/verdict.h"
#include "support/suite.h"

START_TEST(appended_bytes_stay_in_order_and_end_in_nul)
{
	struct buf b = { 0 };

	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(buf_printf(&b, "%d,", i), 0);
	ck_assert_int_eq(buf_append(&b, "a\0b", 3), 0);
	ck_assert_int_eq(buf_puts(&b, "end"), 0);
	ck_assert_uint_eq(b.len, 3890 + 6);
	ck_assert_mem_eq(b.data + 3890, "a\0bend", 7);
	ck_assert(strncmp(b.data, "0,1,2,", 6) == 0);
	buf_free(&b);
	ck_assert_ptr_null(b.data);
}
END_TEST

START_TEST(taking_leaves_an_empty_buffer)
{
	struct buf b = { 0 };
	size_t len = 7;
	char *s = buf_take(&b, &len);

	ck_assert_str_eq(s, "");
	ck_assert_uint_eq(len, 0);
	free(s);
	buf_puts(&b, "x");
	s = buf_take(&b, &len);
	ck_assert_str_eq(s, "x");
	ck_assert_uint_eq(len, 1);
	ck_assert_uint_eq(b.len + b.cap, 0);
	free(s);
	buf_free(&b);
}
END_TEST

START_TEST(clearing_keeps_the_memory)
{
	struct buf b = { 0 };
	size_t cap;

	buf_puts(&b, "hello");
	cap = b.cap;
	buf_clear(&b);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_uint_eq(b.cap, cap);
	ck_assert_str_eq(b.data, "");
	buf_free(&b);
}
END_TEST

START_TEST(more_than_memory_holds_is_refused_and_nothing_changes)
{
	struct buf b = { 0 };

	buf_puts(&b, "kept");
	ck_assert_int_lt(buf_append(&b, "", (size_t)-1 / 2), 0);
	ck_assert_str_eq(b.data, "kept");
	buf_free(&b);
}
END_TEST

START_TEST(every_verdict_has_its_own_name_and_french_words)
{
	for (int v = 0; v < VERDICTS; v++) {
		ck_assert_ptr_nonnull(verdict_name(v));
		ck_assert_uint_gt(strlen(verdict_clerk(v)), 20);
		for (int u = 0; u < v; u++)
			ck_assert_str_ne(verdict_name(u), verdict_name(v));
	}
	ck_assert_str_eq(verdict_name(VERDICTS), "unknown");
	ck_assert_str_eq(verdict_name(-1), "unknown");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("buf");
	TCase *t = tcase_create("buf");

	tcase_add_test(t, appended_bytes_stay_in_order_and_end_in_nul);
	tcase_add_test(t, taking_leaves_an_empty_buffer);
	tcase_add_test(t, clearing_keeps_the_memory);
	tcase_add_test(t,
	    more_than_memory_holds_is_refused_and_nothing_changes);
	tcase_add_test(t, every_verdict_has_its_own_name_and_french_words);
	suite_add_tcase(s, t);
	return suite_run(s);
}
