#include <string.h>

#include "../support/fuzz.h"
#include "text/text.h"
#include "words/page.h"

/* What is folded stays as it is. */
static void
fold_again(const char *data, size_t size)
{
	size_t len, len2;
	char *once = text_fold(data, size, &len);
	char *twice = text_fold(once, len, &len2);

	MUST(len == len2 && memcmp(once, twice, len) == 0);
	free(once);
	free(twice);
	once = text_one_line(data, size);
	MUST(strpbrk(once, "\n\f") == NULL);
	free(once);
}

/*
 * The fold's offsets ascend and stay within the text, and every word lies where
 * it says.
 */
static void
check_text(const struct text *t)
{
	size_t first, end = 0;

	MUST(t->body_len <= t->len && t->fold_body_len <= t->fold_len);
	MUST(t->to_utf8[t->fold_len] == t->len);
	for (size_t i = 0; i < t->fold_len; i++)
		MUST(t->to_utf8[i] <= t->to_utf8[i + 1]);
	for (size_t i = 0; i < t->words; i++) {
		MUST(t->word[i].start >= end && t->word[i].end <= t->len);
		MUST(t->word[i].page < t->pages);
		end = t->word[i].end;
		(void)text_box(t, i);
		MUST(text_conf(t, i) >= 0 && text_conf(t, i) <= 100);
	}
	MUST(text_words_in(t, 0, t->len, &first) == t->words);
}

/* Any bytes as plain text; and what a person is shown of it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text *t = text_from_utf8((const char *)data, size), *whole;

	check_text(t);
	free(text_line(t, size % (t->len + 1), t->len));
	if (size % 4 == 0) {	/* the layout has its own target */
		whole = text_whole(t->page, t->pages);
		check_text(whole);
		text_free(whole);
	}
	text_free(t);
	fold_again((const char *)data, size);
	return 0;
}
