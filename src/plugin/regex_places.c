#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "plugin/regex_first.h"
#include "plugin/regex_index.h"
#include "plugin/regex_places.h"

struct regex_places {
	pcre2_code	*code;		/* the caller's */
	/*
	 * For places behind the first of a search, where \G is not; or NULL.
	 * Of "\G ; | voix" it is "(?!) ; | voix": sent straight to the "; voix"
	 * of "une; voix" PCRE2 would take that place for its \G.
	 */
	pcre2_code	*behind;
	struct regex_first *first;	/* or NULL: not worth it */
	bool		 machine;	/* the code is machine code */
	bool		 anchored;	/* tried where a search begins, only */
	bool		 looks_back;	/* with \G to where it began */
	int		 sought;	/* by PCRE2 itself: a byte, or -1 */
};

#define NEAR	16		/* places: closer windows are one */
#define CLOSE	8		/* and closer places */

/* PCRE2_INFO_FIRSTCODETYPE */
#define FIRST_LETTER	1
#define FIRST_IN_LINE	2

static bool
is_anchored(const pcre2_code *code)
{
	uint32_t options = 0;

	return pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS,
	    &options) != 0 || (options & PCRE2_ANCHORED) != 0;
}

/* A letter, the end of the line before, or -1 where it looks for nothing. */
static int
sought_by(const pcre2_code *code)
{
	uint32_t type = 0, letter = 0;

	if (pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type) != 0)
		return -1;
	if (type == FIRST_IN_LINE)
		return '\n';
	return type == FIRST_LETTER && pcre2_pattern_info(code,
	    PCRE2_INFO_FIRSTCODEUNIT, &letter) == 0 ? (int)letter : -1;
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
regex_places_new(pcre2_code *code, bool machine, const char *whole,
    uint32_t options, pcre2_compile_context *context)
{
	struct regex_places p = { .code = code, .machine = machine }, *ret;

	p.anchored = is_anchored(code);
	p.looks_back = strstr(whole, "\\G") != NULL;
	p.sought = sought_by(code);
	/* PCRE2 itself is quick to find a letter. */
	if (!p.anchored && (p.sought < 0 || p.sought == '\n'))
		p.first = regex_first(whole);
	if (p.first != NULL && p.looks_back &&
	    (p.behind = compile_behind(whole, options, context)) == NULL) {
		free(p.first);
		p.first = NULL;
	}
	if (machine && p.behind != NULL)
		(void)pcre2_jit_compile(p.behind, PCRE2_JIT_COMPLETE);
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

bool
regex_places_looks_back(const struct regex_places *p)
{
	return p->looks_back;
}

static bool
has_bit(const uint64_t *bit, size_t at)
{
	return (bit[at / 64] >> at % 64 & 1) != 0;
}

/* The first place from `at` on where the pattern may begin. */
static size_t
find_place(const struct regex_places *p, const uint64_t *starts,
    const char *s, size_t len, size_t at, size_t until)
{
	size_t end = until, place;

	for (; at < until; at = end) {
		if (starts != NULL) {
			at = regex_index_next(starts, at, until, true);
			end = regex_index_next(starts, at, until, false);
		}
		place = regex_first_next(p->first, s, len, at, end);
		if (place < end)
			return place;
	}
	return until;
}

/* Place by place. */
static bool
next_place(const struct regex_places *p, const uint64_t *starts,
    const char *s, size_t len, size_t from, struct regex_stretch *ret)
{
	size_t until, next;

	ret->at = ret->end = find_place(p, starts, s, len, ret->at, len);
	if (ret->at == len)
		return false;
	if (ret->at > from && p->behind != NULL)
		ret->code = p->behind;
	if (!p->machine) {
		ret->one = true;
		return true;
	}
	/* Machine code is not anchored, but told where to end. */
	for (;;) {
		until = len - ret->end > CLOSE ? ret->end + CLOSE : len;
		next = find_place(p, starts, s, len, ret->end + 1, until);
		if (next == until)
			break;
		ret->end = next;
	}
	return true;
}

/* All places that follow each other, or nearly. */
static bool
next_window(const uint64_t *starts, size_t len, struct regex_stretch *ret)
{
	size_t next;

	ret->at = next = regex_index_next(starts, ret->at, len, true);
	if (next >= len)
		return false;
	do {
		ret->end = regex_index_next(starts, next, len, false) - 1;
		next = regex_index_next(starts, ret->end + 1, len, true);
	} while (next < len && next - ret->end < NEAR);
	return true;
}

bool
regex_places_next(const struct regex_places *p, const uint64_t *starts,
    const char *s, size_t len, size_t from, size_t at,
    struct regex_stretch *ret)
{
	*ret = (struct regex_stretch){ .at = at, .end = len, .code = p->code };
	if (at > len)
		return false;
	if (p->first != NULL)
		return next_place(p, starts, s, len, from, ret);
	if (p->anchored) {
		ret->end = at;
		return at == from && (starts == NULL || has_bit(starts, at));
	}
	if (starts == NULL)
		return true;
	if (p->looks_back)
		return at == from &&
		    regex_index_next(starts, at, len, true) < len;
	return next_window(starts, len, ret);
}

size_t
regex_places_tried(const struct regex_places *p, size_t n)
{
	size_t many;

	if (p->sought < 0)
		return n;
	/* A part's first byte may begin a line where the whole has none. */
	many = p->sought == '\n' ? regex_index_lines() + 1 :
	    regex_index_many((unsigned char)p->sought);
	return many < n ? many : n;
}
