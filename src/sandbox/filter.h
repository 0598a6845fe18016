#ifndef GREFFIER_FILTER_H
#define GREFFIER_FILTER_H

/*
 * The system calls that are left, by seccomp.  All others fail with EPERM
 * rather than kill: libraries ask for much that they can do without, and what
 * is refused is refused either way.
 */
enum filter_who {
	FILTER_READER = 1,	/* may fork and pass messages */
	FILTER_CHILD = 2,	/* may compute */
	FILTER_BOTH = 3
};

/* For this thread and all to come.  Needs no-new-privileges. */
int	filter_lock(enum filter_who who);

#endif /* GREFFIER_FILTER_H */
