#include <string.h>

#include "base/xalloc.h"
#include "field/keys.h"

struct key_words
keys_of(const char *s, const char *spaces)
{
	struct key_words w = { 0 };
	size_t i = strspn(s, spaces), cap = 0, next;
	int depth = 0;

	for (; s[i] != '\0'; i += strspn(s + i, spaces)) {
		struct key_word one = { .start = i };

		i += strcspn(s + i, spaces);
		one.end = i;
		one.closed = strchr(",;:", s[i - 1]) != NULL;
		next = i + strspn(s + i, " \t\r");
		one.last = s[next] == '\n' || s[next] == '\f';
		one.bracket = depth > 0;
		for (size_t k = one.start; k < i; k++) {
			depth += s[k] == '(';
			depth -= s[k] == ')' && depth > 0;
			one.bracket = one.bracket || depth > 0;
		}
		name_key_bare(s + one.start, i - one.start, one.key);
		if (w.n == cap) {
			cap = cap == 0 ? 64 : 2 * cap;
			w.word = xreallocarray(w.word, cap, sizeof(*w.word));
		}
		w.word[w.n++] = one;
	}
	return w;
}

const char *
key_at(const struct key_words *w, size_t i)
{
	return i < w->n ? w->word[i].key : "";
}
