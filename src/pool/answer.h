#ifndef GREFFIER_ANSWER_H
#define GREFFIER_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include <uv.h>

#include "base/verdict.h"
#include "wire/frame.h"
#include "wire/message.h"

/*
 * What comes back on one job's channel: exactly one frame, of the kind that
 * was asked for or FAIL, then the end.  Where the job says `then`, more may
 * follow INFO: pages of the scan, each once and in order, and after the last of
 * them, or without any, the record or text.  All else is a breach of the rules,
 * noticed when its frame is whole, or at the first byte after the last frame.
 * So no more is held than one frame, under its kind's ceiling, and one chunk;
 * what `several` is given its taker may keep.  Used by reader.c only.
 *
 * Errors     0 or a negative errno; after an error no callback is called.
 * Ownership  struct answer is the caller's, in use from answer_start until
 *            `closed`.  The bytes are borrowed until answer_free.
 */
#define ANSWER_CHUNK_BYTES (64 * 1024)

struct answer {
	/* Filled in by the caller. */
	void		(*ended)(struct answer *a);	/* the end, or a breach */
	/* Each frame of an answer that may have several, as it comes. */
	void		(*several)(struct answer *a, const struct frame *f);
	void		(*closed)(struct answer *a);
	void		*data;

	uv_pipe_t	 pipe;
	struct frame_parser parser;
	struct frame	 frame;		/* where `whole` */
	enum frame_kind	 expect;
	uint32_t	 expect_arg;	/* the page; 0 any */
	enum frame_kind	 last;		/* that may come behind INFO, or NONE */
	uint32_t	 page, pages;	/* behind INFO: had so far, and of all */
	bool		 whole;
	bool		 open;
	int		 error;		/* -EBADMSG: a breach; or the machine's */
	char		 chunk[ANSWER_CHUNK_BYTES];
};

/*
 * Read the answer to `ask` from `fd`, which is taken over unless this fails.
 * Where only the reading cannot begin, `error` is set and `closed` follows.
 */
int	answer_start(struct answer *a, uv_loop_t *loop, int fd,
	    const struct message_job *ask);

/* Read no more; `closed` follows.  Harmless the second time. */
void	answer_close(struct answer *a);

/* Give the bytes back. */
void	answer_free(struct answer *a);

/*
 * The verdict, from the frame and from how the child exited (wait status,
 * peak resident bytes).
 */
enum verdict answer_verdict(const struct answer *a, int status,
	    uint64_t peak_bytes, uint64_t memory_bytes);

#endif /* GREFFIER_ANSWER_H */
