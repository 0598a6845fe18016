#ifndef GREFFIER_REGIONS_H
#define GREFFIER_REGIONS_H

#include <stdint.h>

struct Pix;
struct ocr;
struct page;

/*
 * Read a cleaned page part by part: each cell by itself, then what lies
 * outside of cells, then, by another segmentation, the ink that no word
 * covers.  What stays unread is added to page->unread.  Both images are
 * changed.  0, or -EIO where Tesseract gives up.
 */
int	regions_read(struct ocr *o, struct Pix *grey, struct Pix *plain,
	    struct Pix *ink,
	    int32_t dpi, struct page *p);

#endif /* GREFFIER_REGIONS_H */
