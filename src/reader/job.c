#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/verdict.h"
#include "base/xalloc.h"
#include "page/clean.h"
#include "page/source.h"
#include "plugin/plugin_set.h"
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

static int
do_record(const struct work *w)
{
	const char *plugin = plugin_of(w);
	struct record_source src;
	const struct page **page;
	struct journal j;
	char *json, why[128];
	size_t len, n;
	int r = journal_read(w->doc, &j);

	if (r < 0)
		return fail(w, VERDICT_NO_RECORD, "the journal is spoilt");
	src = source_of(w, j.type, j.pages);
	page = xcalloc(j.pages, sizeof(*page));
	n = journal_list(&j, page);
	r = record_make(w->tools->plugins, &src, page, n, plugin, &json, &len);
	if (r == 0)
		return answer(w, FRAME_RECORD, 0, json, len);
	if (r == -ENODATA)
		return fail(w, wordless(page, n), "");
	if (r == -ENOENT)
		(void)snprintf(why, sizeof(why), "no plugin called %s",
		    plugin != NULL ? plugin : "generique");
	else
		(void)snprintf(why, sizeof(why), "the record: %s",
		    strerror(-r));
	return fail(w, VERDICT_NO_RECORD, why);
}

static int
do_text(const struct work *w)
{
	const struct page **page;
	struct journal j;
	struct text *t;
	size_t n;

	if (journal_read(w->doc, &j) < 0)
		return fail(w, VERDICT_NO_RECORD, "the journal is spoilt");
	page = xcalloc(j.pages, sizeof(*page));
	n = journal_list(&j, page);
	t = text_whole(page, n);
	if (t->len == 0)
		return fail(w, wordless(page, n), "");
	return answer(w, FRAME_TEXT, 0, t->utf8, t->len);
}

/* Processor time enough for the pages of an act: more is for all readers. */
static bool
has_time(void)
{
	return clock() < QUICK_S * CLOCKS_PER_SEC;
}

/*
 * The first pages, as long as they cost little; how many.  Each is taken back
 * from what is sent, so that all that follows sees what a journal holds.
 */
static int
quick_pages(const struct work *w, struct source *s, struct page **page,
    size_t *ret_n)
{
	uint32_t pages = source_pages(s);
	struct page *p;
	char *json;
	size_t len;
	int r = 0;

	*ret_n = 0;
	for (uint32_t i = 1; i <= pages && has_time(); i++) {
		if (page_read_typed(s, i, &p) != VERDICT_OK || p == NULL)
			break;
		json = page_to_json(p, &len);
		if (len > frame_ceiling(FRAME_PAGE) ||
		    page_from_json(json, len, &page[*ret_n]) < 0)
			break;
		r = frame_write(w->channel, FRAME_PAGE, i, json, len);
		if (r < 0)
			break;
		free(json);
		++*ret_n;
	}
	return r;
}

/* Anything out of the ordinary is for a job of its own to find and say. */
static int
quick_end(const struct work *w, struct source *s, struct page **own)
{
	const struct page *const *page = (const struct page *const *)own;
	uint32_t n = source_pages(s);
	struct record_source src = source_of(w, source_type(s), n);
	char *json;
	size_t len;
	struct text *t;

	if (w->ask->then == JOB_TEXT) {
		t = text_whole(page, n);
		return t->len == 0 || t->len > frame_ceiling(FRAME_TEXT) ? 0 :
		    frame_write(w->channel, FRAME_TEXT, 0, t->utf8, t->len);
	}
	if (record_make(w->tools->plugins, &src, page, n, plugin_of(w), &json,
	    &len) < 0 || len > frame_ceiling(FRAME_RECORD))
		return 0;
	return frame_write(w->channel, FRAME_RECORD, 0, json, len);
}

static int
do_open(const struct work *w)
{
	struct source *s;
	enum verdict v = source_open(w->doc, &s);
	const char *type;
	struct page **page;
	size_t n;
	int r;

	if (v != VERDICT_OK)
		return fail(w, v, "");
	type = source_type(s);
	r = answer(w, FRAME_INFO, source_pages(s), type, strlen(type));
	if (r < 0 || w->ask->then == 0 || w->ask->gentle != 0)
		return r;
	page = xcalloc(source_pages(s), sizeof(struct page *));
	r = quick_pages(w, s, page, &n);
	return r < 0 || n < source_pages(s) ? r : quick_end(w, s, page);
}

static int	(*const jobs[JOB_KINDS])(const struct work *w) = {
	[JOB_OPEN] = do_open,
	[JOB_PAGE] = do_page,
	[JOB_RECORD] = do_record,
	[JOB_TEXT] = do_text,
};

int
job_do(const struct job_tools *tools, const struct message_job *ask, int doc,
    int channel)
{
	struct work w = { tools, ask, doc, channel };

	return jobs[ask->kind](&w);
}
