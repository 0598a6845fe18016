#ifndef GREFFIER_CEILING_H
#define GREFFIER_CEILING_H

#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

/*
 * The one list of all ceilings: what a stranger's file, a plugin or whoever
 * asks could make grow, how far it may, why so far, and what comes of more.
 * The values are base/limits.h's or the configuration's; this table says the
 * rest of them, for the manual (--print-config=ceilings) and for tests, which
 * hold that none is missing and that each has its French sentence.
 */
struct ceiling {
	const char	*name;		/* of limits.h; NULL: `key` has it */
	const char	*key;		/* of the configuration, or NULL */
	uint64_t	 value;		/* where it has a name */
	const char	*what;		/* with its unit */
	enum verdict	 verdict;	/* of the document; VERDICT_OK: `then` */
	const char	*then;		/* what happens, where no document is to
					 * blame or it loses but a part */
	const char	*reason;
};

extern const struct ceiling ceiling_table[];
extern const size_t ceilings;

#endif /* GREFFIER_CEILING_H */
