#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/book.h"
#include "daemon/daemon.h"
#include "daemon/scan.h"
#include "daemon/steps.h"
#include "pool/reading.h"

#define AGAIN_MIN_MS	UINT64_C(1000)
#define AGAIN_MAX_MS	UINT64_C(300000)

/* `work` on another thread and then `after`, on the loop. */
static const struct {
	const char	*what;		/* for the log: "cannot ..." */
	int		(*work)(struct scan *s);
	void		(*after)(struct scan *s, int r);
} steps[STEPS] = {
	[STEP_TAKE] = { "take it", steps_take, scan_after_take },
	[STEP_ASK] = { "ask the ledger", steps_ask, scan_after_ask },
	[STEP_COMPARE] = { "compare it", steps_compare, scan_after_compare },
	[STEP_LINK] = { "link its record", steps_link, scan_after_link },
	[STEP_READ] = { "read it", scan_begin_reading,
	    scan_after_begin_reading },
	[STEP_PUT] = { "put its record", steps_put, scan_after_put },
	[STEP_FINISH] = { "put it away", steps_finish, scan_after_finish },
	[STEP_FAIL] = { "set it aside", steps_fail, scan_after_fail },
	[STEP_PUT_BACK] = { "put it back", steps_put_back,
	    scan_after_put_back },
};

struct log_about
scan_about(const struct scan *s)
{
	return (struct log_about){ .file = s->job.path,
	    .job = s->job.id[0] == '\0' ? NULL : s->job.id };
}

const char *
scan_doing(const struct scan *s)
{
	return steps[s->step].what != NULL ? steps[s->step].what : "";
}

static void
on_timer_closed(uv_handle_t *handle)
{
	struct scan *s = handle->data;
	struct daemon *d = s->daemon;

	buf_free(&s->text);
	free(s);
	daemon_scan_gone(d);
}

/* Out of our hands.  A sync under way still needs the descriptor. */
void
scan_let_go(struct scan *s)
{
	struct scan **at = &s->daemon->scans;

	s->step = STEP_NONE;
	if (s->syncing)
		return;
	reading_free(s->reading);
	s->reading = NULL;
	if (s->fd != -1)
		(void)close(s->fd);
	if (s->journal != -1)
		(void)close(s->journal);
	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	s->daemon->in_hand--;
	uv_close((uv_handle_t *)&s->again, on_timer_closed);
}

void
scan_stand_down(struct scan *s)
{
	const struct log_about a = scan_about(s);

	if (s->named || s->kept_pages > 0) {
		log_line(LOG_NOTICE, &a, "not finished; stays in work with %"
		    PRIu32 " pages read, for the next start", s->kept_pages);
		scan_let_go(s);
		return;
	}
	scan_begin(s, STEP_PUT_BACK);
}

/* ---- Faults of the machine ---- */

static void
on_again(uv_timer_t *timer)
{
	struct scan *s = timer->data;

	scan_begin(s, s->step);
}

void
scan_wait_out(struct scan *s, int r)
{
	struct log_about a = scan_about(s);
	uint64_t delay = AGAIN_MIN_MS << (s->tries < 16 ? s->tries : 16);

	a.error = r;
	if (s->daemon->given_up) {
		log_line(LOG_WARNING, &a, "cannot %s: %s; stays in work for "
		    "the next start", steps[s->step].what, strerror(-r));
		scan_let_go(s);
		return;
	}
	if (delay > AGAIN_MAX_MS)
		delay = AGAIN_MAX_MS;
	s->tries++;
	s->fault = r;
	log_line(LOG_WARNING, &a, "cannot %s: %s; trying again in %" PRIu64
	    " s", steps[s->step].what, strerror(-r), delay / 1000);
	s->waiting = true;
	(void)uv_timer_start(&s->again, on_again, delay, 0);
}

/* ---- Steps ---- */

static void
do_work(uv_work_t *work)
{
	struct scan *s = work->data;

	s->result = steps[s->step].work(s);
}

static void
after_work(uv_work_t *work, int status)
{
	struct scan *s = work->data;

	(void)status;			/* never cancelled */
	s->working = false;
	book_tell(s->daemon);
	steps[s->step].after(s, s->result);
}

void
scan_begin(struct scan *s, enum scan_step step)
{
	int r;

	if (s->step != step)
		s->tries = 0;
	s->step = step;
	s->twin = s->waiting = false;
	s->working = true;
	r = uv_queue_work(&s->daemon->loop, &s->work, do_work, after_work);
	if (r < 0) {
		s->working = false;
		scan_wait_out(s, r);
	}
}

bool
scan_vanished(struct scan *s, int r)
{
	const struct log_about a = scan_about(s);

	if (r != -ENOENT)
		return false;
	log_line(LOG_ERR, &a, "has vanished from work; nothing more can be "
	    "done for it");
	scan_let_go(s);
	return true;
}

/* ---- from outside ---- */

static struct scan *
scan_new(struct daemon *d)
{
	struct scan *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->daemon = d;
	s->fd = s->journal = -1;
	s->taken_ms = clock_ms();
	s->work.data = s->sync.data = s->again.data = s;
	(void)uv_timer_init(&d->loop, &s->again);
	s->next = d->scans;
	d->scans = s;
	d->in_hand++;
	return s;
}

int
scan_take(struct daemon *d, const char *path, const struct settle_id *id)
{
	struct scan *s = scan_new(d);

	if (s == NULL)
		return -ENOMEM;
	s->number = daemon_number(d);
	(void)snprintf(s->job.path, sizeof(s->job.path), "%s", path);
	s->settled = *id;
	scan_begin(s, STEP_TAKE);
	return 0;
}

int
scan_resume(struct daemon *d, const struct spool_job *job)
{
	struct scan *s = scan_new(d);

	if (s == NULL)
		return -ENOMEM;
	s->job = *job;
	s->claimed = s->resumed = true;
	scan_begin(s, STEP_TAKE);
	return 0;
}

size_t
scan_active(const struct daemon *d)
{
	size_t n = 0;

	for (const struct scan *s = d->scans; s != NULL; s = s->next)
		n += !s->twin && !s->waiting;
	return n;
}

void
scan_wake_twins(struct daemon *d)
{
	struct scan *s, *next;

	for (s = d->scans; s != NULL; s = next) {
		next = s->next;
		if (s->twin)
			scan_decide(s);
	}
}

void
scan_give_up_all(struct daemon *d)
{
	struct scan *s, *next;

	for (s = d->scans; s != NULL; s = next) {
		next = s->next;
		if (s->working || s->step == STEP_NONE)
			continue;	/* sees it when its step is done */
		(void)uv_timer_stop(&s->again);
		reading_free(s->reading);
		s->reading = NULL;
		scan_stand_down(s);
	}
}
