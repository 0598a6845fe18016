#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../support/fuzz.h"
#include "wire/message.h"

#define FDS_MAX 3

static int pair[2], passed[FDS_MAX];

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	MUST(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC |
	    SOCK_NONBLOCK, 0, pair) == 0);
	for (int i = 0; i < FDS_MAX; i++)
		MUST((passed[i] = dup(pair[0])) != -1);
	return 0;
}

/* A packet of any bytes, with so many descriptors. */
static void
send_bytes(const uint8_t *data, size_t size, size_t fds)
{
	union {
		struct cmsghdr	align;
		char		bytes[CMSG_SPACE(FDS_MAX * sizeof(int))];
	} control = { 0 };
	struct iovec iov = { (void *)(uintptr_t)data, size };
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *c;

	if (fds > 0) {
		h.msg_control = control.bytes;
		h.msg_controllen = CMSG_SPACE(fds * sizeof(int));
		c = CMSG_FIRSTHDR(&h);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(fds * sizeof(int));
		memcpy(CMSG_DATA(c), passed, fds * sizeof(int));
	}
	MUST(sendmsg(pair[0], &h, MSG_NOSIGNAL) == (ssize_t)size);
}

static void
close_both(const int *fd)
{
	for (int i = 0; i < MESSAGE_FDS; i++)
		MUST(close(fd[i]) == 0);
}

/*
 * The first byte: how many descriptors go along, and whether they are wanted.
 * What is taken is whole, is what was sent, and goes through once more; none
 * of the descriptors stays open.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct message m = { 0 }, again = { 0 };
	int fd[MESSAGE_FDS], back[MESSAGE_FDS], next;
	bool wanted, carried;

	if (size < 2)
		return 0;
	wanted = (data[0] & 4) == 0;
	send_bytes(data + 1, size - 1, data[0] & 3);
	if (message_receive(pair[1], &m, wanted ? fd : NULL) == 0) {
		carried = m.kind == MESSAGE_JOB;
		MUST(size - 1 <= sizeof(m));
		MUST(memcmp(&m, data + 1, size - 1) == 0);
		MUST(carried == ((data[0] & 3) == MESSAGE_FDS));
		MUST(message_send(pair[0], &m, carried ? fd : NULL) == 0);
		MUST(message_receive(pair[1], &again, back) == 0);
		MUST(memcmp(&m, &again, sizeof(m)) == 0);
		if (carried) {
			close_both(fd);
			close_both(back);
		}
	}
	/* The lowest free number is always the same, if none was kept. */
	next = dup(pair[0]);
	MUST(next == passed[FDS_MAX - 1] + 1);
	MUST(close(next) == 0);
	return 0;
}
