#ifndef GREFFIER_CONF_PATH_H
#define GREFFIER_CONF_PATH_H

#include <stdbool.h>

/* Paths as they are written, without a look at the disk; private to conf/. */

/*
 * Make *path absolute (below `root` where it is relative) and plain: no
 * doubled slash, no "." and no "..".  -ENOMEM.
 */
int	conf_path_absolute(const char *root, char **path);

/* Is `b` the folder `a`, or anywhere below it?  Both as made above. */
bool	conf_path_inside(const char *a, const char *b);

#endif /* GREFFIER_CONF_PATH_H */
