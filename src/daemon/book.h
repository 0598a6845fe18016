#ifndef GREFFIER_BOOK_H
#define GREFFIER_BOOK_H

#include <stdint.h>

#include <uv.h>

#include "ledger/ledger.h"

struct daemon;
struct scan;

/*
 * What the ledger is told of a scan, and asked.  It may fail without harm: the
 * rooms know, and once it works again it catches up from them.
 *
 * SQLite waits for disks and for who else has the file open, so all but opening
 * and telling is for the steps' threads, one at a time.  Those that wait for
 * their turn each occupy a thread of libuv's pool: where the disk hangs, so in
 * the end do all steps, but never the loop.
 */
struct book {
	uv_mutex_t	 lock;		/* holds all below but `told` */
	struct ledger	*ledger;
	int		 error;		/* while it fails */
	uint64_t	 failed_ms;	/* since when */
	uint64_t	 tried_ms;	/* to catch up, for the last time */
	char		 why[160];	/* in SQLite's words */
	int		 told;		/* the error that was logged; the loop's */
};

/* Before the loop runs, and after. */
int	book_open(struct daemon *d);
void	book_close(struct daemon *d);

/*
 * On the loop, behind each step: log a fault when it comes and when it goes, not
 * each time.  Never waits: while a step has the book, the call behind that step
 * tells.
 */
void	book_tell(struct daemon *d);

/*
 * Note that a scan is in work/, and ask what is to be done with it.  Sets
 * s->like to a scan in done/ of its size that was not hashed yet (a ledger
 * begun anew knows only names and sizes of these), else s->seen where the same
 * content has a record already; or neither.
 *
 * A negative errno: the ledger fails, but since so short a time that the scan
 * had better wait than perhaps be read a second time.
 */
int	book_ask(struct scan *s);

/* What hashing s->like has shown. */
void	book_like_read(const struct scan *s);

/* It is in done/ or failed/; or in the inbox again. */
void	book_done(const struct scan *s);
void	book_failed(const struct scan *s);
void	book_put_back(const struct scan *s);

#endif /* GREFFIER_BOOK_H */
