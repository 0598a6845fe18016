#ifndef GREFFIER_FIELD_H
#define GREFFIER_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "field/value.h"
#include "field/view.h"
#include "plugin/plugin_field.h"

struct plugin;
struct rule;

/*
 * A field of one deliberation, read by its plugin's rules in their order: the
 * first whose match converts to the field's type wins.  Memory by xalloc.h.
 */
struct field {
	struct value	*value;		/* one, or a list's items */
	size_t		 n;		/* 0: the page does not state it */
	const struct rule *rule;	/* that won; NULL for none */
	const struct rule *cut;		/* the first that hit a limit; or NULL */
	size_t		 left;		/* names within a list that no item took:
					 * it may have been read badly */
};

void	field_read(struct view *v, const struct plugin *p,
	    enum field_id field, struct field *ret);
void	field_clear(struct field *f);

#endif /* GREFFIER_FIELD_H */
