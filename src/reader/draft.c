#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "plugin/plugin_phrase.h"
#include "plugin/plugin_set.h"
#include "reader/draft.h"
#include "reader/draft_phrase.h"
#include "reader/known.h"
#include "reader/sample.h"
#include "record/json_put.h"
#include "record/record.h"
#include "text/text.h"
#include "words/page.h"

#define FALLBACK	"generique"
#define PHRASES_MAX	60	/* looked at; SHOWN of them are named */
#define SHOWN		4

static void
add_sample(struct draft_others *o, const char *folder)
{
	struct sample *s;
	char *why;

	if (sample_read(folder, true, &s, &why) < 0) {
		free(why);
		return;
	}
	o->text = xreallocarray(o->text, o->n + 1, sizeof(*o->text));
	plugin_phrase_text_make(&o->text[o->n++], s->text->fold,
	    s->text->fold_body_len);
	sample_free(s);
}

void
draft_others_read(const struct plugin_set *set, const char *name,
    struct draft_others *ret)
{
	const char *file;
	char *folder, **sample;
	size_t n;

	*ret = (struct draft_others){ 0 };
	for (size_t i = 0; i < plugin_set_count(set); i++) {
		if (name != NULL && strcmp(plugin_set_at(set, i)->name,
		    name) == 0)
			continue;
		file = plugin_set_file(set, i);
		folder = xstrndup(file, (size_t)(strrchr(file, '/') - file));
		sample_list(folder, &sample, &n);
		for (size_t k = 0; k < n; k++) {
			add_sample(ret, sample[k]);
			free(sample[k]);
		}
		free(sample);
		free(folder);
	}
}

void
draft_others_free(struct draft_others *o)
{
	for (size_t i = 0; i < o->n; i++)
		plugin_phrase_text_free(&o->text[i]);
	free(o->text);
	*o = (struct draft_others){ 0 };
}

/* What generique reads in the scan, by "collectivite/nom". */
static const json_t *
read_value(const json_t *delibs, const char *group, const char *key)
{
	const json_t *one = json_array_get(delibs, 0);

	return json_object_get(group == NULL ? one :
	    json_object_get(one, group), key);
}

static void
put_quoted(struct buf *b, const char *text)
{
	xbuf_puts(b, "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			xbuf_puts(b, "\\");
		xbuf_append(b, text, 1);
	}
	xbuf_puts(b, "\"");
}

static void
put_recognise(struct buf *b, const struct draft_phrase *ph, size_t n)
{
	if (n == 0) {
		xbuf_puts(b, "# These scans share no words that other plugins'"
		    " samples lack: find some.\n"
		    "#recognise:\n#  all: [\"...\"]\n\n");
		return;
	}
	xbuf_puts(b, "# Shared by all these scans, and in no other plugin's"
	    " samples.  Of the body, not of one act?\nrecognise:\n  all: [");
	put_quoted(b, ph[0].words);
	xbuf_puts(b, "]\n");
	for (size_t i = 1; i < n && i < SHOWN; i++) {
		xbuf_puts(b, i == 1 ? "# Or these:\n" : "");
		xbuf_puts(b, "#  all: [");
		put_quoted(b, ph[i].words);
		xbuf_puts(b, "]\n");
	}
	xbuf_puts(b, "\n");
}

/* Only what the recognised words themselves state. */
static void
put_stated(struct buf *b, const json_t *delibs, const struct draft_phrase *ph,
    size_t n)
{
	const char *name = json_string_value(read_value(delibs,
	    "collectivite", "nom"));
	const char *type = json_string_value(read_value(delibs,
	    "collectivite", "type"));

	const char *at = n == 0 || name == NULL ? NULL :
	    strcasestr(ph[0].words, name);

	if (at == NULL)
		return;
	/* One cut at a line's end goes on to the words' own. */
	if (draft_ends_loose(name, name + strlen(name)))
		name = at;
	xbuf_puts(b, "# What these words state, as it is to be written.\n"
	    "stated:\n  collectivite: {nom: ");
	put_quoted(b, name);
	if (type != NULL) {
		xbuf_puts(b, ", type: ");
		xbuf_puts(b, type);
	}
	xbuf_puts(b, "}\n\n");
}

static bool
is_read(const json_t *delibs, enum field_id f)
{
	const char *path = plugin_fields[f].path, *dot = strchr(path, '.');
	char *group = dot == NULL ? NULL : xstrndup(path,
	    (size_t)(dot - path));
	const json_t *value = read_value(delibs, group, dot == NULL ? path :
	    dot + 1);

	free(group);
	return json_is_array(value) ? json_array_size(value) > 0 :
	    !json_is_null(value);
}

/* How a rule of a field begins, on one line; NULL: it is found without any. */
static const char *
rule_hint(enum field_id f)
{
	switch (plugin_fields[f].type) {
	case TYPE_DATE:
		return "'... (?<value>(?&date))'";
	case TYPE_HOUR:
		return "'... (?<value>(?&hour))'";
	case TYPE_INT:
		return "'... (?<value>(?&number))'";
	case TYPE_PERSON:
		return "'... (?<value>(?&person))'";
	case TYPE_PROXIES:
		return "{pattern: '^ ...', until: '^ ...', "
		    "item: '(?<de>(?&person)) ... (?<a>(?&person))'}";
	case TYPE_ITEMS:
		if (f == FIELD_VISAS || f == FIELD_CONSIDERANTS)
			return "{pattern: '^ (?<value>... \\N+)', "
			    "until: '^ ...', choose: every}";
		return "{pattern: '^ ...', until: '^ ...'}";
	case TYPE_PERSONS:
		return "{pattern: '^ ...', until: '^ ...'}";
	case TYPE_BOOL:
	case TYPE_ENUM:
		return "{pattern: '...', gives: ...}";
	case TYPE_MONIES:
	case TYPE_REFERENCES:
		return NULL;
	default:
		return "'^ ... (?<value>\\N+)'";
	}
}

/* The fields that no scan gave: perhaps the page states them. */
static void
put_fields(struct buf *b, json_t *const *delibs, size_t n)
{
	xbuf_puts(b, "# Not read in any of these scans.  For what the pages do "
	    "state, put the page's own\n# words for the points and strike the "
	    "mark of the line; leave out the others.  A \\ stands\n# before "
	    "each of ( ) ? . + [ ] * { } | \\ of these words; an apostrophe "
	    "inside '...' is\n# written ''.  On a page of frames: "
	    "[{label: '...', value: right}], or below, or cell.\nfields:\n");
	for (enum field_id f = 0; f < FIELDS; f++) {
		const char *hint = rule_hint(f);
		size_t i = 0;

		while (i < n && !is_read(delibs[i], f))
			i++;
		if (i < n || hint == NULL ||
		    strncmp(plugin_fields[f].path, "acte.", 5) == 0)
			continue;
		xbuf_puts(b, "#  ");
		xbuf_puts(b, plugin_fields[f].path);
		xbuf_puts(b, ": [");
		xbuf_puts(b, hint);
		xbuf_puts(b, "]\n");
	}
}

static char *
write_yaml(const char *name, json_t *const *delibs, size_t n,
    const struct draft_phrase *ph, size_t phrases)
{
	struct buf b = { 0 };

	xbuf_puts(&b, "# greffier-plugin(5) explains every key.\nname: ");
	xbuf_puts(&b, name);
	xbuf_puts(&b, "\ntitle: ");
	put_quoted(&b, name);
	xbuf_puts(&b, "\nextends: " FALLBACK "\n"
	    "# Strike this line when all is looked at, samples/*/expected.json"
	    " too.\ndraft: true\n\n");
	put_recognise(&b, ph, phrases);
	put_stated(&b, delibs[0], ph, phrases);
	put_fields(&b, delibs, n);
	return xbuf_take(&b, NULL);
}

static json_t *
pages_json(const struct known *k)
{
	json_t *list = json_array();
	char *json;
	size_t len;

	for (size_t i = 0; i < k->pages; i++) {
		json = page_to_json(k->page[i], &len);
		append(list, json_loadb(json, len, 0, NULL));
		free(json);
	}
	return list;
}

json_t *
draft_json(const struct plugin_set *set, const char *name,
    struct known *const *scan, size_t n, const struct draft_others *others)
{
	const struct plugin *base = plugin_set_get(set, FALLBACK);
	json_t **delibs = xcalloc(n, sizeof(json_t *)), *j = json_object();
	json_t *samples = json_array();
	struct draft_phrase ph[PHRASES_MAX];
	char *yaml;
	size_t phrases;

	for (size_t i = 0; i < n; i++) {
		delibs[i] = record_deliberations(scan[i]->text, base, NULL);
		append(samples, pages_json(scan[i]));
	}
	phrases = draft_phrases(scan, n, json_string_value(
	    read_value(delibs[0], "collectivite", "nom")), others,
	    PHRASES_MAX, ph);
	yaml = write_yaml(name, delibs, n, ph, phrases);
	put(j, "yaml", json_string(yaml));
	put(j, "phrase", phrases > 0 ? json_string(ph[0].words) :
	    json_null());
	put(j, "samples", samples);
	for (size_t i = 0; i < phrases; i++)
		free(ph[i].words);
	for (size_t i = 0; i < n; i++)
		json_decref(delibs[i]);
	free(delibs);
	free(yaml);
	return j;
}
