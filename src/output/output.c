#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output/output.h"
#include "spool/move.h"
#include "spool/settle.h"

#define SUFFIX		".json"
#define HEAD_BYTES	4096	/* of a record, where its source is named */
#define FIND_TRIES	4
#define RECORD_MAX	((size_t)1 << 30)	/* read back to be copied */

static void
describe(struct journal_name *n, const struct stat *st, const char *name)
{
	const struct settle_id id = settle_id(st);

	n->ino = id.ino;
	n->size = id.size;
	n->mtime_ns = id.mtime_ns;
	(void)snprintf(n->name, sizeof(n->name), "%s", name);
}

bool
output_there(const struct output *o, const struct journal_name *name)
{
	struct journal_name now;
	const char *base;
	struct stat st;
	int dir, r;

	if (io_open_parent(o->room, name->name, 0, &dir, &base) < 0)
		return false;
	r = fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW);
	(void)close(dir);
	if (r == -1 || !S_ISREG(st.st_mode))
		return false;
	describe(&now, &st, name->name);
	return now.ino == name->ino && now.size == name->size &&
	    now.mtime_ns == name->mtime_ns;
}

/* The temporary, whole and synced. */
static int
write_temp(const struct output *o, int dir, const char *temp,
    const char *data, size_t len, struct stat *ret_st,
    char ret_sha256[static IO_SHA256_SIZE])
{
	uint64_t bytes;
	int fd, r;

	fd = openat(dir, temp, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW |
	    O_CLOEXEC, o->file_mode);
	if (fd == -1)
		return -errno;
	if ((r = io_write_all(fd, data, len)) == 0)
		r = io_write_all(fd, "\n", 1);
	if (r == 0 && (fsync(fd) == -1 || fstat(fd, ret_st) == -1))
		r = -errno;
	if (r == 0)
		r = io_sha256(fd, ret_sha256, &bytes);
	if (close(fd) == -1 && r == 0)
		r = -errno;
	if (r < 0)
		(void)unlinkat(dir, temp, 0);
	return r;
}

static bool
taken(int dir, const char *base)
{
	struct stat st;

	return fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* One candidate name for the temporary.  -EEXIST: taken. */
static int
name_temp(int dir, const char *temp, const struct stat *st, const char *name,
    const struct output_named *named)
{
	struct journal_name n;
	int r;

	if (taken(dir, last_part(name)))
		return -EEXIST;
	describe(&n, st, name);
	if ((r = named->fn(named->data, &n)) < 0)
		return r;
	return move_into_place(dir, temp, last_part(name));
}

static int
put_at(const struct output *o, const struct output_scan *scan,
    const char *data, size_t len, const struct output_named *named,
    struct name_record *ret_record)
{
	char temp[MOVE_TEMP_SIZE];
	struct name_record rec;
	const char *base;
	struct stat st;
	int dir, r;

	r = io_open_parent(o->room, scan->path, o->folder_mode, &dir, &base);
	if (r < 0)
		return r;
	move_temp_name(scan->id, temp);
	if ((r = write_temp(o, dir, temp, data, len, &st,
	    rec.sha256)) < 0)
		goto out;
	r = -EEXIST;
	for (unsigned n = 0; n < NAME_TRIES && r == -EEXIST; n++) {
		r = name_candidate(scan->path, SUFFIX, scan->sha256, n,
		    rec.name);
		if (r == 0)
			r = name_temp(dir, temp, &st, rec.name, named);
	}
	if (r < 0) {
		(void)unlinkat(dir, temp, 0);
		goto out;
	}
	*ret_record = rec;
out:
	(void)close(dir);
	return r;
}

int
output_put(const struct output *o, const struct output_scan *scan,
    const char *data, size_t len, const struct output_named *named,
    struct name_record *ret_record)
{
	struct output_scan beside = *scan;
	char flat[NAME_SIZE];
	int r;

	r = put_at(o, scan, data, len, named, ret_record);
	/* An earlier record has the folder's name: beside that one, then. */
	if (r == -ENOTDIR && (r = name_flat(scan->path, flat)) == 0) {
		beside.path = flat;
		r = put_at(o, &beside, data, len, named, ret_record);
	}
	return r;
}

/* Does the record at `name` say that it was made from that content? */
static int
names_content(const struct output *o, const char *name, const char *sha256,
    char ret_sha256[static IO_SHA256_SIZE])
{
	struct buf head = { 0 };
	uint64_t bytes;
	int fd, r;

	if ((r = io_open_read(o->room, name, &fd)) < 0)
		return r;
	r = io_read_all(fd, HEAD_BYTES, &head);
	if (r == 0 && (head.len == 0 || memmem(head.data, head.len, sha256,
	    strlen(sha256)) == NULL))
		r = -ENOENT;
	if (r == 0)
		r = io_sha256(fd, ret_sha256, &bytes);
	buf_free(&head);
	(void)close(fd);
	return r;
}

int
output_find(const struct output *o, const char *path, const char *sha256,
    struct name_record *ret_record)
{
	struct name_record rec;

	for (unsigned n = 0; n < FIND_TRIES; n++) {
		if (name_candidate(path, SUFFIX, sha256, n, rec.name) == 0 &&
		    names_content(o, rec.name, sha256, rec.sha256) == 0) {
			*ret_record = rec;
			return 0;
		}
	}
	return -ENOENT;
}

/* Open a record that is still the one that was put. */
static int
open_record(const struct output *o, const struct name_record *old,
    struct stat *ret_st)
{
	char sha256[IO_SHA256_SIZE];
	uint64_t bytes;
	int fd, r;

	if ((r = io_open_read(o->room, old->name, &fd)) < 0)
		return r;
	if (fstat(fd, ret_st) == -1)
		r = -errno;
	else if (!S_ISREG(ret_st->st_mode))
		r = -ENOENT;
	else
		r = io_sha256(fd, sha256, &bytes);
	if (r == 0 && strcmp(sha256, old->sha256) != 0)
		r = -ENOENT;
	if (r < 0)
		(void)close(fd);
	return r < 0 ? r : fd;
}

/* One candidate for a second name.  -EEXIST: another file has it. */
static int
link_one(const struct output *o, const struct name_record *old,
    const struct stat *st, int dir, const char *name,
    const struct output_named *named)
{
	struct journal_name n;
	const char *base;
	int old_dir, r;

	describe(&n, st, name);
	if (output_there(o, &n))
		return 0;
	if (taken(dir, last_part(name)))
		return -EEXIST;
	if ((r = named->fn(named->data, &n)) < 0)
		return r;
	if ((r = io_open_parent(o->room, old->name, 0, &old_dir, &base)) < 0)
		return r;
	if (linkat(old_dir, base, dir, last_part(name), 0) == -1)
		r = -errno;
	else if ((r = io_sync(dir)) < 0)
		(void)unlinkat(dir, last_part(name), 0);
	(void)close(old_dir);
	return r;
}

static int
link_first_free(const struct output *o, const struct output_scan *scan,
    const struct name_record *old, const struct stat *st,
    const struct output_named *named, char ret_name[static NAME_SIZE])
{
	const char *base, *path = scan->path;
	char flat[NAME_SIZE];
	int dir, r;

	r = io_open_parent(o->room, path, o->folder_mode, &dir, &base);
	if (r == -ENOTDIR && (r = name_flat(path, flat)) == 0) {
		path = flat;
		r = io_open_parent(o->room, path, o->folder_mode, &dir, &base);
	}
	if (r < 0)
		return r;
	r = -EEXIST;
	for (unsigned n = 0; n < NAME_TRIES && r == -EEXIST; n++) {
		r = name_candidate(path, SUFFIX, scan->sha256, n, ret_name);
		if (r == 0)
			r = link_one(o, old, st, dir, ret_name, named);
	}
	(void)close(dir);
	return r;
}

/* Where files have but one name: the same bytes once more. */
static int
put_copy(const struct output *o, const struct output_scan *scan, int fd,
    const struct output_named *named, struct name_record *ret_record)
{
	struct buf text = { 0 };
	int r;

	r = io_read_all(fd, RECORD_MAX, &text);
	if (r == 0 && text.len > 0 && text.data[text.len - 1] == '\n')
		text.len--;
	if (r == 0)
		r = output_put(o, scan, text.data, text.len, named,
		    ret_record);
	buf_free(&text);
	return r;
}

int
output_link(const struct output *o, const struct output_scan *scan,
    const struct name_record *old, const struct output_named *named,
    struct name_record *ret_record)
{
	struct name_record rec = *old;
	struct stat st;
	int fd, r;

	fd = open_record(o, old, &st);
	if (fd < 0)
		return fd == -ENOTDIR || fd == -ELOOP ? -ENOENT : fd;
	r = link_first_free(o, scan, old, &st, named, rec.name);
	if (r == -EPERM || r == -EMLINK || r == -EOPNOTSUPP || r == -EXDEV)
		r = put_copy(o, scan, fd, named, &rec);
	(void)close(fd);
	if (r == 0)
		*ret_record = rec;
	return r;
}
