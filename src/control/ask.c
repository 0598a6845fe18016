#include <sys/socket.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "control/address.h"
#include "control/ask.h"

/* Wait for the socket until `end_ms`. */
static int
await(int fd, uint64_t end_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint64_t now;
	int n;

	do {
		now = clock_ms();
		if (now >= end_ms)
			return -ETIMEDOUT;
		n = poll(&p, 1, (int)(end_ms - now));
	} while (n == -1 && errno == EINTR);
	return n == -1 ? -errno : n == 0 ? -ETIMEDOUT : 0;
}

static int
send_all(int fd, const char *data, size_t len)
{
	ssize_t n;

	/* A line is shorter than what a socket takes at once. */
	while (len > 0) {
		n = send(fd, data, len, MSG_NOSIGNAL);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* One line, without its end. */
static int
receive(int fd, uint64_t end_ms, struct buf *out)
{
	char chunk[65536];
	const char *end;
	ssize_t n;
	int r;

	while (out->len < LIMIT_ANSWER_BYTES) {
		if ((r = await(fd, end_ms)) < 0)
			return r;
		n = recv(fd, chunk, sizeof(chunk), 0);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? -EPIPE : -errno;
		end = memchr(chunk, '\n', (size_t)n);
		r = buf_append(out, chunk,
		    end == NULL ? (size_t)n : (size_t)(end - chunk));
		if (r < 0 || end != NULL)
			return r;
	}
	return -EBADMSG;
}

int
ask(const char *path, const struct request *rq, uint64_t patience_ms,
    json_t **ret_answer)
{
	uint64_t end_ms = clock_ms() + patience_ms;
	struct buf line = { 0 }, text = { 0 };
	json_error_t error;
	json_t *answer;
	int fd, r;

	if ((r = address_connect(path, &fd)) < 0)
		return r;
	if ((r = request_format(rq, &line)) == 0 &&
	    (r = send_all(fd, line.data, line.len)) == 0 &&
	    (r = receive(fd, end_ms, &text)) == 0) {
		answer = json_loadb(text.data == NULL ? "" : text.data,
		    text.len, 0, &error);
		if (json_is_object(answer)) {
			*ret_answer = answer;
		} else {
			json_decref(answer);
			r = -EBADMSG;
		}
	}
	(void)close(fd);
	buf_free(&line);
	buf_free(&text);
	return r;
}
