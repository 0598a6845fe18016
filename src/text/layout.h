#ifndef GREFFIER_LAYOUT_H
#define GREFFIER_LAYOUT_H

#include <stdint.h>

struct page;
struct flow;

/*
 * Append the words and tick boxes of a page to `f` in reading order, as page
 * number `index` of the flow.  The first of them carries FLOW_PAGE.  Words
 * marked `second` are no part of it.
 */
void	layout_page(const struct page *p, uint32_t index, struct flow *f);

#endif /* GREFFIER_LAYOUT_H */
