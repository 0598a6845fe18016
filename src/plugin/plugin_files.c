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
#include "plugin/plugin_files.h"
#include "plugin/plugin_set.h"
#include "wire/frame.h"

#define FILE_NAME	"plugin.yaml"

/* Who takes the files, and where they are frozen to. */
struct taking {
	const struct plugin_source *source;
	int	(*take)(void *data, const struct plugin_file *f,
		    struct plugin_error *err);
	void	*data;
	struct plugin_error *err;
};

int
plugin_files_refuse(struct plugin_error *err, const char *path,
    const char *why, const char *what)
{
	*err = (struct plugin_error){ 0 };
	(void)snprintf(err->file, sizeof(err->file), "%s", path);
	(void)snprintf(err->message, sizeof(err->message), "%s%s%s%s", why,
	    what != NULL ? " \"" : "", what != NULL ? what : "",
	    what != NULL ? "\"" : "");
	return -EINVAL;
}

/* ---- Frozen ---- */

/* Its path, a NUL, its bytes. */
static int
freeze(int fd, const struct plugin_file *f, struct plugin_error *err)
{
	struct buf all = { 0 };
	int r;

	xbuf_append(&all, f->path, strlen(f->path) + 1);
	xbuf_append(&all, f->data, f->len);
	r = frame_write(fd, FRAME_PLUGIN, 0, all.data, all.len);
	buf_free(&all);
	return r < 0 ? plugin_files_refuse(err, f->path, strerror(-r), NULL) :
	    0;
}

/* NAME of DIR/NAME/plugin.yaml; the caller's to free. */
static char *
name_of(const char *path)
{
	const char *end = strrchr(path, '/'), *start = end;

	if (end == NULL)
		return xstrdup("");
	while (start > path && start[-1] != '/')
		start--;
	return xstrndup(start, (size_t)(end - start));
}

static int
thaw(void *data, const struct frame *f)
{
	const struct taking *t = data;
	const char *end = memchr(f->data, '\0', f->len);
	struct plugin_file file;
	char *name;
	int r;

	if (f->kind != FRAME_PLUGIN || end == NULL)
		return -EBADMSG;
	name = name_of(f->data);
	file = (struct plugin_file){ f->data, name, end + 1,
	    (size_t)(f->data + f->len - end - 1) };
	r = t->take(t->data, &file, t->err);
	free(name);
	return r;
}

static int
thaw_all(const struct taking *t)
{
	struct stat st;
	off_t whole;
	int r;

	*t->err = (struct plugin_error){ 0 };
	r = frame_scan(t->source->frozen, thaw, (void *)t, &whole);
	if (r == 0 && (fstat(t->source->frozen, &st) == -1 ||
	    st.st_size != whole))
		r = -EBADMSG;
	if (r < 0 && t->err->message[0] == '\0')
		return plugin_files_refuse(t->err, "the frozen plugins",
		    strerror(-r), NULL);
	return r;
}

/* ---- In folders ---- */

static int
read_file(int dir, const char *name, struct buf *ret)
{
	int fd, r;

	if ((r = io_open_plain(dir, name, O_NOFOLLOW, &fd)) < 0)
		return r;
	r = io_read_all(fd, LIMIT_PLUGIN_BYTES + 1, ret);
	if (r == 0 && ret->len > LIMIT_PLUGIN_BYTES)
		r = -EFBIG;
	(void)close(fd);
	return r;
}

static int
take_file(const struct taking *t, int dirfd, const char *dir,
    const char *name)
{
	char *path = xasprintf("%s/%s/" FILE_NAME, dir, name);
	struct buf data = { 0 };
	struct plugin_file f = { .path = path, .name = name };
	int r;

	/* The folder's own descriptor plus "NAME/plugin.yaml". */
	r = read_file(dirfd, path + strlen(dir) + 1, &data);
	f.data = data.data == NULL ? "" : data.data;
	f.len = data.len;
	if (r == -ENOENT || r == -ENOTDIR)
		r = 0;		/* a folder of something else */
	else if (r < 0)
		(void)plugin_files_refuse(t->err, path, r == -EINVAL ?
		    "no plain file" : strerror(-r), NULL);
	else if (t->source->freeze == -1 ||
	    (r = freeze(t->source->freeze, &f, t->err)) == 0)
		r = t->take(t->data, &f, t->err);
	buf_free(&data);
	free(path);
	return r;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted, so that the first error is always the same. */
static int
list_names(DIR *dp, char ***ret, size_t *ret_n)
{
	struct dirent *de;
	char **name = NULL;
	size_t n = 0;
	int r;

	/* What memory is asked for between two calls may set it too. */
	while (errno = 0, (de = readdir(dp)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		name = xreallocarray(name, n + 1, sizeof(*name));
		name[n++] = xstrdup(de->d_name);
	}
	r = -errno;
	if (n > 0)
		qsort(name, n, sizeof(*name), compare_names);
	*ret = name;
	*ret_n = n;
	return r;
}

static int
take_dir(const struct taking *t, const char *dir)
{
	char **name = NULL;
	size_t n = 0;
	DIR *dp;
	int r;

	dp = opendir(dir);
	if (dp == NULL && errno == ENOENT)
		return 0;		/* no mistake, says greffier.yaml(5) */
	if (dp == NULL)
		return plugin_files_refuse(t->err, dir, strerror(errno),
		    NULL);
	r = list_names(dp, &name, &n);
	if (r < 0)
		(void)plugin_files_refuse(t->err, dir, strerror(-r), NULL);
	for (size_t i = 0; i < n; i++) {
		if (r == 0)
			r = take_file(t, dirfd(dp), dir, name[i]);
		free(name[i]);
	}
	free(name);
	(void)closedir(dp);
	return r;
}

int
plugin_files_each(const struct plugin_source *source,
    int (*take)(void *data, const struct plugin_file *f,
    struct plugin_error *err), void *data, struct plugin_error *err)
{
	const struct taking t = { source, take, data, err };
	int r = 0;

	if (source->frozen != -1)
		return thaw_all(&t);
	for (size_t i = 0; i < source->n && r == 0; i++)
		r = take_dir(&t, source->dirs[i]);
	return r;
}
