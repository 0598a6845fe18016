#ifndef GREFFIER_BATCH_H
#define GREFFIER_BATCH_H

#include <stdbool.h>
#include <stddef.h>

struct conf;

/*
 * Some scans read from beginning to end by a pool of our own, some at once.
 * Says on stderr what was not read, and draws a progress bar where that is a
 * terminal.
 */
struct batch_options {
	const struct conf *conf;
	unsigned	 readers;	/* 0: as the configuration says */
	const char	*plugin;	/* to force, or NULL */
	bool		 text;		/* the text as read, not the record */
	int		 folder;	/* for the results, or -1: stdout */
	/*
	 * For each scan where its words are put instead of a result, as a
	 * journal; the caller's to close.  -1 where it was not read.  Or NULL.
	 */
	int		*journal;
};

/* The exit status: 0, TOOL_SOME or TOOL_CONFIG. */
int	batch_run(const struct batch_options *o, char *const *path, size_t n);

#endif /* GREFFIER_BATCH_H */
