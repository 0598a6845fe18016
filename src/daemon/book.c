#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/book.h"
#include "daemon/daemon.h"
#include "daemon/notify.h"
#include "daemon/steps.h"
#include "spool/walk.h"

#define WAIT_MS		15000	/* for one that fails; then on without it */
#define TRY_MS		500	/* between two tries to catch up */
#define FILES_AT_ONCE	1000	/* found, that take seconds at most */

/* ---- Failing and catching up ---- */

/* 0 or the fault, which is kept for the loop to tell. */
static int
kept(struct book *b, int r)
{
	if (r == 0 || r == -ENOENT)
		return r;
	if (b->error == 0)
		b->failed_ms = clock_ms();
	b->error = r;
	(void)snprintf(b->why, sizeof(b->why), "%s",
	    ledger_message(b->ledger));
	ledger_missed(b->ledger, true);
	return r;
}

struct finding {
	struct ledger	*ledger;
	uint64_t	 files;
};

static int
on_kept(void *data, const char *path, const struct stat *st)
{
	struct finding *f = data;

	if (++f->files % FILES_AT_ONCE == 0)
		notify_starting();
	return ledger_found(f->ledger, path, (uint64_t)st->st_size,
	    (int64_t)st->st_mtim.tv_sec * 1000);
}

/* What lies in done/ was read once: so much any ledger can know. */
static int
look_through_done(struct daemon *d)
{
	struct finding f = { d->book.ledger, 0 };
	const struct walk_events events = { NULL, on_kept, &f };
	int r = ledger_begin(f.ledger);

	if (r < 0)
		return r;
	return ledger_end(f.ledger, walk(d->spool.room[SPOOL_DONE], &events));
}

static bool
in_work(void *data, const char *job)
{
	const struct daemon *d = data;

	return faccessat(d->spool.room[SPOOL_WORK], job, F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
}

/* It may have missed some: the rooms know. */
static int
catch_up(struct daemon *d)
{
	struct book *b = &d->book;
	int r;

	b->tried_ms = clock_ms();
	r = ledger_prune(b->ledger, in_work, d);
	if (r == 0)
		r = look_through_done(d);
	if (r < 0)
		return kept(b, r);
	b->error = 0;
	ledger_missed(b->ledger, false);
	return 0;
}

/* The book, to be locked until `leave`; 0, or the fault that lasts. */
static int
enter(struct daemon *d)
{
	struct book *b = &d->book;

	uv_mutex_lock(&b->lock);
	if (b->error < 0 && clock_ms() - b->tried_ms >= TRY_MS)
		(void)catch_up(d);
	return b->error;
}

static void
leave(struct daemon *d)
{
	uv_mutex_unlock(&d->book.lock);
}

/* ---- On the loop ---- */

void
book_tell(struct daemon *d)
{
	struct book *b = &d->book;
	char why[sizeof(b->why)];
	int error;

	/* Held, it is by a step, behind which this is called again. */
	if (uv_mutex_trylock(&b->lock) != 0)
		return;
	error = b->error;
	memcpy(why, b->why, sizeof(why));
	uv_mutex_unlock(&b->lock);
	if (error == b->told)
		return;
	b->told = error;
	if (error < 0)
		log_line(LOG_WARNING, &(struct log_about){ .error = error },
		    "the ledger fails: %s (%s); going on without it",
		    strerror(-error), why);
	else
		log_line(LOG_NOTICE, NULL, "the ledger works again");
}

int
book_open(struct daemon *d)
{
	enum ledger_past past;
	int r;

	if ((r = uv_mutex_init(&d->book.lock)) < 0)
		return r;
	r = ledger_open(d->conf.state, &d->book.ledger, &past);
	if (r < 0) {
		log_line(LOG_ERR, &(struct log_about){ .error = r },
		    "cannot open the ledger in %s: %s", d->conf.state,
		    r == -EPROTO ? "it was made by a newer greffier" :
		    strerror(-r));
		uv_mutex_destroy(&d->book.lock);
		return r;
	}
	if (past == LEDGER_NEW)
		log_line(LOG_NOTICE, NULL, "a new ledger begins in %s",
		    d->conf.state);
	if (past != LEDGER_WHOLE && catch_up(d) < 0)
		book_tell(d);
	return 0;
}

void
book_close(struct daemon *d)
{
	if (d->book.ledger == NULL)
		return;
	ledger_close(d->book.ledger);
	uv_mutex_destroy(&d->book.lock);
}

/* ---- On a step's thread ---- */

static struct ledger_scan
ledger_scan(const struct scan *s)
{
	return (struct ledger_scan){ s->job.id, s->job.path, s->sha256,
	    s->bytes, clock_wall_ms() };
}

int
book_ask(struct scan *s)
{
	const struct ledger_scan scan = ledger_scan(s);
	struct book *b = &s->daemon->book;
	int r = enter(s->daemon);

	s->like.kept[0] = s->seen.name[0] = '\0';
	if (r == 0 && !s->noted)
		r = kept(b, ledger_taken(b->ledger, &scan));
	s->noted = r == 0;
	/*
	 * One that cannot be written may be read all the same; what was
	 * compared and could not be noted comes again.
	 */
	if (kept(b, ledger_unread(b->ledger, s->bytes, &s->like.row,
	    s->like.kept)) != 0 || s->like.row == s->like.compared) {
		s->like.kept[0] = '\0';
		(void)kept(b, ledger_seen(b->ledger, s->sha256, &s->seen));
	}
	r = b->error < 0 && clock_ms() - b->failed_ms < WAIT_MS ? b->error : 0;
	leave(s->daemon);
	return r;
}

void
book_like_read(const struct scan *s)
{
	bool found = s->like.record.name[0] != '\0';
	struct book *b = &s->daemon->book;

	if (enter(s->daemon) == 0)
		(void)kept(b, ledger_read(b->ledger, s->like.row,
		    s->like.sha256, found ? s->like.record.name : NULL,
		    found ? s->like.record.sha256 : NULL));
	leave(s->daemon);
}

static void
note_end(const struct scan *s, enum spool_room room, bool has_record)
{
	const struct ledger_scan scan = ledger_scan(s);
	const struct ledger_end end = {
		.room = spool_room_name(room),
		.verdict = verdict_name(s->verdict),
		.kept = s->kept,
		.record = has_record ? s->record.name : NULL,
		.record_sha256 = has_record && s->record.sha256[0] != '\0' ?
		    s->record.sha256 : NULL,
		.pages = s->pages,
		.lost = s->lost,
		.wall_ms = clock_wall_ms(),
	};
	struct book *b = &s->daemon->book;

	if (enter(s->daemon) == 0)
		(void)kept(b, ledger_ended(b->ledger, &scan, &end));
	leave(s->daemon);
}

void
book_done(const struct scan *s)
{
	note_end(s, SPOOL_DONE, true);
}

void
book_failed(const struct scan *s)
{
	note_end(s, SPOOL_FAILED, false);
}

void
book_put_back(const struct scan *s)
{
	struct book *b = &s->daemon->book;

	if (enter(s->daemon) == 0)
		(void)kept(b, ledger_put_back(b->ledger, s->job.id));
	leave(s->daemon);
}
