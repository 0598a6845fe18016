#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/xalloc.h"
#include "reader/sample.h"
#include "text/text.h"
#include "words/page.h"

static char *
join(const char *folder, const char *name)
{
	struct buf b = { 0 };

	xbuf_puts(&b, folder);
	xbuf_puts(&b, "/");
	xbuf_puts(&b, name);
	return xbuf_take(&b, NULL);
}

static int
why(char **ret, const char *file, const char *reason, int r)
{
	struct buf b = { 0 };

	xbuf_puts(&b, file);
	xbuf_puts(&b, ": ");
	xbuf_puts(&b, reason);
	*ret = xbuf_take(&b, NULL);
	return r;
}

static int
read_file(const char *path, struct buf *ret)
{
	FILE *f = fopen(path, "re");
	char chunk[16384];
	size_t n;
	int r = 0;

	if (f == NULL)
		return -errno;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0 && r == 0) {
		xbuf_append(ret, chunk, n);
		if (ret->len > LIMIT_PAGE_BYTES)
			r = -EFBIG;
	}
	if (ferror(f))
		r = -EIO;
	(void)fclose(f);
	xbuf_puts(ret, "");
	return r;
}

/* An array of pages, each as page_to_json writes it. */
static int
read_pages(struct sample *s, const struct buf *data)
{
	json_t *list, *one;
	size_t i, len;
	char *json;
	int r = 0;

	list = json_loadb(data->data, data->len, 0, NULL);
	if (!json_is_array(list)) {
		json_decref(list);
		return -EINVAL;
	}
	s->page = xcalloc(json_array_size(list) + 1, sizeof(*s->page));
	json_array_foreach(list, i, one) {
		json = json_dumps(one, JSON_COMPACT | JSON_ENCODE_ANY);
		len = json == NULL ? 0 : strlen(json);
		r = json == NULL ? -EINVAL :
		    page_from_json(json, len, &s->page[s->pages]);
		free(json);
		if (r < 0)
			break;
		s->pages++;
	}
	json_decref(list);
	if (r == 0)
		s->text = text_new((const struct page *const *)s->page,
		    s->pages);
	return r;
}

static int
read_words(struct sample *s, const char *folder, char **ret_why)
{
	char *text = join(folder, "text.txt");
	char *pages = join(folder, "pages.json"), *path = text;
	struct buf data = { 0 };
	int r;

	r = read_file(text, &data);
	if (r == 0) {
		/* Laid out as a scan is, with its stamps told apart. */
		s->plain = text_from_utf8(data.data, data.len);
		s->text = text_new(s->plain->page, s->plain->pages);
	} else if (r == -ENOENT) {
		path = pages;
		r = read_file(pages, &data);
		if (r == 0)
			r = read_pages(s, &data);
	}
	if (r == -ENOENT)
		(void)why(ret_why, folder, "neither text.txt nor pages.json",
		    r);
	else if (r < 0)
		(void)why(ret_why, path, r == -EINVAL ?
		    "no list of pages" : strerror(-r), r);
	buf_free(&data);
	free(text);
	free(pages);
	return r;
}

static int
read_expected(struct sample *s, const char *folder, char **ret_why)
{
	char *path = join(folder, "expected.json"), place[256];
	struct buf data = { 0 };
	json_error_t err;
	int r;

	r = read_file(path, &data);
	if (r < 0) {
		(void)why(ret_why, path, strerror(-r), r);
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
sample_read(const char *folder, struct sample **ret, char **ret_why)
{
	struct sample *s = xcalloc(1, sizeof(*s));
	const char *slash = strrchr(folder, '/');
	int r;

	s->name = xstrdup(slash == NULL ? folder : slash + 1);
	r = read_words(s, folder, ret_why);
	if (r == 0)
		r = read_expected(s, folder, ret_why);
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
	text_free(s->text);
	text_free(s->plain);
	for (size_t i = 0; i < s->pages; i++)
		page_free(s->page[i]);
	free(s->page);
	json_decref(s->expected);
	free(s->name);
	free(s);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
sample_list(const char *plugin_folder, char ***ret, size_t *ret_n)
{
	char *samples = join(plugin_folder, "samples"), *path;
	DIR *dp = opendir(samples);
	char **list = NULL;
	struct dirent *de;
	struct stat st;
	size_t n = 0;

	while (dp != NULL && (de = readdir(dp)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		path = join(samples, de->d_name);
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
