#include <check.h>

#include "spool/settle.h"
#include "support/suite.h"

static const struct settle_id one = { 1, 2, 300, 400, 500 };

START_TEST(a_file_that_keeps_still_settles)
{
	struct settle s = { 0 };

	ck_assert(!settle_look(&s, &one, 1000, 2000));
	ck_assert_uint_eq(s.next_ms, 3000);
	ck_assert(!settle_look(&s, &one, 2999, 2000));
	ck_assert(settle_look(&s, &one, 3000, 2000));
	ck_assert_uint_eq(s.first_ms, 1000);
}
END_TEST

/* Each change of its identity, and nothing else, starts the wait anew. */
START_TEST(any_change_starts_the_wait_again)
{
	struct settle_id other = one;
	struct settle s = { 0 };
	uint64_t *const field[] = { &other.dev, &other.ino,
	    (uint64_t *)&other.size, (uint64_t *)&other.mtime_ns,
	    (uint64_t *)&other.ctime_ns };

	(void)settle_look(&s, &one, 1000, 2000);
	(*field[_i])++;
	ck_assert(!settle_look(&s, &other, 4000, 2000));
	ck_assert(!settle_look(&s, &other, 5999, 2000));
	ck_assert(settle_look(&s, &other, 6000, 2000));
	ck_assert_uint_eq(s.first_ms, 1000);
}
END_TEST

START_TEST(an_older_date_is_a_change_like_any_other)
{
	struct settle_id older = one;
	struct settle s = { 0 };

	older.mtime_ns = -7;
	(void)settle_look(&s, &one, 1000, 2000);
	ck_assert(!settle_look(&s, &older, 9000, 2000));
	ck_assert(settle_look(&s, &older, 11000, 2000));
}
END_TEST

START_TEST(an_empty_file_is_given_more_time)
{
	struct settle_id empty = one;
	struct settle s = { 0 };

	empty.size = 0;
	ck_assert(!settle_look(&s, &empty, 1000, 2000));
	ck_assert(!settle_look(&s, &empty, 20999, 2000));
	ck_assert(settle_look(&s, &empty, 21000, 2000));
}
END_TEST

START_TEST(a_busy_file_is_looked_at_less_and_less_but_always)
{
	struct settle s = { 0 };
	uint64_t now = 1000, last = 0;

	(void)settle_look(&s, &one, now, 2000);
	for (int i = 0; i < 100; i++) {
		now = s.next_ms;
		ck_assert(settle_look(&s, &one, now, 2000));
		settle_busy(&s, now, 2000);
		ck_assert_uint_gt(s.next_ms, now);
		ck_assert_uint_ge(s.next_ms - now, last);
		ck_assert_uint_le(s.next_ms - now, SETTLE_PAUSE_MAX_MS);
		last = s.next_ms - now;
	}
	ck_assert_uint_eq(last, SETTLE_PAUSE_MAX_MS);
	ck_assert_uint_eq(s.first_ms, 1000);
}
END_TEST

START_TEST(a_rename_leaves_the_file_the_same)
{
	struct settle_id moved = one;

	moved.ctime_ns++;
	ck_assert(settle_same_file(&one, &moved));
	moved.size++;
	ck_assert(!settle_same_file(&one, &moved));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("settle");
	TCase *tc = tcase_create("settle");

	tcase_add_test(tc, a_file_that_keeps_still_settles);
	tcase_add_loop_test(tc, any_change_starts_the_wait_again, 0, 5);
	tcase_add_test(tc, an_older_date_is_a_change_like_any_other);
	tcase_add_test(tc, an_empty_file_is_given_more_time);
	tcase_add_test(tc, a_busy_file_is_looked_at_less_and_less_but_always);
	tcase_add_test(tc, a_rename_leaves_the_file_the_same);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
