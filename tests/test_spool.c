#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/suite.h"
#include "support/tmpdir.h"

#include "base/limits.h"
#include "spool/inbox.h"
#include "spool/spool.h"
#include "spool/walk.h"

#define SHA "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b"

static struct spool sp;
static struct inbox *inbox;
static enum spool_room blamed;

/* With which errno the two calls below fail, in the place of libc's; 0: not. */
static int no_mkdir, no_fchmod;

int
mkdir(const char *path, mode_t mode)
{
	errno = no_mkdir;
	return no_mkdir != 0 ? -1 :
	    (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int
fchmod(int fd, mode_t mode)
{
	errno = no_fchmod;
	return no_fchmod != 0 ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

static int
open_rooms(const char *out)
{
	char path[SPOOL_ROOMS][128];
	const char *paths[SPOOL_ROOMS];

	for (int i = 0; i < SPOOL_ROOMS; i++) {
		(void)snprintf(path[i], sizeof(path[i]), "%s/%s", tmpdir,
		    i == SPOOL_OUT ? out : spool_room_name((enum spool_room)i));
		paths[i] = path[i];
	}
	return spool_open(&sp, paths, 0640, 0750, &blamed);
}

static void
enter(void)
{
	tmpdir_enter();
	ck_assert_int_eq(open_rooms("out"), 0);
	ck_assert_int_eq(inbox_new(4, &inbox), 0);
}

static void
leave(void)
{
	no_mkdir = no_fchmod = 0;
	inbox_free(inbox);
	spool_close(&sp);
	tmpdir_leave();
}

static struct settle_id
id_of(const char *path)
{
	struct stat st;

	ck_assert_int_eq(lstat(path, &st), 0);
	return settle_id(&st);
}

/* Drop inbox/`name`, claim it as number `number`. */
static struct spool_job
claimed(const char *name, const char *text, uint64_t number)
{
	struct spool_job job;
	struct settle_id id;
	char path[LIMIT_NAME_BYTES + 16];

	(void)snprintf(path, sizeof(path), "inbox/%s", name);
	tmpdir_write(path, text);
	id = id_of(path);
	ck_assert_int_eq(spool_claim(&sp, name, &id, number, &job), 0);
	return job;
}

START_TEST(rooms_are_made_and_are_one_daemons)
{
	struct spool first = sp;

	ck_assert(tmpdir_has("failed"));
	ck_assert_int_eq(open_rooms("out"), -EWOULDBLOCK);
	ck_assert_int_eq(blamed, SPOOL_WORK);
	sp = first;
}
END_TEST

START_TEST(a_room_inside_the_inbox_is_refused_behind_a_link_too)
{
	spool_close(&sp);
	ck_assert_int_eq(open_rooms("inbox/out"), -ELOOP);
	ck_assert_int_eq(blamed, SPOOL_OUT);
	ck_assert_int_eq(mkdir("inbox/deep", 0700), 0);
	ck_assert_int_eq(symlink("inbox/deep", "link"), 0);
	ck_assert_int_eq(open_rooms("link"), -ELOOP);
	ck_assert_int_eq(open_rooms("inbox"), -ELOOP);
	ck_assert_int_eq(sp.room[SPOOL_INBOX], -1);
}
END_TEST

START_TEST(a_room_that_cannot_be_made_says_why)
{
	spool_close(&sp);
	no_mkdir = EROFS;
	ck_assert_int_eq(open_rooms("other"), -EROFS);
	ck_assert_int_eq(blamed, SPOOL_OUT);
	ck_assert_int_eq(open_rooms("out"), 0);
}
END_TEST

START_TEST(another_folder_in_a_rooms_place_becomes_the_room)
{
	struct stat st;

	ck_assert_int_eq(spool_check(&sp, SPOOL_OUT), 0);
	ck_assert_int_eq(rename("out", "gone"), 0);
	ck_assert_int_eq(spool_check(&sp, SPOOL_OUT), -ENODEV);
	ck_assert_int_eq(fstatat(sp.room[SPOOL_OUT], ".", &st, 0), 0);
	ck_assert_int_eq(mkdir("out", 0700), 0);
	tmpdir_write("out/here", "");
	ck_assert_int_eq(spool_check(&sp, SPOOL_OUT), 1);
	ck_assert_int_eq(fstatat(sp.room[SPOOL_OUT], "here", &st, 0), 0);
	ck_assert_int_eq(spool_check(&sp, SPOOL_OUT), 0);
}
END_TEST

START_TEST(no_room_moves_into_the_inbox_while_we_run)
{
	ck_assert_int_eq(rename("done", "inbox/done"), 0);
	ck_assert_int_eq(symlink("inbox/done", "done"), 0);
	ck_assert_int_eq(spool_check(&sp, SPOOL_DONE), 0);
	ck_assert_int_eq(mkdir("inbox/other", 0700), 0);
	ck_assert_int_eq(unlink("done"), 0);
	ck_assert_int_eq(symlink("inbox/other", "done"), 0);
	ck_assert_int_eq(spool_check(&sp, SPOOL_DONE), -ELOOP);
}
END_TEST

/* That a mount went is shown by its place: the folder that it had covered. */
START_TEST(the_place_of_a_mount_is_not_the_room)
{
	sp.mounted[SPOOL_OUT] = true;
	ck_assert_int_eq(rename("out", "gone"), 0);
	ck_assert_int_eq(mkdir("out", 0700), 0);
	ck_assert_int_eq(spool_check(&sp, SPOOL_OUT), -ENODEV);
}
END_TEST

/* Else all that lies behind the link would be taken for scans. */
START_TEST(a_link_in_the_place_of_a_room_is_not_the_room)
{
	ck_assert_int_eq(mkdir("other", 0700), 0);
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		const char *name = spool_room_name((enum spool_room)i);
		struct stat before, after;

		ck_assert_int_eq(fstat(sp.room[i], &before), 0);
		ck_assert_int_eq(rename(name, "gone"), 0);
		ck_assert_int_eq(symlink("other", name), 0);
		ck_assert_int_eq(spool_check(&sp, (enum spool_room)i), -ELOOP);
		ck_assert_int_eq(fstat(sp.room[i], &after), 0);
		ck_assert(before.st_ino == after.st_ino);
		ck_assert_int_eq(unlink(name), 0);
		ck_assert_int_eq(rename("gone", name), 0);
		ck_assert_int_eq(spool_check(&sp, (enum spool_room)i), 0);
	}
}
END_TEST

START_TEST(a_claim_moves_the_scan_and_keeps_its_name)
{
	struct spool_job job;
	char text[8] = "";
	int fd;

	ck_assert_int_eq(mkdir("inbox/sub", 0700), 0);
	job = claimed("sub/a.pdf", "scan", 0xabc);
	ck_assert_str_eq(job.id, "0000000000000abc");
	ck_assert_str_eq(job.path, "sub/a.pdf");
	ck_assert(!tmpdir_has("inbox/sub/a.pdf"));
	ck_assert(tmpdir_has("inbox/sub"));
	ck_assert(tmpdir_holds("work/0000000000000abc/sub/a.pdf", "scan"));
	ck_assert_int_eq(spool_open_scan(&sp, &job, &fd), 0);
	ck_assert_int_eq(read(fd, text, 8), 4);
	ck_assert_str_eq(text, "scan");
	(void)close(fd);
}
END_TEST

START_TEST(a_number_is_never_given_twice)
{
	struct spool_job a = claimed("a", "1", 7), b = claimed("b", "2", 7);

	ck_assert_str_eq(a.id, "0000000000000007");
	ck_assert_str_eq(b.id, "0000000000000008");
}
END_TEST

static const char *const strange[] = {
	"with\nnewline.pdf", "\xff\xfe\x80.pdf", "--help", "a b'c\"d$(e).pdf",
	"\xc3\xa9t\xc3\xa9.PDF",
};

START_TEST(any_name_works_in_every_room)
{
	struct spool_job job = claimed(strange[_i], "x", 1);
	char name[NAME_SIZE], path[NAME_SIZE + 16];

	ck_assert_int_eq(spool_finish(&sp, &job, SHA, name), 0);
	ck_assert_str_eq(name, strange[_i]);
	(void)snprintf(path, sizeof(path), "done/%s", name);
	ck_assert(tmpdir_holds(path, "x"));
	ck_assert(!tmpdir_has("work/0000000000000001"));
}
END_TEST

START_TEST(what_changed_after_settling_is_not_taken)
{
	struct settle_id id;
	struct spool_job job;

	tmpdir_write("inbox/a", "1");
	id = id_of("inbox/a");
	tmpdir_write("inbox/a", "12");
	ck_assert_int_eq(spool_claim(&sp, "a", &id, 1, &job), -EAGAIN);
	id = id_of("inbox/a");
	ck_assert_int_eq(chmod("inbox/a", 0600), 0);
	id.ctime_ns--;
	ck_assert_int_eq(spool_claim(&sp, "a", &id, 1, &job), -EAGAIN);
	ck_assert_int_eq(unlink("inbox/a"), 0);
	ck_assert_int_eq(spool_claim(&sp, "a", &id, 1, &job), -ENOENT);
	ck_assert(!tmpdir_has("work/0000000000000001"));
}
END_TEST

START_TEST(what_is_no_plain_file_stays_where_it_is)
{
	struct settle_id id = { 0 };
	struct spool_job job;

	ck_assert_int_eq(symlink("/etc/passwd", "inbox/l"), 0);
	ck_assert_int_eq(mkfifo("inbox/f", 0600), 0);
	ck_assert_int_eq(mkdir("inbox/d", 0700), 0);
	ck_assert_int_eq(symlink("/etc", "inbox/s"), 0);
	ck_assert_int_eq(spool_claim(&sp, "l", &id, 1, &job), -EINVAL);
	ck_assert_int_eq(spool_claim(&sp, "f", &id, 1, &job), -EINVAL);
	ck_assert_int_eq(spool_claim(&sp, "d", &id, 1, &job), -EINVAL);
	ck_assert_int_eq(spool_claim(&sp, "s/passwd", &id, 1, &job), -ENOTDIR);
	ck_assert_int_eq(spool_claim(&sp, "../x", &id, 1, &job), -EINVAL);
	ck_assert(tmpdir_has("inbox/l") && tmpdir_has("inbox/f"));
	ck_assert(!tmpdir_has("work/0000000000000001"));
}
END_TEST

START_TEST(a_file_with_two_names_is_taken_by_copy)
{
	struct settle_id id;
	struct spool_job job;

	tmpdir_write("outside", "scan");
	ck_assert_int_eq(link("outside", "inbox/a.pdf"), 0);
	id = id_of("inbox/a.pdf");
	ck_assert_int_eq(spool_claim(&sp, "a.pdf", &id, 1, &job), 0);
	tmpdir_write("outside", "changed later");
	ck_assert(tmpdir_holds("work/0000000000000001/a.pdf", "scan"));
	ck_assert(!tmpdir_has("inbox/a.pdf"));
	ck_assert(!tmpdir_has("work/0000000000000001/.copied"));
	ck_assert(id_of("work/0000000000000001/a.pdf").mtime_ns ==
	    id.mtime_ns);
}
END_TEST

START_TEST(a_claim_cut_before_the_copy_is_copied_later)
{
	struct spool_job job = { "0000000000000001", "a.pdf" };
	int fd = -1;

	tmpdir_write("outside", "scan");
	ck_assert_int_eq(mkdir("work/0000000000000001", 0700), 0);
	ck_assert_int_eq(link("outside", "work/0000000000000001/a.pdf"), 0);
	ck_assert_int_eq(spool_open_scan(&sp, &job, &fd), 0);
	tmpdir_write("outside", "changed later");
	ck_assert(tmpdir_holds("work/0000000000000001/a.pdf", "scan"));
	ck_assert(!tmpdir_has("work/0000000000000001/"
	    ".greffier-0000000000000001.part"));
	(void)close(fd);
}
END_TEST

START_TEST(done_never_overwrites)
{
	static const char *const want[] = {
		"a.pdf", "a-1a2b3c4d.pdf", "a-1a2b3c4d-2.pdf",
	};
	char name[NAME_SIZE];

	for (size_t i = 0; i < 3; i++) {
		struct spool_job job = claimed("a.pdf", want[i], i + 1);

		ck_assert_int_eq(spool_finish(&sp, &job, SHA, name), 0);
		ck_assert_str_eq(name, want[i]);
	}
	ck_assert(tmpdir_holds("done/a.pdf", want[0]));
	ck_assert(tmpdir_holds("done/a-1a2b3c4d.pdf", want[1]));
	ck_assert_int_eq(spool_finish(&sp, &(struct spool_job){ .id =
	    "0000000000000009", .path = "a.pdf" }, SHA, name), -ENOENT);
}
END_TEST

/* What is added makes it longer than any path of the inbox. */
START_TEST(the_longest_path_has_names_beside_it)
{
	char path[LIMIT_NAME_BYTES + 1], at[LIMIT_NAME_BYTES + 16];
	char name[NAME_SIZE];

	memset(path, 'd', sizeof(path));
	for (size_t i = 200; i < LIMIT_NAME_BYTES; i += 200) {
		path[i] = '\0';
		(void)snprintf(at, sizeof(at), "inbox/%s", path);
		ck_assert_int_eq(mkdir(at, 0700), 0);
		path[i] = '/';
	}
	path[LIMIT_NAME_BYTES] = '\0';
	for (uint64_t n = 1; n <= 2; n++) {
		struct spool_job job = claimed(path, "same name", n);

		ck_assert_int_eq(spool_finish(&sp, &job, SHA, name), 0);
	}
	ck_assert_uint_gt(strlen(name), LIMIT_NAME_BYTES);
}
END_TEST

static const struct spool_note notes[] = {
	{ ".raison.txt", "pourquoi\n", 9 }, { ".json", "{}\n", 3 },
};

START_TEST(what_failed_lies_beside_its_reason)
{
	struct spool_job job;
	char name[NAME_SIZE];
	struct stat st;

	ck_assert_int_eq(mkdir("inbox/s", 0700), 0);
	job = claimed("s/a.pdf", "bad", 1);
	ck_assert_int_eq(spool_fail(&sp, &job, SHA, notes, 2, name), 0);
	ck_assert_str_eq(name, "s/a.pdf");
	ck_assert(tmpdir_holds("failed/s/a.pdf", "bad"));
	ck_assert(tmpdir_holds("failed/s/a.pdf.raison.txt", "pourquoi\n"));
	ck_assert(tmpdir_holds("failed/s/a.pdf.json", "{}\n"));
	ck_assert_int_eq(stat("failed/s/a.pdf.json", &st), 0);
	ck_assert_int_eq(st.st_mode & 0137, 0);
	ck_assert(!tmpdir_has("work/0000000000000001"));
}
END_TEST

/* Whoever may clear the room may clear what is made in it, and no other. */
START_TEST(a_subfolder_may_be_written_as_its_room)
{
	mode_t old = umask(0);
	struct spool_job job;
	char name[NAME_SIZE];
	struct stat st;

	ck_assert_int_eq(chmod("failed", 0770), 0);
	ck_assert_int_eq(mkdir("inbox/s", 0700), 0);
	job = claimed("s/a.pdf", "bad", 1);
	ck_assert_int_eq(spool_fail(&sp, &job, SHA, notes, 2, name), 0);
	ck_assert_int_eq(stat("failed/s", &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0770);
	job = claimed("s/b.pdf", "good", 2);
	ck_assert_int_eq(spool_finish(&sp, &job, SHA, name), 0);
	ck_assert_int_eq(stat("done/s", &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0750);
	(void)umask(old);
}
END_TEST

START_TEST(failed_never_overwrites_scan_or_note)
{
	struct spool_job job;
	char name[NAME_SIZE];

	/* A scan that is called as another's note would be. */
	job = claimed("a.pdf.json", "scan", 1);
	ck_assert_int_eq(spool_fail(&sp, &job, SHA, notes, 2, name), 0);
	job = claimed("a.pdf", "bad", 2);
	ck_assert_int_eq(spool_fail(&sp, &job, SHA, notes, 2, name), 0);
	ck_assert_str_eq(name, "a-1a2b3c4d.pdf");
	ck_assert(tmpdir_holds("failed/a.pdf.json", "scan"));
	ck_assert(!tmpdir_has("failed/a.pdf.raison.txt"));
	ck_assert(tmpdir_holds("failed/a-1a2b3c4d.pdf.json", "{}\n"));
	/* Its own notes, from before a crash, are no hindrance. */
	job = claimed("b.pdf", "bad", 3);
	tmpdir_write("failed/b.pdf.raison.txt", "pourquoi\n");
	ck_assert_int_eq(spool_fail(&sp, &job, "", notes, 2, name), 0);
	ck_assert_str_eq(name, "b.pdf");
}
END_TEST

START_TEST(put_back_is_where_it_came_from_but_never_over_a_newcomer)
{
	struct spool_job job;

	ck_assert_int_eq(mkdir("inbox/s", 0700), 0);
	job = claimed("s/a.pdf", "scan", 1);
	ck_assert_int_eq(rmdir("inbox/s"), 0);
	ck_assert_int_eq(spool_put_back(&sp, &job), 0);
	ck_assert(tmpdir_holds("inbox/s/a.pdf", "scan"));
	ck_assert(!tmpdir_has("work/0000000000000001"));
	job = claimed("s/a.pdf", "scan", 2);
	tmpdir_write("inbox/s/a.pdf", "newcomer");
	ck_assert_int_eq(spool_put_back(&sp, &job), -EEXIST);
	ck_assert(tmpdir_holds("inbox/s/a.pdf", "newcomer"));
	ck_assert(tmpdir_holds("work/0000000000000002/s/a.pdf", "scan"));
}
END_TEST

START_TEST(a_start_finds_what_lies_in_work)
{
	struct spool_job *jobs;
	int fd;
	size_t n;

	(void)claimed("b", "2", 2);
	(void)claimed("a", "1", 1);
	ck_assert_int_eq(spool_open_journal(&sp, &(struct spool_job){ .id =
	    "0000000000000001" }, &fd), 0);
	(void)close(fd);
	ck_assert_int_eq(mkdir("work/0000000000000003", 0700), 0);
	ck_assert_int_eq(mkdir("work/0000000000000003/sub", 0700), 0);
	tmpdir_write("work/0000000000000003/sub/"
	    ".greffier-0000000000000003.part", "half a copy");
	tmpdir_write("work/0000000000000004.pages", "no scan any more");
	tmpdir_write("work/lost+found", "none of ours");
	ck_assert_int_eq(spool_jobs(&sp, &jobs, &n), 0);
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(jobs[0].id, "0000000000000001");
	ck_assert_str_eq(jobs[0].path, "a");
	ck_assert_str_eq(jobs[1].path, "b");
	ck_assert(tmpdir_has("work/0000000000000001.pages"));
	ck_assert(!tmpdir_has("work/0000000000000003"));
	ck_assert(!tmpdir_has("work/0000000000000004.pages"));
	ck_assert(tmpdir_has("work/lost+found"));
	free(jobs);
}
END_TEST

START_TEST(a_claim_by_copy_that_was_cut_is_finished)
{
	struct spool_job *jobs;
	size_t n;

	ck_assert_int_eq(mkdir("work/0000000000000001", 0700), 0);
	tmpdir_write("work/0000000000000001/.copied", "");
	tmpdir_write("inbox/a", "scan");
	ck_assert_int_eq(system("cp -p inbox/a work/0000000000000001/a"), 0);
	ck_assert_int_eq(mkdir("work/0000000000000002", 0700), 0);
	tmpdir_write("work/0000000000000002/.copied", "");
	tmpdir_write("inbox/b", "another than that in work");
	tmpdir_write("work/0000000000000002/b", "scan");
	ck_assert_int_eq(spool_jobs(&sp, &jobs, &n), 0);
	ck_assert_uint_eq(n, 2);
	ck_assert(!tmpdir_has("inbox/a"));
	ck_assert(tmpdir_has("inbox/b"));
	ck_assert(!tmpdir_has("work/0000000000000001/.copied"));
	free(jobs);
}
END_TEST

static char seen[4096];

static int
note_file(void *data, const char *path, const struct stat *st)
{
	(void)data;
	(void)st;
	(void)strcat(strcat(seen, path), "|");
	return 0;
}

/* As on a share of another owner, or a stick that knows no permissions. */
START_TEST(where_permissions_cannot_be_set_a_scan_is_taken_all_the_same)
{
	struct spool_job job;
	struct settle_id id;

	tmpdir_write("inbox/a.pdf", "one");
	ck_assert_int_eq(link("inbox/a.pdf", "other name"), 0);
	id = id_of("inbox/a.pdf");
	no_fchmod = EPERM;
	ck_assert_int_eq(spool_claim(&sp, "a.pdf", &id, 1, &job), 0);
	ck_assert(tmpdir_holds("work/0000000000000001/a.pdf", "one"));
}
END_TEST

START_TEST(the_walk_sees_scans_and_nothing_else)
{
	static const char *const left[] = {
		".DS_Store", "._a.pdf", "Thumbs.db", "THUMBS.DB", "~$a.docx",
		"a.pdf.part", "a.crdownload", "a.filepart", ".hidden",
		"a.pdf.raison.txt",
	};
	const struct walk_events events = { NULL, note_file, NULL };
	char path[128];

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
		(void)snprintf(path, sizeof(path), "inbox/%s", left[i]);
		tmpdir_write(path, "x");
	}
	ck_assert_int_eq(mkdir("inbox/@eaDir", 0700), 0);
	tmpdir_write("inbox/@eaDir/a.pdf", "x");
	ck_assert_int_eq(mkdir("inbox/.stfolder", 0700), 0);
	tmpdir_write("inbox/.stfolder/a.pdf", "x");
	ck_assert_int_eq(mkfifo("inbox/fifo", 0600), 0);
	ck_assert_int_eq(symlink("/etc", "inbox/etc"), 0);
	ck_assert_int_eq(symlink("/etc/passwd", "inbox/link"), 0);
	ck_assert_int_eq(mkdir("inbox/s", 0700), 0);
	ck_assert_int_eq(mkdir("inbox/s/t", 0700), 0);
	tmpdir_write("inbox/s/t/good.pdf", "x");
	seen[0] = '\0';
	ck_assert_int_eq(walk(sp.room[SPOOL_INBOX], &events), 0);
	ck_assert_str_eq(seen, "s/t/good.pdf|");
}
END_TEST

START_TEST(the_walk_is_bounded_in_depth)
{
	const struct walk_events events = { NULL, note_file, NULL };
	char path[256] = "inbox";

	for (int i = 0; i < WALK_DEPTH_MAX + 4; i++) {
		(void)strcat(path, "/d");
		ck_assert_int_eq(mkdir(path, 0700), 0);
	}
	(void)strcat(path, "/deep.pdf");
	tmpdir_write(path, "x");
	seen[0] = '\0';
	ck_assert_int_eq(walk(sp.room[SPOOL_INBOX], &events), 0);
	ck_assert_str_eq(seen, "");
}
END_TEST

static int
look(uint64_t now_ms, bool hint)
{
	return inbox_look(inbox, sp.room[SPOOL_INBOX], now_ms, 2000, hint,
	    NULL, NULL);
}

START_TEST(a_still_file_becomes_ready_once)
{
	struct settle_id id;
	const char *path;

	tmpdir_write("inbox/a", "1");
	ck_assert_int_eq(look(1000, true), 0);
	ck_assert_int_eq(inbox_next(inbox, &path, &id), -ENOENT);
	ck_assert_uint_eq(inbox_due_ms(inbox), 3000);
	ck_assert_uint_eq(inbox_counts(inbox).oldest_ms, 1000);
	ck_assert_int_eq(look(3000, false), 0);
	ck_assert_uint_eq(inbox_counts(inbox).ready, 1);
	ck_assert_int_eq(inbox_next(inbox, &path, &id), 0);
	ck_assert_str_eq(path, "a");
	ck_assert_int_eq(look(9000, true), 0);
	ck_assert_int_eq(inbox_next(inbox, &path, &id), -ENOENT);
	ck_assert(inbox_refused(inbox, "a", -EACCES, 9000, 2000));
	ck_assert_uint_eq(inbox_due_ms(inbox), 11000);
	ck_assert_int_eq(look(10000, false), 0);
	ck_assert_uint_eq(inbox_counts(inbox).ready, 0);
	ck_assert_int_eq(look(11000, false), 0);
	ck_assert_int_eq(inbox_next(inbox, &path, &id), 0);
	ck_assert(!inbox_refused(inbox, "a", -EACCES, 11000, 2000));
	inbox_forget(inbox, "a");
	ck_assert_uint_eq(inbox_counts(inbox).oldest_ms, 0);
}
END_TEST

START_TEST(a_file_that_cannot_be_taken_is_told_of_with_its_fault)
{
	char stuck[INBOX_PATH_SIZE] = "";
	struct settle_id id;
	const char *path;
	int error = 0;

	tmpdir_write("inbox/a", "1");
	tmpdir_write("inbox/b", "1");
	ck_assert_int_eq(look(1000, true), 0);
	ck_assert_int_eq(look(3000, true), 0);
	ck_assert_int_eq(inbox_next(inbox, &path, &id), 0);
	ck_assert_int_eq(inbox_next(inbox, &path, &id), 0);
	/* One that is still being written is no fault. */
	ck_assert(!inbox_refused(inbox, "b", 0, 3000, 2000));
	ck_assert_uint_eq(inbox_stuck(inbox, stuck, &error), 0);
	ck_assert_str_eq(stuck, "");
	ck_assert(inbox_refused(inbox, "b", -EACCES, 4000, 2000));
	ck_assert_uint_eq(inbox_stuck(inbox, stuck, &error), 1);
	ck_assert_str_eq(stuck, "b");
	ck_assert_int_eq(error, -EACCES);
	ck_assert_int_eq(inbox_error(inbox, "b"), -EACCES);
	ck_assert_int_eq(inbox_error(inbox, "a"), 0);
	ck_assert_int_eq(inbox_error(inbox, "c"), 0);
	ck_assert(inbox_refused(inbox, "a", -EROFS, 4000, 2000));
	ck_assert_uint_eq(inbox_stuck(inbox, stuck, &error), 2);
	inbox_forget(inbox, "a");
	inbox_forget(inbox, "b");
	ck_assert_uint_eq(inbox_stuck(inbox, stuck, &error), 0);
}
END_TEST

START_TEST(a_file_open_for_writing_is_not_ready)
{
	int fd;

	tmpdir_write("inbox/a", "1");
	fd = open("inbox/a", O_WRONLY | O_CLOEXEC);
	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq(look(1000, true), 0);
	ck_assert_int_eq(look(60000, true), 0);
	ck_assert_uint_eq(inbox_counts(inbox).ready, 0);
	(void)close(fd);
	ck_assert_int_eq(look(60001, false), 0);
	ck_assert_uint_eq(inbox_counts(inbox).ready, 0);	/* not due */
	ck_assert_int_eq(look(60002, true), 0);	/* its close was seen */
	ck_assert_uint_eq(inbox_counts(inbox).ready, 1);
}
END_TEST

START_TEST(what_is_gone_is_forgotten_and_the_crowd_waits)
{
	char path[32];

	for (int i = 0; i < 9; i++) {
		(void)snprintf(path, sizeof(path), "inbox/%d", i);
		tmpdir_write(path, "x");
	}
	ck_assert_int_eq(look(1000, true), 0);
	ck_assert_uint_eq(inbox_counts(inbox).files, 9);
	ck_assert(inbox_counts(inbox).crowded);
	ck_assert_int_eq(look(5000, false), 0);
	ck_assert_uint_eq(inbox_counts(inbox).ready, 4);
	for (int i = 0; i < 9; i++) {
		(void)snprintf(path, sizeof(path), "inbox/%d", i);
		ck_assert_int_eq(unlink(path), 0);
	}
	ck_assert_int_eq(look(6000, false), 0);
	ck_assert_uint_eq(inbox_counts(inbox).ready, 0);
	ck_assert_uint_eq(inbox_due_ms(inbox), UINT64_MAX);
	ck_assert(!inbox_counts(inbox).crowded);
}
END_TEST

START_TEST(files_that_cannot_be_taken_do_not_crowd_out_the_others)
{
	struct settle_id id;
	const char *path;
	char name[INBOX_PATH_SIZE];

	for (int i = 0; i < 9; i++) {
		(void)snprintf(name, sizeof(name), "inbox/%d", i);
		tmpdir_write(name, "x");
	}
	for (uint64_t now = 1000; now < 12000; now += 1000) {
		ck_assert_int_eq(look(now, true), 0);
		while (inbox_next(inbox, &path, &id) == 0)
			(void)inbox_refused(inbox, path, -EACCES, now, 2000);
	}
	ck_assert_uint_eq(inbox_stuck(inbox, name, &(int){ 0 }), 9);
}
END_TEST

static const struct {
	const char	*path, *suffix;
	unsigned	 n;
	const char	*want;
} names[] = {
	{ "s/scan.pdf", NULL, 0, "s/scan.pdf" },
	{ "s/scan.pdf", ".json", 0, "s/scan.json" },
	{ "s/scan.pdf", ".json", 1, "s/scan-1a2b3c4d.json" },
	{ "scan.pdf", NULL, 7, "scan-1a2b3c4d-7.pdf" },
	{ "scan", ".json", 1, "scan-1a2b3c4d.json" },
	{ "s.d/scan", ".json", 0, "s.d/scan.json" },
	{ "d\xc3\xa9lib 12.2024", ".json", 0, "d\xc3\xa9lib 12.2024.json" },
	{ "a.b c", ".json", 0, "a.b c.json" },
	{ "a.tar.gz", ".json", 0, "a.tar.json" },
	{ "archives.annexe", NULL, 1, "archives.annexe-1a2b3c4d" },
};

START_TEST(names_say_where_they_come_from)
{
	char name[NAME_SIZE];

	ck_assert_int_eq(name_candidate(names[_i].path, names[_i].suffix, SHA,
	    names[_i].n, name), 0);
	ck_assert_str_eq(name, names[_i].want);
}
END_TEST

START_TEST(a_long_name_is_cut_before_what_is_added)
{
	char path[256], name[NAME_SIZE];

	memset(path, 'a', 255);
	memcpy(&path[251], ".pdf", 5);
	ck_assert_int_eq(name_candidate(path, ".json", SHA, 1, name), 0);
	ck_assert_uint_eq(strlen(name), 255);
	ck_assert_str_eq(&name[255 - 14], "-1a2b3c4d.json");
}
END_TEST

START_TEST(a_name_as_long_as_they_get_has_its_notes)
{
	char scan[256], name[NAME_SIZE], path[NAME_SIZE + 32];
	struct spool_job job;

	memset(scan, 'h', 255);
	scan[255] = '\0';
	job = claimed(scan, "bad", 1);
	ck_assert_int_eq(spool_fail(&sp, &job, SHA, notes, 2, name), 0);
	ck_assert_str_eq(name, scan);
	(void)snprintf(path, sizeof(path), "failed/%.*s.raison.txt",
	    255 - (int)strlen(".raison.txt"), scan);
	ck_assert(tmpdir_holds(path, "pourquoi\n"));
}
END_TEST

START_TEST(long_names_that_fail_again_do_not_run_out_of_notes)
{
	char scan[256], name[NAME_SIZE], why[16], path[NAME_SIZE + 32];
	struct spool_job job;

	memset(scan, 'h', 251);
	memcpy(&scan[251], ".pdf", 5);
	for (uint64_t n = 1; n <= 12; n++) {
		const struct spool_note note = { ".raison.txt", why,
		    (size_t)snprintf(why, sizeof(why), "why %u\n",
		    (unsigned)n) };

		job = claimed(scan, "bad", n);
		ck_assert_int_eq(spool_fail(&sp, &job, SHA, &note, 1, name), 0);
		ck_assert_int_eq(name_note(name, note.suffix, path), 0);
		memmove(path + 7, path, strlen(path) + 1);
		memcpy(path, "failed/", 7);
		ck_assert(tmpdir_holds(path, why));
	}
	ck_assert_str_eq(&name[255 - 16], "-1a2b3c4d-11.pdf");
}
END_TEST

START_TEST(a_scan_that_cannot_be_set_aside_has_left_no_note)
{
	struct spool_job job = claimed("a.pdf", "bad", 1);
	char name[NAME_SIZE];

	ck_assert_int_eq(unlink("work/0000000000000001/a.pdf"), 0);
	ck_assert_int_eq(spool_fail(&sp, &job, SHA, notes, 2, name), -ENOENT);
	ck_assert(!tmpdir_has("failed/a.pdf.raison.txt"));
	ck_assert(!tmpdir_has("failed/a.pdf.json"));
}
END_TEST

START_TEST(a_folder_named_as_an_earlier_file_holds_nothing_up)
{
	struct spool_job job = claimed("x", "first", 1);
	char name[NAME_SIZE];

	ck_assert_int_eq(spool_finish(&sp, &job, SHA, name), 0);
	ck_assert_int_eq(mkdir("inbox/x", 0700), 0);
	job = claimed("x/a.pdf", "second", 2);
	ck_assert_int_eq(spool_finish(&sp, &job, SHA, name), 0);
	ck_assert_str_eq(name, "x-a.pdf");
	ck_assert(tmpdir_holds("done/x", "first"));
	ck_assert(tmpdir_holds("done/x-a.pdf", "second"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("spool");
	TCase *tc = tcase_create("spool");

	tcase_add_checked_fixture(tc, enter, leave);
	tcase_add_test(tc, rooms_are_made_and_are_one_daemons);
	tcase_add_test(tc,
	    a_room_inside_the_inbox_is_refused_behind_a_link_too);
	tcase_add_test(tc, a_room_that_cannot_be_made_says_why);
	tcase_add_test(tc, another_folder_in_a_rooms_place_becomes_the_room);
	tcase_add_test(tc, no_room_moves_into_the_inbox_while_we_run);
	tcase_add_test(tc, the_place_of_a_mount_is_not_the_room);
	tcase_add_test(tc, a_link_in_the_place_of_a_room_is_not_the_room);
	tcase_add_test(tc, a_claim_moves_the_scan_and_keeps_its_name);
	tcase_add_test(tc, a_number_is_never_given_twice);
	tcase_add_loop_test(tc, any_name_works_in_every_room, 0,
	    (int)(sizeof(strange) / sizeof(strange[0])));
	tcase_add_test(tc, what_changed_after_settling_is_not_taken);
	tcase_add_test(tc, what_is_no_plain_file_stays_where_it_is);
	tcase_add_test(tc, a_file_with_two_names_is_taken_by_copy);
	tcase_add_test(tc, a_claim_cut_before_the_copy_is_copied_later);
	tcase_add_test(tc, done_never_overwrites);
	tcase_add_test(tc, the_longest_path_has_names_beside_it);
	tcase_add_test(tc, what_failed_lies_beside_its_reason);
	tcase_add_test(tc, a_subfolder_may_be_written_as_its_room);
	tcase_add_test(tc, failed_never_overwrites_scan_or_note);
	tcase_add_test(tc,
	    put_back_is_where_it_came_from_but_never_over_a_newcomer);
	tcase_add_test(tc, a_start_finds_what_lies_in_work);
	tcase_add_test(tc, a_claim_by_copy_that_was_cut_is_finished);
	tcase_add_test(tc,
	    where_permissions_cannot_be_set_a_scan_is_taken_all_the_same);
	tcase_add_test(tc, the_walk_sees_scans_and_nothing_else);
	tcase_add_test(tc, the_walk_is_bounded_in_depth);
	tcase_add_test(tc, a_still_file_becomes_ready_once);
	tcase_add_test(tc,
	    a_file_that_cannot_be_taken_is_told_of_with_its_fault);
	tcase_add_test(tc, a_file_open_for_writing_is_not_ready);
	tcase_add_test(tc, what_is_gone_is_forgotten_and_the_crowd_waits);
	tcase_add_test(tc,
	    files_that_cannot_be_taken_do_not_crowd_out_the_others);
	tcase_add_loop_test(tc, names_say_where_they_come_from, 0,
	    (int)(sizeof(names) / sizeof(names[0])));
	tcase_add_test(tc, a_long_name_is_cut_before_what_is_added);
	tcase_add_test(tc, a_name_as_long_as_they_get_has_its_notes);
	tcase_add_test(tc,
	    long_names_that_fail_again_do_not_run_out_of_notes);
	tcase_add_test(tc, a_scan_that_cannot_be_set_aside_has_left_no_note);
	tcase_add_test(tc, a_folder_named_as_an_earlier_file_holds_nothing_up);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
