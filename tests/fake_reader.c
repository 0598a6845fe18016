/*
 * A reader that reads nothing, but can misbehave in every way: it speaks the
 * real protocol, driven by a script of lines "when: what".  What tests of the
 * pool and of the daemon drop it, they write themselves:
 *
 *	when	start | open | page N | page * | record | text, then perhaps
 *		"first" (not the second try) or "second"
 *	what	see `deeds` and `starts` below
 *
 * Lines come from --script FILE, then from the scan itself where that begins
 * with "fake\n"; the first that fits counts, and else all goes well.  What
 * it is asked for goes to --log FILE, a line "hash when" for each job.  All
 * other options are taken and forgotten, so it can stand in for the reader.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "pool/command.h"
#include "wire/frame.h"
#include "wire/message.h"

static char script[64 * 1024];	/* from --script */
static int log_fd = -1;		/* from --log */

/* The deed for `when` in some lines, or NULL.  Cuts nothing up. */
static const char *
look_up(const char *lines, const char *when, bool second, char *deed,
    size_t size)
{
	const char *tries = second ? "second" : "first";
	char exact[80], plain[80];

	(void)snprintf(exact, sizeof(exact), "%s %s: ", when, tries);
	(void)snprintf(plain, sizeof(plain), "%s: ", when);
	for (const char *at = lines; *at != '\0';) {
		size_t len = strcspn(at, "\n"), skip = 0;

		if (strncmp(at, exact, strlen(exact)) == 0)
			skip = strlen(exact);
		else if (strncmp(at, plain, strlen(plain)) == 0)
			skip = strlen(plain);
		if (skip > 0 && len - skip < size) {
			memcpy(deed, at + skip, len - skip);
			deed[len - skip] = '\0';
			return deed;
		}
		at += len + (at[len] == '\n');
	}
	return NULL;
}

static ssize_t
read_script(int fd, char *to, size_t size)
{
	ssize_t n = pread(fd, to, size - 1, 0);

	to[n > 0 ? n : 0] = '\0';
	return n;
}

struct order {
	const struct message_job *job;
	int	 doc, channel;
	const char *arg;	/* behind the deed's name */
};

/* The answer of a reader that does its work. */

struct counts {
	unsigned	pages, read, lost;
};

static int
count(void *data, const struct frame *f)
{
	struct counts *c = data;

	if (f->kind == FRAME_INFO)
		c->pages = f->arg;
	c->read += f->kind == FRAME_PAGE;
	c->lost += f->kind == FRAME_LOST;
	return 0;
}

static void
answer(const struct order *o)
{
	static const enum frame_kind kinds[JOB_KINDS] = {
		FRAME_INFO, FRAME_PAGE, FRAME_RECORD, FRAME_TEXT,
	};
	struct counts c = { 0 };
	char text[256];
	off_t whole;
	uint32_t arg = 0;

	if (o->job->kind == JOB_OPEN) {
		arg = 1;
		(void)snprintf(text, sizeof(text), "text/x-fake");
	} else if (o->job->kind == JOB_PAGE) {
		arg = o->job->page;
		(void)snprintf(text, sizeof(text),
		    "{\"page\":%u,\"gentle\":%s}", arg,
		    o->job->gentle != 0 ? "true" : "false");
	} else {
		if (frame_scan(o->doc, count, &c, &whole) < 0)
			_exit(9);
		(void)snprintf(text, sizeof(text), "{\"pages\":%u,\"read\":%u,"
		    "\"lost\":%u,\"sha256\":\"%s\",\"plugin\":\"%s\"}",
		    c.pages, c.read, c.lost, o->job->sha256, o->job->plugin);
	}
	if (frame_write(o->channel, kinds[o->job->kind], arg, text,
	    strlen(text)) < 0)
		_exit(9);
}

/* The deeds, each in a child of its own. */

static void
hang(const struct order *o)
{
	(void)o;
	for (;;)
		pause();
}

/* As long as a real page would take, should that matter. */
static void
slow(const struct order *o)
{
	const struct timespec t = { .tv_nsec = atol(o->arg) * 1000000 };

	(void)nanosleep(&t, NULL);
	answer(o);
}

static void
crash(const struct order *o)
{
	(void)o;
	abort();
}

static void
killed(const struct order *o)
{
	(void)o;
	raise(SIGKILL);
}

static void
out_of_cpu(const struct order *o)
{
	(void)o;
	raise(SIGXCPU);
}

static void
leave(const struct order *o)
{
	_exit(atoi(o->arg));
}

static void
silence(const struct order *o)
{
	(void)o;
}

static void
give_pages(const struct order *o)
{
	(void)frame_write(o->channel, FRAME_INFO, (uint32_t)atoi(o->arg),
	    "text/x-fake", strlen("text/x-fake"));
}

static void
fail(const struct order *o)
{
	(void)frame_write(o->channel, FRAME_FAIL, (uint32_t)atoi(o->arg),
	    "as told", strlen("as told"));
}

static void
put(const struct order *o, const void *data, size_t len)
{
	if (write(o->channel, data, len) == -1)
		_exit(9);
}

static void
flood(const struct order *o)
{
	static char bytes[65536];

	memset(bytes, 'A', sizeof(bytes));
	for (;;)
		put(o, bytes, sizeof(bytes));
}

static void
chatter(const struct order *o)
{
	for (;;)
		answer(o);
}

static void
twice(const struct order *o)
{
	answer(o);
	answer(o);
}

static void
half(const struct order *o)
{
	struct buf b = { 0 };

	if (frame_encode(&b, FRAME_PAGE, o->job->page, "0123456789", 10) < 0)
		_exit(9);
	put(o, b.data, b.len - 5);
	buf_free(&b);
}

static void
half_and_hang(const struct order *o)
{
	half(o);
	hang(o);
}

static void
lie(const struct order *o)
{
	static const unsigned char head[FRAME_HEAD_BYTES] = {
		FRAME_PAGE, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff,
	};

	put(o, head, sizeof(head));
	hang(o);
}

static void
garbage(const struct order *o)
{
	put(o, "\x02\0\0\0\x01\0\0\0\x04\0\0\0junkjunk", 20);
}

static void
wrong_kind(const struct order *o)
{
	(void)frame_write(o->channel, FRAME_NAME, 0, "a", 1);
}

static void
wrong_page(const struct order *o)
{
	(void)frame_write(o->channel, FRAME_PAGE, o->job->page + 1, "{}", 2);
}

static void
big(const struct order *o)
{
	size_t len = (size_t)atoi(o->arg) << 20;
	char *bytes = calloc(1, len);

	if (bytes == NULL || frame_write(o->channel, FRAME_PAGE,
	    o->job->page, bytes, len) < 0)
		_exit(9);
	free(bytes);
}

static void
add(struct buf *b, enum frame_kind kind, uint32_t arg, const char *text)
{
	if (frame_encode(b, kind, arg, text, strlen(text)) < 0)
		_exit(9);
}

/*
 * "2 of 3": INFO and so many pages, then what is said behind.  In one piece, so
 * that what must not come is there when what is before it is looked at.
 */
static void
give_some(const struct order *o)
{
	unsigned some = 0, all = 0;
	struct buf b = { 0 };
	const char *then;
	int read = 0;

	if (sscanf(o->arg, "%u of %u%n", &some, &all, &read) != 2)
		_exit(9);
	then = o->arg + read;
	add(&b, FRAME_INFO, all, "text/x-fake");
	for (unsigned i = 1; i <= some; i++)
		add(&b, FRAME_PAGE, i, "{}");
	if (strncmp(then, ", record", strlen(", record")) == 0)
		add(&b, FRAME_RECORD, 0, "at once");
	if (strcmp(then, ", record, page") == 0)
		add(&b, FRAME_PAGE, some + 1, "{}");
	else if (strcmp(then, ", again") == 0)
		add(&b, FRAME_PAGE, some, "{}");
	put(o, b.data, b.len);
	buf_free(&b);
	if (strcmp(then, ", crash") == 0)
		crash(o);
	else if (strcmp(then, ", half") == 0)
		put(o, "\x02\0\0\0", 4);
}

static const struct {
	const char *name;
	void	(*do_it)(const struct order *o);
} deeds[] = {
	{ "ok", answer },
	{ "pages ", give_pages },	/* INFO says so many */
	{ "gives ", give_some },	/* pages too: "2 of 3", "3 of 3, record";
					 * or ", crash", ", again", ", half",
					 * ", record, page" */
	{ "fail ", fail },		/* FAIL with this verdict's number */
	{ "hang", hang },
	{ "slow ", slow },		/* after so many ms, below 1,000 */
	{ "crash", crash },		/* SIGABRT */
	{ "killed", killed },		/* as the kernel does for memory */
	{ "cpu", out_of_cpu },
	{ "exit ", leave },
	{ "nothing", silence },
	{ "flood", flood },		/* bytes without end */
	{ "chatter", chatter },		/* frames without end */
	{ "twice", twice },
	{ "half frame, hang", half_and_hang },
	{ "half frame", half },
	{ "lie about length", lie },
	{ "garbage", garbage },
	{ "wrong kind", wrong_kind },
	{ "wrong page", wrong_page },
	{ "big ", big },		/* a page of so many MiB */
};

static void
child(struct order *o, const char *deed)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		if (strncmp(deed, deeds[i].name, strlen(deeds[i].name)) != 0)
			continue;
		o->arg = deed + strlen(deeds[i].name);
		deeds[i].do_it(o);
		_exit(0);
	}
	warnx("fake_reader: no such deed: %s", deed);
	_exit(9);
}

/* The parent's own misdeeds come before the fork or after it. */
static void
serve(const struct message_job *job, int doc, int channel)
{
	static const char *const names[JOB_KINDS] = {
		"open", "page", "record", "text",
	};
	struct message m = { .kind = MESSAGE_EXITED };
	struct order o = { job, doc, channel, "" };
	char lines[64 * 1024], when[32], deed[80];
	const char *found;
	bool second = job->gentle != 0;
	int status;
	pid_t pid;

	if (job->kind == JOB_PAGE)
		(void)snprintf(when, sizeof(when), "page %u", job->page);
	else
		(void)snprintf(when, sizeof(when), "%s", names[job->kind]);
	if (log_fd != -1)
		(void)dprintf(log_fd, "%.8s %s%s\n", job->sha256, when,
		    second ? " second" : "");
	found = look_up(script, when, second, deed, sizeof(deed));
	if (found == NULL && job->kind == JOB_PAGE)
		found = look_up(script, "page *", second, deed, sizeof(deed));
	if (found == NULL && read_script(doc, lines, sizeof(lines)) > 0 &&
	    strncmp(lines, "fake\n", 5) == 0) {
		found = look_up(lines, when, second, deed, sizeof(deed));
		if (found == NULL && job->kind == JOB_PAGE)
			found = look_up(lines, "page *", second, deed,
			    sizeof(deed));
	}
	if (found == NULL)
		found = "ok";
	if (strcmp(found, "reader dies") == 0)
		_exit(3);
	if (strcmp(found, "cannot fork") == 0)
		_exit(71);
	if (strcmp(found, "junk message") == 0)
		(void)!write(READER_CONTROL_FD, "junk", 4);
	if (strcmp(found, "junk message") == 0)
		found = "hang";

	pid = fork();
	if (pid == 0)
		child(&o, strcmp(found, "mute") == 0 ||
		    strcmp(found, "wrong job") == 0 ? "ok" : found);
	(void)close(doc);
	(void)close(channel);
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		err(1, "fake_reader");
	if (strcmp(found, "mute") == 0)
		return;
	m.u.exited.id = job->id + (strcmp(found, "wrong job") == 0);
	m.u.exited.status = status;
	(void)message_send(READER_CONTROL_FD, &m, NULL);
}

/* "start: die", "start: never ready", "start: other version", .. */
static void
get_ready(void)
{
	struct message m = { .kind = MESSAGE_READY };
	char what[80] = "";

	m.u.ready.version = MESSAGE_VERSION;
	m.u.ready.landlock = 7;
	(void)look_up(script, "start", false, what, sizeof(what));
	if (strcmp(what, "die") == 0)
		_exit(78);
	if (strcmp(what, "never ready") == 0)
		hang(NULL);
	if (strcmp(what, "other version") == 0)
		m.u.ready.version++;
	if (strcmp(what, "unlocked") == 0)
		m.u.ready.landlock = 0;
	if (message_send(READER_CONTROL_FD, &m, NULL) < 0)
		_exit(0);
	if (strcmp(what, "ready twice") == 0)
		(void)message_send(READER_CONTROL_FD, &m, NULL);
}

int
main(int argc, char **argv)
{
	struct message m;
	int fd[MESSAGE_FDS], r;

	for (int i = 1; i < argc - 1; i++) {
		int file;

		/* Nobody looks into them. */
		if (strcmp(argv[i], "--freeze") == 0 ||
		    strcmp(argv[i], "--try") == 0)
			return frame_write(STDOUT_FILENO, FRAME_PLUGIN, 0,
			    "a", 2) < 0;
		if (strcmp(argv[i], "--log") == 0)
			log_fd = open(argv[i + 1], O_WRONLY | O_CREAT |
			    O_APPEND | O_CLOEXEC, 0600);
		if (strcmp(argv[i], "--script") != 0)
			continue;
		file = open(argv[i + 1], O_RDONLY | O_CLOEXEC);
		if (file == -1)
			err(1, "%s", argv[i + 1]);
		(void)read_script(file, script, sizeof(script));
		(void)close(file);
	}
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)fcntl(READER_CONTROL_FD, F_SETFL, 0);
	get_ready();
	while ((r = message_receive(READER_CONTROL_FD, &m, fd)) == 0)
		serve(&m.u.job, fd[0], fd[1]);
	return r == -EPIPE ? 0 : 1;
}
