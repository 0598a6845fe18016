#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "spool/move.h"
#include "spool/walk.h"
#include "spool/work.h"

#define FOLDER_FLAGS	(O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define JOURNAL_SIZE	(SPOOL_ID_SIZE + 8)

void
work_id(uint64_t number, char ret_id[static SPOOL_ID_SIZE])
{
	(void)snprintf(ret_id, SPOOL_ID_SIZE, "%016" PRIx64, number);
}

static bool
id_ok(const char *name, size_t len)
{
	return len == SPOOL_ID_SIZE - 1 &&
	    strspn(name, "0123456789abcdef") >= len;
}

int
work_open(const struct spool *sp, const char *id, int *ret_fd)
{
	int fd = openat(sp->room[SPOOL_WORK], id, FOLDER_FLAGS);

	if (fd == -1)
		return -errno;
	*ret_fd = fd;
	return 0;
}

int
work_open_parent(const struct spool *sp, const struct spool_job *job,
    int *ret_fd, const char **ret_base)
{
	int fd = -1, r;

	if ((r = work_open(sp, job->id, &fd)) < 0)
		return r;
	r = io_open_parent(fd, job->path, 0, ret_fd, ret_base);
	(void)close(fd);
	return r;
}

static void
journal_name(const char *id, char name[static JOURNAL_SIZE])
{
	(void)snprintf(name, JOURNAL_SIZE, "%.16s.pages", id);
}

int
spool_open_journal(const struct spool *sp, const struct spool_job *job,
    int *ret_fd)
{
	const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC;
	char name[JOURNAL_SIZE];
	int fd, r;

	journal_name(job->id, name);
	fd = openat(sp->room[SPOOL_WORK], name, flags);
	if (fd == -1 && errno == ENOENT) {
		fd = openat(sp->room[SPOOL_WORK], name, flags | O_CREAT |
		    O_EXCL, 0600);
		/* Its bytes are synced as they come; its name is here. */
		if (fd != -1 && (r = io_sync(sp->room[SPOOL_WORK])) < 0) {
			(void)close(fd);
			(void)unlinkat(sp->room[SPOOL_WORK], name, 0);
			return r;
		}
	}
	if (fd == -1)
		return -errno;
	*ret_fd = fd;
	return 0;
}

/* Remove folders and half a copy in the folder `fd`, which is taken over. */
static void
remove_folders(int fd, const char *temp, int depth)
{
	struct dirent *entry;
	int sub;
	DIR *dir;

	dir = fdopendir(fd);
	if (dir == NULL) {
		(void)close(fd);
		return;
	}
	(void)unlinkat(dirfd(dir), temp, 0);
	while (depth <= WALK_DEPTH_MAX && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		sub = openat(dirfd(dir), entry->d_name, FOLDER_FLAGS);
		if (sub == -1)
			continue;		/* a file: it stays */
		remove_folders(sub, temp, depth + 1);
		(void)unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	}
	(void)closedir(dir);
}

void
work_remove(const struct spool *sp, const char *id)
{
	char name[JOURNAL_SIZE], temp[MOVE_TEMP_SIZE];
	int fd = -1;

	/* The folder last: while it is there, a start looks after the rest. */
	journal_name(id, name);
	(void)unlinkat(sp->room[SPOOL_WORK], name, 0);
	if (work_open(sp, id, &fd) == 0) {
		move_temp_name(id, temp);
		(void)unlinkat(fd, WORK_COPIED, 0);
		remove_folders(fd, temp, 0);
	}
	(void)unlinkat(sp->room[SPOOL_WORK], id, AT_REMOVEDIR);
}

static int
keep_path(void *data, const char *path, const struct stat *st)
{
	struct spool_job *job = data;

	(void)st;
	(void)snprintf(job->path, sizeof(job->path), "%s", path);
	return 1;
}

/* Finish a claim by copy that a crash has cut: the inbox still has the name. */
static void
finish_copy(const struct spool *sp, int work_dir, const struct spool_job *job)
{
	const char *base, *inbox_base;
	int dir = -1, inbox_dir = -1;

	if (faccessat(work_dir, WORK_COPIED, F_OK, AT_SYMLINK_NOFOLLOW) == -1)
		return;
	if (io_open_parent(work_dir, job->path, 0, &dir, &base) == 0 &&
	    io_open_parent(sp->room[SPOOL_INBOX], job->path, 0, &inbox_dir,
	    &inbox_base) == 0 &&
	    move_same_copy(dir, base, inbox_dir, inbox_base)) {
		(void)unlinkat(inbox_dir, inbox_base, 0);
		(void)io_sync(inbox_dir);
	}
	if (dir != -1)
		(void)close(dir);
	if (inbox_dir != -1)
		(void)close(inbox_dir);
	(void)unlinkat(work_dir, WORK_COPIED, 0);
}

/*
 * Remove what a crash left half written of it in other rooms: this time it may
 * take another way, on which nothing writes over them.
 */
static void
remove_temps(const struct spool *sp, const struct spool_job *job)
{
	char temp[MOVE_TEMP_SIZE];
	const char *base;
	int dir;

	move_temp_name(job->id, temp);
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		if (i == SPOOL_WORK || io_open_parent(sp->room[i], job->path,
		    0, &dir, &base) < 0)
			continue;
		(void)unlinkat(dir, temp, 0);
		(void)close(dir);
	}
}

/* 1 and the job that lies in work/`id`/, or 0: none, and it is cleaned. */
static int
job_in(const struct spool *sp, const char *id, struct spool_job *job)
{
	const struct walk_events events = { NULL, keep_path, job };
	int fd = -1, r;

	if ((r = work_open(sp, id, &fd)) < 0)
		return r;
	(void)snprintf(job->id, sizeof(job->id), "%s", id);
	r = walk(fd, &events);
	if (r > 0) {
		finish_copy(sp, fd, job);
		remove_temps(sp, job);
	}
	(void)close(fd);
	if (r == 0)
		work_remove(sp, id);
	return r;
}

static int
compare_jobs(const void *a, const void *b)
{
	return strcmp(((const struct spool_job *)a)->id,
	    ((const struct spool_job *)b)->id);
}

static int
add_job(struct spool_job **jobs, size_t *n, const struct spool_job *job)
{
	struct spool_job *more;

	if (*n % 64 == 0) {
		more = reallocarray(*jobs, *n + 64, sizeof(*more));
		if (more == NULL)
			return -ENOMEM;
		*jobs = more;
	}
	(*jobs)[(*n)++] = *job;
	return 0;
}

/* What one name in work/ is.  A journal without its folder has had its day. */
static int
look_at(const struct spool *sp, const char *name, struct spool_job **jobs,
    size_t *n)
{
	char id[SPOOL_ID_SIZE];
	struct spool_job job;
	const char *dot = strchr(name, '.');
	int r;

	if (dot != NULL && strcmp(dot, ".pages") == 0 &&
	    id_ok(name, (size_t)(dot - name))) {
		(void)snprintf(id, sizeof(id), "%.16s", name);
		if (faccessat(sp->room[SPOOL_WORK], id, F_OK,
		    AT_SYMLINK_NOFOLLOW) == -1)
			(void)unlinkat(sp->room[SPOOL_WORK], name, 0);
		return 0;
	}
	if (!id_ok(name, strlen(name)))
		return 0;
	r = job_in(sp, name, &job);
	if (r == -ENOTDIR || r == -ELOOP || r == -ENOENT)
		return 0;
	return r <= 0 ? r : add_job(jobs, n, &job);
}

int
spool_jobs(const struct spool *sp, struct spool_job **ret_jobs, size_t *ret_n)
{
	struct spool_job *jobs = NULL;
	struct dirent *entry;
	size_t n = 0;
	DIR *dir;
	int fd, r = 0;

	fd = openat(sp->room[SPOOL_WORK], ".", FOLDER_FLAGS);
	if (fd == -1)
		return -errno;
	dir = fdopendir(fd);
	if (dir == NULL) {
		r = -errno;
		(void)close(fd);
		return r;
	}
	while (r == 0) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL) {
			r = -errno;
			break;
		}
		r = look_at(sp, entry->d_name, &jobs, &n);
	}
	(void)closedir(dir);
	if (r < 0) {
		free(jobs);
		return r;
	}
	if (n > 1)
		qsort(jobs, n, sizeof(*jobs), compare_jobs);
	*ret_jobs = jobs;
	*ret_n = n;
	return 0;
}
