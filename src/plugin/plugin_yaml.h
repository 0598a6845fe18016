#ifndef GREFFIER_PLUGIN_YAML_H
#define GREFFIER_PLUGIN_YAML_H

#include <stddef.h>

#include "plugin/plugin_field.h"

struct plugin;
struct plugin_error;
struct yaml_node;

/*
 * plugin.yaml, checked to its last key, as a plugin.  Patterns are not compiled
 * yet (plugin_compile) and `extends` is not looked up yet (plugin_set.c).
 * -EINVAL: `err` says line, column and what was expected; its `file` is the
 * caller's to fill.
 */
int	plugin_yaml_parse(const char *data, size_t len, struct plugin **ret,
	    struct plugin_error *err);

/* For the files of this folder: where a thing is wrong, and how. */
int	plugin_yaml_refuse(struct plugin_error *err, int line, int column,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* How a list is written, to go behind "must be a list of .." */
#define PLUGIN_LIST_FORM \
	": ['...', '...'], or each behind a dash on a line of its own"

/*
 * A row per key that a map may have.  `take` gets what is being filled, the
 * key's node, and returns 0 or -EINVAL with `err` filled.
 */
struct plugin_key {
	const char *name;
	int	(*take)(void *into, const struct yaml_node *node,
		    struct plugin_error *err);
};

int	plugin_yaml_map(const struct yaml_node *node, const char *what,
	    const struct plugin_key *keys, void *into,
	    struct plugin_error *err);

/* The text of a scalar, or refuse: `what` says whose. */
int	plugin_yaml_text(const struct yaml_node *node, const char *what,
	    char **ret, struct plugin_error *err);

/*
 * plugin_pattern.c: a pattern of that plugin, not yet compiled, out of a value
 * or of a map's key.  Control characters are refused, which are most often what
 * YAML made of "\b" or "\N", and what is only layout, as "\n" is there.
 */
struct regex;
int	plugin_yaml_regex(const struct plugin *p,
	    const struct yaml_node *node, const char *what,
	    struct regex **ret, struct plugin_error *err);
int	plugin_yaml_regex_key(const struct plugin *p,
	    const struct yaml_node *node, const char *what,
	    struct regex **ret, struct plugin_error *err);

/* What may have made that line no YAML, to go behind the message; or "". */
const char	*plugin_yaml_hint(const char *data, size_t len, int line);

/* plugin_sub.c: the sub-patterns that a plugin names, and one of them. */
struct regex_sub;
int	plugin_sub_parse(struct plugin *p, const struct yaml_node *node,
	    struct plugin_error *err);
int	plugin_sub_compile(const struct regex_sub *sub,
	    struct plugin_error *err);

/* plugin_split.c: how it parts a scan into deliberations. */
int	plugin_split_parse(struct plugin *p, const struct yaml_node *node,
	    struct plugin_error *err);

/* plugin_rule.c: the rules of one field. */
int	plugin_rule_parse(struct plugin *p, enum field_id field,
	    const struct yaml_node *node, struct plugin_error *err);

#endif /* GREFFIER_PLUGIN_YAML_H */
