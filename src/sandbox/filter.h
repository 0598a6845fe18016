#ifndef GREFFIER_FILTER_H
#define GREFFIER_FILTER_H

/*
 * The system calls that are left, by seccomp.  All others fail with EPERM
 * rather than kill: libraries ask for much that they can do without, and what
 * is refused is refused either way.  For this thread and all to come; needs
 * no-new-privileges.  0 or a negative errno.
 */

/* May fork and pass messages, and compute. */
int	filter_reader(void);

/*
 * May only compute.  On top of the reader's, and no lock without it: the kernel
 * asks both filters, so this one need only name what it takes away, and costs
 * each child a sixth of a whole one.
 */
int	filter_child(void);

#endif /* GREFFIER_FILTER_H */
