#ifndef GREFFIER_REGEX_PRELUDE_H
#define GREFFIER_REGEX_PRELUDE_H

#include <stddef.h>

/*
 * The engine's own sub-patterns, (?&date) and the like, which every plugin may
 * call (regex_sub.h).
 */

/* The source of that name, n bytes long; NULL where there is none. */
const char *regex_prelude_find(const char *name, size_t n);

/* All names, NULL-ended: what yaml_nearest chooses from. */
const char *const *regex_prelude_names(void);

#endif /* GREFFIER_REGEX_PRELUDE_H */
