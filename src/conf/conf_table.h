#ifndef GREFFIER_CONF_TABLE_H
#define GREFFIER_CONF_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The master list of the configuration's keys; private to conf/ and its tests. */

enum conf_type {
	CONF_PATH,		/* made absolute, below root */
	CONF_PATHS,		/* a list of them; a lone one may stand without [] */
	CONF_TEXT,
	CONF_COUNT,
	CONF_TIME,		/* ms; written with a unit, or a number of seconds */
	CONF_SIZE,		/* bytes; written with a unit, or plain */
	CONF_MODE,		/* octal */
	CONF_BOOL,
	CONF_STEPS,		/* of cleaning, joined by + */
	CONF_GROUP,		/* by its name */
	CONF_TYPES
};

struct conf_key {
	const char	*name;		/* "settle", or "budget.page" on two levels */
	enum conf_type	 type;
	size_t		 offset;	/* into struct conf */
	const char	*value;		/* default, as one would write it */
	uint64_t	 min, max;	/* in the type's own unit */
	bool		 fixed;		/* only a restart changes it */
	const char	*text;		/* one or more sentences, English */
};

extern const struct conf_key conf_table[];
extern const size_t conf_keys;

#endif /* GREFFIER_CONF_TABLE_H */
