#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "pool/pool.h"
#include "pool/queue.h"
#include "pool/reader.h"

#define START_MS	30000	/* a cold disk and a busy machine */
#define BACKOFF_MS	200
/* A colour A4 at 600 dpi, decoded, cleaned and recognised, fits. */
#define SHARE_MIN_BYTES	(UINT64_C(512) << 20)

struct pool {
	struct reader_house house;	/* first: the one is the other */
	struct queue	queue;
	struct pool_job	*held;		/* picked, but its memory is not free */
	uint64_t	memory_bytes;	/* 0: no ceiling */
	uv_idle_t	kick;		/* hands jobs out on the next turn */
	uint32_t	next_id;
	void		(*fault)(void *data, enum pool_fault fault, int status);
	void		*data;
	void		(*closed)(void *data);
	void		*closed_data;
	unsigned	readers;
	struct pool_reader reader[];
};

static struct pool *
pool_of(struct reader_house *house)
{
	return (struct pool *)((char *)house - offsetof(struct pool, house));
}

/* The strings behind the pointers, in one block. */
static char **
argv_copy(const char *const *argv)
{
	size_t n = 0, bytes = 0;
	char **copy, *at;

	for (; argv[n] != NULL; n++)
		bytes += strlen(argv[n]) + 1;
	copy = malloc((n + 1) * sizeof(*copy) + bytes);
	if (copy == NULL)
		return NULL;
	at = (char *)(copy + n + 1);
	for (size_t i = 0; i < n; i++) {
		copy[i] = at;
		at = stpcpy(at, argv[i]) + 1;
	}
	copy[n] = NULL;
	return copy;
}

/* ---- Memory ---- */

static uint64_t
cut(const struct pool *pool, uint64_t bytes)
{
	return pool->memory_bytes != 0 && (bytes == 0 ||
	    bytes > pool->memory_bytes) ? pool->memory_bytes : bytes;
}

/*
 * Granted to jobs until their processes are gone: what the kernel holds them
 * to, not what somebody's header makes us expect.
 */
static uint64_t
granted(const struct pool *pool)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < pool->readers; i++)
		if (pool->reader[i].working)
			sum += pool->reader[i].ask.memory_bytes;
	return sum;
}

uint64_t
pool_share_bytes(const struct pool *pool, uint64_t memory_bytes)
{
	uint64_t share = pool->memory_bytes / pool->readers;

	if (pool->memory_bytes == 0)
		return memory_bytes;
	if (share < SHARE_MIN_BYTES)
		share = SHARE_MIN_BYTES;
	if (memory_bytes != 0 && share > memory_bytes)
		share = memory_bytes;
	return cut(pool, share);
}

/*
 * The next job that may begin, or NULL.  One that waits for memory holds up
 * the others: else small ones would always come before it.
 */
static struct pool_job *
next_job(struct pool *pool)
{
	struct pool_job *job = pool->held;

	if (job == NULL && (job = queue_pick(&pool->queue)) == NULL)
		return NULL;
	job->ask.memory_bytes = cut(pool, job->ask.memory_bytes);
	pool->held = job;
	if (pool->memory_bytes != 0 &&
	    granted(pool) + job->ask.memory_bytes > pool->memory_bytes)
		return NULL;
	pool->held = NULL;
	return job;
}

static void
on_kick(uv_idle_t *idle)
{
	struct pool *pool = idle->data;

	(void)uv_idle_stop(idle);
	for (unsigned i = 0; i < pool->readers && !pool->house.closing; i++) {
		struct pool_result result = { .data = "" };
		struct pool_job *job = NULL;

		if (pool->reader[i].state == READER_IDLE)
			job = next_job(pool);
		if (job == NULL)
			continue;
		result.error = reader_hand(&pool->reader[i], job,
		    ++pool->next_id);
		if (result.error < 0) {
			/* That reader is still free for the next. */
			(void)uv_idle_start(idle, on_kick);
			job->end(job, &result);
		}
	}
}

/* What readers ask of their house */

static void
on_idle(struct reader_house *house)
{
	(void)uv_idle_start(&pool_of(house)->kick, on_kick);
}

static void
on_put_back(struct reader_house *house, struct pool_job *job)
{
	queue_push_front(&pool_of(house)->queue, job);
	on_idle(house);
}

static void
on_fault(struct reader_house *house, enum pool_fault fault, int status)
{
	struct pool *pool = pool_of(house);

	if (pool->fault != NULL)
		pool->fault(pool->data, fault, status);
}

/* The pool's memory goes with its last handle. */
static void
on_release(struct reader_house *house)
{
	struct pool *pool = pool_of(house);
	void (*closed)(void *) = pool->closed;
	void *data = pool->closed_data;

	if (--house->handles > 0 || !house->closing)
		return;
	free(house->argv);
	free(pool);
	closed(data);
}

static void
on_kick_closed(uv_handle_t *kick)
{
	struct pool *pool = kick->data;

	on_release(&pool->house);
}

/* What the owner asks */

int
pool_new(uv_loop_t *loop, const struct pool_options *o,
    struct pool **ret_pool)
{
	struct pool *pool;

	if (o->readers == 0 || o->argv[0] == NULL)
		return -EINVAL;
	pool = calloc(1, sizeof(*pool) + o->readers * sizeof(pool->reader[0]));
	if (pool == NULL)
		return -ENOMEM;
	pool->house = (struct reader_house){
		.loop = loop,
		.argv = argv_copy(o->argv),
		.given = o->given,
		.start_ms = o->start_ms != 0 ? o->start_ms : START_MS,
		.backoff_ms = o->backoff_ms != 0 ? o->backoff_ms : BACKOFF_MS,
		.recycle_jobs = o->recycle_jobs,
		.idle = on_idle,
		.put_back = on_put_back,
		.fault = on_fault,
		.release = on_release,
		.handles = 1,
	};
	if (pool->house.argv == NULL) {
		free(pool);
		return -ENOMEM;
	}
	pool->memory_bytes = o->memory_bytes;
	pool->fault = o->fault;
	pool->data = o->data;
	queue_init(&pool->queue);
	(void)uv_idle_init(loop, &pool->kick);
	pool->kick.data = pool;
	pool->readers = o->readers;
	for (unsigned i = 0; i < pool->readers; i++)
		reader_init(&pool->reader[i], &pool->house);
	*ret_pool = pool;
	return 0;
}

void
pool_close(struct pool *pool, void (*closed)(void *data), void *data)
{
	pool->house.closing = true;
	pool->closed = closed;
	pool->closed_data = data;
	uv_close((uv_handle_t *)&pool->kick, on_kick_closed);
	for (unsigned i = 0; i < pool->readers; i++)
		reader_close(&pool->reader[i]);
}

void
pool_submit(struct pool *pool, struct pool_job *job)
{
	job->reader = NULL;
	/* What ends a scan goes first: it was waited for longest. */
	if (job->ask.kind == JOB_RECORD || job->ask.kind == JOB_TEXT)
		queue_push_front(&pool->queue, job);
	else
		queue_push(&pool->queue, job);
	on_idle(&pool->house);
}

void
pool_cancel(struct pool *pool, struct pool_job *job)
{
	queue_remove(&pool->queue, job);
	if (pool->held == job) {
		pool->held = NULL;
		on_idle(&pool->house);
	}
	if (job->reader != NULL)
		reader_cancel(job->reader);
	job->reader = NULL;
}

int
pool_renew(struct pool *pool, const char *const *argv, int given)
{
	char **copy = argv_copy(argv);

	if (copy == NULL)
		return -ENOMEM;
	free(pool->house.argv);
	pool->house.argv = copy;
	pool->house.given = given;
	pool->house.told = false;
	for (unsigned i = 0; i < pool->readers; i++)
		reader_renew(&pool->reader[i]);
	return 0;
}

unsigned
pool_readers(const struct pool *pool)
{
	return pool->readers;
}

static unsigned
in_state(const struct pool *pool, enum reader_state state)
{
	unsigned n = 0;

	for (unsigned i = 0; i < pool->readers; i++)
		n += pool->reader[i].state == state;
	return n;
}

unsigned
pool_ready(const struct pool *pool)
{
	return in_state(pool, READER_IDLE) + in_state(pool, READER_BUSY);
}

unsigned
pool_busy(const struct pool *pool)
{
	return in_state(pool, READER_BUSY);
}

size_t
pool_waiting(const struct pool *pool)
{
	return pool->queue.waiting + (pool->held != NULL);
}

void
pool_look(const struct pool *pool, unsigned i, struct pool_view *ret_view)
{
	static const char *const names[] = {
		[READER_DOWN] = "down", [READER_STARTING] = "starting",
		[READER_IDLE] = "idle", [READER_BUSY] = "busy",
		[READER_DYING] = "ending",
	};
	const struct pool_reader *r = &pool->reader[i];

	*ret_view = (struct pool_view){
		.state = names[r->state],
		.pid = r->process.running ? r->process.child.pid : 0,
		.ask = r->working ? &r->ask : NULL,
		.since_ms = r->since_ms,
		.failures = r->failures,
		.status = r->late ? -ETIMEDOUT : r->gone_status,
	};
}
