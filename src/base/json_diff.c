#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_diff.h"
#include "base/utf8.h"

struct diff {
	json_diff_teller *tell;
	void	*ctx;
};

static int	compare(const struct diff *d, const char *pointer,
		    const json_t *expected, const json_t *got);

/* "POINTER/KEY", "~" and "/" in the key as RFC 6901 has them; or NULL. */
static char *
pointer_below(const char *pointer, const char *key)
{
	char *below = malloc(strlen(pointer) + 2 * strlen(key) + 2), *end;

	if (below == NULL)
		return NULL;
	end = stpcpy(stpcpy(below, pointer), "/");
	for (; *key != '\0'; key++) {
		if (*key == '~' || *key == '/') {
			*end++ = '~';
			*end++ = *key == '~' ? '0' : '1';
		} else {
			*end++ = *key;
		}
	}
	*end = '\0';
	return below;
}

static int
compare_key(const struct diff *d, const char *pointer, const char *key,
    const json_t *expected, const json_t *got)
{
	char *below = pointer_below(pointer, key);
	int r;

	if (below == NULL)
		return -ENOMEM;
	r = compare(d, below, expected, got);
	free(below);
	return r;
}

static int
compare_objects(const struct diff *d, const char *pointer,
    const json_t *expected, const json_t *got)
{
	const char *key;
	json_t *value;
	int r = 0;

	json_object_foreach((json_t *)expected, key, value) {
		if (r == 0)
			r = compare_key(d, pointer, key, value,
			    json_object_get(got, key));
	}
	json_object_foreach((json_t *)got, key, value) {
		if (r == 0 && json_object_get(expected, key) == NULL)
			r = compare_key(d, pointer, key, NULL, value);
	}
	return r;
}

static int
compare_arrays(const struct diff *d, const char *pointer,
    const json_t *expected, const json_t *got)
{
	size_t n = json_array_size(expected);
	char index[24];
	int r = 0;

	if (json_array_size(got) > n)
		n = json_array_size(got);
	for (size_t i = 0; i < n && r == 0; i++) {
		(void)snprintf(index, sizeof(index), "%zu", i);
		r = compare_key(d, pointer, index,
		    json_array_get(expected, i), json_array_get(got, i));
	}
	return r;
}

static int
compare(const struct diff *d, const char *pointer, const json_t *expected,
    const json_t *got)
{
	if (json_is_object(expected) && json_is_object(got))
		return compare_objects(d, pointer, expected, got);
	if (json_is_array(expected) && json_is_array(got))
		return compare_arrays(d, pointer, expected, got);
	if (expected == NULL || got == NULL || !json_equal(expected, got))
		d->tell(d->ctx, pointer, expected, got);
	return 0;
}

int
json_diff(const json_t *expected, const json_t *got, json_diff_teller *tell,
    void *ctx)
{
	struct diff d = { tell, ctx };

	return compare(&d, "", expected, got);
}

char *
json_diff_shown(const json_t *value, size_t max)
{
	char *s = value == NULL ? strdup("nothing") :
	    json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	char *shown = s == NULL ? NULL : malloc(strlen(s) + 1);

	/* Valid UTF-8 as it is, it does not grow. */
	if (shown != NULL)
		utf8_show(s, shown, strlen(s) < max ? strlen(s) + 1 : max + 1);
	free(s);
	return shown;
}

static json_t *
tame_text(const json_t *text)
{
	size_t size = json_string_length(text) + 1;
	char *shown = malloc(size);
	json_t *tame = NULL;

	if (shown != NULL) {
		utf8_show(json_string_value(text), shown, size);
		tame = json_string(shown);
	}
	free(shown);
	return tame;
}

json_t *
json_diff_tame(const json_t *value)
{
	json_t *copy, *one;
	const char *key;
	size_t i;
	int r = 0;

	if (json_is_string(value))
		return tame_text(value);
	if (!json_is_object(value) && !json_is_array(value))
		return json_deep_copy(value);
	copy = json_is_object(value) ? json_object() : json_array();
	if (json_is_object(value)) {
		json_object_foreach((json_t *)(uintptr_t)value, key, one)
			r |= json_object_set_new(copy, key,
			    json_diff_tame(one));
	} else {
		json_array_foreach(value, i, one)
			r |= json_array_append_new(copy, json_diff_tame(one));
	}
	if (r == 0)
		return copy;
	json_decref(copy);
	return NULL;
}
