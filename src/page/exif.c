#include <stdbool.h>
#include <string.h>

#include "page/image.h"

/*
 * A JPEG is a row of segments: FF, kind, length (big-endian), data.
 * A camera's note is in the one of kind E1 that begins with "Exif": a TIFF
 * whose first directory may hold tag 0112, how the picture lies.
 */

#define TAG_ORIENTATION 0x112
#define ENTRY 12	/* bytes: tag, type, count, value */

struct note {
	const uint8_t	*data;
	size_t		 len;
	bool		 little;	/* end first */
};

/* A number of `n` bytes; 0 from outside. */
static uint32_t
number(const struct note *e, size_t at, unsigned n)
{
	uint32_t value = 0;

	if (at > e->len || n > e->len - at)
		return 0;
	for (unsigned i = 0; i < n; i++)
		value = value << 8 |
		    e->data[at + (e->little ? n - 1 - i : i)];
	return value;
}

static unsigned
noted(const uint8_t *data, size_t len)
{
	struct note e = { data, len, len > 0 && data[0] == 'I' };
	size_t at = number(&e, 4, 4), entries = number(&e, at, 2);
	uint32_t value;

	for (size_t i = 0; i < entries; i++) {
		size_t entry = at + 2 + i * ENTRY;

		if (entry > len)
			break;
		if (number(&e, entry, 2) != TAG_ORIENTATION)
			continue;
		value = number(&e, entry + 8, 2);
		return value >= 1 && value <= 8 ? value : 1;
	}
	return 1;
}

unsigned
exif_orientation(const uint8_t *data, size_t len)
{
	static const char mark[] = "Exif\0";	/* and a second NUL */
	size_t at = 2, size;

	while (len >= 4 && at <= len - 4 && data[at] == 0xff) {
		size = (size_t)data[at + 2] << 8 | data[at + 3];
		if (data[at + 1] == 0xda || size < 2 || size > len - at - 2)
			break;		/* the picture itself, or the end */
		if (data[at + 1] == 0xe1 && size >= 2 + sizeof(mark) &&
		    memcmp(data + at + 4, mark, sizeof(mark)) == 0)
			return noted(data + at + 4 + sizeof(mark),
			    size - 2 - sizeof(mark));
		at += 2 + size;
	}
	return 1;
}
