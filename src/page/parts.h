#ifndef GREFFIER_PARTS_H
#define GREFFIER_PARTS_H

#include <stdbool.h>

struct Pix;

/*
 * The boxes of an image's components (8 neighbours), from the top down.  To ask
 * them for sizes, and to sift the components by these, costs a fraction of what
 * it does to draw each and to count what was drawn.  Images are 1 bpp.  Memory
 * by xalloc.h: nothing here fails.
 */
struct part {
	int	x, y, w, h;	/* pixels, from the upper left */
};

struct parts {
	struct part	*part;
	int		 n;
};

struct parts	parts_of(struct Pix *ink);
void		parts_free(struct parts *all);

/* How many are no wider and no higher than `side`. */
int		parts_small(const struct parts *all, int side);

/* Those components stay, in place, of which keep(part, how) is true. */
void		parts_sift(struct Pix *ink,
		    bool (*keep)(const struct part *, const int *how),
		    const int *how);

/*
 * Those components stay, or go, in place, that lie on any pixel of `marks`,
 * which has the same size; the others do the contrary.
 */
void		parts_touching(struct Pix *ink, struct Pix *marks, bool stay);

#endif /* GREFFIER_PARTS_H */
