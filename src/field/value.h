#ifndef GREFFIER_VALUE_H
#define GREFFIER_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "field/convert.h"
#include "field/view.h"
#include "plugin/plugin_field.h"

#define VALUE_PARTS 4	/* of a reference */

/*
 * One value, or one item of a list: what it is, and the words that say so.
 * Which members hold it depends on the field's type.  Memory by xalloc.h.
 */
struct value {
	struct span	*span;		/* at least one, of the view */
	size_t		 spans;
	char		*text;		/* a line, code, person, item, sum as printed */
	char		*part[VALUE_PARTS];	/* in plugin_field_parts' order; or NULL */
	int32_t		 number;	/* an int; a bool; minutes of an hour */
	struct date	 date;		/* may not exist */
	int		 weekday;	/* stated with the date: 1 monday .. 7; or 0 */
	int64_t		 cents;
	const char	*currency;
	bool		 repaired;	/* letters were read as digits, or so */
	bool		 second;	/* it is what the second look read */
};

/* From words to a value: the type's row.  -EINVAL where they state none. */
int	value_convert(enum field_type type, const char *words,
	    struct value *ret);

/* Can it not be: a day that no calendar has, or another weekday's? */
bool	value_contradicts(enum field_type type, const struct value *v);

/* From a plugin's constant, which plugin_field_takes let pass. */
void	value_constant(enum field_type type, const char *constant,
	    struct value *ret);

void	value_add_span(struct value *v, struct span s);
void	value_clear(struct value *v);

#endif /* GREFFIER_VALUE_H */
