#ifndef GREFFIER_SLIP_H
#define GREFFIER_SLIP_H

struct word;

/*
 * Mend what Tesseract is known to misread in a French word, told from its
 * letters alone; see tidy.h for what asks the ink or the words beside it.
 */
void	slip_mend(struct word *w);

#endif /* GREFFIER_SLIP_H */
