#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/book.h"
#include "daemon/daemon.h"
#include "daemon/reason.h"
#include "daemon/steps.h"

static struct output_scan
output_scan(const struct scan *s)
{
	return (struct output_scan){ s->job.id, s->job.path, s->sha256 };
}

static int
keep_name(void *data, const struct journal_name *name)
{
	struct scan *s = data;

	return journal_append_name(s->journal, name);
}

/* Did a start of ours before a crash give it its record?  Then which. */
static void
find_record(struct scan *s)
{
	const struct daemon *d = s->daemon;
	uint64_t bytes;
	int fd;

	if (s->name.name[0] == '\0' || !output_there(&d->output, &s->name))
		return;
	s->named = true;
	memcpy(s->record.name, s->name.name, sizeof(s->record.name));
	if (io_open_read(d->spool.room[SPOOL_OUT], s->name.name, &fd) < 0)
		return;
	if (io_sha256(fd, s->record.sha256, &bytes) < 0)
		s->record.sha256[0] = '\0';
	(void)close(fd);
}

/* Unreadable is a verdict on the document; all else is the machine's. */
static int
open_scan(struct scan *s)
{
	int r;

	if (s->fd != -1)
		return 0;
	r = spool_open_scan(&s->daemon->spool, &s->job, &s->fd);
	if (r == -EACCES || r == -EPERM) {
		s->verdict = VERDICT_UNREADABLE;
		return 0;
	}
	return r;
}

/* What was hashed and read is what it still is; -EAGAIN if not. */
static int
check_rewritten(struct scan *s)
{
	struct settle_id now;
	struct stat st;

	if (s->fd == -1)
		return 0;
	if (fstat(s->fd, &st) == -1)
		return -errno;
	now = settle_id(&st);
	s->rewritten = !settle_same_file(&now, &s->hashed);
	return s->rewritten ? -EAGAIN : 0;
}

static int
hash_scan(struct scan *s)
{
	struct stat st;

	if (fstat(s->fd, &st) == -1)
		return -errno;
	s->hashed = settle_id(&st);
	return io_sha256(s->fd, s->sha256, &s->bytes);
}

static int
count_page(void *data, const struct frame *f)
{
	struct scan *s = data;

	if (f->kind == FRAME_INFO)
		s->pages = f->arg;
	else
		s->kept_pages++;
	s->lost += f->kind == FRAME_LOST;
	return 0;
}

int
steps_take(struct scan *s)
{
	const struct spool *sp = &s->daemon->spool;
	int r;

	if (!s->claimed) {
		r = spool_claim(sp, s->job.path, &s->settled, s->number,
		    &s->job);
		if (r < 0)
			return r;
		s->claimed = true;
	}
	if ((r = open_scan(s)) < 0 || s->verdict != VERDICT_OK)
		return r;
	if ((r = hash_scan(s)) < 0)
		return r;
	if (s->journal == -1 &&
	    (r = spool_open_journal(sp, &s->job, &s->journal)) < 0)
		return r;
	s->kept_pages = s->pages = s->lost = 0;
	r = journal_load(s->journal, count_page, s, &s->name);
	if (r == -EBADMSG) {
		s->kept_pages = s->pages = s->lost = 0;
		r = journal_clear(s->journal);
	}
	if (r == 0)
		find_record(s);
	return r;
}

int
steps_ask(struct scan *s)
{
	return book_ask(s);
}

/* What cannot be read is not the same. */
static void
hash_like(struct scan *s)
{
	const struct daemon *d = s->daemon;
	uint64_t bytes;
	int fd;

	s->like.sha256[0] = s->like.record.name[0] = '\0';
	if (io_open_read(d->spool.room[SPOOL_DONE], s->like.kept, &fd) < 0)
		return;
	if (io_sha256(fd, s->like.sha256, &bytes) < 0)
		s->like.sha256[0] = '\0';
	else if (output_find(&d->output, s->like.kept, s->like.sha256,
	    &s->like.record) < 0)
		s->like.record.name[0] = '\0';
	(void)close(fd);
}

int
steps_compare(struct scan *s)
{
	hash_like(s);
	s->like.compared = s->like.row;
	book_like_read(s);
	return 0;
}

int
steps_link(struct scan *s)
{
	const struct output_scan scan = output_scan(s);
	const struct output_named named = { keep_name, s };
	int r = spool_check(&s->daemon->spool, SPOOL_OUT);

	if (r < 0 || (r = check_rewritten(s)) < 0)
		return r;
	return output_link(&s->daemon->output, &scan, &s->seen, &named,
	    &s->record);
}

int
steps_put(struct scan *s)
{
	const struct output_scan scan = output_scan(s);
	const struct output_named named = { keep_name, s };
	int r = spool_check(&s->daemon->spool, SPOOL_OUT);

	if (r < 0 || (r = check_rewritten(s)) < 0)
		return r;
	return output_put(&s->daemon->output, &scan, s->text.data, s->text.len,
	    &named, &s->record);
}

int
steps_finish(struct scan *s)
{
	int r = spool_check(&s->daemon->spool, SPOOL_DONE);

	if (r == 0)
		r = spool_finish(&s->daemon->spool, &s->job, s->sha256,
		    s->kept);
	if (r == 0)
		book_done(s);
	return r;
}

int
steps_fail(struct scan *s)
{
	const struct reason why = { s->verdict, s->job.path, s->sha256,
	    s->bytes, s->said };
	char *clerk = NULL, *json = NULL;
	size_t clerk_len, json_len;
	int r;

	if ((r = spool_check(&s->daemon->spool, SPOOL_FAILED)) < 0 ||
	    (r = check_rewritten(s)) < 0)
		return r;
	if ((r = reason_clerk(&why, &clerk, &clerk_len)) == 0 &&
	    (r = reason_json(&why, &json, &json_len)) == 0) {
		const struct spool_note notes[] = {
			{ REASON_CLERK_SUFFIX, clerk, clerk_len },
			{ REASON_JSON_SUFFIX, json, json_len },
		};

		r = spool_fail(&s->daemon->spool, &s->job, s->sha256, notes,
		    2, s->kept);
	}
	if (r == 0)
		book_failed(s);
	free(clerk);
	free(json);
	return r;
}

int
steps_put_back(struct scan *s)
{
	int r = spool_check(&s->daemon->spool, SPOOL_INBOX);

	if (r == 0)
		r = spool_put_back(&s->daemon->spool, &s->job);
	if (r == 0)
		book_put_back(s);
	return r;
}
