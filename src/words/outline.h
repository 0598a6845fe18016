#ifndef GREFFIER_OUTLINE_H
#define GREFFIER_OUTLINE_H

#include <stdbool.h>

struct Pix;
struct box;

/*
 * What the ink of a box shows of a tick box: its four sides, its corners, and
 * what is beside and inside it.  `ink` is a page of one bit, px.
 */

/* Of the side that is drawn least the share of its length, 0..1. */
double	outline_drawn(struct Pix *ink, const struct box *b);

/* Are all four corners inked well?  Round letters have none. */
bool	outline_has_corners(struct Pix *ink, const struct box *b);

/* In how many corners is any ink?  Dashed boxes keep some, round figures none. */
int	outline_corners(struct Pix *ink, const struct box *b);

/* Is there white close on both sides?  Letters stand closer. */
bool	outline_stands_apart(struct Pix *ink, const struct box *b);

/* Is there nothing but specks as far as it is wide: is it no piece of a word? */
bool	outline_is_alone(struct Pix *ink, const struct box *b);

/* Are its own lines, whatever is inside, finer than `thick`, as bold type is not? */
bool	outline_is_fine(struct Pix *ink, const struct box *b, int thick);

/* Share of what is inside that is inked, 0..1. */
double	outline_filled(struct Pix *ink, const struct box *b);

#endif /* GREFFIER_OUTLINE_H */
