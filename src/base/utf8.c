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
		if (n == 1 && (u[at] < 0x20 || u[at] == 0x7f))
			buf[out] = ' ';
		else
			memcpy(&buf[out], &s[at], n);
		out += n;
		at += n;
	}
	buf[out] = '\0';
}
