#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* Unicode, table 3-7: what may follow each first byte. */
static const struct {
	uint8_t	first, last;		/* first byte */
	uint8_t	low, high;		/* second byte */
	uint8_t	len;
} form[] = {
	{ 0x00, 0x7f, 0x00, 0x00, 1 },
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

/* Bytes of the character at `s`, or 0 where it is none. */
static size_t
char_len(const unsigned char *s, size_t len)
{
	size_t n;

	for (size_t i = 0; i < sizeof(form) / sizeof(form[0]); i++) {
		if (s[0] < form[i].first || s[0] > form[i].last)
			continue;
		n = form[i].len;
		if (n > len)
			return 0;
		if (n > 1 && (s[1] < form[i].low || s[1] > form[i].high))
			return 0;
		for (size_t k = 2; k < n; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return n;
	}
	return 0;
}

size_t
utf8_valid(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t at = 0, n;

	while (at < len && (n = char_len(&u[at], len - at)) > 0)
		at += n;
	return at;
}

/*
 * What a terminal obeys instead of showing it: C0, DEL, C1, and the marks that
 * turn the direction of writing (U+200E, 200F, 202A..202E, 2066..2069).
 */
static bool
is_control(const unsigned char *u, size_t n)
{
	if (n == 1)
		return u[0] < 0x20 || u[0] == 0x7f;
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	return n == 3 && u[0] == 0xe2 &&
	    ((u[1] == 0x80 && (u[2] == 0x8e || u[2] == 0x8f ||
	    (u[2] >= 0xaa && u[2] <= 0xae))) ||
	    (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

void
utf8_show(const char *s, char *buf, size_t size)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t len = strlen(s), at = 0, out = 0, n;

	while (at < len) {
		n = char_len(&u[at], len - at);
		if (out + (n == 0 ? 3 : n) >= size)
			break;
		if (n == 0) {
			memcpy(&buf[out], "\xef\xbf\xbd", 3);
			out += 3;
			at++;
			continue;
		}
		if (is_control(&u[at], n)) {
			buf[out++] = ' ';
		} else {
			memcpy(&buf[out], &s[at], n);
			out += n;
		}
		at += n;
	}
	buf[out] = '\0';
}
