#include <sys/time.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "pool/command.h"
#include "reader/deadline.h"

#define LINE_BYTES	1024
#define WHAT_BYTES	600

/* Written before the signal can come: its handler only puts them out. */
static char complaint[LINE_BYTES], bailing[LINE_BYTES];

static void
put(int fd, const char *line)
{
	size_t len = strlen(line);
	ssize_t n;

	while (len > 0 && (n = write(fd, line, len)) > 0) {
		line += n;
		len -= (size_t)n;
	}
}

static void
on_late(int signum)
{
	(void)signum;
	put(STDERR_FILENO, complaint);
	put(STDOUT_FILENO, bailing);
	_exit(READER_LATE);
}

static void
arm(uint32_t cpu_ms)
{
	const struct itimerval t = { { 0, 0 }, { cpu_ms / 1000,
	    cpu_ms % 1000 * 1000 } };

	(void)setitimer(ITIMER_PROF, &t, NULL);
}

void
deadline_set(uint32_t cpu_ms, const char *what, const char *bail)
{
	const struct sigaction action = { .sa_handler = on_late };
	char shown[WHAT_BYTES];

	arm(0);
	if (cpu_ms == 0)
		return;
	utf8_show(what, shown, sizeof(shown));
	(void)snprintf(complaint, sizeof(complaint), "%s: given up: it takes "
	    "more than %u.%u s of processor time\n", shown, cpu_ms / 1000,
	    cpu_ms % 1000 / 100);
	(void)snprintf(bailing, sizeof(bailing), "%s%s%s",
	    bail == NULL ? "" : bail, bail == NULL ? "" : shown,
	    bail == NULL ? "" : "\n");
	(void)sigaction(SIGPROF, &action, NULL);
	arm(cpu_ms);
}
