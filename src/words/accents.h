#ifndef GREFFIER_ACCENTS_H
#define GREFFIER_ACCENTS_H

#include <stdbool.h>
#include <stdint.h>

struct Pix;
struct ocr;
struct page;

/*
 * Accents that poor copies make and lose.  On a page strewn with specks some
 * lie over letters and are read as accents: a word that no dictionary holds,
 * and that one holds without one of its accents, is the latter.  Where strokes
 * were `broken`, it is the only word that one holds with another accent.
 * `ink` is the cleaned page.
 */
void	accents_mend(struct ocr *o, struct Pix *ink, int32_t dpi, bool broken,
	    struct page *p);

#endif /* GREFFIER_ACCENTS_H */
