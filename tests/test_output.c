#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/suite.h"
#include "support/tmpdir.h"

#include "output/output.h"

#define SHA_A "aaaaaaaa5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b"
#define SHA_B "bbbbbbbb5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b"

static struct output out;
static struct name_record rec;
static struct journal_name told;	/* the last that was announced */
static int telling;			/* what announcing it returns */

static int
announce(void *data, const struct journal_name *name)
{
	(void)data;
	ck_assert(!tmpdir_has(name->name));
	told = *name;
	return telling;
}

static const struct output_named named = { announce, NULL };

static void
enter(void)
{
	tmpdir_enter();
	out = (struct output){ open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
	    0640, 0750 };
	telling = 0;
	memset(&told, 0, sizeof(told));
	memset(&rec, 0, sizeof(rec));
}

static void
leave(void)
{
	(void)close(out.room);
	tmpdir_leave();
}

static int
put(const char *path, const char *sha256, const char *json)
{
	const struct output_scan scan = { "0000000000000001", path, sha256 };

	return output_put(&out, &scan, json, strlen(json), &named, &rec);
}

static int
put_link(const char *path, const char *sha256, const struct name_record *old)
{
	const struct output_scan scan = { "0000000000000002", path, sha256 };

	return output_link(&out, &scan, old, &named, &rec);
}

static bool
temp_left(void)
{
	return system("test -n \"$(find . -name '.greffier*')\"") == 0;
}

START_TEST(a_record_is_named_after_its_scan)
{
	struct stat st;

	ck_assert_int_eq(put("s/scan.pdf", SHA_A, "{\"a\":1}"), 0);
	ck_assert_str_eq(rec.name, "s/scan.json");
	ck_assert(tmpdir_holds("s/scan.json", "{\"a\":1}\n"));
	ck_assert_int_eq(stat("s/scan.json", &st), 0);
	ck_assert_int_eq(st.st_mode & 0137, 0);
	ck_assert(!temp_left());
	ck_assert_str_eq(told.name, "s/scan.json");
	ck_assert(output_there(&out, &told));
}
END_TEST

START_TEST(a_taken_name_is_never_overwritten)
{
	ck_assert_int_eq(put("scan.pdf", SHA_A, "1"), 0);
	ck_assert_int_eq(put("scan.tif", SHA_B, "2"), 0);
	ck_assert_str_eq(rec.name, "scan-bbbbbbbb.json");
	ck_assert_int_eq(put("scan.jpeg", SHA_B, "3"), 0);
	ck_assert_str_eq(rec.name, "scan-bbbbbbbb-2.json");
	ck_assert(tmpdir_holds("scan.json", "1\n"));
	ck_assert(tmpdir_holds("scan-bbbbbbbb.json", "2\n"));
}
END_TEST

START_TEST(what_cannot_be_announced_is_not_put)
{
	telling = -ENOSPC;
	ck_assert_int_eq(put("scan.pdf", SHA_A, "1"), -ENOSPC);
	ck_assert_str_eq(rec.name, "");
	ck_assert(!tmpdir_has("scan.json"));
	ck_assert(!temp_left());
	ck_assert(!output_there(&out, &told));
}
END_TEST

START_TEST(another_file_of_that_name_is_not_there)
{
	struct journal_name mine;

	ck_assert_int_eq(put("scan.pdf", SHA_A, "1"), 0);
	mine = told;
	tmpdir_write("other", "1\n");
	ck_assert_int_eq(rename("other", "scan.json"), 0);
	ck_assert(!output_there(&out, &mine));
	ck_assert_int_eq(unlink("scan.json"), 0);
	ck_assert(!output_there(&out, &mine));
	ck_assert_int_eq(symlink("/etc/passwd", "scan.json"), 0);
	ck_assert(!output_there(&out, &mine));
}
END_TEST

START_TEST(the_same_content_gets_a_second_name)
{
	struct name_record first;
	struct stat a, b;

	ck_assert_int_eq(put("a.pdf", SHA_A, "1"), 0);
	first = rec;
	ck_assert_int_eq(put_link("s/b.pdf", SHA_A, &first), 0);
	ck_assert_str_eq(rec.name, "s/b.json");
	ck_assert_str_eq(told.name, "s/b.json");
	ck_assert(output_there(&out, &told));
	ck_assert_int_eq(stat("a.json", &a), 0);
	ck_assert_int_eq(stat("s/b.json", &b), 0);
	ck_assert_uint_eq(a.st_ino, b.st_ino);
}
END_TEST

START_TEST(the_same_name_and_content_is_one_record)
{
	struct name_record first;

	ck_assert_int_eq(put("a.pdf", SHA_A, "1"), 0);
	first = rec;
	ck_assert_int_eq(put_link("a.pdf", SHA_A, &first), 0);
	ck_assert_str_eq(rec.name, "a.json");
	ck_assert(!tmpdir_has("a-aaaaaaaa.json"));
}
END_TEST

START_TEST(a_record_taken_away_or_changed_is_not_linked)
{
	struct name_record first;

	ck_assert_int_eq(put("a.pdf", SHA_A, "1"), 0);
	first = rec;
	tmpdir_write("a.json", "something else\n");
	ck_assert_int_eq(put_link("b.pdf", SHA_A, &first), -ENOENT);
	ck_assert_int_eq(unlink("a.json"), 0);
	ck_assert_int_eq(put_link("b.pdf", SHA_A, &first), -ENOENT);
	ck_assert_int_eq(symlink("/etc/passwd", "a.json"), 0);
	ck_assert_int_eq(put_link("b.pdf", SHA_A, &first), -ENOENT);
	ck_assert(!tmpdir_has("b.json"));
}
END_TEST

START_TEST(a_forgotten_record_is_found_by_what_it_names)
{
	struct name_record found;

	ck_assert_int_eq(put("a.pdf", SHA_A, "{\"sha256\":\"" SHA_A "\"}"), 0);
	ck_assert_int_eq(put("a.tif", SHA_B, "{\"sha256\":\"" SHA_B "\"}"), 0);
	ck_assert_int_eq(output_find(&out, "a.pdf", SHA_B, &found), 0);
	ck_assert_str_eq(found.name, "a-bbbbbbbb.json");
	ck_assert_str_eq(found.sha256, rec.sha256);
	ck_assert_int_eq(output_find(&out, "b.pdf", SHA_B, &found), -ENOENT);
	ck_assert_int_eq(unlink("a-bbbbbbbb.json"), 0);
	ck_assert_int_eq(output_find(&out, "a.pdf", SHA_B, &found), -ENOENT);
}
END_TEST

START_TEST(a_link_on_the_way_out_is_not_followed)
{
	ck_assert_int_eq(mkdir("elsewhere", 0700), 0);
	ck_assert_int_eq(symlink("elsewhere", "s"), 0);
	ck_assert_int_eq(put("s/a.pdf", SHA_A, "1"), 0);
	ck_assert_str_eq(rec.name, "s-a.json");
	ck_assert(tmpdir_holds("s-a.json", "1\n"));
	ck_assert(!tmpdir_has("elsewhere/a.json"));
}
END_TEST

START_TEST(a_folder_named_as_an_earlier_record_holds_nothing_up)
{
	ck_assert_int_eq(put("a.pdf", SHA_A, "{}"), 0);
	ck_assert_int_eq(put("a.json/b.pdf", SHA_B, "[]"), 0);
	ck_assert_str_eq(rec.name, "a.json-b.json");
	ck_assert(tmpdir_holds("a.json", "{}\n"));
	ck_assert_int_eq(put_link("a.json/c.pdf", SHA_B, &rec), 0);
	ck_assert(tmpdir_holds("a.json-c.json", "[]\n"));
	ck_assert(!temp_left());
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("output");
	TCase *tc = tcase_create("output");

	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc, a_record_is_named_after_its_scan);
	tcase_add_test(tc, a_taken_name_is_never_overwritten);
	tcase_add_test(tc, what_cannot_be_announced_is_not_put);
	tcase_add_test(tc, another_file_of_that_name_is_not_there);
	tcase_add_test(tc, the_same_content_gets_a_second_name);
	tcase_add_test(tc, the_same_name_and_content_is_one_record);
	tcase_add_test(tc, a_record_taken_away_or_changed_is_not_linked);
	tcase_add_test(tc, a_forgotten_record_is_found_by_what_it_names);
	tcase_add_test(tc, a_link_on_the_way_out_is_not_followed);
	tcase_add_test(tc,
	    a_folder_named_as_an_earlier_record_holds_nothing_up);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
