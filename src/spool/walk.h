#ifndef GREFFIER_WALK_H
#define GREFFIER_WALK_H

#include <sys/stat.h>

#include <stddef.h>

/*
 * A walk through a folder of scans: every plain file in it, to a bounded
 * depth.  Links, FIFOs, sockets and devices are never opened or followed,
 * hidden names and the litter of other systems never touched.
 *
 * Errors     0 or a negative errno: the folder itself could not be read; a
 *            subfolder that cannot be is passed over.
 * Blocking   one stat(2) for each name.
 * Memory     a path: how many files there are does not matter.
 */

#define WALK_DEPTH_MAX	16

struct walk_events {
	/* Before a folder is read: arm, then scan.  May be NULL. */
	void	(*folder)(void *data, int fd, const char *path);
	/* A plain file; a number other than 0 ends the walk with it. */
	int	(*file)(void *data, const char *path, const struct stat *st);
	void	*data;
};

/* `top` is borrowed; paths are below it, borrowed for the call. */
int	walk(int top, const struct walk_events *events);

#endif /* GREFFIER_WALK_H */
