#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/xalloc.h"
#include "reader/known.h"
#include "text/text.h"
#include "words/page.h"

int
known_open(const char *path, int *ret_fd, char **ret_path)
{
	static const char *const names[] = { "text.txt", "pages.json" };
	struct stat st;
	int r = -ENOENT;

	*ret_path = xstrdup(path);
	if (stat(path, &st) == -1)
		return -errno;
	if (!S_ISDIR(st.st_mode))
		return io_open_plain(AT_FDCWD, path, 0, ret_fd);
	for (size_t i = 0; i < 2 && r == -ENOENT; i++) {
		free(*ret_path);
		*ret_path = xasprintf("%s/%s", path, names[i]);
		r = io_open_plain(AT_FDCWD, *ret_path, O_NOFOLLOW, ret_fd);
	}
	return r;
}

static int
add_page(struct known *k, const json_t *one)
{
	char *json = json_dumps(one, JSON_COMPACT | JSON_ENCODE_ANY);
	int r = json == NULL ? -EBADMSG : 0;

	if (r == 0)
		r = page_from_json(json, strlen(json), &k->own[k->owns]);
	if (r == 0)
		k->owns++;
	free(json);
	return r == -EINVAL ? -EBADMSG : r;
}

/* An array of pages, each as page_to_json writes it; or one page. */
static int
take_json(struct known *k, const struct buf *data)
{
	json_t *root = json_loadb(data->data, data->len, 0, NULL), *one;
	size_t n = json_is_array(root) ? json_array_size(root) : 1, i;
	int r = 0;

	if (root == NULL || n > LIMIT_PAGES) {
		json_decref(root);
		return -EBADMSG;
	}
	k->own = xcalloc(n + 1, sizeof(struct page *));
	if (json_is_object(root))
		r = add_page(k, root);
	json_array_foreach(root, i, one) {
		if (r == 0)
			r = add_page(k, one);
	}
	json_decref(root);
	k->page = k->own;
	k->pages = k->owns;
	return r;
}

/* Laid out as a scan is, with its stamps told apart. */
static int
take_text(struct known *k, const struct buf *data)
{
	k->plain = text_from_utf8(data->data, data->len);
	k->page = k->plain->own;
	k->pages = k->plain->pages;
	return 0;
}

static int
take_journal(struct known *k, int fd)
{
	const struct page **page;
	int r = journal_read(fd, &k->journal);

	if (r < 0)
		return r;
	page = xcalloc(k->journal.pages + 1, sizeof(*page));
	k->pages = journal_list(&k->journal, page);
	k->own = (struct page **)page;	/* borrowed: owns stays 0 */
	k->page = k->own;
	return 0;
}

/* A journal begins with the kind of its first frame, FRAME_INFO. */
static int
take_any(struct known *k, int fd, struct buf *data)
{
	const char *first;
	int r;

	if ((r = io_read_all(fd, LIMIT_FRAME_BYTES, data)) < 0)
		return r;
	xbuf_puts(data, "");
	if (data->len >= 4 && memcmp(data->data, "\1\0\0\0", 4) == 0)
		return take_journal(k, fd);
	if (memchr(data->data, '\0', data->len) != NULL)
		return -EBADMSG;	/* a scan, perhaps: not words */
	first = data->data + strspn(data->data, " \t\r\n");
	if (*first == '[' || *first == '{')
		return take_json(k, data);
	return take_text(k, data);
}

int
known_read(int fd, struct known **ret)
{
	struct known *k = xcalloc(1, sizeof(*k));
	struct buf data = { 0 };
	int r = take_any(k, fd, &data);

	buf_free(&data);
	if (r < 0) {
		known_free(k);
		return r;
	}
	k->text = text_new((const struct page *const *)k->page, k->pages);
	*ret = k;
	return 0;
}

void
known_free(struct known *k)
{
	if (k == NULL)
		return;
	text_free(k->text);
	text_free(k->plain);
	for (size_t i = 0; i < k->owns; i++)
		page_free(k->own[i]);
	free(k->own);
	journal_free(&k->journal);
	free(k);
}
