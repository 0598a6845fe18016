#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "../support/fuzz.h"
#include "text/text.h"
#include "words/page.h"

/* Seven bytes a thing: what it is, its place, its size and its words. */
#define THING 7

static void
add_thing(struct page *p, const uint8_t *d)
{
	static const char *const words[] = { "Envoyé en", "-", "|", "23",
	    "préfecture", "le", "Maire", "059-215967302-20250625-30-DE" };
	struct box b = { d[1] * 10, d[2] * 14, d[3], d[4] };
	struct word *w;
	struct cell *c;

	if (d[0] % 8 == 0) {
		c = page_add_cell(p, b);
		c->box.w *= 10;
		c->box.h *= 10;
		c->table = d[5] % 4;
		c->row = d[6] % 8;
		c->column = d[6] / 8 % 8;
	} else if (d[0] % 8 == 1) {
		(void)page_add_mark(p, b, d[5] & 1, d[6]);
	} else {
		w = page_add_word(p, words[d[5] % 8], b, 0, d[6], WORD_OCR);
		w->second = d[0] == 255;
	}
}

/* Any page is read, and no word twice. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page *p = page_new(1);
	const struct page *one[1] = { p };
	struct text *t;
	bool *seen;

	p->width = 2560;
	p->height = 3600;
	for (; size >= THING; size -= THING, data += THING)
		add_thing(p, data);
	t = text_new(one, 1);
	seen = xcalloc(p->words, sizeof(*seen));
	for (size_t i = 0; i < t->words; i++) {
		if (t->word[i].word == UINT32_MAX)
			continue;
		MUST(t->word[i].word < p->words);
		MUST(!seen[t->word[i].word]);
		seen[t->word[i].word] = true;
	}
	free(seen);
	text_free(t);
	page_free(p);
	return 0;
}
