#ifndef GREFFIER_AUTHOR_H
#define GREFFIER_AUTHOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct plugin_set;

/*
 * What greffier(1) asks for who writes plugins, answered as JSON.  Nothing is
 * written, and words that came from scans are looked at behind the lock only.
 *
 * Errors     0 or a negative errno; *ret_why (static, or "") says more.
 */
struct author {
	const struct plugin_set *set;
	const char	*plugin;	/* to force or to look after; NULL none */
	bool		 words, quick;	/* see explain.h */
	bool		 without_landlock;
	uint32_t	 cpu_ms;		/* for each question, or sample */
	unsigned	 without;	/* steps of cleaning, see clean.h */
};

/* `file`: what is asked about, so many as each says. */
typedef int author_asker(const struct author *a, const char *const *file,
    size_t n, json_t **ret, const char **ret_why);

/* One file of words (see known.h): explain_json. */
author_asker	author_explain;

/*
 * None.  What the plugin reads in its samples, and what they expect:
 * {"folder": .., "samples": [{"case", "recognised", "expected", "got"} or
 * {"case", "why"}, ..]}.  `expected` is null for a new one.
 */
author_asker	author_reread;

/* Some files of words: a plugin drafted from them; see draft.h. */
author_asker	author_draft;

/*
 * One scan: [{"page", "rotation", "jpeg": base64} or {"page", "why"}, ..],
 * small and upright, as the words' boxes have it.
 */
author_asker	author_pictures;

#endif /* GREFFIER_AUTHOR_H */
