#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "record/check.h"
#include "record/deduce.h"
#include "record/delib.h"
#include "record/delib_json.h"
#include "record/json_put.h"
#include "record/provenance.h"
#include "text/text.h"
#include "words/page.h"

static json_t *
text_or_null(const char *s)
{
	return s == NULL ? json_null() : sure(json_string(s));
}

static json_t *
of_text(const struct value *v)
{
	return text_or_null(v->text);
}

static json_t *
of_date(const struct value *v)
{
	char s[48];

	(void)snprintf(s, sizeof(s), "%04d-%02d-%02d", v->date.year,
	    v->date.month, v->date.day);
	return date_exists(v->date) ? json_string(s) : json_null();
}

static json_t *
of_hour(const struct value *v)
{
	char s[32];

	(void)snprintf(s, sizeof(s), "%02d:%02d", v->number / 60,
	    v->number % 60);
	return json_string(s);
}

static json_t *
of_int(const struct value *v)
{
	return json_integer(v->number);
}

static json_t *
of_bool(const struct value *v)
{
	return json_boolean(v->number);
}

static json_t *
of_proxy(const struct value *v)
{
	json_t *j = sure(json_object());

	put(j, "de", text_or_null(v->part[0]));
	put(j, "a", text_or_null(v->part[1]));
	return j;
}

static json_t *
of_money(const struct value *v)
{
	json_t *j = sure(json_object());
	char s[48];

	(void)snprintf(s, sizeof(s), "%" PRId64 ".%02d", v->cents / 100,
	    (int)(v->cents % 100));
	put(j, "valeur", json_string(s));
	put(j, "devise", text_or_null(v->currency));
	put(j, "texte", of_text(v));
	return j;
}

static json_t *
of_reference(const struct value *v)
{
	json_t *j = sure(json_object());

	put(j, "type", text_or_null(v->part[0]));
	put(j, "numero", text_or_null(v->part[1]));
	put(j, "code", text_or_null(v->part[2]));
	put(j, "date", text_or_null(v->part[3]));
	put(j, "texte", of_text(v));
	return j;
}

static json_t *(*const writers[TYPES])(const struct value *) = {
	[TYPE_LINE] = of_text,
	[TYPE_LOWER] = of_text,
	[TYPE_CODE] = of_text,
	[TYPE_DATE] = of_date,
	[TYPE_HOUR] = of_hour,
	[TYPE_INT] = of_int,
	[TYPE_BOOL] = of_bool,
	[TYPE_ENUM] = of_text,
	[TYPE_PERSON] = of_text,
	[TYPE_PERSONS] = of_text,
	[TYPE_PROXIES] = of_proxy,
	[TYPE_ITEMS] = of_text,
	[TYPE_MONIES] = of_money,
	[TYPE_REFERENCES] = of_reference,
};

static json_t *
field_json(const struct delib *d, enum field_id f)
{
	const struct field *r = &d->field[f];
	enum field_type type = plugin_fields[f].type;
	json_t *list;

	if (!plugin_field_is_list(type))
		return r->n == 0 ? json_null() : writers[type](&r->value[0]);
	list = sure(json_array());
	for (size_t i = 0; i < r->n; i++)
		append(list, writers[type](&r->value[i]));
	return list;
}

/* Put a field under its path: "dates.seance" makes "dates" on the way. */
static void
put_field(json_t *root, const struct delib *d, enum field_id f)
{
	const char *path = plugin_fields[f].path, *dot = strchr(path, '.');
	json_t *under = root;
	char *group;

	if (dot != NULL) {
		group = xstrndup(path, (size_t)(dot - path));
		under = json_object_get(root, group);
		if (under == NULL) {
			under = sure(json_object());
			put(root, group, under);
		}
		free(group);
		path = dot + 1;
	}
	put(under, path, field_json(d, f));
}

static json_t *
pages_json(const struct delib *d)
{
	json_t *list = sure(json_array());
	uint32_t first, last;

	view_pages(d->view, &first, &last);
	for (uint32_t i = first; i <= last && i < d->view->text->pages; i++)
		append(list,
		    json_integer(d->view->text->page[i]->number));
	return list;
}

json_t *
delib_json(const struct delib *d)
{
	json_t *root = sure(json_object());

	put(root, "plugin", json_string(d->plugin->name));
	put(root, "pages", pages_json(d));
	for (enum field_id f = 0; f < FIELDS; f++)
		put_field(root, d, f);
	put(root, "provenance", provenance_json(d));
	put(root, "deduit", deduce_json(d));
	put(root, "anomalies", check_json(d));
	return root;
}
