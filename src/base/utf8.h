#ifndef GREFFIER_UTF8_H
#define GREFFIER_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Is it a byte of a character, behind its first? */
static inline bool
utf8_is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/*
 * How many leading bytes of `s` are whole, valid UTF-8 (Unicode's table 3-7:
 * no overlong form, no surrogate, nothing above U+10FFFF): `len` when all are.
 */
size_t	utf8_valid(const char *s, size_t len);

/*
 * `s` for people and for JSON: what is not UTF-8 becomes U+FFFD, control
 * characters and marks of direction become a space.  At most `size` bytes with
 * the NUL are written, never half a character.
 */
void	utf8_show(const char *s, char *buf, size_t size);

#endif /* GREFFIER_UTF8_H */
