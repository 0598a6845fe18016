#ifndef GREFFIER_LOOK_H
#define GREFFIER_LOOK_H

#include <stdint.h>

struct Pix;
struct ocr;
struct page;

/*
 * The second look.  Where broken strokes were mended, every line is read again
 * in other ways, and the readings vote (vote.h).  On any page figures that are
 * doubtful are read by themselves, enlarged, as nothing but figures; what comes
 * of it is the word's `other`.
 *
 * `plain` is the page before it was mended, or NULL where its strokes were sound.
 */
void	look_again(struct ocr *o, struct Pix *grey, struct Pix *plain,
	    int32_t dpi, struct page *p);

#endif /* GREFFIER_LOOK_H */
