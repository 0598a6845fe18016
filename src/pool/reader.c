#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "pool/pool.h"
#include "pool/reader.h"

#define BACKOFF_MAX_MS	30000
#define FAILURES_TOLD	3	/* in a row, before the owner hears of it */
#define EXIT_OSERR	71	/* it could not fork: the machine's fault */
#define EXIT_CONFIG	78	/* that does not mend itself: told at once */

static void
reader_kill(struct pool_reader *r, enum verdict why)
{
	if (r->doom == VERDICT_OK)
		r->doom = why;
	if (r->state != READER_DOWN)
		r->state = READER_DYING;
	process_kill(&r->process);
}

static void
deliver(struct pool_reader *r)
{
	struct pool_result result = { .error = r->error, .data = "" };
	struct pool_job *job = r->job;

	if (r->doom != VERDICT_OK)
		result.verdict = r->doom;
	else if (!r->exited && r->gone_status == EXIT_OSERR)
		result.error = -EAGAIN;
	else if (!r->exited)
		result.verdict = VERDICT_CRASH;
	else if (r->error == 0)
		result.verdict = answer_verdict(&r->answer, r->status,
		    r->peak_bytes, r->ask.memory_bytes);
	if (r->answer.whole && (result.verdict == VERDICT_OK ||
	    r->answer.frame.kind == FRAME_FAIL)) {
		result.arg = r->answer.frame.arg;
		result.data = r->answer.frame.data;
		result.len = r->answer.frame.len;
	}
	r->working = false;
	r->job = NULL;
	if (job != NULL) {
		job->reader = NULL;
		job->end(job, &result);
	}
	answer_free(&r->answer);
}

static void	on_timer(uv_timer_t *timer);

/* After a process is gone: the next one, at once or after a while. */
static void
start_again(struct pool_reader *r)
{
	bool failed = (r->late || r->jobs == 0) && !r->stale;
	int status = r->late ? -ETIMEDOUT : r->gone_status;
	struct reader_house *house = r->house;
	uint64_t wait_ms = 0;

	r->state = READER_DOWN;
	if (failed) {
		wait_ms = house->backoff_ms;
		for (unsigned i = 0; i < r->failures; i++)
			wait_ms = wait_ms < BACKOFF_MAX_MS / 2 ? wait_ms * 2 :
			    BACKOFF_MAX_MS;
		r->failures++;
	}
	(void)uv_timer_start(&r->timer, on_timer, wait_ms, 0);
	if (failed && !house->told && (r->failures >= FAILURES_TOLD ||
	    status == EXIT_CONFIG)) {
		house->told = true;
		house->fault(house, POOL_START, status);
	} else if (!failed && !r->stale) {
		house->fault(house, POOL_REPLACED, status);
	}
}

/* The job in work is over; false where more is awaited. */
static bool
job_over(struct pool_reader *r)
{
	/* One that is being killed: only when it holds nothing any more. */
	bool over = r->gone || (r->exited && r->doom == VERDICT_OK);

	if (over && (r->answered || r->gone || r->error < 0))
		answer_close(&r->answer);
	return over && r->closed;
}

/* The one place where a reader goes on after something has ended. */
static void
settle(struct pool_reader *r)
{
	struct reader_house *house = r->house;

	if (house->closing)
		return;
	if (r->working) {
		if (!job_over(r))
			return;
		(void)uv_timer_stop(&r->timer);
		deliver(r);
		if (house->closing)
			return;
		/* Its memory is free, perhaps for a job that waits for it. */
		house->idle(house);
	}
	if (r->gone) {
		start_again(r);
	} else if (r->stale || (house->recycle_jobs != 0 &&
	    r->jobs >= house->recycle_jobs)) {
		r->stale = true;
		reader_kill(r, VERDICT_OK);
	} else if (r->state == READER_BUSY) {
		r->state = READER_IDLE;
		house->idle(house);
	}
}

/* What its process and its channel tell */

static void
on_broken(struct process *p)
{
	reader_kill(p->data, VERDICT_PROTOCOL);
}

static void
on_ready(struct pool_reader *r, const struct message_ready *ready)
{
	if (r->state != READER_STARTING || ready->version != MESSAGE_VERSION) {
		reader_kill(r, VERDICT_PROTOCOL);
		return;
	}
	(void)uv_timer_stop(&r->timer);
	r->state = READER_IDLE;
	if (ready->landlock == 0)
		r->house->fault(r->house, POOL_UNLOCKED, 0);
	r->house->idle(r->house);
}

static void
on_exited(struct pool_reader *r, const struct message_exited *exited)
{
	if (!r->working || r->exited || exited->id != r->ask.id) {
		reader_kill(r, VERDICT_PROTOCOL);
		return;
	}
	r->exited = true;
	r->status = exited->status;
	r->peak_bytes = exited->peak_bytes;
	settle(r);
}

static void
on_message(struct process *p, const struct message *m)
{
	struct pool_reader *r = p->data;

	if (r->house->closing || r->state == READER_DYING)
		return;
	if (m->kind == MESSAGE_READY)
		on_ready(r, &m->u.ready);
	else
		on_exited(r, &m->u.exited);
}

static void
on_gone(struct process *p, int status)
{
	struct pool_reader *r = p->data;
	struct reader_house *house = r->house;

	r->gone = true;
	r->gone_status = status;
	settle(r);
	house->release(house);
}

static void
on_answer_several(struct answer *a, const struct frame *f)
{
	struct pool_reader *r = a->data;

	if (r->job != NULL && r->doom == VERDICT_OK)
		r->job->several(r->job, f);
}

static void
on_answer_ended(struct answer *a)
{
	struct pool_reader *r = a->data;

	r->answered = true;
	if (a->error == -EBADMSG) {
		reader_kill(r, VERDICT_PROTOCOL);
	} else if (a->error < 0) {
		r->error = a->error;
		reader_kill(r, VERDICT_CRASH);
	}
	settle(r);
}

static void
on_answer_closed(struct answer *a)
{
	struct pool_reader *r = a->data;
	struct reader_house *house = r->house;

	r->closed = true;
	if (house->closing)
		answer_free(a);
	settle(r);
	house->release(house);
}

static void
start(struct pool_reader *r)
{
	struct reader_house *house = r->house;
	int status;

	r->jobs = 0;
	r->stale = r->late = r->gone = false;
	r->doom = VERDICT_OK;
	r->state = READER_STARTING;
	(void)uv_timer_start(&r->timer, on_timer, house->start_ms, 0);
	status = process_start(&r->process, house->loop, house->argv,
	    house->given);
	if (status == 0) {
		house->handles++;
		return;
	}
	r->gone_status = status;
	start_again(r);
}

static void
on_timer(uv_timer_t *timer)
{
	struct pool_reader *r = timer->data;

	if (r->state == READER_DOWN) {
		start(r);
	} else if (r->state == READER_STARTING) {
		r->late = true;
		reader_kill(r, VERDICT_OK);
	} else if (r->state == READER_BUSY) {
		reader_kill(r, VERDICT_TIMEOUT);
	}
}

/* What the pool asks */

void
reader_init(struct pool_reader *r, struct reader_house *house)
{
	r->house = house;
	r->process.message = on_message;
	r->process.broken = on_broken;
	r->process.gone = on_gone;
	r->process.data = r;
	r->answer.ended = on_answer_ended;
	r->answer.closed = on_answer_closed;
	r->answer.several = on_answer_several;
	r->answer.data = r;
	(void)uv_timer_init(house->loop, &r->timer);
	r->timer.data = r;
	house->handles++;
	(void)uv_timer_start(&r->timer, on_timer, 0, 0);
}

/* The job is in work from here on, whatever comes of sending it. */
static void
send_job(struct pool_reader *r, int channel)
{
	struct message m;
	int fd[MESSAGE_FDS] = { r->job->fd, channel };
	struct pool_job *job = r->job;
	int error = r->answer.error;

	/* Nothing of ours between the members. */
	memset(&m, 0, sizeof(m));
	m.kind = MESSAGE_JOB;
	m.u.job = r->ask;
	if (error == 0)
		error = process_send(&r->process, &m, fd);
	if (error == 0)
		return;
	if (error == -EPIPE || error == -ECONNRESET || error == -EAGAIN) {
		/* The reader's fault, of which the job is to know nothing. */
		r->job = NULL;
		job->reader = NULL;
		r->house->put_back(r->house, job);
		reader_kill(r, VERDICT_CRASH);
		return;
	}
	r->error = error;
	r->exited = true;	/* in a manner of speaking: it never began */
	settle(r);
}

int
reader_hand(struct pool_reader *r, struct pool_job *job, uint32_t id)
{
	struct reader_house *house = r->house;
	int channel[2], error;

	r->ask = job->ask;
	r->ask.id = id;
	if (pipe2(channel, O_CLOEXEC) == -1)
		return -errno;
	r->closed = false;
	error = answer_start(&r->answer, house->loop, channel[0], &r->ask);
	if (error < 0) {
		(void)close(channel[0]);
		(void)close(channel[1]);
		return error;
	}
	house->handles++;
	house->told = false;
	job->reader = r;
	r->job = job;
	r->jobs++;
	r->failures = 0;
	r->working = true;
	r->answered = r->exited = false;
	r->error = 0;
	r->state = READER_BUSY;
	/* The loop may have been away for a while: the budget starts now. */
	uv_update_time(house->loop);
	r->since_ms = uv_now(house->loop);
	(void)uv_timer_start(&r->timer, on_timer, job->budget_ms, 0);
	send_job(r, channel[1]);
	(void)close(channel[1]);
	return 0;
}

void
reader_cancel(struct pool_reader *r)
{
	r->job = NULL;
	r->stale = true;	/* replaced without a word */
	reader_kill(r, VERDICT_CRASH);
}

void
reader_renew(struct pool_reader *r)
{
	r->failures = 0;
	if (r->state == READER_DOWN) {
		(void)uv_timer_start(&r->timer, on_timer, 0, 0);
		return;
	}
	r->stale = true;
	if (r->state == READER_STARTING || r->state == READER_IDLE)
		reader_kill(r, VERDICT_OK);
}

static void
on_timer_closed(uv_handle_t *timer)
{
	struct reader_house *house = timer->data;

	house->release(house);
}

void
reader_close(struct pool_reader *r)
{
	r->job = NULL;
	process_kill(&r->process);
	if (r->working)
		answer_close(&r->answer);
	r->timer.data = r->house;
	uv_close((uv_handle_t *)&r->timer, on_timer_closed);
}
