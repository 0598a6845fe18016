/*
 * tally ROOT DROPS: where is each scan that was dropped, and its record?
 *
 * DROPS has a line for each: the room where it should end (done, failed, or
 * any), its sha256, its path below the inbox.  Of each there must be one
 * original, in that room, whole; of each content that was read one record,
 * whole, under a name for each path; beside each that failed its two notes;
 * and nothing else anywhere.  What is wrong is said line by line; exit 1.
 */
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>
#include <sqlite3.h>

#include "base/io.h"

#define FILES_MAX	40000
#define PATH_BYTES	512

struct file {
	char	sha256[IO_SHA256_SIZE];	/* its own, or (in out) its scan's */
	char	room[8];
	char	path[PATH_BYTES];	/* below its room */
	ino_t	ino;
	bool	note;
	int	met;
};

static struct file *drops, *files;
static size_t n_drops, n_files;
static unsigned wrong, lost, doubled, torn, lost_pages;

static void __attribute__((format(printf, 2, 3)))
complain(unsigned *kind, const char *fmt, ...)
{
	va_list ap;

	(*kind)++;
	va_start(ap, fmt);
	(void)vprintf(fmt, ap);
	va_end(ap);
	(void)putchar('\n');
}

static bool
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(&s[n - m], end) == 0;
}

static bool
is(const struct file *x, const char *room)
{
	return strcmp(x->room, room) == 0;
}

/* ---- What there is ---- */

/* Whole JSON, a newline behind it; of a record, which scan it was made from. */
static void
look_into_json(const char *path, struct file *x)
{
	json_error_t error;
	const char *sha;
	json_t *root;
	FILE *in = fopen(path, "re");

	root = in == NULL ? NULL : json_loadf(in, JSON_DISABLE_EOF_CHECK,
	    &error);
	if (root == NULL || fgetc(in) != '\n' || fgetc(in) != EOF)
		complain(&torn, "torn: %s/%s", x->room, x->path);
	sha = json_string_value(json_object_get(root, "sha256"));
	if (sha == NULL)
		sha = json_string_value(json_object_get(json_object_get(root,
		    "source"), "sha256"));
	(void)snprintf(x->sha256, sizeof(x->sha256), "%s",
	    sha == NULL ? "?" : sha);
	lost_pages += (unsigned)json_integer_value(json_object_get(root,
	    "lost"));
	json_decref(root);
	if (in != NULL)
		(void)fclose(in);
}

static void
look_into_scan(const char *path, struct file *x)
{
	uint64_t bytes;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || io_sha256(fd, x->sha256, &bytes) < 0)
		err(2, "%s", path);
	(void)close(fd);
}

static int
on_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const char *slash = strchr(path, '/');
	struct file *x;

	if (slash == NULL)
		return 0;
	if (type == FTW_D) {
		if (strncmp(path, "work/", 5) == 0)
			complain(&wrong, "a folder is left: %s", path);
		return 0;
	}
	if (path[ftw->base] == '.')
		complain(&wrong, "half made: %s", path);
	if (strncmp(path, "inbox/", 6) == 0 || strncmp(path, "work/", 5) == 0)
		complain(&wrong, "still there: %s", path);
	if (n_files == FILES_MAX)
		errx(2, "too many files");
	x = &files[n_files++];
	(void)snprintf(x->room, sizeof(x->room), "%.*s", (int)(slash - path),
	    path);
	(void)snprintf(x->path, sizeof(x->path), "%s", slash + 1);
	x->ino = st->st_ino;
	x->note = is(x, "failed") && (ends_in(path, ".raison.txt") ||
	    ends_in(path, ".json"));
	if (is(x, "out") || (x->note && ends_in(path, ".json")))
		look_into_json(path, x);
	else
		look_into_scan(path, x);
	return 0;
}

static void
read_drops(const char *path)
{
	FILE *in = fopen(path, "re");
	struct file *x;

	if (in == NULL)
		err(2, "%s", path);
	while (n_drops < FILES_MAX) {
		x = &drops[n_drops];
		if (fscanf(in, "%7s %64s %511[^\n]", x->room, x->sha256,
		    x->path) != 3)
			break;
		n_drops++;
	}
	(void)fclose(in);
}

/* ---- Whether it is right ---- */

static void
check_originals(void)
{
	struct file *d, *x;

	for (size_t i = 0; i < n_drops; i++) {
		d = &drops[i];
		for (size_t j = 0; j < n_files && d->met == 0; j++) {
			x = &files[j];
			if (x->met > 0 || x->note || is(x, "out") ||
			    strcmp(x->sha256, d->sha256) != 0 ||
			    (!is(d, "any") && !is(x, d->room)))
				continue;
			x->met = d->met = 1;
			/* What it came to: for check_records. */
			(void)snprintf(d->room, sizeof(d->room), "%s",
			    x->room);
		}
		if (d->met == 0)
			complain(&lost, "lost: %s, not in %s", d->path,
			    d->room);
	}
	for (size_t j = 0; j < n_files; j++) {
		x = &files[j];
		if (x->met == 0 && !x->note && !is(x, "out"))
			complain(&doubled, "once too often: %s/%s", x->room,
			    x->path);
	}
}

/* Is `name` what a record of that scan is called? */
static bool
named_after(const char *name, const struct file *d)
{
	const char *dot = strrchr(d->path, '.');
	size_t stem = dot == NULL ? strlen(d->path) : (size_t)(dot - d->path);
	char second[64];

	(void)snprintf(second, sizeof(second), "-%.8s.json", d->sha256);
	return strncmp(name, d->path, stem) == 0 &&
	    (strcmp(&name[stem], ".json") == 0 ||
	    strcmp(&name[stem], second) == 0);
}

static void
check_records(void)
{
	struct file *d, *x;
	ino_t ino;
	int names;

	for (size_t i = 0; i < n_drops; i++) {
		d = &drops[i];
		if (!is(d, "done") || d->met == 0)
			continue;
		ino = 0;
		names = 0;
		for (size_t j = 0; j < n_files; j++) {
			x = &files[j];
			if (!is(x, "out") || strcmp(x->sha256, d->sha256) != 0)
				continue;
			if (ino != 0 && x->ino != ino)
				complain(&doubled, "two records: %s, %s",
				    d->path, x->path);
			ino = x->ino;
			if (named_after(x->path, d)) {
				x->met = 1;
				names++;
			}
		}
		if (names == 0)
			complain(&lost, "no record: %s", d->path);
		else if (names > 1)
			complain(&doubled, "two names: %s", d->path);
	}
	for (size_t j = 0; j < n_files; j++)
		if (is(&files[j], "out") && files[j].met == 0)
			complain(&doubled, "nobody's record: %s",
			    files[j].path);
}

static bool
there(const char *room, const char *path, const char *suffix)
{
	char name[PATH_BYTES + 32];

	(void)snprintf(name, sizeof(name), "%s/%s%s", room, path, suffix);
	return access(name, F_OK) == 0;
}

static void
check_notes(void)
{
	for (size_t j = 0; j < n_files; j++) {
		struct file *x = &files[j];
		char scan[PATH_BYTES];

		if (!is(x, "failed"))
			continue;
		if (!x->note && (!there("failed", x->path, ".raison.txt") ||
		    !there("failed", x->path, ".json")))
			complain(&wrong, "no reason: %s", x->path);
		(void)snprintf(scan, sizeof(scan), "%s", x->path);
		scan[strlen(scan) - (ends_in(scan, ".raison.txt") ? 11 :
		    ends_in(scan, ".json") ? 5 : 0)] = '\0';
		if (x->note && !there("failed", scan, ""))
			complain(&wrong, "nobody's reason: %s", x->path);
	}
}

/* What lies in done the ledger knows, and nothing is under way in it. */
static void
check_ledger(void)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	int n;

	if (sqlite3_open_v2("state/ledger.db", &db, SQLITE_OPEN_READWRITE,
	    NULL) != SQLITE_OK || sqlite3_prepare_v2(db, "SELECT "
	    "sum(room = 'done' AND kept = ?1), sum(room = 'work') FROM scan",
	    -1, &st, NULL) != SQLITE_OK)
		errx(2, "ledger: %s", sqlite3_errmsg(db));
	for (size_t j = 0; j < n_files; j++) {
		if (!is(&files[j], "done"))
			continue;
		(void)sqlite3_bind_text(st, 1, files[j].path, -1,
		    SQLITE_STATIC);
		n = sqlite3_step(st) == SQLITE_ROW ?
		    sqlite3_column_int(st, 0) : 0;
		if (n != 1)
			complain(&wrong, "%d times in the ledger: %s", n,
			    files[j].path);
		if (j == 0 && sqlite3_column_int(st, 1) != 0)
			complain(&wrong, "in work, says the ledger: %d",
			    sqlite3_column_int(st, 1));
		(void)sqlite3_reset(st);
	}
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
}

int
main(int argc, char **argv)
{
	static const char *const rooms[] = { "inbox", "work", "out", "done",
	    "failed" };
	unsigned done = 0;

	if (argc != 3)
		errx(2, "usage: tally ROOT DROPS");
	drops = calloc(FILES_MAX, sizeof(*drops));
	files = calloc(FILES_MAX, sizeof(*files));
	if (drops == NULL || files == NULL)
		err(2, NULL);
	read_drops(argv[2]);
	if (chdir(argv[1]) == -1)
		err(2, "%s", argv[1]);
	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
		if (nftw(rooms[i], on_entry, 16, FTW_PHYS) == -1)
			err(2, "%s", rooms[i]);
	check_originals();
	check_records();
	check_notes();
	check_ledger();
	for (size_t i = 0; i < n_drops; i++)
		done += is(&drops[i], "done");
	(void)printf("%zu dropped, %u read, %zu not: %u lost, %u doubled, "
	    "%u torn, %u otherwise wrong; %u pages given up\n", n_drops, done,
	    n_drops - done, lost, doubled, torn, wrong, lost_pages);
	free(drops);
	free(files);
	return lost + doubled + torn + wrong == 0 ? 0 : 1;
}
