#ifndef GREFFIER_READING_H
#define GREFFIER_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"
#include "wire/frame.h"

struct pool;

/*
 * One scan's whole way through the pool:
 *
 *	OPEN --> PAGE 1..n, as many at once as there are readers --> RECORD
 *
 * OPEN goes on by itself with the first pages as long as they cost little, and
 * with the record when these were all: most digital documents are one job, and
 * need no frame of a page.  If it dies after a page, what it gave is kept and
 * the rest is done as ever.
 *
 * A page whose reader died is tried once more, gently, then given up: the
 * record says so.  Where no page is left, the scan has the verdict of the first
 * that was lost.  OPEN and RECORD are tried twice as well.
 *
 * Each finished frame goes to `frame` at once, in the order in which pages
 * finish.  A scan begun earlier goes on where it stopped: give its journal's
 * frames to reading_known first.
 *
 * Errors     0 or a negative errno.
 * Ownership  struct reading is the caller's from reading_new to reading_free;
 *            the descriptors in `source` are borrowed until then.
 * Blocking   never, but for what the callbacks do.
 * Memory     one page's bytes per reader, while it is being received.
 */
struct reading;

struct reading_source {
	int		 fd;		/* the scan, readable from byte 0 by pread */
	/*
	 * What `frame` was given, as a file of frames, also readable by pread:
	 * work/ID.pages, or a memfd.  Borrowed too.
	 */
	int		 journal;
	const char	*name;		/* below the inbox, for the record; copied */
	const char	*sha256;	/* 64 hexadecimal digits; copied */
	uint64_t	 bytes;
};

struct reading_options {
	uint64_t	 open_ms, page_ms, record_ms;	/* budgets */
	uint64_t	 memory_bytes;	/* of one job's process, at its second
					 * try; 0 no ceiling */
	uint32_t	 large_pages;	/* from so many on a scan is POOL_LARGE; 0: 32 */
	const char	*plugin;	/* to force, or NULL; copied */
	bool		 text;		/* the text as read, instead of the record */
};

struct reading_end {
	int		 error;		/* < 0: the machine's, try again later */
	enum verdict	 verdict;	/* where error is 0 */
	const char	*data;		/* the record or the text, where
					 * VERDICT_OK; else what the reader
					 * said, for the log; borrowed */
	size_t		 len;
	uint32_t	 pages;		/* of the scan, 0 where not known */
	uint32_t	 lost;		/* of them given up */
};

struct reading_events {
	/*
	 * INFO, PAGE or LOST, to be in the journal when this returns 0 (synced
	 * or not).  A negative errno ends the reading with that error.
	 */
	int	(*frame)(void *data, const struct frame *f);
	/* The end, once.  reading_free may be called from in here. */
	void	(*end)(void *data, const struct reading_end *end);
	void	*data;
};

int	reading_new(struct pool *pool, const struct reading_source *source,
	    const struct reading_options *options,
	    const struct reading_events *events, struct reading **ret_reading);

/*
 * A frame that the journal already holds; before reading_start, in the
 * journal's order.  Fits frame_scan.  -EBADMSG: INFO missing or told twice,
 * or no page of this scan.
 */
int	reading_known(void *reading, const struct frame *f);

/* `end` may be called before this returns: the journal may hold all. */
void	reading_start(struct reading *r);

/* Stop without a word, and free.  NULL is fine. */
void	reading_free(struct reading *r);

/* For a progress bar: pages of the scan (0 until known) and pages done. */
uint32_t reading_pages(const struct reading *r);
uint32_t reading_done(const struct reading *r);

#endif /* GREFFIER_READING_H */
