#include <errno.h>

#include <jansson.h>

#include "plugin/plugin.h"
#include "record/record.h"
#include "../support/fuzz_pages.h"

#define SHA256 "00000000000000000000000000000000" \
	"00000000000000000000000000000000"

static struct plugin_set *set;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const folders[] = {
		"tests/plugin/place", "tests/plugin/valid", "plugins"
	};

	(void)argc, (void)argv;
	set = fuzz_plugins(folders, 3);
	return 0;
}

/* "/a/b/0" below a deliberation; NULL where that is nothing. */
static const json_t *
at(const json_t *j, const char *pointer)
{
	char key[64];
	size_t n;

	while (j != NULL && *pointer == '/') {
		n = strcspn(++pointer, "/");
		MUST(n < sizeof(key));
		memcpy(key, pointer, n);
		key[n] = '\0';
		pointer += n;
		j = json_is_array(j) ? json_array_get(j,
		    strtoul(key, NULL, 10)) : json_object_get(j, key);
	}
	return j;
}

/* What is pointed at is there. */
static void
check_deliberation(const json_t *d)
{
	const json_t *list, *one, *to;
	const char *pointer;
	size_t i, k;

	list = json_object_get(d, "provenance");
	MUST(json_is_object(list));
	json_object_foreach((json_t *)(uintptr_t)list, pointer, one) {
		to = at(d, pointer);
		MUST(to != NULL);
		MUST(json_is_array(json_object_get(one, "boites")));
	}
	MUST(json_is_object(json_object_get(d, "deduit")));
	list = json_object_get(d, "anomalies");
	MUST(json_is_array(list));
	json_array_foreach(list, i, one) {
		MUST(json_is_string(json_object_get(one, "code")));
		to = json_object_get(one, "pointeurs");
		MUST(json_is_array(to));
		for (k = 0; k < json_array_size(to); k++)
			MUST(at(d, json_string_value(json_array_get(to,
			    k))) != NULL);
	}
}

static void
check_record(const char *json, size_t len)
{
	json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *list;
	size_t i;
	json_t *d;

	MUST(root != NULL && json_object_size(root) == 4);
	list = json_object_get(root, "deliberations");
	MUST(json_array_size(list) > 0);
	json_array_foreach(list, i, d)
		check_deliberation(d);
	json_decref(root);
}

/* A control character at the beginning says which plugin; NULL to choose. */
static const char *
plugin_of(const uint8_t **data, size_t *size)
{
	uint8_t first = *size > 0 ? **data : 255;

	if (first >= ' ' || first == '\f' || first == '\n')
		return NULL;
	(*data)++;
	(*size)--;
	return plugin_set_at(set, first % plugin_set_count(set))->name;
}

/* Any pages become a record in which all that is pointed at is there. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct record_source src = { "fuzz.pdf", SHA256, size,
		"application/pdf", 1, "none", "fra" };
	const char *plugin = plugin_of(&data, &size);
	struct fuzz_pages p;
	char *json, *again;
	size_t len, len2;

	fuzz_pages_make(&p, (const char *)data, size);
	if (record_make(set, &src, p.page, p.pages, plugin, &json,
	    &len) == 0) {
		check_record(json, len);
		/* The same input gives the same bytes; now and then will do. */
		if (size % 16 == 0) {
			MUST(record_make(set, &src, p.page, p.pages, plugin,
			    &again, &len2) == 0);
			MUST(len == len2 && memcmp(json, again, len) == 0);
			free(again);
		}
		free(json);
	}
	fuzz_pages_free(&p);
	return 0;
}
