#include <string.h>

#include "base/yaml.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"

/* How a plugin parts a scan: the splitters acts, items and titles. */

/* One of the patterns: plugin_yaml_map has seen that the key is there. */
static int
take_part(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	struct splitter *s = into;
	const struct {
		const char	*key;
		struct regex	**re;
	} part[] = {
		{ "when", &s->when }, { "starts", &s->starts },
		{ "needs", &s->needs }, { "shared", &s->shared },
		{ "agenda", &s->agenda }, { "settled", &s->settled },
		{ "above", &s->above }, { "head", &s->head },
	};
	size_t i = 0;

	while (strcmp(part[i].key, node->key) != 0)
		i++;
	return plugin_yaml_regex(s->plugin, node, node->key, part[i].re, err);
}

/* "acts: never", or a map. */
static int
take_splitter(struct splitter *s, const struct yaml_node *node,
    struct plugin_error *err)
{
	static const struct plugin_key keys[] = {
		{ "when", take_part }, { "starts", take_part },
		{ "needs", take_part }, { "shared", take_part },
		{ "agenda", take_part }, { "settled", take_part },
		{ "above", take_part }, { "head", take_part },
		{ NULL, NULL }
	};
	int r;

	s->given = true;
	if (node->kind == YAML_SCALAR && strcmp(node->value, "never") == 0)
		return 0;
	if ((r = plugin_yaml_map(node, node->key, keys, s, err)) < 0)
		return r;
	if (s->starts == NULL)
		return plugin_yaml_refuse(err, node->key_line,
		    node->key_column, "%s needs starts", node->key);
	if (s != &s->plugin->titles && (s->agenda != NULL ||
	    s->settled != NULL || s->above != NULL || s->head != NULL))
		return plugin_yaml_refuse(err, node->key_line, node->key_column,
		    "only titles have agenda, settled, above, head");
	if (s->shared != NULL && s == &s->plugin->acts)
		return plugin_yaml_refuse(err, node->key_line,
		    node->key_column, "acts share nothing");
	return 0;
}

static int
take_acts(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return take_splitter(&((struct plugin *)into)->acts, node, err);
}

static int
take_items(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return take_splitter(&((struct plugin *)into)->items, node, err);
}

static int
take_titles(void *into, const struct yaml_node *node, struct plugin_error *err)
{
	return take_splitter(&((struct plugin *)into)->titles, node, err);
}

int
plugin_split_parse(struct plugin *p, const struct yaml_node *node,
    struct plugin_error *err)
{
	static const struct plugin_key keys[] = {
		{ "acts", take_acts },
		{ "items", take_items },
		{ "titles", take_titles },
		{ NULL, NULL }
	};

	return plugin_yaml_map(node, "split", keys, p, err);
}
