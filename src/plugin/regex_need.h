#ifndef GREFFIER_REGEX_NEED_H
#define GREFFIER_REGEX_NEED_H

#include <stdbool.h>
#include <stddef.h>

#include "plugin/regex_set.h"

/*
 * What each match of a pattern holds: one of some words, one of some others ..,
 * each with what may stand before it in the match.  Most rules meet texts that
 * lack them, and the others need only be tried a little before each of them.
 * Memory by xalloc.h.
 */
#define REGEX_NEEDS	4	/* kept of one pattern: the longest */

struct regex_word {
	struct regex_set before;	/* between it and where the match begins */
	size_t		 len;
	char		 text[48];	/* small letters and figures, no NUL */
};

struct regex_any {
	struct regex_word *word;
	size_t		 n;
	size_t		 least;		/* length of the shortest; SIZE_MAX
					 * for \G alone, where n is 0 */
	bool		 at_from;	/* or it begins where the search does */
};

struct regex_need {
	struct regex_any any[REGEX_NEEDS];	/* of each, one is there */
	size_t		 n;
	bool		 at_from;	/* of any */
};

/*
 * Of a pattern as PCRE2 is given it, what it calls defined behind it as _0, _1
 * .. (regex_sub.h); NULL where it needs none.
 */
struct regex_need *regex_need_new(const char *whole);
void	regex_need_free(struct regex_need *need);	/* NULL is fine */

#endif /* GREFFIER_REGEX_NEED_H */
