#include <errno.h>
#include <string.h>

#include "plugin/regex.h"
#include "plugin/regex_near.h"
#include "../support/fuzz.h"
#include "text/text.h"

/* What is found in a text is found too where it was told beforehand. */
static void
search(struct regex *re, const char *s, size_t len)
{
	struct regex_match m, told;
	size_t from = 0, n = 0;
	int r, r2;

	do {
		regex_subject(NULL, 0);
		r = regex_search(re, s, len, from, &m);
		regex_subject(s, len);
		r2 = regex_search(re, s, len, from, &told);
		MUST(r == r2 || r == -ELOOP || r2 == -ELOOP);
		if (r != 0 || r2 != 0)
			break;
		MUST(m.start == told.start && m.end == told.end);
		MUST(m.start <= m.end && m.end <= len && m.start >= from);
		MUST(!m.has_value || (m.value_start <= m.value_end &&
		    m.value_end <= len));
		r = (int)regex_after(s, len, from, &m);
		MUST((size_t)r > from || (size_t)r > len);
		from = (size_t)r;
	} while (from <= len && n++ < 8);
	regex_subject(NULL, 0);
}

static void
shorten(const struct regex *re, const char *s, size_t len)
{
	struct regex_near near;

	if (!regex_near(re, s, len, &near))
		return;
	MUST(near.part != NULL && near.start <= near.end && near.end <= len);
	regex_near_clear(&near);
}

/* The pattern, a line feed, and the text that it meets. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, '\n', size);
	struct regex_error err = { 0 };
	struct regex *re;
	char *pattern, *fold;
	size_t len, at;

	if (end == NULL || memchr(data, '\0', (size_t)(end - data)) != NULL)
		return 0;
	at = (size_t)(end - data) + 1;
	pattern = strndup((const char *)data, at - 1);
	fold = text_fold((const char *)data + at, size - at, &len);
	regex_machine_code(size % 3 == 0);
	re = regex_new(pattern, 1, 1);
	if (regex_compile(re, &err) == 0) {
		search(re, fold, len);
		if (size % 4 == 0)	/* it takes long */
			shorten(re, fold, len);
	} else {
		MUST(err.message[0] != '\0' && err.line >= 1);
	}
	regex_free(re);
	free(fold);
	free(pattern);
	return 0;
}
