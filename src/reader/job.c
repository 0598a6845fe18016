#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/verdict.h"
#include "base/xalloc.h"
#include "page/clean.h"
#include "page/source.h"
#include "reader/job.h"
#include "reader/journal.h"
#include "record/record.h"
#include "text/text.h"
#include "wire/frame.h"
#include "wire/message.h"
#include "words/page.h"
#include "words/read.h"

#define QUICK_S 0.5	/* that opening a scan may take by going on */

struct work {
	const struct job_tools *tools;
	const struct message_job *ask;
	int	doc, channel;
};

/* `why` is for the log, "" where the verdict says it all. */
static int
fail(const struct work *w, enum verdict v, const char *why)
{
	return frame_write(w->channel, FRAME_FAIL, v, why, strlen(why));
}

/* A frame too long to send is the document's fault: there is too much in it. */
static int
answer(const struct work *w, enum frame_kind kind, uint32_t arg,
    const char *data, size_t len)
{
	if (len > frame_ceiling(kind))
		return fail(w, VERDICT_TOO_MANY_BYTES, "too long an answer");
	return frame_write(w->channel, kind, arg, data, len);
}

static int
do_page(const struct work *w)
{
	struct source *s;
	struct page *p;
	enum verdict v = source_open(w->doc, &s);
	char *json;
	size_t len;

	if (v != VERDICT_OK)
		return fail(w, v, "at the second look");
	if (w->ask->page > source_pages(s))
		return fail(w, VERDICT_DAMAGED, "no such page");
	v = page_read(s, w->tools->ocr, w->ask->page, w->tools->without |
	    (w->ask->gentle != 0 ? CLEAN_GENTLE : 0), &p);
	if (v != VERDICT_OK)
		return fail(w, v, "");
	json = page_to_json(p, &len);
	return answer(w, FRAME_PAGE, w->ask->page, json, len);
}

/* No word on any page: is there nothing at all on them? */
static enum verdict
wordless(const struct page *const *page, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (page[i]->error == NULL && page[i]->method != PAGE_BLANK)
			return VERDICT_NO_TEXT;
	return VERDICT_BLANK;
}

static struct record_source
source_of(const struct work *w, const char *type, uint32_t pages)
{
	return (struct record_source){
		.name = w->ask->name,
		.sha256 = w->ask->sha256,
		.bytes = w->ask->scan_bytes,
		.type = type,
		.pages = pages,
		.engine = ocr_name(w->tools->ocr),
		.languages = w->tools->languages,
	};
}

static const char *
plugin_of(const struct work *w)
{
	return w->ask->plugin[0] != '\0' ? w->ask->plugin : NULL;
}

/* What a scan's end is made from: all its pages that are read. */
struct ending {
	struct record_source src;
	const struct page *const *page;
	size_t	n;
	bool	early;		/* nobody asked for it alone */
	bool	said;		/* .. and yet it was to be had */
};

/* Early, what is out of the ordinary is for its own job to find and say. */
static int
fail_end(const struct work *w, const struct ending *e, enum verdict v,
    const char *why)
{
	return e->early ? 0 : fail(w, v, why);
}

static int
answer_end(const struct work *w, struct ending *e, enum frame_kind kind,
    const char *data, size_t len)
{
	if (e->early && len > frame_ceiling(kind))
		return 0;
	e->said = true;
	return answer(w, kind, 0, data, len);
}

static int
end_record(const struct work *w, struct ending *e)
{
	const char *plugin = plugin_of(w);
	char *json, why[128];
	size_t len;
	int r;

	if (w->tools->plugins == NULL)
		return fail_end(w, e, VERDICT_NO_RECORD, "no plugins");
	r = record_make(w->tools->plugins, &e->src, e->page, e->n, plugin,
	    &json, &len);
	if (r == 0)
		return answer_end(w, e, FRAME_RECORD, json, len);
	if (r == -ENODATA)
		return fail_end(w, e, wordless(e->page, e->n), "");
	if (r == -ENOENT)
		(void)snprintf(why, sizeof(why), "no plugin called %s",
		    plugin != NULL ? plugin : "generique");
	else
		(void)snprintf(why, sizeof(why), "the record: %s",
		    strerror(-r));
	return fail_end(w, e, VERDICT_NO_RECORD, why);
}

static int
end_text(const struct work *w, struct ending *e)
{
	const struct text *t = text_whole(e->page, e->n);

	if (t->len == 0)
		return fail_end(w, e, wordless(e->page, e->n), "");
	return answer_end(w, e, FRAME_TEXT, t->utf8, t->len);
}

/* JOB_RECORD or JOB_TEXT, from the journal. */
static int
do_end(const struct work *w)
{
	const struct page **page;
	struct ending e = { 0 };
	struct journal j;

	if (journal_read(w->doc, &j) < 0)
		return fail(w, VERDICT_NO_RECORD, "the journal is spoilt");
	page = xcalloc(j.pages, sizeof(*page));
	e.n = journal_list(&j, page);
	e.page = page;
	e.src = source_of(w, j.type, j.pages);
	return w->ask->kind == JOB_TEXT ? end_text(w, &e) : end_record(w, &e);
}

/* Processor time enough for the pages of an act: more is for all readers. */
static bool
has_time(void)
{
	return clock() < QUICK_S * CLOCKS_PER_SEC;
}

/*
 * The first pages, as long as they cost little; how many.  They need not go
 * through a journal and back: only a page's skew is rounded by that, and these
 * have none.
 */
static size_t
quick_pages(struct source *s, struct page **page)
{
	uint32_t pages = source_pages(s);
	struct page *p;
	size_t n = 0;

	while (n < pages && has_time()) {
		if (page_read_typed(s, (uint32_t)n + 1, &p) != VERDICT_OK ||
		    p == NULL)
			break;
		if (!page_is_sound(p)) {
			page_free(p);
			break;
		}
		page[n++] = p;
	}
	return n;
}

/* The first that is too long is left to a job of its own, and what follows. */
static int
send_pages(const struct work *w, struct ending *e)
{
	char *json;
	size_t len;
	int r = 0;

	for (size_t i = 0; i < e->n && r == 0; i++) {
		json = page_to_json(e->page[i], &len);
		if (len <= frame_ceiling(FRAME_PAGE))
			r = frame_write(w->channel, FRAME_PAGE,
			    e->page[i]->number, json, len);
		else
			e->n = i;
		free(json);
	}
	return r;
}

/*
 * What can be had without another job: the record, which is all that anybody
 * wants of a scan; or, where it cannot be made here, the pages read so far, so
 * that nobody reads them again.
 */
static int
go_on(const struct work *w, struct source *s)
{
	uint32_t all = source_pages(s);
	struct page **page = xcalloc(all, sizeof(struct page *));
	struct ending e = {
		.src = source_of(w, source_type(s), all),
		.page = (const struct page *const *)page,
		.n = quick_pages(s, page),
		.early = true,
	};
	int r = 0;

	if (e.n == all && w->ask->then == JOB_RECORD)
		r = end_record(w, &e);
	if (r == 0 && !e.said)
		r = send_pages(w, &e);
	if (r == 0 && e.n == all && w->ask->then == JOB_TEXT)
		r = end_text(w, &e);
	return r;
}

static int
do_open(const struct work *w)
{
	struct source *s;
	enum verdict v = source_open(w->doc, &s);
	const char *type;
	int r;

	if (v != VERDICT_OK)
		return fail(w, v, "");
	type = source_type(s);
	r = answer(w, FRAME_INFO, source_pages(s), type, strlen(type));
	if (r < 0 || w->ask->then == 0 || w->ask->gentle != 0)
		return r;
	return go_on(w, s);
}

static int	(*const jobs[JOB_KINDS])(const struct work *w) = {
	[JOB_OPEN] = do_open,
	[JOB_PAGE] = do_page,
	[JOB_RECORD] = do_end,
	[JOB_TEXT] = do_end,
};

int
job_do(const struct job_tools *tools, const struct message_job *ask, int doc,
    int channel)
{
	struct work w = { tools, ask, doc, channel };

	return jobs[ask->kind](&w);
}
