#ifndef GREFFIER_SIGHT_H
#define GREFFIER_SIGHT_H

#include <stdint.h>

#include "words/page.h"

struct Pix;
struct ocr;

/* A page that is looked at a second time.  All is borrowed. */
struct sight {
	struct ocr	*ocr;
	struct page	*page;		/* what the first time told */
	int32_t		 dpi;
};

/* How it may be looked at: smaller, larger, its strokes not mended or broader. */
struct aspect {
	struct Pix	*grey;		/* 8 bits, as large as the page; borrowed */
	float		 scale;		/* of what the network is shown */
};

/*
 * What stands in the box, as words of a page of its own: none where OCR fails.
 * The caller's to free.
 */
struct page	*sight_read(const struct sight *l, const struct aspect *v,
		    struct box b);

#endif /* GREFFIER_SIGHT_H */
