#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/clean.h"

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
#define ROOM 40		/* greys left below ink, whose darkest is not all */
#define PALEST 212	/* what shines through the sheet is paler */
#define UNMIRRORED 4.0f	/* pixMirrorDetect's, of this side's type */
#define NOISY 6		/* times the noise is more than the ink's contrast */

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
	int black = 6 * (s->ink - FAINT);

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

/* Strips with nothing on them go on as the nearest that has. */
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
	PIX *soft = pixBlockconv(grey, 1, 1), *out = pixCopy(NULL, grey);
	int w = pixGetWidth(grey), black;

	for (int x = 0; soft != NULL && out != NULL && x < w; x++) {
		PIX *from = is_noisy(&strip[L_MIN(x / (STRIP * TILE), n - 1)])
		    ? soft : grey;

		if ((black = black_at(strip, n, x)) == 0)
			continue;
		for (int y = 0; y < pixGetHeight(grey); y++) {
			int v = GET_DATA_BYTE(pix_row(from, y), x) - black;

			SET_DATA_BYTE(pix_row(out, y), x, L_MAX(v, 0) *
			    PAPER / (PAPER - black));
		}
	}
	if (soft == NULL)
		pixDestroy(&out);
	pixDestroy(&soft);
	return out;
}

/* Is it type of this side?  Of a page that is all pale. */
static bool
is_this_side(PIX *deep)
{
	PIX *ink = clean_ink(deep);
	bool yes = ink != NULL && clean_mirror_score(ink) >= UNMIRRORED;

	pixDestroy(&ink);
	return yes;
}

/* What each strip's black is; false: no ink is pale. */
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
clean_faint(struct Pix *grey)
{
	PIX *tiles = pixScaleGrayMinMax(grey, TILE, TILE, L_CHOOSE_MIN), *out;
	struct strip *strip;
	bool any, palest = false;
	int n;

	if (tiles == NULL)	/* less than a tile */
		return pixClone(grey);
	n = L_MAX(pixGetWidth(tiles) / STRIP, 1);
	strip = xcalloc((size_t)n, sizeof(*strip));
	any = judge_all(tiles, strip, n, &palest);
	out = any ? deepen(grey, strip, n) : pixClone(grey);
	if (palest && out != NULL && !is_this_side(out)) {
		pixDestroy(&out);
		out = pixClone(grey);
	}
	free(strip);
	pixDestroy(&tiles);
	return out;
}
