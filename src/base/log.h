#ifndef GREFFIER_LOG_H
#define GREFFIER_LOG_H

#include <syslog.h>		/* LOG_ERR, LOG_WARNING, LOG_INFO, LOG_DEBUG */

/*
 * One line per fact: which file, what happened, what happens next.  Programs
 * only; modules return errors instead.  To the journal with its fields where
 * systemd listens on stderr, else to stderr.
 *
 * What names a stranger's file is shown as UTF-8 on one line; the fields keep
 * its own bytes.
 */

/* What a line is about; NULL and 0 are left out. */
struct log_about {
	const char	*file;		/* GREFFIER_FILE: path below the inbox */
	const char	*job;		/* GREFFIER_JOB: number in work/ */
	const char	*verdict;	/* GREFFIER_VERDICT: verdict_name */
	const char	*record;	/* GREFFIER_RECORD: path below out/ */
	int		 error;		/* ERRNO: 0 or a negative errno */
};

/* `name` leads each line on stderr; lines above `level` are dropped. */
void	log_open(const char *name, int level);

/* `about` may be NULL; its file leads the line. */
void	log_line(int level, const struct log_about *about, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif /* GREFFIER_LOG_H */
