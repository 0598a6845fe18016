#ifndef GREFFIER_FIND_H
#define GREFFIER_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "field/value.h"
#include "field/view.h"

struct plugin;
struct rule;

/*
 * What a rule found on the page, before anyone asks what it means: the value's
 * spans and, for a field with parts, those of the groups named like them.
 */
struct find {
	struct span	*span;
	size_t		 spans;
	struct span	 part[VALUE_PARTS];	/* empty where not found */
};

/*
 * Takes one find; false when it has enough.  A find without spans says that
 * something stands there which could not be read.
 */
typedef bool find_taker(void *ctx, const struct find *f);

/*
 * One for each of the three ways of a rule.  `where` is the part of the view
 * to look in.  Finds come in reading order.  0, or -ELOOP where a pattern hit
 * a limit (what was found until then has been given).
 */
int	find_pattern(const struct view *v, struct span where,
	    const struct rule *rule, find_taker *take, void *ctx);
int	find_label(const struct view *v, struct span where,
	    const struct rule *rule, find_taker *take, void *ctx);
int	find_table(const struct view *v, struct span where,
	    const struct rule *rule, find_taker *take, void *ctx);

#endif /* GREFFIER_FIND_H */
