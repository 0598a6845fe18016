#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "base/yaml.h"
#include "plugin/plugin_phrase.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"

#define KEYS_MAX	32	/* of one map; a NULL besides */

int
plugin_yaml_refuse(struct plugin_error *err, int line, int column,
    const char *fmt, ...)
{
	va_list ap;

	err->line = line;
	err->column = column;
	va_start(ap, fmt);
	(void)vsnprintf(err->message, sizeof(err->message), fmt, ap);
	va_end(ap);
	return -EINVAL;
}

static int
refuse_key(const struct yaml_node *entry, const char *what,
    const struct plugin_key *keys, struct plugin_error *err)
{
	const char *names[KEYS_MAX + 1] = { NULL }, *near;

	for (size_t i = 0; i < KEYS_MAX && keys[i].name != NULL; i++)
		names[i] = keys[i].name;
	near = yaml_nearest(entry->key, names);
	return plugin_yaml_refuse(err, entry->key_line, entry->key_column,
	    "%s has no key \"%.40s\"%s%s%s", what, entry->key,
	    near != NULL ? "; did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
}

int
plugin_yaml_map(const struct yaml_node *node, const char *what,
    const struct plugin_key *keys, void *into, struct plugin_error *err)
{
	const struct plugin_key *key;
	int r;

	if (node->kind != YAML_MAP)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s must be a map of keys and values", what);
	for (size_t i = 0; i < node->n; i++) {
		key = keys;
		while (key->name != NULL &&
		    strcmp(key->name, node->item[i].key) != 0)
			key++;
		if (key->name == NULL)
			return refuse_key(&node->item[i], what, keys, err);
		if ((r = key->take(into, &node->item[i], err)) < 0)
			return r;
	}
	return 0;
}

int
plugin_yaml_text(const struct yaml_node *node, const char *what, char **ret,
    struct plugin_error *err)
{
	if (node->kind != YAML_SCALAR || node->value[0] == '\0')
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s must be a text", what);
	free(*ret);
	*ret = xstrdup(node->value);
	return 0;
}

static int
take_name(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct plugin *p = into;

	return plugin_yaml_text(node, "name", &p->name, err);
}

static int
take_title(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct plugin *p = into;

	return plugin_yaml_text(node, "title", &p->title, err);
}

static int
take_extends(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	struct plugin *p = into;

	p->extends_line = node->line;
	p->extends_column = node->column;
	return plugin_yaml_text(node, "extends", &p->extends, err);
}

static int
take_days(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct plugin *p = into;

	if (node->kind != YAML_SCALAR || strlen(node->value) != 1 ||
	    node->value[0] < '1' || node->value[0] > '9')
		return plugin_yaml_refuse(err, node->line, node->column,
		    "clear_days must be a number from 1 to 9");
	p->clear_days = node->value[0] - '0';
	return 0;
}

static int
take_draft(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct plugin *p = into;

	if (node->kind != YAML_SCALAR || strcmp(node->value, "true") != 0)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "draft can only be true: strike the line when it is none "
		    "any more");
	p->draft_line = node->key_line;
	return 0;
}

static int
take_phrases(struct phrases *ph, const struct yaml_node *node,
    struct plugin_error *err)
{
	const struct yaml_node *one;

	if (node->kind != YAML_LIST || node->n == 0)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s must be a list of phrases" PLUGIN_LIST_FORM, node->key);
	ph->phrase = xcalloc(node->n, sizeof(*ph->phrase));
	for (size_t i = 0; i < node->n; i++) {
		one = &node->item[i];
		if (i == LIMIT_PLUGIN_PHRASES)
			return plugin_yaml_refuse(err, one->line, one->column,
			    "more than %d phrases: each is looked for in every "
			    "text", LIMIT_PLUGIN_PHRASES);
		if (one->kind != YAML_SCALAR || !plugin_phrase_ok(one->value))
			return plugin_yaml_refuse(err, one->line, one->column,
			    "a phrase must hold %d to %d letters or digits",
			    PHRASE_LETTERS_MIN, PHRASE_LETTERS_MAX);
		ph->phrase[ph->n++] = xstrdup(one->value);
	}
	return 0;
}

static int
take_all(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return take_phrases(&((struct plugin *)into)->all, node, err);
}

static int
take_any(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return take_phrases(&((struct plugin *)into)->any, node, err);
}

static int
take_none(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return take_phrases(&((struct plugin *)into)->none, node, err);
}

static int
take_recognise(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	static const struct plugin_key keys[] = {
		{ "all", take_all },
		{ "any", take_any },
		{ "none", take_none },
		{ NULL, NULL }
	};
	struct plugin *p = into;
	int r;

	if ((r = plugin_yaml_map(node, "recognise", keys, p, err)) < 0)
		return r;
	if (p->all.n == 0 && p->any.n == 0)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "recognise needs all or any: what is not there names no "
		    "format");
	return 0;
}

static int
add_stated(struct plugin *p, enum field_id id, const struct yaml_node *node,
    struct plugin_error *err)
{
	const char *expected = "a text";

	if (node->kind != YAML_SCALAR ||
	    !plugin_field_takes(id, node->value, &expected))
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s must be %s", plugin_fields[id].path, expected);
	p->stated = xreallocarray(p->stated, p->stateds + 1,
	    sizeof(*p->stated));
	p->stated[p->stateds].field = id;
	p->stated[p->stateds++].value = xstrdup(node->value);
	return 0;
}

static int
no_such_field(const struct yaml_node *entry, const char *path,
    struct plugin_error *err)
{
	const char *near = plugin_field_near(path);

	return plugin_yaml_refuse(err, entry->key_line, entry->key_column,
	    "there is no field \"%.60s\"%s%s%s", path,
	    near != NULL ? "; did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
}

/* "collectivite: {nom: ..}" or "collectivite.nom: ..". */
static int
take_stated(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	const struct yaml_node *entry, *below;
	char path[96];
	enum field_id id;
	size_t n;
	int r;

	if (node->kind != YAML_MAP)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "stated must be a map of fields and values");
	for (size_t i = 0; i < node->n; i++) {
		entry = &node->item[i];
		n = entry->kind == YAML_MAP ? entry->n : 1;
		for (size_t j = 0; j < n; j++) {
			below = entry->kind == YAML_MAP ? &entry->item[j] :
			    entry;
			(void)snprintf(path, sizeof(path), "%s%s%s",
			    entry->key, below != entry ? "." : "",
			    below != entry ? below->key : "");
			id = plugin_field_find(path);
			if (id == FIELDS)
				return no_such_field(below, path, err);
			if ((r = add_stated(into, id, below, err)) < 0)
				return r;
		}
	}
	return 0;
}

static int
take_patterns(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	return plugin_sub_parse(into, node, err);
}

static int
take_from(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct section *s = into;

	return plugin_yaml_regex(s->plugin, node, "from", &s->from, err);
}

static int
take_until(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct section *s = into;

	return plugin_yaml_regex(s->plugin, node, "until", &s->until, err);
}

static int
take_in(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return plugin_yaml_text(node, "in", &((struct section *)into)->in,
	    err);
}

static int
take_sections(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	static const struct plugin_key keys[] = {
		{ "in", take_in },
		{ "from", take_from },
		{ "until", take_until },
		{ NULL, NULL }
	};
	const struct yaml_node *entry;
	struct plugin *p = into;
	struct section *s;
	int r;

	if (node->kind != YAML_MAP)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "sections must be a map of names");
	p->section = xcalloc(node->n + 1, sizeof(*p->section));
	for (size_t i = 0; i < node->n; i++) {
		entry = &node->item[i];
		if (plugin_is_place(entry->key))
			return plugin_yaml_refuse(err, entry->key_line,
			    entry->key_column,
			    "\"%s\" is a place that the engine knows already",
			    entry->key);
		s = &p->section[p->sections++];
		*s = (struct section){ .plugin = p,
		    .name = xstrdup(entry->key), .line = entry->key_line,
		    .column = entry->key_column };
		if ((r = plugin_yaml_map(entry, "a section", keys, s,
		    err)) < 0)
			return r;
		if (s->from == NULL && s->until == NULL)
			return plugin_yaml_refuse(err, entry->key_line,
			    entry->key_column,
			    "a section needs from, until or both");
	}
	return 0;
}

static int
take_split(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return plugin_split_parse(into, node, err);
}

static int
take_fields(void *into, const struct yaml_node *node,
    struct plugin_error *err)
{
	const struct yaml_node *entry;
	enum field_id id;
	int r;

	/* As a draft has it until its first line is struck free. */
	if (node->kind == YAML_SCALAR && node->plain && node->value[0] == '\0')
		return 0;
	if (node->kind != YAML_MAP)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "fields must be a map of fields and rules");
	for (size_t i = 0; i < node->n; i++) {
		entry = &node->item[i];
		id = plugin_field_find(entry->key);
		if (id == FIELDS)
			return no_such_field(entry, entry->key, err);
		if ((r = plugin_rule_parse(into, id, entry, err)) < 0)
			return r;
	}
	return 0;
}

static const struct plugin_key plugin_keys[] = {
	{ "name", take_name },
	{ "title", take_title },
	{ "extends", take_extends },
	{ "clear_days", take_days },
	{ "draft", take_draft },
	{ "recognise", take_recognise },
	{ "stated", take_stated },
	{ "patterns", take_patterns },
	{ "sections", take_sections },
	{ "split", take_split },
	{ "fields", take_fields },
	{ NULL, NULL }
};

/* What the words of a plugin's `stated` rest on. */
static int
check_whole(const struct plugin *p, const struct yaml_node *root,
    struct plugin_error *err)
{
	const struct yaml_node *stated = yaml_get(root, "stated");

	if (p->name == NULL)
		return plugin_yaml_refuse(err, root->line, root->column,
		    "a plugin needs a name");
	if (stated != NULL && p->all.n + p->any.n == 0)
		return plugin_yaml_refuse(err, stated->key_line,
		    stated->key_column,
		    "stated needs recognise: these values are what the "
		    "recognised words say");
	return 0;
}

int
plugin_yaml_parse(const char *data, size_t len, struct plugin **ret,
    struct plugin_error *err)
{
	struct yaml_node *root = NULL;
	struct yaml_error why;
	struct plugin *p;
	int r;

	if ((r = yaml_parse(data, len, &root, &why)) < 0) {
		(void)plugin_yaml_refuse(err, why.line, why.column, "%s%s",
		    r == -EINVAL ? why.message : strerror(-r),
		    r == -EINVAL ? plugin_yaml_hint(data, len, why.line) : "");
		return r;
	}
	p = xcalloc(1, sizeof(*p));
	p->acts.plugin = p->items.plugin = p->titles.plugin = p;
	r = plugin_yaml_map(root, "a plugin", plugin_keys, p, err);
	if (r == 0)
		r = check_whole(p, root, err);
	yaml_free(root);
	if (r < 0) {
		plugin_free(p);
		return r;
	}
	*ret = p;
	return 0;
}
