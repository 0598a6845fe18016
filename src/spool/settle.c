#include "spool/settle.h"

static int64_t
ns(struct timespec t)
{
	return (int64_t)t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

struct settle_id
settle_id(const struct stat *st)
{
	return (struct settle_id){
		.dev = st->st_dev,
		.ino = st->st_ino,
		.size = st->st_size,
		.mtime_ns = ns(st->st_mtim),
		.ctime_ns = ns(st->st_ctim),
	};
}

bool
settle_same_file(const struct settle_id *a, const struct settle_id *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	    a->mtime_ns == b->mtime_ns;
}

bool
settle_look(struct settle *s, const struct settle_id *id, uint64_t now_ms,
    uint64_t settle_ms)
{
	uint64_t wanted = settle_ms;

	if (id->size == 0)
		wanted *= SETTLE_EMPTY_TIMES;
	if (s->first_ms == 0)
		s->first_ms = now_ms;
	if (!settle_same_file(&s->id, id) || s->id.ctime_ns != id->ctime_ns ||
	    s->pause_ms == 0) {
		s->id = *id;
		s->since_ms = now_ms;
		s->pause_ms = settle_ms;
		s->next_ms = now_ms + wanted;
		return false;
	}
	if (now_ms - s->since_ms >= wanted)
		return true;
	s->next_ms = s->since_ms + wanted;
	return false;
}

void
settle_busy(struct settle *s, uint64_t now_ms, uint64_t settle_ms)
{
	s->next_ms = now_ms + s->pause_ms;
	s->pause_ms *= 2;
	if (s->pause_ms > SETTLE_PAUSE_MAX_MS)
		s->pause_ms = SETTLE_PAUSE_MAX_MS;
	if (s->pause_ms < settle_ms)
		s->pause_ms = settle_ms;
}
