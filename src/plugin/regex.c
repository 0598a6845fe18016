#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "plugin/regex_code.h"
#include "plugin/regex_index.h"
#include "plugin/regex_need.h"
#include "plugin/regex_places.h"
#include "plugin/regex_spell.h"
#include "plugin/regex_sub.h"

#define OPTIONS (PCRE2_UTF | PCRE2_CASELESS | PCRE2_EXTENDED | \
	PCRE2_MULTILINE | PCRE2_DOTALL | PCRE2_DUPNAMES | \
	PCRE2_NO_AUTO_CAPTURE | PCRE2_NEVER_BACKSLASH_C | \
	PCRE2_USE_OFFSET_LIMIT)

#define GROUPS_MAX	64	/* a rule's groups stand before what it calls */
#define NEAR_MAX	30	/* bytes of a pattern shown in a message */
#define WRAP		"(?:"
#define UNKNOWN_CALL	115	/* PCRE2 of a group that is not there */

/* What all share: how a line ends, and the room for groups. */
static struct {
	pcre2_compile_context	*compile;
	pcre2_match_data	*data;
	bool			 machine_code;
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
	if (re->need != NULL)
		regex_index_forget(re->need);
	regex_need_free(re->need);
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
	while (shown > 0 && utf8_is_inside(spelt[offset + (size_t)shown]))
		shown--;
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
	if (*ret_code != NULL && ret_code == &re->code) {
		/* Where memory may not be executed PCRE2 interprets. */
		machine_code = machine_code && pcre2_jit_compile(*ret_code,
		    PCRE2_JIT_COMPLETE) == 0;
		re->places = regex_places_new(*ret_code, machine_code,
		    whole.data, OPTIONS, shared.compile);
		re->need = regex_need_new(whole.data);
	}
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
	if (number == 0)
		return 0;
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

int
regex_code_ready(struct regex *re)
{
	struct regex_error err;

	return re->broken ? -EINVAL : compile_once(re, false, &err);
}

bool
regex_code_make_counted(struct regex *re)
{
	size_t offset;

	if (re->counted == NULL && !re->uncountable)
		re->uncountable = compile_either(re, PCRE2_AUTO_CALLOUT,
		    false, &offset, &re->counted) != 0;
	return !re->uncountable;
}

pcre2_match_data *
regex_code_data(void)
{
	return shared.data;
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
