#ifndef GREFFIER_FRAME_H
#define GREFFIER_FRAME_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Frames: what a reader's child sends on its channel, and, byte for byte the
 * same, what lies in a scan's page journal (work/ID.pages).
 *
 *	kind, arg, length, check	four times 32 bits, little endian
 *	length bytes
 *
 * `check` is the start of the SHA-256 of all the rest: after a power cut a file
 * may have its length and not its bytes, and a journal must notice.  Lengths
 * have a ceiling per kind, checked before anything is allocated.
 *
 * Errors     0 or a negative errno; -EBADMSG: these are no frames.
 * Ownership  a frame borrows its bytes, until the next call on its parser.
 * Blocking   frame_write and frame_scan only.
 */
enum frame_kind {
	FRAME_NONE,		/* never sent: a file of zeroes is no journal */
	FRAME_INFO,		/* arg: pages of the scan; bytes: its media type */
	FRAME_PAGE,		/* arg: page; bytes: page_to_json */
	FRAME_LOST,		/* arg: page given up; bytes: verdict_name.  Made by
				 * pool/reading, for the journal only */
	FRAME_RECORD,		/* bytes: the record, JSON */
	FRAME_TEXT,		/* bytes: the text as read, UTF-8, "\f" a page */
	FRAME_FAIL,		/* arg: enum verdict; bytes: why, for the log */
	FRAME_NAME,		/* bytes: chosen output name and which file has it;
				 * daemon's journal only */
	FRAME_PLUGIN,		/* bytes: its file's path, a NUL, and the file;
				 * of the frozen plugins only */
	FRAME_KINDS
};

#define FRAME_HEAD_BYTES 16

struct frame {
	enum frame_kind	 kind;
	uint32_t	 arg;
	const char	*data;		/* len bytes, any; no NUL is promised */
	size_t		 len;
};

/* The longest payload of a kind, in bytes; 0 for what is no kind. */
size_t	frame_ceiling(uint32_t kind);

/* Append one frame to `out`.  -EMSGSIZE: over its ceiling. */
int	frame_encode(struct buf *out, enum frame_kind kind, uint32_t arg,
	    const void *data, size_t len);

/* Write one frame whole, by one writev unless the descriptor takes less. */
int	frame_write(int fd, enum frame_kind kind, uint32_t arg,
	    const void *data, size_t len);

/* The incremental parser.  All zeroes is a new one. */
struct frame_parser {
	struct buf	in;	/* bytes fed and not yet given out */
	size_t		off;	/* of in, already given out */
};

void	frame_parser_free(struct frame_parser *p);	/* leaves a new one */

/*
 * Feed some bytes, then take frames until frame_next says 0; so at most one
 * frame and what was fed last is held.  -EBADMSG as soon as a head shows it.
 */
int	frame_feed(struct frame_parser *p, const void *data, size_t len);

/* 1 and a frame, 0 where none is whole yet, or -EBADMSG. */
int	frame_next(struct frame_parser *p, struct frame *ret_frame);

/* Whether part of a frame is held: at the end of a stream, half a frame. */
bool	frame_pending(const struct frame_parser *p);

/*
 * Walk a file of frames from its first byte (by pread: the descriptor's own
 * offset may be shared and is left alone) and hand each whole frame to `fn`,
 * which stops the walk by a negative number.  *ret_whole, set on success only,
 * is where the whole frames end: what stands behind it is a torn tail.
 */
int	frame_scan(int fd, int (*fn)(void *data, const struct frame *f),
	    void *data, off_t *ret_whole);

#endif /* GREFFIER_FRAME_H */
