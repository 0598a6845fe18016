#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "plugin/plugin.h"
#include "plugin/plugin_lint.h"
#include "plugin/regex.h"
#include "plugin/regex_atom.h"

#define DEPTH_MAX	16	/* brackets within brackets */

struct lint {
	const struct plugin *plugin;
	plugin_lint_teller *tell;
	void	*ctx;
};

static void	tell(const struct lint *l, int line, int column,
		    const char *fmt, ...)
		    __attribute__((format(printf, 4, 5)));

static void
tell(const struct lint *l, int line, int column, const char *fmt, ...)
{
	char message[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	l->tell(l->ctx, line, column, message);
}

/* As often as it likes, and back again: "+", "*", "{2,}", but not "++". */
static bool
is_endless(const struct regex_atom *a)
{
	size_t n = (size_t)(a->end - a->quantifier);

	if (n == 0 || (n > 1 && a->end[-1] == '+'))
		return false;
	if (*a->quantifier == '{')
		return memmem(a->quantifier, n, ",}", 2) != NULL;
	return *a->quantifier == '*' || *a->quantifier == '+';
}

/* Is one alternative nothing but one endless piece? */
static bool
is_all_endless(const char *s, const char *end, bool free_layout)
{
	struct regex_atom a, first;
	size_t n = 0;

	for (;;) {
		if (regex_atom_next(&s, end, free_layout, &a)) {
			/* A space of plain words may be none. */
			if (*a.start != ' ')
				first = n++ == 0 ? a : first;
			continue;
		}
		if (n == 1 && is_endless(&first))
			return true;
		if (s >= end)
			return false;
		n = 0;
		s++;
	}
}

/*
 * "(?: \w+ )+" can be cut up in as many ways as a word has letters, doubled
 * with each: where it does not match it tries them all.
 */
static bool
runs_away(const char *s, const char *end, bool free_layout, int depth,
    struct regex_atom *ret)
{
	struct regex_atom a;

	while (s < end && depth < DEPTH_MAX) {
		if (!regex_atom_next(&s, end, free_layout, &a)) {
			s += s < end;
			continue;
		}
		if (a.in == NULL)
			continue;
		if (is_endless(&a) && is_all_endless(a.in, a.in_end,
		    free_layout)) {
			*ret = a;
			return true;
		}
		if (runs_away(a.in, a.in_end, free_layout, depth + 1, ret))
			return true;
	}
	return false;
}

static void
lint_regex(const struct lint *l, const struct regex *re)
{
	const char *source = re == NULL ? "" : regex_source(re);
	struct regex_atom a;
	int line, column;

	if (!runs_away(source, source + strlen(source),
	    regex_is_free(source), 0, &a))
		return;
	regex_place(re, &line, &column);
	for (const char *s = source; s < a.start; s++)
		line += *s == '\n';
	tell(l, line, column, "this can only run away: what is in \"%.*s\" "
	    "repeats by itself already", (int)(a.end - a.start), a.start);
}

/* The points for which a draft asks the page's words. */
static void
lint_points(const struct lint *l, const struct regex *re)
{
	const char *source = re == NULL ? "" : regex_source(re), *s;
	int line, column;

	s = strstr(source, "...");
	while (s != NULL && s > source && s[-1] == '\\')
		s = strstr(s + 1, "...");
	if (s == NULL)
		return;
	regex_place(re, &line, &column);
	tell(l, line, column, "the points of the draft still stand here: put "
	    "the page's words for \"...\" (any three characters are "
	    "\".{3}\")");
}

/* Who gave it to whom is told by the groups alone. */
static void
lint_parts(const struct lint *l, const struct rule *r)
{
	const char *const *part = plugin_field_parts(
	    plugin_fields[r->field].type);
	const char *source = r->item == NULL ? "" : regex_source(r->item);
	int line, column;

	if (r->item == NULL || plugin_fields[r->field].type != TYPE_PROXIES)
		return;
	for (; *part != NULL; part++) {
		size_t n = strlen(*part);
		const char *s = strstr(source, *part);

		while (s != NULL && (s == source ||
		    strchr("<'", s[-1]) == NULL ||
		    strchr(">'", s[n]) == NULL || s[n] == '\0'))
			s = strstr(s + 1, *part);
		if (s != NULL)
			continue;
		regex_place(r->item, &line, &column);
		tell(l, line, column, "item needs a group (?<%s>...): name "
		    "the groups de and a, who gives it and who holds it",
		    *part);
		return;
	}
}

static bool
same(const struct regex *a, const struct regex *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(regex_source(a), regex_source(b)) == 0;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* What a rule finds may not convert; what it gives always does. */
static bool
leaves_none(const struct rule *a, const struct rule *b)
{
	return a->gives != NULL || a->gives_null ||
	    (b->gives == NULL && !b->gives_null);
}

/* Does `a` find all that `b` finds, and make a value where `b` does? */
static bool
same_rule(const struct rule *a, const struct rule *b)
{
	if (!same(a->pattern, b->pattern) || !same(a->label, b->label) ||
	    a->place != b->place || !same_text(a->in, b->in) ||
	    a->choose != b->choose || !same(a->until, b->until) ||
	    !same(a->item, b->item) || !same(a->split, b->split) ||
	    (a->unless != NULL && !same(a->unless, b->unless)) ||
	    !leaves_none(a, b) ||
	    a->headers != b->headers || a->wheres != b->wheres ||
	    !same(a->take[0], b->take[0]) || !same(a->take[1], b->take[1]))
		return false;
	for (size_t i = 0; i < a->headers; i++) {
		if (!same(a->header[i], b->header[i]))
			return false;
	}
	for (size_t i = 0; i < a->wheres; i++) {
		if (!same(a->where[i].column, b->where[i].column) ||
		    a->where[i].state != b->where[i].state)
			return false;
	}
	return true;
}

/* A rule of this field that was tried before and leaves nothing for `r`. */
static void
lint_order(const struct lint *l, const struct rule *r)
{
	const struct rule_list *own = &l->plugin->field[r->field];

	for (size_t i = 0; &own->rule[i] != r; i++) {
		if (!same_rule(&own->rule[i], r))
			continue;
		tell(l, r->line, r->column, "this rule can never win: the one "
		    "in line %d finds the same", own->rule[i].line);
		return;
	}
}

static bool
is_stated(const struct plugin *p, enum field_id f)
{
	for (size_t i = 0; i < p->stateds; i++) {
		if (p->stated[i].field == f)
			return true;
	}
	return false;
}

static void
lint_rule(const struct lint *l, const struct rule *r)
{
	const struct regex *const re[] = { r->pattern, r->label, r->take[0],
	    r->take[1], r->until, r->item, r->split, r->unless };

	for (size_t i = 0; i < sizeof(re) / sizeof(re[0]); i++) {
		lint_regex(l, re[i]);
		lint_points(l, re[i]);
	}
	lint_parts(l, r);
	for (size_t i = 0; i < r->headers; i++)
		lint_regex(l, r->header[i]);
	for (size_t i = 0; i < r->wheres; i++)
		lint_regex(l, r->where[i].column);
	lint_order(l, r);
	if (is_stated(l->plugin, r->field))
		tell(l, r->line, r->column, "this rule can never win: stated "
		    "gives %s already", plugin_fields[r->field].path);
}

/* Does a rule or section of the plugin, or of what it extends, look there? */
static bool
is_used(const struct plugin *p, const char *section)
{
	for (; p != NULL; p = p->parent) {
		for (size_t i = 0; i < p->sections; i++) {
			if (same_text(p->section[i].in, section))
				return true;
		}
		for (enum field_id f = 0; f < FIELDS; f++) {
			for (size_t i = 0; i < p->field[f].n; i++) {
				if (same_text(p->field[f].rule[i].in, section))
					return true;
			}
		}
	}
	return false;
}

static void
lint_sections(const struct lint *l)
{
	const struct plugin *p = l->plugin;

	for (size_t i = 0; i < p->sections; i++) {
		lint_regex(l, p->section[i].from);
		lint_regex(l, p->section[i].until);
		if (!is_used(p, p->section[i].name))
			tell(l, p->section[i].line, p->section[i].column,
			    "no rule looks into the section \"%.60s\"",
			    p->section[i].name);
	}
}

/* What must stand there and must not: no text can have it. */
static void
lint_phrases(const struct lint *l)
{
	const struct plugin *p = l->plugin;

	for (size_t i = 0; i < p->none.n; i++) {
		for (size_t k = 0; k < p->all.n; k++) {
			if (strcasecmp(p->none.phrase[i],
			    p->all.phrase[k]) == 0)
				tell(l, 1, 1, "no text can be recognised: "
				    "\"%.60s\" is in all and in none",
				    p->all.phrase[k]);
		}
	}
}

void
plugin_lint(const struct plugin *p, plugin_lint_teller *teller, void *ctx)
{
	struct lint l = { p, teller, ctx };
	const struct splitter *const split[] = { &p->acts, &p->items,
	    &p->titles };

	lint_phrases(&l);
	for (size_t i = 0; i < p->scope.n; i++) {
		lint_regex(&l, p->scope.sub[i].re);
		lint_points(&l, p->scope.sub[i].re);
	}
	for (size_t i = 0; i < sizeof(split) / sizeof(split[0]); i++) {
		lint_regex(&l, split[i]->when);
		lint_regex(&l, split[i]->starts);
		lint_regex(&l, split[i]->needs);
		lint_regex(&l, split[i]->shared);
		lint_regex(&l, split[i]->agenda);
		lint_regex(&l, split[i]->settled);
		lint_regex(&l, split[i]->above);
		lint_regex(&l, split[i]->head);
	}
	lint_sections(&l);
	for (enum field_id f = 0; f < FIELDS; f++) {
		for (size_t i = 0; i < p->field[f].n; i++)
			lint_rule(&l, &p->field[f].rule[i]);
	}
}
