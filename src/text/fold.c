#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "text/fold.h"
#include "text/text.h"

#define CHARS_MAX 18	/* U+FDFA, the longest decomposition of all */

/*
 * What Unicode would decompose otherwise, or not at all.  Sorted.  Bullets are
 * dashes: both only say that an item of a list begins.
 */
static const struct {
	uint32_t	 c;
	const char	*to;
} special[] = {
	{ 0x0060, "'" },	/* ` */
	{ 0x00a8, "" },		/* a lone diaeresis is half of a lost letter */
	{ 0x00aa, "a" },
	{ 0x00ab, "\"" },	/* « */
	{ 0x00ad, "" },		/* soft hyphen */
	{ 0x00b4, "'" },
	{ 0x00b8, "" },
	{ 0x00ba, "\302\260" },	/* the º of typists is a ° */
	{ 0x00bb, "\"" },	/* » */
	{ 0x00c6, "AE" },
	{ 0x00d8, "O" },
	{ 0x00df, "ss" },
	{ 0x00e6, "ae" },
	{ 0x00f8, "o" },
	{ 0x0131, "i" },
	{ 0x0141, "L" },
	{ 0x0142, "l" },
	{ 0x0152, "OE" },
	{ 0x0153, "oe" },
	{ 0x02b9, "'" },
	{ 0x02bc, "'" },
	{ 0x02c6, "" },
	{ 0x02da, "\302\260" },
	{ 0x2010, "-" },
	{ 0x2011, "-" },
	{ 0x2012, "-" },
	{ 0x2013, "-" },
	{ 0x2014, "-" },
	{ 0x2015, "-" },
	{ 0x2018, "'" },
	{ 0x2019, "'" },
	{ 0x201a, "'" },
	{ 0x201b, "'" },
	{ 0x201c, "\"" },
	{ 0x201d, "\"" },
	{ 0x201e, "\"" },
	{ 0x201f, "\"" },
	{ 0x2022, "-" },	/* bullets */
	{ 0x2023, "-" },
	{ 0x2032, "'" },
	{ 0x2033, "\"" },
	{ 0x2039, "'" },
	{ 0x203a, "'" },
	{ 0x2043, "-" },
	{ 0x2044, "/" },	/* from one half and its like */
	{ 0x2212, "-" },
	{ 0x2219, "-" },
	{ 0x25a0, "-" },
	{ 0x25aa, "-" },
	{ 0x25b6, "-" },
	{ 0x25b8, "-" },
	{ 0x25ba, "-" },
	{ 0x25c6, "-" },
	{ 0x25cf, "-" },
	{ 0x25e6, "-" },
	{ 0x2610, "[ ]" },
	{ 0x2611, "[x]" },
	{ 0x2612, "[x]" },
	{ 0x2756, "-" },
	{ 0x2794, "-" },
	{ 0x279c, "-" },
	{ 0x27a1, "-" },
	{ 0x27a2, "-" },
	{ 0x27a4, "-" },
	{ 0xf076, "-" },	/* bullets of the fonts Wingdings .. */
	{ 0xf0a7, "-" },
	{ 0xf0b7, "-" },	/* .. and Symbol */
	{ 0xf0d8, "-" },
	{ 0xf0e0, "-" },
	{ 0xf0e8, "-" },
	{ 0xfffd, "?" },
};

static const char *
find_special(uint32_t c)
{
	size_t lo = 0, hi = sizeof(special) / sizeof(special[0]), mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (special[mid].c == c)
			return special[mid].to;
		if (special[mid].c < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

uint32_t
fold_decode(const char *s, size_t len, size_t at, size_t *ret_n)
{
	unsigned char first = (unsigned char)s[at];
	gunichar c;

	if (first < 0x80) {
		*ret_n = 1;
		return first;
	}
	/* Most others are letters with accents. */
	if (first >= 0xc2 && first < 0xe0 && len - at > 1 &&
	    utf8_is_inside(s[at + 1])) {
		*ret_n = 2;
		return (first & 0x1fu) << 6 |
		    ((unsigned char)s[at + 1] & 0x3fu);
	}
	c = g_utf8_get_char_validated(s + at,
	    (gssize)(len - at < 6 ? len - at : 6));
	if (c >= (gunichar)-2) {
		*ret_n = 1;
		return 0xfffd;
	}
	*ret_n = (size_t)(g_utf8_next_char(s + at) - (s + at));
	return c;
}

bool
fold_is_break(uint32_t c)
{
	return c == '\n' || c == '\f';
}

/* Other control characters say nothing and are spaces too. */
bool
fold_is_space(uint32_t c)
{
	if (c < 0x80)
		return c <= ' ' ? !fold_is_break(c) : c == 0x7f;
	return g_unichar_isspace(c) || c == 0x85;
}

const char *
fold_mark(uint32_t c)
{
	return c == 0x2610 ? "[ ]" : c == 0x2611 || c == 0x2612 ? "[x]" : NULL;
}

/* From U+00C0 on; 0 where it is no letter with an accent. */
static const char plain_letters[64] = {
	'A', 'A', 'A', 'A', 'A', 'A', 0, 'C', 'E', 'E', 'E', 'E', 'I', 'I',
	'I', 'I', 0, 'N', 'O', 'O', 'O', 'O', 'O', 0, 0, 'U', 'U', 'U', 'U',
	'Y', 0, 0,
	'a', 'a', 'a', 'a', 'a', 'a', 0, 'c', 'e', 'e', 'e', 'e', 'i', 'i',
	'i', 'i', 0, 'n', 'o', 'o', 'o', 'o', 'o', 0, 0, 'u', 'u', 'u', 'u',
	'y', 0, 'y',
};

static size_t
put(const char *to, char out[static FOLD_MAX])
{
	size_t n = strlen(to);

	memcpy(out, to, n);
	return n;
}

size_t
fold_char(uint32_t c, char out[static FOLD_MAX])
{
	gunichar part[CHARS_MAX];
	const char *to;
	size_t parts, n = 0;

	if (c < 0x80 && c != '`') {
		out[0] = fold_is_space(c) ? ' ' : (char)c;
		return 1;
	}
	if (c >= 0xc0 && c < 0x100 && plain_letters[c - 0xc0] != 0) {
		out[0] = plain_letters[c - 0xc0];
		return 1;
	}
	if (fold_is_space(c))
		return put(" ", out);
	if ((to = find_special(c)) != NULL)
		return put(to, out);
	if (g_unichar_ismark(c) || g_unichar_type(c) == G_UNICODE_FORMAT)
		return 0;

	parts = g_unichar_fully_decompose(c, TRUE, part, CHARS_MAX);
	for (size_t i = 0; i < parts && i < CHARS_MAX; i++) {
		if (g_unichar_ismark(part[i]))
			continue;
		if ((to = find_special(part[i])) != NULL)
			n += put(to, out + n);
		else
			n += (size_t)g_unichar_to_utf8(part[i], out + n);
	}
	return n;
}

void
fold_append(struct buf *b, const char *utf8, size_t len)
{
	char one[FOLD_MAX];
	size_t at, n;
	uint32_t c;

	for (at = 0; at < len; at += n) {
		for (n = 0; at + n < len && fold_is_own(utf8[at + n]);)
			n++;
		if (n > 0) {
			xbuf_append(b, utf8 + at, n);
			continue;
		}
		c = fold_decode(utf8, len, at, &n);
		xbuf_append(b, one, fold_char(c, one));
	}
}

char *
text_fold(const char *utf8, size_t len, size_t *ret_len)
{
	struct buf out = { 0 };

	fold_append(&out, utf8, len);
	return xbuf_take(&out, ret_len);
}
