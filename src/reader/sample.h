#ifndef GREFFIER_SAMPLE_H
#define GREFFIER_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct known;
struct plugin;
struct record_hook;
struct text;

/*
 * A sample of a plugin: the words of a scan and what is to be read from them.
 * Memory by xalloc.h.
 */
struct sample {
	char		*name;		/* its folder's */
	struct known	*known;		/* its words */
	const struct text *text;	/* the same */
	json_t		*expected;	/* an array of deliberations */
};

/*
 * Read FOLDER/text.txt or FOLDER/pages.json, and FOLDER/expected.json.  A
 * negative errno, and *ret_why (the caller's to free) says of which file and
 * why.  `new`: expected.json may be missing, and `expected` is then NULL.
 */
int	sample_read(const char *folder, bool new, struct sample **ret,
	    char **ret_why);
void	sample_free(struct sample *s);	/* NULL is fine */

/*
 * What the plugin reads there, as expected.json has it.  The caller's
 * reference; `hook` may be NULL.
 */
json_t	*sample_deliberations(const struct sample *s, const struct plugin *p,
	    const struct record_hook *hook);

/* The cases' folders of a plugin, sorted; none where it has no samples. */
void	sample_list(const char *plugin_folder, char ***ret, size_t *ret_n);

#endif /* GREFFIER_SAMPLE_H */
