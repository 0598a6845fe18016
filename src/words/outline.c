#include <math.h>
#include <stdbool.h>

#include <leptonica/allheaders.h>

#include "words/outline.h"
#include "words/page.h"

#define BAND 0.13		/* of the side: where its line is looked for */
#define CORNER 0.14		/* of the side: where a corner has ink */
#define INSIDE 0.26		/* of the side, round what is inside */
#define ALONE 0.03		/* of the place beside it, inked by specks */

static int
count(PIX *ink, int x, int y, int w, int h)
{
	BOX *b = boxCreate(x, y, w, h);
	int n = 0;

	if (b != NULL)
		(void)pixCountPixelsInRect(ink, b, &n, NULL);
	boxDestroy(&b);
	return n;
}

/*
 * Share of a side along which its band holds ink.  The band of the side `n`
 * (0 top, 1 bottom, 2 left, 3 right) is looked at step by step.
 */
static double
side_drawn(PIX *ink, const struct box *b, int n)
{
	int size = n < 2 ? b->w : b->h, inked = 0;
	int band = (int)fmax(2, round(BAND * (n < 2 ? b->h : b->w)));

	for (int i = 0; i < size; i++) {
		int x = n < 2 ? b->x + i : n == 2 ? b->x : b->x + b->w - band;
		int y = n >= 2 ? b->y + i : n == 0 ? b->y : b->y + b->h - band;
		bool found = false;

		for (int j = 0; j < band && !found; j++) {
			l_uint32 lit = 0;

			(void)pixGetPixel(ink, n < 2 ? x : x + j,
			    n < 2 ? y + j : y, &lit);
			found = lit != 0;
		}
		inked += found;
	}
	return (double)inked / size;
}

double
outline_drawn(PIX *ink, const struct box *b)
{
	double least = 1;

	for (int n = 0; n < 4; n++)
		least = fmin(least, side_drawn(ink, b, n));
	return least;
}

bool
outline_has_corners(PIX *ink, const struct box *b)
{
	int w = (int)fmax(2, BAND * b->w), h = (int)fmax(2, BAND * b->h);
	int some = w * h / 4 > 1 ? w * h / 4 : 1;

	return count(ink, b->x, b->y, w, h) >= some &&
	    count(ink, b->x + b->w - w, b->y, w, h) >= some &&
	    count(ink, b->x, b->y + b->h - h, w, h) >= some &&
	    count(ink, b->x + b->w - w, b->y + b->h - h, w, h) >= some;
}

bool
outline_stands_apart(PIX *ink, const struct box *b)
{
	int gap = b->w / 4 > 2 ? b->w / 4 : 2;

	return count(ink, b->x - gap, b->y, gap - 1, b->h) == 0 &&
	    count(ink, b->x + b->w + 1, b->y, gap - 1, b->h) <= b->h / 8;
}

int
outline_corners(PIX *ink, const struct box *b)
{
	int d = (int)fmax(3, CORNER * b->w), n = 0;

	n += count(ink, b->x, b->y, d, d) > 0;
	n += count(ink, b->x + b->w - d, b->y, d, d) > 0;
	n += count(ink, b->x, b->y + b->h - d, d, d) > 0;
	n += count(ink, b->x + b->w - d, b->y + b->h - d, d, d) > 0;
	return n;
}

bool
outline_is_alone(PIX *ink, const struct box *b)
{
	int near = b->w / 5 + 1, wide = b->w;

	return count(ink, b->x - near - wide, b->y, wide, b->h) +
	    count(ink, b->x + b->w + near, b->y, wide, b->h) <
	    ALONE * 2 * wide * b->h;
}

bool
outline_is_fine(PIX *ink, const struct box *b, int thick)
{
	int dx = (int)lround(INSIDE * b->w), dy = (int)lround(INSIDE * b->h);
	BOX *area = boxCreate(b->x, b->y, b->w, b->h);
	BOX *inside = boxCreate(dx, dy, b->w - 2 * dx, b->h - 2 * dy);
	PIX *clip = area == NULL ? NULL : pixClipRectangle(ink, area, NULL);
	PIX *bold = clip == NULL ? NULL : pixOpenBrick(NULL, clip, thick,
	    thick);
	int all = 0, left = 0;

	if (bold != NULL && inside != NULL) {
		(void)pixClearInRect(clip, inside);
		(void)pixClearInRect(bold, inside);
		(void)pixCountPixels(clip, &all, NULL);
		(void)pixCountPixels(bold, &left, NULL);
	}
	pixDestroy(&bold);
	pixDestroy(&clip);
	boxDestroy(&inside);
	boxDestroy(&area);
	return left <= all / 4;
}

double
outline_filled(PIX *ink, const struct box *b)
{
	int dx = (int)lround(INSIDE * b->w), dy = (int)lround(INSIDE * b->h);
	int w = b->w - 2 * dx, h = b->h - 2 * dy;

	return w <= 0 || h <= 0 ? 0 :
	    (double)count(ink, b->x + dx, b->y + dy, w, h) / (w * h);
}
