#include <ctype.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "page/pdf.h"

/*
 * A file without any image, as most of those are that a program has made:
 * poppler need not read each of its pages to find none.  An image stands in the
 * file with its dictionary, which is never packed; an inline image stands in
 * what a page's content is packed into, and only that is unpacked to look.
 */

#define UNPACKED_MAX (8 << 20)	/* bytes: an act's are a hundredth of that */
#define PIECE 4096		/* bytes unpacked at once: one page of stack */
#define EACH 1024		/* bytes that one more stream is as dear as */
#define OVERLAP 3		/* of a piece, where the next begins: " BI" */

/* Of an image, or of what is packed in another way than we look into. */
static const char *const names[] = {
	"Image", "Encrypt", "Crypt", "LZWDecode", "LZW", "ASCII85Decode",
	"A85", "ASCIIHexDecode", "AHx", "RunLengthDecode", "RL",
};

static bool
is_space(int c)
{
	return c == '\0' || c == '\t' || c == '\n' || c == '\f' ||
	    c == '\r' || c == ' ';
}

static bool
is_regular(int c)
{
	return !is_space(c) && strchr("()<>[]{}/%", c) == NULL;
}

static int
hex(int c)
{
	return isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
}

/* The next character of a name, a #xx undone; -1 behind its last. */
static int
name_next(const uint8_t **at, const uint8_t *end)
{
	const uint8_t *s = *at;

	if (s == end || !is_regular(*s))
		return -1;
	if (*s == '#' && end - s > 2 && isxdigit(s[1]) && isxdigit(s[2])) {
		*at = s + 3;
		return hex(s[1]) << 4 | hex(s[2]);
	}
	*at = s + 1;
	return *s;
}

static bool
name_is(const uint8_t *at, const uint8_t *end, const char *name)
{
	for (; *name != '\0'; name++)
		if (name_next(&at, end) != *name)
			return false;
	return name_next(&at, end) == -1;
}

static bool
has_name(const uint8_t *data, const uint8_t *end)
{
	const uint8_t *at = data;

	while ((at = memchr(at, '/', (size_t)(end - at))) != NULL) {
		at++;
		for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
			if (name_is(at, end, names[i]))
				return true;
	}
	return false;
}

/*
 * Does an inline image (BI) begin behind the first byte?  By chance too, where
 * it is no content.  Of the two letters the second is rare: it is no
 * hexadecimal figure, and most texts are written in these.
 */
static bool
has_inline(const uint8_t *data, size_t len)
{
	const uint8_t *at = data, *end = data + len;

	while ((at = memchr(at, 'I', (size_t)(end - at))) != NULL) {
		if (at - data > 1 && at[-1] == 'B' && !is_regular(at[-2]) &&
		    end - at > 1 && (is_space(at[1]) || at[1] == '/'))
			return true;
		at++;
	}
	return false;
}

/* As poppler knows it, which asks nothing of the window's size. */
static bool
is_packed(const uint8_t *at, const uint8_t *end)
{
	return end - at > 2 && (at[0] & 0x0f) == 8 &&
	    (at[0] << 8 | at[1]) % 31 == 0;
}

/* Nothing of that in what is packed there, and it is whole? */
static bool
is_bare_inside(const uint8_t *at, const uint8_t *end, size_t *total)
{
	uint8_t piece[OVERLAP + PIECE + 1];
	size_t len = (size_t)(end - at), kept = 1, n;
	z_stream z = {
		.next_in = at,
		/* What is longer, but unpacks to less, is meant to cost. */
		.avail_in = len < UNPACKED_MAX ? (uInt)len : UNPACKED_MAX,
	};
	bool bare;
	int r;

	*total += EACH;
	piece[0] = ' ';
	if (inflateInit(&z) != Z_OK)
		return false;
	do {
		z.next_out = piece + kept;
		z.avail_out = PIECE;
		r = inflate(&z, Z_NO_FLUSH);
		n = kept + PIECE - z.avail_out;
		*total += PIECE - z.avail_out;
		/* A page's contents are read as one, with a space between. */
		if (r == Z_STREAM_END)
			piece[n++] = ' ';
		bare = !has_inline(piece, n) && *total <= UNPACKED_MAX;
		kept = n < OVERLAP ? n : OVERLAP;
		memmove(piece, piece + n - kept, kept);
	} while (bare && r == Z_OK);
	(void)inflateEnd(&z);
	return bare && r == Z_STREAM_END;
}

/* Is the stream whose dictionary stands there a typeface's? */
static bool
is_typeface(const uint8_t *at, const uint8_t *end)
{
	static const char key[] = "/Length1";

	return memmem(at, (size_t)(end - at), key, sizeof(key) - 1) != NULL;
}

bool
pdf_is_bare(const uint8_t *data, size_t len)
{
	static const char word[] = "stream";
	const size_t n = sizeof(word) - 1;
	const uint8_t *at = data, *end = data + len, *before = data;
	size_t total = 0;

	if (has_name(data, end) || has_inline(data, len))
		return false;
	while ((at = memmem(at, (size_t)(end - at), word, n)) != NULL) {
		for (at += n; at < end && is_space(*at); at++)
			;
		if (is_packed(at, end) && !is_typeface(before, at) &&
		    !is_bare_inside(at, end, &total))
			return false;
		before = at;
	}
	return true;
}
