#ifndef GREFFIER_VIEW_H
#define GREFFIER_VIEW_H

#include <stdint.h>

#include "words/page.h"

struct Pix;
struct ocr;

/* A page that is looked at a second time. */
struct sight {
	struct ocr	*ocr;
	struct page	*page;
	int32_t		 dpi;
};

/* How it may be looked at: smaller, larger, its strokes not mended or broader. */
struct view {
	struct Pix	*grey;
	float		 scale;
};

/* What stands in the box, as words of a page of its own: the caller's to free. */
struct page	*view_read(const struct sight *l, const struct view *v,
		    struct box b);

#endif /* GREFFIER_VIEW_H */
