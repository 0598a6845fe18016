#include <sys/prctl.h>
#include <sys/resource.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "sandbox/filter.h"
#include "sandbox/landlock.h"
#include "sandbox/sandbox.h"

#define READER_FILES 64		/* a job holds three, fontconfig a few */

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

#if UNDER_ASAN
/* It looks for leaks at the end, by ptrace: behind the lock it cannot. */
static int locked;
int	__lsan_is_turned_off(void);

int
__lsan_is_turned_off(void)
{
	return locked;
}
#define NOTE_LOCKED()	(locked = 1)
#else
#define NOTE_LOCKED()	((void)0)
#endif

/* What drawing a PDF page may look up: fonts, and poppler's character maps. */
static const char *const readable[] = {
	"/usr/share/fonts",
	"/usr/local/share/fonts",
	"/usr/share/fontconfig",
	"/etc/fonts",
	"/var/cache/fontconfig",
	"/usr/share/poppler",
	NULL,
};

#define CPU_TO_KILL_S 5		/* from SIGXCPU, which tells why, to SIGKILL */

static int
limit(int what, uint64_t soft, uint64_t hard)
{
	struct rlimit l = { soft, hard }, was;

	if (getrlimit((__rlimit_resource_t)what, &was) == -1)
		return -errno;
	/* A stricter one from outside stays. */
	if (was.rlim_max < l.rlim_max)
		l.rlim_max = was.rlim_max;
	if (l.rlim_cur > l.rlim_max)
		l.rlim_cur = l.rlim_max;
	if (setrlimit((__rlimit_resource_t)what, &l) == -1)
		return -errno;
	return 0;
}

/* Landlock locks the calling thread only. */
static int
alone(void)
{
	DIR *dir = opendir("/proc/self/task");
	const struct dirent *e;
	int threads = 0;

	if (dir == NULL)
		return -errno;
	while ((e = readdir(dir)) != NULL)
		threads += e->d_name[0] != '.';
	(void)closedir(dir);
	return threads == 1 ? 0 : -EBUSY;
}

int
sandbox_enter(const struct sandbox_options *o, unsigned *ret_abi)
{
	unsigned abi = 0;
	int r;

	if ((r = alone()) < 0)
		return r;
	NOTE_LOCKED();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		return -errno;
	if ((r = limit(RLIMIT_CORE, 0, 0)) < 0 ||
	    (r = limit(RLIMIT_NOFILE, READER_FILES, READER_FILES)) < 0)
		return r;
	r = landlock_lock(readable, o->read, &abi);
	/* Not in the kernel, or not switched on. */
	if (r == -ENOSYS || r == -EOPNOTSUPP)
		r = o->without_landlock ? 0 : -ENOSYS;
	if (r < 0 || (r = filter_reader()) < 0)
		return r;
	*ret_abi = abi;
	return 0;
}

/*
 * Heap and private pages, not address space: fonts and models that are only
 * mapped cost nothing.  ASan's shadow would count, though.
 */
int
sandbox_memory(uint64_t bytes)
{
	return bytes == 0 || UNDER_ASAN ? 0 : limit(RLIMIT_DATA, bytes, bytes);
}

int
sandbox_enter_child(uint64_t memory_bytes, uint64_t cpu_s)
{
	int r;

	/* Instead of a signal, an error to who writes a file: nobody may. */
	if (signal(SIGXFSZ, SIG_IGN) == SIG_ERR)
		return -errno;
	if ((r = sandbox_memory(memory_bytes)) < 0)
		return r;
	if (cpu_s != 0 && (r = limit(RLIMIT_CPU, cpu_s,
	    cpu_s + CPU_TO_KILL_S)) < 0)
		return r;
	if ((r = limit(RLIMIT_FSIZE, 0, 0)) < 0 ||
	    (r = limit(RLIMIT_NPROC, 0, 0)) < 0)
		return r;
	return filter_child();
}
