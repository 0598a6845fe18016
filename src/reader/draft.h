#ifndef GREFFIER_DRAFT_H
#define GREFFIER_DRAFT_H

#include <stddef.h>

#include <jansson.h>

struct known;
struct phrase_text;
struct plugin_set;

/*
 * A first plugin for a format, from scans of it: recognised by what they share
 * and no other plugin's samples have, with the rules left to write named by
 * what generique does not find.  A draft until its author has looked at it.
 */
struct draft_others {
	struct phrase_text *text;	/* all samples of all other plugins */
	size_t		 n;
};

/* Samples that cannot be read are passed over. */
void	draft_others_read(const struct plugin_set *set, const char *name,
	    struct draft_others *ret);
void	draft_others_free(struct draft_others *o);

/*
 * {"yaml": plugin.yaml, "phrase": what it is recognised by or null,
 *  "samples": [[page, ..], ..]}, one for each scan; pages as page_to_json.
 */
json_t	*draft_json(const struct plugin_set *set, const char *name,
	    struct known *const *scan, size_t n,
	    const struct draft_others *others);

#endif /* GREFFIER_DRAFT_H */
