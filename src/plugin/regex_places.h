#ifndef GREFFIER_REGEX_PLACES_H
#define GREFFIER_REGEX_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/*
 * Where PCRE2 is sent in a text of which something is known: only to places
 * where a match may begin (regex_first.h, regex_index.h).  What is found is what
 * PCRE2 finds by itself.  The part of regex_search.c for that; memory by
 * xalloc.h.
 */
struct regex_places;

/* Places that are tried in one go. */
struct regex_stretch {
	size_t		 at, end;	/* the first and the last */
	bool		 one;		/* to be tried anchored */
	const pcre2_code *code;		/* to try there */
};

/*
 * `whole` is what `code`, which stays the caller's, was compiled from, to
 * machine code if `machine`.
 */
struct regex_places *regex_places_new(pcre2_code *code, bool machine,
	    const char *whole, uint32_t options,
	    pcre2_compile_context *context);
void	regex_places_free(struct regex_places *p);	/* NULL is fine */

/*
 * The next stretch at `at` or behind it, of a search of s[0..len) that began at
 * `from`; `starts` has a bit for each byte where a match may begin, or is NULL.
 * False for none.  s[0..len) holds no \r.
 */
bool	regex_places_next(const struct regex_places *p,
	    const uint64_t *starts, const char *s, size_t len, size_t from,
	    size_t at, struct regex_stretch *ret);

/* At how many of `n` places of a text PCRE2 tries it, at most. */
size_t	regex_places_tried(const struct regex_places *p, size_t n);

/* Does it look where the search began? */
bool	regex_places_looks_back(const struct regex_places *p);

#endif /* GREFFIER_REGEX_PLACES_H */
