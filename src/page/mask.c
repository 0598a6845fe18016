#include <leptonica/allheaders.h>

#include "page/mask.h"
#include "page/parts.h"

bool
mask_is_empty(struct Pix *mask)
{
	int empty = 0;

	return pixZero(mask, &empty) == 0 && empty != 0;
}

bool
mask_has(struct Pix *mask, int x, int y, int w, int h)
{
	BOX *b = boxCreate(x, y, w, h);
	PIX *clip = b == NULL ? NULL : pixClipRectangle(mask, b, NULL);
	bool some = clip != NULL && !mask_is_empty(clip);

	pixDestroy(&clip);
	boxDestroy(&b);
	return some;
}

static bool
is_large(const struct part *p, const int *side)
{
	return p->w > *side || p->h > *side;
}

struct Pix *
mask_sift(struct Pix *ink, int side, struct Pix **ret)
{
	PIX *large = pixCopy(NULL, ink);

	if (large != NULL)
		parts_sift(large, is_large, &side);
	*ret = large == NULL ? NULL : pixSubtract(NULL, ink, large);
	if (*ret == NULL)
		pixDestroy(&large);
	return large;
}
