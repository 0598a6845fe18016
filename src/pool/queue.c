#include "pool/queue.h"

#define SMALL_IN_A_ROW 4	/* then a large scan's job, if one waits */

void
queue_init(struct queue *q)
{
	*q = (struct queue){ 0 };
	for (int i = 0; i < POOL_CLASSES; i++)
		q->last[i] = &q->first[i];
}

void
queue_push(struct queue *q, struct pool_job *job)
{
	job->queued = true;
	job->next = NULL;
	*q->last[job->class] = job;
	q->last[job->class] = &job->next;
	q->waiting++;
}

void
queue_push_front(struct queue *q, struct pool_job *job)
{
	job->queued = true;
	job->next = q->first[job->class];
	q->first[job->class] = job;
	if (job->next == NULL)
		q->last[job->class] = &job->next;
	q->waiting++;
}

void
queue_remove(struct queue *q, struct pool_job *job)
{
	struct pool_job **at = &q->first[job->class];

	if (!job->queued)
		return;
	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	if (job->next == NULL)
		q->last[job->class] = at;
	job->next = NULL;
	job->queued = false;
	q->waiting--;
}

struct pool_job *
queue_pick(struct queue *q)
{
	struct pool_job *small = q->first[POOL_SMALL];
	struct pool_job *large = q->first[POOL_LARGE];
	struct pool_job *job = small;

	if (small == NULL ||
	    (large != NULL && q->small_in_a_row >= SMALL_IN_A_ROW))
		job = large;
	if (job == NULL)
		return NULL;
	q->small_in_a_row = job == small ? q->small_in_a_row + 1 : 0;
	queue_remove(q, job);
	return job;
}
