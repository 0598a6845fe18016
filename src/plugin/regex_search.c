#include <errno.h>
#include <string.h>

#include "base/utf8.h"
#include "plugin/regex_budget.h"
#include "plugin/regex_code.h"
#include "plugin/regex_index.h"
#include "plugin/regex_places.h"

#define LOOK_BYTES	1024	/* looked through for the price of a place */

void
regex_subject(const char *s, size_t len)
{
	/* PCRE2 begins no match between two signs that end one line. */
	if (s != NULL && memchr(s, '\r', len) != NULL)
		s = NULL;
	(void)regex_index_make(s, len);
}

static int
match_by(const pcre2_code *code, const char *s, size_t len,
    const struct regex_stretch *st, enum regex_budget_way way)
{
	pcre2_match_context *context = regex_budget_context(way);
	uint32_t options = PCRE2_NO_UTF_CHECK;

	options |= st->one ? PCRE2_ANCHORED : 0;
	options |= way == REGEX_COUNTED ? PCRE2_NO_JIT : 0;
	(void)pcre2_set_offset_limit(context, st->one || st->end >= len ?
	    PCRE2_UNSET : st->end);
	return pcre2_match(code, (PCRE2_SPTR)s, len, st->at, options,
	    regex_code_data(), context);
}

/*
 * What cannot be counted might go on for hours: its cut is said instead.  `st`
 * is what was tried.
 */
static int
match_counted(struct regex *re, const char *s, size_t len, size_t from,
    struct regex_stretch *st)
{
	if (!regex_budget_has(REGEX_COUNTED) || !regex_code_make_counted(re))
		return PCRE2_ERROR_MATCHLIMIT;
	/* Its \G is where this search begins: all is tried at once. */
	if (regex_places_looks_back(re->places))
		*st = (struct regex_stretch){ .at = from, .end = len };
	return match_by(re->counted, s, len, st, REGEX_COUNTED);
}

/* Another record's searches must not tell in what this one's are spent. */
static bool
is_dear(const struct regex *re)
{
	return re->dear && re->dear_in == regex_budget_record();
}

/* How many places a search has tried, each of which may take all its steps. */
static size_t
places_tried(const struct regex *re, const char *s, size_t len,
    const struct regex_stretch *st, int r)
{
	size_t end = st->end < len ? st->end + 1 : len, match_end = end;

	if (st->one)
		return 1;
	if (r > 0)
		match_end = pcre2_get_ovector_pointer(regex_code_data())[1];
	if (match_end < end)
		end = match_end;
	if (end <= st->at)
		return 1;	/* an empty match is found by a try too */
	return regex_index_has(s, len) ?
	    regex_places_tried(re->places, end - st->at) : end - st->at;
}

/*
 * The fold is UTF-8 by construction, and checking is not free.  Machine code
 * has another stack and counts otherwise: what it gives up is not lost yet.
 */
static int
match_stretch(struct regex *re, const char *s, size_t len, size_t from,
    struct regex_stretch *st)
{
	int r;

	for (enum regex_budget_way way = REGEX_CHEAP; way < REGEX_COUNTED;
	    way++) {
		if (!regex_budget_has(way) || (way == REGEX_CHEAP &&
		    !st->one && is_dear(re) && regex_budget_has(REGEX_DEAR)))
			continue;
		r = match_by(st->code, s, len, st, way);
		regex_budget_spend(way, places_tried(re, s, len, st, r));
		if (r >= 0 || r == PCRE2_ERROR_NOMATCH)
			return r;
		re->dear = true;	/* saves the first try next time */
		re->dear_in = regex_budget_record();
	}
	return match_counted(re, s, len, from, st);
}

/* As PCRE2 does it, with what is known of the text. */
static int
match(struct regex *re, const char *s, size_t len, size_t from)
{
	struct regex_stretch st = { .at = from, .end = len, .code = re->code };
	const uint64_t *starts = NULL;
	int r = PCRE2_ERROR_NOMATCH;
	size_t at = from;

	if (!regex_index_has(s, len))
		return match_stretch(re, s, len, from, &st);
	regex_budget_spend(REGEX_CHEAP, (len - from) / LOOK_BYTES);
	if (re->need != NULL && from < len && (starts = regex_index_starts(
	    re->need, s, len, from)) == NULL)
		return r;
	while (r == PCRE2_ERROR_NOMATCH && regex_places_next(re->places,
	    starts, s, len, from, at, &st)) {
		r = match_stretch(re, s, len, from, &st);
		at = st.end + 1;
	}
	return r;
}

int
regex_search(struct regex *re, const char *s, size_t len, size_t from,
    struct regex_match *ret)
{
	const PCRE2_SIZE *at;
	int r;

	if (regex_code_ready(re) < 0)
		return -EINVAL;
	r = match(re, s, len, from);
	if (r == PCRE2_ERROR_NOMATCH)
		return -ENOENT;
	if (r < 0) {
		regex_budget_cut();
		return -ELOOP;
	}
	at = pcre2_get_ovector_pointer(regex_code_data());
	/* \K inside a lookahead can put the start behind the end. */
	if (at[0] > at[1])
		return -ENOENT;
	ret->start = ret->value_start = at[0];
	ret->end = ret->value_end = at[1];
	ret->has_value = regex_group(re, "value", &ret->value_start,
	    &ret->value_end);
	return 0;
}

/* An empty match must not be found again, nor half a character searched. */
size_t
regex_after(const char *s, size_t len, size_t from,
    const struct regex_match *m)
{
	if (m->end > from) {
		from = m->end;
		if (m->start < m->end)
			return from;
	}
	for (from++; from < len && utf8_is_inside(s[from]);)
		from++;
	return from;
}
