#include <sys/queue.h>

#include <errno.h>
#include <pthread.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spool/inbox.h"
#include "spool/lease.h"
#include "spool/walk.h"

struct candidate {
	TAILQ_ENTRY(candidate) link;
	struct settle	 settle;
	uint64_t	 look;		/* the last look that saw it */
	bool		 ready;
	bool		 in_hand;
	int		 error;		/* for which it was refused, or 0 */
	char		 path[];
};

TAILQ_HEAD(candidates, candidate);

struct inbox {
	pthread_mutex_t	 lock;		/* of all the rest; a look takes it
					 * for each file anew */
	struct candidates	 list;		/* in order of arrival */
	void		*tree;		/* the same by path, for tsearch(3) */
	size_t		 max, known, ready;
	size_t		 stuck;		/* of those: refused for a fault */
	size_t		 files, seen;	/* by the last look, by this one */
	bool		 crowded, crowding;
	uint64_t	 looks;
};

/* What a look hands through walk(). */
struct looking {
	struct inbox	*in;
	int		 top;
	uint64_t	 now_ms, settle_ms;
	bool		 hint;
	void		(*folder)(void *data, int fd, const char *path);
	void		*data;
};

/* The tree holds the paths; a candidate is found from its path. */
static struct candidate *
candidate_of(const void *node)
{
	char *path = *(char *const *)node;

	return (struct candidate *)(void *)(path -
	    offsetof(struct candidate, path));
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static struct candidate *
find(const struct inbox *in, const char *path)
{
	void *node = tfind(path, &in->tree, compare);

	return node == NULL ? NULL : candidate_of(node);
}

/* Those that are stuck stay for ever: they have places of their own. */
static bool
is_full(const struct inbox *in)
{
	size_t stuck_max = INBOX_STUCK_TIMES * in->max;

	return in->known >= in->max +
	    (in->stuck < stuck_max ? in->stuck : stuck_max);
}

static struct candidate *
add(struct inbox *in, const char *path)
{
	size_t len = strlen(path);
	struct candidate *e;

	if (is_full(in))
		return NULL;
	e = calloc(1, sizeof(*e) + len + 1);
	if (e == NULL)
		return NULL;
	memcpy(e->path, path, len + 1);
	if (tsearch(e->path, &in->tree, compare) == NULL) {
		free(e);
		return NULL;
	}
	TAILQ_INSERT_TAIL(&in->list, e, link);
	in->known++;
	return e;
}

static void
set_ready(struct inbox *in, struct candidate *e, bool ready)
{
	if (e->ready != ready) {
		in->ready += ready ? 1 : (size_t)-1;
		e->ready = ready;
	}
}

static void
drop(struct inbox *in, struct candidate *e)
{
	set_ready(in, e, false);
	in->stuck -= e->error != 0;
	(void)tdelete(e->path, &in->tree, compare);
	TAILQ_REMOVE(&in->list, e, link);
	in->known--;
	free(e);
}

int
inbox_new(size_t max, struct inbox **ret_inbox)
{
	struct inbox *in = calloc(1, sizeof(*in));

	if (in == NULL)
		return -ENOMEM;
	TAILQ_INIT(&in->list);
	(void)pthread_mutex_init(&in->lock, NULL);
	in->max = max;
	*ret_inbox = in;
	return 0;
}

void
inbox_free(struct inbox *in)
{
	struct candidate *e;

	if (in == NULL)
		return;
	while ((e = TAILQ_FIRST(&in->list)) != NULL)
		drop(in, e);
	(void)pthread_mutex_destroy(&in->lock);
	free(in);
}

static void
on_folder(void *data, int fd, const char *path)
{
	struct looking *l = data;

	if (l->folder != NULL)
		l->folder(l->data, fd, path);
}

/* What a look learns of one file. */
static void
see(struct looking *l, const char *path, const struct settle_id *id)
{
	struct inbox *in = l->in;
	struct candidate *e = find(in, path);
	bool still;

	in->seen++;
	if (e == NULL)
		e = add(in, path);
	if (e == NULL) {
		in->crowding = true;
		return;
	}
	e->look = in->looks;
	if (e->in_hand)
		return;
	still = settle_look(&e->settle, id, l->now_ms, l->settle_ms);
	if (!still || e->ready) {
		set_ready(in, e, still);
		return;
	}
	if (l->now_ms < e->settle.next_ms && !l->hint)
		return;
	if (lease_writer_at(l->top, path))
		settle_busy(&e->settle, l->now_ms, l->settle_ms);
	else
		set_ready(in, e, true);
}

static int
on_file(void *data, const char *path, const struct stat *st)
{
	struct looking *l = data;
	const struct settle_id id = settle_id(st);

	(void)pthread_mutex_lock(&l->in->lock);
	see(l, path, &id);
	(void)pthread_mutex_unlock(&l->in->lock);
	return 0;
}

int
inbox_look(struct inbox *in, int top, uint64_t now_ms, uint64_t settle_ms,
    bool hint, void (*folder)(void *data, int fd, const char *path),
    void *data)
{
	struct looking l = { in, top, now_ms, settle_ms, hint, folder, data };
	const struct walk_events events = { on_folder, on_file, &l };
	struct candidate *e, *next;
	int r;

	in->looks++;
	in->seen = 0;
	in->crowding = false;
	r = walk(top, &events);
	if (r < 0)
		return r;
	(void)pthread_mutex_lock(&in->lock);
	in->files = in->seen;
	in->crowded = in->crowding;
	for (e = TAILQ_FIRST(&in->list); e != NULL; e = next) {
		next = TAILQ_NEXT(e, link);
		if (e->look != in->looks && !e->in_hand)
			drop(in, e);
	}
	(void)pthread_mutex_unlock(&in->lock);
	return 0;
}

static struct candidate *
next_ready(const struct inbox *in)
{
	struct candidate *e;

	if (in->ready == 0)
		return NULL;
	TAILQ_FOREACH(e, &in->list, link)
		if (e->ready)
			return e;
	return NULL;
}

int
inbox_next(struct inbox *in, const char **ret_path, struct settle_id *ret_id)
{
	struct candidate *e;

	(void)pthread_mutex_lock(&in->lock);
	e = next_ready(in);
	if (e != NULL) {
		set_ready(in, e, false);
		e->in_hand = true;
		*ret_path = e->path;
		*ret_id = e->settle.id;
	}
	(void)pthread_mutex_unlock(&in->lock);
	return e == NULL ? -ENOENT : 0;
}

void
inbox_forget(struct inbox *in, const char *path)
{
	struct candidate *e;

	(void)pthread_mutex_lock(&in->lock);
	e = find(in, path);
	if (e != NULL)
		drop(in, e);
	(void)pthread_mutex_unlock(&in->lock);
}

bool
inbox_refused(struct inbox *in, const char *path, int error, uint64_t now_ms,
    uint64_t settle_ms)
{
	struct candidate *e;
	bool first = error < 0;

	(void)pthread_mutex_lock(&in->lock);
	e = find(in, path);
	if (e != NULL) {
		first = error < 0 && e->error == 0;
		e->in_hand = false;
		in->stuck += first;
		if (error < 0)
			e->error = error;
		settle_busy(&e->settle, now_ms, settle_ms);
	}
	(void)pthread_mutex_unlock(&in->lock);
	return first;
}

size_t
inbox_stuck(struct inbox *in, char ret_path[static INBOX_PATH_SIZE],
    int *ret_error)
{
	const struct candidate *e;
	size_t n = 0;

	(void)pthread_mutex_lock(&in->lock);
	TAILQ_FOREACH(e, &in->list, link) {
		if (e->error == 0)
			continue;
		if (n++ == 0) {
			(void)snprintf(ret_path, INBOX_PATH_SIZE, "%s",
			    e->path);
			*ret_error = e->error;
		}
	}
	(void)pthread_mutex_unlock(&in->lock);
	return n;
}

int
inbox_error(struct inbox *in, const char *path)
{
	const struct candidate *e;
	int error;

	(void)pthread_mutex_lock(&in->lock);
	e = find(in, path);
	error = e == NULL ? 0 : e->error;
	(void)pthread_mutex_unlock(&in->lock);
	return error;
}

uint64_t
inbox_due_ms(struct inbox *in)
{
	uint64_t due = UINT64_MAX;
	const struct candidate *e;

	(void)pthread_mutex_lock(&in->lock);
	TAILQ_FOREACH(e, &in->list, link)
		if (!e->ready && !e->in_hand && e->settle.next_ms < due)
			due = e->settle.next_ms;
	(void)pthread_mutex_unlock(&in->lock);
	return due;
}

struct inbox_counts
inbox_counts(struct inbox *in)
{
	struct inbox_counts n = { 0 };
	const struct candidate *e;

	(void)pthread_mutex_lock(&in->lock);
	n.files = in->files;
	n.ready = in->ready;
	n.crowded = in->crowded;
	TAILQ_FOREACH(e, &in->list, link)
		if (n.oldest_ms == 0 || e->settle.first_ms < n.oldest_ms)
			n.oldest_ms = e->settle.first_ms;
	(void)pthread_mutex_unlock(&in->lock);
	return n;
}
