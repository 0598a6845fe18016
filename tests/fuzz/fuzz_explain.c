#include <jansson.h>

#include "record/explain.h"
#include "../support/fuzz_json.h"
#include "../support/fuzz_pages.h"

static struct plugin_set *set;

static const char *const names[] = {
	"below", "cell", "generique", "list", "right", "samarcande", "table",
	"xanadou", "petit", NULL
};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const folders[] = {
		"tests/plugin/place", "tests/plugin/explain",
		"tests/fuzz/plugins"
	};

	(void)argc, (void)argv;
	set = fuzz_plugins(folders, 3);
	fuzz_plugins_are(set, names);
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

	if (size == 0)
		return 0;
	o.words = data[0] & 1;
	if (data[0] & 2)
		o.plugin = fuzz_plugin(set, names, data[0] / 4);
	fuzz_pages_make(&p, (const char *)data + 1, size - 1);
	t = text_new(p.page, p.pages);
	fuzz_json_begin();
	told = explain_json(set, t, &o);
	MUST(json_is_object(told));
	if (size % 16 == 0)	/* it takes as long as all else */
		MUST(json_dumpb(told, NULL, 0, JSON_COMPACT) > 0);
	fuzz_json_end(told);
	text_free(t);
	fuzz_pages_free(&p);
	return 0;
}
