#ifndef GREFFIER_DAEMON_H
#define GREFFIER_DAEMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

#include "conf/conf.h"
#include "daemon/book.h"
#include "daemon/rate.h"
#include "output/output.h"
#include "pool/pool.h"
#include "spool/inbox.h"
#include "spool/spool.h"
#include "watch/watch.h"

/*
 * greffierd itself: one loop, and on it
 *
 *	intake	looks through the inbox and takes what has settled, a bounded
 *		number at a time; all else waits in the inbox as files
 *	scan	one scan in hand: taken, read, its record put, put away
 *	readers	the pool, its program and plugins, and their exchange
 *	notify	what systemd is told
 *	desk	what greffier(1) is told, at the control socket
 *
 * All that may block on a disk runs by uv_queue_work (but for appending a page
 * to its journal, see scan_read.c); all decisions are the loop's.  This is the
 * stage that logs: one line per fact.
 */
struct desk;
struct scan;

struct daemon {
	uv_loop_t	 loop;
	const char	*conf_path;
	struct conf	 conf;
	struct spool	 spool;
	struct output	 output;
	struct book	 book;			/* and in it the ledger */
	struct pool	*pool;
	struct inbox	*inbox;
	struct watch	 watch;
	uv_signal_t	 on_term, on_int, on_hup;
	uv_timer_t	 grace;			/* from SIGTERM on */

	/* intake */
	uv_work_t	 look;
	uv_timer_t	 next_look;
	uv_timer_t	 due;			/* when a file may have settled */
	bool		 looking, look_again, hint_again;
	bool		 look_hint;		/* of the look under way, as are: */
	uint64_t	 look_began_ms, look_settle_ms, look_floor_bytes;
	int		 look_result, look_low, look_away, look_shut, look_blind;
	uint64_t	 look_free_ms;		/* no other look before */
	int		 look_error;		/* told once */
	int		 shut;			/* why the inbox cannot be written,
						 * or 0; told once */
	int		 low_room;		/* the fullest room below min_free,
						 * or -1; told once */
	int		 away_room;		/* not there, or -1; told once */
	int		 blind;			/* why not all of it is watched, or 0;
						 * told once */
	struct spool_job *left;			/* found in work/ at the start */
	size_t		 lefts, next_left;

	/* scans in hand */
	struct scan	*scans;			/* a list */
	size_t		 in_hand, in_hand_max;
	uint64_t	 last_number;		/* given to a claim */
	uint64_t	 done, failed, pages;	/* since the start */
	struct rate	 rate;			/* of pages read */

	/* desk */
	struct desk	*desk;			/* NULL: nobody can ask */
	uint64_t	 desk_again_ms;		/* not tried again before */
	bool		 paused;		/* nothing is taken, as asked */
	uint64_t	 began_ms;
	int64_t		 began_wall_ms;

	/* readers */
	uv_timer_t	 ready;			/* until the first is */
	uv_process_t	 check;			/* of new plugins */
	uv_timer_t	 check_late;		/* ends one that hangs */
	bool		 was_ready;
	int		 start_status;		/* of readers that will never be;
						 * 0 there is hope */
	bool		 checking, check_again;	/* asked for once more */
	int		 frozen;		/* the plugins in use; -1 none */
	struct conf	 next_conf;		/* while checking */
	int		 next_frozen;

	/* notify */
	uv_timer_t	 watchdog;
	char		 status_told[160];

	bool		 stopping;		/* SIGTERM came */
	bool		 given_up;		/* and the grace is over */
	bool		 closing;		/* nothing is in hand any more */
};

/*
 * Open all that `d->conf` names and run until told to stop.  EX_OK or another
 * of sysexits(3), with the reason logged.
 */
int	daemon_run(struct daemon *d);

/* Grows from call to call, whatever the clock does while we run. */
uint64_t daemon_number(struct daemon *d);

/* A scan has left our hands: take the next, or end. */
void	daemon_scan_gone(struct daemon *d);

#endif /* GREFFIER_DAEMON_H */
