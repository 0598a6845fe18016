#ifndef GREFFIER_BULLET_H
#define GREFFIER_BULLET_H

#include <stdint.h>

struct Pix;
struct page;

/*
 * The bullets and dashes before the items of a list, found in the page's ink
 * (1 bpp) left of its words: added as words « • » and « - », each with a line
 * number of its own, or put right where they were read as something else.  Where
 * hundreds of them seem to be there it is dirt, and no word changes.
 */
void	bullets_find(struct Pix *ink, int32_t dpi, struct page *p);

#endif /* GREFFIER_BULLET_H */
