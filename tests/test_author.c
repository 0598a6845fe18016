#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <jansson.h>

#include "base/json_diff.h"
#include "plugin/plugin.h"
#include "plugin/plugin_lint.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "plugin/regex.h"
#include "plugin/regex_near.h"
#include "record/explain.h"
#include "support/suite.h"
#include "text/text.h"

static const struct {
	const char *pattern, *text, *part, *wanted;	/* part NULL: nowhere */
} nears[] = {
	{ "Date de convocation : (?<value>(?&date))",
	    "Date de convocation : demain", "Date de convocation : ",
	    "(?<value>(?&date))" },
	{ "Nombre de votants : (?&number)", "Nombre de votants 26",
	    "Nombre de votants ", ":" },
	/* The letter that OCR misread. */
	{ "Secretaire de seance", "Secretaire de stance", "Secretaire de s",
	    "e" },
	/* Inside a group, the alternative that came nearest. */
	{ "(?: \\s* Fait \\s a | Ainsi \\s delibere )", "Ainsi fait",
	    "(?: \\s* Fait \\s a | Ainsi \\s delibere )", NULL },
	{ "^ \\W* (?: objet | intitule ) \\s+ :", "Intitule de l'acte",
	    "^ \\W* (?: objet | intitule ) \\s+", ":" },
	{ "(?:conseil municipal|comite syndical) de X", "comite syndical du Y",
	    "(?:conseil municipal|comite syndical) d", "e" },
	/* Remarks and free layout. */
	{ "vote # the vote\n \\s+ contre", "vote pour", "vote # the vote\n \\s+",
	    "c" },
	/* What may be missing is no reason. */
	{ "Pour copie (?:tres )?conforme", "Pour copie certifiee",
	    "Pour copie (?:tres )?c", "o" },
	{ "Pouvoirs", "conseil municipal", NULL, NULL },
	{ "\\d{4}", "nothing", NULL, NULL },
};

START_TEST(how_far_a_pattern_gets_is_told)
{
	const char *text = nears[_i].text;
	struct regex *re = regex_new(nears[_i].pattern, 1, 1);
	struct regex_near near = { 0 };
	bool is = regex_near(re, text, strlen(text), &near);

	if (nears[_i].part == NULL) {
		ck_assert_msg(!is, "%s: %s", nears[_i].pattern, near.part);
	} else if (nears[_i].wanted != NULL) {
		ck_assert_msg(is, "%s", nears[_i].pattern);
		ck_assert_str_eq(near.part, nears[_i].part);
		ck_assert_str_eq(near.wanted, nears[_i].wanted);
		ck_assert_uint_lt(near.start, near.end);
		ck_assert_uint_le(near.end, strlen(text));
	} else {
		ck_assert_msg(is, "%s", nears[_i].pattern);
		ck_assert_ptr_nonnull(strstr(near.part, "Ainsi \\s"));
		ck_assert_str_eq(near.wanted, "d");
	}
	regex_near_clear(&near);
	regex_free(re);
}
END_TEST

static const struct {
	const char *yaml, *said;	/* NULL: nothing */
} lints[] = {
	{ "name: a\nfields:\n  objet:\n    - '(?:\\w+)+ x'\n", "4:7 this can "
	    "only run away: what is in \"(?:\\w+)+\" repeats by itself "
	    "already" },
	{ "name: a\nfields:\n  objet:\n    - 'x (?: a | .* )* y'\n",
	    "4:7 this can only run away: what is in \"(?: a | .* )*\" "
	    "repeats by itself already" },
	{ "name: a\nfields:\n  objet:\n    - '(?:\\w+ ,)+ (?:\\d++)+'\n",
	    NULL },
	{ "name: a\nfields:\n  objet:\n    - 'un'\n    - 'deux'\n    - 'un'\n",
	    "6:7 this rule can never win: the one in line 4 finds the same" },
	{ "name: a\nfields:\n  vote.pour:\n    - 'un'\n"
	    "    - {pattern: 'un', gives: null}\n    - 'un'\n",
	    "6:7 this rule can never win: the one in line 4 finds the same" },
	{ "name: a\nfields:\n  vote.pour:\n    - {pattern: 'un', gives: 1}\n"
	    "    - {pattern: 'un', gives: null}\n", "5:7 this rule can never "
	    "win: the one in line 4 finds the same" },
	{ "name: a\npatterns:\n  b: '(?:\\w+)+'\nfields:\n"
	    "  objet: ['(?&b) x']\n", "3:6 this can only run away: what is "
	    "in \"(?:\\w+)+\" repeats by itself already" },
	{ "name: a\nfields:\n  objet:\n    - {pattern: 'un', in: tampon}\n"
	    "    - {pattern: 'un', unless: x}\n    - 'un'\n", NULL },
	{ "name: a\nrecognise: {all: [Xanadou]}\n"
	    "stated: {organe: conseil municipal}\nfields:\n"
	    "  organe: ['conseil']\n", "5:12 this rule can never win: stated "
	    "gives organe already" },
	{ "name: a\nsections:\n  fin: {from: 'x'}\n", "3:3 no rule looks into "
	    "the section \"fin\"" },
	{ "name: a\nsections:\n  fin: {from: 'x'}\nfields:\n"
	    "  objet: [{pattern: 'y', in: fin}]\n", NULL },
	{ "name: a\nrecognise: {all: [Xanadou], none: [XANADOU]}\n",
	    "1:1 no text can be recognised: \"Xanadou\" is in all and in "
	    "none" },
	{ "name: a\nfields:\n  objet:\n    - '^ Objet ... (?<value>\\N+)'\n",
	    "4:7 the points of the draft still stand here: put the page's "
	    "words for \"...\" (any three characters are \".{3}\")" },
	{ "name: a\nfields:\n  objet:\n    - '^ Objet \\... (?<value>\\N+)'\n",
	    NULL },
	{ "name: a\nfields:\n  membres.pouvoirs:\n"
	    "    - {pattern: '^ Voix :', item: '(?<de>(?&person)) a \\w+'}\n",
	    "4:35 item needs a group (?<a>...): name the groups de and a, "
	    "who gives it and who holds it" },
	{ "name: a\nfields:\n  membres.pouvoirs:\n    - {pattern: '^ Voix :',"
	    " item: '(?<de>(?&person)) a (?<a>(?&person))'}\n", NULL },
	{ "name: a\nfields:\n#  objet: ['...']\n", NULL },
};

static void
note_lint(void *ctx, int line, int column, const char *message)
{
	char *said = ctx;

	ck_assert_msg(said[0] == '\0', "twice: %s, %s", said, message);
	(void)snprintf(said, 300, "%d:%d %s", line, column, message);
}

START_TEST(what_cannot_be_meant_is_said)
{
	const char *yaml = lints[_i].yaml;
	struct plugin_error err = { 0 };
	struct plugin *p = NULL;
	char said[300] = "";

	ck_assert_msg(plugin_yaml_parse(yaml, strlen(yaml), &p, &err) == 0,
	    "%s", err.message);
	plugin_lint(p, note_lint, said);
	ck_assert_str_eq(said, lints[_i].said == NULL ? "" : lints[_i].said);
	plugin_free(p);
}
END_TEST

static const char act[] =
"COMMUNE DE XANADOU\n"
"Date de convocation 27 avril 2021\n"
"Présents : beaucoup de monde\n"
"Objet : Achat d'une cloche\n";

static json_t *
explained(const char *plugin, bool words)
{
	const char *dirs[] = { TEST_DIR "/plugin/explain" };
	struct explain_options o = { .words = words };
	struct plugin_set *set;
	struct plugin_error err;
	struct text *t = text_from_utf8(act, strlen(act));
	json_t *j;

	ck_assert_msg(plugin_set_load(dirs, 1, &set, &err) == 0, "%s: %s",
	    err.file, err.message);
	o.plugin = plugin == NULL ? NULL : plugin_set_get(set, plugin);
	j = explain_json(set, t, &o);
	text_free(t);
	plugin_set_free(set);
	return j;
}

/* The field's entry in the first deliberation. */
static const json_t *
field(const json_t *told, const char *path)
{
	const json_t *delib = json_array_get(json_object_get(told,
	    "deliberations"), 0), *one;
	size_t i;

	json_array_foreach(json_object_get(delib, "fields"), i, one) {
		if (strcmp(json_string_value(json_object_get(one, "field")),
		    path) == 0)
			return one;
	}
	ck_abort_msg("no field %s", path);
}

static const char *
string(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	return s != NULL ? s : "";
}

START_TEST(a_value_is_told_with_its_rule_and_words)
{
	json_t *told = explained(NULL, false);
	const json_t *f = field(told, "objet"), *origin;

	ck_assert_str_eq(string(told, "plugin"), "xanadou");
	ck_assert_str_eq(string(f, "value"), "Achat d'une cloche");
	origin = json_array_get(json_object_get(f, "origins"), 0);
	ck_assert_str_eq(string(origin, "rule"), "xanadou:objet#2");
	ck_assert_int_eq(json_integer_value(json_object_get(origin, "page")),
	    1);
	ck_assert_uint_eq(json_array_size(json_object_get(origin, "boxes")),
	    1);
	/* The first rule was tried, the third was not. */
	ck_assert_uint_eq(json_array_size(json_object_get(f, "tried")), 2);
	json_decref(told);
}
END_TEST

static const struct {
	const char *path, *end, *key, *value;
} ends[] = {
	{ "dates.convocation", "no match", "wanted", ":" },
	{ "dates.convocation", "no match", "text", "Date de convocation" },
	{ "dates.convocation", "no match", "after", "27 avril 2021" },
	{ "effectifs.presents", "not a value of this field", "text",
	    "beaucoup de monde" },
	{ "secretaire", "no such place", "missing", "Fait a" },
	{ "numero", "nothing there", "text", "Objet :" },
	{ "lieu", "refused by unless", "text", "d'une cloche" },
	{ "heure", "no match", "missing", "Heure" },
};

START_TEST(what_came_of_a_rule_is_told)
{
	json_t *told = explained("xanadou", false);
	const json_t *f = field(told, ends[_i].path), *step;

	ck_assert(json_is_null(json_object_get(f, "value")));
	step = json_array_get(json_object_get(f, "tried"), 0);
	ck_assert_str_eq(string(step, "end"), ends[_i].end);
	ck_assert_str_eq(string(step, ends[_i].key), ends[_i].value);
	ck_assert_ptr_nonnull(strstr(string(step, "file"),
	    "explain/xanadou/plugin.yaml"));
	json_decref(told);
}
END_TEST

START_TEST(candidates_are_ranked_by_the_words_found)
{
	json_t *told = explained(NULL, true);
	const json_t *list = json_object_get(told, "candidates"), *phrase;
	const json_t *page;

	ck_assert_uint_eq(json_array_size(list), 2);
	ck_assert_str_eq(string(json_array_get(list, 0), "plugin"),
	    "xanadou");
	ck_assert_str_eq(string(json_array_get(list, 1), "plugin"),
	    "samarcande");
	phrase = json_array_get(json_object_get(json_array_get(list, 1),
	    "phrases"), 0);
	ck_assert(json_is_true(json_object_get(phrase, "found")));
	phrase = json_array_get(json_object_get(json_array_get(list, 1),
	    "phrases"), 1);
	ck_assert(json_is_false(json_object_get(phrase, "found")));
	page = json_array_get(json_object_get(told, "pages"), 0);
	ck_assert_uint_gt(json_array_size(json_object_get(page, "words")), 5);
	json_decref(told);
}
END_TEST

struct told {
	char	all[256];
};

static void
note_difference(void *ctx, const char *pointer, const json_t *expected,
    const json_t *got)
{
	struct told *t = ctx;
	char *old = json_diff_shown(expected, 20);
	char *new = json_diff_shown(got, 20);
	size_t n = strlen(t->all);

	(void)snprintf(t->all + n, sizeof(t->all) - n, "%s %s %s;", pointer,
	    old, new);
	free(old);
	free(new);
}

START_TEST(two_values_differ_pointer_by_pointer)
{
	json_t *a = json_loads("[{\"a\":1,\"b\":[1,2],\"c\":\"été\"}]", 0,
	    NULL);
	json_t *b = json_loads("[{\"a\":1,\"b\":[1],\"c\":null,\"d\":true}]",
	    0, NULL);
	struct told t = { "" };

	ck_assert_int_eq(json_diff(a, b, note_difference, &t), 0);
	ck_assert_str_eq(t.all, "/0/b/1 2 nothing;/0/c \"été\" null;"
	    "/0/d nothing true;");
	t.all[0] = '\0';
	(void)json_object_set_new(json_array_get(a, 0), "/vote/~pour",
	    json_null());
	(void)json_object_set(json_array_get(b, 0), "b",
	    json_object_get(json_array_get(a, 0), "b"));
	ck_assert_int_eq(json_diff(a, b, note_difference, &t), 0);
	ck_assert_ptr_nonnull(strstr(t.all, "/0/~1vote~1~0pour null nothing;"));
	t.all[0] = '\0';
	ck_assert_int_eq(json_diff(a, a, note_difference, &t), 0);
	ck_assert_str_eq(t.all, "");
	json_decref(a);
	json_decref(b);
}
END_TEST

START_TEST(a_value_is_cut_between_characters)
{
	json_t *j = json_string("ééé");
	char *s = json_diff_shown(j, 4);

	ck_assert_str_eq(s, "\"é");
	free(s);
	json_decref(j);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("author");
	TCase *tc = tcase_create("author");

	tcase_add_loop_test(tc, how_far_a_pattern_gets_is_told, 0,
	    sizeof(nears) / sizeof(nears[0]));
	tcase_add_loop_test(tc, what_cannot_be_meant_is_said, 0,
	    sizeof(lints) / sizeof(lints[0]));
	tcase_add_test(tc, a_value_is_told_with_its_rule_and_words);
	tcase_add_loop_test(tc, what_came_of_a_rule_is_told, 0,
	    sizeof(ends) / sizeof(ends[0]));
	tcase_add_test(tc, candidates_are_ranked_by_the_words_found);
	tcase_add_test(tc, two_values_differ_pointer_by_pointer);
	tcase_add_test(tc, a_value_is_cut_between_characters);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
