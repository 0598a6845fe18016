/*
 * LD_PRELOAD, for tests: every call that changes a file below a folder is
 * counted, and from the n-th on it may kill the program or fail.  In the
 * environment:
 *
 *	FAULTS_ROOT	the folder, as realpath(3) has it
 *	FAULTS_LOG	a line for each call: its number, its name, its path
 *	FAULTS_AT	the call that is struck, from 1; nothing: none is
 *	FAULTS_HOW	how:
 *		kill	SIGKILL instead of the call
 *		tear	half of what is written, then SIGKILL; else as kill
 *		cut	SIGKILL as if the machine had lost its power, see
 *			faults_cut.c
 *		short	half of what is written, again and again
 *		others	an errno's name: the call fails with that
 *	FAULTS_TIMES	so many calls are struck (1)
 *	FAULTS_WHILE	and all later ones while this file is there
 *	FAULTS_ONLY	calls with these words in "name path" only
 *	FAULTS_XDEV	a rename or link between two of the root's folders is
 *			one between file systems
 *	FAULTS_NO_LEASE	nobody is told who writes
 *	FAULTS_NO_WATCH	a file: no folder can be watched while it is there
 *	FAULTS_CLOCK	a file: by so many seconds is the wall clock wrong
 *
 * Children do not inherit it.  Every call goes straight to the kernel, so that
 * nothing of libc's can call back in here.
 */
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/faults_cut.h"

#define PATH_BYTES	(2 * PATH_MAX)

/* One at a time: what is counted is what is done, in that order. */
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static struct {
	const char	*root, *how, *lasting, *only, *clock, *no_watch;
	size_t		 root_len;
	long		 at, times, count, struck;
	int		 log, error;
	bool		 xdev, no_lease;
} f;

static const struct {
	const char	*name;
	int		 error;
} errors[] = {
	{ "ENOSPC", ENOSPC }, { "EIO", EIO }, { "EDQUOT", EDQUOT },
	{ "EROFS", EROFS }, { "EACCES", EACCES }, { "ENOMEM", ENOMEM },
	{ "ESTALE", ESTALE }, { "EMFILE", EMFILE },
};

static long
number(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text == NULL ? otherwise : strtol(text, NULL, 10);
}

static void __attribute__((constructor))
begin(void)
{
	const char *log = getenv("FAULTS_LOG");

	(void)unsetenv("LD_PRELOAD");
	f.root = getenv("FAULTS_ROOT");
	f.root_len = f.root == NULL ? 0 : strlen(f.root);
	f.how = getenv("FAULTS_HOW");
	f.lasting = getenv("FAULTS_WHILE");
	f.only = getenv("FAULTS_ONLY");
	f.clock = getenv("FAULTS_CLOCK");
	f.at = number("FAULTS_AT", 0);
	f.times = number("FAULTS_TIMES", 1);
	f.xdev = getenv("FAULTS_XDEV") != NULL;
	f.no_lease = getenv("FAULTS_NO_LEASE") != NULL;
	f.no_watch = getenv("FAULTS_NO_WATCH");
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (f.how != NULL && strcmp(f.how, errors[i].name) == 0)
			f.error = errors[i].error;
	f.log = log == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, log,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (f.how != NULL && strcmp(f.how, "cut") == 0)
		faults_cut_begin(f.root);
}

/* ---- Is it ours, and what becomes of it? ---- */

static bool
below_root(const char *path)
{
	return f.root != NULL && strncmp(path, f.root, f.root_len) == 0 &&
	    path[f.root_len] == '/';
}

static bool
path_of_fd(int fd, char path[static PATH_BYTES])
{
	char link[64];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = f.root == NULL ? 0 : syscall(SYS_readlinkat, AT_FDCWD, link, path,
	    PATH_MAX - 1);
	path[n > 0 ? n : 0] = '\0';
	return below_root(path);
}

static bool
path_of(int dir, const char *name, char path[static PATH_BYTES])
{
	size_t n;

	if (name == NULL || f.root == NULL)
		return false;
	if (name[0] == '/' || dir == AT_FDCWD) {
		(void)snprintf(path, PATH_BYTES, "%s", name);
		return below_root(path);
	}
	if (!path_of_fd(dir, path) && strcmp(path, f.root) != 0)
		return false;
	n = strlen(path);
	(void)snprintf(&path[n], PATH_BYTES - n, "/%s", name);
	return below_root(path);
}

static bool
is_there(const char *path)
{
	struct stat st;

	return path != NULL &&
	    syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0) == 0;
}

static bool
strikes(const char *line)
{
	if (f.only != NULL && strstr(line, f.only) == NULL)
		return false;
	f.count++;
	if (f.how == NULL || f.at == 0 || f.count < f.at)
		return false;
	if (f.struck < f.times) {
		f.struck++;
		return true;
	}
	return is_there(f.lasting);
}

static void __attribute__((noreturn))
die(void)
{
	if (strcmp(f.how, "cut") == 0)
		faults_cut_power();
	for (;;)
		(void)syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
}

enum fate { GO_ON, FAIL, HALVE, HALVE_AND_DIE };

/* Takes the lock, which `leave` gives back; errno is set where it is FAIL. */
static enum fate
enter(const char *name, const char *path, bool writes)
{
	char line[PATH_BYTES + 64];
	int n, saved = errno;
	bool struck;

	(void)pthread_mutex_lock(&lock);
	(void)snprintf(line, sizeof(line), "%s %s", name, path);
	struck = strikes(line);
	if (f.log != -1) {
		char out[PATH_BYTES + 128];

		n = snprintf(out, sizeof(out), "%ld %s%s\n", f.count, line,
		    struck ? " *" : "");
		(void)syscall(SYS_write, f.log, out, n);
	}
	errno = saved;
	if (!struck)
		return GO_ON;
	if (f.error != 0) {
		errno = f.error;
		return FAIL;
	}
	if (strcmp(f.how, "short") == 0)
		return writes ? HALVE : GO_ON;
	if (strcmp(f.how, "tear") == 0 && writes)
		return HALVE_AND_DIE;
	die();
}

static long
leave(long result)
{
	(void)pthread_mutex_unlock(&lock);
	return result;
}

/* ---- By descriptor ---- */

static size_t
halved(size_t len)
{
	return len < 2 ? len : len / 2;
}

ssize_t
write(int fd, const void *data, size_t len)
{
	char path[PATH_BYTES];
	enum fate fate;
	ssize_t n;

	if (!path_of_fd(fd, path))
		return syscall(SYS_write, fd, data, len);
	fate = enter("write", path, true);
	if (fate == FAIL)
		return leave(-1);
	faults_cut_writing(path);
	n = syscall(SYS_write, fd, data, fate == GO_ON ? len : halved(len));
	if (fate == HALVE_AND_DIE)
		die();
	return leave(n);
}

ssize_t
writev(int fd, const struct iovec *iov, int count)
{
	char path[PATH_BYTES];
	struct iovec one;
	enum fate fate;

	if (!path_of_fd(fd, path))
		return syscall(SYS_writev, fd, iov, count);
	fate = enter("writev", path, true);
	if (fate == FAIL)
		return leave(-1);
	faults_cut_writing(path);
	if (fate == GO_ON)
		return leave(syscall(SYS_writev, fd, iov, count));
	/* A frame's head and half of what it announces. */
	one = iov[count - 1];
	one.iov_len /= 2;
	(void)syscall(SYS_writev, fd, iov, count - 1);
	(void)syscall(SYS_write, fd, one.iov_base, one.iov_len);
	if (fate == HALVE_AND_DIE)
		die();
	for (int i = 0; i < count - 1; i++)
		one.iov_len += iov[i].iov_len;
	return leave((long)one.iov_len);
}

ssize_t
pwrite(int fd, const void *data, size_t len, off_t at)
{
	char path[PATH_BYTES];
	enum fate fate;
	ssize_t n;

	if (!path_of_fd(fd, path))
		return syscall(SYS_pwrite64, fd, data, len, at);
	fate = enter("pwrite", path, true);
	if (fate == FAIL)
		return leave(-1);
	faults_cut_writing(path);
	n = syscall(SYS_pwrite64, fd, data,
	    fate == GO_ON ? len : halved(len), at);
	if (fate == HALVE_AND_DIE)
		die();
	return leave(n);
}

ssize_t	pwrite64(int fd, const void *data, size_t len, off64_t at)
	    __attribute__((alias("pwrite")));

int
ftruncate(int fd, off_t len)
{
	char path[PATH_BYTES];

	if (!path_of_fd(fd, path))
		return (int)syscall(SYS_ftruncate, fd, len);
	if (enter("ftruncate", path, false) == FAIL)
		return (int)leave(-1);
	faults_cut_writing(path);
	return (int)leave(syscall(SYS_ftruncate, fd, len));
}

int	ftruncate64(int fd, off64_t len) __attribute__((alias("ftruncate")));

/* What is synced stays, so this too changes what a power cut leaves. */
static int
sync_by(const char *name, long call, int fd)
{
	char path[PATH_BYTES];
	bool ours = path_of_fd(fd, path);
	long r;

	if (!ours && (f.root == NULL || strcmp(path, f.root) != 0))
		return (int)syscall(call, fd);
	if (enter(name, path, false) == FAIL)
		return (int)leave(-1);
	r = syscall(call, fd);
	if (r == 0)
		faults_cut_synced(path);
	return (int)leave(r);
}

int
fsync(int fd)
{
	return sync_by("fsync", SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return sync_by("fdatasync", SYS_fdatasync, fd);
}

int
fchmod(int fd, mode_t mode)
{
	char path[PATH_BYTES];

	if (!path_of_fd(fd, path))
		return (int)syscall(SYS_fchmod, fd, mode);
	if (enter("fchmod", path, false) == FAIL)
		return (int)leave(-1);
	return (int)leave(syscall(SYS_fchmod, fd, mode));
}

int
futimens(int fd, const struct timespec times[2])
{
	char path[PATH_BYTES];

	if (!path_of_fd(fd, path))
		return (int)syscall(SYS_utimensat, fd, NULL, times, 0);
	if (enter("futimens", path, false) == FAIL)
		return (int)leave(-1);
	return (int)leave(syscall(SYS_utimensat, fd, NULL, times, 0));
}

/* ---- By name ---- */

static int
open_by(int dir, const char *name, int flags, mode_t mode)
{
	char path[PATH_BYTES];
	struct stat st;
	bool fresh;
	long fd;

	if ((flags & (O_CREAT | O_TRUNC)) == 0 || !path_of(dir, name, path))
		return (int)syscall(SYS_openat, dir, name, flags, mode);
	if (enter("open", path, false) == FAIL)
		return (int)leave(-1);
	fresh = syscall(SYS_newfstatat, dir, name, &st,
	    AT_SYMLINK_NOFOLLOW) != 0;
	if (!fresh && (flags & O_TRUNC) != 0)
		faults_cut_writing(path);
	fd = syscall(SYS_openat, dir, name, flags, mode);
	if (fd != -1 && fresh)
		faults_cut_made(path);
	return (int)leave(fd);
}

static mode_t
mode_arg(int flags, va_list ap)
{
	return (flags & (O_CREAT | O_TMPFILE)) == 0 ? 0 :
	    (mode_t)va_arg(ap, unsigned);
}

int
open(const char *name, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_arg(flags, ap);
	va_end(ap);
	return open_by(AT_FDCWD, name, flags, mode);
}

int
openat(int dir, const char *name, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_arg(flags, ap);
	va_end(ap);
	return open_by(dir, name, flags, mode);
}

int	open64(const char *name, int flags, ...)
	    __attribute__((alias("open")));
int	openat64(int dir, const char *name, int flags, ...)
	    __attribute__((alias("openat")));

int
mkdirat(int dir, const char *name, mode_t mode)
{
	char path[PATH_BYTES];
	long r;

	if (!path_of(dir, name, path))
		return (int)syscall(SYS_mkdirat, dir, name, mode);
	if (enter("mkdir", path, false) == FAIL)
		return (int)leave(-1);
	r = syscall(SYS_mkdirat, dir, name, mode);
	if (r == 0)
		faults_cut_made_folder(path);
	return (int)leave(r);
}

int
mkdir(const char *name, mode_t mode)
{
	return mkdirat(AT_FDCWD, name, mode);
}

int
unlinkat(int dir, const char *name, int flags)
{
	char path[PATH_BYTES];

	if (!path_of(dir, name, path))
		return (int)syscall(SYS_unlinkat, dir, name, flags);
	if (enter(flags == 0 ? "unlink" : "rmdir", path, false) == FAIL)
		return (int)leave(-1);
	if (flags == 0)
		faults_cut_unlinking(path);
	else
		faults_cut_removing_folder(path);
	return (int)leave(syscall(SYS_unlinkat, dir, name, flags));
}

int
unlink(const char *name)
{
	return unlinkat(AT_FDCWD, name, 0);
}

int
rmdir(const char *name)
{
	return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

/* In different ones of the root's own folders? */
static bool
rooms_apart(const char *a, const char *b)
{
	const char *p = &a[f.root_len + 1], *q = &b[f.root_len + 1];
	size_t n = strcspn(p, "/");

	return f.xdev && (n != strcspn(q, "/") || strncmp(p, q, n) != 0);
}

int
renameat2(int from_dir, const char *from, int to_dir, const char *to,
    unsigned flags)
{
	char a[PATH_BYTES], b[PATH_BYTES];
	long r;

	if (!path_of(from_dir, from, a) || !path_of(to_dir, to, b))
		return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to,
		    flags);
	if (enter("rename", b, false) == FAIL)
		return (int)leave(-1);
	if (rooms_apart(a, b)) {
		errno = EXDEV;
		return (int)leave(-1);
	}
	if ((flags & RENAME_NOREPLACE) == 0)
		faults_cut_unlinking(b);
	r = syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
	if (r == 0)
		faults_cut_renamed(a, b);
	return (int)leave(r);
}

int
renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return renameat2(from_dir, from, to_dir, to, 0);
}

int
rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
	char a[PATH_BYTES], b[PATH_BYTES];
	long r;

	if (!path_of(from_dir, from, a) || !path_of(to_dir, to, b))
		return (int)syscall(SYS_linkat, from_dir, from, to_dir, to,
		    flags);
	if (enter("link", b, false) == FAIL)
		return (int)leave(-1);
	if (rooms_apart(a, b)) {
		errno = EXDEV;
		return (int)leave(-1);
	}
	r = syscall(SYS_linkat, from_dir, from, to_dir, to, flags);
	if (r == 0)
		faults_cut_made(b);
	return (int)leave(r);
}

/* ---- Clocks, leases and watches ---- */

static long
clock_error(void)
{
	char text[32];
	ssize_t n = 0;
	long fd;

	if (f.clock == NULL)
		return 0;
	fd = syscall(SYS_openat, AT_FDCWD, f.clock, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	n = syscall(SYS_read, (int)fd, text, sizeof(text) - 1);
	(void)syscall(SYS_close, (int)fd);
	text[n > 0 ? n : 0] = '\0';
	return strtol(text, NULL, 10);
}

int
clock_gettime(clockid_t clock, struct timespec *ret)
{
	long r = syscall(SYS_clock_gettime, clock, ret);

	if (r == 0 && (clock == CLOCK_REALTIME ||
	    clock == CLOCK_REALTIME_COARSE))
		ret->tv_sec += clock_error();
	return (int)r;
}

int
gettimeofday(struct timeval *ret, void *zone)
{
	long r = syscall(SYS_gettimeofday, ret, zone);

	if (r == 0)
		ret->tv_sec += clock_error();
	return (int)r;
}

time_t
time(time_t *ret)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	if (ret != NULL)
		*ret = t.tv_sec;
	return t.tv_sec;
}

int
fcntl64(int fd, int what, ...)
{
	va_list ap;
	long arg;

	va_start(ap, what);
	arg = va_arg(ap, long);
	va_end(ap);
	if (what == F_SETLEASE && f.no_lease) {
		errno = EACCES;
		return -1;
	}
	return (int)syscall(SYS_fcntl, fd, what, arg);
}

int	fcntl(int fd, int what, ...) __attribute__((alias("fcntl64")));

int
inotify_add_watch(int fd, const char *name, uint32_t mask)
{
	if (is_there(f.no_watch)) {
		errno = ENOSPC;
		return -1;
	}
	return (int)syscall(SYS_inotify_add_watch, fd, name, mask);
}
