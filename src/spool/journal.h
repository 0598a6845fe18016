#ifndef GREFFIER_JOURNAL_H
#define GREFFIER_JOURNAL_H

#include <stddef.h>
#include <stdint.h>

#include "spool/name.h"
#include "wire/frame.h"

/*
 * The journal of a scan, work/ID.pages: the frames of wire/frame.h, only ever
 * appended to, so that a crash costs a page and not a register.
 *
 *	INFO, then PAGE and LOST as they come, then NAME
 *
 * NAME is written and synced between a record's temporary and its name in
 * out/.  It says which file will have that name: a start that finds that very
 * file there knows that the record is out, and makes no second one.
 *
 * Errors     0 or a negative errno.  An append that failed has left nothing.
 * Ownership  the descriptor (spool_open_journal) is the caller's.
 * Blocking   as the disk likes.
 */

/*
 * A record's file, before and after it has its name.  Without its device:
 * that number may be another after a reboot.
 */
struct journal_name {
	uint64_t	ino;
	int64_t		size, mtime_ns;
	char		name[NAME_SIZE];	/* below out/ */
};

int	journal_append(int fd, const struct frame *f);
int	journal_sync(int fd);

/*
 * Hand every INFO, PAGE and LOST frame to `fn` (NULL: to nobody) and set the
 * last NAME in *ret_name (an empty name where there is none); then cut off the
 * torn tail.  -EBADMSG: no journal; `fn`'s own negative numbers.
 */
int	journal_load(int fd, int (*fn)(void *data, const struct frame *f),
	    void *data, struct journal_name *ret_name);

int	journal_append_name(int fd, const struct journal_name *name);

/* Begin anew. */
int	journal_clear(int fd);

#endif /* GREFFIER_JOURNAL_H */
