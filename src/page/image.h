#ifndef GREFFIER_IMAGE_H
#define GREFFIER_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

struct Pix;
struct sheet;

/* What source_image.c and source_tiff.c share.  Not for others. */

/* Is an image of this size one to be read? */
enum verdict	image_size_verdict(uint32_t w, uint32_t h);

/*
 * A decoded image made the sheet: plain grey or black and white, its pixels
 * square, turned as `orientation` (EXIF's and TIFF's numbers, 1..8) says it
 * lies.  Takes `pix` and `pale`, a sheet's, or NULL: what colours it has, if it
 * has 32 bpp, is then told from them.
 */
enum verdict	image_to_sheet(struct Pix *pix, struct Pix *pale,
		    unsigned orientation, struct sheet *ret);

/* The orientation that a camera noted in a JPEG, 1..8; 1 where it did not. */
unsigned	exif_orientation(const uint8_t *data, size_t len);

#endif /* GREFFIER_IMAGE_H */
