#include <sys/stat.h>

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <uv.h>

#include "support/suite.h"
#include "support/tmpdir.h"

#include "watch/watch.h"

#define NEVER_MS	3600000		/* the clock stays out of it */
#define LIMIT_MS	20000

static uv_loop_t loop;
static uv_timer_t limit;
static struct watch w;
static int hints, ticks, folder;
static bool closed;

static void
on_limit(uv_timer_t *t)
{
	(void)t;
	ck_abort_msg("no look came");
}

static void
look(void *data, bool hint)
{
	(void)data;
	if (hint)
		hints++;
	else
		ticks++;
	uv_stop(&loop);
}

static void
on_close(void *data)
{
	(void)data;
	closed = true;
}

static void
enter(void)
{
	tmpdir_enter();
	ck_assert_int_eq(mkdir("inbox", 0700), 0);
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	ck_assert_int_eq(uv_timer_init(&loop, &limit), 0);
	ck_assert_int_eq(uv_timer_start(&limit, on_limit, LIMIT_MS, 0), 0);
	hints = ticks = 0;
	closed = false;
	folder = open("inbox", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	watch_init(&w, &loop, look, NULL);
	ck_assert_int_eq(watch_start(&w, NEVER_MS), 0);
	ck_assert_int_eq(watch_folder(&w, folder), 0);
	/* The clock's first tick comes at once. */
	(void)uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(ticks, 1);
	ck_assert_int_eq(hints, 0);
}

static void
leave(void)
{
	watch_close(&w, on_close);
	uv_close((uv_handle_t *)&limit, NULL);
	(void)uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert(closed);
	ck_assert_int_eq(uv_loop_close(&loop), 0);
	(void)close(folder);
	tmpdir_leave();
}

static void
until_hint(int n)
{
	while (hints < n)
		(void)uv_run(&loop, UV_RUN_DEFAULT);
}

START_TEST(closing_a_written_file_is_told)
{
	tmpdir_write("inbox/a", "x");
	until_hint(1);
}
END_TEST

START_TEST(a_file_moved_in_is_told)
{
	tmpdir_write("a", "x");
	ck_assert_int_eq(rename("a", "inbox/a"), 0);
	until_hint(1);
}
END_TEST

START_TEST(a_hard_link_is_told)
{
	tmpdir_write("a", "x");
	ck_assert_int_eq(link("a", "inbox/a"), 0);
	until_hint(1);
}
END_TEST

START_TEST(a_folder_is_told_and_watched_from_then_on)
{
	int sub;

	ck_assert_int_eq(mkdir("inbox/s", 0700), 0);
	until_hint(1);
	sub = open("inbox/s", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_eq(watch_folder(&w, sub), 0);
	ck_assert_int_eq(watch_folder(&w, sub), 0);
	tmpdir_write("inbox/s/a", "x");
	until_hint(2);
	/* Moved away, it is no business of ours any more. */
	ck_assert_int_eq(rename("inbox/s", "s"), 0);
	until_hint(3);
	tmpdir_write("s/b", "x");
	ck_assert_int_eq(poll(&(struct pollfd){ w.fd, POLLIN, 0 }, 1, 0), 0);
	tmpdir_write("inbox/c", "x");
	until_hint(4);
	(void)close(sub);
}
END_TEST

START_TEST(a_burst_is_one_look)
{
	char path[32];

	for (int i = 0; i < 200; i++) {
		(void)snprintf(path, sizeof(path), "inbox/%d", i);
		tmpdir_write(path, "x");
	}
	until_hint(1);
	(void)uv_run(&loop, UV_RUN_NOWAIT);
	ck_assert_int_eq(hints, 1);
}
END_TEST

START_TEST(lost_events_are_a_hint_as_well)
{
	char a[32], b[32];
	int n = 16384;
	FILE *f = fopen("/proc/sys/fs/inotify/max_queued_events", "re");

	if (f != NULL) {
		ck_assert_int_eq(fscanf(f, "%d", &n), 1);
		(void)fclose(f);
	}
	/* Names differ, or the kernel would fold the events into one. */
	for (int i = 0; i <= n / 2; i++) {
		(void)snprintf(a, sizeof(a), "inbox/%d", i);
		(void)snprintf(b, sizeof(b), "inbox/%d", i + 1);
		if (i == 0)
			tmpdir_write(a, "x");
		ck_assert_int_eq(rename(a, b), 0);
	}
	until_hint(1);
	ck_assert_int_eq(hints, 1);
}
END_TEST

START_TEST(the_clock_looks_by_itself)
{
	ck_assert_int_eq(watch_start(&w, 1), 0);
	while (ticks < 4)
		(void)uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(hints, 0);
}
END_TEST

START_TEST(a_folder_that_cannot_be_watched_leaves_the_clock)
{
	ck_assert_int_lt(watch_folder(&w, 9999), 0);
	ck_assert_int_eq(watch_start(&w, 1), 0);
	while (ticks < 3)
		(void)uv_run(&loop, UV_RUN_DEFAULT);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("watch");
	TCase *tc = tcase_create("watch");

	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc, closing_a_written_file_is_told);
	tcase_add_test(tc, a_file_moved_in_is_told);
	tcase_add_test(tc, a_hard_link_is_told);
	tcase_add_test(tc, a_folder_is_told_and_watched_from_then_on);
	tcase_add_test(tc, a_burst_is_one_look);
	tcase_add_test(tc, lost_events_are_a_hint_as_well);
	tcase_add_test(tc, the_clock_looks_by_itself);
	tcase_add_test(tc, a_folder_that_cannot_be_watched_leaves_the_clock);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
