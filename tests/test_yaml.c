#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/yaml.h"
#include "support/suite.h"

static struct yaml_node *
parsed(const char *text)
{
	struct yaml_node *root = NULL;
	struct yaml_error err;

	ck_assert_msg(yaml_parse(text, strlen(text), &root, &err) == 0,
	    "%d:%d %s", err.line, err.column, err.message);
	return root;
}

START_TEST(a_map_keeps_its_order_and_its_places)
{
	struct yaml_node *root = parsed("un: 1\ndeux:\n  - a\n  - 'b'\n");
	const struct yaml_node *two;

	ck_assert_int_eq(root->kind, YAML_MAP);
	ck_assert_uint_eq(root->n, 2);
	ck_assert_str_eq(root->item[0].key, "un");
	ck_assert_str_eq(root->item[0].value, "1");
	ck_assert_int_eq(root->item[0].key_line, 1);
	ck_assert_int_eq(root->item[0].line, 1);
	ck_assert_int_eq(root->item[0].column, 5);
	two = yaml_get(root, "deux");
	ck_assert_ptr_nonnull(two);
	ck_assert_int_eq(two->kind, YAML_LIST);
	ck_assert_uint_eq(two->n, 2);
	ck_assert_ptr_null(two->item[0].key);
	ck_assert(two->item[0].plain);
	ck_assert(!two->item[1].plain);
	ck_assert_int_eq(two->item[1].line, 4);
	ck_assert_int_eq(two->item[1].column, 5);
	ck_assert_ptr_null(yaml_get(root, "trois"));
	yaml_free(root);
}
END_TEST

START_TEST(blocks_flows_and_accents_come_through)
{
	struct yaml_node *root = parsed(
	    "p: |\n  L'an\n  deux\nf: {été: [à, \"b\\nc\"], vide: }\n");
	const struct yaml_node *f = yaml_get(root, "f");

	ck_assert_str_eq(yaml_get(root, "p")->value, "L'an\ndeux\n");
	ck_assert(!yaml_get(root, "p")->plain);
	ck_assert_str_eq(yaml_get(f, "été")->item[0].value, "à");
	ck_assert_str_eq(yaml_get(f, "été")->item[1].value, "b\nc");
	ck_assert_str_eq(yaml_get(f, "vide")->value, "");
	yaml_free(root);
}
END_TEST

START_TEST(what_is_left_out_has_the_place_of_what_it_is_left_out_of)
{
	struct yaml_node *root = parsed("a:\n  - \n  - b:\n");
	const struct yaml_node *a = yaml_get(root, "a");

	ck_assert_uint_eq(a->n, 2);
	ck_assert_str_eq(a->item[0].value, "");
	ck_assert_int_eq(a->item[0].line, 2);
	ck_assert_int_eq(a->item[0].column, 3);
	ck_assert_int_eq(yaml_get(&a->item[1], "b")->line, 3);
	ck_assert_int_eq(yaml_get(&a->item[1], "b")->column, 5);
	yaml_free(root);
}
END_TEST

START_TEST(an_empty_document_is_an_empty_map)
{
	static const char *const text[] = { "", "\n", "# rien\n", "---\n" };
	struct yaml_node *root;

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++) {
		root = parsed(text[i]);
		ck_assert_int_eq(root->kind, YAML_MAP);
		ck_assert_uint_eq(root->n, 0);
		yaml_free(root);
	}
}
END_TEST

static const struct {
	const char	*text;
	int		 line, column;
	const char	*word;		/* of the message */
} refused[] = {
	{ "a: 1\nb: 2\na: 3\n", 3, 1, "already given on line 1" },
	{ "a: &x 1\nb: *x\n", 1, 7, "anchors" },
	{ "a: *x\n", 1, 5, "anchors" },
	{ "- &x [1]\n", 1, 6, "anchors" },
	{ "a: !!int 1\n", 1, 10, "tags" },
	{ "? [1, 2]\n: b\n", 1, 3, "key" },
	{ "a:\n  : b\n", 2, 3, "a key is left out" },
	{ "? \n", 1, 1, "a key is left out" },
	{ "a: 1\n---\nb: 2\n", 2, 1, "second document" },
	{ "a: \"x\\0y\"\n", 1, 4, "NUL" },
	{ "a: [1, 2\n", 2, 1, "" },
	{ "a:\n  b: 1\n c: 2\n", 3, 2, "" },
	{ "a: \"x\n", 1, 5, "" },
	{ "a: 1\nb: \xff\xfe\n", 2, 4, "UTF-8" },
};

START_TEST(what_is_refused_is_refused_with_its_place)
{
	struct yaml_node *root = (struct yaml_node *)&refused;
	struct yaml_error err;

	ck_assert_int_eq(yaml_parse(refused[_i].text, strlen(refused[_i].text),
	    &root, &err), -EINVAL);
	ck_assert_ptr_eq(root, (struct yaml_node *)&refused);
	ck_assert_msg(strstr(err.message, refused[_i].word) != NULL,
	    "%s", err.message);
	ck_assert_msg(err.message[0] != '\0', "no message");
	ck_assert_msg(err.line == refused[_i].line &&
	    err.column == refused[_i].column, "%d:%d %s", err.line, err.column,
	    err.message);
}
END_TEST

START_TEST(depth_and_size_are_bounded)
{
	struct yaml_node *root;
	struct yaml_error err;
	char deep[2 * YAML_DEPTH_MAX + 8], *large;

	memset(deep, '[', sizeof(deep));
	ck_assert_int_eq(yaml_parse(deep, sizeof(deep), &root, &err), -EINVAL);
	ck_assert_ptr_nonnull(strstr(err.message, "deep"));
	ck_assert_int_eq(err.column, YAML_DEPTH_MAX + 1);
	large = malloc(YAML_BYTES_MAX + 1);
	ck_assert_ptr_nonnull(large);
	memset(large, '#', YAML_BYTES_MAX + 1);
	ck_assert_int_eq(yaml_parse(large, YAML_BYTES_MAX + 1, &root, &err),
	    -EINVAL);
	ck_assert_int_eq(yaml_parse("a\0b", 3, &root, &err), -EINVAL);
	free(large);
}
END_TEST

START_TEST(the_nearest_word_is_near_or_none)
{
	static const char *const keys[] = {
		"settle", "rescan", "languages", "out", NULL
	};

	ck_assert_str_eq(yaml_nearest("setle", keys), "settle");
	ck_assert_str_eq(yaml_nearest("setlte", keys), "settle");
	ck_assert_str_eq(yaml_nearest("language", keys), "languages");
	ck_assert_str_eq(yaml_nearest("Rescan", keys), "rescan");
	ck_assert_ptr_null(yaml_nearest("plugin", keys));
	ck_assert_ptr_null(yaml_nearest("", keys));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("yaml");
	TCase *tc = tcase_create("yaml");

	tcase_add_test(tc, a_map_keeps_its_order_and_its_places);
	tcase_add_test(tc, blocks_flows_and_accents_come_through);
	tcase_add_test(tc,
	    what_is_left_out_has_the_place_of_what_it_is_left_out_of);
	tcase_add_test(tc, an_empty_document_is_an_empty_map);
	tcase_add_loop_test(tc, what_is_refused_is_refused_with_its_place, 0,
	    (int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_test(tc, depth_and_size_are_bounded);
	tcase_add_test(tc, the_nearest_word_is_near_or_none);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
