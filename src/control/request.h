#ifndef GREFFIER_REQUEST_H
#define GREFFIER_REQUEST_H

#include <stddef.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/limits.h"

/*
 * What is asked of a running daemon: one line of JSON, answered by one.
 *
 *	{"do":"status"}				{"ok":true, ...}
 *	{"do":"list","room":"failed"}		{"ok":true,"files":[...]}
 *	{"do":"retry","file":"sub/a.pdf"}	{"ok":false,"error":"..."}
 *	{"do":"pause"}, {"do":"resume"}, {"do":"rescan"}
 *
 * A file's name is any bytes; where they are no UTF-8, "hex" stands instead of
 * "file", and an answer gives both, the first to be read by people only.
 *
 * Pure.  Errors are negative errnos.
 */
enum request_verb {
	REQUEST_STATUS, REQUEST_LIST, REQUEST_RETRY, REQUEST_PAUSE,
	REQUEST_RESUME, REQUEST_RESCAN, REQUEST_VERBS
};

#define REQUEST_ROOM_SIZE	16

struct request {
	enum request_verb verb;
	char	room[REQUEST_ROOM_SIZE];	/* of list */
	char	name[LIMIT_NAME_BYTES + 1];	/* of retry: below failed/ */
};

/* "status"; NULL out of range. */
const char *request_verb_name(enum request_verb verb);

/*
 * Understand one line (without its end).  -EINVAL: *ret_why, set then only,
 * says in English what was expected.
 */
int	request_parse(const char *line, size_t len, struct request *ret_request,
	    const char **ret_why);

/* Append the line of a request, with its end, to `out`.  -ENOMEM. */
int	request_format(const struct request *rq, struct buf *out);

/* Put a file's name into `object` as said above.  -ENOMEM. */
int	request_set_file(json_t *object, const char *name);

#endif /* GREFFIER_REQUEST_H */
