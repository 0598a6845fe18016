#include <stdio.h>

#include "ledger/schema.h"

/*
 * Only ever added to at the end: what has been released is not changed.
 * Paths are stranger's bytes; SQLite keeps them as they are.
 */
static const char *const steps[] = {
	"CREATE TABLE scan ("
	"  id INTEGER PRIMARY KEY,"
	"  job TEXT UNIQUE,"			/* NULL: found, not taken */
	"  path TEXT NOT NULL,"			/* below the inbox */
	"  sha256 TEXT,"			/* NULL: not known yet */
	"  bytes INTEGER NOT NULL,"
	"  room TEXT NOT NULL,"
	"  verdict TEXT,"			/* NULL while in work/ */
	"  kept TEXT,"				/* path in its room */
	"  record TEXT,"			/* path below out/ */
	"  record_sha256 TEXT,"
	"  pages INTEGER,"
	"  lost INTEGER,"
	"  attempts INTEGER NOT NULL DEFAULT 1,"
	"  taken_ms INTEGER NOT NULL,"		/* since the epoch */
	"  ended_ms INTEGER"
	");"
	"CREATE INDEX scan_sha256 ON scan (sha256) WHERE record IS NOT NULL;"
	"CREATE INDEX scan_unread ON scan (bytes) WHERE sha256 IS NULL;"
	"CREATE INDEX scan_room ON scan (room, verdict);",

	"CREATE INDEX scan_kept ON scan (kept) WHERE room = 'done';",
};

#define STEPS ((int)(sizeof(steps) / sizeof(steps[0])))

static int
version_of(sqlite3 *db, int *ret_version)
{
	sqlite3_stmt *st;
	int code;

	code = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL);
	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		*ret_version = sqlite3_column_int(st, 0);
		code = SQLITE_OK;
	}
	(void)sqlite3_finalize(st);
	return code;
}

static int
take_step(sqlite3 *db, int step)
{
	char mark[64];
	int code;

	(void)snprintf(mark, sizeof(mark), "PRAGMA user_version = %d; COMMIT",
	    step + 1);
	code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return code;
	code = sqlite3_exec(db, steps[step], NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, mark, NULL, NULL, NULL);
	if (code != SQLITE_OK)
		(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return code;
}

int
schema_upgrade(sqlite3 *db, int *ret_was)
{
	int code, version = 0;

	code = version_of(db, &version);
	*ret_was = version;
	if (code == SQLITE_OK && version > STEPS)
		return SQLITE_MISMATCH;
	for (; code == SQLITE_OK && version < STEPS; version++)
		code = take_step(db, version);
	return code;
}
