#include <sys/mman.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/intake.h"
#include "daemon/notify.h"
#include "daemon/readers.h"
#include "pool/command.h"
#include "wire/frame.h"

#define CHECK_MS	60000	/* 35,000 plugins load in six seconds */
#define FREEZE_TRIES	5	/* of which each may be killed */
#define RECYCLE_JOBS	2000	/* should a reader grow */

#define HOW_SIZE	64

/* How a reader ended, from what the pool says. */
static void
say_how(int status, char how[static HOW_SIZE])
{
	if (status < 0)
		(void)snprintf(how, HOW_SIZE, "%s", strerror(-status));
	else if (status > 128)
		(void)snprintf(how, HOW_SIZE, "signal %d", status - 128);
	else
		(void)snprintf(how, HOW_SIZE, "exit status %d", status);
}

static void
on_fault(void *data, enum pool_fault fault, int status)
{
	struct daemon *d = data;
	char how[HOW_SIZE];

	say_how(status, how);
	switch (fault) {
	case POOL_START:
		/* A wrong path, model or plugin does not mend itself. */
		if (!d->was_ready && (status == EX_CONFIG ||
		    status == -ENOENT || status == -EACCES))
			d->start_status = EX_CONFIG;
		log_line(LOG_ERR, NULL, "no reader starts: %s; trying again",
		    how);
		break;
	case POOL_UNLOCKED:
		log_line(LOG_WARNING, NULL, "a reader runs without landlock: "
		    "this kernel has none, and the configuration allows it");
		break;
	case POOL_REPLACED:
		log_line(LOG_NOTICE, NULL, "a reader has ended and is "
		    "replaced: %s", how);
		break;
	}
}

/* ---- Frozen plugins ---- */

static int
frozen_new(int *ret_fd)
{
	*ret_fd = memfd_create("plugins", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return *ret_fd == -1 ? -errno : 0;
}

static void
frozen_free(int *fd)
{
	if (*fd != -1)
		(void)close(*fd);
	*fd = -1;
}

/* Whoever has a copy of it can no more write there. */
static int
frozen_seal(int fd)
{
	return fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW |
	    F_SEAL_SHRINK | F_SEAL_SEAL) == -1 ? -errno : 0;
}

/* ---- A reader that is waited for, before the loop runs ---- */

/* On a loop of its own: the daemon's has nobody yet to wait with. */
struct wait {
	uv_loop_t	 loop;
	uv_process_t	 process;
	uv_timer_t	 late;
	uv_signal_t	 on_term, on_int;
	int		 result;
};

static void
close_one(uv_handle_t *handle, void *unused)
{
	(void)unused;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void
wait_over(struct wait *w, int result)
{
	w->result = result;
	uv_walk(&w->loop, close_one, NULL);
}

static void
on_end(uv_process_t *process, int64_t status, int signal)
{
	wait_over(process->data, signal != 0 ? EX_SOFTWARE : (int)status);
}

/* One that hangs in the kernel may not even die: it is not waited for. */
static void
on_late(uv_timer_t *timer)
{
	struct wait *w = timer->data;

	(void)uv_process_kill(&w->process, SIGKILL);
	wait_over(w, -ETIMEDOUT);
}

static void
on_asked_to_end(uv_signal_t *handle, int signum)
{
	struct wait *w = handle->data;

	(void)signum;
	(void)uv_process_kill(&w->process, SIGKILL);
	wait_over(w, -ECANCELED);
}

static int
begin(struct wait *w, const char *file, char **argv, int out)
{
	uv_stdio_container_t stdio[] = {
		{ .flags = UV_IGNORE },
		{ .flags = UV_INHERIT_FD, .data.fd = out },
		{ .flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO },
	};
	const uv_process_options_t options = {
		.file = file,
		.args = argv,
		.exit_cb = on_end,
		.stdio = stdio,
		.stdio_count = 3,
	};
	int r;

	(void)uv_timer_init(&w->loop, &w->late);
	(void)uv_signal_init(&w->loop, &w->on_term);
	(void)uv_signal_init(&w->loop, &w->on_int);
	w->process.data = w->late.data = w->on_term.data = w->on_int.data = w;
	if ((r = uv_signal_start(&w->on_term, on_asked_to_end, SIGTERM)) < 0 ||
	    (r = uv_signal_start(&w->on_int, on_asked_to_end, SIGINT)) < 0)
		return r;
	(void)uv_timer_start(&w->late, on_late, CHECK_MS, 0);
	return uv_spawn(&w->loop, &w->process, &options);
}

/*
 * Run a reader by `mode` to its end: its exit status, or a negative errno.
 * -ETIMEDOUT: it hung.  -ECANCELED: we were asked to end.
 */
static int
run_reader(const struct conf *c, const char *mode, int out)
{
	struct wait w = { .result = 0 };
	char **argv;
	int r;

	if ((r = command_new(c, mode, &argv)) < 0)
		return r;
	if ((r = uv_loop_init(&w.loop)) == 0) {
		if ((r = begin(&w, c->reader, argv, out)) < 0)
			wait_over(&w, r);
		(void)uv_run(&w.loop, UV_RUN_DEFAULT);
		(void)uv_loop_close(&w.loop);
		r = w.result;
	}
	free(argv);
	return r;
}

/* ---- Frozen for the start ---- */

/* One that is killed says nothing of the plugins: another is asked. */
static int
freeze_once(struct daemon *d)
{
	int r;

	frozen_free(&d->frozen);
	if ((r = frozen_new(&d->frozen)) == 0)
		r = run_reader(&d->conf, "--freeze", d->frozen);
	return r;
}

/* 0, -ECANCELED, or one of sysexits(3), with the reason logged. */
static int
freeze(struct daemon *d)
{
	int r = EX_SOFTWARE;

	for (int tries = 0; r == EX_SOFTWARE && tries < FREEZE_TRIES; tries++)
		r = freeze_once(d);
	if (r == 0)
		r = frozen_seal(d->frozen);
	if (r == 0 || r == -ECANCELED)
		return r;
	if (r == -ETIMEDOUT)
		log_line(LOG_ERR, NULL, "%s: has not read the plugins in %d "
		    "s; ending", d->conf.reader, CHECK_MS / 1000);
	else if (r < 0)
		log_line(LOG_ERR, &(struct log_about){ .error = r },
		    "%s: %s; ending", d->conf.reader, strerror(-r));
	else
		log_line(LOG_ERR, NULL, "no reader can start with this "
		    "configuration (%d); ending", r);
	return r == EX_CONFIG || r == -ENOENT || r == -EACCES ? EX_CONFIG :
	    EX_OSERR;
}

int
readers_start(struct daemon *d)
{
	struct pool_options options = {
		.readers = command_readers(&d->conf),
		.recycle_jobs = RECYCLE_JOBS,
		.memory_bytes = command_memory(&d->conf),
		.fault = on_fault,
		.data = d,
	};
	char **argv;
	int r;

	if ((r = freeze(d)) != 0 ||
	    (r = command_new(&d->conf, "--frozen", &argv)) < 0)
		return r;
	options.given = d->frozen;
	options.argv = (const char *const *)argv;
	r = pool_new(&d->loop, &options, &d->pool);
	free(argv);
	return r;
}

static int
on_frozen(void *data, const struct frame *f)
{
	*(bool *)data = f->kind == FRAME_PLUGIN;
	return *(bool *)data ? 0 : -EBADMSG;
}

/* Any program may end well: a reader's plugins are what it put there. */
static int
check_frozen(int fd)
{
	bool some = false;
	off_t whole;
	int r = frame_scan(fd, on_frozen, &some, &whole);

	return r < 0 && r != -EBADMSG ? r : some ? 0 : -EPROTO;
}

int
readers_check(const struct conf *c)
{
	int fd, r = frozen_new(&fd);

	if (r < 0)
		return r;
	r = run_reader(c, "--try", fd);
	if (r == 0)
		r = check_frozen(fd);
	frozen_free(&fd);
	return r;
}

void
readers_free(struct daemon *d)
{
	frozen_free(&d->frozen);
	frozen_free(&d->next_frozen);
}

/* ---- SIGHUP ---- */

static void
keep_old(struct daemon *d, const char *why)
{
	log_line(LOG_ERR, NULL, "%s; going on with the old configuration and "
	    "plugins", why);
	conf_free(&d->next_conf);
	frozen_free(&d->next_frozen);
	notify_ready(d);
}

/* What a running daemon cannot change stays as it is. */
static void
tell_reloaded(const char *fixed)
{
	if (fixed == NULL)
		log_line(LOG_NOTICE, NULL,
		    "configuration and plugins are reloaded");
	else
		log_line(LOG_WARNING, NULL, "plugins and most of the "
		    "configuration are reloaded, but \"%s\" has changed: it "
		    "needs a restart; the old one is kept until then", fixed);
}

static void
adopt(struct daemon *d)
{
	const char *fixed = conf_fixed_differs(&d->conf, &d->next_conf);
	char **argv;
	int r;

	r = frozen_seal(d->next_frozen);
	if (r == 0)
		r = command_new(&d->next_conf, "--frozen", &argv);
	if (r == 0) {
		r = pool_renew(d->pool, (const char *const *)argv,
		    d->next_frozen);
		free(argv);
	}
	if (r < 0) {
		keep_old(d, strerror(-r));
		return;
	}
	frozen_free(&d->frozen);
	d->frozen = d->next_frozen;
	d->next_frozen = -1;
	conf_carry_fixed(&d->conf, &d->next_conf);
	conf_free(&d->conf);
	d->conf = d->next_conf;
	d->next_conf = (struct conf){ 0 };
	intake_reloaded(d);
	tell_reloaded(fixed);
	notify_ready(d);
}

static void
on_check_closed(uv_handle_t *handle)
{
	struct daemon *d = handle->data;

	d->checking = false;
	if (d->check_again)
		readers_reload(d);
}

static void
on_checked(uv_process_t *process, int64_t status, int signal)
{
	struct daemon *d = process->data;

	process->pid = 0;
	uv_close((uv_handle_t *)process, on_check_closed);
	if (!d->closing)
		(void)uv_timer_stop(&d->check_late);
	if (d->stopping)
		conf_free(&d->next_conf);
	else if (status != 0 || signal != 0)
		keep_old(d, "the new plugins do not load");
	else
		adopt(d);
}

/* Its death is told by on_checked, which keeps the old plugins. */
static void
on_check_late(uv_timer_t *timer)
{
	struct daemon *d = timer->data;

	if (d->checking && d->check.pid > 0)
		(void)uv_process_kill(&d->check, SIGKILL);
}

static int
spawn_check(struct daemon *d)
{
	uv_stdio_container_t stdio[] = {
		{ .flags = UV_IGNORE },
		{ .flags = UV_INHERIT_FD, .data.fd = d->next_frozen },
		{ .flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO },
	};
	uv_process_options_t options = {
		.file = d->next_conf.reader,
		.exit_cb = on_checked,
		.stdio = stdio,
		.stdio_count = 3,
	};
	int r = command_new(&d->next_conf, "--try", &options.args);

	if (r < 0)
		return r;
	d->checking = true;
	d->check = (uv_process_t){ .data = d };
	r = uv_spawn(&d->loop, &d->check, &options);
	free(options.args);
	if (r < 0)		/* the handle was begun all the same */
		uv_close((uv_handle_t *)&d->check, on_check_closed);
	else
		(void)uv_timer_start(&d->check_late, on_check_late, CHECK_MS,
		    0);
	return r;
}

void
readers_reload(struct daemon *d)
{
	char why[CONF_WHY_SIZE];
	struct conf_error e;
	int r;

	if (d->stopping)
		return;
	/* What changed since the check under way began is not to be missed. */
	d->check_again = d->checking;
	if (d->checking)
		return;
	notify_reloading(d);
	r = conf_load(d->conf_path, &d->next_conf, &e);
	if (r < 0) {
		conf_why(d->conf_path, &e, why);
		keep_old(d, why);
		return;
	}
	r = frozen_new(&d->next_frozen);
	if (r == 0)
		r = spawn_check(d);
	if (r < 0)
		keep_old(d, "the new reader cannot be started");
}
