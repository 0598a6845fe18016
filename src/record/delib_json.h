#ifndef GREFFIER_DELIB_JSON_H
#define GREFFIER_DELIB_JSON_H

#include <jansson.h>

struct delib;

/*
 * The deliberation with all the keys of a record, in the record's order,
 * whether stated or not.  The caller's reference.
 */
json_t	*delib_json(const struct delib *d);

#endif /* GREFFIER_DELIB_JSON_H */
