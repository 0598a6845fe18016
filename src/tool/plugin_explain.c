#include <sys/inotify.h>

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "tool/ask_reader.h"
#include "tool/plugin_verbs.h"
#include "tool/show_explain.h"
#include "tool/tool.h"

#define FILE_NAME	"plugin.yaml"
#define CLEAR		"\033[H\033[2J\033[3J"

bool
plugin_colours(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) == 1 && (no == NULL || *no == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}

/* Ask for one file's words; `quick` where every save asks again. */
static int
ask(const struct conf *conf, const struct plugin_args *a, bool quick,
    const struct words *w, json_t **ret)
{
	const char *words[8];
	size_t n = 0;

	words[n++] = "--explain";
	if (a->plugin != NULL) {
		words[n++] = "--plugin";
		words[n++] = a->plugin;
	}
	if (a->html)
		words[n++] = "--words";
	if (quick)
		words[n++] = "--quick";
	words[n++] = w->name;
	words[n] = NULL;
	return ask_reader(conf, words, ret);
}

static int
show_json(const json_t *told)
{
	if (json_dumpf(told, stdout, JSON_INDENT(1)) == -1)
		return TOOL_SOME;
	return putchar('\n') == EOF ? TOOL_SOME : 0;
}

/* What has words only (a sample, a digital page) is drawn by them. */
static void
show_pages(const struct conf *conf, const char *file, const struct words *w,
    const json_t *told)
{
	const char *words[] = { "--pictures", file, NULL };
	json_t *pictures = NULL;

	if (w->fd != -1)
		(void)ask_reader(conf, words, &pictures);
	show_html(told, pictures, stdout);
	json_decref(pictures);
}

int
plugin_explain(struct plugin_args *a)
{
	struct conf conf;
	struct words w;
	json_t *told;
	int status = setup_load(&a->setup, &conf);

	if (status != 0)
		return status;
	status = words_read(&conf, a->word, 1, &w);
	if (status == 0) {
		status = ask(&conf, a, false, &w, &told);
		if (status == 0 && a->html)
			show_pages(&conf, a->word[0], &w, told);
		else if (status == 0 && a->json)
			status = show_json(told);
		else if (status == 0)
			show_explain(told, plugin_colours(), stdout);
		if (status == 0)
			json_decref(told);
		words_free(&w, 1);
	}
	conf_free(&conf);
	if (fflush(stdout) != 0)
		return TOOL_SOME;
	return status;
}

static void
show_again(const struct conf *conf, const struct plugin_args *a,
    const struct words *w)
{
	uint64_t began_ms = clock_ms();
	json_t *told;

	if (isatty(STDOUT_FILENO) == 1)
		(void)fputs(CLEAR, stdout);
	(void)fflush(stdout);
	/* What is wrong with the plugin the reader says itself. */
	if (ask(conf, a, true, w, &told) == 0) {
		show_explain(told, plugin_colours(), stdout);
		json_decref(told);
	}
	(void)printf("-- %" PRIu64 " ms; waiting for " FILE_NAME " to be "
	    "saved\n", clock_ms() - began_ms);
	(void)fflush(stdout);
}

/* Until plugin.yaml was written, or another put in its place. */
static int
wait_for_save(int fd)
{
	char buf[16384] __attribute__((aligned(8)));
	const struct inotify_event *e;
	bool saved = false;
	ssize_t n;

	while (!saved) {
		n = read(fd, buf, sizeof(buf));
		if (n <= 0)
			return n == -1 ? -errno : -EIO;
		for (char *at = buf; at < buf + n;
		    at += sizeof(*e) + e->len) {
			e = (const struct inotify_event *)at;
			if (e->mask & IN_IGNORED)
				return -ENOENT;
			saved = saved || (e->mask & IN_Q_OVERFLOW) ||
			    (e->len > 0 && strcmp(e->name, FILE_NAME) == 0);
		}
	}
	return 0;
}

static int
watch(const struct conf *conf, const struct plugin_args *a,
    const char *folder)
{
	int fd = inotify_init1(IN_CLOEXEC), r = 0;
	struct words w;

	if (fd == -1 || inotify_add_watch(fd, folder, IN_CLOSE_WRITE |
	    IN_MOVED_TO | IN_ONLYDIR) == -1) {
		warn("%s", folder);
		if (fd != -1)
			(void)close(fd);
		return TOOL_USAGE;
	}
	r = words_read(conf, a->word + 1, 1, &w);
	if (r == 0) {
		do
			show_again(conf, a, &w);
		while ((r = wait_for_save(fd)) == 0);
		warnx("%s: %s", folder, strerror(-r));
		r = TOOL_SOME;
		words_free(&w, 1);
	}
	(void)close(fd);
	return r;
}

int
plugin_place(const char *word, char **ret_folder, char **ret_parent)
{
	char *folder = realpath(word, NULL), *parent;
	const char *slash;

	if (folder == NULL) {
		warn("%s", word);
		return TOOL_USAGE;
	}
	slash = strrchr(folder, '/');
	parent = strndup(folder, slash == folder ? 1 :
	    (size_t)(slash - folder));
	if (parent == NULL) {
		warnx("%s", strerror(ENOMEM));
		free(folder);
		return TOOL_SOME;
	}
	*ret_folder = folder;
	*ret_parent = parent;
	return 0;
}

int
plugin_watch(struct plugin_args *a)
{
	char *folder, *parent;
	struct conf conf;
	int status = plugin_place(a->word[0], &folder, &parent);

	if (status != 0)
		return status;
	a->plugin = strrchr(folder, '/') + 1;
	a->setup.more = &parent;
	a->setup.n_more = 1;
	if (setup_look(folder) != SETUP_ONE) {
		warnx("%s: holds no " FILE_NAME, a->word[0]);
		status = TOOL_USAGE;
	}
	if (status == 0)
		status = setup_load(&a->setup, &conf);
	if (status == 0) {
		status = watch(&conf, a, folder);
		conf_free(&conf);
	}
	free(folder);
	free(parent);
	return status;
}
