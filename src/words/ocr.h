#ifndef GREFFIER_OCR_H
#define GREFFIER_OCR_H

#include <stdbool.h>
#include <stdint.h>

#include "words/page.h"

struct Pix;
struct ocr;

/* How Tesseract parts an image into lines: its own numbers. */
enum ocr_layout {
	OCR_AUTO = 3,	/* columns and blocks */
	OCR_BLOCK = 6,	/* one even block */
	OCR_LINE = 7,
	OCR_SPARSE = 11,
};

/*
 * Read `grey` and append its words to the page, their boxes moved by (x, y), on
 * lines of their own.  0, or -EIO where Tesseract gives up.
 */
int	ocr_words(struct ocr *o, struct Pix *grey, int32_t dpi,
	    enum ocr_layout layout, int32_t x, int32_t y, struct page *p);

/* The same of a part of `grey`, with white all round it. */
int	ocr_part(struct ocr *o, struct Pix *grey, struct box b, int32_t dpi,
	    enum ocr_layout layout, struct page *p);

/*
 * From now on, until it is set anew, images are made this many times as wide and
 * as high before they are read (0.5 to 2; 1 at first); boxes stay in the image's
 * own pixels.
 */
void	ocr_set_scale(struct ocr *o, float x, float y);

/* Only these characters from now on; "": all. */
void	ocr_set_alphabet(struct ocr *o, const char *alphabet);

/* Does the dictionary hold it? */
bool	ocr_knows(struct ocr *o, const char *word);

#endif /* GREFFIER_OCR_H */
