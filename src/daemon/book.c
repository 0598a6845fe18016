#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/book.h"
#include "daemon/daemon.h"
#include "daemon/steps.h"
#include "spool/walk.h"

#define WAIT_MS	15000	/* for a ledger that fails; then on without it */

static void	catch_up(struct daemon *d);

/* Tell a fault when it comes and when it goes, not each time. */
static void
told(struct daemon *d, int r)
{
	if (r == 0 && d->ledger_error < 0)
		catch_up(d);
	if (r == 0 || r == d->ledger_error)
		return;
	log_line(LOG_WARNING, &(struct log_about){ .error = r },
	    "the ledger fails: %s (%s); going on without it", strerror(-r),
	    ledger_message(d->ledger));
	if (d->ledger_error == 0)
		d->ledger_failed_ms = clock_ms();
	d->ledger_error = r;
	ledger_missed(d->ledger, true);
}

/* That it can be read does not show that it can be written again. */
static void
told_read(struct daemon *d, int r)
{
	if (r < 0 && r != -ENOENT)
		told(d, r);
}

static int
on_kept(void *data, const char *path, const struct stat *st)
{
	return ledger_found(data, path, (uint64_t)st->st_size,
	    (int64_t)st->st_mtim.tv_sec * 1000);
}

/* What lies in done/ was read once: so much any ledger can know. */
static int
look_through_done(struct daemon *d)
{
	const struct walk_events events = { NULL, on_kept, d->ledger };
	int r, end;

	if ((r = ledger_begin(d->ledger)) < 0)
		return r;
	r = walk(d->spool.room[SPOOL_DONE], &events);
	end = ledger_commit(d->ledger);
	return r < 0 ? r : end;
}

static bool
in_work(void *data, const char *job)
{
	const struct daemon *d = data;

	return faccessat(d->spool.room[SPOOL_WORK], job, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
}

/* It may have missed some: the rooms know. */
static void
catch_up(struct daemon *d)
{
	int r = ledger_prune(d->ledger, in_work, d);

	if (r == 0)
		r = look_through_done(d);
	if (r < 0) {
		told(d, r);
		return;
	}
	if (d->ledger_error < 0)
		log_line(LOG_NOTICE, NULL, "the ledger works again");
	d->ledger_error = 0;
	ledger_missed(d->ledger, false);
}

bool
book_worth_waiting(struct daemon *d)
{
	if (d->ledger_error < 0)
		catch_up(d);
	return d->ledger_error < 0 &&
	    clock_ms() - d->ledger_failed_ms < WAIT_MS;
}

int
book_open(struct daemon *d)
{
	enum ledger_past past;
	int r;

	r = ledger_open(d->conf.state, &d->ledger, &past);
	if (r < 0) {
		log_line(LOG_ERR, &(struct log_about){ .error = r },
		    "cannot open the ledger in %s: %s", d->conf.state,
		    r == -EPROTO ? "it was made by a newer greffier" :
		    strerror(-r));
		return r;
	}
	if (past == LEDGER_NEW)
		log_line(LOG_NOTICE, NULL, "a new ledger begins in %s",
		    d->conf.state);
	if (past != LEDGER_WHOLE)
		catch_up(d);
	return 0;
}

static struct ledger_scan
ledger_scan(const struct scan *s)
{
	return (struct ledger_scan){ s->job.id, s->job.path, s->sha256,
	    s->bytes, clock_wall_ms() };
}

void
book_taken(const struct scan *s)
{
	const struct ledger_scan scan = ledger_scan(s);

	told(s->daemon, ledger_taken(s->daemon->ledger, &scan));
}

void
book_ended(const struct scan *s, bool done)
{
	const struct ledger_scan scan = ledger_scan(s);
	const struct ledger_end end = {
		.room = spool_room_name(done ? SPOOL_DONE : SPOOL_FAILED),
		.verdict = verdict_name(s->verdict),
		.kept = s->kept,
		.record = done ? s->record.name : NULL,
		.record_sha256 = done && s->record.sha256[0] != '\0' ?
		    s->record.sha256 : NULL,
		.pages = s->pages,
		.lost = s->lost,
		.wall_ms = clock_wall_ms(),
	};

	told(s->daemon, ledger_ended(s->daemon->ledger, &scan, &end));
}

void
book_put_back(const struct scan *s)
{
	told(s->daemon, ledger_put_back(s->daemon->ledger, s->job.id));
}

bool
book_like(struct scan *s)
{
	int r = ledger_unread(s->daemon->ledger, s->bytes, &s->like.row,
	    s->like.kept);

	told_read(s->daemon, r);
	return r == 0;
}

void
book_like_read(const struct scan *s)
{
	bool found = s->like.record.name[0] != '\0';

	told(s->daemon, ledger_read(s->daemon->ledger, s->like.row,
	    s->like.sha256, found ? s->like.record.name : NULL,
	    found ? s->like.record.sha256 : NULL));
}

bool
book_seen(struct scan *s)
{
	int r = ledger_seen(s->daemon->ledger, s->sha256, &s->seen);

	told_read(s->daemon, r);
	return r == 0;
}
