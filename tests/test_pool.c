#include <sys/resource.h>

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pool/queue.h"
#include "support/fake_pool.h"
#include "support/suite.h"

static struct fake_pool f;

/* One job of a test and what became of it. */
struct trial {
	struct pool_job	job;
	bool		ended;
	unsigned	order;		/* in which it ended, from 1 */
	enum verdict	verdict;
	int		error;
	uint32_t	arg;
	size_t		len;
	char		text[256];	/* the start of it */
};

static unsigned ended;

static void
on_end(struct pool_job *job, const struct pool_result *r)
{
	struct trial *t = job->data;
	size_t len = r->len < sizeof(t->text) ? r->len : sizeof(t->text) - 1;

	ck_assert(!t->ended);
	t->ended = true;
	t->order = ++ended;
	t->verdict = r->verdict;
	t->error = r->error;
	t->arg = r->arg;
	t->len = r->len;
	memcpy(t->text, r->data, len);
	t->text[len] = '\0';
}

static struct trial
trial(enum job_kind kind, uint32_t page, const char *scan)
{
	struct trial t = { .job = {
		.ask = { .kind = kind, .page = page },
		.fd = fake_file(scan),
		.budget_ms = 20000,
		.end = on_end,
	} };

	return t;
}

static void
submit(struct trial *t)
{
	t->job.data = t;
	pool_submit(f.pool, &t->job);
}

static void
run(struct trial *t)
{
	submit(t);
	fake_pool_run(&f, &t->ended);
	close(t->job.fd);
}

/* After a misdeed the next scan is read. */
static void
assert_next_is_read(void)
{
	struct trial t = trial(JOB_OPEN, 0, "fake\nopen: pages 3\n");

	run(&t);
	ck_assert_int_eq(t.error, 0);
	ck_assert_int_eq(t.verdict, VERDICT_OK);
	ck_assert_uint_eq(t.arg, 3);
}

START_TEST(a_job_ends_with_its_frame)
{
	struct trial t = trial(JOB_PAGE, 4, "fake\n");

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	run(&t);
	ck_assert_int_eq(t.verdict, VERDICT_OK);
	ck_assert_uint_eq(t.arg, 4);
	ck_assert_str_eq(t.text, "{\"page\":4,\"gentle\":false}");
	assert_next_is_read();
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	fake_pool_end(&f);
}
END_TEST

/* What a child does wrong, and what its job is told. */
static const struct {
	const char	*deed;
	enum verdict	 verdict;
	bool		 replaced;	/* its reader had to go as well */
} misdeeds[] = {
	{ "fail 4", VERDICT_ENCRYPTED, false },
	{ "fail 0", VERDICT_PROTOCOL, true },
	{ "fail 9999", VERDICT_PROTOCOL, true },
	{ "crash", VERDICT_CRASH, false },
	{ "exit 9", VERDICT_CRASH, false },
	{ "exit 1", VERDICT_MEMORY, false },
	{ "killed", VERDICT_MEMORY, false },
	{ "cpu", VERDICT_TIMEOUT, false },
	{ "hang", VERDICT_TIMEOUT, true },
	{ "half frame, hang", VERDICT_TIMEOUT, true },
	{ "nothing", VERDICT_PROTOCOL, false },
	{ "half frame", VERDICT_PROTOCOL, false },
	{ "flood", VERDICT_PROTOCOL, true },
	{ "chatter", VERDICT_PROTOCOL, true },
	{ "twice", VERDICT_PROTOCOL, true },
	{ "lie about length", VERDICT_PROTOCOL, true },
	{ "garbage", VERDICT_PROTOCOL, true },
	{ "wrong kind", VERDICT_PROTOCOL, true },
	{ "wrong page", VERDICT_PROTOCOL, true },
	{ "junk message", VERDICT_PROTOCOL, true },
	{ "wrong job", VERDICT_PROTOCOL, true },
	{ "mute", VERDICT_TIMEOUT, true },
	{ "reader dies", VERDICT_CRASH, true },
};
#define MISDEEDS (sizeof(misdeeds) / sizeof(misdeeds[0]))

START_TEST(a_misdeed_costs_its_own_job_only)
{
	char scan[80];
	struct trial t;

	(void)snprintf(scan, sizeof(scan), "fake\npage 1: %s\n",
	    misdeeds[_i].deed);
	t = trial(JOB_PAGE, 1, scan);
	t.job.budget_ms = misdeeds[_i].verdict == VERDICT_TIMEOUT ? 200 :
	    20000;
	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	run(&t);
	ck_assert_msg(t.error == 0 && t.verdict == misdeeds[_i].verdict,
	    "%s: %s, error %d", misdeeds[_i].deed, verdict_name(t.verdict),
	    t.error);
	assert_next_is_read();
	ck_assert_uint_eq(f.faults[POOL_REPLACED], misdeeds[_i].replaced);
	ck_assert_uint_eq(f.faults[POOL_START], 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(what_a_reader_says_of_a_failure_is_handed_on)
{
	struct trial t = trial(JOB_OPEN, 0, "fake\nopen: fail 3\n");

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	run(&t);
	ck_assert_int_eq(t.verdict, VERDICT_DAMAGED);
	ck_assert_str_eq(t.text, "as told");
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_page_of_many_mebibytes_arrives_whole)
{
	struct trial t = trial(JOB_PAGE, 1, "fake\npage 1: big 15\n");

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	run(&t);
	ck_assert_int_eq(t.verdict, VERDICT_OK);
	ck_assert_uint_eq(t.len, 15 << 20);
	fake_pool_end(&f);
}
END_TEST

/* Starts that come to nothing, and the status that the owner is told. */
static const struct {
	const char	*script;
	int		 status;
} starts[] = {
	{ "start: die\n", 78 },
	{ "start: never ready\n", -ETIMEDOUT },
	{ "start: other version\n", 128 + SIGKILL },
	{ "start: ready twice\n", 128 + SIGKILL },
};

START_TEST(starts_that_fail_are_told_after_three_and_tried_on)
{
	struct pool_options o = { .start_ms = _i == 1 ? 300 : 0,
		.backoff_ms = 1 };

	fake_pool_start(&f, 1, starts[_i].script, o);
	while (f.faults[POOL_START] == 0)
		(void)uv_run(&f.loop, UV_RUN_ONCE);
	ck_assert_int_eq(f.fault_status, starts[_i].status);
	ck_assert_uint_eq(f.faults[POOL_START], 1);
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);

	/* The cause is mended: the pool finds out by itself. */
	ck_assert_int_eq(ftruncate(f.script, 0), 0);
	assert_next_is_read();
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_reader_that_is_no_program_is_told_with_its_errno)
{
	const char *argv[] = { "/nonexistent/greffier-reader", NULL };
	struct pool_options o = { .argv = argv, .backoff_ms = 1 };

	fake_pool_start(&f, 2, "", o);
	while (f.faults[POOL_START] == 0)
		(void)uv_run(&f.loop, UV_RUN_ONCE);
	ck_assert_int_eq(f.fault_status, -ENOENT);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_reader_without_landlock_is_told)
{
	fake_pool_start(&f, 1, "start: unlocked\n",
	    (struct pool_options){ 0 });
	assert_next_is_read();
	ck_assert_uint_eq(f.faults[POOL_UNLOCKED], 1);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_reader_that_dies_unasked_is_replaced)
{
	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	for (int i = 0; i < 5; i++) {
		struct trial t = trial(JOB_PAGE, 1,
		    "fake\npage 1: reader dies\n");

		run(&t);
		ck_assert_int_eq(t.verdict, VERDICT_CRASH);
	}
	assert_next_is_read();
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 5);
	fake_pool_end(&f);
}
END_TEST

START_TEST(readers_are_recycled_without_a_word)
{
	struct pool_view first, later;

	fake_pool_start(&f, 1, "",
	    (struct pool_options){ .recycle_jobs = 2 });
	assert_next_is_read();
	pool_look(f.pool, 0, &first);
	for (int i = 0; i < 4; i++)
		assert_next_is_read();
	pool_look(f.pool, 0, &later);
	ck_assert_int_ne(first.pid, later.pid);
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_cancelled_job_is_never_heard_of)
{
	struct trial busy = trial(JOB_PAGE, 1, "fake\npage 1: hang\n");
	struct trial queued = trial(JOB_PAGE, 1, "fake\n");

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	submit(&busy);
	submit(&queued);
	while (pool_busy(f.pool) == 0)
		(void)uv_run(&f.loop, UV_RUN_ONCE);
	ck_assert_uint_eq(pool_waiting(f.pool), 1);
	pool_cancel(f.pool, &queued.job);
	ck_assert_uint_eq(pool_waiting(f.pool), 0);
	pool_cancel(f.pool, &busy.job);
	assert_next_is_read();
	ck_assert(!busy.ended);
	ck_assert(!queued.ended);
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(closing_drops_what_is_queued_and_in_work)
{
	struct trial t[6];

	fake_pool_start(&f, 2, "page *: hang\n", (struct pool_options){ 0 });
	for (int i = 0; i < 6; i++) {
		t[i] = trial(JOB_PAGE, 1, "");
		submit(&t[i]);
	}
	while (pool_busy(f.pool) < 2)
		(void)uv_run(&f.loop, UV_RUN_ONCE);
	fake_pool_end(&f);
	for (int i = 0; i < 6; i++)
		ck_assert(!t[i].ended);
}
END_TEST

START_TEST(closing_before_the_first_turn_leaves_nothing)
{
	fake_pool_start(&f, 3, "", (struct pool_options){ 0 });
	fake_pool_end(&f);
}
END_TEST

START_TEST(renewed_readers_run_by_the_new_options)
{
	const char *argv[] = { TEST_BUILD "/tests/fake_reader", "--script",
		"/dev/null", NULL };

	fake_pool_start(&f, 2, "open: fail 4\n", (struct pool_options){ 0 });
	for (int i = 0; i < 2; i++) {
		struct trial t = trial(JOB_OPEN, 0, "fake\n");

		run(&t);
		ck_assert_int_eq(t.verdict, VERDICT_ENCRYPTED);
	}
	ck_assert_int_eq(pool_renew(f.pool, argv, 0), 0);
	for (int i = 0; i < 4; i++)
		assert_next_is_read();
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_machine_without_descriptors_is_no_verdict_on_the_scan)
{
	struct trial t = trial(JOB_OPEN, 0, "fake\n");
	struct rlimit was, tight;
	int highest;

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	assert_next_is_read();
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &was), 0);
	highest = dup(0);
	close(highest);
	tight = was;
	tight.rlim_cur = (rlim_t)highest;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &tight), 0);
	submit(&t);
	fake_pool_run(&f, &t.ended);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &was), 0);
	ck_assert_int_eq(t.error, -EMFILE);
	close(t.job.fd);
	assert_next_is_read();
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_machine_without_processes_is_no_verdict_on_the_scan)
{
	struct trial t = trial(JOB_OPEN, 0, "fake\nopen: cannot fork\n");

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	submit(&t);
	fake_pool_run(&f, &t.ended);
	ck_assert_int_eq(t.error, -EAGAIN);
	close(t.job.fd);
	assert_next_is_read();
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_bad_descriptor_is_no_verdict_on_the_scan)
{
	struct trial t = trial(JOB_OPEN, 0, "fake\n");

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	close(t.job.fd);
	t.job.fd = 9999;
	submit(&t);
	fake_pool_run(&f, &t.ended);
	ck_assert_int_eq(t.error, -EBADF);
	assert_next_is_read();
	ck_assert_uint_eq(f.faults[POOL_REPLACED], 0);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_scan_is_ended_before_others_are_begun)
{
	struct trial busy = trial(JOB_PAGE, 1, "fake\n");
	struct trial page = trial(JOB_PAGE, 2, "fake\n");
	struct trial record = trial(JOB_RECORD, 0, "");

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	submit(&busy);
	submit(&page);
	run(&record);
	fake_pool_run(&f, &page.ended);
	ck_assert_uint_lt(record.order, page.order);
	close(busy.job.fd);
	close(page.job.fd);
	fake_pool_end(&f);
}
END_TEST

/* Three readers; a job that hangs holds what it was granted until its end. */
START_TEST(jobs_in_work_never_add_up_past_the_memory)
{
	struct trial first = trial(JOB_PAGE, 1, "fake\npage 1: hang\n");
	struct trial large = trial(JOB_PAGE, 2, "fake\n");
	struct trial small = trial(JOB_PAGE, 3, "fake\n");
	struct trial fits = trial(JOB_PAGE, 4, "fake\n");

	fake_pool_start(&f, 3, "",
	    (struct pool_options){ .memory_bytes = 1000 });
	while (pool_ready(f.pool) < 3)
		(void)uv_run(&f.loop, UV_RUN_ONCE);
	first.job.budget_ms = 1000;
	first.job.ask.memory_bytes = 600;
	fits.job.ask.memory_bytes = 400;
	large.job.ask.memory_bytes = 401;
	small.job.ask.memory_bytes = 1;
	submit(&first);
	submit(&fits);
	submit(&large);
	submit(&small);
	fake_pool_run(&f, &fits.ended);
	/* One byte too much waits, and nobody slips past it meanwhile. */
	ck_assert_uint_eq(pool_waiting(f.pool), 2);
	fake_pool_run(&f, &small.ended);
	fake_pool_run(&f, &large.ended);
	ck_assert_uint_lt(fits.order, first.order);
	ck_assert_uint_lt(first.order, large.order);
	ck_assert_uint_lt(first.order, small.order);
	ck_assert_int_eq(first.verdict, VERDICT_TIMEOUT);
	ck_assert_int_eq(large.verdict, VERDICT_OK);
	close(first.job.fd);
	close(large.job.fd);
	close(small.job.fd);
	close(fits.job.fd);
	fake_pool_end(&f);
}
END_TEST

START_TEST(a_job_above_all_memory_is_cut_to_it)
{
	struct trial all = trial(JOB_PAGE, 1, "fake\n");
	struct trial unbounded = trial(JOB_PAGE, 2, "fake\n");
	const uint64_t gib = UINT64_C(1) << 30;

	fake_pool_start(&f, 2, "",
	    (struct pool_options){ .memory_bytes = 2 * gib });
	all.job.ask.memory_bytes = 3 * gib;
	run(&all);
	ck_assert_int_eq(all.verdict, VERDICT_OK);
	ck_assert_uint_eq(all.job.ask.memory_bytes, 2 * gib);
	run(&unbounded);
	ck_assert_uint_eq(unbounded.job.ask.memory_bytes, 2 * gib);
	ck_assert_uint_eq(pool_share_bytes(f.pool, 3 * gib), gib);
	ck_assert_uint_eq(pool_share_bytes(f.pool, gib / 4), gib / 4);
	fake_pool_end(&f);
	/* Shares have a floor: then fewer pages are read at once. */
	fake_pool_start(&f, 8, "",
	    (struct pool_options){ .memory_bytes = 2 * gib });
	ck_assert_uint_eq(pool_share_bytes(f.pool, 3 * gib), gib / 2);
	fake_pool_end(&f);
}
END_TEST

START_TEST(what_each_reader_does_can_be_seen)
{
	struct trial t = trial(JOB_PAGE, 7, "fake\npage 7: hang\n");
	struct pool_view v;

	fake_pool_start(&f, 1, "", (struct pool_options){ 0 });
	pool_look(f.pool, 0, &v);
	ck_assert_str_eq(v.state, "down");
	ck_assert_ptr_null(v.ask);
	t.job.budget_ms = 300;
	submit(&t);
	while (pool_busy(f.pool) == 0)
		(void)uv_run(&f.loop, UV_RUN_ONCE);
	pool_look(f.pool, 0, &v);
	ck_assert_str_eq(v.state, "busy");
	ck_assert_uint_eq(v.ask->page, 7);
	ck_assert_int_gt(v.pid, 0);
	ck_assert_uint_le(v.since_ms, uv_now(&f.loop));
	fake_pool_run(&f, &t.ended);
	pool_look(f.pool, 0, &v);
	ck_assert_ptr_null(v.ask);
	close(t.job.fd);
	fake_pool_end(&f);
}
END_TEST

START_TEST(small_scans_go_four_to_one_before_large)
{
	struct pool_job job[10] = { 0 }, *got;
	static const char want[] = "ssssLsLLLL";
	struct queue q;
	char order[11] = "";

	queue_init(&q);
	for (int i = 0; i < 10; i++) {
		job[i].class = i < 5 ? POOL_LARGE : POOL_SMALL;
		queue_push(&q, &job[i]);
	}
	for (int i = 0; (got = queue_pick(&q)) != NULL; i++)
		order[i] = got->class == POOL_SMALL ? 's' : 'L';
	ck_assert_str_eq(order, want);
	ck_assert_uint_eq(q.waiting, 0);
}
END_TEST

START_TEST(what_is_put_back_comes_first_and_what_is_removed_not_at_all)
{
	struct pool_job job[3] = { 0 };
	struct queue q;

	queue_init(&q);
	for (int i = 0; i < 2; i++)
		queue_push(&q, &job[i]);
	queue_push_front(&q, &job[2]);
	queue_remove(&q, &job[1]);
	queue_remove(&q, &job[1]);
	queue_push(&q, &job[1]);
	queue_remove(&q, &job[0]);
	ck_assert_ptr_eq(queue_pick(&q), &job[2]);
	ck_assert_ptr_eq(queue_pick(&q), &job[1]);
	ck_assert_ptr_null(queue_pick(&q));
	queue_push_front(&q, &job[0]);
	queue_push(&q, &job[1]);
	ck_assert_ptr_eq(queue_pick(&q), &job[0]);
	ck_assert_ptr_eq(queue_pick(&q), &job[1]);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pool");
	TCase *t = tcase_create("pool");

	tcase_add_test(t, a_job_ends_with_its_frame);
	tcase_add_loop_test(t, a_misdeed_costs_its_own_job_only, 0, MISDEEDS);
	tcase_add_test(t, what_a_reader_says_of_a_failure_is_handed_on);
	tcase_add_test(t, a_page_of_many_mebibytes_arrives_whole);
	tcase_add_loop_test(t,
	    starts_that_fail_are_told_after_three_and_tried_on, 0,
	    sizeof(starts) / sizeof(starts[0]));
	tcase_add_test(t, a_reader_that_is_no_program_is_told_with_its_errno);
	tcase_add_test(t, a_reader_without_landlock_is_told);
	tcase_add_test(t, a_reader_that_dies_unasked_is_replaced);
	tcase_add_test(t, readers_are_recycled_without_a_word);
	tcase_add_test(t, a_cancelled_job_is_never_heard_of);
	tcase_add_test(t, closing_drops_what_is_queued_and_in_work);
	tcase_add_test(t, closing_before_the_first_turn_leaves_nothing);
	tcase_add_test(t, renewed_readers_run_by_the_new_options);
	tcase_add_test(t,
	    a_machine_without_descriptors_is_no_verdict_on_the_scan);
	tcase_add_test(t,
	    a_machine_without_processes_is_no_verdict_on_the_scan);
	tcase_add_test(t, a_bad_descriptor_is_no_verdict_on_the_scan);
	tcase_add_test(t, a_scan_is_ended_before_others_are_begun);
	tcase_add_test(t, jobs_in_work_never_add_up_past_the_memory);
	tcase_add_test(t, a_job_above_all_memory_is_cut_to_it);
	tcase_add_test(t, what_each_reader_does_can_be_seen);
	tcase_add_test(t, small_scans_go_four_to_one_before_large);
	tcase_add_test(t,
	    what_is_put_back_comes_first_and_what_is_removed_not_at_all);
	suite_add_tcase(s, t);
	return suite_run(s);
}
