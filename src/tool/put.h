#ifndef GREFFIER_PUT_H
#define GREFFIER_PUT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What was read, put where the user wants it.
 *
 * Errors     0 or a negative errno.
 * Ownership  strings returned are the caller's to free(3).
 */

/* DIR/scan.pdf gives scan.json, or scan.txt.  NULL for want of memory. */
char	*put_name(const char *path, bool text);

/*
 * Into the folder under this name, by a temporary and a rename: what was there
 * before is there until the new one is whole.  Then its bytes are on the disk,
 * unless it is one of `many` and replaces nothing: to wait for the disk thousands
 * of times takes longer than to read thousands of scans.  put_sync, called once at
 * the end, sees to those, and to the names of all.
 */
int	put_file(int folder, const char *name, const char *data, size_t len,
	    bool many);
int	put_sync(int folder);

#endif /* GREFFIER_PUT_H */
