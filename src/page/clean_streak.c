#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/clean.h"

/*
 * Dust on the glass of a scanner that draws its sheets in leaves a thin line
 * down each page, from edge to edge: no line of a table goes on into the
 * margins.  It lies in the same columns all along, until the page is straight.
 */

#define BESIDE 5		/* px: so far off is no more of the streak */
#define WIDE_MAX 5	/* px */
#define EVERY 4			/* rows: so many are enough to find one */
#define OPEN 128		/* darker beside it: type, or the lid */
#define DARKER 0.94		/* than both sides */
#define ALL_ALONG 0.85		/* of the rows that are open */
#define OPEN_MIN 0.5		/* of all rows */
#define MARGIN 0.03		/* of the height, above and below */
#define FEW 2		/* streaks; more may be a table's, cut to its frame */
#define MANY 12		/* .. and so many are no dust */
#define ACROSS 0.5	/* of the width: such a line is a table's */
#define SHEER 0.5	/* .. of the paper: what lies under it is seen */

/* Of one column: rows that are open, and darker than both sides in these. */
struct tally {
	int	open, dark;
	int64_t	paper, grey;	/* sums over those that are darker */
};

static void
count_row(const uint32_t *row, const int *column, int n, struct tally *t)
{
	for (int i = 0; i < n; i++) {
		int x = column[i];
		int left = GET_DATA_BYTE(row, x - BESIDE);
		int right = GET_DATA_BYTE(row, x + BESIDE);
		int paper = left < right ? left : right;
		int v = GET_DATA_BYTE(row, x);

		if (paper < OPEN)
			continue;
		t[x].open++;
		if (v < DARKER * paper) {
			t[x].dark++;
			t[x].paper += paper;
			t[x].grey += v;
		}
	}
}

/*
 * Of the `n` columns those stay that are darker than both sides in these rows:
 * few of them, once a margin was looked at.  Returns how many.
 */
static int
keep(PIX *grey, int from, int to, struct tally *t, int *column, int n)
{
	int kept = 0;

	memset(t, 0, (size_t)pixGetWidth(grey) * sizeof(*t));
	for (int y = from; y < to && n > 0; y += EVERY)
		count_row(pix_row(grey, y), column, n, t);
	for (int i = 0; i < n; i++)
		if (t[column[i]].dark >= ALL_ALONG * t[column[i]].open)
			column[kept++] = column[i];
	return kept;
}

/*
 * The columns [from, to): what stands left and right of them goes on, and what
 * is seen through them stays.
 */
static void
mend(PIX *grey, int from, int to, const struct tally *t)
{
	int left = from - 2, right = to + 1;

	for (int y = 0; y < pixGetHeight(grey); y++) {
		uint32_t *row = pix_row(grey, y);
		int a = GET_DATA_BYTE(row, left);
		int b = GET_DATA_BYTE(row, right);

		for (int x = left + 1; x < right; x++) {
			int new = a + (b - a) * (x - left) / (right - left);
			int seen = t[x].grey <= 0 || x < from || x >= to ? 255 :
			    (int)(GET_DATA_BYTE(row, x) * t[x].paper /
			    t[x].grey);

			if ((double)t[x].grey >= SHEER * (double)t[x].paper &&
			    seen < new)
				new = seen;
			SET_DATA_BYTE(row, x, new);
		}
	}
}

/* The next streak from *at on, as [*at, *ret_end); false: there is none. */
static bool
next_streak(const bool *column, const struct tally *t, int w, int open,
    int *at, int *ret_end)
{
	int end;

	for (int x = *at; x < w - BESIDE; x = end + 1) {
		for (end = x; column[end] && t[end].open >= open; end++)
			;
		if (end > x && end - x <= WIDE_MAX) {
			*at = x;
			*ret_end = end;
			return true;
		}
	}
	return false;
}

/* Columns that are darker than both sides from edge to edge. */
static void
find(PIX *grey, int margin, struct tally *t, bool *ret_column)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey), n = 0;
	int *column = xcalloc((size_t)w + 1, sizeof(*column));

	for (int x = BESIDE; x < w - BESIDE; x++)
		column[n++] = x;
	n = keep(grey, 0, margin, t, column, n);
	n = keep(grey, h - margin, h, t, column, n);
	n = keep(grey, 0, h, t, column, n);
	for (int i = 0; i < n; i++)
		ret_column[column[i]] = true;
	free(column);
}

/* Does a line go across the page, as in a table that is cut to its frame? */
static bool
is_ruled_across(PIX *grey)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey), dark = 0;

	for (int y = BESIDE; y < h - BESIDE && dark < ACROSS * w; y++) {
		const uint32_t *row = pix_row(grey, y);
		const uint32_t *above = pix_row(grey, y - BESIDE);
		const uint32_t *below = pix_row(grey, y + BESIDE);

		dark = 0;
		for (int x = 0; x < w; x += EVERY) {
			int a = GET_DATA_BYTE(above, x);
			int b = GET_DATA_BYTE(below, x);
			int paper = a < b ? a : b;

			if (paper >= OPEN &&
			    GET_DATA_BYTE(row, x) < DARKER * paper)
				dark += EVERY;
		}
	}
	return dark >= ACROSS * w;
}

/* Are so many columns dust? */
static bool
are_streaks(PIX *grey, int n)
{
	return n <= FEW || (n < MANY && !is_ruled_across(grey));
}

void
clean_streaks(struct Pix *grey)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey), n = 0, end;
	int margin = (int)(MARGIN * h), open = (int)(OPEN_MIN * h / EVERY);
	struct tally *t;
	bool *column;

	/* No margins to tell by: a line's letters go from edge to edge. */
	if (margin < EVERY)
		return;
	t = xcalloc((size_t)w + 1, sizeof(*t));
	column = xcalloc((size_t)w + 1, sizeof(*column));
	find(grey, margin, t, column);
	for (int x = BESIDE; next_streak(column, t, w, open, &x, &end);
	    x = end + 1)
		n++;
	if (are_streaks(grey, n))
		for (int x = BESIDE; next_streak(column, t, w, open, &x, &end);
		    x = end + 1)
			mend(grey, x, end, t);
	free(column);
	free(t);
}
