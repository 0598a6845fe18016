#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "text/flow.h"
#include "text/fold.h"
#include "words/page.h"

struct flow_item *
flow_add(struct flow *f, uint32_t page, uint32_t word, uint32_t mark,
    enum flow_break brk)
{
	struct flow_item *it;

	if (f->items == f->cap) {
		f->cap = f->cap == 0 ? 256 : 2 * f->cap;
		f->item = xreallocarray(f->item, f->cap, sizeof(*f->item));
	}
	it = &f->item[f->items++];
	*it = (struct flow_item){ page, word, mark, (uint8_t)brk, FLOW_BODY };
	return it;
}

void
flow_free(struct flow *f)
{
	free(f->item);
	*f = (struct flow){ 0 };
}

const char *
flow_text(const struct flow_item *it, const struct page *const *page)
{
	const struct page *p = page[it->page];

	if (it->word != FLOW_NONE)
		return p->word[it->word].text;
	return p->mark[it->mark].ticked ? "[x]" : "[ ]";
}

size_t
flow_line_end(const struct flow *f, size_t first)
{
	size_t i = first + 1;

	while (i < f->items && f->item[i].brk == FLOW_SPACE)
		i++;
	return i;
}

char *
flow_fold(const struct flow *f, size_t first, size_t last,
    const struct page *const *page)
{
	struct buf out = { 0 };
	const char *word;

	for (size_t i = first; i < last; i++) {
		if (i > first)
			xbuf_append(&out, " ", 1);
		word = flow_text(&f->item[i], page);
		fold_append(&out, word, strlen(word));
	}
	return xbuf_take(&out, NULL);
}

void
flow_place(struct flow *f, size_t first, size_t last, enum flow_place place)
{
	for (size_t i = first; i < last; i++)
		f->item[i].place = (uint8_t)place;
}
