#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/verdict.h"
#include "base/xalloc.h"
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
do_open(const struct work *w)
{
	struct source *s;
	enum verdict v = source_open(w->doc, &s);
	const char *type;

	if (v != VERDICT_OK)
		return fail(w, v, "");
	type = source_type(s);
	return answer(w, FRAME_INFO, source_pages(s), type, strlen(type));
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
	v = page_read(s, w->tools->ocr, w->ask->page, w->ask->gentle != 0, &p);
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

static int
do_record(const struct work *w)
{
	struct record_source src = {
		.name = w->ask->name,
		.sha256 = w->ask->sha256,
		.bytes = w->ask->scan_bytes,
		.engine = ocr_name(w->tools->ocr),
		.languages = w->tools->languages,
	};
	const char *plugin = w->ask->plugin[0] != '\0' ? w->ask->plugin : NULL;
	const struct page **page;
	struct journal j;
	char *json, why[128];
	size_t len, n;
	int r = journal_read(w->doc, &j);

	if (r < 0)
		return fail(w, VERDICT_NO_RECORD, "the journal is spoilt");
	src.type = j.type;
	src.pages = j.pages;
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
