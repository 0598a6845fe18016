#ifndef GREFFIER_JSON_GET_H
#define GREFFIER_JSON_GET_H

#include <jansson.h>

/*
 * What an answer says under a key, for who shows it to people: what it does
 * not say is "" or 0.  Borrowed.
 */

static inline const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

static inline long long
number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

#endif /* GREFFIER_JSON_GET_H */
