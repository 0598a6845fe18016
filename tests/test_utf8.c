#include <string.h>

#include <check.h>

#include "base/utf8.h"
#include "support/suite.h"

static const struct {
	const char	*text;
	size_t		 good;		/* leading bytes that are text */
} cases[] = {
	{ "", 0 },
	{ "abc", 3 },
	{ "\xc3\xa9t\xc3\xa9", 5 },
	{ "\xe2\x82\xac", 3 },
	{ "\xf0\x9f\x93\x84", 4 },
	{ "a\xe9" "b", 1 },			/* Latin-1 */
	{ "a\xc3", 1 },				/* cut short */
	{ "\xc0\xaf", 0 },			/* overlong */
	{ "\xe0\x80\xaf", 0 },
	{ "\xed\xa0\x80", 0 },			/* surrogate */
	{ "\xf4\x90\x80\x80", 0 },		/* above U+10FFFF */
	{ "\x80", 0 },
	{ "ab\xf0\x9f\x93", 2 },
};

START_TEST(only_whole_characters_count)
{
	ck_assert_uint_eq(utf8_valid(cases[_i].text, strlen(cases[_i].text)),
	    cases[_i].good);
}
END_TEST

START_TEST(what_is_shown_is_always_text)
{
	char buf[16];

	utf8_show("a\nb\xff\xc3\xa9", buf, sizeof(buf));
	ck_assert_str_eq(buf, "a b\xef\xbf\xbd\xc3\xa9");
	utf8_show("abc\xc3\xa9", buf, 5);	/* no half character */
	ck_assert_str_eq(buf, "abc");
	/* Nothing that a terminal would obey. */
	utf8_show("a\x1b[1mb\xc2\x9b" "c", buf, sizeof(buf));
	ck_assert_str_eq(buf, "a [1mb c");
	utf8_show("a\xe2\x80\xae" "b\xe2\x80\x99", buf, sizeof(buf));
	ck_assert_str_eq(buf, "a b\xe2\x80\x99");
	utf8_show("\xff", buf, 3);
	ck_assert_str_eq(buf, "");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("utf8");
	TCase *tc = tcase_create("utf8");

	tcase_add_loop_test(tc, only_whole_characters_count, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tc, what_is_shown_is_always_text);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
