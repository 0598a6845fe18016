#ifndef GREFFIER_IO_H
#define GREFFIER_IO_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Files and folders, without surprises: interrupted and short calls go on,
 * paths below a folder never leave it.
 *
 * Errors     0 or a negative errno.
 * Ownership  descriptors returned are the caller's to close, close-on-exec.
 * Blocking   all of them, as long as the disk likes.
 */

#define IO_SHA256_SIZE	(64 + 1)	/* hexadecimal, and the NUL */

int	io_write_all(int fd, const void *data, size_t len);

/* Append what the descriptor reads, up to `max` bytes of it, to `out`. */
int	io_read_all(int fd, size_t max, struct buf *out);

/* Append all of `in` (by pread, from its first byte) to `out`. */
int	io_copy(int in, int out);

/* SHA-256 of all of `fd` (by pread), and how many bytes that were. */
int	io_sha256(int fd, char ret_hex[static IO_SHA256_SIZE],
	    uint64_t *ret_bytes);
void	io_sha256_bytes(const void *data, size_t len,
	    char ret_hex[static IO_SHA256_SIZE]);

/*
 * Open the folder that holds `path` (below `top`), and tell its last part.
 * Each folder on the way is opened by itself and never through a link, so that
 * nobody who can rename things meanwhile leads us out of `top`.  Missing ones
 * are made with `make_mode` and synced, unless that is 0.  -EINVAL: the path is
 * not relative, or a part of it is empty, ".", ".." or too long for a name;
 * -ENOTDIR, -ELOOP: something else, or a link, stands in the way.
 */
int	io_open_parent(int top, const char *path, mode_t make_mode,
	    int *ret_fd, const char **ret_base);

/*
 * Make what is missing of an absolute path to a folder, seen as people name them:
 * through links.  What was made is synced into the folder above it.
 */
int	io_make_folders(const char *path, mode_t mode);

/*
 * Open `path` below `top` for reading, by the same way and never through a
 * link.  What is no plain file is opened too, without waiting for anybody.
 */
int	io_open_read(int top, const char *path, int *ret_fd);

/*
 * Open a plain file for reading, as people name them: `path` is seen from `dir`
 * and may lead through links, but for its last part if `flags` says O_NOFOLLOW.
 * Never waits for somebody's other end.  -EINVAL: it is no plain file.
 */
int	io_open_plain(int dir, const char *path, int flags, int *ret_fd);

/* fsync, where the file system has it. */
int	io_sync(int fd);

#endif /* GREFFIER_IO_H */
