#include <stdlib.h>

#include "text/text.h"
#include "words/page.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Any bytes as plain text: the fold's offsets ascend and stay within the text,
 * and every word lies where it says.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text *t = text_from_utf8((const char *)data, size);
	size_t first, end = 0;

	if (t->body_len > t->len || t->fold_body_len > t->fold_len ||
	    t->to_utf8[t->fold_len] != t->len)
		abort();
	for (size_t i = 0; i < t->fold_len; i++)
		if (t->to_utf8[i] > t->to_utf8[i + 1])
			abort();
	for (size_t i = 0; i < t->words; i++) {
		if (t->word[i].start < end || t->word[i].end > t->len ||
		    t->word[i].page >= t->pages)
			abort();
		end = t->word[i].end;
		(void)text_box(t, i);
	}
	if (text_words_in(t, 0, t->len, &first) != t->words)
		abort();
	free(text_line(t, size % (t->len + 1), t->len));
	text_free(t);
	free(text_fold((const char *)data, size, NULL));
	return 0;
}
