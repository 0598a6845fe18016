#ifndef GREFFIER_ADDRESS_H
#define GREFFIER_ADDRESS_H

#include <sys/types.h>

/*
 * The daemon's address: a Unix socket at a path, of any length.
 *
 * Errors     0 or a negative errno.
 * Ownership  descriptors returned are the caller's to close, close-on-exec.
 */

/*
 * Listen at `path` with the permissions `mode`.  A socket at which nobody
 * listens any more is replaced; -EADDRINUSE: somebody does; -EEXIST: what
 * stands there is no socket.
 */
int	address_listen(const char *path, mode_t mode, int *ret_fd);

/* -ENOENT, -ECONNREFUSED: nobody listens. */
int	address_connect(const char *path, int *ret_fd);

/* Take the socket away. */
void	address_remove(const char *path);

#endif /* GREFFIER_ADDRESS_H */
