#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <check.h>

#include "pool/command.h"
#include "reader/deadline.h"
#include "support/suite.h"

#define SOON_MS	20	/* of processor time: a busy machine is no matter */

static char said[2][2048];	/* stdout, stderr */

static void
slurp(int fd, char *ret, size_t size)
{
	size_t at = 0;
	ssize_t n;

	while ((n = read(fd, ret + at, size - 1 - at)) > 0)
		at += (size_t)n;
	ret[at] = '\0';
	(void)close(fd);
}

/* What becomes of a child that does this; its exit status, or 128 + signal. */
static int
child(void (*deed)(void))
{
	int pipes[2][2], status;
	pid_t pid;

	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(pipe(pipes[i]), 0);
	(void)fflush(NULL);
	pid = fork();
	ck_assert_int_ne(pid, -1);
	if (pid == 0) {
		(void)dup2(pipes[0][1], STDOUT_FILENO);
		(void)dup2(pipes[1][1], STDERR_FILENO);
		deed();
		_exit(42);
	}
	for (int i = 0; i < 2; i++) {
		(void)close(pipes[i][1]);
		slurp(pipes[i][0], said[i], sizeof(said[i]));
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}

static void
spin(void)
{
	for (volatile int i = 0;; i++)
		continue;
}

static void
run_away(void)
{
	deadline_set(SOON_MS, "a \033[2Jsample", NULL);
	spin();
}

static void
run_away_in_tap(void)
{
	deadline_set(SOON_MS, "samples/a", "Bail out!  ");
	spin();
}

static void
run_away_in_the_second(void)
{
	deadline_set(60000, "first", NULL);
	deadline_set(SOON_MS, "second", NULL);
	spin();
}

static void
end_in_time(void)
{
	deadline_set(SOON_MS, "first", NULL);
	deadline_set(0, "", NULL);
	/* Ends by a signal of its own once its time would have been over. */
	(void)signal(SIGPROF, SIG_DFL);
	for (clock_t end = clock() + 3 * SOON_MS * (CLOCKS_PER_SEC / 1000);
	    clock() < end;)
		continue;
}

START_TEST(who_takes_too_long_ends_and_says_at_what)
{
	ck_assert_int_eq(child(run_away), READER_LATE);
	ck_assert_str_eq(said[0], "");
	ck_assert_str_eq(said[1], "a  [2Jsample: given up: it takes more than "
	    "0.0 s of processor time\n");
}
END_TEST

START_TEST(in_tap_it_bails_out)
{
	ck_assert_int_eq(child(run_away_in_tap), READER_LATE);
	ck_assert_str_eq(said[0], "Bail out!  samples/a\n");
}
END_TEST

START_TEST(the_last_one_set_counts)
{
	ck_assert_int_eq(child(run_away_in_the_second), READER_LATE);
	ck_assert_int_eq(strncmp(said[1], "second: ", 8), 0);
}
END_TEST

START_TEST(what_is_done_in_time_is_left_alone)
{
	ck_assert_int_eq(child(end_in_time), 42);
	ck_assert_str_eq(said[1], "");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("deadline");
	TCase *t = tcase_create("deadline");

	tcase_add_test(t, who_takes_too_long_ends_and_says_at_what);
	tcase_add_test(t, in_tap_it_bails_out);
	tcase_add_test(t, the_last_one_set_counts);
	tcase_add_test(t, what_is_done_in_time_is_left_alone);
	suite_add_tcase(s, t);
	return suite_run(s);
}
