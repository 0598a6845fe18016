#ifndef GREFFIER_REGEX_INDEX_H
#define GREFFIER_REGEX_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct regex_need;
struct regex_stand;

/*
 * Where the words of a text are, made once for all patterns that meet it: what
 * a pattern needs (regex_need.h) tells where in the text it may match at all.
 * One text at a time.  Memory by xalloc.h.
 */

/*
 * Make it of s[0..len), which is borrowed and stays as it is until this is
 * called again; NULL: of no text.  False for the few texts with signs that
 * PCRE2 takes for an ASCII letter in another case: they are then as no text.
 */
bool	regex_index_make(const char *s, size_t len);

/* Is s[0..len) a part of it? */
bool	regex_index_has(const char *s, size_t len);

/*
 * Where may a match begin, of a search from `from` on in s[0..len), a part of
 * the text?  A bit for each byte of the part; NULL where none may.  Good until
 * the next call.
 */
const uint64_t *regex_index_starts(const struct regex_need *need,
	    const char *s, size_t len, size_t from);

/* The first place from `at` on that has the bit, or has it not; or len. */
size_t	regex_index_next(const uint64_t *bit, size_t at, size_t len, bool set);

/* How each byte of a part of it stands in the whole; and the whole's end. */
const struct regex_stand *regex_index_stands(const char *s);

/* How many of the whole text's bytes are of c's class, at most; and its lines. */
size_t	regex_index_many(unsigned char c);
size_t	regex_index_lines(void);

/*
 * The first place from `at` on, before `len`, where a line may begin in
 * s[0..len), a part of it; or `len`.
 */
size_t	regex_index_line(const char *s, size_t len, size_t at);

/* The need is no more: another may get its address. */
void	regex_index_forget(const struct regex_need *need);

#endif /* GREFFIER_REGEX_INDEX_H */
