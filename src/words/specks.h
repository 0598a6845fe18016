#ifndef GREFFIER_SPECKS_H
#define GREFFIER_SPECKS_H

#include <stdint.h>

struct Pix;
struct ocr;
struct page;

/*
 * On a page strewn with specks some lie over letters and are read as accents:
 * a word that no dictionary holds, and that one holds without one of its
 * accents, is the latter.  `ink` is the cleaned page.
 */
void	specks_mend(struct ocr *o, struct Pix *ink, int32_t dpi,
	    struct page *p);

#endif /* GREFFIER_SPECKS_H */
