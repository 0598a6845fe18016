#ifndef GREFFIER_NUMBER_H
#define GREFFIER_NUMBER_H

struct Pix;
struct page;

/*
 * Put back into numbers, by looking at their ink, what Tesseract loses there: the
 * low line of "03_2023", and the space of "1 150 000", which it sees in the
 * second place and not beside a narrow 1.
 */
void	number_mend(struct Pix *ink, struct page *p);

#endif /* GREFFIER_NUMBER_H */
