#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "base/io.h"
#include "support/suite.h"

static char top[] = "/tmp/test_io.XXXXXX";
static int top_fd;

static void
enter(void)
{
	ck_assert_ptr_nonnull(mkdtemp(top));
	top_fd = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_ne(top_fd, -1);
	ck_assert_int_eq(fchdir(top_fd), 0);
}

static void
leave(void)
{
	char command[64];

	(void)close(top_fd);
	(void)snprintf(command, sizeof(command), "rm -rf %s", top);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(a_file_comes_through_whole)
{
	static char out[300000];
	char hex[IO_SHA256_SIZE];
	struct buf back = { 0 };
	uint64_t bytes;
	int a, b;

	memset(out, 'x', sizeof(out));
	a = open("a", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	b = open("b", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	ck_assert_int_eq(io_write_all(a, out, sizeof(out)), 0);
	ck_assert_int_eq(io_copy(a, b), 0);
	ck_assert_int_eq(lseek(b, 0, SEEK_SET), 0);
	ck_assert_int_eq(io_read_all(b, SIZE_MAX, &back), 0);
	ck_assert_uint_eq(back.len, sizeof(out));
	ck_assert_int_eq(memcmp(back.data, out, sizeof(out)), 0);
	buf_free(&back);
	ck_assert_int_eq(lseek(b, 0, SEEK_SET), 0);
	ck_assert_int_eq(io_read_all(b, 10, &back), 0);
	ck_assert_uint_eq(back.len, 10);
	buf_free(&back);
	ck_assert_int_eq(io_sha256(b, hex, &bytes), 0);
	ck_assert_uint_eq(bytes, sizeof(out));
	io_sha256_bytes("abc", 3, hex);
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	(void)close(a);
	(void)close(b);
}
END_TEST

static const char *const bad[] = {
	"", "/a", "a//b", "a/", ".", "..", "a/../b", "./a", "a/..",
};

START_TEST(a_path_that_leaves_is_no_path)
{
	const char *base = "unset";
	int fd = -2;

	ck_assert_int_eq(io_open_parent(top_fd, bad[_i], 0, &fd, &base),
	    -EINVAL);
	ck_assert_int_eq(fd, -2);
	ck_assert_str_eq(base, "unset");
}
END_TEST

/* Whatever else may be wrong with it. */
static bool
is_path(const char *path)
{
	const char *base;
	int fd, r = io_open_parent(top_fd, path, 0, &fd, &base);

	if (r == 0)
		(void)close(fd);
	return r != -EINVAL;
}

START_TEST(any_name_that_stays_is_a_path)
{
	char name[2 * NAME_MAX];

	ck_assert(is_path("a"));
	ck_assert(is_path("..."));
	ck_assert(is_path("a\n/\xff\xfe/..b"));
	memset(name, 'a', sizeof(name));
	name[NAME_MAX + 1] = '\0';
	ck_assert(!is_path(name));
	name[NAME_MAX] = '\0';
	ck_assert(is_path(name));
}
END_TEST

START_TEST(folders_on_the_way_are_made_when_asked)
{
	const char *base;
	struct stat st;
	int fd;

	ck_assert_int_eq(io_open_parent(top_fd, "x/y/z.pdf", 0, &fd, &base),
	    -ENOENT);
	ck_assert_int_eq(access("x", F_OK), -1);
	ck_assert_int_eq(io_open_parent(top_fd, "x/y/z.pdf", 0750, &fd, &base),
	    0);
	ck_assert_str_eq(base, "z.pdf");
	ck_assert_int_eq(mkdirat(fd, "here", 0700), 0);
	ck_assert_int_eq(stat("x/y/here", &st), 0);
	(void)close(fd);
}
END_TEST

START_TEST(a_link_on_the_way_is_not_followed)
{
	const char *base;
	int fd;

	ck_assert_int_eq(symlink("/etc", "x"), 0);
	ck_assert_int_ne(io_open_parent(top_fd, "x/passwd", 0750, &fd, &base),
	    0);
	ck_assert_int_eq(mkfifo("p", 0600), 0);
	ck_assert_int_eq(io_open_parent(top_fd, "p/a", 0750, &fd, &base),
	    -ENOTDIR);
}
END_TEST

START_TEST(a_plain_file_is_a_plain_file)
{
	int fd;

	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	ck_assert_int_eq(mkdir("folder", 0700), 0);
	ck_assert_int_eq(close(creat("plain", 0600)), 0);
	ck_assert_int_eq(symlink("plain", "link"), 0);
	ck_assert_int_eq(symlink("fifo", "away"), 0);
	ck_assert_int_eq(io_open_plain(top_fd, "fifo", 0, &fd), -EINVAL);
	ck_assert_int_eq(io_open_plain(top_fd, "away", 0, &fd), -EINVAL);
	ck_assert_int_eq(io_open_plain(top_fd, "folder", 0, &fd), -EINVAL);
	ck_assert_int_eq(io_open_plain(top_fd, "/dev/zero", 0, &fd), -EINVAL);
	ck_assert_int_eq(io_open_plain(top_fd, "none", 0, &fd), -ENOENT);
	ck_assert_int_eq(io_open_plain(top_fd, "link", O_NOFOLLOW, &fd),
	    -EINVAL);
	ck_assert_int_eq(io_open_plain(top_fd, "link", 0, &fd), 0);
	(void)close(fd);
	ck_assert_int_eq(io_open_plain(top_fd, "plain", O_NOFOLLOW, &fd), 0);
	(void)close(fd);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("io");
	TCase *tc = tcase_create("io");

	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc, a_file_comes_through_whole);
	tcase_add_loop_test(tc, a_path_that_leaves_is_no_path, 0,
	    (int)(sizeof(bad) / sizeof(bad[0])));
	tcase_add_test(tc, any_name_that_stays_is_a_path);
	tcase_add_test(tc, folders_on_the_way_are_made_when_asked);
	tcase_add_test(tc, a_link_on_the_way_is_not_followed);
	tcase_add_test(tc, a_plain_file_is_a_plain_file);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
