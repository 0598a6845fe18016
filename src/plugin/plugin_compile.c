#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/yaml.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "plugin/regex.h"

#define PARTS_MAX	4	/* of plugin_field_parts */
#define NAMES_MAX	64	/* sections offered when one is misspelt */

static int
compile(struct regex *re, struct plugin_error *err)
{
	struct regex_error why;

	if (re == NULL || regex_compile(re, &why) == 0)
		return 0;
	return plugin_yaml_refuse(err, why.line, why.column, "%s",
	    why.message);
}

/* Does the pattern itself look at the group again: \k<name>, (?&name) ..? */
static bool
is_called(struct regex *re, const char *name)
{
	const char *s = regex_spelt(re), *at = s;
	size_t n = strlen(name);

	for (; (at = strstr(at, name)) != NULL; at += n) {
		if (at - s < 2 || strchr("<'{&=>", at[-1]) == NULL ||
		    at[n] == '\0' || strchr(">'})", at[n]) == NULL)
			continue;
		if ((at[-1] != '<' && at[-1] != '\'') ||
		    (at[-2] != '?' && at[-2] != 'P'))
			return true;
	}
	return false;
}

/* A group that nobody asks for is most often one of ours, misspelt. */
static int
check_groups(struct regex *re, const char *const *parts,
    struct plugin_error *err)
{
	const char *known[PARTS_MAX + 2] = { "value" }, *name, *near;
	int line, column;
	size_t n = 1;

	while (parts != NULL && *parts != NULL)
		known[n++] = *parts++;
	for (size_t i = 0; re != NULL &&
	    (name = regex_group_name(re, i)) != NULL; i++) {
		for (n = 0; known[n] != NULL &&
		    strcmp(known[n], name) != 0;)
			n++;
		if (known[n] != NULL || is_called(re, name))
			continue;
		near = yaml_nearest(name, known);
		regex_place(re, &line, &column);
		return plugin_yaml_refuse(err, line, column,
		    "nothing is made of the group (?<%s>...); %s (?<%s>...)%s",
		    name, near != NULL ? "did you mean" : "the value is",
		    near != NULL ? near : "value", near != NULL ? "?" : "");
	}
	return 0;
}

/* `in` names a place of the engine's or a section, here or in a parent. */
static int
check_in(const struct plugin *p, const char *in, int line, int column,
    struct plugin_error *err)
{
	const char *names[NAMES_MAX + 1] = { NULL }, *near;
	const char *const *place = plugin_places();
	size_t n = 0;

	if (in == NULL || plugin_is_place(in) ||
	    plugin_section(p, in) != NULL)
		return 0;
	while (*place != NULL && n < NAMES_MAX)
		names[n++] = *place++;
	for (; p != NULL; p = p->parent) {
		for (size_t i = 0; i < p->sections && n < NAMES_MAX; i++)
			names[n++] = p->section[i].name;
	}
	near = yaml_nearest(in, names);
	return plugin_yaml_refuse(err, line, column,
	    "there is no section \"%.60s\"%s%s%s", in,
	    near != NULL ? "; did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
}

static int
compile_rule(const struct rule *rule, struct plugin_error *err)
{
	struct regex *const re[] = { rule->pattern, rule->label,
	    rule->take[0], rule->take[1], rule->until, rule->item,
	    rule->split, rule->unless };
	const char *const *parts =
	    plugin_field_parts(plugin_fields[rule->field].type);
	int r;

	for (size_t i = 0; i < sizeof(re) / sizeof(re[0]); i++) {
		if ((r = compile(re[i], err)) < 0 ||
		    (r = check_groups(re[i], parts, err)) < 0)
			return r;
	}
	for (size_t i = 0; i < rule->headers; i++) {
		if ((r = compile(rule->header[i], err)) < 0)
			return r;
	}
	for (size_t i = 0; i < rule->wheres; i++) {
		if ((r = compile(rule->where[i].column, err)) < 0)
			return r;
	}
	return 0;
}

static int
compile_section(const struct section *s, struct plugin_error *err)
{
	int r;

	if ((r = compile(s->from, err)) < 0 ||
	    (r = compile(s->until, err)) < 0 ||
	    (r = check_groups(s->from, NULL, err)) < 0)
		return r;
	return check_groups(s->until, NULL, err);
}

/* A section that lies in itself would be looked for for ever. */
static int
check_section(const struct plugin *p, const struct section *s,
    struct plugin_error *err)
{
	const struct section *outer = s;
	int r;

	if ((r = check_in(p, s->in, s->line, s->column, err)) < 0)
		return r;
	for (int depth = 0; outer != NULL && outer->in != NULL; depth++) {
		if (depth > NAMES_MAX)
			return plugin_yaml_refuse(err, s->line, s->column,
			    "this section lies in itself");
		outer = plugin_section(p, outer->in);
	}
	return 0;
}

int
plugin_check_sections(const struct plugin *p, struct plugin_error *err)
{
	const struct rule *rule;
	int r;

	for (size_t i = 0; i < p->sections; i++) {
		if ((r = check_section(p, &p->section[i], err)) < 0)
			return r;
	}
	for (size_t f = 0; f < FIELDS; f++) {
		for (size_t i = 0; i < p->field[f].n; i++) {
			rule = &p->field[f].rule[i];
			if ((r = check_in(p, rule->in, rule->in_line,
			    rule->in_column, err)) < 0)
				return r;
		}
	}
	return 0;
}

int
plugin_compile(const struct plugin *p, struct plugin_error *err)
{
	struct regex *const split[] = { p->acts.when, p->acts.starts,
	    p->acts.needs, p->items.when, p->items.starts, p->items.needs,
	    p->items.shared, p->titles.when, p->titles.starts,
	    p->titles.needs, p->titles.shared, p->titles.agenda,
	    p->titles.settled, p->titles.above, p->titles.head };
	int r;

	for (size_t i = 0; i < p->scope.n; i++) {
		if ((r = plugin_sub_compile(&p->scope.sub[i], err)) < 0)
			return r;
	}
	for (size_t i = 0; i < sizeof(split) / sizeof(split[0]); i++) {
		if ((r = compile(split[i], err)) < 0 ||
		    (r = check_groups(split[i], NULL, err)) < 0)
			return r;
	}
	for (size_t i = 0; i < p->sections; i++) {
		if ((r = compile_section(&p->section[i], err)) < 0)
			return r;
	}
	for (size_t f = 0; f < FIELDS; f++) {
		for (size_t i = 0; i < p->field[f].n; i++) {
			r = compile_rule(&p->field[f].rule[i], err);
			if (r < 0)
				return r;
		}
	}
	return 0;
}
