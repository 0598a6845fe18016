#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "pool/pool.h"
#include "pool/reading.h"

#define LARGE_PAGES	32	/* an act has a few pages; a session's fifty */
#define CPU_SPARE_S	2	/* the pool's own clock is to strike first */

enum page_state {
	PAGE_NEW,
	PAGE_TAKEN,		/* handed to the pool */
	PAGE_DONE,
	PAGE_LOST,
};

/* One job that may be under way. */
struct slot {
	struct pool_job	 job;
	struct reading	*reading;
	bool		 used;
};

struct reading {
	struct pool	*pool;
	struct reading_source source;
	struct reading_options o;
	struct reading_events events;
	struct message_job ask;		/* what all its jobs have in common */
	uint32_t	 pages;		/* 0 until known */
	uint8_t		*page;		/* enum page_state of page i + 1 */
	uint32_t	 next;		/* pages before it are not new */
	uint32_t	 done, lost;
	uint32_t	 lost_page;	/* the lowest lost, 0 none */
	enum verdict	 lost_verdict;	/* and why */
	struct buf	 type;		/* INFO's, until it is kept */
	struct buf	 record;	/* that came with the pages; or empty */
	unsigned	 slots;		/* pages under way at once, at most */
	struct slot	 slot[];
};

/* What a second, gentle try may mend. */
static bool
worth_again(enum verdict v)
{
	return v == VERDICT_TIMEOUT || v == VERDICT_CRASH ||
	    v == VERDICT_MEMORY || v == VERDICT_PROTOCOL;
}

static enum verdict
verdict_of(const struct frame *f)
{
	for (int v = 0; v < VERDICTS; v++) {
		const char *name = verdict_name((enum verdict)v);

		if (strlen(name) == f->len &&
		    memcmp(name, f->data, f->len) == 0)
			return (enum verdict)v;
	}
	return VERDICT_CRASH;
}

/* The end, from where the reading may no longer be there. */
static void
finish(struct reading *r, struct reading_end *end)
{
	for (unsigned i = 0; i < r->slots; i++) {
		if (r->slot[i].used)
			pool_cancel(r->pool, &r->slot[i].job);
		r->slot[i].used = false;
	}
	if (end->data == NULL)
		end->data = "";
	end->pages = r->pages;
	end->lost = r->lost;
	r->events.end(r->events.data, end);
}

static void
finish_error(struct reading *r, int error)
{
	finish(r, &(struct reading_end){ .error = error });
}

static void
finish_verdict(struct reading *r, enum verdict v,
    const struct pool_result *said)
{
	struct reading_end end = { .verdict = v };

	if (said != NULL) {
		end.data = said->data;
		end.len = said->len;
	}
	finish(r, &end);
}

static void	on_opening(struct pool_job *job, const struct frame *f);
static void	on_open(struct pool_job *job, const struct pool_result *result);
static void	on_page(struct pool_job *job, const struct pool_result *result);
static void	on_record(struct pool_job *job,
		    const struct pool_result *result);

/* What tells the kinds of job apart. */
struct way {
	enum job_kind	kind;
	size_t		budget;		/* offset in struct reading_options */
	bool		journal;	/* works on the journal, not the scan */
	void		(*end)(struct pool_job *, const struct pool_result *);
};

static const struct way
    way_open = { JOB_OPEN, offsetof(struct reading_options, open_ms), false,
	on_open },
    way_page = { JOB_PAGE, offsetof(struct reading_options, page_ms), false,
	on_page },
    way_record = { JOB_RECORD, offsetof(struct reading_options, record_ms),
	true, on_record },
    way_text = { JOB_TEXT, offsetof(struct reading_options, record_ms), true,
	on_record };

static void
submit(struct reading *r, struct slot *slot, const struct way *way,
    uint32_t page, bool gentle)
{
	struct pool_job *job = &slot->job;
	uint32_t large = r->o.large_pages != 0 ? r->o.large_pages :
	    LARGE_PAGES;

	*job = (struct pool_job){
		.ask = r->ask,
		.fd = way->journal ? r->source.journal : r->source.fd,
		.class = r->pages >= large ? POOL_LARGE : POOL_SMALL,
		.end = way->end,
		.data = slot,
	};
	memcpy(&job->budget_ms, (const char *)&r->o + way->budget,
	    sizeof(job->budget_ms));
	job->ask.kind = way->kind;
	job->ask.page = page;
	job->ask.gentle = gentle;
	job->ask.memory_bytes = gentle ? r->o.memory_bytes :
	    pool_share_bytes(r->pool, r->o.memory_bytes);
	job->ask.cpu_s = job->budget_ms / 1000 + CPU_SPARE_S;
	if (way->kind == JOB_OPEN) {
		job->several = on_opening;
		job->ask.then = r->o.text ? JOB_TEXT : JOB_RECORD;
	}
	slot->reading = r;
	slot->used = true;
	pool_submit(r->pool, job);
}

/* Hand on a frame to be kept; false where that ended the reading. */
static bool
keep(struct reading *r, enum frame_kind kind, uint32_t arg, const char *data,
    size_t len)
{
	struct frame f = { kind, arg, data, len };
	int error = r->events.frame(r->events.data, &f);

	if (error < 0)
		finish_error(r, error);
	return error >= 0;
}

static int
pages_known(struct reading *r, uint32_t pages)
{
	if (pages == 0 || pages > LIMIT_PAGES)
		return -EBADMSG;
	r->page = calloc(pages, sizeof(r->page[0]));
	if (r->page == NULL)
		return -ENOMEM;
	r->pages = pages;
	return 0;
}

static void
note_lost(struct reading *r, uint32_t page, enum verdict v)
{
	r->page[page - 1] = PAGE_LOST;
	r->done++;
	r->lost++;
	if (r->lost_page == 0 || page < r->lost_page) {
		r->lost_page = page;
		r->lost_verdict = v;
	}
}

/* All that can be under way now is; or the record is next; or the end. */
static void
go_on(struct reading *r)
{
	if (r->pages == 0) {
		submit(r, &r->slot[0], &way_open, 0, false);
		return;
	}
	if (r->done < r->pages) {
		for (unsigned i = 0; i < r->slots; i++) {
			while (r->next < r->pages &&
			    r->page[r->next] != PAGE_NEW)
				r->next++;
			if (r->slot[i].used || r->next == r->pages)
				continue;
			r->page[r->next++] = PAGE_TAKEN;
			submit(r, &r->slot[i], &way_page, r->next, false);
		}
		return;
	}
	if (r->lost == r->pages)
		finish_verdict(r, r->lost_verdict, NULL);
	else
		submit(r, &r->slot[0], r->o.text ? &way_text : &way_record, 0,
		    false);
}

/* The start of every job's end: true where nothing is left to do. */
static bool
dealt_with(struct slot *slot, const struct way *way,
    const struct pool_result *result)
{
	struct reading *r = slot->reading;
	struct message_job ask = slot->job.ask;

	slot->used = false;
	if (result->error < 0) {
		finish_error(r, result->error);
		return true;
	}
	if (ask.gentle == 0 && worth_again(result->verdict)) {
		submit(r, slot, way, ask.page, true);
		return true;
	}
	return false;
}

/* INFO waits until opening has ended well, or given a page. */
static void
on_info(struct reading *r, const struct frame *f)
{
	int error = pages_known(r, f->arg);

	buf_clear(&r->type);
	if (error == 0)
		error = buf_append(&r->type, f->data, f->len);
	if (error == -EBADMSG)
		finish_verdict(r, VERDICT_PROTOCOL, NULL);
	else if (error < 0)
		finish_error(r, error);
}

static bool
keep_info(struct reading *r)
{
	return keep(r, FRAME_INFO, r->pages, r->type.data, r->type.len);
}

static void
on_opening(struct pool_job *job, const struct frame *f)
{
	struct slot *slot = job->data;
	struct reading *r = slot->reading;

	if (f->kind == FRAME_INFO) {
		on_info(r, f);
	} else if (f->kind == FRAME_PAGE) {
		if ((r->done == 0 && !keep_info(r)) ||
		    !keep(r, FRAME_PAGE, f->arg, f->data, f->len))
			return;
		r->page[f->arg - 1] = PAGE_DONE;
		r->done++;
	} else if (buf_append(&r->record, f->data, f->len) < 0) {
		finish_error(r, -ENOMEM);
	}
}

static void
on_open(struct pool_job *job, const struct pool_result *result)
{
	struct slot *slot = job->data;
	struct reading *r = slot->reading;
	bool is_read = result->error == 0 && result->verdict == VERDICT_OK;

	if (is_read && r->record.len > 0) {
		slot->used = false;
		if (r->done == 0 && !keep_info(r))
			return;
		finish(r, &(struct reading_end){ .verdict = VERDICT_OK,
		    .data = r->record.data, .len = r->record.len });
		return;
	}
	buf_free(&r->record);	/* of one that died after it: made anew */
	/* Whatever became of it, it came so far. */
	if (is_read || (result->error == 0 && r->done > 0)) {
		slot->used = false;
		if (r->done > 0 || keep_info(r))
			go_on(r);
		return;
	}
	free(r->page);
	r->page = NULL;
	r->pages = 0;
	if (!dealt_with(slot, &way_open, result))
		finish_verdict(r, result->verdict, result);
}

static void
on_page(struct pool_job *job, const struct pool_result *result)
{
	struct slot *slot = job->data;
	struct reading *r = slot->reading;
	uint32_t page = job->ask.page;
	bool kept;

	if (dealt_with(slot, &way_page, result))
		return;
	if (result->verdict == VERDICT_OK) {
		kept = keep(r, FRAME_PAGE, page, result->data, result->len);
		if (kept) {
			r->page[page - 1] = PAGE_DONE;
			r->done++;
		}
	} else {
		const char *name = verdict_name(result->verdict);

		kept = keep(r, FRAME_LOST, page, name, strlen(name));
		if (kept)
			note_lost(r, page, result->verdict);
	}
	if (kept)
		go_on(r);
}

static void
on_record(struct pool_job *job, const struct pool_result *result)
{
	struct slot *slot = job->data;
	struct reading *r = slot->reading;
	enum verdict v = result->verdict;

	if (dealt_with(slot, job->ask.kind == JOB_TEXT ? &way_text :
	    &way_record, result))
		return;
	/* Not a word on the pages that are left says nothing of the others. */
	if ((v == VERDICT_BLANK || v == VERDICT_NO_TEXT) && r->lost > 0)
		v = r->lost_verdict;
	finish_verdict(r, v, result);
}

int
reading_new(struct pool *pool, const struct reading_source *source,
    const struct reading_options *options,
    const struct reading_events *events, struct reading **ret_reading)
{
	unsigned slots = pool_readers(pool);
	struct reading *r;

	if (strlen(source->sha256) != sizeof(r->ask.sha256) - 1)
		return -EINVAL;
	if (strlen(source->name) >= sizeof(r->ask.name) ||
	    (options->plugin != NULL &&
	    strlen(options->plugin) >= sizeof(r->ask.plugin)))
		return -ENAMETOOLONG;
	r = calloc(1, sizeof(*r) + slots * sizeof(r->slot[0]));
	if (r == NULL)
		return -ENOMEM;
	r->pool = pool;
	r->source = *source;
	r->o = *options;
	r->events = *events;
	r->slots = slots;
	r->ask.scan_bytes = source->bytes;
	memcpy(r->ask.sha256, source->sha256, sizeof(r->ask.sha256));
	memcpy(r->ask.name, source->name, strlen(source->name) + 1);
	if (options->plugin != NULL)
		memcpy(r->ask.plugin, options->plugin,
		    strlen(options->plugin) + 1);
	/* Copied above; the caller's may go. */
	r->source.name = r->source.sha256 = r->o.plugin = NULL;
	*ret_reading = r;
	return 0;
}

int
reading_known(void *reading, const struct frame *f)
{
	struct reading *r = reading;

	if (f->kind == FRAME_NAME)
		return 0;
	if (f->kind == FRAME_INFO)
		return r->pages == 0 ? pages_known(r, f->arg) : -EBADMSG;
	if ((f->kind != FRAME_PAGE && f->kind != FRAME_LOST) || f->arg == 0 ||
	    f->arg > r->pages || r->page[f->arg - 1] != PAGE_NEW)
		return -EBADMSG;
	if (f->kind == FRAME_LOST) {
		note_lost(r, f->arg, verdict_of(f));
	} else {
		r->page[f->arg - 1] = PAGE_DONE;
		r->done++;
	}
	return 0;
}

void
reading_start(struct reading *r)
{
	go_on(r);
}

void
reading_free(struct reading *r)
{
	if (r == NULL)
		return;
	for (unsigned i = 0; i < r->slots; i++)
		if (r->slot[i].used)
			pool_cancel(r->pool, &r->slot[i].job);
	buf_free(&r->type);
	buf_free(&r->record);
	free(r->page);
	free(r);
}

uint32_t
reading_pages(const struct reading *r)
{
	return r->pages;
}

uint32_t
reading_done(const struct reading *r)
{
	return r->done;
}
