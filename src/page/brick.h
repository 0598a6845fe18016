#ifndef GREFFIER_BRICK_H
#define GREFFIER_BRICK_H

struct Pix;

/*
 * Morphology with a brick, w pixels wide and h high, of a 1 bpp image: to the
 * pixel what leptonica's pixDilateBrick, pixOpenBrick and pixCloseSafeBrick make,
 * and many times as fast: leptonica goes through the image once for each row
 * and column of the brick, this once for each doubling.
 *
 * New images; NULL for want of memory, or from NULL.  What is beyond the
 * image's edges is paper.
 */
struct Pix	*brick_dilate(struct Pix *pix, int w, int h);
struct Pix	*brick_open(struct Pix *pix, int w, int h);
struct Pix	*brick_close(struct Pix *pix, int w, int h);

/* In place, as brick_dilate; not NULL. */
void		 brick_grow(struct Pix *pix, int w, int h);

#endif /* GREFFIER_BRICK_H */
