#include <check.h>

#include "daemon/rate.h"
#include "support/suite.h"

START_TEST(it_counts_the_last_minute_only)
{
	struct rate r = { .second = 0 };

	ck_assert_uint_eq(rate_per_minute(&r, 5000), 0);
	rate_add(&r, 5000);
	rate_add(&r, 5999);
	rate_add(&r, 64000);
	ck_assert_uint_eq(rate_per_minute(&r, 64999), 3);
	ck_assert_uint_eq(rate_per_minute(&r, 65000), 1);
	ck_assert_uint_eq(rate_per_minute(&r, 123999), 1);
	ck_assert_uint_eq(rate_per_minute(&r, 124000), 0);
}
END_TEST

START_TEST(a_long_rest_forgets_all_at_once)
{
	const uint64_t year = UINT64_C(365) * 86400 * 1000;
	struct rate r = { .second = 0 };

	for (uint64_t ms = 0; ms < 60000; ms += 100)
		rate_add(&r, ms);
	ck_assert_uint_eq(rate_per_minute(&r, 59999), 600);
	ck_assert_uint_eq(rate_per_minute(&r, year), 0);
	rate_add(&r, year);
	ck_assert_uint_eq(rate_per_minute(&r, year), 1);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("rate");
	TCase *tc = tcase_create("rate");

	tcase_add_test(tc, it_counts_the_last_minute_only);
	tcase_add_test(tc, a_long_rest_forgets_all_at_once);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
