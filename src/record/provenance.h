#ifndef GREFFIER_PROVENANCE_H
#define GREFFIER_PROVENANCE_H

#include <jansson.h>

struct delib;

/*
 * Where each stated value was read: JSON pointer -> page, boxes (one per
 * printed line), confidence, words, rule.  A list's items stand under their
 * own pointers.  The caller's reference.
 */
json_t	*provenance_json(const struct delib *d);

#endif /* GREFFIER_PROVENANCE_H */
