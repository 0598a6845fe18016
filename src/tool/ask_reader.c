#include <sys/stat.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"
#include "pool/command.h"
#include "tool/ask_reader.h"
#include "tool/batch.h"
#include "tool/tool.h"

extern char **environ;

/* The reader's own words behind those of the configuration. */
static char **
add_words(char **argv, const char *const *words)
{
	size_t n = 0, more = 0;
	char **all;

	while (argv[n] != NULL)
		n++;
	while (words[more] != NULL)
		more++;
	all = reallocarray(argv, n + more + 1, sizeof(*argv));
	if (all == NULL) {
		free(argv);
		return NULL;
	}
	for (size_t i = 0; i <= more; i++)
		all[n + i] = (char *)words[i];
	return all;
}

/* Journals are open files of ours: the reader has them by their number. */
static void
hand_over(posix_spawn_file_actions_t *actions, const char *word)
{
	int fd;

	if (sscanf(word, "/dev/fd/%d", &fd) == 1)
		(void)posix_spawn_file_actions_adddup2(actions, fd, fd);
}

static int
start(char **argv, int out, int errors, pid_t *ret_pid)
{
	posix_spawn_file_actions_t actions;
	int r = posix_spawn_file_actions_init(&actions);

	if (r != 0)
		return -r;
	(void)posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	(void)posix_spawn_file_actions_adddup2(&actions, errors,
	    STDERR_FILENO);
	for (size_t i = 1; argv[i] != NULL; i++)
		hand_over(&actions, argv[i]);
	r = posix_spawn(ret_pid, argv[0], &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return -r;
}

/* Pass on what the reader said; it never waited for us to listen. */
static void
pass_on(int fd)
{
	struct buf said = { 0 };

	(void)io_read_all(fd, LIMIT_FRAME_BYTES, &said);
	if (said.len > 0)
		(void)fwrite(said.data, 1, said.len, stderr);
	buf_free(&said);
}

/*
 * The locked reader may write to no file (RLIMIT_FSIZE), which our standard
 * error may be: it has a pipe.  What a pipe does not hold of its complaints is
 * lost rather than waited for, as the answer is read first.
 */
static int
run(char **argv, struct buf *answer, int *ret_status)
{
	int out[2], errors[2], r;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) == -1)
		return -errno;
	if (pipe2(errors, O_CLOEXEC | O_NONBLOCK) == -1) {
		r = -errno;
		(void)close(out[0]);
		(void)close(out[1]);
		return r;
	}
	r = start(argv, out[1], errors[1], &pid);
	(void)close(out[1]);
	(void)close(errors[1]);
	if (r == 0) {
		r = io_read_all(out[0], LIMIT_FRAME_BYTES, answer);
		/* An answer without end ends here, not in a wait for it. */
		(void)close(out[0]);
		while (waitpid(pid, ret_status, 0) == -1 && errno == EINTR)
			continue;
		pass_on(errors[0]);
	} else {
		(void)close(out[0]);
	}
	(void)close(errors[0]);
	return r;
}

int
ask_reader(const struct conf *conf, const char *const *words,
    json_t **ret_answer)
{
	struct buf answer = { 0 };
	json_t *root = NULL;
	char **argv;
	int status = 0, r = command_new(conf, NULL, &argv);

	if (r == 0 && (argv = add_words(argv, words)) == NULL)
		r = -ENOMEM;
	if (r == 0) {
		r = run(argv, &answer, &status);
		free(argv);
	}
	if (r < 0)
		warnx("the reader: %s", strerror(-r));
	else if (!WIFEXITED(status))
		warnx("the reader died of signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) == READER_LATE)
		warnx("the reader gave up: some pattern, or the scan, takes "
		    "too long");
	else if (WEXITSTATUS(status) == 0)
		root = json_loadb(answer.data != NULL ? answer.data : "",
		    answer.len, 0, NULL);
	buf_free(&answer);
	if (root != NULL) {
		*ret_answer = root;
		return 0;
	}
	/* What the reader found wrong it has said itself. */
	return r == 0 && WIFEXITED(status) &&
	    WEXITSTATUS(status) == TOOL_CONFIG ? TOOL_CONFIG : TOOL_SOME;
}

int
become_reader(const struct conf *conf, const char *const *words)
{
	char **argv;
	int r = command_new(conf, NULL, &argv);

	if (r == 0 && (argv = add_words(argv, words)) == NULL)
		r = -ENOMEM;
	if (r < 0) {
		warnx("the reader: %s", strerror(-r));
		return TOOL_SOME;
	}
	(void)execv(argv[0], argv);
	warn("%s", argv[0]);
	free(argv);
	return TOOL_CONFIG;
}

static bool
ends_in(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);

	return n >= m && strcasecmp(path + n - m, ending) == 0;
}

static bool
is_known(const char *path)
{
	struct stat st;

	return (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) ||
	    ends_in(path, ".txt") || ends_in(path, ".json");
}

static void
take_words(struct words *w, const char *path, int fd)
{
	w->fd = fd;
	if (fd == -1)
		(void)snprintf(w->name, sizeof(w->name), "%s", path);
	else
		(void)snprintf(w->name, sizeof(w->name), "/dev/fd/%d", fd);
}

int
words_read(const struct conf *conf, char *const *path, size_t n,
    struct words *ret)
{
	struct batch_options o = { .conf = conf, .folder = -1 };
	char **scan = calloc(n, sizeof(*scan));
	int *fd = calloc(n, sizeof(*fd)), status = 0;
	size_t scans = 0, at = 0;

	for (size_t i = 0; scan != NULL && fd != NULL && i < n; i++) {
		fd[i] = -1;
		if (!is_known(path[i]))
			scan[scans++] = path[i];
	}
	o.journal = fd;
	if (scan == NULL || fd == NULL)
		status = TOOL_SOME;
	else if (scans > 0)
		status = batch_run(&o, scan, scans);
	for (size_t i = 0; scan != NULL && fd != NULL && i < n; i++)
		take_words(&ret[i], path[i], is_known(path[i]) ? -1 :
		    fd[at++]);
	if (status != 0 && scan != NULL && fd != NULL)
		words_free(ret, n);
	free(scan);
	free(fd);
	return status;
}

void
words_free(struct words *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (w[i].fd != -1)
			(void)close(w[i].fd);
		w[i].fd = -1;
	}
}
