#ifndef GREFFIER_OUTPUT_H
#define GREFFIER_OUTPUT_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

#include "base/io.h"
#include "spool/journal.h"
#include "spool/name.h"

/*
 * Records into out/: opaque bytes, one file each, whole or not there at all.
 *
 * sub/scan.pdf gives sub/scan.json.  A name that is taken (the same name again
 * with another content, or scan.tif beside scan.pdf) gives scan-<first 8 of
 * the scan's sha256>.json; see spool/name.h.
 *
 * Errors     0 or a negative errno.  After an error nothing has a name that
 *            had none before.
 * Blocking   as the disk likes.
 */
struct output {
	int	room;		/* out/ */
	mode_t	file_mode, folder_mode;
};

/* The scan that a record was made from. */
struct output_scan {
	const char	*id;		/* of its job; names the temporary */
	const char	*path;		/* below the inbox */
	const char	*sha256;
};

/*
 * Told which file is about to have which name, when it is whole and synced and
 * does not have it yet: the moment for the journal.  An error stops it all.
 */
struct output_named {
	int	(*fn)(void *data, const struct journal_name *name);
	void	*data;
};

/* Put a record, with a newline behind it. */
int	output_put(const struct output *o, const struct output_scan *scan,
	    const char *data, size_t len, const struct output_named *named,
	    struct name_record *ret_record);

/*
 * Give the record `old` a second name, for a scan of the same content: a hard
 * link, or a copy where there are none.  Where it already has the name that
 * this scan would give, nothing is done.  -ENOENT: it is not there any more,
 * or holds other bytes by now.
 */
int	output_link(const struct output *o, const struct output_scan *scan,
	    const struct name_record *old, const struct output_named *named,
	    struct name_record *ret_record);

/*
 * The record that a scan called `path` with that content would have been given,
 * where it is still there: one whose first bytes name the scan's hash.  For a
 * ledger that has forgotten it.  -ENOENT: none.
 */
int	output_find(const struct output *o, const char *path,
	    const char *sha256, struct name_record *ret_record);

/* Does that very file have that name?  A start's question to the journal. */
bool	output_there(const struct output *o, const struct journal_name *name);

#endif /* GREFFIER_OUTPUT_H */
