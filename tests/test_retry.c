#include <errno.h>
#include <limits.h>

#include "support/suite.h"
#include "support/tmpdir.h"

#include "spool/spool.h"

static const char *const suffix[] = { ".raison.txt", ".json", NULL };

static struct spool sp;

static void
enter(void)
{
	char path[SPOOL_ROOMS][128];
	const char *paths[SPOOL_ROOMS];
	enum spool_room blamed;

	tmpdir_enter();
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		(void)snprintf(path[i], sizeof(path[i]), "%s/%s", tmpdir,
		    spool_room_name((enum spool_room)i));
		paths[i] = path[i];
	}
	ck_assert_int_eq(spool_open(&sp, paths, 0640, 0750, &blamed), 0);
}

static void
leave(void)
{
	spool_close(&sp);
	tmpdir_leave();
}

/* As spool_fail leaves a scan. */
static void
set_aside(const char *path)
{
	char note[128];

	tmpdir_write(path, "scan");
	(void)snprintf(note, sizeof(note), "%s.raison.txt", path);
	tmpdir_write(note, "pourquoi\n");
	(void)snprintf(note, sizeof(note), "%s.json", path);
	tmpdir_write(note, "{}\n");
}

START_TEST(a_scan_goes_back_to_its_own_folder_without_its_notes)
{
	ck_assert_int_eq(mkdir("failed/s", 0750), 0);
	set_aside("failed/s/a.pdf");
	ck_assert_int_eq(spool_retry(&sp, "s/a.pdf", 1, suffix), 0);
	ck_assert(tmpdir_holds("inbox/s/a.pdf", "scan"));
	ck_assert(!tmpdir_has("failed/s/a.pdf"));
	ck_assert(!tmpdir_has("failed/s/a.pdf.raison.txt"));
	ck_assert(!tmpdir_has("failed/s/a.pdf.json"));
}
END_TEST

START_TEST(a_name_that_came_again_is_not_overwritten)
{
	set_aside("failed/a.pdf");
	tmpdir_write("inbox/a.pdf", "newcomer");
	ck_assert_int_eq(spool_retry(&sp, "a.pdf", 1, suffix), -EEXIST);
	ck_assert(tmpdir_holds("inbox/a.pdf", "newcomer"));
	ck_assert(tmpdir_holds("failed/a.pdf", "scan"));
	ck_assert(tmpdir_has("failed/a.pdf.raison.txt"));
}
END_TEST

START_TEST(a_note_is_no_scan)
{
	set_aside("failed/a.pdf");
	ck_assert_int_eq(spool_retry(&sp, "a.pdf.json", 1, suffix), -EINVAL);
	ck_assert_int_eq(spool_retry(&sp, "a.pdf.raison.txt", 1, suffix),
	    -EINVAL);
	ck_assert(tmpdir_has("failed/a.pdf.json"));
	ck_assert(!tmpdir_has("inbox/a.pdf.json"));
}
END_TEST

START_TEST(a_note_of_a_long_name_is_no_scan)
{
	static const struct spool_note notes[] = {
		{ ".raison.txt", "pourquoi\n", 9 }, { ".json", "{}\n", 3 },
	};
	char scan[NAME_MAX + 1], note[NAME_SIZE], path[NAME_SIZE + 8];
	struct spool_job job;
	struct settle_id id;
	struct stat st;

	for (size_t len = 230; len <= NAME_MAX; len++) {
		memset(scan, 'h', len);
		scan[len] = '\0';
		(void)snprintf(path, sizeof(path), "inbox/%s", scan);
		tmpdir_write(path, "scan");
		ck_assert_int_eq(stat(path, &st), 0);
		id = settle_id(&st);
		ck_assert_int_eq(spool_claim(&sp, scan, &id, len, &job), 0);
		ck_assert_int_eq(spool_fail(&sp, &job, "", notes, 2, note), 0);
		ck_assert_str_eq(note, scan);
		for (size_t i = 0; i < 2; i++) {
			ck_assert_int_eq(name_note(scan, suffix[i], note), 0);
			ck_assert(!spool_has_failed(&sp, note, suffix));
		}
		ck_assert(spool_has_failed(&sp, scan, suffix));
		ck_assert_int_eq(spool_retry(&sp, scan, len, suffix), 0);
	}
}
END_TEST

START_TEST(nothing_leads_out_of_failed)
{
	tmpdir_write("secret.pdf", "secret");
	tmpdir_write("secret.pdf.raison.txt", "x");
	ck_assert_int_eq(symlink("..", "failed/up"), 0);
	ck_assert_int_eq(symlink("../secret.pdf", "failed/l.pdf"), 0);
	tmpdir_write("failed/l.pdf.raison.txt", "x");
	ck_assert_int_eq(spool_retry(&sp, "../secret.pdf", 1, suffix),
	    -EINVAL);
	ck_assert_int_eq(spool_retry(&sp, "/etc/passwd", 1, suffix), -EINVAL);
	ck_assert_int_eq(spool_retry(&sp, "", 1, suffix), -EINVAL);
	ck_assert_int_lt(spool_retry(&sp, "up/secret.pdf", 1, suffix), 0);
	ck_assert_int_eq(spool_retry(&sp, "l.pdf", 1, suffix), -EINVAL);
	ck_assert(tmpdir_holds("secret.pdf", "secret"));
	ck_assert(!tmpdir_has("inbox/l.pdf"));
}
END_TEST

START_TEST(what_is_not_there_leaves_no_folder_in_the_inbox)
{
	ck_assert_int_eq(mkdir("failed/s", 0750), 0);
	ck_assert_int_eq(spool_retry(&sp, "s/a.pdf", 1, suffix), -ENOENT);
	ck_assert_int_eq(spool_retry(&sp, "t/a.pdf", 1, suffix), -ENOENT);
	ck_assert(!tmpdir_has("inbox/s"));
	ck_assert(!tmpdir_has("inbox/t"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("retry");
	TCase *tc = tcase_create("retry");

	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc,
	    a_scan_goes_back_to_its_own_folder_without_its_notes);
	tcase_add_test(tc, a_name_that_came_again_is_not_overwritten);
	tcase_add_test(tc, a_note_is_no_scan);
	tcase_add_test(tc, a_note_of_a_long_name_is_no_scan);
	tcase_add_test(tc, nothing_leads_out_of_failed);
	tcase_add_test(tc, what_is_not_there_leaves_no_folder_in_the_inbox);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
