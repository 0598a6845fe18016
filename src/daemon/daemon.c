#include <sys/prctl.h>
#include <sys/stat.h>

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/log.h"
#include "base/plural.h"
#include "daemon/book.h"
#include "daemon/daemon.h"
#include "daemon/desk.h"
#include "daemon/intake.h"
#include "daemon/notify.h"
#include "daemon/readers.h"
#include "daemon/scan.h"
#include "pool/command.h"

#define READY_LOOK_MS	50	/* has a reader locked itself yet? */
#define HAND_PER_READER	2	/* one is read, another put away */

/* ---- Opening ---- */

static int
open_rooms(struct daemon *d)
{
	const char *const paths[SPOOL_ROOMS] = {
		[SPOOL_INBOX] = d->conf.inbox, [SPOOL_WORK] = d->conf.work,
		[SPOOL_OUT] = d->conf.out, [SPOOL_DONE] = d->conf.done,
		[SPOOL_FAILED] = d->conf.failed,
	};
	enum spool_room room;
	int r;

	r = spool_open(&d->spool, paths, (mode_t)d->conf.file_mode,
	    (mode_t)d->conf.folder_mode, &room);
	if (r == 0) {
		d->output = (struct output){ d->spool.room[SPOOL_OUT],
		    d->spool.file_mode, d->spool.folder_mode };
		return EX_OK;
	}
	log_line(LOG_ERR, &(struct log_about){ .error = r }, "%s (%s): %s",
	    spool_room_name(room), paths[room],
	    r == -EWOULDBLOCK ? "another greffierd works here" :
	    r == -ELOOP ? "lies inside the inbox; what is put there would be "
	    "read as a scan" : strerror(-r));
	return r == -EWOULDBLOCK ? EX_TEMPFAIL : r == -ELOOP ? EX_CONFIG :
	    EX_CANTCREAT;
}

/* EX_OK, or the complaint is made. */
static int
give_group(struct daemon *d)
{
	const char *name = d->conf.group;
	const struct group *group;
	enum spool_room room;
	int r;

	if (*name == '\0')
		return EX_OK;
	group = getgrnam(name);
	if (group == NULL) {
		log_line(LOG_ERR, NULL, "output.group: there is no group "
		    "\"%s\"", name);
		return EX_CONFIG;
	}
	r = spool_give_group(&d->spool, group->gr_gid, &room);
	if (r == 0)
		return EX_OK;
	log_line(LOG_ERR, &(struct log_about){ .error = r }, "%s cannot be "
	    "given to the group %s: %s; do it by hand: chgrp %s and chmod g+s",
	    spool_room_name(room), name, strerror(-r), name);
	return EX_CONFIG;
}

/* The ledger names people's acts: not for everybody's eyes. */
static int
open_ledger(struct daemon *d)
{
	mode_t old;
	int r;

	old = umask(077);
	if ((r = io_make_folders(d->conf.state, 0700)) < 0)
		log_line(LOG_ERR, &(struct log_about){ .error = r },
		    "state (%s): %s", d->conf.state, strerror(-r));
	else
		r = book_open(d);
	(void)umask(old);
	return r < 0 ? EX_CANTCREAT : EX_OK;
}

/* ---- Ending ---- */

static void
on_part_closed(void *data)
{
	(void)data;
}

static void
close_all(struct daemon *d)
{
	uv_handle_t *const own[] = {
		(uv_handle_t *)&d->on_term, (uv_handle_t *)&d->on_int,
		(uv_handle_t *)&d->on_hup, (uv_handle_t *)&d->grace,
		(uv_handle_t *)&d->next_look, (uv_handle_t *)&d->due,
		(uv_handle_t *)&d->ready, (uv_handle_t *)&d->check_late,
		(uv_handle_t *)&d->watchdog,
	};

	if (d->closing)
		return;
	d->closing = true;
	desk_close(d);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		uv_close(own[i], NULL);
	if (d->watch.look != NULL)
		watch_close(&d->watch, on_part_closed);
	if (d->pool != NULL)
		pool_close(d->pool, on_part_closed, NULL);
	/* One that did not start has no number, and 0 is our own group. */
	if (d->checking && d->check.pid > 0)
		(void)uv_process_kill(&d->check, SIGKILL);
}

static void
on_grace(uv_timer_t *timer)
{
	struct daemon *d = timer->data;

	if (d->given_up || d->closing)
		return;
	d->given_up = true;
	scan_give_up_all(d);
	if (d->in_hand == 0)
		close_all(d);
}

static void
stop(struct daemon *d)
{
	log_line(LOG_NOTICE, NULL, "stopping; %zu scan%s in hand", d->in_hand,
	    plural(d->in_hand));
	d->stopping = true;
	notify_stopping();
	notify_status(d);
	intake_stop(d);
	(void)uv_timer_stop(&d->ready);
	if (d->in_hand == 0)
		close_all(d);
	else
		(void)uv_timer_start(&d->grace, on_grace,
		    d->conf.stop_grace_ms, 0);
}

static void
on_stop(uv_signal_t *handle, int signum)
{
	struct daemon *d = handle->data;

	(void)signum;
	if (d->stopping)		/* asked twice: at once, then */
		on_grace(&d->grace);
	else
		stop(d);
}

uint64_t
daemon_number(struct daemon *d)
{
	uint64_t number = (uint64_t)clock_wall_ms() * 1000;

	if (number <= d->last_number)
		number = d->last_number + 1;
	d->last_number = number;
	return number;
}

void
daemon_scan_gone(struct daemon *d)
{
	scan_wake_twins(d);
	notify_status(d);
	if (d->stopping && d->in_hand == 0)
		close_all(d);
	else
		intake_fill(d);
}

/* ---- Running ---- */

static void
on_hangup(uv_signal_t *handle, int signum)
{
	(void)signum;
	readers_reload(handle->data);
}

static void
on_watchdog(uv_timer_t *timer)
{
	(void)timer;
	notify_alive();
}

/* systemd waits for the first reader, so that "started" means "reads". */
static void
on_ready(uv_timer_t *timer)
{
	struct daemon *d = timer->data;

	if (d->start_status != 0) {
		(void)uv_timer_stop(timer);
		log_line(LOG_ERR, NULL, "no reader can start with this "
		    "configuration; ending");
		stop(d);
		on_grace(&d->grace);
		return;
	}
	if (pool_ready(d->pool) == 0)
		return;
	(void)uv_timer_stop(timer);
	d->was_ready = true;
	log_line(LOG_NOTICE, NULL, "ready: %u reader%s, inbox %s",
	    pool_readers(d->pool), plural(pool_readers(d->pool)),
	    d->conf.inbox);
	notify_ready(d);
}

static void
init_handles(struct daemon *d)
{
	uv_timer_t *const timers[] = { &d->grace, &d->next_look, &d->due,
	    &d->ready, &d->check_late, &d->watchdog };
	uv_signal_t *const signals[] = { &d->on_term, &d->on_int, &d->on_hup };

	for (size_t i = 0; i < sizeof(timers) / sizeof(timers[0]); i++) {
		(void)uv_timer_init(&d->loop, timers[i]);
		timers[i]->data = d;
	}
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		(void)uv_signal_init(&d->loop, signals[i]);
		signals[i]->data = d;
	}
}

static int
start(struct daemon *d)
{
	uint64_t alive = notify_alive_ms();
	int r;

	if ((r = uv_signal_start(&d->on_term, on_stop, SIGTERM)) < 0 ||
	    (r = uv_signal_start(&d->on_int, on_stop, SIGINT)) < 0 ||
	    (r = uv_signal_start(&d->on_hup, on_hangup, SIGHUP)) < 0 ||
	    (r = readers_start(d)) != 0 ||
	    (r = intake_start(d)) < 0 ||
	    (r = uv_timer_start(&d->ready, on_ready, READY_LOOK_MS,
	    READY_LOOK_MS)) < 0 ||
	    (alive > 0 && (r = uv_timer_start(&d->watchdog, on_watchdog,
	    alive, alive)) < 0)) {
		if (r > 0)		/* it is said already */
			return r;
		if (r == -ECANCELED) {
			log_line(LOG_NOTICE, NULL, "stopping before the start");
			close_all(d);
			return EX_OK;
		}
		log_line(LOG_ERR, &(struct log_about){ .error = r },
		    "cannot start: %s", strerror(-r));
		return EX_OSERR;
	}
	desk_open(d);
	return EX_OK;
}

int
daemon_run(struct daemon *d)
{
	int status;

	/* What systemd lets us do (leases) is not the readers' to inherit. */
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	/*
	 * None of these is to end us: a lease that somebody breaks, a reader
	 * that is gone, a file that may not grow.
	 */
	(void)signal(SIGIO, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)umask(0);			/* modes are the configuration's */
	d->frozen = d->next_frozen = -1;
	if ((status = open_rooms(d)) != EX_OK)
		return status;
	if ((status = give_group(d)) != EX_OK ||
	    (status = open_ledger(d)) != EX_OK)
		goto out;
	if (uv_loop_init(&d->loop) < 0) {
		status = EX_OSERR;
		goto out;
	}
	d->in_hand_max = HAND_PER_READER * command_readers(&d->conf);
	init_handles(d);
	status = start(d);
	if (status != EX_OK)
		close_all(d);
	(void)uv_run(&d->loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&d->loop) < 0)
		log_line(LOG_ERR, NULL, "the loop ends with open handles");
	log_line(LOG_NOTICE, NULL, "stopped");
	if (d->start_status != 0)
		status = d->start_status;
out:
	readers_free(d);
	inbox_free(d->inbox);
	free(d->left);
	book_close(d);
	spool_close(&d->spool);
	return status;
}
