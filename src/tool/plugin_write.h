#ifndef GREFFIER_PLUGIN_WRITE_H
#define GREFFIER_PLUGIN_WRITE_H

#include <stddef.h>

#include <jansson.h>

/*
 * The files of a plugin's folder, as authors write them too.
 *
 * Errors     0 or a negative errno.
 */

/* FOLDER/samples/NAME/expected.json. */
int	plugin_write_expected(const char *folder, const char *name,
	    const json_t *deliberations);

/* FOLDER/samples/NAME/pages.json, and the folders on the way. */
int	plugin_write_pages(const char *folder, const char *name,
	    const json_t *pages);

/* FOLDER/plugin.yaml; FOLDER is made, and must not be there: -EEXIST. */
int	plugin_write_yaml(const char *folder, const char *yaml);

#endif /* GREFFIER_PLUGIN_WRITE_H */
