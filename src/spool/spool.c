#include <sys/stat.h>

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
	if (r < 0)
		return r;

	r = check_settled(to_dir, base, settled, true, &linked);
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
	/* Before all that is made and synced: it may be one of thousands. */
	if (faccessat(from_dir, ".", W_OK | X_OK, AT_EACCESS) == -1) {
		r = -errno;
		(void)close(from_dir);
		return r;
	}
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
	r = io_open_parent(sp->room[SPOOL_INBOX], job->path,
	    spool_folder_mode(sp, SPOOL_INBOX), &inbox_dir, &base);
	if (r == 0) {
		r = move_file(work_dir, base, inbox_dir, base, job->id);
		(void)close(inbox_dir);
	}
	(void)close(work_dir);
	if (r == 0)
		work_remove(sp, job->id);
	return r;
}
