#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "../support/fuzz.h"
#include "../support/fuzz_things.h"
#include "text/text.h"
#include "words/page.h"

static const char *const words[] = { "Envoyé en", "-", "|", "23", "préfecture",
    "le", "Maire", "059-215967302-20250625-30-DE", "Septembne",
    "délibératlon", "CONSE1L", "pouvolrs", "l'", "com-", NULL };

/* Any page is read, and no word twice. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page *p = fuzz_thing_page(1);
	const struct page *one[1] = { p };
	struct text *t;
	bool *seen;

	for (; size >= FUZZ_THING; size -= FUZZ_THING, data += FUZZ_THING)
		fuzz_thing(p, data, words);
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
	free(text_other_line(t, 0, t->len));
	text_free(t);
	page_free(p);
	return 0;
}
