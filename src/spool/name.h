#ifndef GREFFIER_NAME_H
#define GREFFIER_NAME_H

#include <stddef.h>

#include "base/io.h"
#include "base/limits.h"

/*
 * Names for what is put beside others and must overwrite none: the file's own
 * name first, then with the start of its hash, then with a number as well.
 *
 *	sub/scan.pdf, sub/scan-1a2b3c4d.pdf, sub/scan-1a2b3c4d-2.pdf, ...
 *
 * Pure.  A part that would grow too long for a file system loses bytes before
 * what is added.
 */

#define NAME_SIZE	(LIMIT_NAME_BYTES + 64)	/* of a path with its additions */
#define NAME_TRIES	1000

/* What a record was named, as `output` gives it and the ledger keeps it. */
struct name_record {
	char	name[NAME_SIZE];		/* below out/ */
	char	sha256[IO_SHA256_SIZE];		/* of its own bytes */
};

/*
 * The candidate number `n` (from 0) for `path`.  `suffix` (".json") takes the
 * place of the extension; NULL keeps it.  -ENAMETOOLONG.
 */
int	name_candidate(const char *path, const char *suffix,
	    const char *sha256, unsigned n, char ret_name[static NAME_SIZE]);

/*
 * The name of a note beside `path`: `suffix` added.  Too long, it loses bytes of
 * its middle: at its end candidates differ.  -ENAMETOOLONG.
 */
int	name_note(const char *path, const char *suffix,
	    char ret_name[static NAME_SIZE]);

/*
 * `path` without folders, "sub/scan.pdf" as "sub-scan.pdf": for where a file
 * stands that has the name of one of them.  -ENAMETOOLONG.
 */
int	name_flat(const char *path, char ret_name[static NAME_SIZE]);

#endif /* GREFFIER_NAME_H */
