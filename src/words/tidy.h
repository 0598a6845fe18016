#ifndef GREFFIER_TIDY_H
#define GREFFIER_TIDY_H

struct Pix;
struct page;

/*
 * Mend, by looking at the ink once more, what Tesseract is known to read
 * wrong in French type, and drop what is no word.
 */
void	tidy_words(struct Pix *ink, struct page *p);

#endif /* GREFFIER_TIDY_H */
