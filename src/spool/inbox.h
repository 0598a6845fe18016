#ifndef GREFFIER_INBOX_H
#define GREFFIER_INBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "spool/settle.h"

/*
 * The files of the inbox that are on their way to being taken.
 *
 *	arrives --look--> known --still, no writer--> ready --next--> in hand
 *	                    ^                                          |   |
 *	                    '------------- refused --------------------'   v
 *	                                                               forgotten
 *
 * Truth is the folder: what a look does not find any more is forgotten, what
 * it finds anew is known from then on.  At most `max` are known at a time, and
 * some times as many that were refused for a fault, so that these do not crowd
 * out the others; the rest waits in the folder, where it costs no memory.
 *
 * Errors     0 or a negative errno.
 * Ownership  strings are borrowed for the call; inbox_next's until the file
 *            is forgotten or refused.
 * Blocking   inbox_look: a stat(2) for each file.  It may run on another
 *            thread, one at a time; the other calls wait for a file of it.
 */
struct inbox;

#define INBOX_PATH_SIZE		(LIMIT_NAME_BYTES + 1)
#define INBOX_STUCK_TIMES	16	/* of `max`; one has some 200 bytes */

int	inbox_new(size_t max, struct inbox **ret_inbox);
void	inbox_free(struct inbox *in);		/* NULL is fine */

/*
 * Look through the folder `top` at `now_ms`.  `hint`: something has happened
 * in it, so even those are tried again that were found busy a moment ago.
 * `folder` as in walk.h.  On an error nothing is forgotten.
 */
int	inbox_look(struct inbox *in, int top, uint64_t now_ms,
	    uint64_t settle_ms, bool hint,
	    void (*folder)(void *data, int fd, const char *path), void *data);

/* The next ready file, in hand from now on; -ENOENT: none. */
int	inbox_next(struct inbox *in, const char **ret_path,
	    struct settle_id *ret_id);

/* It has left the inbox. */
void	inbox_forget(struct inbox *in, const char *path);

/*
 * It could not be taken and stays.  `error`: why, a negative errno; 0 where
 * that is no fault, as of a file still being written.  True when this was its
 * first refusal for a fault, so that the fact is told once.
 */
bool	inbox_refused(struct inbox *in, const char *path, int error,
	    uint64_t now_ms, uint64_t settle_ms);

/*
 * How many files wait there for a fault to go.  Unless none: the path of the
 * one that has waited longest, and its fault.
 */
size_t	inbox_stuck(struct inbox *in, char ret_path[static INBOX_PATH_SIZE],
	    int *ret_error);

/* For which fault the file at `path` waits; 0 for none. */
int	inbox_error(struct inbox *in, const char *path);

/* When a look is worth while; UINT64_MAX: not before something happens. */
uint64_t inbox_due_ms(struct inbox *in);

struct inbox_counts {
	size_t		files;		/* that the last whole look saw */
	size_t		ready;
	bool		crowded;	/* some of them are not known for want of room */
	uint64_t	oldest_ms;	/* since when one waits that waits longest; 0 none */
};

struct inbox_counts inbox_counts(struct inbox *in);

#endif /* GREFFIER_INBOX_H */
