/*
 * The real serve(), with a job that tries what the scan tells it to instead of
 * reading it: what a stranger's file could make of a reader's child.  Answers
 * by INFO: "refused" or "allowed".
 */
#include <sys/ptrace.h>
#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "pool/command.h"
#include "reader/serve.h"
#include "wire/frame.h"
#include "wire/message.h"

static int
read_a_file(void)
{
	return open("/etc/passwd", O_RDONLY);
}

static int
write_a_file(void)
{
	return open("locked_reader.tmp", O_WRONLY | O_CREAT, 0600);
}

static int
call_home(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int
run_a_shell(void)
{
	return execl("/bin/sh", "sh", "-c", "true", (char *)NULL);
}

static int
trace_the_reader(void)
{
	return (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static int
kill_the_reader(void)
{
	return kill(getppid(), SIGKILL);
}

static int
multiply(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid;
}

static int
use_the_control_socket(void)
{
	return (int)write(READER_CONTROL_FD, "x", 1);
}

/* Not refused, but with an end. */

static int
eat_memory(void)
{
	for (size_t i = 0; i < SIZE_MAX; i++)
		memset(xmalloc(1 << 20), 1, 1 << 20);
	return 0;
}

static int
burn(void)
{
	for (volatile uint64_t i = 0; i < UINT64_MAX; i++)
		continue;
	return 0;
}

static int
babble(void)
{
	for (int i = 0; i < 1000; i++)
		(void)fprintf(stderr, "babble %d\n", i);
	return 0;
}

/* Where the reader might run when it began. */
static cpu_set_t processors;

static int
run_anywhere(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == -1)
		return -1;
	return CPU_EQUAL(&set, &processors) ? 0 : -1;
}

static int
keep_to_a_processor(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	return sched_setaffinity(0, sizeof(one), &one);
}

static const struct {
	const char *what;
	int	(*try)(void);
} deeds[] = {
	{ "read a file", read_a_file },
	{ "write a file", write_a_file },
	{ "call home", call_home },
	{ "run a shell", run_a_shell },
	{ "trace the reader", trace_the_reader },
	{ "kill the reader", kill_the_reader },
	{ "multiply", multiply },
	{ "use the control socket", use_the_control_socket },
	{ "eat memory", eat_memory },
	{ "burn", burn },
	{ "babble", babble },
	{ "run anywhere", run_anywhere },
	{ "keep to a processor", keep_to_a_processor },
};

int
job_do(const struct job_tools *tools, const struct message_job *ask, int doc,
    int channel)
{
	const char *answer = "no such deed";
	char what[64] = "";

	(void)tools;
	(void)ask;
	if (pread(doc, what, sizeof(what) - 1, 0) == -1)
		return -errno;
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(what, deeds[i].what) == 0)
			answer = deeds[i].try() == -1 ? "refused" : "allowed";
	return frame_write(channel, FRAME_INFO, 1, answer, strlen(answer));
}

int
main(void)
{
	struct serve_options o = { .verbose = false };
	const char *what;

	if (sched_getaffinity(0, sizeof(processors), &processors) == -1)
		return 1;
	return serve(READER_CONTROL_FD, NULL, &o, &what) == 0 ? 0 : 1;
}
