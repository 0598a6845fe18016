#ifndef GREFFIER_SETTLE_H
#define GREFFIER_SETTLE_H

#include <sys/stat.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * Has a file come to rest?  Pure: the time is handed in (monotonic ms), and so
 * is what stat(2) said.  A date is never compared with the clock, only with
 * the same file's date a look ago: moved files keep old dates, servers have
 * clocks of their own.
 */

/* Who a file is; any difference means that it was written or replaced. */
struct settle_id {
	uint64_t	dev, ino;
	int64_t		size;			/* bytes */
	int64_t		mtime_ns, ctime_ns;	/* since the epoch, the file's own */
};

/* What a file looked like last time.  Start from all zeroes. */
struct settle {
	struct settle_id id;
	uint64_t	 first_ms;	/* waiting since; 0 before the first look */
	uint64_t	 since_ms;	/* the last change seen */
	uint64_t	 next_ms;	/* not worth a look before */
	uint64_t	 pause_ms;	/* that led to next_ms; grows while busy */
};

#define SETTLE_PAUSE_MAX_MS	60000
/* Copiers over SMB make an empty file first and fill it when they can. */
#define SETTLE_EMPTY_TIMES	10

struct settle_id settle_id(const struct stat *st);

/* All but ctime, which a rename changes. */
bool	settle_same_file(const struct settle_id *a, const struct settle_id *b);

/* Look at the file again: true once it has kept still for `settle_ms`. */
bool	settle_look(struct settle *s, const struct settle_id *id,
	    uint64_t now_ms, uint64_t settle_ms);

/*
 * Still, but not to be taken: somebody has it open for writing, or it could
 * not be moved.  It stays a candidate for ever, looked at less and less often.
 */
void	settle_busy(struct settle *s, uint64_t now_ms, uint64_t settle_ms);

#endif /* GREFFIER_SETTLE_H */
