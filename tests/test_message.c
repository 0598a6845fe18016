#include <sys/socket.h>

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/suite.h"
#include "wire/message.h"

static int pair[2];

static void
open_pair(void)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK |
	    SOCK_CLOEXEC, 0, pair), 0);
}

static void
close_pair(void)
{
	close(pair[0]);
	close(pair[1]);
}

static struct message
job_message(void)
{
	struct message m = { .kind = MESSAGE_JOB };

	m.u.job = (struct message_job){ .id = 7, .kind = JOB_PAGE, .page = 3,
		.gentle = 1, .memory_bytes = 1 << 30 };
	strcpy(m.u.job.name, "sub/a\n\xff.pdf");
	strcpy(m.u.job.plugin, "generique");
	return m;
}

/* The lowest free descriptor tells whether one was left open. */
static int
lowest_free(void)
{
	int fd = dup(pair[0]);

	close(fd);
	return fd;
}

START_TEST(a_job_arrives_with_its_descriptors)
{
	struct message m = job_message(), got;
	int pipefd[2], fd[MESSAGE_FDS] = { -1, -1 };
	char c;

	ck_assert_int_eq(pipe(pipefd), 0);
	ck_assert_int_eq(message_send(pair[0], &m, pipefd), 0);
	ck_assert_int_eq(message_receive(pair[1], &got, fd), 0);
	ck_assert_int_eq(got.kind, MESSAGE_JOB);
	ck_assert_uint_eq(got.u.job.id, 7);
	ck_assert_uint_eq(got.u.job.page, 3);
	ck_assert_str_eq(got.u.job.name, "sub/a\n\xff.pdf");
	ck_assert_int_eq(write(fd[1], "x", 1), 1);
	ck_assert_int_eq(read(pipefd[0], &c, 1), 1);
	ck_assert_int_eq(fcntl(fd[0], F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	for (int i = 0; i < 2; i++) {
		close(pipefd[i]);
		close(fd[i]);
	}
}
END_TEST

START_TEST(ready_and_exited_arrive_as_sent)
{
	struct message m = { .kind = MESSAGE_READY }, got;

	m.u.ready = (struct message_ready){ MESSAGE_VERSION, 7 };
	ck_assert_int_eq(message_send(pair[0], &m, NULL), 0);
	m.kind = MESSAGE_EXITED;
	m.u.exited = (struct message_exited){ 9, 11, 4096 };
	ck_assert_int_eq(message_send(pair[0], &m, NULL), 0);
	ck_assert_int_eq(message_receive(pair[1], &got, NULL), 0);
	ck_assert_int_eq(got.kind, MESSAGE_READY);
	ck_assert_uint_eq(got.u.ready.landlock, 7);
	ck_assert_int_eq(message_receive(pair[1], &got, NULL), 0);
	ck_assert_uint_eq(got.u.exited.id, 9);
	ck_assert_int_eq(got.u.exited.status, 11);
	ck_assert_int_eq(message_receive(pair[1], &got, NULL), -EAGAIN);
}
END_TEST

START_TEST(the_end_of_the_other_side_is_told)
{
	struct message m = { .kind = MESSAGE_READY };

	close(pair[0]);
	ck_assert_int_eq(message_receive(pair[1], &m, NULL), -EPIPE);
	ck_assert_int_eq(message_send(pair[1], &m, NULL), -EPIPE);
	pair[0] = dup(pair[1]);
}
END_TEST

START_TEST(garbage_of_any_length_is_refused)
{
	static char junk[sizeof(struct message) + 8];
	struct message got = { .kind = 99 };

	for (size_t len = 1; len <= sizeof(junk); len += 7) {
		memset(junk, (int)len, sizeof(junk));
		ck_assert_int_eq(send(pair[0], junk, len, 0), (ssize_t)len);
		ck_assert_int_eq(message_receive(pair[1], &got, NULL),
		    -EBADMSG);
	}
	ck_assert_uint_eq(got.kind, 99);
}
END_TEST

START_TEST(a_job_with_absurd_members_is_refused)
{
	static const struct { uint32_t kind, page, gentle; } bad[] = {
		{ JOB_KINDS, 1, 0 }, { JOB_PAGE, 0, 0 },
		{ JOB_PAGE, LIMIT_PAGES + 1, 0 }, { JOB_PAGE, 1, 2 },
	};
	struct message got;
	int fd[MESSAGE_FDS], free_before = lowest_free();

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct message m = job_message();

		m.u.job.kind = bad[i].kind;
		m.u.job.page = bad[i].page;
		m.u.job.gentle = bad[i].gentle;
		ck_assert_int_eq(message_send(pair[0], &m, pair), 0);
		ck_assert_int_eq(message_receive(pair[1], &got, fd), -EBADMSG);
	}
	ck_assert_int_eq(lowest_free(), free_before);
}
END_TEST

START_TEST(a_string_that_does_not_end_is_refused)
{
	struct message m = job_message(), got;
	int fd[MESSAGE_FDS];

	memset(m.u.job.name, 'a', sizeof(m.u.job.name));
	ck_assert_int_eq(message_send(pair[0], &m, pair), 0);
	ck_assert_int_eq(message_receive(pair[1], &got, fd), -EBADMSG);
}
END_TEST

START_TEST(a_job_without_descriptors_is_refused)
{
	struct message m = job_message(), got;
	int fd[MESSAGE_FDS];

	ck_assert_int_eq(message_send(pair[0], &m, NULL), 0);
	ck_assert_int_eq(message_receive(pair[1], &got, fd), -EBADMSG);
}
END_TEST

START_TEST(descriptors_nobody_asked_for_are_closed)
{
	struct message m = { .kind = MESSAGE_READY }, got;
	int fd[MESSAGE_FDS] = { -1, -1 }, free_before = lowest_free();

	ck_assert_int_eq(message_send(pair[0], &m, pair), 0);
	ck_assert_int_eq(message_receive(pair[1], &got, fd), -EBADMSG);
	m = job_message();
	ck_assert_int_eq(message_send(pair[0], &m, pair), 0);
	ck_assert_int_eq(message_receive(pair[1], &got, NULL), -EBADMSG);
	ck_assert_int_eq(fd[0], -1);
	ck_assert_int_eq(lowest_free(), free_before);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("message");
	TCase *t = tcase_create("message");

	tcase_add_checked_fixture(t, open_pair, close_pair);
	tcase_add_test(t, a_job_arrives_with_its_descriptors);
	tcase_add_test(t, ready_and_exited_arrive_as_sent);
	tcase_add_test(t, the_end_of_the_other_side_is_told);
	tcase_add_test(t, garbage_of_any_length_is_refused);
	tcase_add_test(t, a_job_with_absurd_members_is_refused);
	tcase_add_test(t, a_string_that_does_not_end_is_refused);
	tcase_add_test(t, a_job_without_descriptors_is_refused);
	tcase_add_test(t, descriptors_nobody_asked_for_are_closed);
	suite_add_tcase(s, t);
	return suite_run(s);
}
