#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "base/buf.h"
#include "base/io.h"
#include "conf/ceiling.h"
#include "conf/conf_table.h"
#include "support/suite.h"

static const struct conf_key *
key_of(const char *name)
{
	for (size_t i = 0; i < conf_keys; i++)
		if (strcmp(conf_table[i].name, name) == 0)
			return &conf_table[i];
	return NULL;
}

START_TEST(each_is_said_whole)
{
	for (size_t i = 0; i < ceilings; i++) {
		const struct ceiling *c = &ceiling_table[i];

		ck_assert_msg((c->name != NULL) != (c->key != NULL),
		    "row %zu", i);
		ck_assert_msg(c->name == NULL || c->value > 0, "%s", c->name);
		ck_assert_str_ne(c->what, "");
		ck_assert_str_ne(c->reason, "");
		/* Either a verdict says what comes of more, or words do. */
		ck_assert_msg((c->verdict != VERDICT_OK) != (c->then != NULL),
		    "%s", c->what);
	}
}
END_TEST

START_TEST(each_verdict_has_its_french_sentence)
{
	for (size_t i = 0; i < ceilings; i++) {
		const char *clerk = verdict_clerk(ceiling_table[i].verdict);

		ck_assert_str_ne(clerk, verdict_clerk(VERDICTS));
		/* What it is, and what to do: two sentences. */
		ck_assert_msg(ceiling_table[i].verdict == VERDICT_OK ||
		    strstr(clerk, ". ") != NULL, "%s", clerk);
	}
}
END_TEST

START_TEST(each_key_is_the_configurations_and_has_a_range)
{
	for (size_t i = 0; i < ceilings; i++) {
		const struct conf_key *key;

		if (ceiling_table[i].key == NULL)
			continue;
		key = key_of(ceiling_table[i].key);
		ck_assert_msg(key != NULL, "%s", ceiling_table[i].key);
		ck_assert_uint_lt(key->min, key->max);
	}
}
END_TEST

/* What limits.h has and the table lacks would be said nowhere. */
START_TEST(each_limit_of_the_code_is_in_the_table)
{
	int fd = open(TEST_DIR "/../src/base/limits.h", O_RDONLY | O_CLOEXEC);
	struct buf text = { 0 };
	size_t found = 0, named = 0;
	char name[64];

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(io_read_all(fd, 1 << 20, &text), 0);
	close(fd);
	for (const char *at = text.data;
	    (at = strstr(at, "#define LIMIT_")) != NULL; found++) {
		size_t i = 0;

		at += strlen("#define ");
		(void)snprintf(name, sizeof(name), "%.*s",
		    (int)strcspn(at, " \t"), at);
		while (i < ceilings && (ceiling_table[i].name == NULL ||
		    strcmp(ceiling_table[i].name, name) != 0))
			i++;
		ck_assert_msg(i < ceilings, "%s is in no row", name);
	}
	for (size_t i = 0; i < ceilings; i++)
		named += ceiling_table[i].name != NULL;
	ck_assert_uint_gt(found, 0);
	ck_assert_uint_eq(found, named);
	buf_free(&text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ceiling");
	TCase *tc = tcase_create("ceiling");

	tcase_add_test(tc, each_is_said_whole);
	tcase_add_test(tc, each_verdict_has_its_french_sentence);
	tcase_add_test(tc, each_key_is_the_configurations_and_has_a_range);
	tcase_add_test(tc, each_limit_of_the_code_is_in_the_table);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
