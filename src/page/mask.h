#ifndef GREFFIER_MASK_H
#define GREFFIER_MASK_H

#include <stdbool.h>

struct Pix;

/* What is asked of 1 bpp images in several places. */

bool		mask_is_empty(struct Pix *mask);
/* Anything in the box?  What of it lies beyond the mask is empty. */
bool		mask_has(struct Pix *mask, int x, int y, int w, int h);

/* Turned by a quarter, to the right or to the left; NULL: no memory. */
struct Pix     *mask_turn(struct Pix *mask, bool right);

/* Paper, of a page of grey, where the mask is set; it has the same size. */
void		mask_whiten(struct Pix *grey, struct Pix *mask);

/*
 * The components wider or higher than `side`, and in *ret the others.  NULL,
 * and *ret is NULL, for want of memory.
 */
struct Pix     *mask_sift(struct Pix *ink, int side, struct Pix **ret);

#endif /* GREFFIER_MASK_H */
