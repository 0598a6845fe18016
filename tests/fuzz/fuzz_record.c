#include <errno.h>

#include <jansson.h>

#include "plugin/plugin.h"
#include "record/record.h"
#include "../support/fuzz_json.h"
#include "../support/fuzz_pages.h"

#define SHA256 "00000000000000000000000000000000" \
	"00000000000000000000000000000000"

/*
 * The first byte may be one that begins no text: it says which plugin.  Else
 * that is chosen.  Those that are shipped have so many rules that they are
 * only met where they are asked for.
 */
#define BY_FEW		0x80	/* .. 0xbf: of the plugins with few rules */
#define BY_SHIPPED	0xf8	/* .. 0xfe: the first chooses */

static struct plugin_set *few, *shipped;

static const char *const few_names[] = {
	"bref", "actes", "points", "generique", "below", "cell", "list",
	"right", "table", "a-group-that-the-pattern-looks-back-at",
	"a-label-and-what-stands-below",
	"a-label-and-what-stands-to-its-right", "a-runaway-is-told",
	"a-runaway-split-is-told", "a-section-within-a-section",
	"acts-and-their-annexes", "by-page", "choose-among-matches",
	"first-rule-that-converts", "gives-a-value-that-the-words-mean",
	"gives-null-ends-the-search", "in-a-section-only",
	"inherit-false-stands-alone", "items-by-pattern-and-by-split",
	"items-share-a-head", "not-stated-where-the-words-are-not",
	"own-rules-come-before-the-inherited", "proxies-by-their-named-parts",
	"sentences-as-the-page-sets-them-out",
	"stamps-are-no-part-of-the-body", "stated-by-the-recognised-words",
	"sub-patterns-of-ones-own-and-inherited", "sub-patterns-to-inherit",
	"sums-and-references-without-a-rule", "unless-refuses-a-match",
	"until-ends-the-value", "petit", "items-by-their-titles",
	"items-that-the-agenda-names", "a-first-item-that-the-others-share",
	"items-by-ranks-of-one-shape", "items-above-the-first-rank",
	"a-head-that-only-the-first-has", "a-start-at-the-very-end", NULL
};

static const char *const shipped_names[] = {
	"generique", "aubry-du-hainaut", "landrecies", "lezennes",
	"syndicat-npdc-numerique", "villeneuve-d-ascq", NULL
};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const folders[] = {
		"tests/plugin/place", "tests/plugin/valid",
		"tests/fuzz/plugins", "plugins"
	};

	(void)argc, (void)argv;
	few = fuzz_plugins(folders, 3);
	shipped = fuzz_plugins(folders + 3, 1);
	fuzz_plugins_are(few, few_names);
	fuzz_plugins_are(shipped, shipped_names);
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
check_all(const json_t *list)
{
	size_t i;
	json_t *d;

	MUST(json_array_size(list) > 0);
	json_array_foreach(list, i, d)
		check_deliberation(d);
}

/* Who reads; *ret is NULL to choose. */
static const struct plugin_set *
plugin_of(const uint8_t **data, size_t *size, const char **ret)
{
	uint8_t first = *size > 0 ? **data : 0;

	*ret = NULL;
	if ((first & 0xc0) != BY_FEW &&
	    (first < BY_SHIPPED || first == FUZZ_PAGES_THINGS))
		return few;
	(*data)++;
	(*size)--;
	if (first >= BY_SHIPPED) {
		if (first > BY_SHIPPED)
			*ret = fuzz_plugin(shipped, shipped_names,
			    first - BY_SHIPPED - 1u)->name;
		return shipped;
	}
	*ret = fuzz_plugin(few, few_names, first - BY_FEW)->name;
	return few;
}

/* The deliberations by themselves, which is what all else is about. */
static void
read_text(const struct plugin_set *set, const char *plugin,
    const struct fuzz_pages *p)
{
	struct text *t = text_new(p->page, p->pages);
	json_t *list;

	if (t->words > 0) {
		fuzz_json_begin();
		list = record_deliberations(t, plugin == NULL ?
		    plugin_set_choose(set, t) : plugin_set_get(set, plugin),
		    NULL);
		check_all(list);
		fuzz_json_end(list);
	}
	text_free(t);
}

/* The whole record, as it is printed; the same input gives the same bytes. */
static void
make_record(const struct plugin_set *set, const char *plugin,
    const struct fuzz_pages *p, size_t size)
{
	const struct record_source src = { "fuzz.pdf", SHA256, size,
		"application/pdf", 1, "none", "fra" };
	char *json, *again;
	size_t len, len2;
	json_t *root;

	if (record_make(set, &src, p->page, p->pages, plugin, &json, &len) < 0)
		return;
	root = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	MUST(root != NULL && json_object_size(root) == 4);
	check_all(json_object_get(root, "deliberations"));
	json_decref(root);
	MUST(record_make(set, &src, p->page, p->pages, plugin, &again,
	    &len2) == 0);
	MUST(len == len2 && memcmp(json, again, len) == 0);
	free(again);
	free(json);
}

/* Any pages become a record in which all that is pointed at is there. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct plugin_set *set;
	const char *plugin;
	struct fuzz_pages p;

	set = plugin_of(&data, &size, &plugin);
	fuzz_pages_make(&p, (const char *)data, size);
	if (size % 16 == 0)
		make_record(set, plugin, &p, size);
	else
		read_text(set, plugin, &p);
	fuzz_pages_free(&p);
	return 0;
}
