#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/plural.h"
#include "daemon/daemon.h"
#include "daemon/desk.h"
#include "daemon/steps.h"
#include "pool/reading.h"

/* Append what was made; a part that could not be made fails the whole. */
static bool
append(json_t *array, json_t *object, const char *file)
{
	if (object == NULL || (file != NULL &&
	    request_set_file(object, file) < 0)) {
		json_decref(object);
		return false;
	}
	return json_array_append_new(array, object) == 0;
}

/* ---- work/ ---- */

/* Another thread is about to take it: it may still lie in the inbox. */
static bool
in_work(const struct scan *s)
{
	return s->step != STEP_NONE &&
	    (s->resumed || s->step != STEP_TAKE || !s->working);
}

static uint32_t
pages_done(const struct scan *s)
{
	return s->reading == NULL ? 0 : reading_done(s->reading);
}

json_t *
desk_work(const struct daemon *d, uint64_t *ret_more)
{
	json_t *files = json_array();
	uint64_t now = clock_ms(), more = 0;
	int64_t wall = clock_wall_ms();
	bool good = files != NULL;

	for (const struct scan *s = d->scans; s != NULL && good; s = s->next)
		if (in_work(s))
			good = append(files, json_pack("{s:s, s:s, s:I, s:I, "
			    "s:I}", "job", s->job.id, "doing", s->twin ?
			    "wait for its twin" : scan_doing(s), "since_ms",
			    (json_int_t)(wall - (int64_t)(now - s->taken_ms)),
			    "pages", (json_int_t)(s->reading == NULL ?
			    s->pages : reading_pages(s->reading)),
			    "pages_done", (json_int_t)pages_done(s)),
			    s->job.path);
	for (size_t i = d->next_left; i < d->lefts && good; i++) {
		if (json_array_size(files) < LIMIT_CONTROL_FILES)
			good = append(files, json_pack("{s:s, s:s}", "job",
			    d->left[i].id, "doing", "wait"), d->left[i].path);
		else
			more++;
	}
	if (!good) {
		json_decref(files);
		return NULL;
	}
	*ret_more = more;
	return files;
}

/* ---- Rooms ---- */

static json_t *
room(uint64_t files, int64_t age_ms)
{
	return json_pack("{s:I, s:o}", "files", (json_int_t)files,
	    "oldest_s", files == 0 ? json_null() :
	    json_integer(age_ms < 0 ? 0 : age_ms / 1000));
}

/* The inbox's oldest: since we have known it, whatever its own date says. */
static json_t *
rooms_of(struct daemon *d, const struct desk_room *rooms)
{
	const struct inbox_counts known = inbox_counts(d->inbox);
	uint64_t now = clock_ms(), taken = now, files = d->lefts - d->next_left;
	int64_t wall = clock_wall_ms(), age;
	json_t *all = json_object();

	for (const struct scan *s = d->scans; s != NULL; s = s->next) {
		files += in_work(s);
		if (in_work(s) && s->taken_ms < taken)
			taken = s->taken_ms;
	}
	if (d->next_left < d->lefts)
		taken = d->began_ms;
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		age = wall - rooms[i].oldest_ms;
		if (i == SPOOL_INBOX)
			age = known.oldest_ms == 0 ? 0 :
			    (int64_t)(now - known.oldest_ms);
		(void)json_object_set_new(all,
		    spool_room_name((enum spool_room)i), i == SPOOL_WORK ?
		    room(files, (int64_t)(now - taken)) :
		    room(rooms[i].files, age));
	}
	return all;
}

/* ---- Readers ---- */

static json_t *
readers_of(struct daemon *d)
{
	static const char *const kinds[JOB_KINDS] = {
		[JOB_OPEN] = "open", [JOB_PAGE] = "page",
		[JOB_RECORD] = "record", [JOB_TEXT] = "text",
	};
	uint64_t now = uv_now(&d->loop);
	json_t *all = json_array(), *one;
	struct pool_view v;

	for (unsigned i = 0; i < pool_readers(d->pool); i++) {
		pool_look(d->pool, i, &v);
		one = v.ask == NULL ? json_pack("{s:s, s:i}", "state", v.state,
		    "pid", v.pid) :
		    json_pack("{s:s, s:i, s:s, s:I, s:b, s:I}", "state",
		    v.state, "pid", v.pid, "doing", kinds[v.ask->kind],
		    "page", (json_int_t)v.ask->page, "gentle",
		    v.ask->gentle != 0, "since_s",
		    (json_int_t)((now - v.since_ms) / 1000));
		if (!append(all, one, v.ask == NULL ? NULL : v.ask->name))
			break;
	}
	return all;
}

/* ---- Faults ---- */

static void
add_fault(json_t *all, const char *what, int error)
{
	(void)append(all, json_pack("{s:s, s:s*}", "what", what, "error",
	    error < 0 ? strerror(-error) : NULL), NULL);
}

static void
add_waiting(const struct scan *s, json_t *all)
{
	char what[64];

	if (!uv_is_active((const uv_handle_t *)&s->again))
		return;
	(void)snprintf(what, sizeof(what), "cannot %s", scan_doing(s));
	(void)append(all, json_pack("{s:s, s:s, s:i, s:I}", "what", what,
	    "error", strerror(-s->fault), "tries", (int)s->tries, "again_s",
	    (json_int_t)(uv_timer_get_due_in(&s->again) / 1000)),
	    s->job.path);
}

static void
add_start(const struct daemon *d, json_t *all)
{
	struct pool_view v;

	for (unsigned i = 0; i < pool_readers(d->pool); i++) {
		pool_look(d->pool, i, &v);
		if (v.failures > 0)
			(void)append(all, json_pack("{s:s, s:i, s:i}", "what",
			    "a reader does not start", "status", v.status,
			    "tries", (int)v.failures), NULL);
	}
}

/* Files that stay in the inbox because they cannot be taken. */
static void
add_stuck(const struct daemon *d, json_t *all)
{
	char path[INBOX_PATH_SIZE], what[64] = "cannot be taken";
	size_t n;
	int error;

	if (d->shut < 0)
		add_fault(all, "the inbox cannot be written: no scan can be "
		    "taken out of it", d->shut);
	n = inbox_stuck(d->inbox, path, &error);
	if (n == 0)
		return;
	if (n > 1)
		(void)snprintf(what, sizeof(what), "cannot be taken, nor can "
		    "%zu other%s", n - 1, plural(n - 1));
	(void)append(all, json_pack("{s:s, s:s}", "what", what, "error",
	    strerror(-error)), path);
}

/* What is being waited out, by a scan or by all of them. */
static json_t *
faults_of(const struct daemon *d)
{
	json_t *all = json_array();
	char what[64];

	for (const struct scan *s = d->scans; s != NULL; s = s->next)
		add_waiting(s, all);
	add_start(d, all);
	if (d->look_error < 0)
		add_fault(all, "cannot look through the inbox", d->look_error);
	add_stuck(d, all);
	if (d->low_room >= 0) {
		(void)snprintf(what, sizeof(what), "%s is nearly full: no scan "
		    "is taken", spool_room_name((enum spool_room)d->low_room));
		add_fault(all, what, 0);
	}
	if (d->away_room >= 0) {
		(void)snprintf(what, sizeof(what), "%s is not where it was: no "
		    "scan is taken",
		    spool_room_name((enum spool_room)d->away_room));
		add_fault(all, what, 0);
	}
	if (d->blind < 0)
		add_fault(all, "not all of the inbox can be watched",
		    d->blind);
	if (d->book.told < 0)
		add_fault(all, "the ledger fails", d->book.told);
	return all;
}

/* ---- The whole ---- */

static const char *
state_of(const struct daemon *d)
{
	return d->stopping ? "stopping" : d->paused ? "paused" :
	    d->low_room >= 0 ? "waiting for disk space" :
	    d->away_room >= 0 ? "waiting for a room" :
	    pool_ready(d->pool) == 0 ? "waiting for readers" : "running";
}

json_t *
desk_status(struct daemon *d, const struct desk_room *rooms)
{
	time_t began = (time_t)(d->began_wall_ms / 1000);
	uint64_t now = clock_ms();
	char since[32] = "";
	struct tm tm;

	if (gmtime_r(&began, &tm) != NULL)
		(void)strftime(since, sizeof(since), "%Y-%m-%dT%H:%M:%SZ",
		    &tm);
	return json_pack("{s:s, s:i, s:s, s:I, s:s, s:b, s:o, s:o, s:I, "
	    "s:{s:I, s:I, s:I}, s:o}",
	    "version", VERSION, "pid", (int)getpid(), "since", since,
	    "uptime_s", (json_int_t)((now - d->began_ms) / 1000),
	    "state", state_of(d), "paused", d->paused,
	    "rooms", rooms_of(d, rooms), "readers", readers_of(d),
	    "pages_per_minute",
	    (json_int_t)rate_per_minute(&d->rate, now),
	    "since_start", "done", (json_int_t)d->done, "failed",
	    (json_int_t)d->failed, "pages", (json_int_t)d->pages,
	    "faults", faults_of(d));
}
