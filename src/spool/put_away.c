#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "spool/move.h"
#include "spool/name.h"
#include "spool/spool.h"
#include "spool/work.h"

/*
 * Out of work/, into done/ or failed/.
 *
 * The notes of a scan that failed come before it, so that none lies there
 * unexplained.  They hold no date: the same scan failing again writes the same
 * bytes, and so knows its own notes from before a crash.
 */
struct putting {
	const struct spool	*sp;
	const struct spool_job	*job;
	const struct spool_note	*note;
	size_t			 notes;
};

/* Is `name` there with just these bytes? */
static bool
note_is(int dir, const char *name, const struct spool_note *note)
{
	char have[IO_SHA256_SIZE], want[IO_SHA256_SIZE];
	uint64_t bytes;
	bool same;
	int fd;

	fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
	    O_CLOEXEC);
	if (fd == -1)
		return false;
	io_sha256_bytes(note->data, note->len, want);
	same = io_sha256(fd, have, &bytes) == 0 && strcmp(have, want) == 0;
	(void)close(fd);
	return same;
}

static int
write_note(const struct putting *p, int dir, const char *name,
    const struct spool_note *note)
{
	char temp[MOVE_TEMP_SIZE];
	int fd, r;

	move_temp_name(p->job->id, temp);
	fd = openat(dir, temp, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW |
	    O_CLOEXEC, p->sp->file_mode);
	if (fd == -1)
		return -errno;
	r = io_write_all(fd, note->data, note->len);
	if (r == 0 && fsync(fd) == -1)
		r = -errno;
	if (close(fd) == -1 && r == 0)
		r = -errno;
	if (r == 0)
		r = move_into_place(dir, temp, name);
	if (r < 0)
		(void)unlinkat(dir, temp, 0);
	return r == -EEXIST && note_is(dir, name, note) ? 0 : r;
}

static void
remove_notes(const struct putting *p, int dir, const char *base)
{
	char name[NAME_SIZE];

	for (size_t i = 0; i < p->notes; i++)
		if (name_note(base, p->note[i].suffix, name) == 0 &&
		    note_is(dir, name, &p->note[i]))
			(void)unlinkat(dir, name, 0);
}

static int
write_notes(const struct putting *p, int dir, const char *base)
{
	char name[NAME_SIZE];
	int r = 0;

	for (size_t i = 0; i < p->notes && r == 0; i++) {
		r = name_note(base, p->note[i].suffix, name);
		if (r == 0)
			r = write_note(p, dir, name, &p->note[i]);
	}
	return r;
}

/* One candidate name.  -EEXIST: it, or one of its notes' names, is taken. */
static int
try_name(const struct putting *p, enum spool_room room, const char *name)
{
	const char *base, *work_base;
	int dir, work_dir, r;
	struct stat st;

	r = work_open_parent(p->sp, p->job, &work_dir, &work_base);
	if (r < 0)
		return r;
	r = io_open_parent(p->sp->room[room], name,
	    spool_folder_mode(p->sp, room), &dir, &base);
	if (r < 0) {
		(void)close(work_dir);
		return r;
	}
	/* No note to another's name; a crash may have left our own copy. */
	if (fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !move_same_copy(work_dir, work_base, dir, base))
		r = -EEXIST;
	if (r == 0) {
		r = write_notes(p, dir, base);
		if (r == 0)
			r = move_file(work_dir, work_base, dir, base,
			    p->job->id);
		/* By its next try it may have another verdict. */
		if (r < 0)
			remove_notes(p, dir, base);
	}
	(void)close(work_dir);
	(void)close(dir);
	return r;
}

/* As `path`, or the first name beside it that is free. */
static int
try_names(const struct putting *p, enum spool_room room, const char *path,
    const char *sha256, char name[static NAME_SIZE])
{
	int r = -EEXIST;

	for (unsigned n = 0; n < NAME_TRIES && r == -EEXIST; n++) {
		r = name_candidate(path, NULL,
		    sha256[0] == '\0' ? p->job->id : sha256, n, name);
		if (r == 0)
			r = try_name(p, room, name);
	}
	return r;
}

static int
put_away(const struct putting *p, enum spool_room room, const char *sha256,
    char ret_name[static NAME_SIZE])
{
	char name[NAME_SIZE], flat[NAME_SIZE];
	int r;

	r = try_names(p, room, p->job->path, sha256, name);
	/* A file of an earlier day has its folder's name: beside that one. */
	if (r == -ENOTDIR && (r = name_flat(p->job->path, flat)) == 0)
		r = try_names(p, room, flat, sha256, name);
	if (r < 0)
		return r;
	work_remove(p->sp, p->job->id);
	(void)snprintf(ret_name, NAME_SIZE, "%s", name);
	return 0;
}

int
spool_finish(const struct spool *sp, const struct spool_job *job,
    const char *sha256, char ret_name[static NAME_SIZE])
{
	const struct putting p = { sp, job, NULL, 0 };

	return put_away(&p, SPOOL_DONE, sha256, ret_name);
}

int
spool_fail(const struct spool *sp, const struct spool_job *job,
    const char *sha256, const struct spool_note *note, size_t n,
    char ret_name[static NAME_SIZE])
{
	const struct putting p = { sp, job, note, n };

	return put_away(&p, SPOOL_FAILED, sha256, ret_name);
}
