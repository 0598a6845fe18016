#ifndef GREFFIER_FUZZ_THINGS_H
#define GREFFIER_FUZZ_THINGS_H

#include <stddef.h>
#include <stdint.h>

#include "words/page.h"

/*
 * A page's words, cells and marks from a fuzzer's bytes: seven a thing, which
 * are what it is, its place, its size, its word and how sure that is.
 */
#define FUZZ_THING	7
#define FUZZ_WORDS	32

static inline struct page *
fuzz_thing_page(size_t number)
{
	struct page *p = page_new((uint32_t)number);

	p->width = 2560;
	p->height = 3600;
	return p;
}

/* `words` are as many as FUZZ_WORDS, or end with a NULL. */
static inline void
fuzz_thing(struct page *p, const uint8_t *d, const char *const *words)
{
	struct box b = { d[1] * 10, d[2] * 14, d[3], d[4] };
	struct word *w;
	struct cell *c;
	size_t n = 0;

	while (n < FUZZ_WORDS && words[n] != NULL)
		n++;
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
		w = page_add_word(p, words[d[5] % n], b, 0, d[6], WORD_OCR);
		w->second = d[0] == 255;
		if (d[0] == 253)	/* seen otherwise as well */
			word_set_other(w, words[d[6] % n]);
	}
}

#endif /* GREFFIER_FUZZ_THINGS_H */
