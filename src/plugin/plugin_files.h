#ifndef GREFFIER_PLUGIN_FILES_H
#define GREFFIER_PLUGIN_FILES_H

#include <stddef.h>

struct plugin_error;

/*
 * The files of plugins: in their folders, or frozen, that is as they were at a
 * time, one after the other in one file (as frames; see wire/frame.h).  A daemon
 * hands the frozen ones to each reader that it starts, so that what is edited
 * meanwhile neither stops a reader from starting nor is read by half of them.
 */
struct plugin_source {
	const char *const *dirs;	/* DIR/NAME/plugin.yaml */
	size_t	n;
	int	frozen;			/* to read instead of them, or -1 */
	int	freeze;			/* to freeze to what is read, or -1 */
};

struct plugin_file {
	const char	*path;		/* DIR/NAME/plugin.yaml, as in messages */
	const char	*name;		/* NAME */
	const char	*data;
	size_t		 len;
};

/*
 * Hand each to `take`, by folder and then by name; its bytes are borrowed for
 * the call.  -EINVAL and `err` for the first that cannot be read or that `take`
 * refuses.
 */
int	plugin_files_each(const struct plugin_source *source,
	    int (*take)(void *data, const struct plugin_file *f,
	    struct plugin_error *err), void *data, struct plugin_error *err);

/* What is wrong with a whole file or folder: `why`, then `what` in quotes. */
int	plugin_files_refuse(struct plugin_error *err, const char *path,
	    const char *why, const char *what);

#endif /* GREFFIER_PLUGIN_FILES_H */
