#include <errno.h>
#include <string.h>

#include "plugin/plugin.h"
#include "plugin/plugin_builtin.h"
#include "plugin/plugin_lint.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "../support/fuzz.h"
#include "../support/fuzz_fyaml.h"

static struct plugin *engine;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct plugin_error err;

	(void)argc, (void)argv;
	MUST(plugin_yaml_parse(plugin_builtin_yaml,
	    strlen(plugin_builtin_yaml), &engine, &err) == 0);
	MUST(plugin_compile(engine, &err) == 0);
	return 0;
}

static void
on_remark(void *ctx, int line, int column, const char *message)
{
	(void)ctx;
	MUST(line >= 1 && column >= 1 && message[0] != '\0');
}

static void
look(const struct plugin *p)
{
	const struct rule *r;
	char *motif;

	for (enum field_id f = 0; f < FIELDS; f++) {
		struct rule_walk walk = { 0 };
		size_t own = 0;

		while ((r = plugin_rule_next(p, f, &walk)) != NULL) {
			MUST(r->field == f && r->plugin != NULL);
			MUST((r->pattern != NULL) + (r->label != NULL) +
			    (r->headers > 0) <= 1);
			own += r->plugin == p;
			motif = plugin_motif(r);
			free(motif);
		}
		MUST(own == p->field[f].n);
	}
	(void)plugin_acts(p);
	(void)plugin_items(p);
	MUST(plugin_clear_days(p) >= 0);
}

/* A plugin's text: refused with a place, or a plugin that can be asked. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plugin_error err = { 0 };
	struct plugin *p = NULL;

	if (plugin_yaml_parse((const char *)data, size, &p, &err) < 0) {
		MUST(p == NULL && err.message[0] != '\0');
		MUST(err.line >= 0 && err.column >= 0);
		return 0;
	}
	p->parent = engine;
	if (plugin_check_sections(p, &err) == 0 &&
	    plugin_compile(p, &err) == 0) {
		plugin_lint(p, on_remark, NULL);
		look(p);
	} else {
		MUST(err.message[0] != '\0' && err.line >= 1);
	}
	plugin_free(p);
	return 0;
}
