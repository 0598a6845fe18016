#ifndef GREFFIER_CONF_VALUE_H
#define GREFFIER_CONF_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "conf/conf_table.h"

struct yaml_node;

/*
 * One value of the configuration, from YAML and back; private to conf/.
 * Parsing puts the value into `field` (of the key's type, what it held is
 * freed) or returns -EINVAL and what was expected in `why`.
 */
int	conf_value_parse(const struct conf_key *key,
	    const struct yaml_node *node, void *field, char *why, size_t size);
void	conf_value_free(const struct conf_key *key, void *field);

/* The value as YAML would be written.  -ENOMEM. */
int	conf_value_print(const struct conf_key *key, const void *field,
	    struct buf *out);

/* "50 ms to 1 h", or nothing where a key has no range. */
int	conf_value_range(const struct conf_key *key, struct buf *out);

/* Is its field a char *? */
bool	conf_value_is_text(const struct conf_key *key);

/* "time", "size": what the man page calls the type. */
const char *conf_value_type(const struct conf_key *key);

#endif /* GREFFIER_CONF_VALUE_H */
