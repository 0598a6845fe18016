#ifndef GREFFIER_EXPLAIN_H
#define GREFFIER_EXPLAIN_H

#include <stdbool.h>

#include <jansson.h>

struct plugin;
struct plugin_set;
struct text;

/*
 * How a text was read, for who writes plugins: which plugins could have, and
 * for each field of each deliberation the value, its words, and what came of
 * each rule that was tried.  greffier(1) lists the keys.  The caller's
 * reference.
 *
 * `plugin`: to force, or NULL to choose.  `words`: with the words of each page
 * and their places, for who draws it.  `quick`: how far a pattern gets is told
 * for the plugin's own rules only.
 */
struct explain_options {
	const struct plugin *plugin;
	bool	words, quick;
};

json_t	*explain_json(const struct plugin_set *set, const struct text *t,
	    const struct explain_options *o);

#endif /* GREFFIER_EXPLAIN_H */
