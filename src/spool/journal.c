#include <sys/stat.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "spool/journal.h"

int
journal_append(int fd, const struct frame *f)
{
	off_t end = lseek(fd, 0, SEEK_END);
	int r;

	if (end == -1)
		return -errno;
	r = frame_write(fd, f->kind, f->arg, f->data, f->len);
	/* Half a frame would hide all that is appended behind it. */
	if (r < 0 && ftruncate(fd, end) == -1)
		return -errno;
	return r;
}

int
journal_sync(int fd)
{
	return fdatasync(fd) == -1 ? -errno : 0;
}

int
journal_clear(int fd)
{
	return ftruncate(fd, 0) == -1 ? -errno : 0;
}

struct loading {
	int		(*fn)(void *data, const struct frame *f);
	void		*data;
	struct journal_name name;
};

/* "INO SIZE MTIME NAME", the name being all the rest. */
static int
parse_name(const struct frame *f, struct journal_name *ret)
{
	char text[NAME_SIZE + 128];
	struct journal_name n;
	size_t len;
	int at = 0;

	if (f->len >= sizeof(text))
		return -EBADMSG;
	memcpy(text, f->data, f->len);
	text[f->len] = '\0';
	if (sscanf(text, "%" SCNu64 " %" SCNd64 " %" SCNd64 "%n", &n.ino,
	    &n.size, &n.mtime_ns, &at) != 3 ||
	    text[at] != ' ')
		return -EBADMSG;
	len = strlen(&text[at + 1]);
	if (len >= sizeof(n.name))
		return -EBADMSG;
	memcpy(n.name, &text[at + 1], len + 1);
	*ret = n;
	return 0;
}

static int
on_frame(void *data, const struct frame *f)
{
	struct loading *l = data;

	switch (f->kind) {
	case FRAME_NAME:
		return parse_name(f, &l->name);
	case FRAME_INFO:
	case FRAME_PAGE:
	case FRAME_LOST:
		return l->fn == NULL ? 0 : l->fn(l->data, f);
	default:
		return -EBADMSG;
	}
}

int
journal_load(int fd, int (*fn)(void *data, const struct frame *f), void *data,
    struct journal_name *ret_name)
{
	struct loading l = { .fn = fn, .data = data };
	struct stat st;
	off_t whole;
	int r;

	if ((r = frame_scan(fd, on_frame, &l, &whole)) < 0)
		return r;
	if (fstat(fd, &st) == -1 ||
	    (st.st_size > whole && ftruncate(fd, whole) == -1))
		return -errno;
	*ret_name = l.name;
	return 0;
}

int
journal_append_name(int fd, const struct journal_name *name)
{
	char text[NAME_SIZE + 128];
	struct frame f = { .kind = FRAME_NAME, .data = text };
	int len, r;

	len = snprintf(text, sizeof(text),
	    "%" PRIu64 " %" PRId64 " %" PRId64 " %s", name->ino, name->size,
	    name->mtime_ns, name->name);
	if (len < 0 || (size_t)len >= sizeof(text))
		return -ENAMETOOLONG;
	f.len = (size_t)len;
	if ((r = journal_append(fd, &f)) < 0)
		return r;
	return journal_sync(fd);
}
