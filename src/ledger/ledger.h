#ifndef GREFFIER_LEDGER_H
#define GREFFIER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/io.h"
#include "spool/name.h"

/*
 * The ledger: one row for each scan that was taken, one transaction for each
 * of its passages.  It answers "was this content read before?" and whatever
 * programs ask of the past; it decides nothing.  The rooms are the truth: a ledger
 * that is gone or broken is begun anew, and what it forgot is found again by
 * looking at the rooms.
 *
 * Errors     0 or a negative errno: -EUCLEAN it is broken, -EBUSY somebody
 *            holds it, -ENOSPC, -EIO, -ENOMEM.
 * Ownership  struct ledger is the ledger's; strings are borrowed for the call.
 * Blocking   a write into SQLite's log; commits are not synced one by one, as
 *            losing the last of them costs nothing that the rooms do not know.
 * Threads    any, one at a time.
 */
struct ledger;

struct ledger_scan {
	const char	*job;		/* its number in work/ */
	const char	*path;		/* below the inbox */
	const char	*sha256;	/* "" where it could not be read */
	uint64_t	 bytes;
	int64_t		 wall_ms;	/* when it was taken */
};

struct ledger_end {
	const char	*room;		/* spool_room_name */
	const char	*verdict;	/* verdict_name */
	const char	*kept;		/* its path in that room */
	const char	*record;	/* path below out/, or NULL */
	const char	*record_sha256;	/* or NULL */
	uint32_t	 pages, lost;
	int64_t		 wall_ms;
};

enum ledger_past {
	LEDGER_WHOLE,		/* it knows all that lies in the rooms */
	LEDGER_CUT,		/* its last user did not close it: the last
				 * passages may lack */
	LEDGER_NEW,		/* it knows nothing */
};

/*
 * Open DIR/ledger.db, made and brought up to the present schema.  A broken one
 * is renamed to ledger.db.broken-N and begun anew.
 */
int	ledger_open(const char *dir, struct ledger **ret_ledger,
	    enum ledger_past *ret_past);
void	ledger_close(struct ledger *l);		/* NULL is fine */

/* It `missed` something, or has caught up.  Closed before, it opens as CUT. */
void	ledger_missed(struct ledger *l, bool missed);

/* A scan was taken, or found in work/ again at a start: one attempt more. */
int	ledger_taken(struct ledger *l, const struct ledger_scan *scan);

/* It has left work/ for done/ or failed/, noted as taken or not. */
int	ledger_ended(struct ledger *l, const struct ledger_scan *scan,
	    const struct ledger_end *end);

/* It went back into the inbox: as if it had not been taken. */
int	ledger_put_back(struct ledger *l, const char *job);

/* The latest record of that content.  -ENOENT: none. */
int	ledger_seen(struct ledger *l, const char *sha256,
	    struct name_record *ret_record);

/*
 * Many of the calls below as one transaction: all of it where `r` is 0, nothing
 * where it is an error.  `r`, or why all of it could not be.
 */
int	ledger_begin(struct ledger *l);
int	ledger_end(struct ledger *l, int r);

/*
 * Forget each scan that is in work/, as far as the ledger knows, and of which
 * `there` does not say so.
 */
int	ledger_prune(struct ledger *l,
	    bool (*there)(void *data, const char *job), void *data);

/*
 * For a ledger begun anew.  A scan lies in done/, of which only name and size
 * are known; nothing is done where it is known already.
 */
int	ledger_found(struct ledger *l, const char *kept, uint64_t bytes,
	    int64_t wall_ms);

/* One of those, of that size, that was not hashed yet.  -ENOENT: none. */
int	ledger_unread(struct ledger *l, uint64_t bytes, int64_t *ret_row,
	    char ret_kept[static NAME_SIZE]);

/* What hashing it has shown, and the record that was found of it, or NULLs. */
int	ledger_read(struct ledger *l, int64_t row, const char *sha256,
	    const char *record, const char *record_sha256);

/* What SQLite said last, for the log. */
const char *ledger_message(const struct ledger *l);

#endif /* GREFFIER_LEDGER_H */
