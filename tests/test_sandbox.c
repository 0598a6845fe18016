#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include <linux/seccomp.h>

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <seccomp.h>

#include "sandbox/sandbox.h"
#include "support/suite.h"

static int held = -1;		/* a file opened for writing before the lock */
static pid_t outside;		/* a process outside the lock */

/* Each tries one thing and returns its errno, 0 where it succeeded. */

#define TRY(call) ((call) == -1 ? errno : 0)

static int
open_a_file(void)
{
	return TRY(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
}

static int
open_itself(void)
{
	return TRY(open("/proc/self/mem", O_RDONLY | O_CLOEXEC));
}

static int
list_a_folder(void)
{
	return TRY(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static int
open_for_writing(void)
{
	return TRY(open("/dev/null", O_WRONLY | O_CLOEXEC));
}

static int
open_anew_what_is_held(void)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", held);
	return TRY(open(path, O_RDONLY | O_CLOEXEC));
}

static int
create_a_file(void)
{
	return TRY(creat("sandbox.tmp", 0600));
}

static int
create_without_name(void)
{
	return TRY(open("/tmp", O_TMPFILE | O_WRONLY, 0600));
}

static int
create_among_fonts(void)
{
	return TRY(open("/usr/share/fonts/x", O_CREAT | O_WRONLY, 0600));
}

static int
make_a_folder(void)
{
	return TRY(mkdir("sandbox.d", 0700));
}

static int
make_a_link(void)
{
	return TRY(symlink("/etc/passwd", "sandbox.l"));
}

static int
remove_a_file(void)
{
	return TRY(unlink("sandbox.held"));
}

static int
rename_a_file(void)
{
	return TRY(rename("sandbox.held", "sandbox.other"));
}

static int
change_a_mode(void)
{
	return TRY(chmod("sandbox.held", 0777));
}

static int
cut_what_is_held(void)
{
	return TRY(ftruncate(held, 0));
}

static int
socket_inet(void)
{
	return TRY(socket(AF_INET, SOCK_STREAM, 0));
}

static int
socket_unix(void)
{
	return TRY(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
socket_netlink(void)
{
	return TRY(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int
pair_of_sockets(void)
{
	int fd[2];

	return TRY(socketpair(AF_UNIX, SOCK_STREAM, 0, fd));
}

static int
exec(void)
{
	char *argv[] = { (char *)"true", NULL };

	return TRY(execv("/bin/true", argv));
}

static int
exec_held(void)
{
	char *argv[] = { (char *)"true", NULL };

	return TRY(fexecve(held, argv, argv));
}

static int
be_traced(void)
{
	return TRY(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int
trace_another(void)
{
	return TRY(ptrace(PTRACE_ATTACH, outside, NULL, NULL));
}

static int
read_anothers_memory(void)
{
	char c;
	struct iovec here = { &c, 1 }, there = { &c, 1 };

	return TRY(process_vm_readv(outside, &here, 1, &there, 1, 0));
}

static int
kill_another(void)
{
	return TRY(kill(outside, SIGKILL));
}

static int
kill_the_parent(void)
{
	return TRY(kill(getppid(), SIGKILL));
}

static int
kill_by_thread(void)
{
	return TRY(tgkill(outside, outside, SIGKILL));
}

static int
abort_another(void)
{
	return TRY(tgkill(outside, outside, SIGABRT));
}

static int
hold_another(void)
{
	return TRY(syscall(SYS_pidfd_open, outside, 0));
}

static int
limit_another(void)
{
	struct rlimit none = { 0, 0 };

	return TRY(prlimit(outside, RLIMIT_CPU, &none, NULL));
}

static int
move(pid_t pid)
{
	cpu_set_t set;

	if (sched_getaffinity(pid, sizeof(set), &set) == -1)
		return 0;
	return TRY(sched_setaffinity(pid, sizeof(set), &set));
}

static int
move_another(void)
{
	return move(outside);
}

static int
choose_a_processor(void)
{
	return move(0);
}

static int
make_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

static int
turn_into_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return TRY(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int
leave_the_namespace(void)
{
	return TRY(unshare(CLONE_NEWUSER));
}

static int
change_user(void)
{
	return TRY(setuid(65534));
}

static int
start_a_ring(void)
{
	return TRY(syscall(SYS_io_uring_setup, 1, NULL));
}

static int
load_bpf(void)
{
	return TRY(syscall(SYS_bpf, 0, NULL, 0));
}

static int
take_faults(void)
{
	return TRY(syscall(SYS_userfaultfd, 0));
}

static int
make_a_memory_file(void)
{
	return TRY(memfd_create("x", 0));
}

static int
start_a_thread(void)
{
	return TRY((int)syscall(SYS_clone, CLONE_VM | CLONE_THREAD |
	    CLONE_SIGHAND | CLONE_FS | CLONE_FILES, 0, 0, 0, 0));
}

static int
fork_again(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return TRY(pid);
}

static int
send_a_descriptor(void)
{
	struct msghdr h = { 0 };

	return TRY(sendmsg(held, &h, 0)) == ENOTSOCK ? 0 : errno;
}

static int
receive_a_descriptor(void)
{
	struct msghdr h = { 0 };

	return TRY(recvmsg(held, &h, 0)) == ENOTSOCK ? 0 : errno;
}

static int
wait_for_any(void)
{
	return TRY(wait4(-1, NULL, WNOHANG, NULL)) == ECHILD ? 0 : errno;
}

/* Any, for a looser one the kernel itself may refuse. */
static int
set_a_limit(void)
{
	struct rlimit none = { 0, 0 };

	return TRY(prlimit(0, RLIMIT_FSIZE, &none, NULL));
}

static int
set_a_limit_the_old_way(void)
{
	struct rlimit none = { 0, 0 };

	return TRY(syscall(SYS_setrlimit, RLIMIT_FSIZE, &none));
}

static int
loosen_a_limit(void)
{
	struct rlimit more = { RLIM_INFINITY, RLIM_INFINITY };

	return TRY(setrlimit(RLIMIT_FSIZE, &more));
}

static int
replace_what_is_held(void)
{
	return TRY(dup2(held, held + 1));
}

static int
replace_it_by_dup3(void)
{
	return TRY(dup3(held, held + 1, O_CLOEXEC));
}

static int
outlive_its_parent(void)
{
	return TRY(prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0));
}

static int
ask_for_filters(void)
{
	uint32_t action = SECCOMP_RET_ALLOW;

	return TRY(syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action));
}

static int
write_to_what_is_held(void)
{
	return TRY((int)write(held, "x", 1));
}

static const struct {
	const char *what;
	int	(*try)(void);
	bool	 child_only;	/* allowed to the reader itself */
} deeds[] = {
	{ "open a file", open_a_file, false },
	{ "open its own memory", open_itself, false },
	{ "list a folder", list_a_folder, false },
	{ "open for writing", open_for_writing, false },
	{ "open anew what is held", open_anew_what_is_held, false },
	{ "create a file", create_a_file, false },
	{ "create a file without a name", create_without_name, false },
	{ "create a file among the fonts", create_among_fonts, false },
	{ "make a folder", make_a_folder, false },
	{ "make a link", make_a_link, false },
	{ "remove a file", remove_a_file, false },
	{ "rename a file", rename_a_file, false },
	{ "change a mode", change_a_mode, false },
	{ "cut what is held", cut_what_is_held, false },
	{ "open an internet socket", socket_inet, false },
	{ "open a local socket", socket_unix, false },
	{ "open a netlink socket", socket_netlink, false },
	{ "open a pair of sockets", pair_of_sockets, false },
	{ "exec", exec, false },
	{ "exec what is held", exec_held, false },
	{ "be traced", be_traced, false },
	{ "trace another", trace_another, false },
	{ "read another's memory", read_anothers_memory, false },
	{ "kill another", kill_another, false },
	{ "kill the parent", kill_the_parent, false },
	{ "kill another by its thread", kill_by_thread, false },
	{ "abort another", abort_another, false },
	{ "hold another by a descriptor", hold_another, false },
	{ "limit another", limit_another, false },
	{ "move another to a processor", move_another, false },
	{ "make code", make_code, false },
	{ "turn data into code", turn_into_code, false },
	{ "leave the namespace", leave_the_namespace, false },
	{ "change the user", change_user, false },
	{ "start an io_uring", start_a_ring, false },
	{ "load BPF", load_bpf, false },
	{ "take page faults", take_faults, false },
	{ "make a file of memory", make_a_memory_file, false },
	{ "start a thread", start_a_thread, false },
	{ "fork", fork_again, true },
	{ "send a descriptor", send_a_descriptor, true },
	{ "receive a descriptor", receive_a_descriptor, true },
	{ "wait for any process", wait_for_any, true },
	{ "choose a processor", choose_a_processor, true },
	{ "loosen a limit", loosen_a_limit, true },
	{ "set a limit", set_a_limit, true },
	{ "set a limit the old way", set_a_limit_the_old_way, true },
	{ "write to a file that is held", write_to_what_is_held, true },
	{ "put a descriptor in another's place", replace_what_is_held, true },
	{ "the same by dup3", replace_it_by_dup3, true },
	{ "outlive its parent", outlive_its_parent, true },
	{ "ask for filters", ask_for_filters, true },
};
#define DEEDS (sizeof(deeds) / sizeof(deeds[0]))

static bool
refusal(int error)
{
	return error == EPERM || error == EACCES || error == ENOSYS ||
	    error == EFBIG;
}

/*
 * Run `check` in a process that is locked, as the reader or as its child, and
 * give back how that process ended.
 */
static int
locked(bool as_child, int (*check)(int i), int i)
{
	struct sandbox_options o = { 0 };
	unsigned abi = 0;
	int status;
	pid_t pid;

	outside = getpid();
	held = open("sandbox.held", O_RDWR | O_CREAT | O_CLOEXEC, 0700);
	ck_assert_int_ge(held, 0);
	pid = fork();
	if (pid == 0) {
		if (sandbox_enter(&o, &abi) < 0)
			_exit(100);
		if (as_child && (pid = fork()) == 0) {
			if (sandbox_enter_child(0, 0) < 0)
				_exit(101);
			_exit(check(i));
		}
		if (!as_child)
			_exit(check(i));
		if (pid == -1 || waitpid(pid, &status, 0) == -1)
			_exit(102);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 103);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	(void)unlink("sandbox.held");
	close(held);
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    1000 + WTERMSIG(status);
}

static int
do_deed(int i)
{
	int error = deeds[i].try();

	return refusal(error) ? 1 : error == 0 ? 2 : 3;
}

START_TEST(the_reader_is_refused_what_it_does_not_need)
{
	int want = deeds[_i].child_only ? 2 : 1;
	int got = locked(false, do_deed, _i);

	ck_assert_msg(got == want, "%s: %d, not %d", deeds[_i].what, got,
	    want);
}
END_TEST

START_TEST(its_child_is_refused_more)
{
	int got = locked(true, do_deed, _i);

	ck_assert_msg(got == 1, "%s: %d", deeds[_i].what, got);
}
END_TEST

/* Landlock, where it knows of signals, lets them pass among the locked. */
static int
abort_the_reader(int i)
{
	pid_t reader = getppid();

	(void)i;
	return TRY(tgkill(reader, reader, SIGABRT));
}

START_TEST(a_child_does_not_abort_its_reader)
{
	ck_assert_int_eq(locked(true, abort_the_reader, 0), EPERM);
}
END_TEST

/* What is left must be enough to work. */

static int
work(int i)
{
	int fd = open("/usr/share/fonts", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int pipefd = dup(STDERR_FILENO);
	char *p = malloc(8 << 20);
	struct rlimit l;
	DIR *dir;

	(void)i;
	if (fd == -1 || pipefd == -1 || p == NULL)
		return 1;
	memset(p, 1, 8 << 20);
	free(p);
	dir = fdopendir(fd);
	if (dir == NULL || readdir(dir) == NULL || closedir(dir) == -1)
		return 2;
	if (getrlimit(RLIMIT_CORE, &l) == -1 || l.rlim_max != 0)
		return 3;
	if (getrlimit(RLIMIT_NOFILE, &l) == -1 || l.rlim_max > 64)
		return 4;
	return 0;
}

START_TEST(fonts_memory_and_what_is_held_stay_in_reach)
{
	struct stat st;

	if (stat("/usr/share/fonts", &st) == -1)
		return;
	ck_assert_int_eq(locked(false, work, 0), 0);
	ck_assert_int_eq(locked(true, work, 0), 0);
}
END_TEST

static int
give_up(int i)
{
	(void)i;
	abort();
}

START_TEST(a_locked_process_can_still_abort)
{
	ck_assert_int_eq(locked(false, give_up, 0), 1000 + SIGABRT);
	ck_assert_int_eq(locked(true, give_up, 0), 103);
}
END_TEST

START_TEST(more_paths_can_be_made_readable)
{
	static const char *const more[] = { "/etc/passwd", "/nonexistent",
		NULL };
	struct sandbox_options o = { .read = more };
	unsigned abi = 0;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (sandbox_enter(&o, &abi) < 0 || abi == 0)
			_exit(1);
		if (open_a_file() != 0)
			_exit(2);
		_exit(open("/etc/group", O_RDONLY) == -1 ? 0 : 3);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST

#ifndef GREFFIER_ASAN
static bool
has(size_t bytes)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

START_TEST(memory_ends_at_its_ceiling)
{
	struct sandbox_options o = { 0 };
	unsigned abi;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (sandbox_enter(&o, &abi) < 0 ||
		    sandbox_enter_child(256 << 20, 100) < 0)
			_exit(1);
		if (!has(64 << 20))
			_exit(2);
		_exit(has(512 << 20) ? 3 : 0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST
#endif

/* As on a kernel that has none. */
static int
without_landlock(bool allowed)
{
	struct sandbox_options o = { .without_landlock = allowed };
	unsigned abi = 99;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);

		if (seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS),
		    SCMP_SYS(landlock_create_ruleset), 0) < 0 ||
		    seccomp_load(c) < 0)
			_exit(50);
		seccomp_release(c);
		if (sandbox_enter(&o, &abi) < 0)
			_exit(abi == 99 ? 1 : 51);
		/* The rest holds all the same. */
		if (abi != 0 || open_for_writing() != EPERM ||
		    socket_inet() != EPERM || exec() != EPERM)
			_exit(52);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(a_kernel_without_landlock_is_refused_unless_allowed)
{
	ck_assert_int_eq(without_landlock(false), 1);
	ck_assert_int_eq(without_landlock(true), 0);
}
END_TEST

static int
thread(void *arg)
{
	(void)arg;
	return pause();
}

START_TEST(a_process_with_threads_is_not_called_locked)
{
	static char stack[64 * 1024];
	struct sandbox_options o = { 0 };
	unsigned abi;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (clone(thread, stack + sizeof(stack), CLONE_VM |
		    CLONE_THREAD | CLONE_SIGHAND | CLONE_FS | CLONE_FILES,
		    NULL) == -1)
			_exit(1);
		_exit(sandbox_enter(&o, &abi) == -EBUSY ? 0 : 2);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sandbox");
	TCase *t = tcase_create("sandbox");

	tcase_add_loop_test(t, the_reader_is_refused_what_it_does_not_need, 0,
	    DEEDS);
	tcase_add_loop_test(t, its_child_is_refused_more, 0, DEEDS);
	tcase_add_test(t, a_child_does_not_abort_its_reader);
	tcase_add_test(t, fonts_memory_and_what_is_held_stay_in_reach);
	tcase_add_test(t, a_locked_process_can_still_abort);
	tcase_add_test(t, more_paths_can_be_made_readable);
#ifndef GREFFIER_ASAN
	tcase_add_test(t, memory_ends_at_its_ceiling);
#endif
	tcase_add_test(t,
	    a_kernel_without_landlock_is_refused_unless_allowed);
	tcase_add_test(t, a_process_with_threads_is_not_called_locked);
	suite_add_tcase(s, t);
	return suite_run(s);
}
