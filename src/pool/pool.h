#ifndef GREFFIER_POOL_H
#define GREFFIER_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

#include "base/verdict.h"
#include "wire/frame.h"
#include "wire/message.h"

/*
 * The readers: so many greffier-reader processes, warm and locked, to which
 * jobs are handed one at a time each.
 *
 * A job always ends in one of three ways: with its frame (VERDICT_OK), with a
 * verdict on the document, or with an errno of the machine.  Whatever a reader
 * does (die, hang, flood, lie), it costs its own job and itself: it is killed
 * with all its process group, and another is started.
 *
 * Errors     0 or a negative errno.  When a call returns an error its callback
 *            is never called.  Nothing is logged here: `fault` tells the owner
 *            what a sysadmin should know.
 * Ownership  struct pool is the pool's; struct pool_job, with all that it
 *            points to, is the caller's and stays where it is until its `end`
 *            was called or pool_cancel was.
 * Blocking   never.  One thread: the loop's.
 */
struct pool;

enum pool_class {
	POOL_SMALL,		/* an act: a few pages */
	POOL_LARGE,		/* a register: one job in five while acts wait */
	POOL_CLASSES
};

enum pool_fault {
	POOL_START,		/* a reader could not start, three times in a
				 * row, or once for its configuration's sake
				 * (status 78); the pool goes on trying */
	POOL_UNLOCKED,		/* a reader runs without landlock, as allowed */
	POOL_REPLACED,		/* a reader was killed or died; another comes */
};

struct pool_options {
	const char *const *argv;	/* reader's path, options; NULL-ended; copied */
	int		given;		/* a descriptor that each reader has a
					 * copy of as its 4; borrowed; -1 none */
	unsigned	readers;	/* >= 1 */
	unsigned	recycle_jobs;	/* a reader is replaced after so many; 0 never */
	uint64_t	memory_bytes;	/* of all jobs in work together; 0 no ceiling */
	uint64_t	start_ms;	/* from spawn to READY; 0: 30 s */
	uint64_t	backoff_ms;	/* before the second try to start, then
					 * doubled up to 30 s; 0: 200 ms */
	/*
	 * `status` is the exit status of the reader (its own words are on
	 * stderr), or 128 and the signal that ended it, or a negative errno
	 * where it could not even be spawned, or -ETIMEDOUT.  May be NULL.  Not
	 * to close the pool from in here.
	 */
	void		(*fault)(void *data, enum pool_fault fault, int status);
	void		*data;
};

struct pool_result {
	enum verdict	 verdict;	/* meaningless where error < 0 */
	int		 error;		/* 0, or the machine's: try again later */
	uint32_t	 arg;		/* of the frame, where VERDICT_OK */
	const char	*data;		/* its bytes, borrowed for the call;
					 * else what the reader said, or "" */
	size_t		 len;
};

struct pool_job {
	struct message_job	 ask;	/* all but `id` filled in by the caller;
					 * its memory is cut to the pool's ceiling */
	int			 fd;	/* scan or journal; borrowed */
	enum pool_class		 class;
	uint64_t		 budget_ms;	/* from hand-over to end */
	void			(*end)(struct pool_job *job,
				    const struct pool_result *result);
	/*
	 * Of a job that asks to go on (`then`): each frame but FAIL as it
	 * comes, before `end`, which then has none.  pool_cancel may be called
	 * from in here.
	 */
	void			(*several)(struct pool_job *job,
				    const struct frame *f);
	void			*data;

	/* The pool's own. */
	struct pool_job		*next;
	struct pool_reader	*reader;	/* while in work */
	bool			 queued;
};

/* Start the readers.  -EINVAL, -ENOMEM. */
int	pool_new(uv_loop_t *loop, const struct pool_options *options,
	    struct pool **ret_pool);

/*
 * Kill the readers, drop the jobs (their `end` is not called) and free the
 * pool; `closed` is called from the loop when no handle is left.
 */
void	pool_close(struct pool *pool, void (*closed)(void *data), void *data);

/* Queue a job.  Its `end` is called from the loop, never from in here. */
void	pool_submit(struct pool *pool, struct pool_job *job);

/* Forget a job; a reader at work on it is killed.  `end` is not called. */
void	pool_cancel(struct pool *pool, struct pool_job *job);

/*
 * From now on start readers by `argv` (copied) and with `given`: those at work
 * finish their job first.  How plugins are reloaded.
 */
int	pool_renew(struct pool *pool, const char *const *argv, int given);

/* What one reader is doing, for people; borrowed until the loop's next turn. */
struct pool_view {
	const char	*state;		/* "down", "starting", "idle", "busy", "ending" */
	int		 pid;		/* 0 where it is down */
	const struct message_job *ask;	/* its job, or NULL */
	uint64_t	 since_ms;	/* uv_now when that was handed over */
	unsigned	 failures;	/* starts in a row that came to nothing */
	int		 status;	/* of the last one, as for `fault` */
};

/* Look at reader `i`, from 0. */
void	pool_look(const struct pool *pool, unsigned i,
	    struct pool_view *ret_view);

/*
 * What a job's first try may take, so that as many as there are readers fit
 * under the pool's ceiling: an equal share, not above `memory_bytes` and not
 * below what a page needs at all.  A second try may ask for more and waits
 * until the others leave it.
 */
uint64_t pool_share_bytes(const struct pool *pool, uint64_t memory_bytes);

unsigned pool_readers(const struct pool *pool);	/* as asked for */
unsigned pool_ready(const struct pool *pool);	/* locked and waiting or at work */
unsigned pool_busy(const struct pool *pool);
size_t	 pool_waiting(const struct pool *pool);	/* jobs queued */

#endif /* GREFFIER_POOL_H */
