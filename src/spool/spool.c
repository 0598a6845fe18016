#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include <linux/magic.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "spool/lease.h"
#include "spool/move.h"
#include "spool/spool.h"
#include "spool/work.h"

#define FOLDER_FLAGS	(O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#define UP_MAX		256		/* folders up to the root */

/* Network file systems' magic numbers that linux/magic.h does not name. */
#define FUSE_MAGIC	0x65735546
#define CIFS_MAGIC	0xff534d42

static const char *const room_name[SPOOL_ROOMS] = {
	[SPOOL_INBOX] = "inbox",
	[SPOOL_WORK] = "work",
	[SPOOL_OUT] = "out",
	[SPOOL_DONE] = "done",
	[SPOOL_FAILED] = "failed",
};

const char *
spool_room_name(enum spool_room room)
{
	return room < SPOOL_ROOMS ? room_name[room] : "unknown";
}

/* Make what is missing of an absolute path, then open it. */
static int
open_room(const char *path, mode_t mode)
{
	char part[4096];
	size_t len = strlen(path);
	int fd;

	if (len >= sizeof(part))
		return -ENAMETOOLONG;
	for (size_t i = 1; i <= len; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		/* A folder that is there may refuse in more ways than one. */
		if (mkdir(part, mode) == -1 && errno != EEXIST &&
		    access(part, F_OK) == -1)
			return -errno;
	}
	fd = open(path, FOLDER_FLAGS);
	return fd == -1 ? -errno : fd;
}

/* 1 where the folder `fd` is `inbox` or lies inside it, else 0 or an error. */
static int
inside(int fd, const struct stat *inbox)
{
	struct stat st, last = { 0 };
	int up, next, r = 0;

	up = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (up == -1)
		return -errno;
	for (int i = 0; i < UP_MAX; i++) {
		if (fstat(up, &st) == -1) {
			r = -errno;
			break;
		}
		r = st.st_dev == inbox->st_dev && st.st_ino == inbox->st_ino;
		if (r != 0 || (i > 0 && st.st_dev == last.st_dev &&
		    st.st_ino == last.st_ino))
			break;
		last = st;
		next = openat(up, "..", FOLDER_FLAGS);
		if (next == -1)
			break;		/* not ours to see: none of ours */
		(void)close(up);
		up = next;
	}
	(void)close(up);
	return r;
}

static int
check_apart(const struct spool *sp, enum spool_room *ret_room)
{
	struct stat inbox;
	int r;

	if (fstat(sp->room[SPOOL_INBOX], &inbox) == -1)
		return -errno;
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		if (i == SPOOL_INBOX)
			continue;
		r = inside(sp->room[i], &inbox);
		if (r != 0) {
			*ret_room = (enum spool_room)i;
			return r < 0 ? r : -ELOOP;
		}
	}
	return 0;
}

int
spool_open(struct spool *sp, const char *const paths[SPOOL_ROOMS],
    mode_t file_mode, mode_t folder_mode, enum spool_room *ret_room)
{
	int r = 0;

	*sp = (struct spool){ .file_mode = file_mode,
	    .folder_mode = folder_mode };
	for (int i = 0; i < SPOOL_ROOMS; i++)
		sp->room[i] = -1;
	for (int i = 0; i < SPOOL_ROOMS && r == 0; i++) {
		sp->room[i] = open_room(paths[i], folder_mode);
		if (sp->room[i] < 0) {
			r = sp->room[i];
			sp->room[i] = -1;
			*ret_room = (enum spool_room)i;
		}
	}
	if (r == 0)
		r = check_apart(sp, ret_room);
	if (r == 0 && flock(sp->room[SPOOL_WORK], LOCK_EX | LOCK_NB) == -1) {
		r = -errno;
		*ret_room = SPOOL_WORK;
	}
	if (r < 0)
		spool_close(sp);
	return r;
}

void
spool_close(struct spool *sp)
{
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		if (sp->room[i] != -1)
			(void)close(sp->room[i]);
		sp->room[i] = -1;
	}
}

/* Is it still what was found settled?  ctime counts until we rename it. */
static int
check_settled(int dir, const char *base, const struct settle_id *id,
    bool renamed, bool *ret_linked)
{
	struct settle_id now;
	struct stat st;

	if (fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	now = settle_id(&st);
	if (!settle_same_file(&now, id) ||
	    (!renamed && now.ctime_ns != id->ctime_ns))
		return -EAGAIN;
	*ret_linked = st.st_nlink > 1;
	return 0;
}

/* Copy, with a mark that tells a start why the file may lie in both rooms. */
static int
take_copy(int from_dir, const char *base, int job_dir, int to_dir,
    const char *id)
{
	int mark, r;

	mark = openat(job_dir, WORK_COPIED, O_WRONLY | O_CREAT | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (mark == -1)
		return -errno;
	(void)close(mark);
	if ((r = io_sync(job_dir)) < 0)
		return r;
	r = move_by_copy(from_dir, base, to_dir, base, id);
	if (r == 0)
		(void)unlinkat(job_dir, WORK_COPIED, 0);
	return r;
}

static int
take(int from_dir, const char *base, int job_dir, int to_dir, const char *id,
    const struct settle_id *settled)
{
	bool linked;
	int r;

	r = check_settled(from_dir, base, settled, false, &linked);
	if (r < 0)
		return r;
	r = renameat2(from_dir, base, to_dir, base, RENAME_NOREPLACE) == -1 ?
	    -errno : 0;
	if (r == -EXDEV)
		return take_copy(from_dir, base, job_dir, to_dir, id);
	if (r == -EINVAL || r == -ENOSYS)
		r = move_file(from_dir, base, to_dir, base, id);
	if (r == 0)
		r = check_settled(to_dir, base, settled, true, &linked);
	else
		return r;
	if (r == 0 && linked)
		r = move_unshare(to_dir, base, id);
	if (r == 0 && (r = io_sync(to_dir)) == 0)
		r = io_sync(from_dir);
	/* Another file came between, or the disk fails. */
	if (r < 0 && move_back(to_dir, base, from_dir, base) < 0)
		return 0;	/* in work/ it is, and from there it goes on */
	return r;
}

/* mkdir work/ID/: exclusive, so an ID is never given twice. */
static int
make_job_folder(const struct spool *sp, uint64_t number,
    char ret_id[static SPOOL_ID_SIZE])
{
	for (;; number++) {
		work_id(number, ret_id);
		if (mkdirat(sp->room[SPOOL_WORK], ret_id, 0700) == 0)
			return io_sync(sp->room[SPOOL_WORK]);
		if (errno != EEXIST)
			return -errno;
	}
}

int
spool_claim(const struct spool *sp, const char *path,
    const struct settle_id *id, uint64_t number, struct spool_job *ret_job)
{
	int from_dir = -1, job_dir = -1, to_dir = -1, r;
	const char *base;
	struct spool_job job;

	r = io_open_parent(sp->room[SPOOL_INBOX], path, 0, &from_dir, &base);
	if (r < 0)
		return r;
	if ((r = make_job_folder(sp, number, job.id)) < 0 ||
	    (r = work_open(sp, job.id, &job_dir)) < 0 ||
	    (r = io_open_parent(job_dir, path, 0700, &to_dir, &base)) < 0 ||
	    (r = take(from_dir, base, job_dir, to_dir, job.id, id)) < 0)
		work_remove(sp, job.id);
	(void)close(from_dir);
	if (job_dir != -1)
		(void)close(job_dir);
	if (to_dir != -1)
		(void)close(to_dir);
	if (r < 0)
		return r;
	(void)snprintf(job.path, sizeof(job.path), "%s", path);
	*ret_job = job;
	return 0;
}

int
spool_open_scan(const struct spool *sp, const struct spool_job *job,
    int *ret_fd)
{
	const char *base;
	struct stat st;
	int dir, fd, r = 0;

	if ((r = work_open_parent(sp, job, &dir, &base)) < 0)
		return r;
	/* A crash may have come between its claim and its copy. */
	if (fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode) && st.st_nlink > 1 &&
	    (r = move_unshare(dir, base, job->id)) < 0) {
		(void)close(dir);
		return r;
	}
	fd = openat(dir, base, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
	    O_CLOEXEC);
	if (fd == -1 || fstat(fd, &st) == -1)
		r = -errno;
	else if (!S_ISREG(st.st_mode))
		r = -EINVAL;
	else if (lease_writer(fd))
		r = -EAGAIN;
	(void)close(dir);
	if (r < 0 && fd != -1)
		(void)close(fd);
	if (r == 0)
		*ret_fd = fd;
	return r;
}

int
spool_put_back(const struct spool *sp, const struct spool_job *job)
{
	const char *base;
	int work_dir, inbox_dir, r;

	if ((r = work_open_parent(sp, job, &work_dir, &base)) < 0)
		return r;
	/* The clerk may have tidied the subfolder away meanwhile. */
	r = io_open_parent(sp->room[SPOOL_INBOX], job->path, sp->folder_mode,
	    &inbox_dir, &base);
	if (r == 0) {
		r = move_file(work_dir, base, inbox_dir, base, job->id);
		(void)close(inbox_dir);
	}
	(void)close(work_dir);
	if (r == 0)
		work_remove(sp, job->id);
	return r;
}

uint64_t
spool_free_bytes(const struct spool *sp, enum spool_room room)
{
	struct statvfs fs;

	if (fstatvfs(sp->room[room], &fs) == -1)
		return UINT64_MAX;
	return (uint64_t)fs.f_bavail * fs.f_frsize;
}

bool
spool_room_silent(const struct spool *sp, enum spool_room room)
{
	struct statfs fs;

	if (fstatfs(sp->room[room], &fs) == -1)
		return true;
	switch ((uint32_t)fs.f_type) {
	case NFS_SUPER_MAGIC:
	case SMB_SUPER_MAGIC:
	case SMB2_SUPER_MAGIC:
	case CIFS_MAGIC:
	case FUSE_MAGIC:
	case V9FS_MAGIC:
	case CEPH_SUPER_MAGIC:
	case AFS_SUPER_MAGIC:
		return true;
	default:
		return false;
	}
}
