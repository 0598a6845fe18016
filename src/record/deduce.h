#ifndef GREFFIER_DEDUCE_H
#define GREFFIER_DEDUCE_H

#include <jansson.h>

struct delib;

/*
 * What follows from the stated values and is not stated itself: JSON pointer
 * -> {valeur, regle}.  The caller's reference.
 */
json_t	*deduce_json(const struct delib *d);

#endif /* GREFFIER_DEDUCE_H */
