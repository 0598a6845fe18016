#include <sys/mman.h>
#include <sys/prctl.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <seccomp.h>

#include "sandbox/filter.h"

/* What the C library's fork asks of clone: no thread, no namespace. */
#define FORK_FLAGS (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD)

/* Any of these, and a file is not opened for reading only. */
#define OPEN_WRITES (O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))

/* One condition on an argument: (argument & mask) == value. */
struct condition {
	unsigned	arg;
	uint64_t	mask, value;	/* mask 0: none */
};

struct rule {
	int		call;
	struct condition c[2];
};

/* The whole of an int, or of a pointer: the kernel does not look further. */
#define INT UINT32_MAX
#define ALL UINT64_MAX

#define ROW(name, ...) { SCMP_SYS(name), { __VA_ARGS__ } }

/* By theme.  A call in two rows is allowed where either fits. */
static const struct rule allowed[] = {
	/* Memory, never executable. */
	ROW(brk),
	ROW(mmap, { 2, PROT_EXEC, 0 }),
	ROW(mprotect, { 2, PROT_EXEC, 0 }),
	ROW(munmap),
	ROW(mremap),
	ROW(madvise),

	/* What is held: the scan, the channel, the control socket. */
	ROW(read),
	ROW(readv),
	ROW(pread64),
	ROW(lseek),
	ROW(write),
	ROW(writev),
	ROW(close),
	ROW(dup),
	ROW(fcntl, { 1, INT, F_GETFD }),
	ROW(fcntl, { 1, INT, F_SETFD }),
	ROW(fcntl, { 1, INT, F_GETFL }),
	ROW(fcntl, { 1, INT, F_DUPFD_CLOEXEC }),
	ROW(fadvise64),

	/* Files by name: for reading, and landlock says which. */
	ROW(open, { 1, OPEN_WRITES, O_RDONLY }),
	ROW(openat, { 2, OPEN_WRITES, O_RDONLY }),
	ROW(getdents64),
	ROW(stat),
	ROW(lstat),
	ROW(fstat),
	ROW(newfstatat),
	ROW(statx),
	ROW(statfs),
	ROW(fstatfs),
	ROW(access),
	ROW(faccessat),
	ROW(faccessat2),
	ROW(readlink),
	ROW(readlinkat),
	ROW(getcwd),

	/* Time and chance. */
	ROW(clock_gettime),
	ROW(clock_getres),
	ROW(clock_nanosleep),
	ROW(nanosleep),
	ROW(gettimeofday),
	ROW(time),
	ROW(times),
	ROW(getrusage),
	ROW(getrandom),

	/* Locks and the processor: OpenMP and malloc ask even when alone. */
	ROW(futex),
	ROW(sched_yield),
	ROW(sched_getaffinity),
	ROW(getcpu),
	ROW(set_robust_list),
	ROW(rseq),

	/* Who am I. */
	ROW(getpid),
	ROW(gettid),
	ROW(getppid),
	ROW(getuid),
	ROW(geteuid),
	ROW(getgid),
	ROW(getegid),
	ROW(uname),
	ROW(sysinfo),	/* qsort asks for the memory there is */
	ROW(getrlimit),

	/* Signals to oneself, and how to die. */
	ROW(rt_sigaction),
	ROW(rt_sigprocmask),
	ROW(rt_sigreturn),
	ROW(sigaltstack),
	ROW(tgkill, { 2, INT, SIGABRT }),
	ROW(restart_syscall),
	ROW(exit),
	ROW(exit_group),

	/* The reader's own work: jobs in, children out. */
	ROW(recvmsg),
	ROW(sendmsg),
	ROW(clone, { 0, ALL, FORK_FLAGS }),
	ROW(wait4),

	/* What a child still does between the fork and its own lock. */
	ROW(sched_setaffinity, { 0, INT, 0 }),
	ROW(dup2),
	ROW(dup3),
	ROW(prctl, { 0, INT, PR_SET_PDEATHSIG }),
	ROW(prctl, { 0, INT, PR_SET_NO_NEW_PRIVS }),
	ROW(prctl, { 0, INT, PR_GET_SECCOMP }),
	ROW(prctl, { 0, INT, PR_SET_SECCOMP }),
	ROW(seccomp),
	ROW(setrlimit),
	ROW(prlimit64, { 0, INT, 0 }),
};

/* The C library tries these first and falls back only when told so. */
static const int unknown[] = { SCMP_SYS(clone3), SCMP_SYS(openat2) };

/* Of what is allowed, what a child has no more need of once it is locked. */
static const int refused[] = {
	SCMP_SYS(recvmsg),
	SCMP_SYS(sendmsg),
	SCMP_SYS(clone),
	SCMP_SYS(wait4),
	SCMP_SYS(sched_setaffinity),
	SCMP_SYS(dup2),
	SCMP_SYS(dup3),
	SCMP_SYS(prctl),
	SCMP_SYS(seccomp),
	SCMP_SYS(setrlimit),
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
allow(scmp_filter_ctx ctx, const struct rule *rule)
{
	struct scmp_arg_cmp cmp[2];
	unsigned n = 0;

	for (size_t i = 0; i < COUNT(rule->c); i++)
		if (rule->c[i].mask != 0)
			cmp[n++] = (struct scmp_arg_cmp){ rule->c[i].arg,
				SCMP_CMP_MASKED_EQ, rule->c[i].mask,
				rule->c[i].value };
	return seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, rule->call, n,
	    cmp);
}

int
filter_reader(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int r = 0;

	if (ctx == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < COUNT(allowed) && r == 0; i++)
		r = allow(ctx, &allowed[i]);
	for (size_t i = 0; i < COUNT(unknown) && r == 0; i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), unknown[i],
		    0);
	if (r == 0)
		r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r;
}

int
filter_child(void)
{
	const uint32_t no = SCMP_ACT_ERRNO(EPERM);
	/* To ask for a limit gives no new one. */
	const struct scmp_arg_cmp new_limit = { 2, SCMP_CMP_NE, 0, 0 };
	/* abort() in a child; its reader it must not reach. */
	const struct scmp_arg_cmp another = { 0, SCMP_CMP_NE,
		(scmp_datum_t)getpid(), 0 };
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int r = 0;

	if (ctx == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < COUNT(refused) && r == 0; i++)
		r = seccomp_rule_add(ctx, no, refused[i], 0);
	if (r == 0)
		r = seccomp_rule_add_array(ctx, no, SCMP_SYS(prlimit64), 1,
		    &new_limit);
	if (r == 0)
		r = seccomp_rule_add_array(ctx, no, SCMP_SYS(tgkill), 1,
		    &another);
	if (r == 0)
		r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r;
}
