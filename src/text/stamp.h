#ifndef GREFFIER_STAMP_H
#define GREFFIER_STAMP_H

#include <stddef.h>

struct page;
struct flow;

/*
 * Tell the stamps of préfecture and signature platforms from the body by
 * their own words, and drop what is neither: page numbers, running heads,
 * seals.  Sets the items' places.
 */
void	stamp_sort(struct flow *f, const struct page *const *page,
	    size_t pages);

#endif /* GREFFIER_STAMP_H */
