#ifndef GREFFIER_SPELLING_H
#define GREFFIER_SPELLING_H

#include <stdbool.h>
#include <stdint.h>

struct Pix;
struct ocr;
struct page;

/*
 * Letters that poor copies make and lose.  On a page strewn with specks, or
 * where strokes were `broken`, a word that no dictionary holds becomes the only
 * one that is held with other accents, or with one letter or two that look like
 * its own.  A name keeps its letters unless it is hardly read.  `ink` is the
 * cleaned page.
 */
void	spelling_mend(struct ocr *o, struct Pix *ink, int32_t dpi, bool broken,
	    struct page *p);

#endif /* GREFFIER_SPELLING_H */
