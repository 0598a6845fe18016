#ifndef GREFFIER_PLUGIN_VERBS_H
#define GREFFIER_PLUGIN_VERBS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "tool/setup.h"

/*
 * What "greffier plugin" does for who writes plugins.  Each says on stderr what
 * went wrong, and returns the exit status.
 */
struct plugin_args {
	struct setup	 setup;
	const char	*plugin;	/* -p */
	const char	*folder;	/* -o */
	bool		 json, html, yes, tap, from;
	char		**word;		/* behind the verb */
	size_t		 words;
};

int	plugin_explain(struct plugin_args *a);
int	plugin_watch(struct plugin_args *a);
int	plugin_bless(struct plugin_args *a);
int	plugin_new(struct plugin_args *a);

/*
 * What the plugin a->word[0] reads in its samples, see reader/author.h: 0 and
 * *ret_told, the caller's reference; or an exit status.
 */
int	plugin_reread(const struct plugin_args *a, json_t **ret_told);

/*
 * The whole path of the plugin's own folder `word`, and of the folder that it
 * lies in; the caller's to free.  0, or an exit status.
 */
int	plugin_place(const char *word, char **ret_folder, char **ret_parent);

/* May colours be used on stdout?  Says NO_COLOR too. */
bool	plugin_colours(void);

#endif /* GREFFIER_PLUGIN_VERBS_H */
