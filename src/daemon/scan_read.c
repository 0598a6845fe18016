#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/steps.h"
#include "pool/reading.h"

static void
do_sync(uv_work_t *work)
{
	const struct scan *s = work->data;

	/* A fault shows at the next append; a page lost is read again. */
	(void)journal_sync(s->journal);
}

static void	sync_journal(struct scan *s);

static void
after_sync(uv_work_t *work, int status)
{
	struct scan *s = work->data;

	(void)status;
	s->syncing = false;
	if (s->step == STEP_NONE)
		scan_let_go(s);
	else if (s->sync_again)
		sync_journal(s);
}

static void
sync_journal(struct scan *s)
{
	s->sync_again = s->syncing;
	if (s->syncing)
		return;
	s->syncing = uv_queue_work(&s->daemon->loop, &s->sync, do_sync,
	    after_sync) == 0;
}

static void
count_pages(struct daemon *d, uint32_t n)
{
	for (d->pages += n; n > 0; n--)
		rate_add(&d->rate, clock_ms());
}

/*
 * Appended here and now: the journal is what the record's reader is given, and
 * a page more is a copy into memory that the disk gets later (sync_journal).
 */
static int
on_frame(void *data, const struct frame *f)
{
	struct scan *s = data;
	int r;

	if ((r = journal_append(s->journal, f)) < 0)
		return r;
	if (f->kind != FRAME_INFO)
		s->kept_pages++;
	if (f->kind == FRAME_PAGE)
		count_pages(s->daemon, 1);
	sync_journal(s);
	return 0;
}

static void
on_end(void *data, const struct reading_end *end)
{
	struct scan *s = data;
	int r = end->error;

	s->pages = end->pages;
	s->lost = end->lost;
	s->verdict = r < 0 ? VERDICT_OK : end->verdict;
	/* All came at once, with the record. */
	if (r == 0 && end->verdict == VERDICT_OK && s->kept_pages == 0)
		count_pages(s->daemon, end->pages);
	buf_clear(&s->text);
	if (r == 0 && end->verdict == VERDICT_OK)
		r = buf_append(&s->text, end->data, end->len);
	else
		(void)snprintf(s->said, sizeof(s->said), "%.*s",
		    (int)(end->len < sizeof(s->said) ? end->len :
		    sizeof(s->said) - 1), end->data);
	reading_free(s->reading);
	s->reading = NULL;
	if (r < 0)
		scan_wait_out(s, r);
	else
		scan_begin(s, s->verdict == VERDICT_OK ? STEP_PUT : STEP_FAIL);
}

/* ---- Its work, on another thread ---- */

static int
on_known(void *data, const struct frame *f)
{
	struct scan *s = data;
	int r = reading_known(s->begun, f);

	if (r == 0 && f->kind != FRAME_INFO)
		s->kept_pages++;
	return r;
}

int
scan_begin_reading(struct scan *s)
{
	const struct conf *c = &s->daemon->conf;
	const struct reading_source source = { s->fd, s->journal,
	    s->job.path, s->sha256, s->bytes };
	const struct reading_options options = {
		.open_ms = c->open_ms, .page_ms = c->page_ms,
		.record_ms = c->record_ms, .memory_bytes = c->memory_bytes,
	};
	const struct reading_events events = { on_frame, on_end, s };
	int r;

	s->kept_pages = 0;
	r = reading_new(s->daemon->pool, &source, &options, &events,
	    &s->begun);
	if (r == 0)
		r = journal_load(s->journal, on_known, s, &s->name);
	if (r < 0) {
		reading_free(s->begun);
		s->begun = NULL;
		s->kept_pages = 0;
	}
	if (r == -EBADMSG && (r = journal_clear(s->journal)) == 0)
		r = -EBADMSG;
	return r;
}

void
scan_after_begin_reading(struct scan *s, int r)
{
	const struct log_about a = scan_about(s);

	s->reading = s->begun;
	s->begun = NULL;
	if (r < 0 && r != -EBADMSG) {
		scan_wait_out(s, r);
		return;
	}
	if (r == -EBADMSG)
		log_line(LOG_WARNING, &a, "its journal makes no sense; its "
		    "pages are read again");
	if (s->daemon->given_up) {
		reading_free(s->reading);
		s->reading = NULL;
		scan_stand_down(s);
	} else if (r == -EBADMSG) {
		scan_begin(s, STEP_READ);
	} else {
		if (s->kept_pages > 0)
			log_line(LOG_INFO, &a, "%" PRIu32 " pages were read "
			    "before; going on with the others", s->kept_pages);
		reading_start(s->reading);
	}
}
