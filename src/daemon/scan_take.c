#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/scan.h"
#include "daemon/steps.h"

/* What the sysadmin can do about a file that cannot be taken. */
static const char *
remedy(int r)
{
	if (r == -EROFS)
		return " (under systemd, ReadWritePaths= in a drop-in opens "
		    "the inbox up)";
	if (r == -EACCES || r == -EPERM)
		return " (the daemon must be able to read the file and to "
		    "remove it from its folder)";
	return "";
}

static void
refused(struct scan *s, int r)
{
	struct daemon *d = s->daemon;
	struct log_about a = scan_about(s);

	a.error = r;
	if (r == -ENOENT)
		inbox_forget(d->inbox, s->job.path);
	else if (inbox_refused(d->inbox, s->job.path, r == -EAGAIN ||
	    r == -EINVAL ? 0 : r, clock_ms(), d->conf.settle_ms))
		log_line(LOG_WARNING, &a, "cannot be taken: %s; stays in the "
		    "inbox and is tried again%s", strerror(-r), remedy(r));
	scan_let_go(s);
}

/*
 * Must `s` wait for `o`?  One that is being taken cannot be compared yet: its
 * hash belongs to another thread.  After a crash all are taken before any goes
 * on, so that of several with the same content the one that has pages goes
 * first.
 */
static bool
goes_before(const struct scan *o, const struct scan *s)
{
	if (o->step == STEP_TAKE && o->working)
		return o->resumed && s->resumed && o->tries == 0;
	if (strcmp(o->sha256, s->sha256) != 0)
		return false;
	return o->step > STEP_TAKE ||
	    (o->twin && o->kept_pages > 0 && s->kept_pages == 0);
}

static bool
must_wait(const struct scan *s)
{
	for (const struct scan *o = s->daemon->scans; o != NULL; o = o->next)
		if (o != s && goes_before(o, s))
			return true;
	return false;
}

void
scan_decide(struct scan *s)
{
	if (s->verdict != VERDICT_OK)
		scan_begin(s, STEP_FAIL);
	else if (s->named)
		scan_begin(s, STEP_FINISH);
	else if (s->daemon->given_up)
		scan_stand_down(s);
	else if (must_wait(s))
		s->twin = true;
	else
		scan_begin(s, STEP_ASK);
}

void
scan_after_ask(struct scan *s, int r)
{
	if (s->daemon->given_up)
		scan_stand_down(s);
	else if (r < 0)
		scan_wait_out(s, r);
	else if (s->like.kept[0] != '\0')
		scan_begin(s, STEP_COMPARE);
	else if (s->seen.name[0] != '\0')
		scan_begin(s, STEP_LINK);
	else
		scan_begin(s, STEP_READ);
}

static void
taken(struct scan *s, int r)
{
	const struct log_about a = scan_about(s);

	if (!s->claimed) {
		refused(s, r);
		return;
	}
	if (r == -EAGAIN && !s->resumed) {
		log_line(LOG_INFO, &a, "still being written; put back");
		scan_begin(s, STEP_PUT_BACK);
		return;
	}
	/* It has left the inbox, whatever comes: its name may come again. */
	if (!s->resumed && s->tries == 0)
		inbox_forget(s->daemon->inbox, s->job.path);
	if (r < 0) {
		if (!scan_vanished(s, r))
			scan_wait_out(s, r);
		return;
	}
	log_line(LOG_DEBUG, &a, s->resumed ? "found in work; going on" :
	    "taken");
	scan_decide(s);
}

void
scan_after_take(struct scan *s, int r)
{
	struct daemon *d = s->daemon;
	bool resumed = s->resumed;

	taken(s, r);
	if (resumed)
		scan_wake_twins(d);	/* one may have waited for its hash */
}

void
scan_after_compare(struct scan *s, int r)
{
	bool same = strcmp(s->like.sha256, s->sha256) == 0 &&
	    s->like.record.name[0] != '\0';

	(void)r;
	if (same)
		s->seen = s->like.record;
	if (s->daemon->given_up)
		scan_stand_down(s);
	else if (same)		/* even where it could not be noted */
		scan_begin(s, STEP_LINK);
	else
		scan_begin(s, STEP_ASK);
}
