#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/desk.h"
#include "daemon/intake.h"
#include "daemon/notify.h"

#define SOCKET_MODE	0660	/* the service's user and group */
#define AGAIN_MS	3000	/* between tries for a socket */

struct desk {
	struct server	*server;
	uv_work_t	 work;
	struct desk_job	*job;		/* at work on, or NULL */
	struct desk_job	*first;		/* in line behind it */
	bool		 closing;
};

/* {"ok":true} and what `more` holds, which is stolen. */
static json_t *
granted(json_t *more)
{
	json_t *answer = json_pack("{s:b}", "ok", 1);

	if (more == NULL || json_object_update(answer, more) != 0) {
		json_decref(answer);
		answer = NULL;
	}
	json_decref(more);
	return answer;
}

/* ---- Answers that need the rooms, given on the loop ---- */

static json_t *
answer_status(struct desk_job *j)
{
	return granted(desk_status(j->daemon, j->rooms));
}

static json_t *
answer_list(struct desk_job *j)
{
	if (j->result < 0)
		return server_refusal(strerror(-j->result));
	if (j->room == SPOOL_WORK)
		j->files = desk_work(j->daemon, &j->more);
	return granted(json_pack("{s:s, s:O, s:I}", "room",
	    spool_room_name(j->room), "files", j->files, "more",
	    (json_int_t)j->more));
}

static json_t *
answer_retry(struct desk_job *j)
{
	const struct log_about a = { .file = j->rq.name, .error = j->result };

	if (j->result == -EINVAL)
		return server_refusal("no scan that was set aside");
	if (j->result == -ENOENT)
		return server_refusal("not in failed");
	if (j->result == -EEXIST)
		return server_refusal("the inbox has another of that name");
	if (j->result < 0)
		return server_refusal(strerror(-j->result));
	log_line(LOG_NOTICE, &a, "taken back from failed, as asked; is read "
	    "again");
	intake_look(j->daemon, true);
	return granted(json_object());
}

static const struct {
	void	(*work)(struct desk_job *j);
	json_t	*(*answer)(struct desk_job *j);
} questions[REQUEST_VERBS] = {
	[REQUEST_STATUS] = { desk_count, answer_status },
	[REQUEST_LIST] = { desk_list, answer_list },
	[REQUEST_RETRY] = { desk_retry, answer_retry },
};

static void	next(struct desk *k);

/* At the end there is nothing left to look at. */
static void
end(struct desk *k, struct desk_job *j)
{
	server_answer(j->client, k->closing ? server_refusal("stopping") :
	    questions[j->rq.verb].answer(j));
	json_decref(j->files);
	free(j);
}

static void
do_work(uv_work_t *work)
{
	struct desk *k = work->data;

	questions[k->job->rq.verb].work(k->job);
}

static void
after_work(uv_work_t *work, int status)
{
	struct desk *k = work->data;
	struct desk_job *j = k->job;

	(void)status;
	k->job = NULL;
	end(k, j);
	next(k);
}

/* The next in line; or, at the end, the desk is no more. */
static void
next(struct desk *k)
{
	struct desk_job *j;

	if (k->job != NULL)
		return;
	while ((j = k->first) != NULL) {
		k->first = j->next;
		k->work.data = k;
		k->job = k->closing ? NULL : j;
		if (k->job != NULL && uv_queue_work(&j->daemon->loop, &k->work,
		    do_work, after_work) == 0)
			return;
		k->job = NULL;
		end(k, j);
	}
	if (k->closing)
		free(k);
}

/* ---- Answers that need nothing ---- */

static json_t *
pause_intake(struct daemon *d, bool pause)
{
	if (d->paused != pause)
		log_line(LOG_NOTICE, NULL, pause ? "paused, as asked: no scan "
		    "is taken" : "goes on, as asked: scans are taken");
	d->paused = pause;
	notify_status(d);
	if (!pause)
		intake_look(d, true);
	return granted(json_object());
}

static json_t *
do_pause(struct daemon *d)
{
	return pause_intake(d, true);
}

static json_t *
do_resume(struct daemon *d)
{
	json_t *answer = pause_intake(d, false);

	intake_fill(d);
	return answer;
}

static json_t *
do_rescan(struct daemon *d)
{
	intake_look(d, true);
	return granted(json_object());
}

static json_t	*(*const orders[REQUEST_VERBS])(struct daemon *d) = {
	[REQUEST_PAUSE] = do_pause,
	[REQUEST_RESUME] = do_resume,
	[REQUEST_RESCAN] = do_rescan,
};

/* ---- Asking ---- */

static int
find_room(const char *name, enum spool_room *ret_room)
{
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		if (strcmp(spool_room_name((enum spool_room)i), name) != 0)
			continue;
		*ret_room = (enum spool_room)i;
		return 0;
	}
	return -ENOENT;
}

static void
on_asked(void *data, struct server_client *client, const struct request *rq)
{
	struct daemon *d = data;
	struct desk_job **at = &d->desk->first, *j;

	if (orders[rq->verb] != NULL) {
		server_answer(client, orders[rq->verb](d));
		return;
	}
	j = calloc(1, sizeof(*j));
	if (j == NULL) {
		server_answer(client, NULL);
		return;
	}
	j->daemon = d;
	j->client = client;
	j->rq = *rq;
	if (rq->verb == REQUEST_LIST && find_room(rq->room, &j->room) < 0) {
		server_answer(client, server_refusal("no such room"));
		free(j);
		return;
	}
	if (rq->verb == REQUEST_RETRY)
		j->number = daemon_number(d);
	while (*at != NULL)
		at = &(*at)->next;
	*at = j;
	next(d->desk);
}

/* 0 where it is open. */
static int
try_open(struct daemon *d)
{
	const struct server_options o = {
		.path = d->conf.control,
		.mode = SOCKET_MODE,
		.asked = on_asked,
		.data = d,
	};
	struct desk *k = calloc(1, sizeof(*k));
	int r = k == NULL ? -ENOMEM : server_new(&d->loop, &o, &k->server);

	if (r == 0)
		d->desk = k;
	else
		free(k);
	return r;
}

void
desk_open(struct daemon *d)
{
	int r;

	d->began_ms = clock_ms();
	d->began_wall_ms = clock_wall_ms();
	r = try_open(d);
	if (r < 0)
		log_line(LOG_WARNING, &(struct log_about){ .error = r },
		    "control (%s): %s; scans are read, but nobody can ask",
		    d->conf.control, r == -EADDRINUSE ?
		    "another greffierd answers there" : strerror(-r));
}

/*
 * Why what failed may succeed now: a child that a killed daemon had forked
 * holds its socket only until it execs, and the socket's folder may have been
 * made.
 */
void
desk_open_again(struct daemon *d)
{
	uint64_t now = clock_ms();

	if (d->desk != NULL || d->stopping || now < d->desk_again_ms)
		return;
	d->desk_again_ms = now + AGAIN_MS;
	if (try_open(d) == 0)
		log_line(LOG_NOTICE, NULL, "control (%s): can be asked now",
		    d->conf.control);
}

/* Freed with its last question, which the loop waits for. */
void
desk_close(struct daemon *d)
{
	struct desk *k = d->desk;

	if (k == NULL)
		return;
	d->desk = NULL;
	k->closing = true;
	server_close(k->server);
	next(k);
}
