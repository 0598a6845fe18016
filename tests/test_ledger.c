#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "support/suite.h"
#include "support/tmpdir.h"

#include "ledger/ledger.h"

static struct ledger *l;
static enum ledger_past past;
static struct name_record rec;

static void
enter(void)
{
	tmpdir_enter();
	ck_assert_int_eq(ledger_open(".", &l, &past), 0);
	ck_assert_int_eq(past, LEDGER_NEW);
}

static void
leave(void)
{
	ledger_close(l);
	tmpdir_leave();
}

static void
take(const char *job, const char *sha256)
{
	const struct ledger_scan scan = { job, "s/\xff\n.pdf", sha256, 10, 5 };

	ck_assert_int_eq(ledger_taken(l, &scan), 0);
}

static void
finish(const char *job, const char *record)
{
	const struct ledger_end end = { "done", "ok", "a.pdf", record,
	    record == NULL ? NULL : "hash", 3, 1, 9 };

	const struct ledger_scan scan = { job, "a.pdf", "late", 10, 5 };

	ck_assert_int_eq(ledger_ended(l, &scan, &end), 0);
}

/* What another program that has the ledger open is answered. */
static int
query(const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	int n;

	ck_assert_int_eq(sqlite3_open("ledger.db", &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &st, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int(st, 0);
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
	return n;
}

/* And what it does there. */
static void
change(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open("ledger.db", &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
}

static int
count(const char *room)
{
	char sql[80];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM scan WHERE room = '%s'", room);
	return query(sql);
}

START_TEST(a_scan_is_seen_once_its_record_is_out)
{
	take("1", "aa");
	ck_assert_int_eq(ledger_seen(l, "aa", &rec), -ENOENT);
	ck_assert_int_eq(count("work"), 1);
	finish("1", "s/\xff\n.json");
	ck_assert_int_eq(ledger_seen(l, "aa", &rec), 0);
	ck_assert_str_eq(rec.name, "s/\xff\n.json");
	ck_assert_str_eq(rec.sha256, "hash");
	ck_assert_int_eq(ledger_seen(l, "bb", &rec), -ENOENT);
	ck_assert_int_eq(count("work"), 0);
	ck_assert_int_eq(count("done"), 1);
}
END_TEST

START_TEST(the_latest_record_of_a_content_is_the_one)
{
	take("1", "aa");
	finish("1", "old.json");
	take("2", "aa");
	finish("2", "new.json");
	ck_assert_int_eq(ledger_seen(l, "aa", &rec), 0);
	ck_assert_str_eq(rec.name, "new.json");
}
END_TEST

START_TEST(what_failed_is_not_seen)
{
	take("1", "aa");
	finish("1", NULL);
	ck_assert_int_eq(ledger_seen(l, "aa", &rec), -ENOENT);
}
END_TEST

START_TEST(put_back_is_as_if_never_taken)
{
	take("1", "aa");
	ck_assert_int_eq(ledger_put_back(l, "1"), 0);
	ck_assert_int_eq(count("work"), 0);
	ck_assert_int_eq(ledger_put_back(l, "1"), 0);
}
END_TEST

START_TEST(a_second_start_finds_it_all_and_counts_attempts)
{
	take("1", "aa");
	ledger_close(l);
	ck_assert_int_eq(ledger_open(".", &l, &past), 0);
	ck_assert_int_eq(past, LEDGER_WHOLE);
	take("1", "aa");
	ck_assert_int_eq(count("work"), 1);
	ck_assert_int_eq(query("SELECT attempts FROM scan"), 2);
}
END_TEST

/* As it lies there after a SIGKILL, without being closed. */
static void
copy_as_left(void)
{
	ck_assert_int_eq(mkdir("left", 0700), 0);
	ck_assert_int_eq(system("cp ledger.db* left"), 0);
	ledger_close(l);
	l = NULL;
}

START_TEST(a_ledger_that_was_not_closed_says_so)
{
	take("1", "aa");
	copy_as_left();
	ck_assert_int_eq(ledger_open("left", &l, &past), 0);
	ck_assert_int_eq(past, LEDGER_CUT);
	ck_assert_int_eq(count("work"), 1);
	ledger_close(l);
	l = NULL;
	ck_assert_int_eq(ledger_open("left", &l, &past), 0);
	ck_assert_int_eq(past, LEDGER_WHOLE);
}
END_TEST

START_TEST(a_ledger_that_missed_something_says_so)
{
	take("1", "aa");
	ledger_missed(l, true);
	ledger_close(l);
	ck_assert_int_eq(ledger_open(".", &l, &past), 0);
	ck_assert_int_eq(past, LEDGER_CUT);
	ledger_missed(l, true);
	ledger_missed(l, false);
	ledger_close(l);
	ck_assert_int_eq(ledger_open(".", &l, &past), 0);
	ck_assert_int_eq(past, LEDGER_WHOLE);
}
END_TEST

static bool
is_two(void *data, const char *job)
{
	(void)data;
	return strcmp(job, "2") == 0;
}

START_TEST(what_has_left_work_unnoticed_is_forgotten)
{
	take("1", "aa");
	take("2", "bb");
	take("3", "cc");
	finish("3", "a.json");
	ck_assert_int_eq(ledger_prune(l, is_two, NULL), 0);
	ck_assert_int_eq(count("work"), 1);
	ck_assert_int_eq(count("done"), 1);
}
END_TEST

START_TEST(a_scan_may_end_that_was_not_noted_as_taken)
{
	finish("1", "a.json");
	ck_assert_int_eq(count("done"), 1);
	ck_assert_int_eq(ledger_seen(l, "late", &rec), 0);
	ck_assert_str_eq(rec.name, "a.json");
}
END_TEST

START_TEST(what_is_known_in_done_is_not_found_again)
{
	char kept[NAME_SIZE];
	int64_t row;

	take("1", "aa");
	finish("1", "a.json");
	ck_assert_int_eq(ledger_found(l, "a.pdf", 10, 5), 0);
	ck_assert_int_eq(count("done"), 1);
	ck_assert_int_eq(ledger_found(l, "a.pdf", 11, 5), 0);
	ck_assert_int_eq(count("done"), 2);
	ck_assert_int_eq(ledger_unread(l, 11, &row, kept), 0);
	/* Nor is there more than one of it, whichever came first. */
	finish("2", "a.json");
	ck_assert_int_eq(count("done"), 2);
}
END_TEST

/* As a full disk would, between the statements of one passage. */
START_TEST(an_end_that_cannot_be_noted_leaves_all_as_it_was)
{
	const struct ledger_scan scan = { "1", "a.pdf", "late", 10, 5 };
	const struct ledger_end end = { "done", "ok", "a.pdf", NULL, NULL, 3,
	    1, 9 };
	char kept[NAME_SIZE];
	int64_t row;

	ck_assert_int_eq(ledger_found(l, "a.pdf", 10, 5), 0);
	change("CREATE TRIGGER no BEFORE INSERT ON scan BEGIN"
	    " SELECT RAISE(ABORT, 'no more'); END");
	ck_assert_int_lt(ledger_ended(l, &scan, &end), 0);
	ck_assert_str_eq(ledger_message(l), "no more");
	ck_assert_int_eq(ledger_unread(l, 10, &row, kept), 0);
	ck_assert_str_eq(kept, "a.pdf");
	change("DROP TRIGGER no");
	ck_assert_int_eq(ledger_ended(l, &scan, &end), 0);
	ck_assert_int_eq(ledger_unread(l, 10, &row, kept), -ENOENT);
	ck_assert_int_eq(count("done"), 1);
}
END_TEST

START_TEST(a_broken_ledger_is_set_aside)
{
	char noise[9000];

	take("1", "aa");
	ledger_close(l);
	l = NULL;
	memset(noise, 'x', sizeof(noise) - 1);
	noise[sizeof(noise) - 1] = '\0';
	tmpdir_write("ledger.db", noise);
	ck_assert_int_eq(ledger_open(".", &l, &past), 0);
	ck_assert_int_eq(past, LEDGER_NEW);
	ck_assert_int_eq(count("work"), 0);
	ck_assert(tmpdir_has("ledger.db.broken-1"));
}
END_TEST

START_TEST(a_newer_ledger_is_left_alone)
{
	sqlite3 *db;

	ledger_close(l);
	l = NULL;
	ck_assert_int_eq(sqlite3_open("ledger.db", &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "PRAGMA user_version = 1000", NULL,
	    NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(db);
	ck_assert_int_eq(ledger_open(".", &l, &past), -EPROTO);
	ck_assert(!tmpdir_has("ledger.db.broken-1"));
}
END_TEST

START_TEST(a_held_ledger_is_busy_and_not_broken)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open("ledger.db", &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(ledger_put_back(l, "1"), -EBUSY);
	ck_assert_int_eq(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL),
	    SQLITE_OK);
	(void)sqlite3_close(db);
	ck_assert_int_eq(ledger_put_back(l, "1"), 0);
}
END_TEST

START_TEST(what_was_found_in_done_is_hashed_when_its_size_comes)
{
	char kept[NAME_SIZE];
	int64_t row;

	ck_assert_int_eq(ledger_begin(l), 0);
	ck_assert_int_eq(ledger_found(l, "s/old.pdf", 1234, 5), 0);
	ck_assert_int_eq(ledger_end(l, 0), 0);
	ck_assert_int_eq(ledger_unread(l, 1, &row, kept), -ENOENT);
	ck_assert_int_eq(ledger_unread(l, 1234, &row, kept), 0);
	ck_assert_str_eq(kept, "s/old.pdf");
	ck_assert_int_eq(ledger_read(l, row, "cc", "s/old.json", "dd"), 0);
	ck_assert_int_eq(ledger_unread(l, 1234, &row, kept), -ENOENT);
	ck_assert_int_eq(ledger_seen(l, "cc", &rec), 0);
	ck_assert_str_eq(rec.name, "s/old.json");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ledger");
	TCase *tc = tcase_create("ledger");

	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc, a_scan_is_seen_once_its_record_is_out);
	tcase_add_test(tc, the_latest_record_of_a_content_is_the_one);
	tcase_add_test(tc, what_failed_is_not_seen);
	tcase_add_test(tc, put_back_is_as_if_never_taken);
	tcase_add_test(tc, a_second_start_finds_it_all_and_counts_attempts);
	tcase_add_test(tc, a_ledger_that_was_not_closed_says_so);
	tcase_add_test(tc, a_ledger_that_missed_something_says_so);
	tcase_add_test(tc, what_has_left_work_unnoticed_is_forgotten);
	tcase_add_test(tc, a_scan_may_end_that_was_not_noted_as_taken);
	tcase_add_test(tc, what_is_known_in_done_is_not_found_again);
	tcase_add_test(tc,
	    an_end_that_cannot_be_noted_leaves_all_as_it_was);
	tcase_add_test(tc, a_broken_ledger_is_set_aside);
	tcase_add_test(tc, a_newer_ledger_is_left_alone);
	tcase_add_test(tc, a_held_ledger_is_busy_and_not_broken);
	tcase_add_test(tc,
	    what_was_found_in_done_is_hashed_when_its_size_comes);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
