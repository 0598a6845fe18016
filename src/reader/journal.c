#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/verdict.h"
#include "base/xalloc.h"
#include "reader/journal.h"
#include "wire/frame.h"
#include "words/page.h"

/* Why a page is missing, for the record; the first row is for all others. */
static const struct {
	enum verdict	 verdict;
	const char	*why;
} reasons[] = {
	{ VERDICT_OK, "page abandonnée : elle n'a pas pu être lue" },
	{ VERDICT_DAMAGED, "page abandonnée : elle est abîmée" },
	{ VERDICT_TOO_MANY_PIXELS,
	    "page abandonnée : son image est démesurée" },
	{ VERDICT_TOO_SMALL,
	    "page abandonnée : son image est trop petite" },
	{ VERDICT_TIMEOUT,
	    "page abandonnée : sa lecture prenait trop de temps" },
	{ VERDICT_CRASH,
	    "page abandonnée : sa lecture s'est interrompue brutalement" },
	{ VERDICT_MEMORY,
	    "page abandonnée : sa lecture demandait trop de mémoire" },
	{ VERDICT_PROTOCOL,
	    "page abandonnée : sa lecture a donné un résultat incohérent" },
};

static struct page *
lost_page(uint32_t number, const char *name, size_t len)
{
	struct page *p = page_new(number);
	const char *why = reasons[0].why;

	for (size_t i = 1; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		const char *is = verdict_name(reasons[i].verdict);

		if (strlen(is) == len && memcmp(is, name, len) == 0)
			why = reasons[i].why;
	}
	p->error = xstrdup(why);
	return p;
}

static int
on_frame(void *data, const struct frame *f)
{
	struct journal *j = data;
	struct page *p;
	int r;

	if (f->kind == FRAME_NAME)
		return 0;
	if (f->kind == FRAME_INFO) {
		if (j->page != NULL || f->arg == 0 || f->arg > LIMIT_PAGES)
			return -EBADMSG;
		j->type = xstrndup(f->data, f->len);
		j->pages = f->arg;
		j->page = xcalloc(f->arg, sizeof(j->page[0]));
		return 0;
	}
	if ((f->kind != FRAME_PAGE && f->kind != FRAME_LOST) || f->arg == 0 ||
	    f->arg > j->pages || j->page[f->arg - 1] != NULL)
		return -EBADMSG;
	if (f->kind == FRAME_LOST) {
		j->page[f->arg - 1] = lost_page(f->arg, f->data, f->len);
		return 0;
	}
	r = page_from_json(f->data, f->len, &p);
	if (r < 0)
		return r == -EINVAL ? -EBADMSG : r;
	j->page[f->arg - 1] = p;
	if (p->number != f->arg)
		return -EBADMSG;
	j->read++;
	return 0;
}

int
journal_read(int fd, struct journal *ret_journal)
{
	struct journal j = { 0 };
	off_t whole;
	int r = frame_scan(fd, on_frame, &j, &whole);

	if (r == 0 && j.page == NULL)
		r = -EBADMSG;
	if (r < 0) {
		journal_free(&j);
		return r;
	}
	*ret_journal = j;
	return 0;
}

void
journal_free(struct journal *j)
{
	for (uint32_t i = 0; i < j->pages; i++)
		page_free(j->page[i]);
	free(j->page);
	free(j->type);
	*j = (struct journal){ 0 };
}

size_t
journal_list(const struct journal *j, const struct page **ret)
{
	size_t n = 0;

	for (uint32_t i = 0; i < j->pages; i++)
		if (j->page[i] != NULL)
			ret[n++] = j->page[i];
	return n;
}
