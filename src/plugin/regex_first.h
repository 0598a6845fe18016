#ifndef GREFFIER_REGEX_FIRST_H
#define GREFFIER_REGEX_FIRST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Where a match may begin, told by the three characters that stand there and by
 * whether a word or a line begins with them.  PCRE2's interpreter tries most
 * letters of a text, at a price each; this leaves one in twenty.  Memory by
 * xalloc.h.
 */
#define REGEX_CLASSES	40	/* a-z, 0-9, blanks, ends of lines, all others,
				 * the end */

struct regex_first {
	/* For each class, those that may follow it. */
	uint64_t	anywhere[REGEX_CLASSES];
	uint64_t	word[REGEX_CLASSES];	/* where a word begins */
	uint64_t	line[REGEX_CLASSES];	/* where a line begins */
	/* Likewise of the second character of any match: a third. */
	uint64_t	second[REGEX_CLASSES];
	bool		lines;		/* nowhere but in such places */
	bool		text;		/* it may where the text begins */
};

/*
 * Of a pattern as PCRE2 is given it, what it calls defined behind it as _0, _1
 * .. (regex_sub.h); NULL where it may begin with anything.
 */
struct regex_first *regex_first(const char *whole);

/*
 * The first place from `at` on, before `len`; or `len`.  s[0..len) is part of
 * the text that regex_index.h knows.
 */
size_t	regex_first_next(const struct regex_first *f, const char *s,
	    size_t len, size_t at);

#endif /* GREFFIER_REGEX_FIRST_H */
