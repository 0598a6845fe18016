#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "reader/heap.h"
#include "reader/serve.h"
#include "wire/message.h"

#define EXIT_UNLOCKED	70	/* of a child: before it saw anything */
#define EXIT_UNSENT	74	/* of a child: its channel took no frame */

struct serving {
	int	control, null;
	pid_t	self;
	const struct job_tools *tools;
	const struct serve_options *o;
};

/* With the parent's death the child's comes: nobody would read its answer. */
static int
child_lock(const struct serving *s, uint64_t memory_bytes, uint64_t cpu_s)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == -1)
		return -errno;
	if (getppid() != s->self)
		return -ESRCH;
	/* What a stranger's file makes a library say, nobody asked for. */
	if (!s->o->verbose && dup2(s->null, STDERR_FILENO) == -1)
		return -errno;
	(void)close(s->control);
	return sandbox_enter_child(memory_bytes, cpu_s);
}

/*
 * A child begins on its parent's processor, whose caches hold what it will
 * look at: the kernel would rather start it on an idle one, where a page of
 * digital words costs a tenth more.  Once begun it may be taken to any.
 */
static pid_t
fork_here(void)
{
	cpu_set_t all, here;
	int cpu = sched_getcpu();
	bool known = cpu >= 0 && cpu < CPU_SETSIZE &&
	    sched_getaffinity(0, sizeof(all), &all) == 0;
	pid_t pid;
	int err;

	CPU_ZERO(&here);
	if (known) {
		CPU_SET(cpu, &here);
		(void)sched_setaffinity(0, sizeof(here), &here);
	}
	pid = fork();
	err = errno;
	if (known)
		(void)sched_setaffinity(0, sizeof(all), &all);
	errno = err;	/* fork's, which the caller reads */
	return pid;
}

/* A child's end, as the kernel tells it. */
static int
child_wait(pid_t pid, struct message_exited *ret_exited)
{
	struct rusage use;
	int status;

	while (wait4(pid, &status, 0, &use) == -1)
		if (errno != EINTR)
			return -errno;
	ret_exited->status = status;
	ret_exited->peak_bytes = (uint64_t)use.ru_maxrss * 1024;
	return 0;
}

static int
work(const struct serving *s, const struct message_job *ask, int doc,
    int channel)
{
	struct message m = { .kind = MESSAGE_EXITED, .u.exited.id = ask->id };
	pid_t pid = fork_here();
	int r;

	if (pid == 0) {
		if (child_lock(s, ask->memory_bytes, ask->cpu_s) < 0)
			_exit(EXIT_UNLOCKED);
		r = job_do(s->tools, ask, doc, channel);
		_exit(r < 0 ? EXIT_UNSENT : EXIT_SUCCESS);
	}
	r = pid == -1 ? -errno : 0;
	(void)close(doc);
	(void)close(channel);
	if (r < 0 || (r = child_wait(pid, &m.u.exited)) < 0)
		return r;
	return message_send(s->control, &m, NULL);
}

/* A reader whose children could not be locked would spoil every scan. */
static int
try_a_child(const struct serving *s)
{
	struct message_exited exited = { 0 };
	pid_t pid = fork();
	int r;

	if (pid == 0)
		_exit(child_lock(s, 0, 0) < 0 ? EXIT_UNLOCKED : EXIT_SUCCESS);
	if (pid == -1)
		return -errno;
	if ((r = child_wait(pid, &exited)) < 0)
		return r;
	return exited.status == 0 ? 0 : -EPERM;
}

static int
lock(struct serving *s, unsigned *ret_landlock, const char **ret_what)
{
	int r;

	*ret_what = "prepare";
	s->null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (s->null == -1)
		return -errno;
	/* The pool's death is ours, even while we wait for a child. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == -1 ||
	    fcntl(s->control, F_SETFD, FD_CLOEXEC) == -1 ||
	    fcntl(s->control, F_SETFL, 0) == -1)
		return -errno;
	*ret_what = "lock itself";
	if ((r = sandbox_enter(&s->o->sandbox, ret_landlock)) < 0)
		return r;
	*ret_what = "lock a child";
	return try_a_child(s);
}

int
serve(int control, const struct job_tools *tools,
    const struct serve_options *o, const char **ret_what)
{
	struct serving s = { control, -1, getpid(), tools, o };
	struct message m = { .kind = MESSAGE_READY };
	int fd[MESSAGE_FDS], r;

	r = lock(&s, &m.u.ready.landlock, ret_what);
	if (r < 0)
		return r;
	m.u.ready.version = MESSAGE_VERSION;
	heap_settle();
	*ret_what = "speak to its pool";
	r = message_send(control, &m, NULL);
	while (r == 0 && (r = message_receive(control, &m, fd)) == 0) {
		if (m.kind != MESSAGE_JOB)
			return -EBADMSG;
		r = work(&s, &m.u.job, fd[0], fd[1]);
	}
	return r == -EPIPE ? 0 : r;
}
