#ifndef GREFFIER_RECORD_H
#define GREFFIER_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct delib;
struct page;
struct plugin;
struct plugin_set;
struct text;
struct view;

/* What is known of the scan besides its pages. */
struct record_source {
	const char	*name;		/* as dropped, below the inbox; any bytes */
	const char	*sha256;	/* 64 hexadecimal digits */
	uint64_t	 bytes;
	const char	*type;		/* media type */
	uint32_t	 pages;		/* of the scan, read or not */
	const char	*engine;	/* "tesseract 5.3.0" */
	const char	*languages;	/* "fra" or "fra+nld" */
};

/*
 * The record of greffier-record(5) as indented JSON (UTF-8 NFC, its keys in the
 * order of that page), from the pages in order.  The same input gives the same
 * bytes.  `plugin`: a name to force, or NULL to choose.  Returns 0, -ENOENT
 * where the plugin is not in the set, -ENODATA where no page holds a word.
 */
int	record_make(const struct plugin_set *set, const struct record_source *src,
	    const struct page *const *page, size_t pages, const char *plugin,
	    char **ret_json, size_t *ret_len);

/* For who wants to look at a deliberation as it was read, before it is gone. */
struct record_hook {
	void	(*read)(void *ctx, struct view *v, const struct delib *d);
	void	*ctx;
};

/* Read each deliberation of a text by one plugin. */
void	record_each(const struct text *t, const struct plugin *p,
	    const struct record_hook *hook);

/*
 * The record's `deliberations` alone, read from a text by one plugin.  The
 * caller's reference.  `hook` may be NULL.
 */
json_t	*record_deliberations(const struct text *t, const struct plugin *p,
	    const struct record_hook *hook);

#endif /* GREFFIER_RECORD_H */
