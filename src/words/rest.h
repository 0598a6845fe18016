#ifndef GREFFIER_REST_H
#define GREFFIER_REST_H

#include <stdint.h>

struct Pix;
struct ocr;
struct page;

#define REST_LINE_MM 5.5	/* lower is one line of type */
#define REST_SURE_LONG 40	/* confidence asked of a word read by itself */
#define REST_UNREAD_LETTERS 3	/* of a part, to be kept or said unread */

/*
 * The ink that no word of a page covers, read once more line by line.  Words
 * that convince are added; what holds letters and stays unread is told.
 * 0, or -EIO where Tesseract gives up.
 */
int		rest_read(struct ocr *o, struct Pix *grey, struct Pix *ink,
		    int32_t dpi, struct page *p);

/*
 * The ink of a part at (x, y) that no word covers that is so sure, and that may
 * be letters.  NULL for want of memory.
 */
struct Pix     *rest_uncovered(struct Pix *ink, int x, int y, int32_t dpi,
		    const struct page *p, int sure);

/* Letters and figures of a text. */
int		rest_letters(const char *s);

#endif /* GREFFIER_REST_H */
