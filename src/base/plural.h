#ifndef GREFFIER_PLURAL_H
#define GREFFIER_PLURAL_H

#include <stdint.h>

/* What an English noun has behind it: "1 page", "0 pages". */
static inline const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

#endif /* GREFFIER_PLURAL_H */
