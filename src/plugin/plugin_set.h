#ifndef GREFFIER_PLUGIN_SET_H
#define GREFFIER_PLUGIN_SET_H

#include <stdbool.h>
#include <stddef.h>

struct phrase_text;
struct plugin;
struct plugin_source;
struct text;

/*
 * The plugins of a reader: read once from their folders, then used by every
 * job.  plugin_files.h is the only part of plugin/ that reads files.
 */
struct plugin_set;

struct plugin_error {
	char	file[256];
	int	line, column;	/* from 1; 0 where no place is to blame */
	char	message[512];
};

/*
 * Load every DIR/NAME/plugin.yaml; of two plugins of one name the later DIR
 * wins; a DIR that is not there is passed over.  All or nothing: -EINVAL and
 * `err` for the first that does not load.
 */
int	plugin_set_load(const char *const *dirs, size_t n, struct plugin_set **ret,
	    struct plugin_error *err);
int	plugin_set_load_from(const struct plugin_source *source,
	    struct plugin_set **ret, struct plugin_error *err);
void	plugin_set_free(struct plugin_set *set);
size_t	plugin_set_count(const struct plugin_set *set);
const struct plugin *plugin_set_get(const struct plugin_set *set, const char *name);
const struct plugin *plugin_set_at(const struct plugin_set *set, size_t i);
const char	*plugin_set_file(const struct plugin_set *set, size_t i);

/* The plugin that recognises the text; "generique" when none does. */
const struct plugin *plugin_set_choose(const struct plugin_set *set,
	    const struct text *t);

/* Who may recognise it, unjudged.  The list is the caller's to free. */
size_t	plugin_set_candidates(const struct plugin_set *set,
	    const struct phrase_text *t, const struct plugin ***ret);

#endif /* GREFFIER_PLUGIN_SET_H */
