#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json_diff.h"
#include "base/tell.h"
#include "tool/ask_reader.h"
#include "tool/json_get.h"
#include "tool/plugin_verbs.h"
#include "tool/plugin_write.h"
#include "tool/tool.h"

#define VALUE_SHOWN 200

struct shown {
	bool	colours;
	size_t	n;
};

/* What stood there and what is read now, as a diff has it. */
static void
show_difference(void *ctx, const char *pointer, const json_t *expected,
    const json_t *got)
{
	struct shown *s = ctx;
	char *old = json_diff_shown(expected, VALUE_SHOWN);
	char *new = json_diff_shown(got, VALUE_SHOWN);

	s->n++;
	tell_line(stdout, "  %s", pointer);
	if (expected != NULL && old != NULL)
		(void)printf("    %s- %s%s\n", s->colours ? "\033[31m" : "",
		    old, s->colours ? "\033[0m" : "");
	if (got != NULL && new != NULL)
		(void)printf("    %s+ %s%s\n", s->colours ? "\033[32m" : "",
		    new, s->colours ? "\033[0m" : "");
	free(old);
	free(new);
}

/* What makes of a sample no proof: another plugin would read it. */
static void
warn_recognised(const struct plugin_args *a, const json_t *sample)
{
	if (strcmp(text_of(sample, "recognised"), a->word[0]) != 0)
		tell_line(stdout, "  recognised as %s: check will refuse it",
		    text_of(sample, "recognised"));
}

static bool
is_wanted(const struct plugin_args *a, const char *name)
{
	for (size_t i = 1; i < a->words; i++) {
		if (strcmp(a->word[i], name) == 0)
			return true;
	}
	return a->words == 1;
}

static bool
ask(void)
{
	char answer[16];

	(void)printf("Let it expect this from now on? [y/o/N] ");
	(void)fflush(stdout);
	return fgets(answer, sizeof(answer), stdin) != NULL &&
	    (answer[0] == 'y' || answer[0] == 'Y' || answer[0] == 'o' ||
	    answer[0] == 'O');
}

/* One sample; its status. */
static int
bless(const struct plugin_args *a, const char *folder, const json_t *sample)
{
	const json_t *got = json_object_get(sample, "got");
	const json_t *expected = json_object_get(sample, "expected");
	const char *name = text_of(sample, "case");
	struct shown shown = { plugin_colours(), 0 };
	int r;

	if (got == NULL) {
		tell_warn("%s", text_of(sample, "why"));
		return TOOL_SOME;
	}
	tell_line(stdout, "%s", name);
	warn_recognised(a, sample);
	(void)json_diff(json_is_null(expected) ? NULL : expected, got,
	    show_difference, &shown);
	if (shown.n == 0) {
		(void)puts("  as expected");
		return 0;
	}
	if (!a->yes && isatty(STDIN_FILENO) != 1) {
		tell_warn("%s: not blessed: not at a terminal, and no --yes",
		    name);
		return TOOL_SOME;
	}
	if (!a->yes && !ask())
		return TOOL_SOME;
	r = plugin_write_expected(folder, name, got);
	if (r < 0)
		tell_warn("%s/samples/%s: %s", folder, name, strerror(-r));
	return r < 0 ? TOOL_SOME : 0;
}

/* A case that was named and is not there. */
static int
check_named(const struct plugin_args *a, const json_t *samples)
{
	const json_t *one;
	bool found;
	size_t k;

	for (size_t i = 1; i < a->words; i++) {
		found = false;
		json_array_foreach(samples, k, one)
			found = found ||
			    strcmp(text_of(one, "case"), a->word[i]) == 0;
		if (!found) {
			warnx("%s has no sample %s", a->word[0], a->word[i]);
			return TOOL_USAGE;
		}
	}
	return 0;
}

int
plugin_reread(const struct plugin_args *a, json_t **ret_told)
{
	const char *words[] = { "--reread", "--plugin", a->word[0], NULL };
	struct conf conf;
	int status = setup_load(&a->setup, &conf);

	if (status != 0)
		return status;
	status = ask_reader(&conf, words, ret_told);
	conf_free(&conf);
	return status;
}

int
plugin_bless(struct plugin_args *a)
{
	json_t *told, *one;
	int status = plugin_reread(a, &told), r;
	size_t i;

	if (status != 0)
		return status;
	status = check_named(a, json_object_get(told, "samples"));
	json_array_foreach(json_object_get(told, "samples"), i, one) {
		if (status == TOOL_USAGE || !is_wanted(a, text_of(one, "case")))
			continue;
		r = bless(a, text_of(told, "folder"), one);
		status = status != 0 ? status : r;
	}
	json_decref(told);
	return status;
}
