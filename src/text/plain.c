#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/xalloc.h"
#include "text/flow.h"
#include "text/fold.h"
#include "text/plain.h"
#include "words/page.h"

#define CHAR_PX		10
#define LINE_PX		20
#define LINES_MAX	50000	/* of a page: its height fits an int32 */

struct reader {
	struct page	**page;
	size_t		  pages;
	struct flow	 *f;
	enum flow_break	  brk;		/* before the next word */
	int32_t		  row, column;	/* of the character at hand */
	bool		  feed;		/* the character before was "\f" */
	bool		  stamp;	/* behind "\f\f" */
	struct buf	  word;
	int32_t		  word_column;
};

static void
page_start(struct reader *r)
{
	r->page = xreallocarray(r->page, r->pages + 1, sizeof(*r->page));
	r->page[r->pages] = page_new((uint32_t)r->pages + 1);
	r->page[r->pages]->method = PAGE_LAYER;
	r->page[r->pages]->dpi = 100;
	r->page[r->pages]->conf = 100;
	r->pages++;
	r->row = r->column = 0;
}

static struct box
place(struct reader *r, int32_t column, int32_t width)
{
	struct page *p = r->page[r->pages - 1];
	struct box b = { column * CHAR_PX, r->row * LINE_PX,
	    width * CHAR_PX, LINE_PX };

	if (p->width < b.x + b.w)
		p->width = b.x + b.w;
	if (p->height < b.y + b.h)
		p->height = b.y + b.h;
	return b;
}

static void
item_add(struct reader *r, uint32_t word, uint32_t mark)
{
	struct flow_item *it = flow_add(r->f, (uint32_t)r->pages - 1, word,
	    mark, r->brk);

	if (r->stamp)
		it->place = FLOW_STAMP;
	r->brk = FLOW_SPACE;
}

/* A page may be full of words: then the text goes on on a new one. */
static void
word_end(struct reader *r)
{
	struct page *p = r->page[r->pages - 1];
	struct box b;

	if (r->word.len == 0)
		return;
	if (p->words >= LIMIT_PAGE_WORDS || p->marks >= LIMIT_PAGE_MARKS ||
	    r->row >= LINES_MAX) {
		page_start(r);
		p = r->page[r->pages - 1];
		r->brk = FLOW_PAGE;
	}
	b = place(r, r->word_column, r->column - r->word_column);
	(void)page_add_word(p, r->word.data, b, (uint32_t)r->row, 100,
	    WORD_LAYER);
	item_add(r, (uint32_t)p->words - 1, FLOW_NONE);
	buf_clear(&r->word);
}

static void
mark_add(struct reader *r, bool ticked)
{
	struct page *p = r->page[r->pages - 1];

	if (p->marks >= LIMIT_PAGE_MARKS) {
		page_start(r);
		p = r->page[r->pages - 1];
		r->brk = FLOW_PAGE;
	}
	(void)page_add_mark(p, place(r, r->column, 1), ticked, 100);
	item_add(r, FLOW_NONE, (uint32_t)p->marks - 1);
}

static void
line_break(struct reader *r)
{
	enum flow_break brk = r->brk == FLOW_SPACE ? FLOW_LINE : FLOW_BLOCK;

	r->row++;
	r->column = 0;
	if (r->brk < brk)
		r->brk = brk;
}

static void
read_char(struct reader *r, uint32_t c, const char *s, size_t n)
{
	const char *mark = fold_mark(c);

	if (fold_is_break(c) || fold_is_space(c) || mark != NULL)
		word_end(r);
	if (c == '\n') {
		line_break(r);
	} else if (c == '\f') {
		if (r->feed)
			r->stamp = true;
		else
			page_start(r);
		r->brk = FLOW_PAGE;
	} else if (mark != NULL) {
		mark_add(r, mark[1] == 'x');
		r->column++;
	} else {
		if (!fold_is_space(c)) {
			if (r->word.len == 0)
				r->word_column = r->column;
			xbuf_append(&r->word, s, n);
		}
		r->column++;
	}
	r->feed = c == '\f';
}

void
plain_read(const char *utf8, size_t len, struct page ***ret_page,
    size_t *ret_pages, struct flow *f)
{
	struct reader r = { .f = f, .brk = FLOW_PAGE };
	gchar *valid, *nfc;
	size_t n;

	if (len > LIMIT_FRAME_BYTES)
		len = LIMIT_FRAME_BYTES;
	valid = g_utf8_make_valid(utf8, (gssize)len);
	nfc = g_utf8_normalize(valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	g_free(valid);
	len = nfc != NULL ? strlen(nfc) : 0;

	page_start(&r);
	for (size_t at = 0; at < len; at += n) {
		uint32_t c = fold_decode(nfc, len, at, &n);

		read_char(&r, c, nfc + at, n);
	}
	word_end(&r);
	g_free(nfc);
	buf_free(&r.word);
	*ret_page = r.page;
	*ret_pages = r.pages;
}
