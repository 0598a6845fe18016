#ifndef GREFFIER_REGEX_PLACES_H
#define GREFFIER_REGEX_PLACES_H

#include <stddef.h>
#include <stdint.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/*
 * A pattern as the interpreter is given it: only at places where a match may
 * begin (regex_first.h).  What is found is what PCRE2 finds by itself.  The
 * part of regex.c for that; memory by xalloc.h.
 */
struct regex_places;

/*
 * `whole` is what `code`, which stays the caller's, was compiled from; NULL
 * where nothing is to be won.
 */
struct regex_places *regex_places_new(pcre2_code *code, const char *whole,
	    uint32_t options, pcre2_compile_context *context);
void	regex_places_free(struct regex_places *p);	/* NULL is fine */

/* As pcre2_match, from `at` on.  s[0..len) holds no \r. */
int	regex_places_search(const struct regex_places *p, const char *s,
	    size_t len, size_t at, pcre2_match_data *data,
	    pcre2_match_context *context);

#endif /* GREFFIER_REGEX_PLACES_H */
