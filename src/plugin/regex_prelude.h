#ifndef GREFFIER_REGEX_PRELUDE_H
#define GREFFIER_REGEX_PRELUDE_H

struct buf;

/*
 * The named sub-patterns that come with the engine, (?&date) and its kin: what
 * French acts write, as scans are read.  They only bound a value; what it is
 * is decided by field/convert.h.
 */

/*
 * Append `source`, the bracket that closes what the caller opened round it,
 * and a (?(DEFINE)...) with what it calls, and with what that calls in turn.
 */
void	regex_prelude_append(struct buf *b, const char *source);

/* All names, NULL-ended: what yaml_nearest chooses from. */
const char *const *regex_prelude_names(void);

#endif /* GREFFIER_REGEX_PRELUDE_H */
