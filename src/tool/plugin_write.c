#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "tool/plugin_write.h"
#include "tool/put.h"

/* NAME in FOLDER (and in samples/CASE where that is not NULL). */
static int
write_in(const char *folder, const char *sample, const char *name,
    const char *data, size_t len)
{
	char *path;
	int fd, r;

	if (asprintf(&path, "%s%s%s", folder, sample != NULL ? "/samples/" :
	    "", sample != NULL ? sample : "") == -1)
		return -ENOMEM;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r = fd == -1 ? -errno : put_file(fd, name, data, len, false);
	if (fd != -1)
		(void)close(fd);
	free(path);
	return r;
}

int
plugin_write_expected(const char *folder, const char *name,
    const json_t *deliberations)
{
	char *json = json_dumps(deliberations, JSON_INDENT(1)), *line = NULL;
	int n = json == NULL ? -1 : asprintf(&line, "%s\n", json), r;

	free(json);
	if (n == -1)
		return -ENOMEM;
	r = write_in(folder, name, "expected.json", line, (size_t)n);
	free(line);
	return r;
}

/* A page a line: a diff tells which has changed. */
static int
spell_pages(const json_t *pages, struct buf *b)
{
	const json_t *one;
	char *json;
	size_t i;
	int r = buf_puts(b, "[\n");

	json_array_foreach(pages, i, one) {
		json = json_dumps(one, JSON_COMPACT);
		if (r == 0)
			r = json == NULL ? -ENOMEM : buf_printf(b, "%s%s",
			    i > 0 ? ",\n" : "", json);
		free(json);
	}
	return r == 0 ? buf_puts(b, "\n]\n") : r;
}

static int
make_folders(const char *folder, const char *name)
{
	static const char *const below[] = { "/samples", "/samples/" };
	char *path;
	int r = 0;

	for (size_t i = 0; i < 2 && r == 0; i++) {
		if (asprintf(&path, "%s%s%s", folder, below[i],
		    i == 1 ? name : "") == -1)
			return -ENOMEM;
		if (mkdir(path, 0777) == -1 && errno != EEXIST)
			r = -errno;
		free(path);
	}
	return r;
}

int
plugin_write_pages(const char *folder, const char *name, const json_t *pages)
{
	struct buf b = { 0 };
	int r = spell_pages(pages, &b);

	if (r == 0)
		r = make_folders(folder, name);
	if (r == 0)
		r = write_in(folder, name, "pages.json", b.data, b.len);
	buf_free(&b);
	return r;
}

int
plugin_write_yaml(const char *folder, const char *yaml)
{
	if (mkdir(folder, 0777) == -1)
		return -errno;
	return write_in(folder, NULL, "plugin.yaml", yaml, strlen(yaml));
}
