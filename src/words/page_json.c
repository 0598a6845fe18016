#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "words/page.h"

/*
 * One page as JSON, words and boxes as arrays since there are thousands:
 *
 *	{"page":1, "method":"ocr", "reason":.., "error":.., "width":.., ..
 *	 "words": [[text, x, y, w, h, line, confidence, flags, other], ..],
 *	 "marks": [[x, y, w, h, ticked, confidence], ..],
 *	 "cells": [[x, y, w, h, table, row, column, rows, columns], ..],
 *	 "unread": [[x, y, w, h], ..]}
 *
 * flags: "l" from a text layer, "b" bold, "s" second source.  `other` is there
 * where a second look was.
 */

static const char *const method_name[] = {
	[PAGE_OCR] = "ocr",
	[PAGE_LAYER] = "layer",
	[PAGE_BLANK] = "blank",
};

#define METHODS (sizeof(method_name) / sizeof(method_name[0]))

static json_t *
boxed(struct box b)
{
	json_t *a = json_array();

	json_array_append_new(a, json_integer(b.x));
	json_array_append_new(a, json_integer(b.y));
	json_array_append_new(a, json_integer(b.w));
	json_array_append_new(a, json_integer(b.h));
	return a;
}

static void
put(json_t *a, json_int_t i)
{
	json_array_append_new(a, json_integer(i));
}

static json_t *
word_json(const struct word *w)
{
	json_t *a = json_array();
	char flags[4];
	size_t n = 0;

	json_array_append_new(a, json_string(w->text));
	put(a, w->box.x);
	put(a, w->box.y);
	put(a, w->box.w);
	put(a, w->box.h);
	put(a, w->line);
	put(a, w->conf);
	if (w->source == WORD_LAYER)
		flags[n++] = 'l';
	if (w->bold)
		flags[n++] = 'b';
	if (w->second)
		flags[n++] = 's';
	json_array_append_new(a, json_stringn(flags, n));
	if (w->other != NULL)
		json_array_append_new(a, json_string(w->other));
	return a;
}

static json_t *
cell_json(const struct cell *c)
{
	json_t *a = boxed(c->box);

	put(a, c->table);
	put(a, c->row);
	put(a, c->column);
	put(a, c->rows);
	put(a, c->columns);
	return a;
}

static json_t *
lists_json(const struct page *p, json_t *o)
{
	json_t *words = json_array(), *marks = json_array();
	json_t *cells = json_array(), *unread = json_array();
	json_t *a;

	for (size_t i = 0; i < p->words; i++)
		json_array_append_new(words, word_json(&p->word[i]));
	for (size_t i = 0; i < p->marks; i++) {
		a = boxed(p->mark[i].box);
		json_array_append_new(a, json_boolean(p->mark[i].ticked));
		put(a, p->mark[i].conf);
		json_array_append_new(marks, a);
	}
	for (size_t i = 0; i < p->cells; i++)
		json_array_append_new(cells, cell_json(&p->cell[i]));
	for (size_t i = 0; i < p->unreads; i++)
		json_array_append_new(unread, boxed(p->unread[i]));
	json_object_set_new(o, "words", words);
	json_object_set_new(o, "marks", marks);
	json_object_set_new(o, "cells", cells);
	json_object_set_new(o, "unread", unread);
	return o;
}

char *
page_to_json(const struct page *p, size_t *ret_len)
{
	json_t *o;
	char *s;

	/* jansson passes NULL through: one check, at the end, is enough. */
	o = json_pack("{s:I s:s s:s? s:s? s:i s:i s:i s:i s:f s:i}",
	    "page", (json_int_t)p->number,
	    "method", method_name[p->method],
	    "reason", p->reason, "error", p->error,
	    "width", (int)p->width, "height", (int)p->height,
	    "dpi", (int)p->dpi, "rotation", (int)p->rotation,
	    "skew", round(p->skew * 1000) / 1000,
	    "confidence", (int)p->conf);
	s = json_dumps(lists_json(p, o), JSON_COMPACT | JSON_REAL_PRECISION(6));
	json_decref(o);
	if (s == NULL)	/* want of memory, as in xalloc.h */
		abort();
	if (ret_len != NULL)
		*ret_len = strlen(s);
	return s;
}

/*
 * Back.  Every get_* returns false on what does not fit where it belongs; then
 * page_is_sound has the last word.
 */

static bool
get_int(const json_t *j, json_int_t min, json_int_t max, json_int_t *ret)
{
	json_int_t i;

	if (!json_is_integer(j))
		return false;
	i = json_integer_value(j);
	if (i < min || i > max)
		return false;
	*ret = i;
	return true;
}

/* `n` integers from item `first` of an array, all within [min, max]. */
static bool
get_ints(const json_t *a, size_t first, size_t n, json_int_t min,
    json_int_t max, json_int_t *ret)
{
	for (size_t i = 0; i < n; i++)
		if (!get_int(json_array_get(a, first + i), min, max, &ret[i]))
			return false;
	return true;
}

static bool
get_box(const json_t *a, size_t first, struct box *ret)
{
	json_int_t v[4];

	if (!get_ints(a, first, 4, INT32_MIN, INT32_MAX, v))
		return false;
	*ret = (struct box){ (int32_t)v[0], (int32_t)v[1], (int32_t)v[2],
	    (int32_t)v[3] };
	return true;
}

static bool
get_word(struct page *p, const json_t *a)
{
	const char *text = json_string_value(json_array_get(a, 0));
	const char *flags = json_string_value(json_array_get(a, 7));
	const char *other = json_string_value(json_array_get(a, 8));
	json_int_t line, conf;
	struct box box;
	struct word *w;

	if (json_array_size(a) < 8 || json_array_size(a) > 9 ||
	    (json_array_size(a) == 9 && other == NULL) || text == NULL ||
	    !get_box(a, 1, &box) ||
	    !get_int(json_array_get(a, 5), 0, UINT32_MAX, &line) ||
	    !get_int(json_array_get(a, 6), 0, 100, &conf) ||
	    flags == NULL || strspn(flags, "lbs") != strlen(flags))
		return false;
	w = page_add_word(p, text, box, (uint32_t)line, (int)conf,
	    strchr(flags, 'l') != NULL ? WORD_LAYER : WORD_OCR);
	if (w == NULL)
		return false;
	w->bold = strchr(flags, 'b') != NULL;
	w->second = strchr(flags, 's') != NULL;
	word_set_other(w, other);
	return true;
}

static bool
get_mark(struct page *p, const json_t *a)
{
	const json_t *ticked = json_array_get(a, 4);
	json_int_t conf;
	struct box box;

	return json_array_size(a) == 6 && get_box(a, 0, &box) &&
	    json_is_boolean(ticked) &&
	    get_int(json_array_get(a, 5), 0, 100, &conf) &&
	    page_add_mark(p, box, json_is_true(ticked), (int)conf) != NULL;
}

static bool
get_cell(struct page *p, const json_t *a)
{
	json_int_t table, place[2], span[2];
	struct box box;
	struct cell *c;

	if (json_array_size(a) != 9 || !get_box(a, 0, &box) ||
	    !get_int(json_array_get(a, 4), 0, LIMIT_PAGE_CELLS, &table) ||
	    !get_ints(a, 5, 2, 0, UINT16_MAX, place) ||
	    !get_ints(a, 7, 2, 1, UINT16_MAX, span) ||
	    (c = page_add_cell(p, box)) == NULL)
		return false;
	c->table = (uint32_t)table;
	c->row = (uint16_t)place[0];
	c->column = (uint16_t)place[1];
	c->rows = (uint16_t)span[0];
	c->columns = (uint16_t)span[1];
	return true;
}

static bool
get_unread(struct page *p, const json_t *a)
{
	struct box box;

	return json_array_size(a) == 4 && get_box(a, 0, &box) &&
	    page_add_unread(p, box) != NULL;
}

static const struct {
	const char	*key;
	bool		(*get)(struct page *, const json_t *);
} list[] = {
	{ "words", get_word },
	{ "marks", get_mark },
	{ "cells", get_cell },
	{ "unread", get_unread },
};

static bool
get_lists(struct page *p, const json_t *o)
{
	const json_t *a;

	for (size_t l = 0; l < sizeof(list) / sizeof(list[0]); l++) {
		a = json_object_get(o, list[l].key);
		if (!json_is_array(a))
			return false;
		for (size_t i = 0; i < json_array_size(a); i++)
			if (!list[l].get(p, json_array_get(a, i)))
				return false;
	}
	return true;
}

/* A line of text or null; anything else is refused. */
static bool
get_line(const json_t *o, const char *key, char **ret)
{
	const json_t *j = json_object_get(o, key);

	if (json_is_null(j)) {
		*ret = NULL;
		return true;
	}
	if (!json_is_string(j))
		return false;
	*ret = xstrdup(json_string_value(j));
	return true;
}

static bool
get_method(const json_t *o, enum page_method *ret)
{
	const char *s = json_string_value(json_object_get(o, "method"));

	for (size_t i = 0; s != NULL && i < METHODS; i++) {
		if (strcmp(s, method_name[i]) == 0) {
			*ret = (enum page_method)i;
			return true;
		}
	}
	return false;
}

static bool
get_page(struct page *p, const json_t *o)
{
	const json_t *skew = json_object_get(o, "skew");
	json_int_t number, width, height, dpi, rotation, conf;

	if (!get_int(json_object_get(o, "page"), 1, UINT32_MAX, &number) ||
	    !get_int(json_object_get(o, "width"), 0, LIMIT_SIDE_PX, &width) ||
	    !get_int(json_object_get(o, "height"), 0, LIMIT_SIDE_PX,
	    &height) ||
	    !get_int(json_object_get(o, "dpi"), 0, INT32_MAX, &dpi) ||
	    !get_int(json_object_get(o, "rotation"), 0, 270, &rotation) ||
	    !get_int(json_object_get(o, "confidence"), 0, 100, &conf) ||
	    !json_is_number(skew) ||
	    !get_method(o, &p->method) ||
	    !get_line(o, "reason", &p->reason) ||
	    !get_line(o, "error", &p->error))
		return false;
	p->number = (uint32_t)number;
	p->width = (int32_t)width;
	p->height = (int32_t)height;
	p->dpi = (int32_t)dpi;
	p->rotation = (int32_t)rotation;
	p->conf = (uint8_t)conf;
	p->skew = json_number_value(skew);
	return get_lists(p, o);
}

int
page_from_json(const char *json, size_t len, struct page **ret)
{
	struct page *p;
	json_t *o;
	bool ok;

	if (len > LIMIT_PAGE_BYTES)
		return -EINVAL;
	o = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	if (o == NULL)
		return -EINVAL;
	p = page_new(1);
	ok = get_page(p, o) && page_is_sound(p);
	json_decref(o);
	if (!ok) {
		page_free(p);
		return -EINVAL;
	}
	*ret = p;
	return 0;
}
