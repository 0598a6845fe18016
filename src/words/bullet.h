#ifndef GREFFIER_BULLET_H
#define GREFFIER_BULLET_H

#include <stdint.h>

struct Pix;
struct page;

/*
 * The bullets and dashes before the items of a list, found in the page's ink
 * left of its words: added as words « • » and « - », or put right where they
 * were read as something else.
 */
void	bullets_find(struct Pix *ink, int32_t dpi, struct page *p);

#endif /* GREFFIER_BULLET_H */
