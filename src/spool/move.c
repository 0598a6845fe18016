#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "spool/move.h"
#include "spool/settle.h"

#define READ_FLAGS	(O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | \
			    O_CLOEXEC)

void
move_temp_name(const char *id, char ret_name[static MOVE_TEMP_SIZE])
{
	(void)snprintf(ret_name, MOVE_TEMP_SIZE, ".greffier-%.16s.part", id);
}

static bool
exists(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 ||
	    errno != ENOENT;
}

static bool
same_inode(int a_dir, const char *a, int b_dir, const char *b)
{
	struct stat sa, sb;

	return fstatat(a_dir, a, &sa, AT_SYMLINK_NOFOLLOW) == 0 &&
	    fstatat(b_dir, b, &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

bool
move_same_copy(int a_dir, const char *a, int b_dir, const char *b)
{
	char ha[IO_SHA256_SIZE], hb[IO_SHA256_SIZE];
	struct stat sa, sb;
	uint64_t na, nb;
	bool same = false;
	int fa, fb;

	fa = openat(a_dir, a, READ_FLAGS);
	fb = openat(b_dir, b, READ_FLAGS);
	if (fa != -1 && fb != -1 &&
	    fstat(fa, &sa) == 0 && fstat(fb, &sb) == 0 &&
	    S_ISREG(sa.st_mode) && S_ISREG(sb.st_mode) &&
	    sa.st_size == sb.st_size &&
	    settle_id(&sa).mtime_ns == settle_id(&sb).mtime_ns &&
	    io_sha256(fa, ha, &na) == 0 && io_sha256(fb, hb, &nb) == 0)
		same = strcmp(ha, hb) == 0;
	if (fa != -1)
		(void)close(fa);
	if (fb != -1)
		(void)close(fb);
	return same;
}

/*
 * Rename without RENAME_NOREPLACE, for file systems that lack it: a link is
 * as unwilling to replace.  Where links lack too, looking first must do; only
 * one daemon works in these folders.
 */
static int
rename_by_link(int from_dir, const char *from, int to_dir, const char *to)
{
	if (linkat(from_dir, from, to_dir, to, 0) == 0 ||
	    (errno == EEXIST && same_inode(from_dir, from, to_dir, to)))
		return unlinkat(from_dir, from, 0) == -1 ? -errno : 0;
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS &&
	    errno != EMLINK)
		return -errno;
	if (exists(to_dir, to))
		return -EEXIST;
	return renameat(from_dir, from, to_dir, to) == -1 ? -errno : 0;
}

static int
rename_only(int from_dir, const char *from, int to_dir, const char *to)
{
	if (renameat2(from_dir, from, to_dir, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -errno;
	return rename_by_link(from_dir, from, to_dir, to);
}

int
move_back(int to_dir, const char *to, int from_dir, const char *from)
{
	return rename_only(to_dir, to, from_dir, from);
}

int
move_into_place(int dir, const char *temp, const char *name)
{
	int r = rename_only(dir, temp, dir, name);

	if (r == 0 && (r = io_sync(dir)) < 0 &&
	    move_back(dir, name, dir, temp) < 0)
		return 0;
	return r;
}

/* Permissions and dates, where the file system lets its files have any. */
static int
give_looks(int fd, const struct stat *st)
{
	const struct timespec times[2] = { st->st_atim, st->st_mtim };

	if (fchmod(fd, st->st_mode & 0777) == -1 && errno != EPERM)
		return -errno;
	if (futimens(fd, times) == -1 && errno != EPERM)
		return -errno;
	return 0;
}

/* Bytes, permissions and dates of `in`, synced; -EAGAIN: it changed. */
static int
fill_copy(int in, int out)
{
	struct settle_id before, after;
	struct stat st;
	int r;

	if (fstat(in, &st) == -1)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	before = settle_id(&st);
	if ((r = io_copy(in, out)) < 0 || (r = give_looks(out, &st)) < 0)
		return r;
	if (fsync(out) == -1 || fstat(in, &st) == -1)
		return -errno;
	after = settle_id(&st);
	return settle_same_file(&before, &after) ? 0 : -EAGAIN;
}

static int
copy_to_temp(int from_dir, const char *from, int to_dir, const char *temp)
{
	int in, out, r;

	in = openat(from_dir, from, READ_FLAGS);
	if (in == -1)
		return -errno;
	out = openat(to_dir, temp, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	r = out == -1 ? -errno : fill_copy(in, out);
	(void)close(in);
	if (out != -1 && close(out) == -1 && r == 0)
		r = -errno;
	return r;
}

int
move_by_copy(int from_dir, const char *from, int to_dir, const char *to,
    const char *id)
{
	char temp[MOVE_TEMP_SIZE];
	int r;

	move_temp_name(id, temp);
	if (!move_same_copy(from_dir, from, to_dir, to)) {
		if (exists(to_dir, to))
			return -EEXIST;
		r = copy_to_temp(from_dir, from, to_dir, temp);
		if (r == 0)
			r = move_into_place(to_dir, temp, to);
		if (r < 0) {
			(void)unlinkat(to_dir, temp, 0);
			return r;
		}
	}
	/* Else a crash came between the copy's name and this unlink. */
	if (unlinkat(from_dir, from, 0) == -1) {
		r = -errno;
		(void)unlinkat(to_dir, to, 0);
		return r;
	}
	/* The copy is safe.  Should the old name come back, it is known. */
	(void)io_sync(from_dir);
	return 0;
}

int
move_unshare(int dir, const char *name, const char *id)
{
	char temp[MOVE_TEMP_SIZE];
	int r;

	move_temp_name(id, temp);
	r = copy_to_temp(dir, name, dir, temp);
	if (r == 0 && renameat(dir, temp, dir, name) == -1)
		r = -errno;
	if (r < 0)
		(void)unlinkat(dir, temp, 0);
	return r < 0 ? r : io_sync(dir);
}

int
move_file(int from_dir, const char *from, int to_dir, const char *to,
    const char *id)
{
	int r = rename_only(from_dir, from, to_dir, to);

	if (r == -EXDEV)
		return move_by_copy(from_dir, from, to_dir, to, id);
	if (r < 0)
		return r;
	/* The new folder first: a crash may show it twice, never nowhere. */
	if (((r = io_sync(to_dir)) < 0 || (r = io_sync(from_dir)) < 0) &&
	    move_back(to_dir, to, from_dir, from) < 0)
		return 0;
	return r;
}
