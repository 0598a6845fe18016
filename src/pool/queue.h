#ifndef GREFFIER_QUEUE_H
#define GREFFIER_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "pool/pool.h"

/*
 * Jobs that wait: one line per class, served in their order, the small ones
 * four times as often.  Links run through the jobs, so nothing is allocated.
 */
struct queue {
	struct pool_job	*first[POOL_CLASSES], **last[POOL_CLASSES];
	size_t		 waiting;
	unsigned	 small_in_a_row;
};

void	queue_init(struct queue *q);
void	queue_push(struct queue *q, struct pool_job *job);
void	queue_push_front(struct queue *q, struct pool_job *job);
void	queue_remove(struct queue *q, struct pool_job *job);	/* if queued */
struct pool_job *queue_pick(struct queue *q);	/* or NULL */

#endif /* GREFFIER_QUEUE_H */
