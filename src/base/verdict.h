#ifndef GREFFIER_VERDICT_H
#define GREFFIER_VERDICT_H

#include <stdbool.h>

/*
 * What can be said of a document (never of the machine: that is errno's).
 * The numbers travel in frames and the names in failed/NAME.json, so rows are
 * only ever added at the end.
 */
enum verdict {
	VERDICT_OK,		/* read */
	VERDICT_EMPTY,		/* no byte in it */
	VERDICT_UNKNOWN_TYPE,	/* no format that the reader opens */
	VERDICT_DAMAGED,	/* the format's own marks, but broken */
	VERDICT_ENCRYPTED,	/* a PDF that asks for a password */
	VERDICT_NO_PAGE,	/* opens, but holds no page */
	VERDICT_TOO_MANY_PAGES,
	VERDICT_TOO_MANY_BYTES,
	VERDICT_TOO_MANY_PIXELS,
	VERDICT_TOO_SMALL,	/* fewer pixels than a line of text needs */
	VERDICT_BLANK,		/* pages, and nothing on any */
	VERDICT_TIMEOUT,	/* outlived its budget */
	VERDICT_CRASH,		/* killed its reader */
	VERDICT_MEMORY,		/* asked for more memory than granted */
	VERDICT_PROTOCOL,	/* its reader broke the frames' rules */
	VERDICT_NO_RECORD,	/* words, but the record could not be made */
	VERDICT_UNREADABLE,	/* the service may not read the file */
	VERDICT_NO_TEXT,	/* ink, but not a word that can be read */
	VERDICTS
};

/* Short name for programs ("encrypted"); "unknown" out of range. */
const char *verdict_name(enum verdict v);

/* One or two French sentences for the clerk: what it is and what to do. */
const char *verdict_clerk(enum verdict v);

/*
 * Could the same bytes be read another time?  Not where it is they that are
 * at fault: then only another file helps.
 */
bool	verdict_again(enum verdict v);

#endif /* GREFFIER_VERDICT_H */
