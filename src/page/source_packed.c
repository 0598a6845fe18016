#include <string.h>
#include <strings.h>

#include "page/source_kind.h"

/*
 * Archives and messages.  They are opened by nobody, but one that holds a PDF
 * as it is has "%PDF-" among its first bytes, where a PDF is looked for: the
 * last of its files would be read for all of them.
 */

#define TAR_MAGIC_AT 257	/* bytes: behind the first file's name */

static const struct {
	size_t		 len;
	const char	*bytes;
} archives[] = {
	{ 4, "PK\3\4" },			/* also .docx, .odt */
	{ 4, "PK\7\10" },			/* in several volumes */
	{ 6, "7z\xbc\xaf\x27\x1c" },
	{ 6, "Rar!\x1a\7" },
	{ 2, "\x1f\x8b" },			/* gzip */
	{ 3, "BZh" },
	{ 6, "\xfd" "7zXZ\0" },
	{ 4, "\x28\xb5\x2f\xfd" },		/* zstd */
	{ 4, "MSCF" },				/* cab */
	{ 4, "\xd0\xcf\x11\xe0" },		/* .doc, .msg */
	{ 4, "\x78\x9f\x3e\x22" },		/* winmail.dat */
};

/* With what mailers begin a message, or browsers a page. */
static const char *const texts[] = {
	"From ", "From:", "Return-Path:", "Received:", "Delivered-To:",
	"Envelope-To:", "Message-ID:", "MIME-Version:", "Date:", "Subject:",
	"To:", "Cc:", "Reply-To:", "X-", "DKIM-", "ARC-", "Authentication-",
	"Content-Type: multipart/", "--", "<",
};

static bool
begins(const char *data, size_t len, const char *text)
{
	size_t n = strlen(text);

	return len >= n && strncasecmp(data, text, n) == 0;
}

static bool
is_text(const char *data, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (begins(data, len, mark)) {
		data += strlen(mark);
		len -= strlen(mark);
	}
	while (len > 0 && memchr(" \t\r\n", *data, 4) != NULL) {
		data++;
		len--;
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (begins(data, len, texts[i]))
			return true;
	}
	return false;
}

static bool
packed_is(const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < sizeof(archives) / sizeof(archives[0]); i++) {
		if (len >= archives[i].len &&
		    memcmp(data, archives[i].bytes, archives[i].len) == 0)
			return true;
	}
	if (len >= TAR_MAGIC_AT + 5 &&
	    memcmp(data + TAR_MAGIC_AT, "ustar", 5) == 0)
		return true;
	return is_text((const char *)data, len);
}

static enum verdict
packed_open(struct source *s)
{
	(void)s;
	return VERDICT_UNKNOWN_TYPE;
}

const struct source_kind source_packed = {
	.is = packed_is,
	.open = packed_open,
};
