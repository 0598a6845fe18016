#ifndef GREFFIER_MARKS_H
#define GREFFIER_MARKS_H

#include <stdint.h>

struct Pix;
struct page;

/*
 * The tick boxes of a page whose ruled lines are erased and whose cells are
 * known: added to the page, and erased from both images.
 */
void	marks_find(struct Pix *grey, struct Pix *ink, int32_t dpi,
	    struct page *p);

#endif /* GREFFIER_MARKS_H */
