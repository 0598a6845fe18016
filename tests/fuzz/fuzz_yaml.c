#include <errno.h>
#include <string.h>

#include "base/utf8.h"
#include "base/yaml.h"
#include "../support/fuzz.h"
#include "../support/fuzz_fyaml.h"

static int lines;

static void
walk(const struct yaml_node *n, int depth)
{
	MUST(depth <= YAML_DEPTH_MAX);
	MUST(n->line >= 1 && n->line <= lines && n->column >= 1);
	if (n->kind == YAML_SCALAR) {
		MUST(n->n == 0 && n->value != NULL);
		MUST(utf8_valid(n->value, strlen(n->value)) ==
		    strlen(n->value));
		return;
	}
	for (size_t i = 0; i < n->n; i++) {
		MUST((n->item[i].key != NULL) == (n->kind == YAML_MAP));
		if (n->kind == YAML_MAP) {
			MUST(n->item[i].key_line >= 1);
			MUST(yaml_get(n, n->item[i].key) == &n->item[i]);
		}
		walk(&n->item[i], depth + 1);
	}
}

/* Every node has its place in the text, and a key is there once. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = { "root", "inbox", "settle", NULL };
	struct yaml_node *root = NULL;
	struct yaml_error err = { 0 };

	lines = 2;
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n' || data[i] == '\r' ||
		    data[i] == 0x85 || data[i] == 0xa8 || data[i] == 0xa9;
	if (yaml_parse((const char *)data, size, &root, &err) == 0) {
		walk(root, 1);
		if (root->kind == YAML_SCALAR)
			(void)yaml_nearest(root->value, words);
		yaml_free(root);
	} else {
		MUST(root == NULL && err.message[0] != '\0');
		MUST(err.line >= 0 && err.line <= lines);
	}
	return 0;
}
