#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "base/yaml.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "plugin/regex.h"

/* One of a few words: its place in `words` (NULL-ended), or refuse. */
static int
take_word(const struct yaml_node *node, const char *const *words,
    const char *expected, unsigned int *ret, struct plugin_error *err)
{
	unsigned int i = 0;

	if (node->kind == YAML_SCALAR) {
		while (words[i] != NULL && strcmp(words[i], node->value) != 0)
			i++;
	}
	if (node->kind != YAML_SCALAR || words[i] == NULL)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s must be %s", node->key, expected);
	*ret = i;
	return 0;
}

static int
take_pattern(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	struct rule *r = into;

	return plugin_yaml_regex(r->plugin, node, "pattern", &r->pattern, err);
}

static int
take_label(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct rule *r = into;

	return plugin_yaml_regex(r->plugin, node, "label", &r->label, err);
}

static int
take_value(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	static const char *const words[] = { "right", "below", "cell", NULL };
	struct rule *r = into;

	return take_word(node, words, "right, below or cell", &r->place, err);
}

static int
take_in(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct rule *r = into;

	r->in_line = node->line;
	r->in_column = node->column;
	return plugin_yaml_text(node, "in", &r->in, err);
}

static int
take_choose(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	static const char *const words[] = {
		"first", "last", "longest", "every", NULL
	};
	struct rule *r = into;

	return take_word(node, words, "first, last, longest or every",
	    &r->choose, err);
}

static int
take_until(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct rule *r = into;

	return plugin_yaml_regex(r->plugin, node, "until", &r->until, err);
}

static int
take_item(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct rule *r = into;

	return plugin_yaml_regex(r->plugin, node, "item", &r->item, err);
}

static int
take_split(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct rule *r = into;

	return plugin_yaml_regex(r->plugin, node, "split", &r->split, err);
}

static int
take_unless(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	struct rule *r = into;

	return plugin_yaml_regex(r->plugin, node, "unless", &r->unless, err);
}

static int
take_gives(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	const char *expected = "one value, or null";
	struct rule *r = into;

	if (node->kind == YAML_SCALAR && node->plain &&
	    strcmp(node->value, "null") == 0) {
		r->gives_null = true;
		return 0;
	}
	if (node->kind != YAML_SCALAR ||
	    !plugin_field_takes(r->field, node->value, &expected))
		return plugin_yaml_refuse(err, node->line, node->column,
		    "gives of %s must be %s", plugin_fields[r->field].path,
		    expected);
	r->gives = xstrdup(node->value);
	return 0;
}

static int
take_columns(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	struct rule *r = into;
	int ret;

	if (node->kind != YAML_LIST || node->n < 2)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "columns must be a list of two headings or more"
		    PLUGIN_LIST_FORM);
	r->header = xcalloc(node->n, sizeof(*r->header));
	for (size_t i = 0; i < node->n; i++) {
		ret = plugin_yaml_regex(r->plugin, &node->item[i],
		    "a heading", &r->header[r->headers++], err);
		if (ret < 0)
			return ret;
	}
	return 0;
}

static int
take_where(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	static const char *const words[] = {
		"ticked", "unticked", "filled", "empty", NULL
	};
	struct rule *r = into;
	struct rule_where *w;
	int ret;

	if (node->kind != YAML_MAP || node->n == 0)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "where must be a map of headings and states");
	r->where = xcalloc(node->n, sizeof(*r->where));
	for (size_t i = 0; i < node->n; i++) {
		w = &r->where[r->wheres++];
		ret = plugin_yaml_regex_key(r->plugin, &node->item[i],
		    "a heading", &w->column, err);
		if (ret < 0)
			return ret;
		ret = take_word(&node->item[i], words,
		    "ticked, unticked, filled or empty", &w->state, err);
		if (ret < 0)
			return ret;
	}
	return 0;
}

/* A heading; for a field with parts, a map of part and heading. */
static int
take_take(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	const struct yaml_node *one;
	const char *const *parts;
	struct rule *r = into;
	int ret;

	if (plugin_fields[r->field].type != TYPE_PROXIES)
		return plugin_yaml_regex(r->plugin, node, "take",
		    &r->take[0], err);
	parts = plugin_field_parts(TYPE_PROXIES);
	for (int i = 0; i < 2; i++) {
		one = node->kind == YAML_MAP ? yaml_get(node, parts[i]) : NULL;
		if (one == NULL || node->n != 2)
			return plugin_yaml_refuse(err, node->line,
			    node->column,
			    "take must be {de: a heading, a: a heading}");
		ret = plugin_yaml_regex(r->plugin, one, "a heading",
		    &r->take[i], err);
		if (ret < 0)
			return ret;
	}
	return 0;
}

static int
check_heading(const struct rule *r, const char *const *known,
    struct regex *heading, struct plugin_error *err)
{
	const char *source = regex_spelt(heading), *near;
	int line, column;
	size_t k = 0;

	while (k < r->headers && strcasecmp(known[k], source) != 0)
		k++;
	if (k < r->headers)
		return 0;
	near = yaml_nearest(source, known);
	for (k = 0; k < r->headers && known[k] != near;)
		k++;
	regex_place(heading, &line, &column);
	return plugin_yaml_refuse(err, line, column,
	    "\"%.60s\" is not among the columns%s%.60s%s",
	    regex_source(heading), near != NULL ? "; did you mean \"" : "",
	    near != NULL ? regex_source(r->header[k]) : "",
	    near != NULL ? "\"?" : "");
}

/* A heading that is none of the table's is most often misspelt. */
static int
check_headings(const struct rule *r, struct plugin_error *err)
{
	const char **known = xcalloc(r->headers + 1, sizeof(*known));
	int ret = 0;

	for (size_t i = 0; i < r->headers; i++)
		known[i] = regex_spelt(r->header[i]);
	for (size_t i = 0; i < r->wheres && ret == 0; i++)
		ret = check_heading(r, known, r->where[i].column, err);
	for (size_t i = 0; i < 2 && ret == 0 && r->take[i] != NULL; i++)
		ret = check_heading(r, known, r->take[i], err);
	free(known);
	return ret;
}

static int
take_table(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	static const struct plugin_key keys[] = {
		{ "columns", take_columns },
		{ "where", take_where },
		{ "take", take_take },
		{ NULL, NULL }
	};
	struct rule *r = into;
	int ret;

	if ((ret = plugin_yaml_map(node, "table", keys, r, err)) < 0)
		return ret;
	if (r->headers == 0 || r->take[0] == NULL)
		return plugin_yaml_refuse(err, node->key_line,
		    node->key_column, "table needs columns and take");
	return check_headings(r, err);
}

static const struct plugin_key rule_keys[] = {
	{ "pattern", take_pattern },
	{ "label", take_label },
	{ "table", take_table },
	{ "value", take_value },
	{ "in", take_in },
	{ "choose", take_choose },
	{ "until", take_until },
	{ "item", take_item },
	{ "split", take_split },
	{ "unless", take_unless },
	{ "gives", take_gives },
	{ NULL, NULL }
};

/*
 * Keys that a rule may not hold: `when` this is so, `key` is odd.  `key` of a
 * rule that does not have it is no fault.
 */
static int
refuse_odd(const struct yaml_node *node, bool when, const char *key,
    const char *why, struct plugin_error *err)
{
	const struct yaml_node *odd = yaml_get(node, key);

	if (!when || odd == NULL)
		return 0;
	return plugin_yaml_refuse(err, odd->key_line, odd->key_column,
	    "%s: %s", key, why);
}

/* What one key asks of the others. */
static int
check_rule(const struct rule *r, const struct yaml_node *node,
    struct plugin_error *err)
{
	bool list = plugin_field_is_list(plugin_fields[r->field].type);
	bool table = yaml_get(node, "table") != NULL;
	const char *cells = "a table's rule takes its cells whole";
	int ways = (r->pattern != NULL) + (r->label != NULL) + table;
	const struct {
		bool when;
		const char *key, *why;
	} odd[] = {
		{ !list, "item", "only a list has items" },
		{ !list, "split", "only a list has items" },
		{ r->item != NULL, "split", "item says already what an item is" },
		{ r->label == NULL, "value",
		    "belongs to a label; a pattern's value is (?<value>...)" },
		{ table, "until", cells },
		{ table, "unless", cells },
		{ table, "gives", cells },
		{ table, "item", cells },
		{ table, "split", cells },
	};

	if (ways != 1)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "a rule needs %s of pattern, label and table",
		    ways == 0 ? "one" : "only one");
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		if (refuse_odd(node, odd[i].when, odd[i].key, odd[i].why,
		    err) < 0)
			return -EINVAL;
	}
	return 0;
}

/*
 * "- Tenu le : ..." is a map to YAML: a pattern that wants its quotes.  A key
 * that is near to one of ours, and a word, is that one misspelt.
 */
static int
refuse_unquoted(const struct yaml_node *node, struct plugin_error *err)
{
	const char *names[sizeof(rule_keys) / sizeof(rule_keys[0])], *key;

	if (node->kind != YAML_MAP || node->n != 1)
		return 0;
	key = node->item[0].key;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		names[i] = rule_keys[i].name;
		if (names[i] != NULL && strcmp(names[i], key) == 0)
			return 0;
	}
	if (key[strspn(key, "abcdefghijklmnopqrstuvwxyz_")] == '\0' &&
	    yaml_nearest(key, names) != NULL)
		return 0;
	return plugin_yaml_refuse(err, node->item[0].key_line,
	    node->item[0].key_column, "a rule has no key \"%.40s\"; a pattern "
	    "with a colon in it needs quotes: '...'", key);
}

static int
parse_rule(struct rule *r, const struct yaml_node *node,
    struct plugin_error *err)
{
	int ret;

	r->line = node->line;
	r->column = node->column;
	if (node->kind == YAML_SCALAR)
		return plugin_yaml_regex(r->plugin, node, "a rule",
		    &r->pattern, err);
	if ((ret = refuse_unquoted(node, err)) < 0 ||
	    (ret = plugin_yaml_map(node, "a rule", rule_keys, r, err)) < 0)
		return ret;
	return check_rule(r, node, err);
}

static int
parse_list(struct plugin *p, enum field_id field,
    const struct yaml_node *node, struct plugin_error *err)
{
	struct rule_list *list = &p->field[field];
	struct rule *rule;
	int r;

	if (node->kind != YAML_LIST)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s must be a list of rules" PLUGIN_LIST_FORM,
		    plugin_fields[field].path);
	list->rule = xcalloc(node->n + 1, sizeof(*list->rule));
	for (size_t i = 0; i < node->n; i++) {
		rule = &list->rule[list->n++];
		*rule = (struct rule){ .plugin = p, .field = field,
		    .number = (uint32_t)i + 1 };
		if ((r = parse_rule(rule, &node->item[i], err)) < 0)
			return r;
	}
	return 0;
}

struct field_map {
	struct plugin	*plugin;
	enum field_id	 field;
};

static int
take_inherit(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	static const char *const words[] = { "false", "true", NULL };
	struct field_map *map = into;
	unsigned int inherit;
	int r;

	r = take_word(node, words, "true or false", &inherit, err);
	if (r == 0)
		map->plugin->field[map->field].alone = inherit == 0;
	return r;
}

static int
take_rules(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct field_map *map = into;

	return parse_list(map->plugin, map->field, node, err);
}

int
plugin_rule_parse(struct plugin *p, enum field_id field,
    const struct yaml_node *node, struct plugin_error *err)
{
	static const struct plugin_key keys[] = {
		{ "inherit", take_inherit },
		{ "rules", take_rules },
		{ NULL, NULL }
	};
	struct field_map map = { p, field };

	if (node->kind == YAML_MAP && (yaml_get(node, "rules") != NULL ||
	    yaml_get(node, "inherit") != NULL))
		return plugin_yaml_map(node, "a field", keys, &map, err);
	return parse_list(p, field, node, err);
}
