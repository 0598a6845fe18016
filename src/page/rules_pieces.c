#include <stdbool.h>

#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/mm.h"
#include "page/parts.h"
#include "page/rules.h"

/* What a copier may have left of a line, told from what it left of letters. */

#define BESIDE_MM 1.0	/* nor ink so near beside an upright one, if it is .. */
#define STEM_MM 4.0	/* .. no longer than a letter; else on both sides */
#define SLIM 5	/* times as long as high: a piece that is not level */

/* Is it no higher than *flat, or than twice that and long? */
static bool
is_flat(const struct part *p, const int *flat)
{
	return p->h <= *flat || (p->h <= 2 * *flat && p->w >= SLIM * p->h);
}

static int
ink_in(PIX *ink, int x, int y, int w, int h)
{
	int top = y > 0 ? y : 0, n = 0;
	BOX *b = top < y + h ? boxCreate(x, top, w, y + h - top) : NULL;

	if (b != NULL)
		(void)pixCountPixelsInRect(ink, b, &n, NULL);
	boxDestroy(&b);
	return n;
}

/* Is it a stem: between two others, or as short as one and beside one? */
static bool
is_stem(const struct part *p, PIX *ink, int32_t dpi)
{
	int near = mm_px(BESIDE_MM, dpi), least = p->w / 2 + 2, above, below;

	/* The two rims of a worn line are nearer than any letters. */
	above = ink_in(ink, p->x, p->y - near, p->w, near - 1);
	below = ink_in(ink, p->x, p->y + p->h + 1, p->w, near - 1);
	return p->w <= mm_px(STEM_MM, dpi) ? above >= least || below >= least :
	    above >= least && below >= least;
}

/*
 * Thin type falls to pieces as well: its stems stand between others, where the
 * lines of a table have white on one side at least.  Specks are left: they are
 * no matter here, and many.
 */
static void
drop_stems(PIX *pieces, PIX *ink, int32_t dpi)
{
	struct parts all = parts_of(pieces);
	int speck = mm_px(0.5, dpi);

	for (int i = 0; i < all.n; i++) {
		const struct part *p = &all.part[i];

		if (p->w > speck && is_stem(p, ink, dpi))
			(void)pixRasterop(pieces, p->x, p->y, p->w, p->h,
			    PIX_CLR, NULL, 0, 0);
	}
	parts_free(&all);
}

struct Pix *
rules_pieces(struct Pix *ink, int32_t dpi, bool stems)
{
	int flat = mm_px(0.5, dpi) > 3 ? mm_px(0.5, dpi) : 3;
	PIX *out = pixCopy(NULL, ink), *rest = NULL;

	if (out != NULL) {
		parts_sift(out, is_flat, &flat);
		rest = pixSubtract(NULL, ink, out);
	}
	if (rest == NULL) {
		pixDestroy(&out);
		return NULL;
	}
	brick_grow(rest, 1, 2 * mm_px(RULE_ALONE_MM, dpi) + 1);
	parts_touching(out, rest, false);
	pixDestroy(&rest);
	if (stems)
		drop_stems(out, ink, dpi);
	return out;
}
