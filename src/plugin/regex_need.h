#ifndef GREFFIER_REGEX_NEED_H
#define GREFFIER_REGEX_NEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a text must hold for a pattern to match at all: one of some words.  Most
 * rules meet texts that lack them; to see that costs nothing, where PCRE2 would
 * try every place.  Memory by xalloc.h.
 */

/* Which three letters follow each other in a text, case aside. */
struct regex_letters {
	uint64_t	bit[(1u << 18) / 64];
};

/* False for the few texts whose letters have other cases than ours. */
bool	regex_letters_make(struct regex_letters *l, const char *s, size_t len);

/*
 * The words of a pattern as PCRE2 is given it, each ended by a NUL, the last by
 * two; NULL where it needs none.  The caller's to free.
 */
char	*regex_need(const char *spelt);

/* May the text hold one of them?  Yes where there are none. */
bool	regex_need_met(const char *need, const struct regex_letters *l);

#endif /* GREFFIER_REGEX_NEED_H */
