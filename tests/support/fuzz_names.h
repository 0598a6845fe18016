#ifndef GREFFIER_FUZZ_NAMES_H
#define GREFFIER_FUZZ_NAMES_H

#include <string.h>

#include "base/utf8.h"
#include "fuzz.h"

/* A name is one line of text, trimmed, and not empty. */
static inline void
fuzz_name(const char *name)
{
	size_t len = strlen(name);

	MUST(len > 0 && utf8_valid(name, len) == len);
	MUST(name[0] != ' ' && name[len - 1] != ' ');
	MUST(strpbrk(name, "\n\f\t") == NULL);
}

#endif /* GREFFIER_FUZZ_NAMES_H */
