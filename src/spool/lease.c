#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/io.h"
#include "spool/lease.h"

bool
lease_writer(int fd)
{
	if (fcntl(fd, F_SETLEASE, F_RDLCK) == -1)
		return errno == EAGAIN;
	/* Given back at once: held, it would make the next writer wait. */
	(void)fcntl(fd, F_SETLEASE, F_UNLCK);
	return false;
}

bool
lease_writer_at(int top, const char *path)
{
	bool writer;
	int fd;

	if (io_open_read(top, path, &fd) < 0)
		return false;
	writer = lease_writer(fd);
	(void)close(fd);
	return writer;
}
