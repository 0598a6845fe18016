#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "support/suite.h"
#include "support/tmpdir.h"

#include "spool/journal.h"

static int fd;
static struct journal_name name;
static int frames;
static uint32_t args;

static void
enter(void)
{
	tmpdir_enter();
	fd = open("j", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	ck_assert_int_ne(fd, -1);
	frames = 0;
	args = 0;
}

static void
leave(void)
{
	(void)close(fd);
	tmpdir_leave();
}

static int
count(void *data, const struct frame *f)
{
	(void)data;
	frames++;
	args = args * 10 + f->arg;
	return 0;
}

static void
append(enum frame_kind kind, uint32_t arg, const char *text)
{
	const struct frame f = { kind, arg, text, strlen(text) };

	ck_assert_int_eq(journal_append(fd, &f), 0);
}

START_TEST(frames_come_back_in_order)
{
	append(FRAME_INFO, 3, "application/pdf");
	append(FRAME_PAGE, 2, "{}");
	append(FRAME_LOST, 1, "timeout");
	ck_assert_int_eq(journal_sync(fd), 0);
	ck_assert_int_eq(journal_load(fd, count, NULL, &name), 0);
	ck_assert_int_eq(frames, 3);
	ck_assert_uint_eq(args, 321);
	ck_assert_str_eq(name.name, "");
}
END_TEST

START_TEST(the_last_name_counts)
{
	const struct journal_name a = { 2, 3, -4, "a b\n.json" },
	    b = { 6, 7, 8, "sub/\xff.json" };

	append(FRAME_INFO, 1, "image/png");
	ck_assert_int_eq(journal_append_name(fd, &a), 0);
	ck_assert_int_eq(journal_load(fd, NULL, NULL, &name), 0);
	ck_assert_str_eq(name.name, a.name);
	ck_assert_int_eq(name.mtime_ns, -4);
	ck_assert_int_eq(journal_append_name(fd, &b), 0);
	ck_assert_int_eq(journal_load(fd, count, NULL, &name), 0);
	ck_assert_str_eq(name.name, b.name);
	ck_assert_uint_eq(name.ino, 6);
	ck_assert_int_eq(frames, 1);
}
END_TEST

/* Whatever byte a power cut leaves as the last: whole frames stay, no more. */
START_TEST(a_torn_tail_is_cut_off)
{
	off_t whole, end;

	append(FRAME_INFO, 2, "image/tiff");
	append(FRAME_PAGE, 1, "{\"mots\":[]}");
	whole = lseek(fd, 0, SEEK_END);
	append(FRAME_PAGE, 2, "{\"mots\":[]}");
	end = lseek(fd, 0, SEEK_END);
	for (off_t at = end - 1; at > whole; at--) {
		ck_assert_int_eq(ftruncate(fd, at), 0);
		frames = 0;
		ck_assert_int_eq(journal_load(fd, count, NULL, &name), 0);
		ck_assert_int_eq(frames, 2);
		ck_assert_int_eq(lseek(fd, 0, SEEK_END), whole);
		append(FRAME_PAGE, 2, "{\"mots\":[]}");
	}
}
END_TEST

START_TEST(what_is_no_journal_is_told_and_cleared)
{
	append(FRAME_RECORD, 0, "{}");
	ck_assert_int_eq(journal_load(fd, count, NULL, &name), -EBADMSG);
	ck_assert_int_eq(journal_clear(fd), 0);
	append(FRAME_NAME, 0, "1 2");
	ck_assert_int_eq(journal_load(fd, count, NULL, &name), -EBADMSG);
	ck_assert_int_eq(journal_clear(fd), 0);
	ck_assert_int_eq(journal_load(fd, count, NULL, &name), 0);
	ck_assert_int_eq(frames, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("journal");
	TCase *tc = tcase_create("journal");

	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc, frames_come_back_in_order);
	tcase_add_test(tc, the_last_name_counts);
	tcase_add_test(tc, a_torn_tail_is_cut_off);
	tcase_add_test(tc, what_is_no_journal_is_told_and_cleared);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
