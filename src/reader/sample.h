#ifndef GREFFIER_SAMPLE_H
#define GREFFIER_SAMPLE_H

#include <stddef.h>

#include <jansson.h>

struct page;
struct text;

/*
 * A sample of a plugin: the words of a scan and what is to be read from them.
 * Memory by xalloc.h.
 */
struct sample {
	char		*name;		/* its folder's */
	struct text	*text;
	struct text	*plain;		/* owns the pages made from text.txt; or NULL */
	struct page	**page;		/* those of pages.json */
	size_t		 pages;
	json_t		*expected;	/* an array of deliberations */
};

/*
 * Read FOLDER/text.txt or FOLDER/pages.json, and FOLDER/expected.json.  A
 * negative errno, and *ret_why (the caller's to free) says of which file and
 * why.
 */
int	sample_read(const char *folder, struct sample **ret, char **ret_why);
void	sample_free(struct sample *s);	/* NULL is fine */

/* The cases' folders of a plugin, sorted; none where it has no samples. */
void	sample_list(const char *plugin_folder, char ***ret, size_t *ret_n);

#endif /* GREFFIER_SAMPLE_H */
