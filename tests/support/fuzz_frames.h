#ifndef GREFFIER_FUZZ_FRAMES_H
#define GREFFIER_FUZZ_FRAMES_H

#include <sys/mman.h>

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "fuzz.h"
#include "wire/frame.h"

/*
 * Frames from a fuzzer's bytes.  A fuzzer guesses no hashes: where the four
 * bytes of a head's check are zero, the frame is sealed; where they are not, it
 * stands as it is.
 */

static inline uint32_t
fuzz_u32(const uint8_t *d)
{
	return d[0] | (uint32_t)d[1] << 8 | (uint32_t)d[2] << 16 |
	    (uint32_t)d[3] << 24;
}

/* Append the stream that `data` asks for to `out`. */
static inline void
fuzz_frames(const uint8_t *data, size_t size, struct buf *out)
{
	size_t len;

	while (size > FRAME_HEAD_BYTES && fuzz_u32(data + 12) == 0) {
		len = fuzz_u32(data + 8);
		if (len > size - FRAME_HEAD_BYTES)
			len = size - FRAME_HEAD_BYTES;
		if (frame_encode(out, (enum frame_kind)fuzz_u32(data),
		    fuzz_u32(data + 4), data + FRAME_HEAD_BYTES, len) < 0)
			break;
		data += FRAME_HEAD_BYTES + len;
		size -= FRAME_HEAD_BYTES + len;
	}
	MUST(buf_append(out, data, size) == 0);
}

/* The stream as a file: always the same one, begun anew. */
static inline int
fuzz_file(const void *data, size_t len)
{
	static int fd = -1;

	if (fd == -1)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	MUST(fd != -1 && ftruncate(fd, 0) == 0);
	MUST(pwrite(fd, data, len, 0) == (ssize_t)len);
	return fd;
}

#endif /* GREFFIER_FUZZ_FRAMES_H */
