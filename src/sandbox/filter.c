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
	enum filter_who	who;
	int		call;
	struct condition c[2];
};

/* The whole of an int, or of a pointer: the kernel does not look further. */
#define INT UINT32_MAX
#define ALL UINT64_MAX

#define ROW(who, name, ...) { who, SCMP_SYS(name), { __VA_ARGS__ } }

/* By theme.  A call in two rows is allowed where either fits. */
static const struct rule rules[] = {
	/* Memory, never executable. */
	ROW(FILTER_BOTH, brk),
	ROW(FILTER_BOTH, mmap, { 2, PROT_EXEC, 0 }),
	ROW(FILTER_BOTH, mprotect, { 2, PROT_EXEC, 0 }),
	ROW(FILTER_BOTH, munmap),
	ROW(FILTER_BOTH, mremap),
	ROW(FILTER_BOTH, madvise),

	/* What is held: the scan, the channel, the control socket. */
	ROW(FILTER_BOTH, read),
	ROW(FILTER_BOTH, readv),
	ROW(FILTER_BOTH, pread64),
	ROW(FILTER_BOTH, lseek),
	ROW(FILTER_BOTH, write),
	ROW(FILTER_BOTH, writev),
	ROW(FILTER_BOTH, close),
	ROW(FILTER_BOTH, dup),
	ROW(FILTER_BOTH, fcntl, { 1, INT, F_GETFD }),
	ROW(FILTER_BOTH, fcntl, { 1, INT, F_SETFD }),
	ROW(FILTER_BOTH, fcntl, { 1, INT, F_GETFL }),
	ROW(FILTER_BOTH, fcntl, { 1, INT, F_DUPFD_CLOEXEC }),
	ROW(FILTER_BOTH, fadvise64),

	/* Files by name: for reading, and landlock says which. */
	ROW(FILTER_BOTH, open, { 1, OPEN_WRITES, O_RDONLY }),
	ROW(FILTER_BOTH, openat, { 2, OPEN_WRITES, O_RDONLY }),
	ROW(FILTER_BOTH, getdents64),
	ROW(FILTER_BOTH, stat),
	ROW(FILTER_BOTH, lstat),
	ROW(FILTER_BOTH, fstat),
	ROW(FILTER_BOTH, newfstatat),
	ROW(FILTER_BOTH, statx),
	ROW(FILTER_BOTH, statfs),
	ROW(FILTER_BOTH, fstatfs),
	ROW(FILTER_BOTH, access),
	ROW(FILTER_BOTH, faccessat),
	ROW(FILTER_BOTH, faccessat2),
	ROW(FILTER_BOTH, readlink),
	ROW(FILTER_BOTH, readlinkat),
	ROW(FILTER_BOTH, getcwd),

	/* Time and chance. */
	ROW(FILTER_BOTH, clock_gettime),
	ROW(FILTER_BOTH, clock_getres),
	ROW(FILTER_BOTH, clock_nanosleep),
	ROW(FILTER_BOTH, nanosleep),
	ROW(FILTER_BOTH, gettimeofday),
	ROW(FILTER_BOTH, time),
	ROW(FILTER_BOTH, times),
	ROW(FILTER_BOTH, getrusage),
	ROW(FILTER_BOTH, getrandom),

	/* Locks and the processor: OpenMP and malloc ask even when alone. */
	ROW(FILTER_BOTH, futex),
	ROW(FILTER_BOTH, sched_yield),
	ROW(FILTER_BOTH, sched_getaffinity),
	ROW(FILTER_BOTH, getcpu),
	ROW(FILTER_BOTH, set_robust_list),
	ROW(FILTER_BOTH, rseq),

	/* Who am I. */
	ROW(FILTER_BOTH, getpid),
	ROW(FILTER_BOTH, gettid),
	ROW(FILTER_BOTH, getppid),
	ROW(FILTER_BOTH, getuid),
	ROW(FILTER_BOTH, geteuid),
	ROW(FILTER_BOTH, getgid),
	ROW(FILTER_BOTH, getegid),
	ROW(FILTER_BOTH, uname),
	ROW(FILTER_BOTH, sysinfo),	/* qsort asks for the memory there is */
	ROW(FILTER_BOTH, getrlimit),
	ROW(FILTER_CHILD, prlimit64, { 0, INT, 0 }, { 2, ALL, 0 }),

	/* Signals to oneself, and how to die. */
	ROW(FILTER_BOTH, rt_sigaction),
	ROW(FILTER_BOTH, rt_sigprocmask),
	ROW(FILTER_BOTH, rt_sigreturn),
	ROW(FILTER_BOTH, sigaltstack),
	ROW(FILTER_BOTH, tgkill, { 2, INT, SIGABRT }),
	ROW(FILTER_BOTH, restart_syscall),
	ROW(FILTER_BOTH, exit),
	ROW(FILTER_BOTH, exit_group),

	/* The reader's own work: jobs in, children out. */
	ROW(FILTER_READER, recvmsg),
	ROW(FILTER_READER, sendmsg),
	ROW(FILTER_READER, clone, { 0, ALL, FORK_FLAGS }),
	ROW(FILTER_READER, wait4),

	/* What a child still does between the fork and its own lock. */
	ROW(FILTER_READER, dup2),
	ROW(FILTER_READER, dup3),
	ROW(FILTER_READER, prctl, { 0, INT, PR_SET_PDEATHSIG }),
	ROW(FILTER_READER, prctl, { 0, INT, PR_SET_NO_NEW_PRIVS }),
	ROW(FILTER_READER, prctl, { 0, INT, PR_GET_SECCOMP }),
	ROW(FILTER_READER, prctl, { 0, INT, PR_SET_SECCOMP }),
	ROW(FILTER_READER, seccomp),
	ROW(FILTER_READER, setrlimit),
	ROW(FILTER_READER, prlimit64, { 0, INT, 0 }),
};

/* The C library tries these first and falls back only when told so. */
static const int unknown[] = { SCMP_SYS(clone3), SCMP_SYS(openat2) };

static int
add(scmp_filter_ctx ctx, const struct rule *rule, uint64_t self)
{
	struct scmp_arg_cmp cmp[3];
	unsigned n = 0;

	for (size_t i = 0; i < 2; i++)
		if (rule->c[i].mask != 0)
			cmp[n++] = (struct scmp_arg_cmp){ rule->c[i].arg,
				SCMP_CMP_MASKED_EQ, rule->c[i].mask,
				rule->c[i].value };
	/* abort() in a child; its reader it must not reach. */
	if (self != 0 && rule->call == SCMP_SYS(tgkill))
		cmp[n++] = (struct scmp_arg_cmp){ 0, SCMP_CMP_MASKED_EQ, INT,
			self };
	return seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, rule->call, n,
	    cmp);
}

int
filter_lock(enum filter_who who)
{
	uint64_t self = who == FILTER_CHILD ? (uint64_t)getpid() : 0;
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int r = 0;

	if (ctx == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]) && r == 0; i++)
		if ((rules[i].who & who) != 0)
			r = add(ctx, &rules[i], self);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]) && r == 0;
	    i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), unknown[i],
		    0);
	if (r == 0)
		r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r;
}
