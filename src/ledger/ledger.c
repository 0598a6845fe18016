#include <sys/stat.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "ledger/ledger.h"
#include "ledger/schema.h"

#define BUSY_MS		250	/* for a sqlite3(1) that someone has open */
#define BROKEN_MAX	100	/* broken ledgers kept */

enum query {
	TAKEN, ENDED, UNFIND, PUT_BACK, SEEN, IN_WORK, FOUND, UNREAD, READ,
	QUERIES
};

static const char *const sql[QUERIES] = {
	[TAKEN] = "INSERT INTO scan (job, path, sha256, bytes, taken_ms, room)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, 'work') ON CONFLICT (job) DO UPDATE"
	    " SET attempts = attempts + 1, sha256 = excluded.sha256,"
	    " bytes = excluded.bytes, room = 'work', verdict = NULL",
	[ENDED] = "INSERT INTO scan (job, path, sha256, bytes, taken_ms, room,"
	    " verdict, kept, record, record_sha256, pages, lost, ended_ms)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
	    " ON CONFLICT (job) DO UPDATE SET room = ?6, verdict = ?7,"
	    " kept = ?8, record = ?9, record_sha256 = ?10, pages = ?11,"
	    " lost = ?12, ended_ms = ?13",
	[UNFIND] = "DELETE FROM scan WHERE kept = ?1 AND room = 'done'"
	    " AND job IS NULL",
	[PUT_BACK] = "DELETE FROM scan WHERE job = ?1",
	[SEEN] = "SELECT record, record_sha256 FROM scan WHERE sha256 = ?1"
	    " AND record IS NOT NULL AND record_sha256 IS NOT NULL"
	    " ORDER BY id DESC LIMIT 1",
	[IN_WORK] = "SELECT job FROM scan WHERE room = 'work'",
	[FOUND] = "INSERT INTO scan (path, bytes, room, kept, taken_ms)"
	    " SELECT ?1, ?2, 'done', ?1, ?3 WHERE NOT EXISTS (SELECT 1"
	    " FROM scan WHERE kept = ?1 AND room = 'done' AND bytes = ?2)",
	[UNREAD] = "SELECT id, kept FROM scan WHERE bytes = ?1"
	    " AND sha256 IS NULL LIMIT 1",
	[READ] = "UPDATE scan SET sha256 = ?2, record = ?3,"
	    " record_sha256 = ?4 WHERE id = ?1",
};

struct ledger {
	sqlite3		*db;
	sqlite3_stmt	*st[QUERIES];
	bool		 missed;
	char		 said[160];	/* by SQLite, before a rollback */
};

/* SQLite's codes as errno's; what is no fact of the machine is our own bug. */
static int
error_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_DONE:
	case SQLITE_ROW:
		return 0;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EUCLEAN;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_PERM:
	case SQLITE_AUTH:
	case SQLITE_CANTOPEN:
		return -EACCES;
	case SQLITE_MISMATCH:
		return -EPROTO;
	default:
		return -EIO;
	}
}

static int
prepare_all(struct ledger *l)
{
	int code = SQLITE_OK;

	for (int i = 0; i < QUERIES && code == SQLITE_OK; i++)
		code = sqlite3_prepare_v3(l->db, sql[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &l->st[i], NULL);
	return code;
}

/* A file that is no ledger shows it only when it is read. */
static int
check_whole(sqlite3 *db)
{
	sqlite3_stmt *st;
	const char *said;
	int code;

	code = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &st, NULL);
	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		said = (const char *)sqlite3_column_text(st, 0);
		code = said != NULL && strcmp(said, "ok") == 0 ? SQLITE_OK :
		    SQLITE_CORRUPT;
	}
	(void)sqlite3_finalize(st);
	return code;
}

static int
open_file(const char *path, struct ledger **ret, int *ret_was)
{
	struct ledger *l = calloc(1, sizeof(*l));
	int code;

	if (l == NULL)
		return -ENOMEM;
	code = sqlite3_open_v2(path, &l->db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(l->db, BUSY_MS);
	if (code == SQLITE_OK)
		code = check_whole(l->db);
	if (code == SQLITE_OK)
		code = sqlite3_exec(l->db, "PRAGMA journal_mode = WAL;"
		    "PRAGMA cache_size = -256;"	/* KiB: rows are small */
		    "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = schema_upgrade(l->db, ret_was);
	if (code == SQLITE_OK)
		code = prepare_all(l);
	if (code != SQLITE_OK) {
		ledger_close(l);
		return error_of(code);
	}
	*ret = l;
	return 0;
}

/* Out of the way, never deleted: a person may want to look at it. */
static int
set_aside(const char *path)
{
	static const char *const also[] = { "", "-wal", "-shm" };
	char from[PATH_MAX], to[PATH_MAX];
	struct stat st;
	int n;

	for (n = 1; n < BROKEN_MAX; n++) {
		(void)snprintf(to, sizeof(to), "%.4000s.broken-%d", path, n);
		if (stat(to, &st) == -1 && errno == ENOENT)
			break;
	}
	for (size_t i = 0; i < sizeof(also) / sizeof(also[0]); i++) {
		(void)snprintf(from, sizeof(from), "%.4000s%s", path, also[i]);
		(void)snprintf(to, sizeof(to), "%.4000s.broken-%d%s", path, n,
		    also[i]);
		if (rename(from, to) == -1 && errno != ENOENT)
			return -errno;
	}
	return 0;
}

/* SQLite removes its log when it is closed as it should be. */
static bool
log_is_left(const char *path)
{
	char log[PATH_MAX];
	struct stat st;

	(void)snprintf(log, sizeof(log), "%.4000s-wal", path);
	return stat(log, &st) == 0;
}

int
ledger_open(const char *dir, struct ledger **ret_ledger,
    enum ledger_past *ret_past)
{
	char path[PATH_MAX];
	int r, was = 0;
	bool cut;

	if ((size_t)snprintf(path, sizeof(path) - 64, "%s/ledger.db", dir) >=
	    sizeof(path) - 64)
		return -ENAMETOOLONG;
	cut = log_is_left(path);
	r = open_file(path, ret_ledger, &was);
	if (r == -EUCLEAN && (r = set_aside(path)) == 0)
		r = open_file(path, ret_ledger, &was);
	if (r == 0)
		*ret_past = was == 0 ? LEDGER_NEW : cut ? LEDGER_CUT :
		    LEDGER_WHOLE;
	return r;
}

void
ledger_missed(struct ledger *l, bool missed)
{
	l->missed = missed;
}

void
ledger_close(struct ledger *l)
{
	int on = 1;

	if (l == NULL)
		return;
	/* The log that is left is what log_is_left looks for. */
	if (l->missed)
		(void)sqlite3_file_control(l->db, NULL,
		    SQLITE_FCNTL_PERSIST_WAL, &on);
	for (int i = 0; i < QUERIES; i++)
		(void)sqlite3_finalize(l->st[i]);
	(void)sqlite3_close(l->db);
	free(l);
}

const char *
ledger_message(const struct ledger *l)
{
	/* A rollback that went well has left no message. */
	return sqlite3_errcode(l->db) == SQLITE_OK ? l->said :
	    sqlite3_errmsg(l->db);
}

/* NULL is SQL's NULL.  Nothing that is bound outlives the call. */
static void
bind_text(sqlite3_stmt *st, int at, const char *text)
{
	if (text == NULL)
		(void)sqlite3_bind_null(st, at);
	else
		(void)sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC);
}

static void
bind_number(sqlite3_stmt *st, int at, int64_t number)
{
	(void)sqlite3_bind_int64(st, at, number);
}

/* Run a query that gives no row; its own transaction, where none is open. */
static int
run(sqlite3_stmt *st)
{
	int r = error_of(sqlite3_step(st));

	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
	return r;
}

/* The first row, or -ENOENT; the caller resets. */
static int
first(sqlite3_stmt *st)
{
	int code = sqlite3_step(st);

	return code == SQLITE_DONE ? -ENOENT : error_of(code);
}

static int
end(sqlite3_stmt *st, int r)
{
	(void)sqlite3_reset(st);
	(void)sqlite3_clear_bindings(st);
	return r;
}

static int
copy_column(sqlite3_stmt *st, int column, char *ret, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(st, column);

	if (text == NULL || strlen(text) >= size)
		return -ENOENT;
	(void)snprintf(ret, size, "%s", text);
	return 0;
}

static void
bind_scan(sqlite3_stmt *st, const struct ledger_scan *scan)
{
	bind_text(st, 1, scan->job);
	bind_text(st, 2, scan->path);
	bind_text(st, 3, scan->sha256);
	bind_number(st, 4, (int64_t)scan->bytes);
	bind_number(st, 5, scan->wall_ms);
}

int
ledger_taken(struct ledger *l, const struct ledger_scan *scan)
{
	bind_scan(l->st[TAKEN], scan);
	return run(l->st[TAKEN]);
}

int
ledger_begin(struct ledger *l)
{
	return error_of(sqlite3_exec(l->db, "BEGIN IMMEDIATE", NULL, NULL,
	    NULL));
}

int
ledger_end(struct ledger *l, int r)
{
	if (r == 0)
		r = error_of(sqlite3_exec(l->db, "COMMIT", NULL, NULL, NULL));
	/* Of some faults SQLite rolls back by itself. */
	if (r < 0 && sqlite3_get_autocommit(l->db) == 0) {
		(void)snprintf(l->said, sizeof(l->said), "%s",
		    sqlite3_errmsg(l->db));
		(void)sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
	}
	return r;
}

/* A look through done/ may have met it before it was noted here. */
static int
unfind(struct ledger *l, const char *kept)
{
	bind_text(l->st[UNFIND], 1, kept);
	return run(l->st[UNFIND]);
}

static int
note_end(struct ledger *l, const struct ledger_scan *scan,
    const struct ledger_end *e)
{
	sqlite3_stmt *st = l->st[ENDED];

	bind_scan(st, scan);
	bind_text(st, 6, e->room);
	bind_text(st, 7, e->verdict);
	bind_text(st, 8, e->kept);
	bind_text(st, 9, e->record);
	bind_text(st, 10, e->record_sha256);
	bind_number(st, 11, e->pages);
	bind_number(st, 12, e->lost);
	bind_number(st, 13, e->wall_ms);
	return run(st);
}

int
ledger_ended(struct ledger *l, const struct ledger_scan *scan,
    const struct ledger_end *e)
{
	int r = ledger_begin(l);

	if (r < 0)
		return r;
	if ((r = unfind(l, e->kept)) == 0)
		r = note_end(l, scan, e);
	return ledger_end(l, r);
}

int
ledger_put_back(struct ledger *l, const char *job)
{
	bind_text(l->st[PUT_BACK], 1, job);
	return run(l->st[PUT_BACK]);
}

int
ledger_seen(struct ledger *l, const char *sha256,
    struct name_record *ret_record)
{
	sqlite3_stmt *st = l->st[SEEN];
	struct name_record rec;
	int r;

	bind_text(st, 1, sha256);
	if ((r = first(st)) == 0 &&
	    (r = copy_column(st, 0, rec.name, sizeof(rec.name))) == 0 &&
	    (r = copy_column(st, 1, rec.sha256, sizeof(rec.sha256))) == 0)
		*ret_record = rec;
	return end(st, r);
}

int
ledger_prune(struct ledger *l, bool (*there)(void *data, const char *job),
    void *data)
{
	sqlite3_stmt *st = l->st[IN_WORK];
	char job[64];
	int code, r = 0;

	while (r == 0 && (code = sqlite3_step(st)) != SQLITE_DONE) {
		r = error_of(code);
		if (r == 0 && copy_column(st, 0, job, sizeof(job)) == 0 &&
		    !there(data, job))
			r = ledger_put_back(l, job);
	}
	return end(st, r);
}

int
ledger_found(struct ledger *l, const char *kept, uint64_t bytes,
    int64_t wall_ms)
{
	sqlite3_stmt *st = l->st[FOUND];

	bind_text(st, 1, kept);
	bind_number(st, 2, (int64_t)bytes);
	bind_number(st, 3, wall_ms);
	return run(st);
}

int
ledger_unread(struct ledger *l, uint64_t bytes, int64_t *ret_row,
    char ret_kept[static NAME_SIZE])
{
	sqlite3_stmt *st = l->st[UNREAD];
	int r;

	bind_number(st, 1, (int64_t)bytes);
	if ((r = first(st)) == 0 &&
	    (r = copy_column(st, 1, ret_kept, NAME_SIZE)) == 0)
		*ret_row = sqlite3_column_int64(st, 0);
	return end(st, r);
}

int
ledger_read(struct ledger *l, int64_t row, const char *sha256,
    const char *record, const char *record_sha256)
{
	sqlite3_stmt *st = l->st[READ];

	bind_number(st, 1, row);
	bind_text(st, 2, sha256);
	bind_text(st, 3, record);
	bind_text(st, 4, record_sha256);
	return run(st);
}
