#ifndef GREFFIER_REASON_H
#define GREFFIER_REASON_H

#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

#define REASON_CLERK_SUFFIX	".raison.txt"
#define REASON_JSON_SUFFIX	".json"

/*
 * What lies beside a scan in failed/: a French text for the clerk and the same
 * as JSON for programs.  Pure, and without a date: the same failure gives the
 * same bytes.  -ENOMEM.
 */
struct reason {
	enum verdict	 verdict;
	const char	*path;		/* below the inbox, any bytes */
	const char	*sha256;	/* "" unknown */
	uint64_t	 bytes;
	const char	*said;		/* by the reader, English; "" nothing */
};

int	reason_clerk(const struct reason *why, char **ret_text, size_t *ret_len);
int	reason_json(const struct reason *why, char **ret_text, size_t *ret_len);

#endif /* GREFFIER_REASON_H */
