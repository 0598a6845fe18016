#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/yaml.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "plugin/regex.h"
#include "plugin/regex_prelude.h"
#include "plugin/regex_sub.h"

#define NAME_MAX_BYTES	24	/* PCRE2 itself takes 32 */

/* Small letters, digits and _: what (?&name) can hold. */
static bool
is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return n > 0 && n <= NAME_MAX_BYTES && s[n] == '\0' &&
	    s[0] >= 'a' && s[0] <= 'z';
}

int
plugin_sub_parse(struct plugin *p, const struct yaml_node *node,
    struct plugin_error *err)
{
	const struct yaml_node *entry;
	struct regex *re;
	int r;

	if (node->kind != YAML_MAP)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "patterns must be a map of names and patterns");
	for (size_t i = 0; i < node->n; i++) {
		entry = &node->item[i];
		if (!is_name(entry->key))
			return plugin_yaml_refuse(err, entry->key_line,
			    entry->key_column, "a sub-pattern's name is made "
			    "of a-z, 0-9 and _, a letter first");
		if (regex_prelude_find(entry->key, strlen(entry->key)) != NULL)
			return plugin_yaml_refuse(err, entry->key_line,
			    entry->key_column,
			    "(?&%s) comes with the engine", entry->key);
		re = NULL;
		r = plugin_yaml_regex(p, entry, "a sub-pattern", &re, err);
		if (r < 0)
			return r;
		regex_scope_add(&p->scope, entry->key, re);
	}
	return 0;
}

int
plugin_sub_compile(const struct regex_sub *sub, struct plugin_error *err)
{
	struct regex_error why;
	int line, column;

	regex_place(sub->re, &line, &column);
	if (regex_scope_is_loop(sub))
		return plugin_yaml_refuse(err, line, column,
		    "(?&%s) calls itself, or thousands of others",
		    sub->name);
	if (regex_compile(sub->re, &why) < 0)
		return plugin_yaml_refuse(err, why.line, why.column, "%s",
		    why.message);
	if (regex_group_name(sub->re, 0) != NULL)
		return plugin_yaml_refuse(err, line, column,
		    "(?&%s) has a named group: what a sub-pattern captures "
		    "is lost", sub->name);
	return 0;
}
