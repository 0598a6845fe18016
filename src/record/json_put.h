#ifndef GREFFIER_JSON_PUT_H
#define GREFFIER_JSON_PUT_H

#include <stdlib.h>

#include <jansson.h>

#include "words/page.h"

/*
 * What a reader's JSON is put together with.  jansson gives NULL where memory
 * lacks, or a text is no UTF-8: a reader dies, as by xalloc.h.
 */

static inline json_t *
sure(json_t *j)
{
	if (j == NULL)
		abort();
	return j;
}

/* Keys are ours, and ASCII. */
static inline void
put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new_nocheck(object, key, sure(value)) < 0)
		abort();
}

static inline void
append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, sure(value)) < 0)
		abort();
}

static inline json_t *
box_json(struct box b)
{
	json_t *j = sure(json_array());

	append(j, json_integer(b.x));
	append(j, json_integer(b.y));
	append(j, json_integer(b.w));
	append(j, json_integer(b.h));
	return j;
}

#endif /* GREFFIER_JSON_PUT_H */
