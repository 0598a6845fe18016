#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "base/yaml.h"
#include "plugin/plugin_phrase.h"
#include "plugin/plugin.h"
#include "plugin/plugin_builtin.h"
#include "plugin/plugin_files.h"
#include "plugin/plugin_index.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "text/text.h"

#define FALLBACK	"generique"
#define NAMED_TOO	"; is the folder that holds it named too" \
	" (--plugins FOLDER, or plugins in the configuration)?"
#define EXTENDS_MAX	8	/* a chain longer than this is a mistake */

struct plugin_set {
	struct plugin	*builtin;
	struct plugin	**plugin;	/* sorted by name */
	char		**file;		/* that each came from */
	size_t		 n;
	struct plugin_index *index;
};

/* The place of a name in the sorted list, or where it would stand. */
static size_t
find(const struct plugin_set *set, const char *name, bool *ret_found)
{
	size_t lo = 0, hi = set->n, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (strcmp(set->plugin[mid]->name, name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*ret_found = lo < set->n && strcmp(set->plugin[lo]->name, name) == 0;
	return lo;
}

/* Steals both; one of the same name gives way. */
static void
insert(struct plugin_set *set, struct plugin *p, char *file)
{
	bool found;
	size_t at = find(set, p->name, &found);

	if (found) {
		plugin_free(set->plugin[at]);
		free(set->file[at]);
	} else {
		set->plugin = xreallocarray(set->plugin, set->n + 1,
		    sizeof(*set->plugin));
		set->file = xreallocarray(set->file, set->n + 1,
		    sizeof(*set->file));
		memmove(set->plugin + at + 1, set->plugin + at,
		    (set->n - at) * sizeof(*set->plugin));
		memmove(set->file + at + 1, set->file + at,
		    (set->n - at) * sizeof(*set->file));
		set->n++;
	}
	set->plugin[at] = p;
	set->file[at] = file;
}

/* As plugin_files_each hands them. */
static int
load_plugin(void *data, const struct plugin_file *f, struct plugin_error *err)
{
	struct plugin_set *set = data;
	struct plugin *p = NULL;
	int r;

	*err = (struct plugin_error){ 0 };
	r = plugin_yaml_parse(f->data, f->len, &p, err);
	if (r < 0) {
		(void)snprintf(err->file, sizeof(err->file), "%s", f->path);
		return r;
	}
	if (strcmp(p->name, f->name) != 0)
		r = plugin_files_refuse(err, f->path,
		    "its name must be its folder's,", f->name);
	else if (strcmp(f->name, PLUGIN_BUILTIN_NAME) == 0)
		r = plugin_files_refuse(err, f->path,
		    "this is the engine's own name:", f->name);
	if (r < 0)
		plugin_free(p);
	else
		insert(set, p, xstrdup(f->path));
	return r;
}

static void
name_file(const struct plugin_set *set, size_t i, struct plugin_error *err)
{
	(void)snprintf(err->file, sizeof(err->file), "%s", set->file[i]);
}

static int
refuse_extends(const struct plugin_set *set, size_t i, const char *why,
    struct plugin_error *err)
{
	const struct plugin *p = set->plugin[i];
	const char **names, *near;

	names = xcalloc(set->n + 1, sizeof(*names));
	for (size_t j = 0; j < set->n; j++)
		names[j] = set->plugin[j]->name;
	near = why != NULL ? NULL : yaml_nearest(p->extends, names);
	free(names);
	name_file(set, i, err);
	return plugin_yaml_refuse(err, p->extends_line, p->extends_column,
	    "%s \"%s\"%s%s%s", why != NULL ? why :
	    "there is no plugin", p->extends,
	    near != NULL ? "; did you mean \"" :
	    why == NULL ? NAMED_TOO : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
}

/* Each to what it extends; all chains end in the engine's own plugin. */
static int
link_parents(struct plugin_set *set, struct plugin_error *err)
{
	const struct plugin *p;
	size_t at, steps;
	bool found;

	for (size_t i = 0; i < set->n; i++) {
		set->plugin[i]->parent = set->builtin;
		if (set->plugin[i]->extends == NULL)
			continue;
		at = find(set, set->plugin[i]->extends, &found);
		if (!found)
			return refuse_extends(set, i, NULL, err);
		set->plugin[i]->parent = set->plugin[at];
		set->plugin[i]->scope.outer = &set->plugin[at]->scope;
	}
	for (size_t i = 0; i < set->n; i++) {
		steps = 0;
		for (p = set->plugin[i]; p != NULL; p = p->parent) {
			if (steps++ > EXTENDS_MAX)
				return refuse_extends(set, i, "it extends "
				    "itself, or too many, through", err);
		}
	}
	return 0;
}

/* Of all: what is compiled late only is read by as it is. */
static int
check_all(const struct plugin_set *set, struct plugin_error *err)
{
	int r = 0;

	for (size_t i = 0; i < set->n && r == 0; i++) {
		name_file(set, i, err);
		r = plugin_check_sections(set->plugin[i], err);
	}
	return r;
}

/* The engine's own first: its patterns are the reference for all. */
static int
compile_all(struct plugin_set *set, struct plugin_error *err)
{
	int r;

	(void)snprintf(err->file, sizeof(err->file), "%s",
	    PLUGIN_BUILTIN_NAME);
	if ((r = plugin_compile(set->builtin, err)) < 0)
		return r;
	for (size_t i = 0; i < set->n; i++) {
		/* What the others extend is used by every job. */
		if (set->n > LIMIT_PLUGINS_EAGER &&
		    strcmp(set->plugin[i]->name, FALLBACK) != 0)
			continue;
		name_file(set, i, err);
		if ((r = plugin_compile(set->plugin[i], err)) < 0)
			return r;
	}
	return 0;
}

/* What every text that no other knows is read by has to be there. */
static int
check_fallback(const struct plugin_set *set, const char *const *dirs,
    size_t n, struct plugin_error *err)
{
	size_t len;
	bool found;

	(void)find(set, FALLBACK, &found);
	if (found)
		return 0;
	if (set->n > 0)
		return n > 0 ? plugin_files_refuse(err, dirs[0],
		    "there is no plugin \"" FALLBACK "\"" NAMED_TOO, NULL) :
		    plugin_files_refuse(err, "the frozen plugins",
		    "there is no plugin", FALLBACK);
	(void)plugin_files_refuse(err, "", n > 0 ? "no plugins in" :
	    "no plugins", NULL);
	for (size_t i = 0; i < n; i++) {
		len = strlen(err->message);
		(void)snprintf(err->message + len, sizeof(err->message) - len,
		    "%s %s", i > 0 ? "," : "", dirs[i]);
	}
	return -EINVAL;
}

int
plugin_set_load(const char *const *dirs, size_t n, struct plugin_set **ret,
    struct plugin_error *err)
{
	const struct plugin_source folders = { dirs, n, -1, -1 };

	return plugin_set_load_from(&folders, ret, err);
}

int
plugin_set_load_from(const struct plugin_source *source,
    struct plugin_set **ret, struct plugin_error *err)
{
	struct plugin_set *set = xcalloc(1, sizeof(*set));
	int r;

	*err = (struct plugin_error){ 0 };
	r = plugin_yaml_parse(plugin_builtin_yaml,
	    strlen(plugin_builtin_yaml), &set->builtin, err);
	if (r == 0)
		r = plugin_files_each(source, load_plugin, set, err);
	if (r == 0)
		r = link_parents(set, err);
	if (r == 0)
		r = check_all(set, err);
	if (r == 0)
		r = compile_all(set, err);
	if (r == 0)
		r = check_fallback(set, source->dirs, source->n, err);
	if (r < 0) {
		plugin_set_free(set);
		return r;
	}
	set->index = plugin_index_new(set->plugin, set->n);
	*err = (struct plugin_error){ 0 };
	*ret = set;
	return 0;
}

void
plugin_set_free(struct plugin_set *set)
{
	if (set == NULL)
		return;
	plugin_index_free(set->index);
	for (size_t i = 0; i < set->n; i++) {
		plugin_free(set->plugin[i]);
		free(set->file[i]);
	}
	plugin_free(set->builtin);
	free(set->plugin);
	free(set->file);
	free(set);
}

size_t
plugin_set_count(const struct plugin_set *set)
{
	return set->n;
}

const struct plugin *
plugin_set_at(const struct plugin_set *set, size_t i)
{
	return set->plugin[i];
}

const struct plugin *
plugin_set_get(const struct plugin_set *set, const char *name)
{
	bool found;
	size_t at = find(set, name, &found);

	return found ? set->plugin[at] : NULL;
}

const char *
plugin_set_file(const struct plugin_set *set, size_t i)
{
	return set->file[i];
}

const struct plugin *
plugin_set_choose(const struct plugin_set *set, const struct text *t)
{
	const struct plugin *p;
	struct phrase_text pt;

	plugin_phrase_text_make(&pt, t->fold, t->fold_body_len);
	p = plugin_index_choose(set->index, &pt);
	plugin_phrase_text_free(&pt);
	return p != NULL ? p : plugin_set_get(set, FALLBACK);
}

size_t
plugin_set_candidates(const struct plugin_set *set,
    const struct phrase_text *t, const struct plugin ***ret)
{
	return plugin_index_candidates(set->index, t, ret);
}
