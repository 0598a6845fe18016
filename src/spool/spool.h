#ifndef GREFFIER_SPOOL_H
#define GREFFIER_SPOOL_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "spool/name.h"
#include "spool/settle.h"

/*
 * The rooms.  A scan is in exactly one of them, at whatever instant the
 * machine stops; where it is, is its state, and nothing else is.
 *
 *	inbox/sub/a.pdf --claim--> work/ID/sub/a.pdf --finish--> done/sub/a.pdf
 *	             ^                |          \------fail---> failed/sub/a.pdf
 *	             '---put back-----'                          + .raison.txt, .json
 *
 * Beside work/ID/ lies work/ID.pages, the journal of what was read from it
 * (journal.h).  A start finds in work/ what the last stop left (spool_jobs).
 *
 * Errors     0 or a negative errno.  Nothing is logged here.  After an error
 *            nothing has moved.
 * Ownership  struct spool is the caller's, opened and closed in pairs.
 *            Strings are borrowed for the call.  A returned descriptor is the
 *            caller's to close.
 * Blocking   every move waits for a few syncs, and for a copy where the rooms
 *            are of several file systems: call it off the loop.
 * Threads    several at once, each with a job of its own.
 */

enum spool_room {
	SPOOL_INBOX, SPOOL_WORK, SPOOL_OUT, SPOOL_DONE, SPOOL_FAILED,
	SPOOL_ROOMS
};

struct spool {
	int	room[SPOOL_ROOMS];	/* folders, or -1 */
	char	*path[SPOOL_ROOMS];	/* where they were opened */
	bool	mounted[SPOOL_ROOMS];	/* a file system begins there */
	mode_t	file_mode, folder_mode;	/* of what is made in out, done, failed */
};

#define SPOOL_ID_SIZE	(16 + 1)

/* A scan in work/. */
struct spool_job {
	char	id[SPOOL_ID_SIZE];		/* hexadecimal */
	char	path[LIMIT_NAME_BYTES + 1];	/* below the inbox */
};

/* A file to lie beside a scan that has failed. */
struct spool_note {
	const char	*suffix;	/* added to the scan's whole name */
	const char	*data;
	size_t		 len;
};

const char *spool_room_name(enum spool_room room);

/*
 * Open the rooms at `paths`, made where they are missing.  *ret_room, set on
 * failure only: the room that it was about.  -ELOOP: a room lies inside the
 * inbox, by whatever links and mounts.  -EWOULDBLOCK: another daemon works
 * in this work/.
 */
int	spool_open(struct spool *sp, const char *const paths[SPOOL_ROOMS],
	    mode_t file_mode, mode_t folder_mode, enum spool_room *ret_room);

/*
 * Let what is written in out/, done/ and failed/ be the group's: the room's own
 * group, and its set-group bit, which hands it on.  -EPERM: not ours to do;
 * *ret_room as above.
 */
int	spool_give_group(const struct spool *sp, gid_t group,
	    enum spool_room *ret_room);

/*
 * Permissions of a subfolder that is made in a room: a group that may write the
 * room may write there too, or it could clear failed/ but for its subfolders.
 */
mode_t	spool_folder_mode(const struct spool *sp, enum spool_room room);

/*
 * What would spool_open say of a folder at the absolute `path`?  Nothing is
 * made.  0: it is there and may be written; 1: it would be made; or the error.
 */
int	spool_foresee(const char *path);

/* Close what is open.  Harmless on a spool that is closed. */
void	spool_close(struct spool *sp);

/*
 * Is the room still the folder at its path?  0; or 1: another had come in its
 * place (a share mounted again) and is the room from now on.  -ENODEV: there
 * is none, or only the empty place of a file system that is not mounted;
 * other errors: it cannot be told.  Not for work/, whose scans are in hand.
 */
int	spool_check(const struct spool *sp, enum spool_room room);

/*
 * Take inbox/`path`, which had `id` when it was found settled.  `number` is to
 * grow from call to call (say, the time in microseconds); the job's number is
 * that, or the next that is free.  A file that has other names (hard links) is
 * taken by copy, so that what is read is what stays.
 * -ENOENT: gone.  -EAGAIN: changed since.  -EINVAL: no plain file any more.
 */
int	spool_claim(const struct spool *sp, const char *path,
	    const struct settle_id *id, uint64_t number,
	    struct spool_job *ret_job);

/*
 * A descriptor that reads the scan of `job`.  -EAGAIN: somebody still has it
 * open for writing.  -EACCES: not ours to read.
 */
int	spool_open_scan(const struct spool *sp, const struct spool_job *job,
	    int *ret_fd);

/*
 * Back into the inbox, and out of work/.  -EEXIST: the name came again
 * meanwhile; the job stays in work/.
 */
int	spool_put_back(const struct spool *sp, const struct spool_job *job);

/*
 * Its record is in out/: put the scan away under a name that is free, see
 * name.h, and clean up behind it.  -ENOENT: it has left work/ already.
 */
int	spool_finish(const struct spool *sp, const struct spool_job *job,
	    const char *sha256, char ret_name[static NAME_SIZE]);

/*
 * Set the scan aside, beside `n` notes that are there before it is.
 * `sha256` may be "", where it could not be read.
 */
int	spool_fail(const struct spool *sp, const struct spool_job *job,
	    const char *sha256, const struct spool_note *note, size_t n,
	    char ret_name[static NAME_SIZE]);

/*
 * Is failed/`path` a scan that was set aside, and none of its notes?  `suffix` as
 * below, the first of which says so.
 */
bool	spool_has_failed(const struct spool *sp, const char *path,
	    const char *const *suffix);

/*
 * Back into the inbox with failed/`path`, to be read once more; then its notes
 * (their suffixes, NULL-ended) are removed.  -EEXIST: the inbox has one of that
 * name; -ENOENT: there is none; -EINVAL: no scan, as the first note is missing.
 */
int	spool_retry(const struct spool *sp, const char *path, uint64_t number,
	    const char *const *suffix);

/*
 * What lies in work/, oldest first, in *ret_jobs (free(3) it).  What a crash
 * left half made there is finished or removed first.
 */
int	spool_jobs(const struct spool *sp, struct spool_job **ret_jobs,
	    size_t *ret_n);

/* The journal of `job`, opened for reading and appending, made if missing. */
int	spool_open_journal(const struct spool *sp, const struct spool_job *job,
	    int *ret_fd);

/* Bytes free to us where the room lies; UINT64_MAX where it cannot be told. */
uint64_t spool_free_bytes(const struct spool *sp, enum spool_room room);

/* Does the room lie where the system does not tell of changes (NFS, SMB)? */
bool	spool_room_silent(const struct spool *sp, enum spool_room room);

#endif /* GREFFIER_SPOOL_H */
