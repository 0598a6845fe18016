#include <sys/mman.h>

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/suite.h"
#include "wire/frame.h"

static struct buf
three_frames(void)
{
	struct buf b = { 0 };

	ck_assert_int_eq(frame_encode(&b, FRAME_INFO, 2, "image/png", 9), 0);
	ck_assert_int_eq(frame_encode(&b, FRAME_PAGE, 1, "{\"a\":1}", 7), 0);
	ck_assert_int_eq(frame_encode(&b, FRAME_RECORD, 0, NULL, 0), 0);
	return b;
}

static void
assert_frame(const struct frame *f, enum frame_kind kind, uint32_t arg,
    const char *data)
{
	ck_assert_int_eq(f->kind, kind);
	ck_assert_uint_eq(f->arg, arg);
	ck_assert_uint_eq(f->len, strlen(data));
	ck_assert_mem_eq(f->data, data, f->len);
}

START_TEST(frames_fed_byte_by_byte_come_out_whole_and_in_order)
{
	static const struct { enum frame_kind kind; uint32_t arg;
	    const char *data; } want[] = {
		{ FRAME_INFO, 2, "image/png" }, { FRAME_PAGE, 1, "{\"a\":1}" },
		{ FRAME_RECORD, 0, "" },
	};
	struct buf b = three_frames();
	struct frame_parser p = { 0 };
	struct frame f;
	size_t got = 0;

	for (size_t i = 0; i < b.len; i++) {
		ck_assert_int_eq(frame_feed(&p, b.data + i, 1), 0);
		if (frame_next(&p, &f) == 1) {
			assert_frame(&f, want[got].kind, want[got].arg,
			    want[got].data);
			got++;
		}
	}
	ck_assert_uint_eq(got, 3);
	ck_assert(!frame_pending(&p));
	frame_parser_free(&p);
	buf_free(&b);
}
END_TEST

START_TEST(frames_fed_at_once_come_out_one_by_one)
{
	struct buf b = three_frames();
	struct frame_parser p = { 0 };
	struct frame f;

	ck_assert_int_eq(frame_feed(&p, b.data, b.len), 0);
	ck_assert_int_eq(frame_next(&p, &f), 1);
	assert_frame(&f, FRAME_INFO, 2, "image/png");
	ck_assert_int_eq(frame_next(&p, &f), 1);
	ck_assert_int_eq(frame_next(&p, &f), 1);
	ck_assert(!frame_pending(&p));
	ck_assert_int_eq(frame_next(&p, &f), 0);
	frame_parser_free(&p);
	buf_free(&b);
}
END_TEST

START_TEST(a_length_over_its_ceiling_is_refused_by_the_head_alone)
{
	uint8_t head[FRAME_HEAD_BYTES] = { FRAME_PAGE, 0, 0, 0, 1 };
	struct frame_parser p = { 0 };

	head[8 + 3] = 0xff;
	ck_assert_int_eq(frame_feed(&p, head, sizeof(head) - 1), 0);
	ck_assert_int_eq(frame_feed(&p, head + 15, 1), -EBADMSG);
	ck_assert_uint_lt(p.in.cap, 4096);
	frame_parser_free(&p);
}
END_TEST

START_TEST(a_kind_that_is_none_is_refused)
{
	uint8_t head[FRAME_HEAD_BYTES] = { 0 };
	struct frame_parser p = { 0 };

	ck_assert_int_eq(frame_feed(&p, head, sizeof(head)), -EBADMSG);
	frame_parser_free(&p);
	head[0] = FRAME_KINDS;
	ck_assert_int_eq(frame_feed(&p, head, sizeof(head)), -EBADMSG);
	frame_parser_free(&p);
}
END_TEST

START_TEST(any_changed_byte_is_noticed)
{
	struct buf b = { 0 };

	ck_assert_int_eq(frame_encode(&b, FRAME_FAIL, 3, "why", 3), 0);
	for (size_t i = 0; i < b.len; i++) {
		struct frame_parser p = { 0 };
		struct frame f;
		int r;

		b.data[i] ^= 1;
		r = frame_feed(&p, b.data, b.len);
		if (r == 0)
			r = frame_next(&p, &f);
		/* A longer length only waits for more. */
		ck_assert(r == -EBADMSG || (i >= 8 && i < 12 && r == 0));
		b.data[i] ^= 1;
		frame_parser_free(&p);
	}
	buf_free(&b);
}
END_TEST

START_TEST(a_payload_over_its_ceiling_is_not_encoded)
{
	static char big[8192];
	size_t over = frame_ceiling(FRAME_NAME) + 1;
	struct buf b = { 0 };

	ck_assert_uint_le(over, sizeof(big));
	ck_assert_int_eq(frame_encode(&b, FRAME_NAME, 0, big, over),
	    -EMSGSIZE);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_int_eq(frame_write(-1, FRAME_NAME, 0, big, over),
	    -EMSGSIZE);
	ck_assert_int_eq(frame_encode(&b, FRAME_KINDS, 0, big, 1), -EMSGSIZE);
	ck_assert_uint_eq(frame_ceiling(FRAME_NONE), 0);
	buf_free(&b);
}
END_TEST

static int
count(void *data, const struct frame *f)
{
	int *n = data;

	(void)f;
	return ++*n == 99 ? -ECANCELED : 0;
}

static int
file_of(const void *data, size_t len)
{
	int fd = memfd_create("frames", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, data, len), (ssize_t)len);
	return fd;
}

START_TEST(a_torn_tail_is_told_apart_from_the_whole_frames)
{
	struct buf b = three_frames();
	size_t head_and_info = FRAME_HEAD_BYTES + 9;

	for (size_t cut = 0; cut <= b.len; cut++) {
		int fd = file_of(b.data, cut), n = 0;
		off_t whole = -1;

		ck_assert_int_eq(frame_scan(fd, count, &n, &whole), 0);
		ck_assert_int_eq(n, (cut >= head_and_info) +
		    (cut >= head_and_info + FRAME_HEAD_BYTES + 7) +
		    (cut == b.len));
		ck_assert_int_le(whole, (off_t)cut);
		ck_assert(cut < b.len || whole == (off_t)b.len);
		ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), (off_t)cut);
		close(fd);
	}
	buf_free(&b);
}
END_TEST

START_TEST(a_tail_of_zeroes_is_torn)
{
	struct buf b = three_frames();
	static const char zeroes[100];
	off_t whole = -1, end = (off_t)b.len;
	int fd, n = 0;

	ck_assert_int_eq(buf_append(&b, zeroes, sizeof(zeroes)), 0);
	fd = file_of(b.data, b.len);
	ck_assert_int_eq(frame_scan(fd, count, &n, &whole), 0);
	ck_assert_int_eq(n, 3);
	ck_assert_int_eq(whole, end);
	close(fd);
	buf_free(&b);
}
END_TEST

static int
refuse(void *data, const struct frame *f)
{
	(void)data;
	(void)f;
	return -EBADMSG;
}

START_TEST(what_the_callback_says_ends_the_walk)
{
	struct buf b = three_frames();
	int fd = file_of(b.data, b.len);
	off_t whole = -1;

	ck_assert_int_eq(frame_scan(fd, refuse, NULL, &whole), -EBADMSG);
	ck_assert_int_eq(whole, -1);
	ck_assert_int_eq(frame_scan(-1, refuse, NULL, &whole), -EBADF);
	close(fd);
	buf_free(&b);
}
END_TEST

START_TEST(a_long_frame_written_through_a_file_is_read_back)
{
	size_t len = 3 << 20;
	char *big = malloc(len);
	int fd = memfd_create("frames", MFD_CLOEXEC), n = 0;
	off_t whole = -1;

	memset(big, 'x', len);
	ck_assert_int_eq(frame_write(fd, FRAME_PAGE, 7, big, len), 0);
	ck_assert_int_eq(frame_write(fd, FRAME_PAGE, 8, "{}", 2), 0);
	ck_assert_int_eq(frame_scan(fd, count, &n, &whole), 0);
	ck_assert_int_eq(n, 2);
	ck_assert_int_eq(whole, (off_t)(len + 2 + 2 * FRAME_HEAD_BYTES));
	close(fd);
	free(big);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("frame");
	TCase *t = tcase_create("frame");

	tcase_add_test(t,
	    frames_fed_byte_by_byte_come_out_whole_and_in_order);
	tcase_add_test(t, frames_fed_at_once_come_out_one_by_one);
	tcase_add_test(t,
	    a_length_over_its_ceiling_is_refused_by_the_head_alone);
	tcase_add_test(t, a_kind_that_is_none_is_refused);
	tcase_add_test(t, any_changed_byte_is_noticed);
	tcase_add_test(t, a_payload_over_its_ceiling_is_not_encoded);
	tcase_add_test(t, a_torn_tail_is_told_apart_from_the_whole_frames);
	tcase_add_test(t, a_tail_of_zeroes_is_torn);
	tcase_add_test(t, what_the_callback_says_ends_the_walk);
	tcase_add_test(t, a_long_frame_written_through_a_file_is_read_back);
	suite_add_tcase(s, t);
	return suite_run(s);
}
