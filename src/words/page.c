#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "words/page.h"

/* One more item: arrays grow at each power of two, so no capacity is kept. */
static void *
grow(void *array, size_t n, size_t size)
{
	if ((n & (n - 1)) != 0)
		return array;
	return xreallocarray(array, n == 0 ? 1 : 2 * n, size);
}

static uint8_t
percent(int conf)
{
	return (uint8_t)(conf < 0 ? 0 : conf > 100 ? 100 : conf);
}

struct page *
page_new(uint32_t number)
{
	struct page *p = xcalloc(1, sizeof(*p));

	p->number = number;
	return p;
}

static void
word_free(struct word *w)
{
	free(w->text);
	free(w->other);
}

void
page_free(struct page *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->words; i++)
		word_free(&p->word[i]);
	free(p->word);
	free(p->mark);
	free(p->cell);
	free(p->unread);
	free(p->reason);
	free(p->error);
	free(p);
}

struct word *
page_add_word(struct page *p, const char *text, struct box box, uint32_t line,
    int conf, enum word_source source)
{
	struct word *w;

	if (p->words >= LIMIT_PAGE_WORDS || text[0] == '\0')
		return NULL;
	p->word = grow(p->word, p->words, sizeof(*p->word));
	w = &p->word[p->words++];
	*w = (struct word){
		.text = xstrdup(text),
		.box = box,
		.line = line,
		.conf = percent(conf),
		.source = (uint8_t)source,
	};
	return w;
}

uint32_t
page_next_line(const struct page *p)
{
	uint32_t next = 0;

	for (size_t i = 0; i < p->words; i++)
		if (p->word[i].line >= next)
			next = p->word[i].line + 1;
	return next;
}

void
word_set_text(struct word *w, const char *text)
{
	char *copy = xstrdup(text);

	free(w->text);
	w->text = copy;
	word_set_other(w, NULL);
}

void
word_set_other(struct word *w, const char *other)
{
	char *copy = other == NULL ? NULL : xstrdup(other);

	free(w->other);
	w->other = copy;
}

void
page_split_word(struct page *p, size_t i, size_t bytes, int32_t x)
{
	struct word old = p->word[i], *w;
	struct box left = old.box, right = old.box;

	left.w = x;
	right.x += x;
	right.w -= x;
	w = page_add_word(p, old.text + bytes, right, old.line, old.conf,
	    (enum word_source)old.source);
	if (w == NULL)
		return;
	word_set_other(&p->word[i], NULL);
	old = *w;
	memmove(&p->word[i + 2], &p->word[i + 1],
	    (p->words - i - 2) * sizeof(*p->word));
	p->word[i + 1] = old;
	p->word[i].text[bytes] = '\0';
	p->word[i].box = left;
}

void
page_cut_words(struct page *p, size_t n)
{
	while (p->words > n)
		word_free(&p->word[--p->words]);
}

void
page_drop_words(struct page *p, const bool *gone, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->words; i++) {
		if (i < n && gone[i])
			word_free(&p->word[i]);
		else
			p->word[kept++] = p->word[i];
	}
	p->words = kept;
}

struct mark *
page_add_mark(struct page *p, struct box box, bool ticked, int conf)
{
	struct mark *m;

	if (p->marks >= LIMIT_PAGE_MARKS)
		return NULL;
	p->mark = grow(p->mark, p->marks, sizeof(*p->mark));
	m = &p->mark[p->marks++];
	*m = (struct mark){ box, ticked, percent(conf) };
	return m;
}

struct cell *
page_add_cell(struct page *p, struct box box)
{
	struct cell *c;

	if (p->cells >= LIMIT_PAGE_CELLS)
		return NULL;
	p->cell = grow(p->cell, p->cells, sizeof(*p->cell));
	c = &p->cell[p->cells++];
	*c = (struct cell){ .box = box, .rows = 1, .columns = 1 };
	return c;
}

struct box *
page_add_unread(struct page *p, struct box box)
{
	struct box *b;

	if (p->unreads >= LIMIT_PAGE_CELLS)
		return NULL;
	p->unread = grow(p->unread, p->unreads, sizeof(*p->unread));
	b = &p->unread[p->unreads++];
	*b = box;
	return b;
}
