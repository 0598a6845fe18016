#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/parts.h"

struct parts
parts_of(struct Pix *ink)
{
	BOXA *boxes = pixConnCompBB(ink, 8);
	int n = boxes == NULL ? 0 : boxaGetCount(boxes);
	struct parts all = { xcalloc((size_t)n + 1, sizeof(*all.part)), n };

	for (int i = 0; i < n; i++) {
		struct part *p = &all.part[i];

		(void)boxaGetBoxGeometry(boxes, i, &p->x, &p->y, &p->w, &p->h);
	}
	boxaDestroy(&boxes);
	return all;
}

void
parts_free(struct parts *all)
{
	free(all->part);
	*all = (struct parts){ 0 };
}

int
parts_small(const struct parts *all, int side)
{
	int n = 0;

	for (int i = 0; i < all->n; i++)
		n += all->part[i].w <= side && all->part[i].h <= side;
	return n;
}
