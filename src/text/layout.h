#ifndef GREFFIER_LAYOUT_H
#define GREFFIER_LAYOUT_H

#include <stdint.h>

struct page;
struct flow;

/*
 * Append the words and tick boxes of a page to `f` in reading order, as page
 * number `index` of the flow: lines, blocks (paragraphs, cells, frames) and
 * columns are found from where the words stand.  What is a stamp or a page
 * number has its place set; words marked `second` are a stamp's.  Two pages on
 * one image are parted as pages are, and share its number.
 */
void	layout_page(const struct page *p, uint32_t index, struct flow *f);

#endif /* GREFFIER_LAYOUT_H */
