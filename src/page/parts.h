#ifndef GREFFIER_PARTS_H
#define GREFFIER_PARTS_H

struct Pix;

/*
 * The boxes of an image's components (8 neighbours), from the top down.  To ask
 * them for sizes costs a fraction of what it does to draw those components that
 * have them and to count what was drawn.  Memory by xalloc.h.
 */
struct part {
	int	x, y, w, h;
};

struct parts {
	struct part	*part;
	int		 n;
};

struct parts	parts_of(struct Pix *ink);
void		parts_free(struct parts *all);

/* How many are no wider and no higher than `side`. */
int		parts_small(const struct parts *all, int side);

#endif /* GREFFIER_PARTS_H */
