#ifndef GREFFIER_JOB_H
#define GREFFIER_JOB_H

struct message_job;
struct ocr;
struct plugin_set;

/*
 * What a reader's child does: one job, and its answer on its channel (see
 * wire/message.h).  Runs behind the lock, on a stranger's file, in a process that
 * dies thereafter; so nothing is freed that only costs time to free.
 */
struct job_tools {
	struct ocr		*ocr;		/* warm */
	const struct plugin_set	*plugins;	/* NULL: no records, texts only */
	const char		*languages;
	unsigned		 without;	/* steps of cleaning */
};

/*
 * Do it.  `doc` is the scan or the journal, `channel` takes the frames.  0,
 * or a negative errno where one could not be sent.
 */
int	job_do(const struct job_tools *tools, const struct message_job *ask,
	    int doc, int channel);

#endif /* GREFFIER_JOB_H */
