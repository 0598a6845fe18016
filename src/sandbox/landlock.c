#include <sys/stat.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "sandbox/landlock.h"

/*
 * Written out, since the headers of a build machine may be older than the
 * kernel it runs on: Debian 12's know version 2, its backported kernels more.
 */
struct ruleset {
	uint64_t fs, net, scoped;
};

struct beneath {
	uint64_t allowed;
	int32_t	 fd;
} __attribute__((packed));

#define CREATE_VERSION	1u
#define RULE_BENEATH	1

#define FS_READ_FILE	(UINT64_C(1) << 2)
#define FS_READ_DIR	(UINT64_C(1) << 3)
#define FS_OF_FILE	FS_READ_FILE	/* what may be granted on a file */

/*
 * What each version brought.  A right that is not handled is granted, so each
 * row must be complete; versions to come add rights that are granted until
 * they get their row.
 */
static const struct {
	uint64_t fs, net, scoped;
	size_t	 size;			/* of struct ruleset, as it was then */
} versions[] = {
	{ 0, 0, 0, 0 },
	{ 0x1fff, 0, 0, 8 },		/* 1: execute to make_sym */
	{ 0x3fff, 0, 0, 8 },		/* 2: refer */
	{ 0x7fff, 0, 0, 8 },		/* 3: truncate */
	{ 0x7fff, 0x3, 0, 16 },		/* 4: bind and connect of TCP */
	{ 0xffff, 0x3, 0, 16 },		/* 5: ioctl of devices */
	{ 0xffff, 0x3, 0x3, 24 },	/* 6: abstract sockets, signals */
	{ 0xffff, 0x3, 0x3, 24 },	/* 7: logs only */
};

#define NEWEST (sizeof(versions) / sizeof(versions[0]) - 1)

static int
allow(int ruleset, const char *path)
{
	struct beneath rule = { .allowed = FS_READ_FILE | FS_READ_DIR };
	struct stat st;
	int r = 0;

	rule.fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.fd == -1)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	if (fstat(rule.fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed &= FS_OF_FILE;
	if (syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &rule,
	    0) == -1)
		r = -errno;
	(void)close(rule.fd);
	return r;
}

static int
allow_all(int ruleset, const char *const *paths)
{
	int r = 0;

	for (; paths != NULL && *paths != NULL && r == 0; paths++)
		r = allow(ruleset, *paths);
	return r;
}

int
landlock_lock(const char *const *paths, const char *const *more,
    unsigned *ret_abi)
{
	struct ruleset attr;
	long abi, known;
	int fd, r;

	abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_VERSION);
	if (abi == -1)
		return -errno;
	known = abi < (long)NEWEST ? abi : (long)NEWEST;
	attr = (struct ruleset){ versions[known].fs, versions[known].net,
		versions[known].scoped };
	fd = (int)syscall(SYS_landlock_create_ruleset, &attr,
	    versions[known].size, 0);
	if (fd == -1)
		return -errno;
	r = allow_all(fd, paths);
	if (r == 0)
		r = allow_all(fd, more);
	if (r == 0 && syscall(SYS_landlock_restrict_self, fd, 0) == -1)
		r = -errno;
	(void)close(fd);
	if (r == 0)
		*ret_abi = (unsigned)abi;
	return r;
}
