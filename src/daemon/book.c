#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/book.h"
#include "daemon/daemon.h"
#include "daemon/steps.h"

/* Tell a fault when it comes and when it goes, not each time. */
static void
told(struct daemon *d, int r)
{
	if (r == d->ledger_error)
		return;
	if (r < 0)
		log_line(LOG_WARNING, &(struct log_about){ .error = r },
		    "the ledger fails: %s (%s); going on without it",
		    strerror(-r), ledger_message(d->ledger));
	else
		log_line(LOG_NOTICE, NULL, "the ledger works again");
	d->ledger_error = r;
}

int
book_open(struct daemon *d)
{
	bool fresh;
	int r;

	r = ledger_open(d->conf.state, &d->ledger, &fresh);
	if (r < 0) {
		log_line(LOG_ERR, &(struct log_about){ .error = r },
		    "cannot open the ledger in %s: %s", d->conf.state,
		    r == -EPROTO ? "it was made by a newer greffier" :
		    strerror(-r));
		return r;
	}
	if (fresh)
		log_line(LOG_NOTICE, NULL, "a new ledger begins in %s",
		    d->conf.state);
	return 0;
}

void
book_taken(const struct scan *s)
{
	const struct ledger_scan scan = { s->job.id, s->job.path, s->sha256,
	    s->bytes, clock_wall_ms() };

	told(s->daemon, ledger_taken(s->daemon->ledger, &scan));
}

void
book_ended(const struct scan *s, bool done)
{
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

	told(s->daemon, ledger_ended(s->daemon->ledger, s->job.id, &end));
}

void
book_put_back(const struct scan *s)
{
	told(s->daemon, ledger_put_back(s->daemon->ledger, s->job.id));
}

bool
book_seen(struct scan *s)
{
	int r = ledger_seen(s->daemon->ledger, s->sha256, &s->seen);

	told(s->daemon, r == -ENOENT ? 0 : r);
	return r == 0;
}
