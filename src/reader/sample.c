#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/xalloc.h"
#include "reader/known.h"
#include "reader/sample.h"
#include "record/record.h"

static int
why(char **ret, const char *file, const char *reason, int r)
{
	*ret = xasprintf("%s: %s", file, reason);
	return r;
}

static const char *
fault(int r)
{
	return r == -EINVAL ? "no plain file" : strerror(-r);
}

static int
read_file(const char *path, struct buf *ret)
{
	int fd, r = io_open_plain(AT_FDCWD, path, O_NOFOLLOW, &fd);

	if (r < 0)
		return r;
	r = io_read_all(fd, LIMIT_PAGE_BYTES + 1, ret);
	if (r == 0 && ret->len > LIMIT_PAGE_BYTES)
		r = -EFBIG;
	(void)close(fd);
	xbuf_puts(ret, "");
	return r;
}

static int
read_words(struct sample *s, const char *folder, char **ret_why)
{
	char *path;
	int fd, r;

	r = known_open(folder, &fd, &path);
	if (r == -ENOENT) {
		(void)why(ret_why, folder, "neither text.txt nor pages.json",
		    r);
	} else if (r == 0) {
		r = known_read(fd, &s->known);
		(void)close(fd);
	}
	if (r < 0 && r != -ENOENT)
		(void)why(ret_why, path, r == -EBADMSG ?
		    "no list of pages" : fault(r), r);
	if (r == 0)
		s->text = s->known->text;
	free(path);
	return r;
}

static int
read_expected(struct sample *s, const char *folder, bool new,
    char **ret_why)
{
	char *path = xasprintf("%s/expected.json", folder), place[256];
	struct buf data = { 0 };
	json_error_t err;
	int r;

	r = read_file(path, &data);
	if (r == -ENOENT && new) {
		r = 0;
		goto out;
	}
	if (r < 0) {
		(void)why(ret_why, path, fault(r), r);
		goto out;
	}
	s->expected = json_loadb(data.data, data.len, 0, &err);
	if (s->expected == NULL) {
		(void)snprintf(place, sizeof(place), "%d:%d: %s", err.line,
		    err.column, err.text);
		r = why(ret_why, path, place, -EINVAL);
	} else if (!json_is_array(s->expected)) {
		r = why(ret_why, path, "must be a list of deliberations",
		    -EINVAL);
	}
out:
	buf_free(&data);
	free(path);
	return r;
}

int
sample_read(const char *folder, bool new, struct sample **ret,
    char **ret_why)
{
	struct sample *s = xcalloc(1, sizeof(*s));
	const char *slash = strrchr(folder, '/');
	int r;

	s->name = xstrdup(slash == NULL ? folder : slash + 1);
	r = read_words(s, folder, ret_why);
	if (r == 0)
		r = read_expected(s, folder, new, ret_why);
	if (r < 0) {
		sample_free(s);
		return r;
	}
	*ret = s;
	return 0;
}

void
sample_free(struct sample *s)
{
	if (s == NULL)
		return;
	known_free(s->known);
	json_decref(s->expected);
	free(s->name);
	free(s);
}

/* Provenance is left out: its boxes change with every scan. */
json_t *
sample_deliberations(const struct sample *s, const struct plugin *p,
    const struct record_hook *hook)
{
	json_t *list = record_deliberations(s->text, p, hook), *one;
	size_t i;

	json_array_foreach(list, i, one)
		(void)json_object_del(one, "provenance");
	return list;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
sample_list(const char *plugin_folder, char ***ret, size_t *ret_n)
{
	char *samples = xasprintf("%s/samples", plugin_folder), *path;
	DIR *dp = opendir(samples);
	char **list = NULL;
	struct dirent *de;
	struct stat st;
	size_t n = 0;

	while (dp != NULL && (de = readdir(dp)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		path = xasprintf("%s/%s", samples, de->d_name);
		if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
			list = xreallocarray(list, n + 1, sizeof(*list));
			list[n++] = path;
		} else {
			free(path);
		}
	}
	if (dp != NULL)
		(void)closedir(dp);
	if (n > 0)
		qsort(list, n, sizeof(*list), compare_names);
	free(samples);
	*ret = list;
	*ret_n = n;
}
