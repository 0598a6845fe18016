#ifndef GREFFIER_SCAN_H
#define GREFFIER_SCAN_H

#include <stddef.h>

#include "spool/settle.h"
#include "spool/spool.h"

struct daemon;
struct scan;

/*
 * One scan in hand.
 *
 *	take --> ask --> [seen before: link] -------> finish --> gone
 *	            \--> read --> put ----------------^
 *	                     \--> fail ----------------------> gone
 *
 * Each arrow is a step that runs on another thread (read only begins there, and
 * is the pool's then) and may fail: a fault of the machine is waited out, longer each
 * time, with the scan where it is; a verdict on the document leads to fail.
 */

/* Take inbox/`path`.  -ENOMEM. */
int	scan_take(struct daemon *d, const char *path,
	    const struct settle_id *id);

/* Go on with what lies in work/ from before. */
int	scan_resume(struct daemon *d, const struct spool_job *job);

/* How many are not merely waiting for something. */
size_t	scan_active(const struct daemon *d);

/* One of several of the same content has gone: the others go on. */
void	scan_wake_twins(struct daemon *d);

/*
 * The grace is over: put back what has no page read yet, leave the rest in
 * work/ with its pages.  Steps under way are waited for, since none is long.
 */
void	scan_give_up_all(struct daemon *d);

#endif /* GREFFIER_SCAN_H */
