#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "base/yaml.h"
#include "plugin/regex_atom.h"
#include "plugin/regex.h"
#include "plugin/regex_prelude.h"
#include "plugin/regex_sub.h"

#define CALL		"(?&"
#define IN_PLACE_MAX	200	/* bytes of a source that is not called */
#define NEEDS_MAX	48	/* sub-patterns that one pattern defines */
#define LOOP_MAX	16	/* calls within calls */
#define EXPANSION_MAX	32768	/* bytes; four calls in each of twelve
				 * sub-patterns would be gigabytes in place */
#define CALLS_MAX	4096	/* followed from one sub-pattern */
#define NAMES_MAX	96	/* offered when one is misspelt */

/* What a name stands for, whoever gave it. */
struct answer {
	const char	*source;
	const struct regex_scope *scope;
};

struct expansion {
	struct buf	*out;
	struct answer	 need[NEEDS_MAX];	/* defined as _0, _1 .. */
	size_t		 needs;
	bool		 in_place;
};

void
regex_scope_add(struct regex_scope *scope, const char *name,
    struct regex *re)
{
	scope->sub = xreallocarray(scope->sub, scope->n + 1,
	    sizeof(*scope->sub));
	scope->sub[scope->n].name = xstrdup(name);
	scope->sub[scope->n++].re = re;
	regex_bind(re, scope);
}

void
regex_scope_clear(struct regex_scope *scope)
{
	for (size_t i = 0; i < scope->n; i++) {
		free(scope->sub[i].name);
		regex_free(scope->sub[i].re);
	}
	free(scope->sub);
	*scope = (struct regex_scope){ 0 };
}

static const struct regex_sub *
find(const struct regex_scope *scope, const char *name, size_t n)
{
	for (; scope != NULL; scope = scope->outer) {
		for (size_t i = 0; i < scope->n; i++) {
			if (strlen(scope->sub[i].name) == n &&
			    strncmp(scope->sub[i].name, name, n) == 0)
				return &scope->sub[i];
		}
	}
	return NULL;
}

/*
 * The next call in `s`: its name, and the bytes of it; NULL for none.  A remark
 * that mentions one makes none.
 */
static const char *
next_call(const char *s, size_t *ret_n)
{
	const char *end = s + strlen(s), *past;

	while (s < end && strncmp(s, CALL, strlen(CALL)) != 0) {
		past = regex_atom_past(s, end);
		s = past == s ? s + 1 : past;
	}
	if (s >= end)
		return NULL;
	s += strlen(CALL);
	*ret_n = strcspn(s, ")");
	return s;
}

/* One that leads to more calls than `calls` allows counts as a loop too. */
static bool
reaches(const struct regex_sub *from, const struct regex_sub *to, int depth,
    size_t *calls)
{
	const char *s = regex_spelt(from->re);
	const struct regex_sub *sub;
	size_t n;

	if (depth > LOOP_MAX || ++*calls > CALLS_MAX)
		return true;
	while ((s = next_call(s, &n)) != NULL) {
		sub = find(regex_scope(from->re), s, n);
		if (sub != NULL && (sub == to ||
		    reaches(sub, to, depth + 1, calls)))
			return true;
	}
	return false;
}

bool
regex_scope_is_loop(const struct regex_sub *sub)
{
	size_t calls = 0;

	return reaches(sub, sub, 0, &calls);
}

const char *
regex_scope_nearest(const struct regex_scope *scope, const char *name)
{
	const char *names[NAMES_MAX + 1] = { NULL };
	const char *const *engine = regex_prelude_names();
	size_t n = 0;

	while (*engine != NULL && n < NAMES_MAX)
		names[n++] = *engine++;
	for (; scope != NULL; scope = scope->outer) {
		for (size_t i = 0; i < scope->n && n < NAMES_MAX; i++)
			names[n++] = scope->sub[i].name;
	}
	return yaml_nearest(name, names);
}

static bool
answer(const struct regex_scope *scope, const char *name, size_t n,
    struct answer *ret)
{
	const struct regex_sub *sub = find(scope, name, n);

	if (sub != NULL) {
		ret->source = regex_spelt(sub->re);
		ret->scope = regex_scope(sub->re);
		return true;
	}
	ret->source = regex_prelude_find(name, n);
	ret->scope = NULL;
	return ret->source != NULL;
}

/* Does the pattern name a group so, for itself to call? */
static bool
has_group(const char *source, const char *name, size_t n)
{
	const char *s = source;

	while ((s = strstr(s, "(?<")) != NULL) {
		s += strlen("(?<");
		if (strncmp(s, name, n) == 0 && s[n] == '>')
			return true;
	}
	return false;
}

const char *
regex_scope_unknown(const struct regex_scope *scope, const char *source,
    size_t *ret_n)
{
	const char *name = source;
	struct answer a;

	while ((name = next_call(name, ret_n)) != NULL) {
		if (!answer(scope, name, *ret_n, &a) &&
		    !has_group(source, name, *ret_n))
			return name;
	}
	return NULL;
}

/* Which of the needed it is; one more where it is new. */
static size_t
need(struct expansion *ex, const struct answer *a)
{
	size_t i = 0;

	while (i < ex->needs && ex->need[i].source != a->source)
		i++;
	if (i == ex->needs && i < NEEDS_MAX)
		ex->need[ex->needs++] = *a;
	return i;
}

static void	append(struct expansion *ex, const char *source,
		    const struct regex_scope *scope, int depth);

/* Does `source` call that name once only? */
static bool
is_single(const char *source, const char *name, size_t n)
{
	size_t calls = 0, len;

	while ((source = next_call(source, &len)) != NULL)
		calls += len == n && strncmp(source, name, n) == 0;
	return calls == 1;
}

/*
 * A rule may well call its own group <date>: what is defined here has a name
 * that no rule gives.
 */
static void
append_answer(struct expansion *ex, const struct answer *a, bool single,
    int depth)
{
	char call[32];

	if (ex->in_place && depth < LOOP_MAX &&
	    ex->out->len < EXPANSION_MAX &&
	    (single || strlen(a->source) <= IN_PLACE_MAX)) {
		xbuf_puts(ex->out, "(?^imnsx:");
		append(ex, a->source, a->scope, depth + 1);
		xbuf_puts(ex->out, "\n)");
		return;
	}
	(void)snprintf(call, sizeof(call), CALL "_%zu)", need(ex, a));
	xbuf_puts(ex->out, call);
}

static void
append(struct expansion *ex, const char *source,
    const struct regex_scope *scope, int depth)
{
	const char *whole = source, *name;
	struct answer a;
	size_t n;

	while ((name = next_call(source, &n)) != NULL) {
		if (name[n] == ')' && answer(scope, name, n, &a)) {
			xbuf_append(ex->out, source,
			    (size_t)(name - source) - strlen(CALL));
			append_answer(ex, &a, is_single(whole, name, n), depth);
			source = name + n + 1;
		} else {
			xbuf_append(ex->out, source, (size_t)(name - source));
			source = name;
		}
	}
	xbuf_puts(ex->out, source);
}

size_t
regex_sub_append(struct buf *b, const char *source,
    const struct regex_scope *scope, bool in_place)
{
	struct expansion ex = { .out = b, .in_place = in_place };
	size_t before = b->len, body;
	char group[48];

	append(&ex, source, scope, 0);
	body = b->len - before;
	xbuf_puts(b, "\n)");
	for (size_t i = 0; i < ex.needs; i++) {
		(void)snprintf(group, sizeof(group), "%s(?<_%zu>",
		    i == 0 ? "(?(DEFINE)" : "", i);
		xbuf_puts(b, group);
		append(&ex, ex.need[i].source, ex.need[i].scope, 0);
		xbuf_puts(b, "\n)");
	}
	if (ex.needs > 0)
		xbuf_puts(b, ")");
	return body;
}
