#ifndef GREFFIER_PROVENANCE_H
#define GREFFIER_PROVENANCE_H

#include <stddef.h>

#include <jansson.h>

struct delib;
struct text;

/*
 * Where each stated value was read: JSON pointer -> page, boxes (one per
 * printed line), confidence, words, rule.  A list's items stand under their
 * own pointers.  The caller's reference.
 */
json_t	*provenance_json(const struct delib *d);

/* The boxes of words on the first one's page, one for each printed line. */
json_t	*provenance_boxes(const struct text *t, size_t first, size_t n);

#endif /* GREFFIER_PROVENANCE_H */
