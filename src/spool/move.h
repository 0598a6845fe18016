#ifndef GREFFIER_MOVE_H
#define GREFFIER_MOVE_H

#include <stdbool.h>

/*
 * The one place where a file goes from one folder to another; private to
 * spool/ and output/.  By rename where both are of one file system, else by
 * copy, sync, rename and unlink; never over a file that is there.
 *
 * Errors     0 or a negative errno.  -EEXIST: `to` is another file.  After an
 *            error nothing has moved: what could not be synced is moved back.
 *            Where it cannot be, it has moved, and 0 is returned.
 * Ownership  descriptors and strings are borrowed.
 * Blocking   two syncs, and a copy of the file between file systems.
 */

#define MOVE_TEMP_SIZE	48

/* The hidden name under which the job `id` writes what is not whole yet. */
void	move_temp_name(const char *id, char ret_name[static MOVE_TEMP_SIZE]);

/* Move folder/from to folder/to.  `id` names the temporary. */
int	move_file(int from_dir, const char *from, int to_dir, const char *to,
	    const char *id);

/* The same between file systems. */
int	move_by_copy(int from_dir, const char *from, int to_dir,
	    const char *to, const char *id);

/*
 * Put a copy in the place of a file that has other names as well: whoever
 * holds these cannot change it any more.  -EAGAIN: it changed meanwhile.
 */
int	move_unshare(int dir, const char *name, const char *id);

/* Undo a move: without a sync, so that a failing disk cannot stop it. */
int	move_back(int to_dir, const char *to, int from_dir, const char *from);

/* Give the whole and synced file `temp` its name, unless that is taken. */
int	move_into_place(int dir, const char *temp, const char *name);

/* Are both plain files of the same size, date and bytes? */
bool	move_same_copy(int a_dir, const char *a, int b_dir, const char *b);

#endif /* GREFFIER_MOVE_H */
