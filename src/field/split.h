#ifndef GREFFIER_SPLIT_H
#define GREFFIER_SPLIT_H

#include <stddef.h>

struct plugin;
struct text;
struct view;

/*
 * The deliberations of a scan, as the plugin tells them apart: never none, at
 * most LIMIT_DELIBERATIONS.  Where a pattern hits a limit that is wrong perhaps,
 * and each view says so.  Views and array are the caller's to free.
 */
void	split_text(const struct text *t, const struct plugin *p,
	    struct view ***ret, size_t *ret_n);

#endif /* GREFFIER_SPLIT_H */
