#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "control/address.h"

#define BACKLOG		64	/* until the server sets its own */
#define TEMP_NAME	".greffier-control"

/*
 * A socket's address holds 107 bytes, a path may be longer: it is reached by
 * way of its folder's descriptor.
 */
struct place {
	int		 folder;
	const char	*base;		/* of the caller's path */
};

static int
place_open(const char *path, struct place *ret_place)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int fd;

	if (slash == NULL || slash[1] == '\0')
		return -EINVAL;
	folder = strndup(path, slash == path ? 1 : (size_t)(slash - path));
	if (folder == NULL)
		return -ENOMEM;
	fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd == -1)
		return -errno;
	*ret_place = (struct place){ fd, slash + 1 };
	return 0;
}

static int
address_of(int folder, const char *base, struct sockaddr_un *ret_address)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int len = snprintf(a.sun_path, sizeof(a.sun_path),
	    "/proc/self/fd/%d/%s", folder, base);

	if (len < 0 || (size_t)len >= sizeof(a.sun_path))
		return -ENAMETOOLONG;
	*ret_address = a;
	return 0;
}

static int
connect_at(const struct place *p, int flags, int *ret_fd)
{
	struct sockaddr_un a;
	int fd, r;

	if ((r = address_of(p->folder, p->base, &a)) < 0)
		return r;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
	if (fd == -1)
		return -errno;
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) == -1) {
		r = -errno;
		(void)close(fd);
		return r;
	}
	*ret_fd = fd;
	return 0;
}

/* May the name be taken?  It is free, or a socket that nobody answers. */
static int
check_free(const struct place *p)
{
	struct stat st;
	int fd, r;

	if (fstatat(p->folder, p->base, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(st.st_mode))
		return -EEXIST;
	/* One whose line is full is somebody's, and not to be waited for. */
	r = connect_at(p, SOCK_NONBLOCK, &fd);
	if (r == 0)
		(void)close(fd);
	return r == 0 || r == -EAGAIN ? -EADDRINUSE :
	    r == -ECONNREFUSED || r == -ENOENT ? 0 : r;
}

/* Under another name first: who finds the socket finds it answering. */
static int
listen_at(const struct place *p, mode_t mode, int fd)
{
	struct sockaddr_un a;
	int r;

	if ((r = address_of(p->folder, TEMP_NAME, &a)) < 0)
		return r;
	(void)unlinkat(p->folder, TEMP_NAME, 0);
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) == -1)
		return -errno;
	if (fchmodat(p->folder, TEMP_NAME, mode, 0) == -1 ||
	    listen(fd, BACKLOG) == -1 ||
	    renameat(p->folder, TEMP_NAME, p->folder, p->base) == -1) {
		r = -errno;
		(void)unlinkat(p->folder, TEMP_NAME, 0);
	}
	return r;
}

int
address_listen(const char *path, mode_t mode, int *ret_fd)
{
	struct place p;
	int fd = -1, r;

	if ((r = place_open(path, &p)) < 0)
		return r;
	r = check_free(&p);
	if (r == 0) {
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC |
		    SOCK_NONBLOCK, 0);
		r = fd == -1 ? -errno : listen_at(&p, mode, fd);
	}
	(void)close(p.folder);
	if (r == 0)
		*ret_fd = fd;
	else if (fd != -1)
		(void)close(fd);
	return r;
}

int
address_connect(const char *path, int *ret_fd)
{
	struct place p;
	int r;

	if ((r = place_open(path, &p)) < 0)
		return r;
	r = connect_at(&p, 0, ret_fd);
	(void)close(p.folder);
	return r;
}

void
address_remove(const char *path)
{
	(void)unlink(path);
}
