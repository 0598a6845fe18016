#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "plugin/regex_first.h"
#include "plugin/regex_places.h"

struct regex_places {
	pcre2_code	*code;		/* the caller's */
	pcre2_code	*behind;	/* for places behind the first of a
					 * search, where \G is not; or NULL */
	struct regex_first *first;
};

/*
 * PCRE2 itself is quick to find the first letter that all matches have, and the
 * beginnings of lines and of the text.
 */
static bool
is_quick(const pcre2_code *code)
{
	uint32_t type = 0, options = 0;

	return pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE,
	    &type) != 0 || type != 0 || pcre2_pattern_info(code,
	    PCRE2_INFO_ALLOPTIONS, &options) != 0 ||
	    (options & PCRE2_ANCHORED) != 0;
}

/* The same pattern, with what never matches for each \G. */
static pcre2_code *
compile_behind(const char *whole, uint32_t options,
    pcre2_compile_context *context)
{
	struct buf b = { 0 };
	size_t offset, n;
	pcre2_code *code;
	int number;

	for (; *whole != '\0'; whole += n) {
		n = whole[0] == '\\' && whole[1] != '\0' ? 2 : 1;
		if (n == 2 && whole[1] == 'G')
			xbuf_puts(&b, "(?!)");
		else
			xbuf_append(&b, whole, n);
	}
	code = pcre2_compile((PCRE2_SPTR)b.data, b.len, options, &number,
	    &offset, context);
	buf_free(&b);
	return code;
}

struct regex_places *
regex_places_new(pcre2_code *code, const char *whole, uint32_t options,
    pcre2_compile_context *context)
{
	struct regex_places p = { .code = code }, *ret;

	if (is_quick(code) || (p.first = regex_first(whole)) == NULL)
		return NULL;
	if (strstr(whole, "\\G") != NULL && (p.behind = compile_behind(whole,
	    options, context)) == NULL) {
		free(p.first);
		return NULL;
	}
	ret = xmalloc(sizeof(*ret));
	*ret = p;
	return ret;
}

void
regex_places_free(struct regex_places *p)
{
	if (p == NULL)
		return;
	pcre2_code_free(p->behind);
	free(p->first);
	free(p);
}

int
regex_places_search(const struct regex_places *p, const char *s, size_t len,
    size_t at, pcre2_match_data *data, pcre2_match_context *context)
{
	const pcre2_code *code = p->code;
	int r = PCRE2_ERROR_NOMATCH;
	size_t from = at;

	while (r == PCRE2_ERROR_NOMATCH &&
	    (at = regex_first_next(p->first, s, len, at)) < len) {
		if (at > from && p->behind != NULL)
			code = p->behind;
		r = pcre2_match(code, (PCRE2_SPTR)s, len, at,
		    PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED, data, context);
		at++;
	}
	return r;
}
