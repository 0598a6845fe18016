#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#ifdef HAVE_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

#include "base/clock.h"
#include "daemon/daemon.h"
#include "daemon/notify.h"

static void
tell(const char *state)
{
#ifdef HAVE_SYSTEMD
	(void)sd_notify(0, state);
#else
	(void)state;
#endif
}

static void
describe(const struct daemon *d, char *text, size_t size)
{
	const struct inbox_counts n = inbox_counts(d->inbox);

	(void)snprintf(text, size, "%s%zu in hand, %zu in the inbox, %" PRIu64
	    " done, %" PRIu64 " failed%s", d->stopping ? "stopping: " : "",
	    d->in_hand, n.files, d->done, d->failed,
	    d->paused ? "; paused, as asked" :
	    d->low_room >= 0 ? "; paused, a disk is nearly full" :
	    d->away_room >= 0 ? "; paused, a room is not there" : "");
}

void
notify_status(struct daemon *d)
{
	char text[sizeof(d->status_told)], state[sizeof(text) + 16];

	describe(d, text, sizeof(text));
	if (strcmp(text, d->status_told) == 0)
		return;
	(void)snprintf(d->status_told, sizeof(d->status_told), "%s", text);
	(void)snprintf(state, sizeof(state), "STATUS=%s", text);
	tell(state);
}

void
notify_starting(void)
{
	tell("EXTEND_TIMEOUT_USEC=60000000");
}

void
notify_ready(struct daemon *d)
{
	if (d->was_ready)
		tell("READY=1");
	notify_status(d);
}

void
notify_reloading(const struct daemon *d)
{
	char state[64];

	if (!d->was_ready)
		return;
	(void)snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%"
	    PRIu64, clock_ms() * 1000);
	tell(state);
}

void
notify_stopping(void)
{
	tell("STOPPING=1");
}

void
notify_alive(void)
{
	tell("WATCHDOG=1");
}

uint64_t
notify_alive_ms(void)
{
#ifdef HAVE_SYSTEMD
	uint64_t usec;

	/* Half the time allowed, so that one late turn does no harm. */
	if (sd_watchdog_enabled(0, &usec) > 0)
		return usec / 2000;
#endif
	return 0;
}
