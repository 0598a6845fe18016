#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/bytes.h"
#include "page/clean.h"
#include "page/grey.h"

/*
 * Pale ink: little toner, a worn ribbon, a carbon copy.  All of the page is
 * pale, or what passed under one part of the drum: its strips are judged each
 * by itself.  Ink is known by the darkest pixel of a tile, which on paper is
 * only noise.
 */

#define TILE 16		/* pixels: not wider than the white between words */
#define STRIP 12	/* tiles: about an inch */
#define PAPER_RANK 90	/* of 100 tiles: at least one in ten is paper */
#define BELOW 20	/* greys darker than paper's noise: ink */
#define SHARE 50	/* one tile of so many has ink, or a strip is blank */
#define TYPE 10		/* .. of a strip of type, and no stamp beside it */
#define FAINT 150	/* darker ink is left */
#define STEEP 6		/* greys taken off for each that ink is paler */
#define ROOM 40		/* greys left below ink, whose darkest is not all */
#define PALEST 212	/* paler shines through, or is proved not to */
#define DARK 110	/* ink that is this side's in any case, .. */
#define RIM 5		/* .. and pixels across its rim */
#define NOISY 6		/* its noise is more than a sixth of its contrast */

struct strip {
	int	paper, ink;	/* greys of the darkest; ink 255: none */
	int	black;		/* what is made 0 of it */
	bool	type;		/* it has much ink */
};

static int
ranked(const int *hist, int n, int rank, int of)
{
	int grey = 0, some = hist[0];

	while (grey < PAPER && (int64_t)some * of < (int64_t)n * rank)
		some += hist[++grey];
	return grey;
}

/* By degrees, since the next strip's ink may be just dark enough. */
static int
black_of(const struct strip *s)
{
	int black = STEEP * (s->ink - FAINT);

	if (s->ink == PAPER || black <= 0)
		return 0;
	return black < s->ink - ROOM ? black : s->ink - ROOM;
}

static struct strip
judge(PIX *tiles, int from, int to)
{
	int hist[PAPER + 1] = { 0 }, h = pixGetHeight(tiles), inked = 0;
	int n = (to - from) * h;
	struct strip s;

	for (int y = 0; y < h; y++)
		for (int x = from; x < to; x++)
			hist[GET_DATA_BYTE(pix_row(tiles, y), x)]++;
	s.paper = ranked(hist, n, PAPER_RANK, 100);
	for (int i = 0; i < s.paper - BELOW; i++)
		inked += hist[i];
	s.ink = inked * SHARE < n ? PAPER : ranked(hist, inked, 1, 2);
	s.black = black_of(&s);
	s.type = inked * TYPE >= n;
	return s;
}

/* A strip with nothing on it is taken as the one before it, or behind. */
static void
fill(struct strip *strip, int n)
{
	for (int i = 1; i < n; i++)
		if (strip[i].ink == PAPER)
			strip[i] = strip[i - 1];
	for (int i = n - 2; i >= 0; i--)
		if (strip[i].ink == PAPER)
			strip[i] = strip[i + 1];
}

/* At a column, between the middles of two strips. */
static int
black_at(const struct strip *strip, int n, int x)
{
	int wide = STRIP * TILE, at = L_MAX(x - wide / 2, 0);
	int i = L_MIN(at / wide, n - 1), next = L_MIN(i + 1, n - 1);

	return strip[i].black + (strip[next].black - strip[i].black) *
	    (at % wide) / wide;
}

static bool
is_noisy(const struct strip *s)
{
	return s->black > 0 && NOISY * (PAPER - s->paper) > PAPER - s->ink;
}

/* NULL: no memory. */
static PIX *
deepen(PIX *grey, const struct strip *strip, int n)
{
	PIX *soft, *out = pixCopy(NULL, grey);
	int w = pixGetWidth(grey), *black = xcalloc((size_t)w, sizeof(*black));
	bool *noisy = xcalloc((size_t)w, sizeof(*noisy)), any = false;

	for (int x = 0; x < w; x++) {
		black[x] = black_at(strip, n, x);
		noisy[x] = black[x] > 0 &&
		    is_noisy(&strip[L_MIN(x / (STRIP * TILE), n - 1)]);
		any = any || noisy[x];
	}
	soft = any ? pixBlockconv(grey, 1, 1) : pixClone(grey);
	for (int y = 0; soft != NULL && out != NULL &&
	    y < pixGetHeight(grey); y++) {
		uint32_t *sharp = pix_row(grey, y), *to = pix_row(out, y);
		uint32_t *softened = pix_row(soft, y);

		for (int x = 0; x < w; x++) {
			int v = GET_DATA_BYTE(noisy[x] ? softened : sharp, x) -
			    black[x];

			SET_DATA_BYTE(to, x, L_MAX(v, 0) * PAPER /
			    (PAPER - black[x]));
		}
	}
	if (soft == NULL)
		pixDestroy(&out);
	pixDestroy(&soft);
	free(noisy);
	free(black);
	return out;
}

/* The ink that was pale, as the page is read; NULL: no memory. */
static PIX *
upright_pale(PIX *grey, PIX *deep, int32_t dpi)
{
	PIX *ink = clean_ink(deep), *dark = grey_below(grey, DARK), *out = NULL;

	if (ink != NULL && dark != NULL) {
		brick_grow(dark, RIM, RIM);
		(void)pixSubtract(ink, ink, dark);
		out = pixRotateOrth(ink, clean_rotation(ink, dpi) / 90);
	}
	pixDestroy(&dark);
	pixDestroy(&ink);
	return out;
}

/*
 * Is what was pale type of this side?  Of the palest that must be seen; of any
 * other it is enough that it does not look mirrored: capitals and figures tell
 * nothing.  No, without memory.
 */
static bool
is_this_side(PIX *grey, PIX *deep, int32_t dpi, bool palest)
{
	PIX *pale = upright_pale(grey, deep, dpi);
	float score = pale == NULL ? CLEAN_MIRRORED : clean_mirror_score(pale);

	pixDestroy(&pale);
	return palest ? score >= CLEAN_UNMIRRORED : score > CLEAN_MIRRORED;
}

/*
 * What each strip's black is; false: no ink is pale.  *ret_palest: all is, and
 * some so much that it may shine through.
 */
static bool
judge_all(PIX *tiles, struct strip *strip, int n, bool *ret_palest)
{
	bool any = false, all = true, palest = false;

	for (int i = 0; i < n; i++) {
		strip[i] = judge(tiles, i * STRIP, i == n - 1 ?
		    pixGetWidth(tiles) : (i + 1) * STRIP);
		any = any || strip[i].black > 0;
		all = all && (strip[i].ink == PAPER || strip[i].black > 0);
		palest = palest || (strip[i].ink > PALEST &&
		    strip[i].ink < PAPER);
	}
	/* Beside dark ink, as pale is what shines through, and a stamp. */
	for (int i = 0; i < n && !all; i++)
		if (strip[i].ink > PALEST ||
		    (strip[i].black > 0 && !strip[i].type))
			strip[i].ink = PAPER;
	fill(strip, n);
	*ret_palest = all && palest;
	return any;
}

struct Pix *
clean_faint(struct Pix *grey, int32_t dpi)
{
	PIX *tiles = pixScaleGrayMinMax(grey, TILE, TILE, L_CHOOSE_MIN), *out;
	struct strip *strip;
	bool any, palest = false;
	int n;

	if (tiles == NULL)
		return NULL;
	n = L_MAX(pixGetWidth(tiles) / STRIP, 1);
	strip = xcalloc((size_t)n, sizeof(*strip));
	any = judge_all(tiles, strip, n, &palest);
	out = any ? deepen(grey, strip, n) : pixClone(grey);
	if (any && out != NULL && !is_this_side(grey, out, dpi, palest)) {
		pixDestroy(&out);
		out = pixClone(grey);
	}
	free(strip);
	pixDestroy(&tiles);
	return out;
}
