#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/plural.h"
#include "daemon/daemon.h"
#include "daemon/steps.h"

/*
 * Somebody went on writing to a file that the system did not show to be open:
 * what was read is void, and it goes back to settle.  True where that was the
 * error.
 */
static bool
was_rewritten(struct scan *s)
{
	const struct log_about a = scan_about(s);

	if (!s->rewritten)
		return false;
	log_line(LOG_NOTICE, &a, "was written to while it was read; put back");
	s->rewritten = false;
	s->verdict = VERDICT_OK;
	s->kept_pages = 0;
	buf_clear(&s->text);
	(void)journal_clear(s->journal);
	scan_begin(s, STEP_PUT_BACK);
	return true;
}

void
scan_after_link(struct scan *s, int r)
{
	if (r < 0 && was_rewritten(s)) {
		return;
	} else if (r == -ENOENT) {		/* its record was taken away */
		s->seen.name[0] = '\0';
		if (s->daemon->given_up)
			scan_stand_down(s);
		else
			scan_begin(s, STEP_READ);
	} else if (r < 0) {
		scan_wait_out(s, r);
	} else {
		scan_after_put(s, 0);
	}
}

void
scan_after_put(struct scan *s, int r)
{
	if (r < 0) {
		if (!was_rewritten(s))
			scan_wait_out(s, r);
		return;
	}
	s->named = true;
	buf_free(&s->text);
	scan_begin(s, STEP_FINISH);
}

void
scan_after_finish(struct scan *s, int r)
{
	struct log_about a = scan_about(s);

	a.record = s->record.name;
	a.verdict = verdict_name(s->verdict);
	if (r < 0) {
		if (!scan_vanished(s, r))
			scan_wait_out(s, r);
		return;
	}
	s->daemon->done++;
	if (s->seen.name[0] != '\0')
		log_line(LOG_INFO, &a, "same content as before; record %s, "
		    "original in done as %s", s->record.name, s->kept);
	else
		log_line(LOG_INFO, &a, "read: %" PRIu32 " page%s, %" PRIu32
		    " of them lost, %.1f s; record %s, original in done as %s",
		    s->pages, plural(s->pages), s->lost,
		    (double)(clock_ms() - s->taken_ms) / 1000,
		    s->record.name, s->kept);
	scan_let_go(s);
}

void
scan_after_fail(struct scan *s, int r)
{
	struct log_about a = scan_about(s);

	a.verdict = verdict_name(s->verdict);
	if (r < 0) {
		if (!was_rewritten(s) && !scan_vanished(s, r))
			scan_wait_out(s, r);
		return;
	}
	s->daemon->failed++;
	log_line(LOG_WARNING, &a, "cannot be read: %s%s%s; set aside in "
	    "failed as %s", a.verdict, s->said[0] == '\0' ? "" : ", ",
	    s->said, s->kept);
	scan_let_go(s);
}

void
scan_after_put_back(struct scan *s, int r)
{
	struct daemon *d = s->daemon;
	struct log_about a = scan_about(s);

	a.error = r;
	if (r == -ENOENT)
		inbox_forget(d->inbox, s->job.path);
	if (r < 0 && !d->given_up) {
		if (!scan_vanished(s, r))
			scan_wait_out(s, r);
		return;
	}
	if (r < 0) {
		log_line(LOG_WARNING, &a, "cannot be put back: %s; stays in "
		    "work for the next start", strerror(-r));
		inbox_forget(d->inbox, s->job.path);
		scan_let_go(s);
		return;
	}
	(void)inbox_refused(d->inbox, s->job.path, 0, clock_ms(),
	    d->conf.settle_ms);
	log_line(LOG_INFO, &a, "put back into the inbox");
	scan_let_go(s);
}
