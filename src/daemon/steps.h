#ifndef GREFFIER_STEPS_H
#define GREFFIER_STEPS_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/verdict.h"
#include "ledger/ledger.h"
#include "output/output.h"
#include "spool/journal.h"
#include "spool/spool.h"

/*
 * The inside of a scan in hand; private to daemon/.
 *
 *	scan.c		its life, its steps, and waiting out the machine's faults
 *	scan_take.c	what follows on taking it
 *	scan_read.c	reading it through the pool
 *	scan_away.c	its record, and putting it away
 *	steps.c		the work of the steps that wait for a disk: on another
 *			thread, touching nothing but their scan, the book and,
 *			read only, spool and output
 */
struct daemon;
struct log_about;
struct reading;
struct scan;

enum scan_step {
	STEP_NONE,		/* gone, but for a sync of its journal */
	STEP_TAKE, STEP_ASK, STEP_COMPARE, STEP_LINK, STEP_READ, STEP_PUT,
	STEP_FINISH, STEP_FAIL, STEP_PUT_BACK, STEPS
};

struct scan {
	struct scan	*next;			/* in hand */
	struct daemon	*daemon;
	uv_work_t	 work;
	uv_work_t	 sync;			/* of the journal */
	uv_timer_t	 again;			/* waits a fault out */
	enum scan_step	 step;			/* under way, or to be done again */
	int		 result;		/* of its work */
	bool		 working, syncing, sync_again;
	bool		 twin;			/* waits for one of the same content */
	bool		 waiting;		/* for a fault to go by */
	unsigned	 tries;			/* of the step, failed */
	int		 fault;			/* that is being waited out */

	struct spool_job job;
	struct settle_id settled;		/* while in the inbox */
	uint64_t	 number;		/* to claim it by */
	bool		 resumed;
	bool		 claimed;		/* it lies in work/ */
	bool		 noted;			/* in the ledger, that it does */
	int		 fd, journal;		/* or -1 */
	char		 sha256[IO_SHA256_SIZE];	/* "" until known */
	uint64_t	 bytes;
	struct settle_id hashed;		/* what it was then */
	bool		 rewritten;		/* and is no more */
	uint64_t	 taken_ms;
	struct journal_name name;		/* in the journal; "" none */
	struct reading	*begun;			/* STEP_READ's work's */
	struct reading	*reading;		/* and, from then on, the loop's */
	uint32_t	 kept_pages;		/* in the journal */

	enum verdict	 verdict;
	char		 said[256];		/* by the reader, of a failure */
	uint32_t	 pages, lost;
	struct buf	 text;			/* the record's bytes */
	bool		 named;			/* it has its name in out/ */
	struct name_record record;
	struct name_record seen;		/* of the same content */
	struct {				/* a scan in done/ of the same size */
		int64_t	row, compared;		/* in the ledger; from 1 */
		char	kept[NAME_SIZE];	/* "" there is none */
		char	sha256[IO_SHA256_SIZE];	/* "" it is gone */
		struct name_record record;	/* "" none found */
	} like;
	char		 kept[NAME_SIZE];	/* in done/ or failed/ */
};

/* scan.c */
struct log_about scan_about(const struct scan *s);
void	scan_begin(struct scan *s, enum scan_step step);
void	scan_wait_out(struct scan *s, int r);	/* then the step again */
/* -ENOENT of what lay in work/: somebody else took it, and we let go. */
bool	scan_vanished(struct scan *s, int r);
/* Back to the inbox, or left in work/ where its pages are. */
void	scan_stand_down(struct scan *s);
void	scan_let_go(struct scan *s);

/* What the step under way does, as in "cannot ..."; "" for none. */
const char *scan_doing(const struct scan *s);

/* scan_take.c */
void	scan_after_take(struct scan *s, int r);
/* Its content is known: what is to be done with it? */
void	scan_decide(struct scan *s);

void	scan_after_ask(struct scan *s, int r);
void	scan_after_compare(struct scan *s, int r);

/* scan_read.c: the journal's pages known to it, then handed to the pool */
int	scan_begin_reading(struct scan *s);
void	scan_after_begin_reading(struct scan *s, int r);

/* scan_away.c */
void	scan_after_link(struct scan *s, int r);
void	scan_after_put(struct scan *s, int r);
void	scan_after_finish(struct scan *s, int r);
void	scan_after_fail(struct scan *s, int r);
void	scan_after_put_back(struct scan *s, int r);

/* steps.c */
int	steps_take(struct scan *s);
int	steps_ask(struct scan *s);
int	steps_compare(struct scan *s);
int	steps_link(struct scan *s);
int	steps_put(struct scan *s);
int	steps_finish(struct scan *s);
int	steps_fail(struct scan *s);
int	steps_put_back(struct scan *s);

#endif /* GREFFIER_STEPS_H */
