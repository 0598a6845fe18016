#include <jansson.h>

#include "record/explain.h"
#include "../support/fuzz_pages.h"

static struct plugin_set *set;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const folders[] = {
		"tests/plugin/place", "tests/plugin/explain"
	};

	(void)argc, (void)argv;
	set = fuzz_plugins(folders, 2);
	return 0;
}

/* What is told of any pages, by few rules, and by which of them. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct explain_options o = { .quick = true };
	struct fuzz_pages p;
	struct text *t;
	json_t *told;
	char *json;

	if (size == 0)
		return 0;
	o.words = data[0] & 1;
	if (data[0] & 2)
		o.plugin = plugin_set_at(set, data[0] / 4 %
		    plugin_set_count(set));
	fuzz_pages_make(&p, (const char *)data + 1, size - 1);
	t = text_new(p.page, p.pages);
	told = explain_json(set, t, &o);
	MUST(json_is_object(told));
	json = json_dumps(told, JSON_COMPACT);
	MUST(json != NULL);
	free(json);
	json_decref(told);
	text_free(t);
	fuzz_pages_free(&p);
	return 0;
}
