#ifndef GREFFIER_SCHEMA_H
#define GREFFIER_SCHEMA_H

#include <sqlite3.h>

/*
 * The ledger's tables, as numbered steps; private to ledger/.  Brings a file
 * of any older step to the newest, each step in a transaction of its own.
 * *ret_was is the step that it was at, 0 for none.  SQLite's code;
 * SQLITE_MISMATCH: made by a newer greffier.
 */
int	schema_upgrade(sqlite3 *db, int *ret_was);

#endif /* GREFFIER_SCHEMA_H */
