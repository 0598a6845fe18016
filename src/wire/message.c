#include <sys/socket.h>
#include <sys/uio.h>

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "wire/message.h"

union control {
	struct cmsghdr	align;
	char		bytes[CMSG_SPACE(MESSAGE_FDS * sizeof(int))];
};

static bool
ends(const char *s, size_t size)
{
	return memchr(s, '\0', size) != NULL;
}

static bool
job_ok(const struct message *m)
{
	const struct message_job *j = &m->u.job;

	return j->kind < JOB_KINDS && j->gentle <= 1 && (j->then == 0 ||
	    j->then == JOB_RECORD || j->then == JOB_TEXT) &&
	    (j->kind != JOB_PAGE ||
	    (j->page >= 1 && j->page <= LIMIT_PAGES)) &&
	    ends(j->sha256, sizeof(j->sha256)) &&
	    ends(j->plugin, sizeof(j->plugin)) &&
	    ends(j->name, sizeof(j->name));
}

static const struct {
	size_t	size;		/* of u's member */
	int	fds;
	bool	(*ok)(const struct message *m);
} kinds[MESSAGE_KINDS] = {
	[MESSAGE_JOB] = { sizeof(struct message_job), MESSAGE_FDS, job_ok },
	[MESSAGE_READY] = { sizeof(struct message_ready), 0, NULL },
	[MESSAGE_EXITED] = { sizeof(struct message_exited), 0, NULL },
};

static size_t
size_of(uint32_t kind)
{
	return offsetof(struct message, u) + kinds[kind].size;
}

int
message_send(int sock, const struct message *m, const int *fd)
{
	struct iovec iov = { (void *)m, size_of(m->kind) };
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1 };
	union control control = { 0 };

	if (fd != NULL) {
		struct cmsghdr *c;

		h.msg_control = control.bytes;
		h.msg_controllen = sizeof(control.bytes);
		c = CMSG_FIRSTHDR(&h);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(MESSAGE_FDS * sizeof(int));
		memcpy(CMSG_DATA(c), fd, MESSAGE_FDS * sizeof(int));
	}
	while (sendmsg(sock, &h, MSG_NOSIGNAL) == -1)
		if (errno != EINTR)
			return -errno;
	return 0;
}

/* Collect what came along; more than MESSAGE_FDS the kernel has cut off. */
static int
take_fds(struct msghdr *h, int fd[static MESSAGE_FDS])
{
	struct cmsghdr *c;
	int n = 0;

	for (c = CMSG_FIRSTHDR(h); c != NULL; c = CMSG_NXTHDR(h, c)) {
		size_t len = c->cmsg_len - CMSG_LEN(0);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < len / sizeof(int); i++) {
			int one;

			memcpy(&one, CMSG_DATA(c) + i * sizeof(int),
			    sizeof(int));
			if (n < MESSAGE_FDS)
				fd[n++] = one;
			else
				(void)close(one);
		}
	}
	return n;
}

static bool
whole(const struct message *m, size_t len, int flags, int fds)
{
	return (flags & (MSG_TRUNC | MSG_CTRUNC)) == 0 &&
	    len >= offsetof(struct message, u) && m->kind >= MESSAGE_JOB &&
	    m->kind < MESSAGE_KINDS && len == size_of(m->kind) &&
	    fds == kinds[m->kind].fds &&
	    (kinds[m->kind].ok == NULL || kinds[m->kind].ok(m));
}

int
message_receive(int sock, struct message *ret_message,
    int ret_fd[MESSAGE_FDS])
{
	struct message m = { 0 };
	struct iovec iov = { &m, sizeof(m) };
	union control control;
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	int fd[MESSAGE_FDS], fds;
	ssize_t n;

	do
		n = recvmsg(sock, &h, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return -errno;
	if (n == 0)
		return -EPIPE;

	fds = take_fds(&h, fd);
	if (!whole(&m, (size_t)n, h.msg_flags, fds) ||
	    (fds > 0 && ret_fd == NULL)) {
		while (fds > 0)
			(void)close(fd[--fds]);
		return -EBADMSG;
	}
	*ret_message = m;
	if (fds > 0)
		memcpy(ret_fd, fd, sizeof(fd));
	return 0;
}
