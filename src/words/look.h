#ifndef GREFFIER_LOOK_H
#define GREFFIER_LOOK_H

#include <stdint.h>

struct Pix;
struct ocr;
struct page;

/*
 * The second look.  On a page that is badly copied, broken strokes mended or
 * strewn with specks, every line is read again in other ways and the readings
 * vote (vote.h).  On any page figures that are doubtful are read by themselves,
 * enlarged, as nothing but figures; what comes of it is the word's `other`.
 *
 * `ink` is of the same size as `grey`.  `plain` is the page before its strokes
 * were mended, or NULL where they were sound.
 */
void	look_again(struct ocr *o, struct Pix *grey, struct Pix *plain,
	    struct Pix *ink, int32_t dpi, struct page *p);

#endif /* GREFFIER_LOOK_H */
