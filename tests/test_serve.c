#include <check.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "support/fake_pool.h"
#include "support/suite.h"

static const char *const argv[] = { TEST_BUILD "/tests/locked_reader", NULL };

static struct fake_pool f;

struct trial {
	struct pool_job	job;
	bool		ended;
	enum verdict	verdict;
	int		error;
	char		text[64];
};

static void
on_end(struct pool_job *job, const struct pool_result *r)
{
	struct trial *t = job->data;

	t->ended = true;
	t->verdict = r->verdict;
	t->error = r->error;
	(void)snprintf(t->text, sizeof(t->text), "%.*s", (int)r->len, r->data);
}

static void
try(const char *what, uint64_t memory_bytes, uint64_t cpu_s, struct trial *t)
{
	*t = (struct trial){ .job = {
		.ask = { .kind = JOB_OPEN, .memory_bytes = memory_bytes,
		    .cpu_s = cpu_s },
		.fd = fake_file(what),
		.budget_ms = 30000,
		.end = on_end,
		.data = t,
	} };
	pool_submit(f.pool, &t->job);
	fake_pool_run(&f, &t->ended);
	close(t->job.fd);
	ck_assert_int_eq(t->error, 0);
}

static const char *const refused[] = {
	"read a file", "write a file", "call home", "run a shell",
	"trace the reader", "kill the reader", "multiply",
	"use the control socket", "keep to a processor",
};

START_TEST(a_readers_child_is_refused)
{
	struct pool_options o = { .argv = argv };
	struct trial t;

	fake_pool_start(&f, 1, "", o);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		try(refused[i], 0, 0, &t);
		ck_assert_int_eq(t.verdict, VERDICT_OK);
		ck_assert_msg(strcmp(t.text, "refused") == 0, "%s: %s",
		    refused[i], t.text);
	}
	ck_assert_int_eq(access("locked_reader.tmp", F_OK), -1);
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	ck_assert_uint_eq(f.faults[POOL_UNLOCKED], 0);
	fake_pool_end(&f);
}
END_TEST

/* It begins where its reader is, but is not bound to that, nor is the next. */
START_TEST(a_child_may_run_where_its_reader_might)
{
	struct pool_options o = { .argv = argv };
	struct trial t;

	fake_pool_start(&f, 1, "", o);
	for (int i = 0; i < 2; i++) {
		try("run anywhere", 0, 0, &t);
		ck_assert_str_eq(t.text, "allowed");
	}
	fake_pool_end(&f);
}
END_TEST

START_TEST(what_it_says_on_stderr_is_heard_by_nobody)
{
	struct pool_options o = { .argv = argv };
	struct trial t;
	int pipefd[2], kept = dup(STDERR_FILENO);
	char c;

	ck_assert_int_eq(pipe2(pipefd, O_NONBLOCK | O_CLOEXEC), 0);
	ck_assert_int_ge(dup2(pipefd[1], STDERR_FILENO), 0);
	fake_pool_start(&f, 1, "", o);
	try("babble", 0, 0, &t);
	fake_pool_end(&f);
	ck_assert_int_ge(dup2(kept, STDERR_FILENO), 0);
	ck_assert_str_eq(t.text, "allowed");
	ck_assert_int_eq(read(pipefd[0], &c, 1), -1);
	close(kept);
	close(pipefd[0]);
	close(pipefd[1]);
}
END_TEST

#ifndef GREFFIER_ASAN
START_TEST(who_eats_too_much_memory_dies_of_it_alone)
{
	struct pool_options o = { .argv = argv };
	struct trial t;

	fake_pool_start(&f, 1, "", o);
	try("eat memory", 128 << 20, 0, &t);
	ck_assert_int_eq(t.verdict, VERDICT_MEMORY);
	try("call home", 128 << 20, 0, &t);
	ck_assert_str_eq(t.text, "refused");
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	fake_pool_end(&f);
}
END_TEST
#endif

START_TEST(who_burns_the_processor_runs_out_of_time)
{
	struct pool_options o = { .argv = argv };
	struct trial t;

	fake_pool_start(&f, 1, "", o);
	try("burn", 0, 1, &t);
	ck_assert_int_eq(t.verdict, VERDICT_TIMEOUT);
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	fake_pool_end(&f);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("serve");
	TCase *t = tcase_create("serve");

	tcase_add_test(t, a_readers_child_is_refused);
	tcase_add_test(t, a_child_may_run_where_its_reader_might);
	tcase_add_test(t, what_it_says_on_stderr_is_heard_by_nobody);
#ifndef GREFFIER_ASAN
	tcase_add_test(t, who_eats_too_much_memory_dies_of_it_alone);
#endif
	tcase_add_test(t, who_burns_the_processor_runs_out_of_time);
	suite_add_tcase(s, t);
	return suite_run(s);
}
