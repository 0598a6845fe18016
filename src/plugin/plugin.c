#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"

#define CLEAR_DAYS	3	/* CGCT L2121-11 */

static void
phrases_free(struct phrases *ph)
{
	for (size_t i = 0; i < ph->n; i++)
		free(ph->phrase[i]);
	free(ph->phrase);
}

static void
rule_clear(struct rule *r)
{
	regex_free(r->pattern);
	regex_free(r->label);
	for (size_t i = 0; i < r->headers; i++)
		regex_free(r->header[i]);
	free(r->header);
	for (size_t i = 0; i < r->wheres; i++)
		regex_free(r->where[i].column);
	free(r->where);
	regex_free(r->take[0]);
	regex_free(r->take[1]);
	free(r->in);
	regex_free(r->until);
	regex_free(r->item);
	regex_free(r->split);
	regex_free(r->unless);
	free(r->gives);
}

static void
splitter_clear(struct splitter *s)
{
	regex_free(s->when);
	regex_free(s->starts);
	regex_free(s->needs);
	regex_free(s->shared);
	regex_free(s->agenda);
	regex_free(s->settled);
	regex_free(s->above);
	regex_free(s->head);
}

void
plugin_free(struct plugin *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->stateds; i++)
		free(p->stated[i].value);
	for (size_t i = 0; i < p->sections; i++) {
		free(p->section[i].name);
		free(p->section[i].in);
		regex_free(p->section[i].from);
		regex_free(p->section[i].until);
	}
	for (size_t f = 0; f < FIELDS; f++) {
		for (size_t i = 0; i < p->field[f].n; i++)
			rule_clear(&p->field[f].rule[i]);
		free(p->field[f].rule);
	}
	phrases_free(&p->all);
	phrases_free(&p->any);
	phrases_free(&p->none);
	splitter_clear(&p->acts);
	splitter_clear(&p->items);
	splitter_clear(&p->titles);
	regex_scope_clear(&p->scope);
	free(p->stated);
	free(p->section);
	free(p->name);
	free(p->title);
	free(p->extends);
	free(p);
}

const struct rule *
plugin_rule_next(const struct plugin *p, enum field_id field,
    struct rule_walk *walk)
{
	if (!walk->begun)
		*walk = (struct rule_walk){ .at = p, .begun = true };
	while (walk->at != NULL) {
		if (walk->i < walk->at->field[field].n)
			return &walk->at->field[field].rule[walk->i++];
		walk->at = walk->at->field[field].alone ? NULL :
		    walk->at->parent;
		walk->i = 0;
	}
	return NULL;
}

const struct section *
plugin_section(const struct plugin *p, const char *name)
{
	for (; p != NULL; p = p->parent) {
		for (size_t i = 0; i < p->sections; i++) {
			if (strcmp(p->section[i].name, name) == 0)
				return &p->section[i];
		}
	}
	return NULL;
}

const struct splitter *
plugin_acts(const struct plugin *p)
{
	while (!p->acts.given && p->parent != NULL)
		p = p->parent;
	return &p->acts;
}

const struct splitter *
plugin_items(const struct plugin *p)
{
	while (!p->items.given && p->parent != NULL)
		p = p->parent;
	return &p->items;
}

const struct splitter *
plugin_titles(const struct plugin *p)
{
	while (!p->titles.given && !p->items.given && p->parent != NULL)
		p = p->parent;
	return &p->titles;
}

int
plugin_clear_days(const struct plugin *p)
{
	while (p->clear_days == 0 && p->parent != NULL)
		p = p->parent;
	return p->clear_days == 0 ? CLEAR_DAYS : p->clear_days;
}

const char *const *
plugin_places(void)
{
	static const char *const places[] = {
		"corps", "tete", "point", "affaire", "rang",
		"intitule", "tampon", "tout", NULL
	};

	return places;
}

bool
plugin_is_place(const char *name)
{
	const char *const *place = plugin_places();
	size_t digits;

	while (*place != NULL && strcmp(*place, name) != 0)
		place++;
	if (*place != NULL)
		return true;
	if (strncmp(name, "page ", 5) != 0)
		return false;
	digits = strspn(name + 5, "0123456789");
	return digits > 0 && digits <= 4 && name[5] != '0' &&
	    name[5 + digits] == '\0';
}

char *
plugin_motif(const struct rule *r)
{
	return xasprintf("%s:%s#%u", r->plugin->name,
	    plugin_fields[r->field].path, r->number);
}
