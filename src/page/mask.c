#include <stdint.h>

#include <leptonica/allheaders.h>

#include "page/bytes.h"
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

#define WORD 32		/* pixels; the first of them is the highest bit */

void
mask_whiten(struct Pix *grey, struct Pix *mask)
{
	int words = pixGetWpl(mask), w = pixGetWidth(mask);

	for (int y = 0; y < pixGetHeight(mask); y++) {
		const uint32_t *from = pix_row(mask, y);
		uint32_t *to = pix_row(grey, y);

		for (int i = 0; i < words; i++)
			for (uint32_t left = from[i]; left != 0;) {
				int bit = __builtin_clz(left);

				if (i * WORD + bit < w)
					SET_DATA_BYTE(to, i * WORD + bit,
					    PAPER);
				left &= ~(0x80000000 >> bit);
			}
	}
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
