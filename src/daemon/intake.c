#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/desk.h"
#include "daemon/intake.h"
#include "daemon/notify.h"
#include "daemon/scan.h"

#define KNOWN_MAX	1024	/* files on their way; about 256 KiB */
#define WAITING_MAX	64	/* in hand, waiting out a fault */
#define REST_MIN_MS	100	/* between two looks */
#define REST_TIMES	10	/* a look may take a tenth of one thread */
#define SILENT_MS	3000	/* rescan where the system tells nothing */

static void
on_folder(void *data, int fd, const char *path)
{
	struct daemon *d = data;
	int r = watch_folder(&d->watch, fd);

	(void)path;
	if (d->look_blind == 0)
		d->look_blind = r;
}

/* A room without space to finish what it would be asked to hold, or -1. */
static int
low_room(const struct daemon *d)
{
	static const enum spool_room rooms[] = {
		SPOOL_WORK, SPOOL_OUT, SPOOL_DONE
	};

	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
		if (spool_free_bytes(&d->spool, rooms[i]) <
		    d->look_floor_bytes)
			return (int)rooms[i];
	return -1;
}

/* A room that has gone, such as a share that is not mounted, or -1. */
static int
away_room(const struct daemon *d)
{
	static const enum spool_room rooms[] = {
		SPOOL_OUT, SPOOL_DONE, SPOOL_FAILED
	};

	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++)
		if (spool_check(&d->spool, rooms[i]) < 0)
			return (int)rooms[i];
	return -1;
}

static void
do_look(uv_work_t *work)
{
	struct daemon *d = work->data;

	d->look_away = away_room(d);
	d->look_result = spool_check(&d->spool, SPOOL_INBOX);
	if (d->look_result < 0)
		return;
	d->look_blind = 0;
	d->look_result = inbox_look(d->inbox, d->spool.room[SPOOL_INBOX],
	    d->look_began_ms, d->look_settle_ms, d->look_hint, on_folder, d);
	d->look_low = low_room(d);
	/* A share exported or mounted for reading only, or a unit's wall. */
	d->look_shut = faccessat(d->spool.room[SPOOL_INBOX], ".", W_OK | X_OK,
	    AT_EACCESS) == -1 ? -errno : 0;
}

/* Facts that last are told when they come and when they go. */
static bool
is_news(int *told, int now)
{
	bool news = *told != now;

	*told = now;
	return news;
}

static void
tell_inbox(struct daemon *d)
{
	struct log_about a = { .error = d->look_result };

	if (is_news(&d->look_error, d->look_result)) {
		if (d->look_error < 0)
			log_line(LOG_ERR, &a, "cannot look through the inbox "
			    "%s: %s; trying again", d->conf.inbox,
			    strerror(-d->look_error));
		else
			log_line(LOG_NOTICE, NULL,
			    "the inbox can be read again");
	}
	a.error = d->look_shut;
	if (is_news(&d->shut, d->look_shut)) {
		if (d->shut < 0)
			log_line(LOG_WARNING, &a, "inbox %s cannot be written: "
			    "%s; no scan can be taken out of it (under systemd, "
			    "ReadWritePaths= in a drop-in opens it up)",
			    d->conf.inbox, strerror(-d->shut));
		else
			log_line(LOG_NOTICE, NULL,
			    "the inbox can be written again");
	}
	a.error = d->look_blind;
	if (is_news(&d->blind, d->look_blind)) {
		if (d->blind < 0)
			log_line(LOG_WARNING, &a, "not all of the inbox can be "
			    "watched: %s; it is looked at every rescan instead",
			    strerror(-d->blind));
		else
			log_line(LOG_NOTICE, NULL,
			    "all of the inbox is watched again");
	}
}

static void
tell_rooms(struct daemon *d)
{
	if (is_news(&d->away_room, d->look_away)) {
		if (d->away_room >= 0)
			log_line(LOG_ERR, NULL, "%s is not where it was: no "
			    "scan is taken until it is back",
			    spool_room_name((enum spool_room)d->away_room));
		else
			log_line(LOG_NOTICE, NULL,
			    "all rooms are there again");
	}
	if (is_news(&d->low_room, d->look_low)) {
		if (d->low_room >= 0)
			log_line(LOG_ERR, NULL, "%s is nearly full: no scan is "
			    "taken until there is more than min_free",
			    spool_room_name((enum spool_room)d->low_room));
		else
			log_line(LOG_NOTICE, NULL,
			    "there is room again: scans are taken");
	}
}

static void
on_due(uv_timer_t *timer)
{
	intake_look(timer->data, false);
}

/* Come back when the next file may have settled. */
static void
arm(struct daemon *d, uint64_t now)
{
	uint64_t due = inbox_due_ms(d->inbox);

	if (due == UINT64_MAX)
		(void)uv_timer_stop(&d->due);
	else
		(void)uv_timer_start(&d->due, on_due,
		    due > now ? due - now : 0, 0);
}

static void
after_look(uv_work_t *work, int status)
{
	struct daemon *d = work->data;
	uint64_t now = clock_ms(), rest;

	(void)status;
	d->looking = false;
	rest = (now - d->look_began_ms) * REST_TIMES;
	d->look_free_ms = now + (rest < REST_MIN_MS ? REST_MIN_MS : rest);
	if (d->stopping)
		return;
	tell_inbox(d);
	tell_rooms(d);
	desk_open_again(d);
	intake_fill(d);
	arm(d, now);
	notify_status(d);
	if (d->look_again)
		intake_look(d, d->hint_again);
}

static void
on_next_look(uv_timer_t *timer)
{
	struct daemon *d = timer->data;

	intake_look(d, d->hint_again);
}

void
intake_look(struct daemon *d, bool hint)
{
	uint64_t now = clock_ms();

	if (d->stopping)
		return;
	/* A request meanwhile is remembered, not nested. */
	d->hint_again = d->hint_again || hint;
	d->look_again = d->looking;
	if (d->looking || uv_is_active((uv_handle_t *)&d->next_look))
		return;
	if (now < d->look_free_ms) {
		(void)uv_timer_start(&d->next_look, on_next_look,
		    d->look_free_ms - now, 0);
		return;
	}
	d->look_hint = d->hint_again;
	d->hint_again = false;
	d->look_began_ms = now;
	d->look_settle_ms = d->conf.settle_ms;
	d->look_floor_bytes = d->conf.free_bytes;
	d->looking = uv_queue_work(&d->loop, &d->look, do_look,
	    after_look) == 0;
}

/* One scan more in hand; false where there is none, or no memory for it. */
static bool
take_one(struct daemon *d)
{
	struct settle_id id;
	const char *path;
	int r;

	if (d->paused)
		return false;
	if (d->next_left < d->lefts) {
		r = scan_resume(d, &d->left[d->next_left]);
		if (r == 0 && ++d->next_left == d->lefts) {
			free(d->left);
			d->left = NULL;
			d->lefts = d->next_left = 0;
		}
		return r == 0;
	}
	if (d->low_room >= 0 || d->away_room >= 0 ||
	    inbox_next(d->inbox, &path, &id) < 0)
		return false;
	r = scan_take(d, path, &id);
	if (r < 0)
		(void)inbox_refused(d->inbox, path, 0, clock_ms(),
		    d->conf.settle_ms);
	return r == 0;
}

void
intake_fill(struct daemon *d)
{
	struct inbox_counts n;

	if (d->stopping)
		return;
	/* What waits out a fault does not keep the others from being read. */
	while (scan_active(d) < d->in_hand_max &&
	    d->in_hand < d->in_hand_max + WAITING_MAX && take_one(d))
		;
	n = inbox_counts(d->inbox);
	if (n.ready == 0 && n.crowded && !d->looking)
		intake_look(d, false);
}

static void
on_watch(void *data, bool hint)
{
	intake_look(data, hint);
}

/* How often to look where nothing calls for it. */
static uint64_t
rescan_ms(const struct daemon *d)
{
	if (spool_room_silent(&d->spool, SPOOL_INBOX) &&
	    d->conf.rescan_ms > SILENT_MS)
		return SILENT_MS;
	return d->conf.rescan_ms;
}

int
intake_start(struct daemon *d)
{
	int r;

	d->look.data = d->due.data = d->next_look.data = d;
	d->low_room = d->look_low = d->away_room = -1;
	if (spool_room_silent(&d->spool, SPOOL_INBOX))
		log_line(LOG_NOTICE, NULL, "the inbox is on a network file "
		    "system, which tells of no changes; it is looked at every "
		    "%" PRIu64 " ms", rescan_ms(d));
	if ((r = inbox_new(KNOWN_MAX, &d->inbox)) < 0 ||
	    (r = spool_jobs(&d->spool, &d->left, &d->lefts)) < 0)
		return r;
	watch_init(&d->watch, &d->loop, on_watch, d);
	if ((r = watch_start(&d->watch, rescan_ms(d))) < 0)
		return r;
	if (d->lefts > 0)
		log_line(LOG_NOTICE, NULL, "%zu scan%s in work from before; "
		    "going on", d->lefts, d->lefts == 1 ? " lies" : "s lie");
	intake_fill(d);
	return 0;
}

void
intake_reloaded(struct daemon *d)
{
	(void)watch_start(&d->watch, rescan_ms(d));
}

void
intake_stop(struct daemon *d)
{
	(void)uv_timer_stop(&d->due);
	(void)uv_timer_stop(&d->next_look);
}
