#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "plugin/regex.h"
#include "plugin/regex_budget.h"
#include "plugin/regex_need.h"
#include "plugin/regex_places.h"
#include "plugin/regex_spell.h"
#include "plugin/regex_sub.h"

#define OPTIONS (PCRE2_UTF | PCRE2_CASELESS | PCRE2_EXTENDED | \
	PCRE2_MULTILINE | PCRE2_DOTALL | PCRE2_DUPNAMES | \
	PCRE2_NO_AUTO_CAPTURE | PCRE2_NEVER_BACKSLASH_C)

#define GROUPS_MAX	64	/* a rule's groups stand before what it calls */
#define NEAR_MAX	30	/* bytes of a pattern shown in a message */
#define WRAP		"(?:"
#define UNKNOWN_CALL	115	/* PCRE2 of a group that is not there */

struct regex {
	char		*source;	/* as the author wrote it */
	char		*spelt;		/* NULL until asked for */
	const struct regex_scope *scope;
	pcre2_code	*code;		/* NULL until compiled */
	pcre2_code	*counted;	/* the same, each step told; or NULL */
	bool		 dear;		/* cheaply it was not found once .. */
	unsigned int	 dear_in;	/* .. in this record */
	bool		 uncountable;	/* too large with all the callouts */
	bool		 broken;	/* does not compile: not tried again */
	char		*need;		/* once compiled; see regex_need.h */
	struct regex_places *places;	/* where it is interpreted, or NULL */
	int		 line, column;
};

/* What all share: how a line ends, and the room for groups. */
static struct {
	pcre2_compile_context	*compile;
	pcre2_match_data	*data;
	bool			 machine_code;
	const char		*subject, *subject_end;	/* or NULL */
	struct regex_letters	 letters;	/* of the subject */
} shared;

struct regex *
regex_new(const char *source, int line, int column)
{
	struct regex *re = xcalloc(1, sizeof(*re));

	re->source = xstrdup(source);
	re->line = line;
	re->column = column;
	return re;
}

void
regex_free(struct regex *re)
{
	if (re == NULL)
		return;
	pcre2_code_free(re->code);
	pcre2_code_free(re->counted);
	free(re->source);
	free(re->spelt);
	free(re->need);
	regex_places_free(re->places);
	free(re);
}

void
regex_place(const struct regex *re, int *ret_line, int *ret_column)
{
	*ret_line = re->line;
	*ret_column = re->column;
}

void
regex_bind(struct regex *re, const struct regex_scope *scope)
{
	re->scope = scope;
}

const struct regex_scope *
regex_scope(const struct regex *re)
{
	return re->scope;
}

const char *
regex_source(const struct regex *re)
{
	return re->source;
}

const char *
regex_spelt(struct regex *re)
{
	if (re->spelt == NULL)
		re->spelt = regex_spell(re->source);
	return re->spelt;
}

/* A call of a sub-pattern that nobody defines: its name, for the message. */
static void
explain_unknown(const struct regex *re, struct regex_error *err)
{
	const char *call, *near;
	char name[32];
	size_t n;

	call = regex_scope_unknown(re->scope, re->spelt, &n);
	if (call == NULL || n == 0 || n >= sizeof(name))
		return;
	memcpy(name, call, n);
	name[n] = '\0';
	near = regex_scope_nearest(re->scope, name);
	(void)snprintf(err->message, sizeof(err->message),
	    "there is no sub-pattern (?&%s)%s%s%s", name,
	    near != NULL ? "; did you mean (?&" : "",
	    near != NULL ? near : "", near != NULL ? ")?" : "");
}

static void
explain(const struct regex *re, int number, size_t offset,
    struct regex_error *err)
{
	const char *spelt = re->spelt;
	size_t len = strlen(spelt);
	char message[160];
	int shown;

	/* A block's last line break ends its last line. */
	while (len > 0 && spelt[len - 1] == '\n')
		len--;
	if (offset > len)
		offset = len;
	shown = (int)strcspn(spelt + offset, "\n");
	if (shown > NEAR_MAX)
		shown = NEAR_MAX;
	(void)pcre2_get_error_message(number, (PCRE2_UCHAR *)message,
	    sizeof(message));
	err->line = re->line;
	err->column = re->column;
	for (size_t i = 0; i < offset; i++)
		err->line += spelt[i] == '\n';
	(void)snprintf(err->message, sizeof(err->message),
	    "%s%s%.*s%s", message, offset < len ? ", before \"" : "",
	    shown, spelt + offset, offset < len ? "\"" : " at its end");
	if (number == UNKNOWN_CALL)
		explain_unknown(re, err);
}

static void
share(void)
{
	shared.compile = pcre2_compile_context_create(NULL);
	shared.data = pcre2_match_data_create(GROUPS_MAX, NULL);
	if (shared.compile == NULL || shared.data == NULL)
		abort();
	/* A line begins after a page's \f too. */
	(void)pcre2_set_newline(shared.compile, PCRE2_NEWLINE_ANY);
}

static int
compile_bytes(const char *s, size_t len, uint32_t options,
    pcre2_code **ret_code, size_t *ret_offset)
{
	int number = 0;

	*ret_code = pcre2_compile((PCRE2_SPTR)s, len, OPTIONS | options,
	    &number, ret_offset, shared.compile);
	return *ret_code == NULL ? number : 0;
}

/*
 * PCRE2's error number; or 0 and the code.  The pattern stands alone, so that
 * its own brackets must close, and in others only where definitions follow it.
 */
static int
compile(struct regex *re, bool in_place, uint32_t options, bool machine_code,
    size_t *ret_offset, pcre2_code **ret_code)
{
	struct buf whole = { 0 };
	size_t body;
	int number;

	xbuf_puts(&whole, WRAP);
	body = regex_sub_append(&whole, regex_spelt(re), re->scope, in_place);
	number = compile_bytes(whole.data + strlen(WRAP), body, options,
	    ret_code, ret_offset);
	if (number == UNKNOWN_CALL && whole.len > strlen(WRAP) + body + 2) {
		number = compile_bytes(whole.data, whole.len, options,
		    ret_code, ret_offset);
		*ret_offset -= *ret_offset > strlen(WRAP) ? strlen(WRAP) :
		    *ret_offset;
	}
	/* Where memory may not be executed PCRE2 interprets, as without. */
	if (*ret_code != NULL && ret_code == &re->code && (!machine_code ||
	    pcre2_jit_compile(*ret_code, PCRE2_JIT_COMPLETE) != 0))
		re->places = regex_places_new(*ret_code, whole.data, OPTIONS,
		    shared.compile);
	buf_free(&whole);
	return number;
}

/* Called, it may fit where it was too large; errors have a place. */
static int
compile_either(struct regex *re, uint32_t options, bool jit,
    size_t *ret_offset, pcre2_code **ret_code)
{
	if (compile(re, true, options, jit, ret_offset, ret_code) == 0)
		return 0;
	return compile(re, false, options, jit, ret_offset, ret_code);
}

void
regex_subject(const char *s, size_t len)
{
	shared.subject = NULL;
	/* PCRE2 begins no match between two signs that end one line. */
	if (s == NULL || memchr(s, '\r', len) != NULL ||
	    !regex_letters_make(&shared.letters, s, len))
		return;
	shared.subject = s;
	shared.subject_end = s + len;
}

/* Is it part of the subject, of which something is known? */
static bool
is_subject(const char *s, size_t len)
{
	return shared.subject != NULL && s >= shared.subject &&
	    s + len <= shared.subject_end;
}

/* Does the subject lack what the pattern cannot do without? */
static bool
is_hopeless(const struct regex *re, const char *s, size_t len)
{
	return re->need != NULL && is_subject(s, len) &&
	    !regex_need_met(re->need, &shared.letters);
}

void
regex_machine_code(bool on)
{
	shared.machine_code = on;
}

/* Where it is wrong in the author's own words, before calls are filled in. */
static void
find_place(struct regex *re, int number, size_t *offset)
{
	pcre2_code *code;
	const char *call;
	size_t at;

	if (number == UNKNOWN_CALL) {
		call = regex_scope_unknown(re->scope, re->spelt, &at);
		*offset = call != NULL ? (size_t)(call - re->spelt) : 0;
		return;
	}
	if (compile_bytes(re->spelt, strlen(re->spelt), 0, &code,
	    &at) == number)
		*offset = at;
	pcre2_code_free(code);
}

static int
compile_once(struct regex *re, bool machine_code, struct regex_error *err)
{
	size_t offset;
	int number;

	if (re->code != NULL)
		return 0;
	if (shared.compile == NULL)
		share();
	number = compile_either(re, 0, machine_code, &offset, &re->code);
	if (number == 0) {
		re->need = regex_need(regex_spelt(re));
		return 0;
	}
	re->broken = true;
	find_place(re, number, &offset);
	explain(re, number, offset, err);
	return -EINVAL;
}

int
regex_compile(struct regex *re, struct regex_error *err)
{
	return compile_once(re, shared.machine_code, err);
}

/* What cannot be counted might go on for hours: its cut is said instead. */
static int
match_counted(struct regex *re, const char *s, size_t len, size_t from)
{
	size_t offset;

	if (!regex_budget_has(REGEX_COUNTED) || re->uncountable)
		return PCRE2_ERROR_MATCHLIMIT;
	if (re->counted == NULL && compile_either(re, PCRE2_AUTO_CALLOUT,
	    false, &offset, &re->counted) != 0) {
		re->uncountable = true;
		return PCRE2_ERROR_MATCHLIMIT;
	}
	return pcre2_match(re->counted, (PCRE2_SPTR)s, len, from,
	    PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, shared.data,
	    regex_budget_context(REGEX_COUNTED));
}

static int
match_once(const struct regex *re, const char *s, size_t len, size_t from,
    pcre2_match_context *context)
{
	if (re->places != NULL && is_subject(s, len))
		return regex_places_search(re->places, s, len, from,
		    shared.data, context);
	return pcre2_match(re->code, (PCRE2_SPTR)s, len, from,
	    PCRE2_NO_UTF_CHECK, shared.data, context);
}

/* Another record's searches must not tell in what this one's are spent. */
static bool
is_dear(const struct regex *re)
{
	return re->dear && re->dear_in == regex_budget_record();
}

/*
 * The fold is UTF-8 by construction, and checking is not free.  Machine code
 * has another stack and counts otherwise: what it gives up is not lost yet.
 */
static int
match(struct regex *re, const char *s, size_t len, size_t from)
{
	size_t end;
	int r;

	for (enum regex_budget_way way = REGEX_CHEAP; way < REGEX_COUNTED;
	    way++) {
		if (!regex_budget_has(way) || (way == REGEX_CHEAP &&
		    is_dear(re) && regex_budget_has(REGEX_DEAR)))
			continue;
		r = match_once(re, s, len, from, regex_budget_context(way));
		end = r > 0 ? pcre2_get_ovector_pointer(shared.data)[1] : len;
		regex_budget_spend(way, end > from ? end - from : 0);
		if (r >= 0 || r == PCRE2_ERROR_NOMATCH)
			return r;
		re->dear = true;	/* saves the first try next time */
		re->dear_in = regex_budget_record();
	}
	return match_counted(re, s, len, from);
}

int
regex_search(struct regex *re, const char *s, size_t len, size_t from,
    struct regex_match *ret)
{
	struct regex_error err;
	const PCRE2_SIZE *at;
	int r;

	if (re->broken || compile_once(re, false, &err) < 0)
		return -EINVAL;
	if (is_hopeless(re, s, len))
		return -ENOENT;
	r = match(re, s, len, from);
	if (r == PCRE2_ERROR_NOMATCH)
		return -ENOENT;
	if (r < 0) {
		regex_budget_cut();
		return -ELOOP;
	}
	at = pcre2_get_ovector_pointer(shared.data);
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
	for (from++; from < len && ((unsigned char)s[from] & 0xc0) == 0x80;)
		from++;
	return from;
}

bool
regex_group(const struct regex *re, const char *name, size_t *ret_start,
    size_t *ret_end)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(shared.data);
	PCRE2_SPTR first, last, entry;
	uint32_t group;
	int size;

	size = pcre2_substring_nametable_scan(re->code, (PCRE2_SPTR)name,
	    &first, &last);
	if (size <= 0)
		return false;
	/* A name may stand in several branches: the one that took part. */
	for (entry = first; entry <= last; entry += size) {
		group = (uint32_t)entry[0] << 8 | entry[1];
		if (group >= GROUPS_MAX || at[2 * group] == PCRE2_UNSET)
			continue;
		*ret_start = at[2 * group];
		*ret_end = at[2 * group + 1];
		return true;
	}
	return false;
}

bool
regex_has_group(const struct regex *re, const char *name)
{
	PCRE2_SPTR first, last;

	return re->code != NULL && pcre2_substring_nametable_scan(re->code,
	    (PCRE2_SPTR)name, &first, &last) > 0;
}

const char *
regex_group_name(const struct regex *re, size_t i)
{
	PCRE2_SPTR entry = NULL;
	uint32_t n = 0, size = 0;

	if (re->code == NULL ||
	    pcre2_pattern_info(re->code, PCRE2_INFO_NAMECOUNT, &n) < 0 ||
	    pcre2_pattern_info(re->code, PCRE2_INFO_NAMETABLE, &entry) < 0 ||
	    pcre2_pattern_info(re->code, PCRE2_INFO_NAMEENTRYSIZE, &size) < 0)
		return NULL;
	/* Behind its number stands the name; ours begin with a mark. */
	for (; n > 0; n--, entry += size) {
		if (entry[2] != '_' && i-- == 0)
			return (const char *)entry + 2;
	}
	return NULL;
}
