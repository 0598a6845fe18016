#ifndef GREFFIER_LEASE_H
#define GREFFIER_LEASE_H

#include <stdbool.h>

/*
 * Has anybody the file of this descriptor (open for reading) open for writing?
 * Asked by taking a read lease, which the kernel refuses then.  False also
 * where it cannot tell: other people's files without CAP_LEASE, network file
 * systems.  A writer who comes in that instant makes SIGIO: ignore it.
 */
bool	lease_writer(int fd);

/* The same for a path below `top`. */
bool	lease_writer_at(int top, const char *path);

#endif /* GREFFIER_LEASE_H */
