#include <sys/stat.h>

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/suite.h"
#include "tool/put.h"

START_TEST(a_result_is_named_after_its_scan)
{
	static const struct { const char *path, *name; } names[] = {
		{ "scan.pdf", "scan.json" },
		{ "a/b.c/scan.tar.gz", "scan.tar.json" },
		{ "a.b/scan", "scan.json" },
		{ ".hidden", ".hidden.json" },
		{ "dir/été n° 1.PDF", "été n° 1.json" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *name = put_name(names[i].path, false);

		ck_assert_str_eq(name, names[i].name);
		free(name);
	}
}
END_TEST

static unsigned
entries(const char *folder)
{
	DIR *dir = opendir(folder);
	unsigned n = 0;

	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n - 2;
}

START_TEST(a_file_is_replaced_whole_and_no_temporary_stays)
{
	char folder[] = "put.XXXXXX", got[16] = "";
	int fd, file;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	fd = open(folder, O_RDONLY | O_DIRECTORY);
	ck_assert_int_eq(put_file(fd, "a.json", "first, longer", 13,
	    true), 0);
	ck_assert_int_eq(put_file(fd, "a.json", "second", 6, true), 0);
	ck_assert_int_eq(put_sync(fd), 0);
	ck_assert_uint_eq(entries(folder), 1);
	file = openat(fd, "a.json", O_RDONLY);
	ck_assert_int_eq(read(file, got, sizeof(got) - 1), 6);
	ck_assert_str_eq(got, "second");
	close(file);

	/* Where it cannot have its name, nothing stays either. */
	ck_assert_int_eq(mkdirat(fd, "b.json", 0700), 0);
	ck_assert_int_eq(put_file(fd, "b.json", "x", 1, false), -EISDIR);
	ck_assert_uint_eq(entries(folder), 2);
	ck_assert_int_eq(put_file(-1, "a.json", "x", 1, true), -EBADF);
	ck_assert_int_eq(put_sync(-1), -EBADF);
	ck_assert_int_eq(unlinkat(fd, "b.json", AT_REMOVEDIR), 0);
	ck_assert_int_eq(unlinkat(fd, "a.json", 0), 0);
	close(fd);
	ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("put");
	TCase *t = tcase_create("put");

	tcase_add_test(t, a_result_is_named_after_its_scan);
	tcase_add_test(t, a_file_is_replaced_whole_and_no_temporary_stays);
	suite_add_tcase(s, t);
	return suite_run(s);
}
