#include <leptonica/allheaders.h>

#include "page/mask.h"

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

struct Pix *
mask_sift(struct Pix *ink, int side, struct Pix **ret)
{
	PIX *large = pixSelectBySize(ink, side, side, 8, L_SELECT_IF_EITHER,
	    L_SELECT_IF_GT, NULL);

	*ret = large == NULL ? NULL : pixSubtract(NULL, ink, large);
	if (*ret == NULL)
		pixDestroy(&large);
	return large;
}
