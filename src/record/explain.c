#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "field/trace.h"
#include "field/view.h"
#include "plugin/plugin.h"
#include "plugin/plugin_rank.h"
#include "plugin/plugin_set.h"
#include "plugin/regex.h"
#include "record/delib.h"
#include "record/delib_json.h"
#include "record/explain.h"
#include "record/json_put.h"
#include "record/provenance.h"
#include "record/record.h"
#include "text/text.h"
#include "words/page.h"

#define VERSION_OF_KEYS	1
#define CANDIDATES_MAX	10	/* shown; nobody reads more */
#define AFTER_MAX	60	/* bytes of the page behind a match */

/* Frees the string. */
static void
put_text(json_t *object, const char *key, char *text)
{
	put(object, key, json_string(text));
	free(text);
}

/* Page and boxes of words [first, first + n). */
static void
put_place(json_t *j, const struct text *t, size_t first, size_t n)
{
	if (n == 0)
		return;
	put(j, "page", json_integer(t->page[t->word[first].page]->number));
	put(j, "boxes", provenance_boxes(t, first, n));
}

static json_t *
phrase_json(const struct rank_phrase *rp, const struct text *t)
{
	static const char *const list[] = {
		[RANK_ALL] = "all", [RANK_ANY] = "any", [RANK_NONE] = "none",
	};
	json_t *j = json_object();
	size_t first = 0, n;

	put(j, "list", json_string(list[rp->list]));
	put(j, "phrase", json_string(rp->phrase));
	put(j, "found", json_boolean(rp->found));
	if (!rp->found)
		return j;
	put(j, "slips", json_integer(rp->slips));
	n = text_words_in(t, t->to_utf8[rp->start], t->to_utf8[rp->end],
	    &first);
	put_text(j, "text", text_line(t, t->to_utf8[rp->start],
	    t->to_utf8[rp->end]));
	put_place(j, t, first, n);
	return j;
}

static json_t *
candidates_json(const struct plugin_set *set, const struct text *t,
    const struct plugin *p)
{
	json_t *list = json_array(), *one, *phrases;
	struct rank *rank;
	size_t n;

	plugin_rank(set, t, p, &rank, &n);
	for (size_t i = 0; i < n; i++) {
		if (i >= CANDIDATES_MAX && rank[i].plugin != p)
			continue;
		one = json_object();
		phrases = json_array();
		for (size_t k = 0; k < rank[i].phrases; k++)
			append(phrases, phrase_json(&rank[i].phrase[k], t));
		put(one, "plugin", json_string(rank[i].plugin->name));
		put(one, "score", json_integer(rank[i].score));
		put(one, "phrases", phrases);
		append(list, one);
	}
	plugin_rank_free(rank, n);
	return list;
}

static json_t *
words_json(const struct page *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->words; i++) {
		const struct word *w = &p->word[i];

		append(list, json_pack("[siiii]", w->text, w->box.x,
		    w->box.y, w->box.w, w->box.h));
	}
	return list;
}

static json_t *
pages_json(const struct text *t, bool words)
{
	json_t *list = json_array(), *one;

	for (size_t i = 0; i < t->pages; i++) {
		const struct page *p = t->page[i];

		one = json_object();
		put(one, "page", json_integer(p->number));
		put(one, "width", json_integer(p->width));
		put(one, "height", json_integer(p->height));
		put(one, "rotation", json_integer(p->rotation));
		if (words)
			put(one, "words", words_json(p));
		append(list, one);
	}
	return list;
}

static const char *
file_of(const struct plugin_set *set, const struct plugin *p)
{
	for (size_t i = 0; i < plugin_set_count(set); i++) {
		if (plugin_set_at(set, i) == p)
			return plugin_set_file(set, i);
	}
	return "";	/* the engine's own */
}

/* The page behind a part of a pattern, to the end of the line. */
static char *
text_after(const struct view *v, uint32_t from)
{
	struct span s = { from, from };

	while (s.start < v->len && strchr(" \n", v->fold[s.start]) != NULL)
		s.start++;
	s.end = s.start;
	while (s.end < v->len && s.end - s.start < AFTER_MAX &&
	    v->fold[s.end] != '\n' && v->fold[s.end] != '\f')
		s.end++;
	while (s.end < v->len && utf8_is_inside(v->fold[s.end]))
		s.end++;
	return view_line(v, s);
}

/* What all that follows is told about. */
struct telling {
	const struct plugin_set *set;
	bool	quick;
	json_t	*acts;
};

static json_t *
step_json(const struct telling *t, const struct view *v,
    const struct trace_step *step)
{
	const struct rule *r = step->rule;
	json_t *j = json_object();
	size_t first = 0, n;

	put_text(j, "rule", plugin_motif(r));
	put(j, "file", json_string(file_of(t->set, r->plugin)));
	put(j, "line", json_integer(r->line));
	put(j, "column", json_integer(r->column));
	put(j, "way", json_string(r->pattern != NULL ? "pattern" :
	    r->label != NULL ? "label" : "table"));
	if (r->in != NULL)
		put(j, "in", json_string(r->in));
	put(j, "end", json_string(trace_end_name(step->end)));
	if (step->missing != NULL)
		put(j, "missing", json_string(regex_source(step->missing)));
	if (step->near.part != NULL) {
		put(j, "part", json_string(step->near.part));
		put(j, "letters", json_integer((json_int_t)
		    step->near.letters));
		put(j, "wanted", json_string(step->near.wanted));
		put_text(j, "after", text_after(v, step->where.end));
	}
	if (step->where.start < step->where.end) {
		n = view_words(v, step->where, &first);
		put_text(j, "text", view_line(v, step->where));
		put_place(j, v->text, first, n);
	}
	return j;
}

/* Decisions that were read and then left out: the rule that won, and why. */
static json_t *
left_out_json(const struct telling *t, struct view *v, const struct delib *d)
{
	json_t *list = json_array(), *one = NULL;
	const struct field read = { .rule = d->undecided };
	struct trace trace;

	trace_field(v, d->plugin, FIELD_DECISIONS, &read, t->quick,
	    &trace);
	for (size_t i = 0; i < trace.n; i++)
		append(list, one = step_json(t, v, &trace.step[i]));
	trace_clear(&trace);
	if (one != NULL)
		put(one, "end", json_string(strcmp(
		    d->field[FIELD_RESULTAT].value[0].text, "rejete") == 0 ?
		    "left out: the act was rejected" :
		    "left out: the act was put off"));
	return list;
}

static json_t *
tried_json(const struct telling *t, struct view *v, const struct delib *d,
    enum field_id f)
{
	json_t *list = json_array();
	struct trace trace = { 0 };

	if (f == FIELD_DECISIONS && d->undecided != NULL) {
		json_decref(list);
		return left_out_json(t, v, d);
	}
	if (!d->stated[f])
		trace_field(v, d->plugin, f, &d->field[f], t->quick, &trace);
	for (size_t i = 0; i < trace.n; i++)
		append(list, step_json(t, v, &trace.step[i]));
	trace_clear(&trace);
	return list;
}

/* The record's value: "dates.seance" stands in "dates". */
static json_t *
value_of(const json_t *record, enum field_id f)
{
	const char *path = plugin_fields[f].path, *dot = strchr(path, '.');
	char *group;

	if (dot != NULL) {
		group = xstrndup(path, (size_t)(dot - path));
		record = json_object_get(record, group);
		free(group);
		path = dot + 1;
	}
	return json_object_get(record, path);
}

/* Of one value, or of each item: words, place, confidence and rule. */
static json_t *
origins_json(const json_t *record, const struct delib *d, enum field_id f)
{
	static const char *const key[][2] = {
		{ "page", "page" }, { "boites", "boxes" },
		{ "confiance", "confidence" }, { "texte", "text" },
		{ "motif", "rule" },
	};
	const json_t *all = json_object_get(record, "provenance"), *entry;
	bool is_list = plugin_field_is_list(plugin_fields[f].type);
	json_t *list = json_array(), *one;
	char *pointer;

	for (size_t i = 0; i < d->field[f].n; i++) {
		pointer = delib_pointer(f, is_list ? (int)i : -1);
		entry = json_object_get(all, pointer);
		free(pointer);
		one = json_object();
		for (size_t k = 0; k < sizeof(key) / sizeof(key[0]); k++)
			(void)json_object_set(one, key[k][1],
			    json_object_get(entry, key[k][0]));
		if (d->field[f].value[i].repaired)
			put(one, "repaired", json_true());
		append(list, one);
	}
	return list;
}

static json_t *
delib_explain(const struct telling *t, struct view *v, const struct delib *d)
{
	json_t *record = delib_json(d), *j = json_object();
	json_t *fields = json_array(), *one;

	for (enum field_id f = 0; f < FIELDS; f++) {
		one = json_object();
		put(one, "field", json_string(plugin_fields[f].path));
		(void)json_object_set(one, "value", value_of(record, f));
		put(one, "origins", origins_json(record, d, f));
		put(one, "tried", tried_json(t, v, d, f));
		append(fields, one);
	}
	(void)json_object_set(j, "pages", json_object_get(record, "pages"));
	put(j, "fields", fields);
	(void)json_object_set(j, "deduced", json_object_get(record, "deduit"));
	(void)json_object_set(j, "anomalies",
	    json_object_get(record, "anomalies"));
	json_decref(record);
	return j;
}

static void
explain_one(void *ctx, struct view *v, const struct delib *d)
{
	struct telling *t = ctx;

	append(t->acts, delib_explain(t, v, d));
	/* What explaining costs is not the plugin's fault. */
	regex_budget();
}

json_t *
explain_json(const struct plugin_set *set, const struct text *t,
    const struct explain_options *o)
{
	const struct plugin *p = o->plugin != NULL ? o->plugin :
	    plugin_set_choose(set, t);
	struct telling telling = { set, o->quick, json_array() };
	json_t *j = json_object();

	put(j, "version", json_integer(VERSION_OF_KEYS));
	put(j, "plugin", json_string(p->name));
	put(j, "chosen", json_boolean(o->plugin == NULL));
	put(j, "candidates", candidates_json(set, t, p));
	put(j, "pages", pages_json(t, o->words));
	record_each(t, p, &(struct record_hook){ explain_one, &telling });
	put(j, "deliberations", telling.acts);
	return j;
}
