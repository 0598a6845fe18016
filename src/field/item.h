#ifndef GREFFIER_ITEM_H
#define GREFFIER_ITEM_H

#include "field/find.h"

struct field;
struct rule;

/*
 * The items of one find of a list's rule, appended to `ret`: each match of
 * `item`, each piece between two matches of `split`, or what the type's own
 * converter makes of the whole.  What is no item is left out.  0 or -ELOOP.
 */
int	item_read(const struct view *v, const struct rule *rule,
	    const struct find *f, struct field *ret);

#endif /* GREFFIER_ITEM_H */
