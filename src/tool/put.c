#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "tool/put.h"

char *
put_name(const char *path, bool text)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	const char *dot = strrchr(base, '.');
	size_t len = dot != NULL && dot != base ? (size_t)(dot - base) :
	    strlen(base);
	char *name;

	if (asprintf(&name, "%.*s.%s", (int)len, base,
	    text ? "txt" : "json") == -1)
		return NULL;
	return name;
}

static bool
is_there(int folder, const char *name)
{
	return faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

int
put_file(int folder, const char *name, const char *data, size_t len, bool many)
{
	char temporary[64];
	int fd, r;

	(void)snprintf(temporary, sizeof(temporary), ".greffier-%ld.tmp",
	    (long)getpid());
	fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_TRUNC |
	    O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd == -1)
		return -errno;
	r = io_write_all(fd, data, len);
	if (r == 0 && (!many || is_there(folder, name)))
		r = io_sync(fd);
	if (close(fd) == -1 && r == 0)
		r = -errno;
	if (r == 0 && renameat(folder, temporary, folder, name) == -1)
		r = -errno;
	if (r < 0)
		(void)unlinkat(folder, temporary, 0);
	return r;
}

int
put_sync(int folder)
{
	return syncfs(folder) == -1 ? -errno : 0;
}
