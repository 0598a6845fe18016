#include <sys/socket.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pool/command.h"
#include "pool/process.h"
#include "wire/message.h"

#define ENV_MAX 16
#define ENV_BYTES 4096

#define LARGE_PAGES "glibc.malloc.hugetlb=1"
#define LONG_CACHE "glibc.malloc.tcache_count=2000"

/*
 * The reader's whole environment.  OpenMP makes Tesseract many times slower on
 * a busy machine and is not safe across the reader's forks.  For these, memory
 * is taken in large pages, where the kernel grants them to who asks: there is
 * less to copy at each fork and less to fault in after it.  And what is freed
 * is kept for the next of its size rather than joined to its neighbours: a
 * page's words, letters and boxes come and go by the thousand.  Functions of
 * libraries are looked up once, not by each child again.
 */
static const char *const env_fixed[] = {
	"OMP_THREAD_LIMIT=1",
	"GLIBC_TUNABLES=" LARGE_PAGES ":" LONG_CACHE,
	"LD_BIND_NOW=1",
	"LC_ALL=C.UTF-8",
	"TZ=UTC0",		/* by itself: no file to look up */
};

/* What is handed through where it is set. */
static const char *const env_passed[] = {
	"PATH",
	"TESSDATA_PREFIX",
	"LD_LIBRARY_PATH",
	"ASAN_OPTIONS",
	"LSAN_OPTIONS",
	"UBSAN_OPTIONS",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
env_make(char bytes[static ENV_BYTES], char *env[static ENV_MAX])
{
	size_t n = 0, at = 0;

	for (size_t i = 0; i < COUNT(env_fixed); i++)
		env[n++] = (char *)env_fixed[i];
	for (size_t i = 0; i < COUNT(env_passed); i++) {
		const char *value = getenv(env_passed[i]);
		int len;

		if (value == NULL)
			continue;
		len = snprintf(bytes + at, ENV_BYTES - at, "%s=%s",
		    env_passed[i], value);
		if (len < 0 || (size_t)len >= ENV_BYTES - at)
			continue;
		env[n++] = bytes + at;
		at += (size_t)len + 1;
	}
	env[n] = NULL;
}

static void
on_close(uv_handle_t *handle)
{
	struct process *p = handle->data;

	if (--p->handles > 0)
		return;
	if (p->sock != -1)
		(void)close(p->sock);
	p->sock = -1;
	p->gone(p, p->status);
}

/* Take what messages there are; false when there is no more to come. */
static bool
receive(struct process *p)
{
	struct message m;
	int r;

	while ((r = message_receive(p->sock, &m, NULL)) == 0) {
		if (m.kind == MESSAGE_JOB)
			break;
		p->message(p, &m);
	}
	if (r == -EAGAIN)
		return true;
	if (r == 0 || r == -EBADMSG)
		p->broken(p);
	return false;
}

static void
on_control(uv_poll_t *handle, int status, int events)
{
	struct process *p = handle->data;

	(void)events;
	if (status == 0 && receive(p))
		return;
	/* A reader that no longer listens is of no use. */
	(void)uv_poll_stop(&p->control);
	process_kill(p);
}

static void
on_child_exit(uv_process_t *child, int64_t status, int signal)
{
	struct process *p = child->data;

	p->status = signal != 0 ? 128 + signal : (int)status;
	p->running = false;
	/* Its last word may still lie in the socket. */
	if (uv_is_active((uv_handle_t *)&p->control))
		(void)receive(p);
	uv_close((uv_handle_t *)&p->control, on_close);
	uv_close((uv_handle_t *)child, on_close);
}

static int
spawn(struct process *p, uv_loop_t *loop, char **argv, int peer, int given)
{
	char bytes[ENV_BYTES], *env[ENV_MAX];
	uv_stdio_container_t stdio[READER_GIVEN_FD + 1] = {
		[STDIN_FILENO] = { .flags = UV_IGNORE },
		[STDOUT_FILENO] = { .flags = UV_IGNORE },
		[STDERR_FILENO] = { .flags = UV_INHERIT_FD,
		    .data.fd = STDERR_FILENO },
		[READER_CONTROL_FD] = { .flags = UV_INHERIT_FD,
		    .data.fd = peer },
		[READER_GIVEN_FD] = { .flags = given != -1 ? UV_INHERIT_FD :
		    UV_IGNORE, .data.fd = given },
	};
	uv_process_options_t o = {
		.exit_cb = on_child_exit,
		.file = argv[0],
		.args = argv,
		.env = env,
		.flags = UV_PROCESS_DETACHED,	/* a group of its own */
		.stdio_count = given != -1 ? READER_GIVEN_FD + 1 :
		    READER_GIVEN_FD,
		.stdio = stdio,
	};

	env_make(bytes, env);
	p->child.data = p;
	return uv_spawn(loop, &p->child, &o);
}

int
process_start(struct process *p, uv_loop_t *loop, char **argv, int given)
{
	int pair[2], r;

	/* Set on both ends; the reader sets its own to wait. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0, pair) == -1)
		return -errno;
	r = uv_poll_init(loop, &p->control, pair[0]);
	if (r < 0) {
		(void)close(pair[0]);
		(void)close(pair[1]);
		return r;
	}
	p->control.data = p;
	p->sock = pair[0];
	p->handles = 2;
	p->status = spawn(p, loop, argv, pair[1], given);
	(void)close(pair[1]);
	p->running = p->status == 0;
	if (p->running)
		p->status = uv_poll_start(&p->control,
		    UV_READABLE | UV_DISCONNECT, on_control);
	if (p->status == 0)
		return 0;
	/* Closing takes a turn of the loop, so `gone` tells of it. */
	if (p->running) {
		process_kill(p);
	} else {
		uv_close((uv_handle_t *)&p->control, on_close);
		uv_close((uv_handle_t *)&p->child, on_close);
	}
	return 0;
}

int
process_send(struct process *p, const struct message *m, const int *fd)
{
	if (p->sock == -1)
		return -EPIPE;
	return message_send(p->sock, m, fd);
}

void
process_kill(struct process *p)
{
	if (p->running)
		(void)kill(-p->child.pid, SIGKILL);
}
