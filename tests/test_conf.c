#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/buf.h"
#include "conf/conf.h"
#include "conf/conf_table.h"
#include "conf/conf_value.h"
#include "page/clean.h"
#include "support/suite.h"

static struct conf c;
static struct conf_error err;

static void
clear(void)
{
	conf_free(&c);
}

static int
parse(const char *text)
{
	return conf_parse(text, strlen(text), &c, &err);
}

START_TEST(nothing_said_gives_the_defaults)
{
	ck_assert_int_eq(parse(""), 0);
	ck_assert_uint_eq(c.settle_ms, 2000);
	ck_assert_uint_eq(c.rescan_ms, 10000);
	ck_assert_uint_eq(c.stop_grace_ms, 10000);
	ck_assert_uint_eq(c.file_mode, 0640);
	ck_assert_uint_eq(c.folder_mode, 0750);
	ck_assert_uint_eq(c.readers, 0);
	ck_assert(c.landlock);
	ck_assert_str_eq(c.languages, "fra");
	ck_assert_str_eq(c.tessdata, "");
	ck_assert_ptr_nonnull(c.plugins[0]);
	ck_assert_int_eq(c.inbox[0], '/');
}
END_TEST

START_TEST(what_is_said_is_taken)
{
	ck_assert_int_eq(parse("root: /srv/g/\ninbox: drop/./here\n"
	    "out: /mnt/out\nsettle: 0.25\nrescan: 1 min\n"
	    "budget:\n  page: 1500 ms\n  memory: 1.5GiB\n"
	    "output: {file_mode: 0660}\nlandlock: no\nreaders: 3\n"
	    "plugins: [/a, b]\nlanguages: fra+nld\n"), 0);
	ck_assert_str_eq(c.root, "/srv/g");
	ck_assert_str_eq(c.inbox, "/srv/g/drop/here");
	ck_assert_str_eq(c.out, "/mnt/out");
	ck_assert_str_eq(c.work, "/srv/g/work");
	ck_assert_uint_eq(c.settle_ms, 250);
	ck_assert_uint_eq(c.rescan_ms, 60000);
	ck_assert_uint_eq(c.page_ms, 1500);
	ck_assert_uint_eq(c.memory_bytes, UINT64_C(3) << 29);
	ck_assert_uint_eq(c.file_mode, 0660);
	ck_assert(!c.landlock);
	ck_assert_uint_eq(c.readers, 3);
	ck_assert_str_eq(c.plugins[0], "/a");
	ck_assert_str_eq(c.plugins[1], "/srv/g/b");
	ck_assert_ptr_null(c.plugins[2]);
	ck_assert_str_eq(c.languages, "fra+nld");
}
END_TEST

static const struct {
	const char	*text;
	int		 line, column;
	const char	*word;		/* of the message */
} refused[] = {
	{ "setle: 3\n", 1, 1, "did you mean \"settle\"?" },
	{ "root: /a\nbudget:\n  pages: 3 s\n", 3, 3, "\"budget.page\"?" },
	{ "zebra: 3\n", 1, 1, "unknown key \"zebra\"" },
	{ "open: 3 s\n", 1, 1, "unknown key" },
	{ "budget: 3\n", 1, 9, "indented" },
	{ "settle: 10 ms\n", 1, 9, "from 50 ms to 1 h" },
	{ "settle: 2 hours\n", 1, 9, "expected a time" },
	{ "settle: -2\n", 1, 9, "expected a time" },
	{ "settle: 2,5\n", 1, 9, "expected a time" },
	{ "settle: [2]\n", 1, 9, "expected a time" },
	{ "settle: 99999999999999999999999\n", 1, 9, "expected a time" },
	{ "readers: many\n", 1, 10, "expected a number from 0 to 256" },
	{ "readers: 257\n", 1, 10, "expected a number" },
	{ "min_free: 1 GB\n", 1, 11, "expected a size" },
	{ "output:\n  file_mode: 640x\n", 2, 14, "octal" },
	{ "output:\n  file_mode: 0777\n", 2, 14, "0400 to 0666" },
	{ "landlock: perhaps\n", 1, 11, "true or false" },
	{ "plugins: []\n", 1, 10, "list of paths" },
	{ "inbox: \"\"\n", 1, 8, "a path" },
	{ "root: here\n", 1, 7, "absolute" },
	{ "root: /a\nout: inbox/out\n", 2, 6, "lies inside \"inbox\"" },
	{ "root: /a\nout: inbox\n", 2, 6, "are one folder" },
	{ "root: /a\nout: x/../inbox/./o\n", 2, 6, "lies inside \"inbox\"" },
	{ "root: /a\ninbox: done\n", 2, 8, "\"inbox\" and \"done\" are one "
	    "folder (/a/done)" },
	{ "root: /a\ninbox: .\n", 2, 8, "lies inside \"inbox\"" },
	{ "settle: 1\nsettle: 2\n", 2, 1, "already given" },
	{ "page:\n  without: rules+skwe\n", 2, 12, "\"page.without\": there is "
	    "no step \"skwe\"; did you mean \"skew\"?" },
	{ "page:\n  without: xxxxxxxxxx\n", 2, 12, "joined by +: " CLEAN_STEPS },
	{ "page:\n  without: light+\n", 2, 12, "there is no step \"\"" },
	{ "page:\n  without: light+light+light+light+light+light+light+light+"
	    "light+light+light+light+light+light+"
	    "light\n", 2, 12, "named twice" },
	{ "page:\n  without: [light]\n", 2, 12, "steps of cleaning" },
	{ "output:\n  group: roott\n", 2, 10, "\"output.group\": there is no "
	    "group \"roott\"; did you mean \"root\"?" },
	{ "output:\n  group: no-such-group-at-all-here\n", 2, 10,
	    "there is no group" },
	{ "output:\n  group: [root]\n", 2, 10, "a group's name" },
	{ "- a\n", 1, 1, "keys" },
	{ "settle: 1\n  oops: 2\n", 1, 9, "multiline" },
};

START_TEST(what_is_wrong_is_refused_with_its_place)
{
	ck_assert_int_eq(parse(refused[_i].text), -EINVAL);
	ck_assert_ptr_null(c.root);
	ck_assert_msg(strstr(err.message, refused[_i].word) != NULL,
	    "%s", err.message);
	ck_assert_msg(err.line == refused[_i].line &&
	    err.column == refused[_i].column, "%d:%d %s", err.line, err.column, err.message);
}
END_TEST

/* The list of names in conf, and that of the code that goes by them. */
START_TEST(every_step_of_cleaning_can_be_named)
{
	char text[128] = "page:\n  without: ", *out = text + strlen(text);

	for (const char *s = CLEAN_STEPS; *s != '\0'; s++)
		if (*s != ' ')
			*out++ = *s;
	for (char *s = text; *s != '\0'; s++)
		if (*s == ',')
			*s = '+';
	ck_assert_msg(parse(text) == 0, "%s", err.message);
	ck_assert_str_eq(c.page_without, strchr(text, ' ') + 11);
	conf_free(&c);
	ck_assert_int_eq(parse("page: {without: ''}\noutput: {group: ''}\n"),
	    0);
	conf_free(&c);
	ck_assert_int_eq(parse("output: {group: root}\n"), 0);
	ck_assert_str_eq(c.group, "root");
}
END_TEST

static char *
printed(const struct conf *conf, enum conf_style style)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(conf_print(conf, style, f), 0);
	(void)fclose(f);
	return text;
}

START_TEST(what_is_printed_parses_back)
{
	struct conf back = { 0 };
	char *first, *second;

	ck_assert_int_eq(parse("root: \"/srv/a b\\\"c\\u00e9\"\n"
	    "settle: 1.25\nbudget: {memory: 300 MiB}\nlandlock: false\n"
	    "output: {file_mode: 0600}\n"), 0);
	first = printed(&c, CONF_YAML);
	ck_assert_msg(conf_parse(first, strlen(first), &back, &err) == 0,
	    "%d:%d %s in\n%s", err.line, err.column, err.message, first);
	second = printed(&back, CONF_YAML);
	ck_assert_str_eq(first, second);
	ck_assert_str_eq(back.root, "/srv/a b\"c\xc3\xa9");
	ck_assert_uint_eq(back.settle_ms, 1250);
	ck_assert_ptr_null(conf_fixed_differs(&c, &back));
	conf_free(&back);
	free(first);
	free(second);
}
END_TEST

START_TEST(every_key_is_printed_both_ways)
{
	char *yaml, *mdoc, want[128];
	const char *dot;

	ck_assert_int_eq(conf_default(&c), 0);
	yaml = printed(&c, CONF_YAML);
	mdoc = printed(&c, CONF_MDOC);
	for (size_t i = 0; i < conf_keys; i++) {
		dot = strchr(conf_table[i].name, '.');
		(void)snprintf(want, sizeof(want), "\n%s%s: ",
		    dot == NULL ? "" : "  ",
		    dot == NULL ? conf_table[i].name : dot + 1);
		ck_assert_msg(strstr(yaml, want) != NULL, "%s", want);
		(void)snprintf(want, sizeof(want), "\n.It Ic %s : Ar",
		    conf_table[i].name);
		ck_assert_msg(strstr(mdoc, want) != NULL, "%s", want);
	}
	free(yaml);
	free(mdoc);
}
END_TEST

/* The table itself: keys of a section together, defaults as they print. */
START_TEST(defaults_are_written_as_they_print)
{
	struct buf out = { 0 };

	ck_assert_int_eq(conf_default(&c), 0);
	for (size_t i = 0; i < conf_keys; i++) {
		const struct conf_key *key = &conf_table[i];

		if (conf_value_is_text(key) &&
		    key->value[0] == '\0')
			continue;
		buf_clear(&out);
		ck_assert_int_eq(conf_value_print(key,
		    (const char *)&c + key->offset, &out), 0);
		if (key->type == CONF_MODE)
			ck_assert_ptr_nonnull(strstr(out.data, key->value));
		else
			ck_assert_str_eq(out.data, key->value);
	}
	buf_free(&out);
}
END_TEST

START_TEST(a_moved_room_asks_for_a_restart)
{
	struct conf other = { 0 };
	const char *text = "root: /a\nout: elsewhere\n";

	ck_assert_int_eq(parse("root: /a\nsettle: 3\n"), 0);
	ck_assert_int_eq(conf_parse(text, strlen(text), &other, &err), 0);
	ck_assert_str_eq(conf_fixed_differs(&c, &other), "out");
	conf_carry_fixed(&c, &other);
	ck_assert_ptr_null(conf_fixed_differs(&other, &other));
	ck_assert_str_eq(other.out, "/a/out");
	ck_assert_str_eq(c.out, "/a/elsewhere");
	ck_assert_uint_eq(other.settle_ms, 2000);
	conf_free(&other);
}
END_TEST

START_TEST(a_missing_file_is_no_bad_file)
{
	ck_assert_int_eq(conf_load("/nonexistent/greffier.yaml", &c, &err),
	    -ENOENT);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conf");
	TCase *tc = tcase_create("conf");

	tcase_add_checked_fixture(tc, NULL, clear);
	tcase_add_test(tc, nothing_said_gives_the_defaults);
	tcase_add_test(tc, what_is_said_is_taken);
	tcase_add_loop_test(tc, what_is_wrong_is_refused_with_its_place, 0,
	    (int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_test(tc, every_step_of_cleaning_can_be_named);
	tcase_add_test(tc, what_is_printed_parses_back);
	tcase_add_test(tc, every_key_is_printed_both_ways);
	tcase_add_test(tc, defaults_are_written_as_they_print);
	tcase_add_test(tc, a_moved_room_asks_for_a_restart);
	tcase_add_test(tc, a_missing_file_is_no_bad_file);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
