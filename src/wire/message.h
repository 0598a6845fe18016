#ifndef GREFFIER_MESSAGE_H
#define GREFFIER_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"

/*
 * The control messages between a pool and its reader, over a SOCK_SEQPACKET
 * pair: the kernel keeps their bounds, SCM_RIGHTS carries the descriptors.
 * Fixed structs in the machine's own byte order, since both ends are of one
 * build on one machine; READY's version finds out when they are not.
 *
 * Errors     0 or a negative errno; -EBADMSG: not one of our messages;
 *            -EPIPE: the other end is gone; -EAGAIN: none is waiting.
 * Ownership  descriptors received are the caller's to close; none are left
 *            open by a receive that failed.
 */
enum message_kind {
	MESSAGE_JOB = 1,	/* pool to reader; carries two descriptors */
	MESSAGE_READY,		/* reader to pool, once, when it is locked */
	MESSAGE_EXITED,		/* reader to pool, after each job */
	MESSAGE_KINDS
};

#define MESSAGE_VERSION 2	/* of these structs and of the frames */

enum job_kind {
	JOB_OPEN,	/* a scan    -> FRAME_INFO.  With `then` there may follow
			 * the answer to that; or a FRAME_PAGE for each of the
			 * first pages that cost little, and behind the scan's
			 * last page the answer to `then` */
	JOB_PAGE,	/* a scan    -> FRAME_PAGE of page `page` */
	JOB_RECORD,	/* a journal -> FRAME_RECORD */
	JOB_TEXT,	/* a journal -> FRAME_TEXT */
	JOB_KINDS
};

#define JOB_PLUGIN_BYTES 64	/* a plugin's name, a folder's name */

struct message_job {
	uint32_t id;			/* given back by EXITED */
	uint32_t kind;			/* enum job_kind */
	uint32_t page;			/* of JOB_PAGE, from 1 */
	uint32_t gentle;		/* 0 or 1 */
	uint32_t then;			/* of JOB_OPEN: JOB_RECORD, JOB_TEXT, or
					 * 0: nothing but its own answer */
	uint64_t memory_bytes;		/* the child's ceiling; 0 none */
	uint64_t cpu_s;			/* likewise: behind the pool's own clock */
	uint64_t scan_bytes;		/* for the record, as are these: */
	char	 sha256[64 + 1];
	char	 plugin[JOB_PLUGIN_BYTES + 1];	/* to force; "" to choose */
	char	 name[LIMIT_NAME_BYTES + 1];	/* below the inbox, any bytes */
};

struct message_ready {
	uint32_t version;		/* MESSAGE_VERSION */
	uint32_t landlock;		/* ABI in force; 0: not locked by it */
};

struct message_exited {
	uint32_t id;
	int32_t	 status;		/* as wait(2) gives it */
	uint64_t peak_bytes;		/* resident, at most */
};

struct message {
	uint32_t kind;			/* enum message_kind */
	union {
		struct message_job	job;
		struct message_ready	ready;
		struct message_exited	exited;
	} u;
};

/* With MESSAGE_JOB go descriptors: fd[0] the scan or journal, fd[1] the channel. */
#define MESSAGE_FDS 2

/* Send one; `fd` is NULL but for MESSAGE_JOB, and stays the caller's. */
int	message_send(int sock, const struct message *m, const int *fd);

/*
 * Receive one.  `ret_fd` is set by MESSAGE_JOB only, close-on-exec; NULL where
 * no job is welcome (the pool's end): then a message with descriptors is none
 * of ours.  Every string in it ends.
 */
int	message_receive(int sock, struct message *ret_message,
	    int ret_fd[MESSAGE_FDS]);

#endif /* GREFFIER_MESSAGE_H */
