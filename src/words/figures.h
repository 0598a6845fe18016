#ifndef GREFFIER_FIGURES_H
#define GREFFIER_FIGURES_H

struct Pix;
struct sight;

/*
 * Doubtful figures are read by themselves, as nothing but figures; where broken
 * strokes were mended, from `plain`, the page before that, in three ways.  Commas
 * that the network does not see are looked for in the ink.  The reading that
 * loses is the word's `other`.
 *
 * `plain` is NULL where strokes were sound.
 */
void	figures_look(const struct sight *l, struct Pix *grey,
	    struct Pix *plain);

#endif /* GREFFIER_FIGURES_H */
