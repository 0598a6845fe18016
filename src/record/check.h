#ifndef GREFFIER_CHECK_H
#define GREFFIER_CHECK_H

#include <jansson.h>

struct delib;

/*
 * What the page says against itself, as a list of {code, message, pointeurs};
 * messages are for the clerk, in French.  Precise before many: only words
 * that were read well can contradict each other.  The caller's reference.
 */
json_t	*check_json(const struct delib *d);

#endif /* GREFFIER_CHECK_H */
