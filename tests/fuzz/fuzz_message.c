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

/*
 * What a fuzzer's bytes say, at the length that its kind has: it guesses none.
 * How long it is.
 */
static size_t
message_of(const uint8_t *data, size_t size, struct message *ret)
{
	static const size_t bytes[MESSAGE_KINDS] = {
		[MESSAGE_JOB] = sizeof(ret->u.job),
		[MESSAGE_READY] = sizeof(ret->u.ready),
		[MESSAGE_EXITED] = sizeof(ret->u.exited),
	};

	memset(ret, 0, sizeof(*ret));
	ret->kind = data[0] % MESSAGE_KINDS;
	size--;
	if (size > bytes[ret->kind])
		size = bytes[ret->kind];
	memcpy(&ret->u, data + 1, size);
	return offsetof(struct message, u) + bytes[ret->kind];
}

static void
close_both(const int *fd)
{
	for (int i = 0; i < MESSAGE_FDS; i++)
		MUST(close(fd[i]) == 0);
}

/*
 * The first byte: how many descriptors go along, whether they are wanted, and
 * whether the bytes are a packet or what a message says.
 * What is taken is whole, is what was sent, and goes through once more; none
 * of the descriptors stays open.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct message m = { 0 }, again = { 0 }, said;
	const uint8_t *bytes = data + 1;
	size_t len = size - 1;
	int fd[MESSAGE_FDS], back[MESSAGE_FDS], next;
	bool wanted, carried;

	if (size < 2)
		return 0;
	wanted = (data[0] & 4) == 0;
	if ((data[0] & 8) != 0) {
		len = message_of(data + 1, size - 1, &said);
		bytes = (const uint8_t *)&said;
	}
	send_bytes(bytes, len, data[0] & 3);
	if (message_receive(pair[1], &m, wanted ? fd : NULL) == 0) {
		carried = m.kind == MESSAGE_JOB;
		MUST(len <= sizeof(m));
		MUST(memcmp(&m, bytes, len) == 0);
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
