#ifndef GREFFIER_FOLD_H
#define GREFFIER_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * Characters as patterns see them: without accents, ligatures, typographic
 * quotes, dashes and spaces.  Pure functions of Unicode's tables.
 */

#define FOLD_MAX 80	/* bytes that one character may fold to */

/*
 * The character at s[at], and how many bytes it takes: bytes that are no
 * UTF-8 are one U+FFFD each.  `at` is less than `len`.
 */
uint32_t	fold_decode(const char *s, size_t len, size_t at,
		    size_t *ret_n);

/* The fold of one character: its bytes, 0 for what is dropped. */
size_t		fold_char(uint32_t c, char out[static FOLD_MAX]);

/* Append the folds of all characters.  Memory by xalloc.h. */
void		fold_append(struct buf *b, const char *utf8, size_t len);

/* Is this byte a character that is its own fold? */
static inline bool
fold_is_own(char c)
{
	return c >= ' ' && c < 0x7f && c != '`';
}

/* And that can tie no line to the next? (hyphen.h) */
static inline bool
fold_is_plain(char c)
{
	return fold_is_own(c) && c != '-' && c != '\'' && c != '/';
}

bool		fold_is_space(uint32_t c);	/* but not \n and \f */
bool		fold_is_break(uint32_t c);	/* \n and \f */

/* What a tick box is written as: "[x]" or "[ ]"; NULL for no tick box. */
const char     *fold_mark(uint32_t c);

#endif /* GREFFIER_FOLD_H */
