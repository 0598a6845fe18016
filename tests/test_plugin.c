#include <sys/mman.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "plugin/plugin_files.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "record/record.h"
#include "support/suite.h"
#include "text/text.h"
#include "wire/frame.h"

/* The sentences that name the cases below a folder, sorted. */
struct cases {
	char	**name;
	size_t	  n;
};

static struct cases invalid, valid, sets;

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
list(const char *folder, struct cases *c)
{
	DIR *dp = opendir(folder);
	struct dirent *de;

	while (dp != NULL && (de = readdir(dp)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		c->name = xreallocarray(c->name, c->n + 1, sizeof(char *));
		c->name[c->n++] = xstrdup(de->d_name);
	}
	if (dp != NULL)
		(void)closedir(dp);
	if (c->n > 0)
		qsort(c->name, c->n, sizeof(char *), compare);
}

static char *
slurp(const char *kind, const char *name, const char *file, size_t *ret_len)
{
	char path[512], chunk[4096];
	struct buf b = { 0 };
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/plugin/%s/%s/%s", TEST_DIR,
	    kind, name, file);
	f = fopen(path, "re");
	ck_assert_msg(f != NULL, "%s: %s", path, strerror(errno));
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		xbuf_append(&b, chunk, n);
	(void)fclose(f);
	return xbuf_take(&b, ret_len);
}

START_TEST(an_invalid_plugin_is_refused_where_it_is_wrong)
{
	const char *name = invalid.name[_i];
	struct plugin_error err = { 0 };
	struct plugin *p = NULL;
	char *yaml, *expected, got[640];
	size_t len;
	int r;

	yaml = slurp("invalid", name, "plugin.yaml", &len);
	expected = slurp("invalid", name, "error", NULL);
	r = plugin_yaml_parse(yaml, len, &p, &err);
	if (r == 0)
		r = plugin_check_sections(p, &err);
	if (r == 0)
		r = plugin_compile(p, &err);
	ck_assert_msg(r == -EINVAL, "%s: %d", name, r);
	(void)snprintf(got, sizeof(got), "%d:%d %s\n", err.line, err.column,
	    err.message);
	ck_assert_msg(strcmp(got, expected) == 0, "%s: %s", name, got);
	plugin_free(p);
	free(yaml);
	free(expected);
}
END_TEST

START_TEST(a_set_is_loaded_whole_or_not_at_all)
{
	const char *name = sets.name[_i], *dirs[1], *file;
	struct plugin_set *set = NULL;
	struct plugin_error err;
	char folder[512], got[900] = "", *expected;
	int r;

	(void)snprintf(folder, sizeof(folder), "%s/plugin/set/%s", TEST_DIR,
	    name);
	dirs[0] = folder;
	expected = slurp("set", name, "error", NULL);
	r = plugin_set_load(dirs, 1, &set, &err);
	if (expected[0] != '\0') {
		file = err.file + strlen(folder);
		(void)snprintf(got, sizeof(got), "%s:%d:%d: %s\n",
		    file[0] == '/' ? file + 1 : file, err.line, err.column,
		    err.message);
		ck_assert_int_eq(r, -EINVAL);
		ck_assert_ptr_null(set);
	} else {
		ck_assert_int_eq(r, 0);
		ck_assert_uint_eq(plugin_set_count(set), 1);
	}
	ck_assert_msg(strcmp(got, expected) == 0, "%s: %s", name, got);
	plugin_set_free(set);
	free(expected);
}
END_TEST

/* "/a/b/0" below the first deliberation, "1/a" below the second. */
static const json_t *
at(const json_t *list, const char *pointer)
{
	char *copy = xstrdup(pointer), *save = NULL, *key;
	const json_t *j = list;

	j = json_array_get(j, pointer[0] == '/' ? 0 :
	    strtoul(pointer, NULL, 10));
	key = strtok_r(copy, "/", &save);
	if (pointer[0] != '/')
		key = strtok_r(NULL, "/", &save);
	for (; key != NULL && j != NULL; key = strtok_r(NULL, "/", &save))
		j = json_is_array(j) ? json_array_get(j,
		    strtoul(key, NULL, 10)) : json_object_get(j, key);
	free(copy);
	return j;
}

static struct plugin_set *
load(void)
{
	const char *dirs[] = { TEST_DIR "/../plugins",
	    TEST_DIR "/plugin/valid" };
	struct plugin_set *set;
	struct plugin_error err;

	ck_assert_msg(plugin_set_load(dirs, 2, &set, &err) == 0,
	    "%s:%d:%d: %s", err.file, err.line, err.column, err.message);
	return set;
}

START_TEST(a_construct_reads_as_its_example_says)
{
	const char *name = valid.name[_i], *pointer;
	struct plugin_set *set = load();
	json_t *got, *fields, *want;
	const json_t *have;
	char *utf8, *json;
	struct text *t;
	size_t len;

	utf8 = slurp("valid", name, "text.txt", &len);
	t = text_from_utf8(utf8, len);
	json = slurp("valid", name, "fields.json", NULL);
	fields = json_loads(json, 0, NULL);
	ck_assert_msg(json_object_size(fields) > 0, "%s", name);
	got = record_deliberations(t, plugin_set_get(set, name), NULL);
	json_object_foreach(fields, pointer, want) {
		have = at(got, pointer);
		free(json);
		json = json_dumps(have, JSON_ENCODE_ANY | JSON_COMPACT);
		ck_assert_msg(have != NULL && json_equal(have, want),
		    "%s: %s is %s", name, pointer, json);
	}
	json_decref(fields);
	json_decref(got);
	text_free(t);
	free(json);
	free(utf8);
	plugin_set_free(set);
}
END_TEST

static const struct {
	const char *text, *plugin;
} recognised[] = {
	{ "VILLE DE XANADOU\nL'an deux mille", "stated-by-the-recognised-words" },
	/* One letter misread, in a phrase of fourteen. */
	{ "Ville de Xanad0u\nL'an", "stated-by-the-recognised-words" },
	{ "Vi1le de\nXanadou", "stated-by-the-recognised-words" },
	{ "Ville de Samarcande", "generique" },
	{ "xanadou", "generique" },
	{ "", "generique" },
};

START_TEST(a_text_is_recognised_by_its_words)
{
	/* Two of the examples are recognised by the same words: only one. */
	const char *dirs[] = { TEST_DIR "/plugin/choose" };
	const char *text = recognised[_i].text;
	struct plugin_set *set;
	struct plugin_error err;
	struct text *t;

	ck_assert_msg(plugin_set_load(dirs, 1, &set, &err) == 0, "%s: %s",
	    err.file, err.message);
	t = text_from_utf8(text, strlen(text));
	ck_assert_str_eq(plugin_set_choose(set, t)->name,
	    recognised[_i].plugin);
	text_free(t);
	plugin_set_free(set);
}
END_TEST

START_TEST(a_later_folder_wins_over_an_earlier)
{
	const char *dirs[] = { TEST_DIR "/plugin/choose",
	    TEST_DIR "/plugin/later" };
	struct plugin_set *set;
	struct plugin_error err;

	ck_assert_int_eq(plugin_set_load(dirs, 2, &set, &err), 0);
	ck_assert_str_eq(plugin_set_get(set, "generique")->title, "Plus tard");
	ck_assert_ptr_null(plugin_set_get(set, "samarcande"));
	plugin_set_free(set);
}
END_TEST

START_TEST(folders_without_a_plugin_are_named)
{
	static const char *const dirs[] = { TEST_DIR "/plugin/none",
	    TEST_DIR "/support" };
	struct plugin_set *set = NULL;
	struct plugin_error err;

	ck_assert_int_eq(plugin_set_load(dirs, 2, &set, &err), -EINVAL);
	ck_assert_ptr_null(set);
	ck_assert_str_eq(err.file, "");
	ck_assert_str_eq(err.message, "no plugins in " TEST_DIR "/plugin/none, "
	    TEST_DIR "/support");
}
END_TEST

START_TEST(frozen_plugins_need_no_folder)
{
	static const char only[] = "plugins/a/plugin.yaml\0name: a\n";
	struct plugin_source frozen = { NULL, 0, -1, -1 };
	struct plugin_set *set = NULL;
	struct plugin_error err;

	frozen.frozen = memfd_create("frozen", MFD_CLOEXEC);
	ck_assert_int_ge(frozen.frozen, 0);
	ck_assert_int_eq(plugin_set_load_from(&frozen, &set, &err), -EINVAL);
	ck_assert_str_eq(err.message, "no plugins");
	ck_assert_int_eq(frame_write(frozen.frozen, FRAME_PLUGIN, 0, only,
	    sizeof(only) - 1), 0);
	ck_assert_int_eq(plugin_set_load_from(&frozen, &set, &err), -EINVAL);
	ck_assert_ptr_null(set);
	ck_assert_str_eq(err.file, "the frozen plugins");
	ck_assert_str_eq(err.message, "there is no plugin \"generique\"");
	(void)close(frozen.frozen);
}
END_TEST

static void
freeze(int fd, const char *name, const char *more)
{
	char frame[256];
	int path, len;

	path = snprintf(frame, sizeof(frame), "plugins/%s/plugin.yaml", name);
	len = path + 1 + snprintf(frame + path + 1, sizeof(frame) / 2,
	    "name: %s\n%s", name, more);
	ck_assert_int_eq(frame_write(fd, FRAME_PLUGIN, 0, frame, (size_t)len),
	    0);
}

/* Their patterns are compiled at their first use, when nobody can be told. */
START_TEST(of_ever_so_many_plugins_each_has_its_sections)
{
	struct plugin_source frozen = { NULL, 0, -1, -1 };
	struct plugin_set *set = NULL;
	struct plugin_error err;
	char name[16];

	frozen.frozen = memfd_create("frozen", MFD_CLOEXEC);
	ck_assert_int_ge(frozen.frozen, 0);
	freeze(frozen.frozen, "generique", "");
	for (int i = 0; i < LIMIT_PLUGINS_EAGER; i++) {
		(void)snprintf(name, sizeof(name), "p%d", i);
		freeze(frozen.frozen, name, "");
	}
	ck_assert_int_eq(plugin_set_load_from(&frozen, &set, &err), 0);
	plugin_set_free(set);
	set = NULL;
	freeze(frozen.frozen, "a", "sections:\n  un: {in: deux, from: x}\n"
	    "  deux: {in: un, from: x}\n");
	ck_assert_int_eq(plugin_set_load_from(&frozen, &set, &err), -EINVAL);
	ck_assert_ptr_null(set);
	ck_assert_str_eq(err.file, "plugins/a/plugin.yaml");
	ck_assert_str_eq(err.message, "this section lies in itself");
	(void)close(frozen.frozen);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("plugin");
	TCase *tc = tcase_create("plugin");

	list(TEST_DIR "/plugin/invalid", &invalid);
	list(TEST_DIR "/plugin/valid", &valid);
	list(TEST_DIR "/plugin/set", &sets);
	if (invalid.n < 30 || valid.n < 20 || sets.n < 5)
		return 1;	/* a test without its cases proves nothing */
	tcase_add_loop_test(tc, an_invalid_plugin_is_refused_where_it_is_wrong,
	    0, (int)invalid.n);
	tcase_add_loop_test(tc, a_set_is_loaded_whole_or_not_at_all, 0,
	    (int)sets.n);
	tcase_add_loop_test(tc, a_construct_reads_as_its_example_says, 0,
	    (int)valid.n);
	tcase_add_loop_test(tc, a_text_is_recognised_by_its_words, 0,
	    sizeof(recognised) / sizeof(recognised[0]));
	tcase_add_test(tc, a_later_folder_wins_over_an_earlier);
	tcase_add_test(tc, folders_without_a_plugin_are_named);
	tcase_add_test(tc, frozen_plugins_need_no_folder);
	tcase_add_test(tc, of_ever_so_many_plugins_each_has_its_sections);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
