#ifndef GREFFIER_REGIONS_H
#define GREFFIER_REGIONS_H

struct Pix;
struct clean;
struct ocr;
struct page;

/*
 * Read a cleaned page part by part: each cell by itself, then what lies
 * outside of cells, then, by another segmentation, the ink that no word
 * covers.  What stays unread is added to page->unread.  `plain` is the page
 * before its strokes were mended, or NULL; the cleaned images are changed.
 * 0, or -EIO where Tesseract gives up.
 */
int	regions_read(struct ocr *o, struct clean *c, struct Pix *plain,
	    struct page *p);

#endif /* GREFFIER_REGIONS_H */
