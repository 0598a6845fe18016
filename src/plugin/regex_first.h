#ifndef GREFFIER_REGEX_FIRST_H
#define GREFFIER_REGEX_FIRST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugin/regex_class.h"

/*
 * Where a match may begin, told by the three characters that stand there and by
 * whether a word or a line begins with them.  PCRE2 tries most letters of a text,
 * at a price each; this leaves one in twenty.  Memory by xalloc.h.
 */
struct regex_first {
	/*
	 * For each way in which the first character of a match may stand, the
	 * classes of the second: a bit each.
	 */
	uint64_t	begins[REGEX_STANDS];
	/* For each class of the second character, those of the third. */
	uint64_t	second[REGEX_CLASSES];
	bool		lines;		/* only where a line begins */
	bool		text;		/* also where the text begins */
};

/*
 * Of a pattern as PCRE2 is given it, what it calls defined behind it as _0, _1
 * .. (regex_sub.h); NULL where it may begin with anything.
 */
struct regex_first *regex_first(const char *whole);

/*
 * The first place from `at` on, before `until`; or `until`.  s[0..len) is part
 * of the text that regex_index.h knows.
 */
size_t	regex_first_next(const struct regex_first *f, const char *s,
	    size_t len, size_t at, size_t until);

#endif /* GREFFIER_REGEX_FIRST_H */
