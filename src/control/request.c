#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "control/request.h"

/* What each verb needs beside itself. */
static const struct {
	const char	*name;
	bool		 room, file;
} verbs[REQUEST_VERBS] = {
	[REQUEST_STATUS] = { "status", false, false },
	[REQUEST_LIST] = { "list", true, false },
	[REQUEST_RETRY] = { "retry", false, true },
	[REQUEST_PAUSE] = { "pause", false, false },
	[REQUEST_RESUME] = { "resume", false, false },
	[REQUEST_RESCAN] = { "rescan", false, false },
};

static const char digits[] = "0123456789abcdef";

const char *
request_verb_name(enum request_verb verb)
{
	return (unsigned)verb < REQUEST_VERBS ? verbs[verb].name : NULL;
}

static int
find_verb(const char *name, enum request_verb *ret_verb)
{
	for (int i = 0; name != NULL && i < REQUEST_VERBS; i++) {
		if (strcmp(verbs[i].name, name) != 0)
			continue;
		*ret_verb = (enum request_verb)i;
		return 0;
	}
	return -EINVAL;
}

/* Bytes from pairs of digits; none of them a NUL. */
static int
from_hex(const char *hex, char *to, size_t size)
{
	size_t len = strlen(hex);
	const char *high, *low;

	if (len == 0 || len % 2 != 0 || len / 2 >= size)
		return -EINVAL;
	for (size_t i = 0; i < len; i += 2) {
		high = strchr(digits, hex[i]);
		low = strchr(digits, hex[i + 1]);
		if (high == NULL || low == NULL ||
		    (high == digits && low == digits))
			return -EINVAL;
		to[i / 2] = (char)((high - digits) << 4 | (low - digits));
	}
	to[len / 2] = '\0';
	return 0;
}

static int
take_file(const json_t *root, char *to, size_t size)
{
	const char *file = json_string_value(json_object_get(root, "file"));
	const char *hex = json_string_value(json_object_get(root, "hex"));

	if (hex != NULL)
		return from_hex(hex, to, size);
	if (file == NULL || file[0] == '\0' || strlen(file) >= size)
		return -EINVAL;
	memcpy(to, file, strlen(file) + 1);
	return 0;
}

static int
take(const json_t *root, struct request *rq, const char **ret_why)
{
	const char *verb = json_string_value(json_object_get(root, "do"));
	const char *room = json_string_value(json_object_get(root, "room"));

	if (find_verb(verb, &rq->verb) < 0) {
		*ret_why = "no such request";
		return -EINVAL;
	}
	if (verbs[rq->verb].room) {
		if (room == NULL || strlen(room) >= sizeof(rq->room)) {
			*ret_why = "expected a room";
			return -EINVAL;
		}
		memcpy(rq->room, room, strlen(room) + 1);
	}
	if (verbs[rq->verb].file &&
	    take_file(root, rq->name, sizeof(rq->name)) < 0) {
		*ret_why = "expected the name of a file";
		return -EINVAL;
	}
	return 0;
}

int
request_parse(const char *line, size_t len, struct request *ret_request,
    const char **ret_why)
{
	struct request rq = { .verb = REQUEST_STATUS };
	json_error_t error;
	json_t *root;
	int r;

	/* jansson's own depth limit bounds what a deep one costs. */
	root = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error);
	if (!json_is_object(root)) {
		*ret_why = "expected a JSON object";
		r = -EINVAL;
	} else {
		r = take(root, &rq, ret_why);
	}
	json_decref(root);
	if (r == 0)
		*ret_request = rq;
	return r;
}

static json_t *
hex_of(const char *name)
{
	size_t len = strlen(name);
	char *hex = malloc(2 * len + 1);
	json_t *value;

	if (hex == NULL)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		hex[2 * i] = digits[(unsigned char)name[i] >> 4];
		hex[2 * i + 1] = digits[(unsigned char)name[i] & 15];
	}
	value = json_stringn(hex, 2 * len);
	free(hex);
	return value;
}

int
request_set_file(json_t *object, const char *name)
{
	size_t len = strlen(name);
	char shown[3 * LIMIT_NAME_BYTES + 1];
	int r;

	if (utf8_valid(name, len) == len) {
		r = json_object_set_new(object, "file", json_string(name));
	} else {
		utf8_show(name, shown, sizeof(shown));
		r = json_object_set_new(object, "file", json_string(shown));
		if (r == 0)
			r = json_object_set_new(object, "hex", hex_of(name));
	}
	return r == 0 ? 0 : -ENOMEM;
}

int
request_format(const struct request *rq, struct buf *out)
{
	json_t *root = json_object();
	char *line = NULL;
	int r;

	r = json_object_set_new(root, "do",
	    json_string(verbs[rq->verb].name)) == 0 ? 0 : -ENOMEM;
	if (r == 0 && verbs[rq->verb].room && json_object_set_new(root,
	    "room", json_string(rq->room)) != 0)
		r = -ENOMEM;
	if (r == 0 && verbs[rq->verb].file)
		r = request_set_file(root, rq->name);
	if (r == 0)
		line = json_dumps(root, JSON_COMPACT);
	r = line == NULL ? -ENOMEM : buf_printf(out, "%s\n", line);
	free(line);
	json_decref(root);
	return r;
}
