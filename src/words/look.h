#ifndef GREFFIER_LOOK_H
#define GREFFIER_LOOK_H

#include <stdint.h>

struct Pix;
struct ocr;
struct page;

/*
 * The second look.  Doubtful words and those beside them are read again: at
 * their full width, or, where broken strokes were mended, in several ways; the
 * readings vote (vote.h).  Then figures are looked at (figures.h).
 *
 * `plain` is the page before it was mended, or NULL where its strokes were sound.
 */
void	look_again(struct ocr *o, struct Pix *grey, struct Pix *plain,
	    int32_t dpi, struct page *p);

#endif /* GREFFIER_LOOK_H */
