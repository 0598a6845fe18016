#ifndef GREFFIER_READER_H
#define GREFFIER_READER_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "base/verdict.h"
#include "pool/answer.h"
#include "pool/pool.h"
#include "pool/process.h"
#include "wire/message.h"

/*
 * One reader of a pool: a process that is started again whenever it ends, and
 * the one job it may have in work.  Used by pool.c only, which makes them and
 * hands out the jobs.
 *
 *	DOWN --timer--> STARTING --READY--> IDLE <--> BUSY
 *	  ^                |                 |         |
 *	  \------ gone ----+---- DYING <-----+---------/
 */
enum reader_state {
	READER_DOWN,		/* not running; the timer will start it */
	READER_STARTING,	/* until READY; the timer will kill it */
	READER_IDLE,
	READER_BUSY,		/* the timer will kill it */
	READER_DYING,		/* killed; until it is gone */
};

/* What the readers of one pool share. */
struct reader_house {
	uv_loop_t	*loop;
	char		**argv;
	int		 given;		/* to each at its start, or -1 */
	uint64_t	 start_ms, backoff_ms;
	unsigned	 recycle_jobs;
	bool		 told;		/* of starts that fail */
	bool		 closing;
	/* A reader is free. */
	void		(*idle)(struct reader_house *house);
	/* This job was never begun: hand it to another reader, before others. */
	void		(*put_back)(struct reader_house *house,
			    struct pool_job *job);
	void		(*fault)(struct reader_house *house,
			    enum pool_fault fault, int status);
	/* One of the things counted in `handles` is closed. */
	void		(*release)(struct reader_house *house);
	size_t		 handles;	/* and processes and answers in use */
};

struct pool_reader {
	struct reader_house *house;
	struct process	 process;
	struct answer	 answer;
	uv_timer_t	 timer;
	enum reader_state state;
	unsigned	 jobs;		/* handed to it since its start */
	unsigned	 failures;	/* starts in a row without a job */
	bool		 stale;		/* to be replaced after its job */
	bool		 late;		/* killed for not getting ready */
	bool		 gone;
	int		 gone_status;

	/* The job in work. */
	bool		 working;	/* from hand-over to its end */
	struct pool_job	*job;		/* NULL once cancelled */
	struct message_job ask;
	uint64_t	 since_ms;	/* uv_now at hand-over */
	bool		 answered;	/* channel at its end */
	bool		 closed;	/* and closed */
	bool		 exited;	/* as the reader says: */
	int		 status;
	uint64_t	 peak_bytes;
	enum verdict	 doom;		/* why it was killed, or VERDICT_OK */
	int		 error;		/* the machine's, or 0 */
};

/* On zeroes: it starts on the loop's next turn. */
void	reader_init(struct pool_reader *r, struct reader_house *house);

/*
 * Hand a job to an idle reader, under this number.  A negative errno: nothing
 * was handed out and the reader is idle still.
 */
int	reader_hand(struct pool_reader *r, struct pool_job *job, uint32_t id);

void	reader_cancel(struct pool_reader *r);	/* its job; nobody is told */
void	reader_renew(struct pool_reader *r);	/* after its job */
void	reader_close(struct pool_reader *r);	/* house->closing is set */

#endif /* GREFFIER_READER_H */
