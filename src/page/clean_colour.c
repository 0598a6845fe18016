#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/bytes.h"
#include "page/clean.h"
#include "page/colour.h"
#include "page/grey.h"
#include "page/parts.h"

/*
 * Coloured ink over black type: a stamp, a seal, a signature.  Where it lies on
 * letters it is taken off them.  Coloured ink by itself is left as dark as it
 * is seen: it may be a stamp's date, or a title.
 */

#define WHITE 255
#define TILE 16			/* pixels, of the map of paper */
#define AROUND 5		/* tiles: wider than letters are bold */
#define PAPER_LEAST 100		/* darker is what a sheet lies on */
#define BLACK 125		/* the lightest colour of type is no lighter */
#define TINGED 14		/* .. nor is it as coloured as that */
#define FAINT 14		/* so coloured is all that belongs to an ink */
#define RULE_PER_INCH 3		/* 8 mm: so long is a ruled line's */
#define LETTER_PER_INCH 25	/* 1 mm: less high is no letter */
#define NEAR_PER_INCH 100	/* a quarter mm: so near to type it hinders */
#define RIM 5			/* pixels: two on each side of the ink */

#define INK_TILE 64		/* pixels: inks are told by where they lie */
#define LACK_ONE 16		/* parts of it: as much as the difference */
#define LACKS 64		/* an ink nearly black lacks four times that */

/*
 * The page's two greys on white paper, by how much the second is paler, and the
 * paper of the first.
 */
struct balanced {
	PIX	*seen, *pale, *gain, *paper;
};

/* How light the paper is around each tile. */
static PIX *
paper_map(PIX *grey)
{
	PIX *tiles = grey_lightest(grey, TILE);
	PIX *map = tiles == NULL ? NULL :
	    pixDilateGray(tiles, AROUND, AROUND);

	pixDestroy(&tiles);
	return map;
}

static int
paper_at(PIX *map, int x, int y)
{
	int tx = L_MIN(x / TILE, pixGetWidth(map) - 1);
	int ty = L_MIN(y / TILE, pixGetHeight(map) - 1);

	return L_MAX(GET_DATA_BYTE(pix_row(map, ty), tx) * 31 / 32,
	    PAPER_LEAST);
}

/* A tile's row, whose bytes may have any order. */
static void
lighten(const uint8_t *restrict from, int paper, uint8_t *restrict to)
{
	unsigned factor = (unsigned)(WHITE * 256 / paper), p;

	for (int i = 0; i < TILE; i++) {
		p = from[i] * factor >> 8;
		to[i] = (uint8_t)(p < WHITE ? p : WHITE);
	}
}

static void
last_lightened(const uint32_t *from, int left, int w, int paper, uint32_t *to)
{
	for (int x = left; x < w; x++)
		SET_DATA_BYTE(to, x, L_MIN(WHITE, WHITE *
		    GET_DATA_BYTE(from, x) / paper));
}

static PIX *
on_white(PIX *grey, PIX *map)
{
	PIX *out = map == NULL ? NULL : pixCreateTemplate(grey);
	int w = pixGetWidth(grey), x;

	for (int y = 0; out != NULL && y < pixGetHeight(grey); y++) {
		const uint32_t *from = pix_row(grey, y);
		uint32_t *to = pix_row(out, y);

		for (x = 0; x + TILE <= w; x += TILE)
			lighten((const uint8_t *)from + x,
			    paper_at(map, x, y), (uint8_t *)to + x);
		last_lightened(from, x, w, paper_at(map, x, y), to);
	}
	return out;
}

static void
balanced_free(struct balanced *b)
{
	pixDestroy(&b->seen);
	pixDestroy(&b->pale);
	pixDestroy(&b->gain);
	pixDestroy(&b->paper);
}

/* With a map of each one's paper; false: no memory. */
static bool
balance(PIX *grey, PIX *paper, PIX *pale, PIX *pale_paper,
    struct balanced *ret)
{
	ret->paper = paper == NULL ? NULL : pixClone(paper);
	ret->seen = on_white(grey, paper);
	ret->pale = on_white(pale, pale_paper);
	ret->gain = ret->seen == NULL || ret->pale == NULL ? NULL :
	    colour_gain(ret->seen, ret->pale);
	if (ret->gain != NULL)
		return true;
	balanced_free(ret);
	return false;
}

/* In place: without ruled lines, which coloured type may well touch. */
static bool
take_rules_out(PIX *ink, int32_t dpi)
{
	int length = dpi / RULE_PER_INCH;
	PIX *across = brick_open(ink, length, 1);
	PIX *down = brick_open(ink, 1, length);
	bool out = across != NULL && down != NULL;

	if (out) {
		(void)pixSubtract(ink, ink, across);
		(void)pixSubtract(ink, ink, down);
	}
	pixDestroy(&across);
	pixDestroy(&down);
	return out;
}

/*
 * Points of a dotted line are none, on which a date is stamped; nor is a name
 * signed in black over a seal.
 */
static bool
is_letter(const struct part *p, const int *dpi)
{
	return p->h * LETTER_PER_INCH >= *dpi && p->h * RULE_PER_INCH <= *dpi;
}

/*
 * Black type.  Of a dark ink that is not black every pixel has a coloured one
 * beside it; of a letter below a stamp, those have none that lie beyond its
 * strokes.  NULL: no memory.
 */
static PIX *
type_of(const struct balanced *b, PIX *coloured, int32_t dpi)
{
	PIX *type = grey_below(b->pale, BLACK), *core = NULL;
	PIX *tinged = colour_mask(b->gain, TINGED);

	if (type != NULL && tinged != NULL && take_rules_out(type, dpi)) {
		(void)pixSubtract(type, type, coloured);
		brick_grow(tinged, 3, 3);
		(void)pixSubtract(tinged, type, tinged);
		core = brick_open(tinged, 2, 2);
	}
	if (core != NULL) {
		parts_touching(type, core, true);
		parts_sift(type, is_letter, &dpi);
	} else {
		pixDestroy(&type);
	}
	pixDestroy(&core);
	pixDestroy(&tinged);
	return type;
}

/* What is coloured and lies on type; NULL: no memory. */
static PIX *
over_type(const struct balanced *b, int32_t dpi)
{
	int near = dpi / NEAR_PER_INCH * 2 + 1;
	PIX *over = colour_mask(b->gain, FAINT);
	PIX *full = colour_mask(b->gain, COLOUR_GAIN);
	PIX *type = full == NULL ? NULL : type_of(b, full, dpi);

	if (over != NULL && type != NULL) {
		brick_grow(type, near, near);
		parts_touching(over, full, true);
		parts_touching(over, type, true);
	} else {
		pixDestroy(&over);
	}
	pixDestroy(&type);
	pixDestroy(&full);
	return over;
}

/*
 * However thick an ink lies, what it takes of the lightest colour and what it
 * takes of the grey that is seen stay in proportion; and on type both are less
 * by one factor.  So what is lacking to white in the lightest, for each grey
 * that it is lighter than what is seen, is the ink's own number; and so many
 * times that difference, added to the lightest, is what lies below the ink.
 */
struct inks {
	int	w;				/* tiles */
	int	h;
	uint32_t (*lacking)[LACKS];		/* in each, how many pixels */
};

static int
lacking(int seen, int pale)
{
	int n = LACK_ONE * (WHITE - pale) / (pale - seen);

	return n < LACKS ? n : LACKS - 1;
}

/* The first pixel from x on that is set; behind the last: none. */
static int
next_set(PIX *mask, int x, int y)
{
	const uint32_t *row = pix_row(mask, y);
	int w = pixGetWidth(mask);

	while (x < w && GET_DATA_BIT(row, x) == 0)
		x = row[x / 32] == 0 ? (x / 32 + 1) * 32 : x + 1;
	return x;
}

/* Of the pixels of `over`, all of them lighter than seen. */
static struct inks
inks_of(const struct balanced *b, PIX *over)
{
	int w = pixGetWidth(over), h = pixGetHeight(over);
	struct inks inks = { w / INK_TILE + 1, h / INK_TILE + 1, NULL };

	inks.lacking = xcalloc((size_t)inks.w * (size_t)inks.h,
	    sizeof(*inks.lacking));
	for (int y = 0; y < h; y++) {
		const uint32_t *seen = pix_row(b->seen, y);
		const uint32_t *pale = pix_row(b->pale, y);
		uint32_t (*row)[LACKS] = inks.lacking + y / INK_TILE * inks.w;

		for (int x = next_set(over, 0, y); x < w;
		    x = next_set(over, x + 1, y))
			row[x / INK_TILE][lacking(GET_DATA_BYTE(seen, x),
			    GET_DATA_BYTE(pale, x))]++;
	}
	return inks;
}

/* The middle one, of a tile and those around it. */
static int
ink_at(const struct inks *inks, int tx, int ty)
{
	uint32_t sum[LACKS] = { 0 }, all = 0, some = 0;
	int n = 0;

	for (int y = L_MAX(ty - 1, 0); y <= L_MIN(ty + 1, inks->h - 1); y++)
		for (int x = L_MAX(tx - 1, 0); x <= L_MIN(tx + 1, inks->w - 1);
		    x++)
			for (int i = 0; i < LACKS; i++) {
				sum[i] += inks->lacking[y * inks->w + x][i];
				all += inks->lacking[y * inks->w + x][i];
			}
	while (n < LACKS - 1 && (some += sum[n]) * 2 < all)
		n++;
	return n;
}

static int
below_ink(int seen, int pale, int lack)
{
	int below = pale + (pale - seen) * lack / LACK_ONE;

	return below < 0 ? 0 : L_MIN(below, WHITE);
}

/* In place: where `over` is set, what lies below, on the page's own paper. */
static void
take_off(PIX *grey, const struct balanced *b, PIX *over,
    const struct inks *inks)
{
	int w = pixGetWidth(grey), tile, lack = 0;

	for (int y = 0; y < pixGetHeight(grey); y++) {
		tile = -1;
		for (int x = next_set(over, 0, y); x < w;
		    x = next_set(over, x + 1, y)) {
			if (x / INK_TILE != tile) {
				tile = x / INK_TILE;
				lack = ink_at(inks, tile, y / INK_TILE);
			}
			SET_DATA_BYTE(pix_row(grey, y), x, below_ink(
			    GET_DATA_BYTE(pix_row(b->seen, y), x),
			    GET_DATA_BYTE(pix_row(b->pale, y), x), lack) *
			    paper_at(b->paper, x, y) / WHITE);
		}
	}
}

/* NULL: no memory. */
static PIX *
without_colours(PIX *grey, const struct balanced *b, int32_t dpi)
{
	PIX *over = over_type(b, dpi);
	PIX *out = over == NULL ? NULL : pixCopy(NULL, grey);
	struct inks inks;

	if (out != NULL) {
		inks = inks_of(b, over);
		brick_grow(over, RIM, RIM);
		take_off(out, b, over, &inks);
		free(inks.lacking);
	}
	pixDestroy(&over);
	return out;
}

/*
 * On a sheet that is itself as coloured as ink is, black letters are, too: JPEG
 * keeps colours at half the resolution, and so brings the paper's into them.
 */
static bool
is_coloured_sheet(PIX *paper, PIX *pale_paper)
{
	return paper != NULL && pale_paper != NULL &&
	    colour_is_most(paper, pale_paper);
}

struct Pix *
clean_colours(struct Pix *grey, struct Pix *pale, int32_t dpi)
{
	PIX *paper = paper_map(grey), *pale_paper = paper_map(pale);
	struct balanced b;
	PIX *out = NULL;

	if (is_coloured_sheet(paper, pale_paper)) {
		out = pixClone(grey);
	} else if (balance(grey, paper, pale, pale_paper, &b)) {
		out = without_colours(grey, &b, dpi);
		balanced_free(&b);
	}
	pixDestroy(&pale_paper);
	pixDestroy(&paper);
	return out;
}
