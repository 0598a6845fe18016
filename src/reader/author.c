#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "base/verdict.h"
#include "base/xalloc.h"
#include "page/picture.h"
#include "page/source.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "reader/author.h"
#include "reader/deadline.h"
#include "reader/draft.h"
#include "reader/known.h"
#include "reader/sample.h"
#include "record/explain.h"
#include "record/json_put.h"
#include "sandbox/sandbox.h"

#define MEMORY_BYTES	(1ULL << 30)
#define PICTURES_MAX	100	/* pages; a browser must hold them */
#define CPU_SPARE_S	60	/* beyond our own deadline, should that fail */

/* From here on nothing can be opened, nor written but what is held. */
static int
lock(const struct author *a, const char **ret_why)
{
	struct sandbox_options o = {
		.without_landlock = a->without_landlock,
	};
	unsigned abi;
	int r;

	deadline_set(a->cpu_ms, a->plugin != NULL ? a->plugin : "the answer",
	    NULL);
	json_object_seed(0);	/* while there is still a /dev/urandom */
	r = sandbox_enter(&o, &abi);
	if (r == 0)
		r = sandbox_enter_child(MEMORY_BYTES,
		    a->cpu_ms / 1000 + CPU_SPARE_S);
	if (r < 0)
		*ret_why = "cannot lock itself";
	return r;
}

/* Of what is handed over by its number one descriptor is enough. */
static void
close_handed(const char *file)
{
	int fd;

	if (sscanf(file, "/dev/fd/%d", &fd) == 1 && fd > STDERR_FILENO)
		(void)close(fd);
}

static int
open_words(const char *file, int *ret_fd, const char **ret_why)
{
	char *path;
	int r = known_open(file, ret_fd, &path);

	free(path);
	if (r < 0)
		*ret_why = file;
	else
		close_handed(file);
	return r;
}

static int
read_words(int fd, const char *file, struct known **ret, const char **ret_why)
{
	int r = known_read(fd, ret);

	if (r < 0)
		*ret_why = file;
	return r;
}

/* 0 with *ret NULL where none is asked for. */
static int
get_plugin(const struct author *a, const struct plugin **ret,
    const char **ret_why)
{
	*ret = a->plugin == NULL ? NULL : plugin_set_get(a->set, a->plugin);
	if (a->plugin == NULL || *ret != NULL)
		return 0;
	*ret_why = "there is no such plugin";
	return -ENOENT;
}

int
author_explain(const struct author *a, const char *const *file, size_t n,
    json_t **ret, const char **ret_why)
{
	struct explain_options o = { .words = a->words, .quick = a->quick };
	struct known *k;
	int fd, r;

	(void)n;
	if ((r = get_plugin(a, &o.plugin, ret_why)) < 0 ||
	    (r = open_words(file[0], &fd, ret_why)) < 0 ||
	    (r = lock(a, ret_why)) < 0 ||
	    (r = read_words(fd, file[0], &k, ret_why)) < 0)
		return r;
	(void)close(fd);
	*ret = explain_json(a->set, k->text, &o);
	known_free(k);
	return 0;
}

static json_t *
sample_json(const struct author *a, const struct plugin *p,
    const char *folder)
{
	const char *slash = strrchr(folder, '/');
	json_t *j = json_object();
	struct sample *s;
	char *why;

	deadline_set(a->cpu_ms, folder, NULL);
	put(j, "case", json_string(slash == NULL ? folder : slash + 1));
	if (sample_read(folder, true, &s, &why) < 0) {
		put(j, "why", json_string(why));
		free(why);
		return j;
	}
	put(j, "recognised",
	    json_string(plugin_set_choose(a->set, s->text)->name));
	put(j, "expected", s->expected == NULL ? json_null() :
	    json_incref(s->expected));
	put(j, "got", sample_deliberations(s, p, NULL));
	sample_free(s);
	return j;
}

/* The folder that the plugin's file lies in. */
static char *
folder_of(const struct plugin_set *set, const struct plugin *p)
{
	const char *file = "";

	for (size_t i = 0; i < plugin_set_count(set); i++) {
		if (plugin_set_at(set, i) == p)
			file = plugin_set_file(set, i);
	}
	return xstrndup(file, strlen(file) - strlen("/plugin.yaml"));
}

int
author_reread(const struct author *a, const char *const *file, size_t files,
    json_t **ret, const char **ret_why)
{
	const struct plugin *p;
	char *folder, **sample;
	json_t *j, *list;
	size_t n;
	int r;

	(void)file;
	(void)files;
	if ((r = get_plugin(a, &p, ret_why)) < 0)
		return r;
	j = json_object();
	list = json_array();
	folder = folder_of(a->set, p);
	sample_list(folder, &sample, &n);
	for (size_t i = 0; i < n; i++) {
		append(list, sample_json(a, p, sample[i]));
		free(sample[i]);
	}
	free(sample);
	put(j, "folder", json_string(folder));
	put(j, "samples", list);
	free(folder);
	*ret = j;
	return 0;
}

int
author_draft(const struct author *a, const char *const *file, size_t n,
    json_t **ret, const char **ret_why)
{
	struct known **scan = xcalloc(n + 1, sizeof(struct known *));
	int *fd = xcalloc(n + 1, sizeof(*fd)), r = 0;
	struct draft_others others;

	draft_others_read(a->set, a->plugin, &others);
	for (size_t i = 0; i < n && r == 0; i++)
		r = open_words(file[i], &fd[i], ret_why);
	if (r == 0)
		r = lock(a, ret_why);
	for (size_t i = 0; i < n && r == 0; i++)
		r = read_words(fd[i], file[i], &scan[i], ret_why);
	if (r == 0)
		*ret = draft_json(a->set, a->plugin, scan, n, &others);
	for (size_t i = 0; i < n; i++)
		known_free(scan[i]);
	draft_others_free(&others);
	free(scan);
	free(fd);
	return r;
}

static json_t *
picture_json(struct source *s, uint32_t number, unsigned how)
{
	json_t *j = json_object();
	struct picture p;
	enum verdict v = picture_make(s, number, how, &p);
	char *base64;

	put(j, "page", json_integer(number));
	if (v != VERDICT_OK) {
		put(j, "why", json_string(verdict_name(v)));
		return j;
	}
	base64 = g_base64_encode(p.jpeg, p.len);
	put(j, "rotation", json_integer(p.rotation));
	put(j, "jpeg", json_string(base64));
	g_free(base64);
	picture_free(&p);
	return j;
}

int
author_pictures(const struct author *a, const char *const *file, size_t n,
    json_t **ret, const char **ret_why)
{
	int fd = open(file[0], O_RDONLY | O_CLOEXEC | O_NONBLOCK), r;
	struct source *s;
	enum verdict v;
	json_t *list;

	(void)n;
	*ret_why = file[0];
	if (fd == -1)
		return -errno;
	if ((r = lock(a, ret_why)) < 0)
		return r;
	if ((v = source_open(fd, &s)) != VERDICT_OK) {
		*ret_why = verdict_name(v);
		return -EINVAL;
	}
	list = json_array();
	for (uint32_t i = 1; i <= source_pages(s) && i <= PICTURES_MAX; i++)
		append(list, picture_json(s, i, a->without));
	source_free(s);
	*ret = list;
	return 0;
}
