#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "page/brick.h"
#include "page/mask.h"
#include "page/mm.h"
#include "page/rules.h"

/*
 * Tables whose lines a copier has eaten: where a row's or a column's line is
 * known from some of its pieces, each edge between two crossings is looked at
 * by itself and drawn whole if ink is strewn along it.  Merged cells have no
 * ink there, and stay merged.
 */

#define LINES_MAX 160		/* of one direction in one table */
#define NEAR_MM 6.0		/* lines nearer than that are one table's */
#define SAME_MM 1.0		/* lines nearer than that are one line */
#define OFF_MM 0.8		/* how far a piece may lie off its line */
#define END_MM 3.0		/* beyond its table, where a line may end */
#define QUARTER_SHARE 0.05	/* of a quarter of an edge, under pieces */
#define CROSSED 0.06		/* of an edge inked, no line: writing .. */
#define SOLID 0.92	/* .. which leaves more of a narrow band white */
#define STREAK 0.2	/* inked beyond a table; lines are 0.1 at most */
#define DAMAGED 0.85		/* share of its edges drawn: a line less so */

struct lines {
	int	at[LINES_MAX];	/* px, ascending */
	int	n;
};

/* Where the rows of `mask` within the box hold lines. */
static void
rows_of(PIX *mask, BOX *zone, int same, struct lines *ret)
{
	PIX *clip = pixClipRectangle(mask, zone, NULL);
	NUMA *counts = clip == NULL ? NULL : pixCountPixelsByRow(clip, NULL);
	int n = counts == NULL ? 0 : numaGetCount(counts), last = -1000;
	double sum = 0, weight = 0;

	ret->n = 0;
	for (int y = 0; y <= n; y++) {
		int c = 0;

		if (y < n)
			(void)numaGetIValue(counts, y, &c);
		if (weight > 0 && (y == n || (c > 0 && y - last > same))) {
			if (ret->n < LINES_MAX)
				ret->at[ret->n++] = zone->y +
				    (int)lround(sum / weight);
			sum = weight = 0;
		}
		if (c > 0) {
			sum += (double)c * y;
			weight += c;
			last = y;
		}
	}
	numaDestroy(&counts);
	pixDestroy(&clip);
}

/* Share of the columns [from, to) that hold ink within `off` of the row y. */
static double
share(PIX *ink, int from, int to, int y, int off)
{
	BOX *box = boxCreate(from, y - off, to - from, 2 * off + 1);
	PIX *clip = box == NULL ? NULL : pixClipRectangle(ink, box, NULL);
	NUMA *counts = clip == NULL ? NULL : pixCountPixelsByColumn(clip);
	int n = counts == NULL ? 0 : numaGetCount(counts), inked = 0;

	for (int x = 0; x < n; x++) {
		int c = 0;

		(void)numaGetIValue(counts, x, &c);
		inked += c > 0;
	}
	numaDestroy(&counts);
	pixDestroy(&clip);
	boxDestroy(&box);
	return n == 0 ? 0 : (double)inked / n;
}

/*
 * In how many quarters of [from, to) is ink strewn along the row y?  At its
 * ends there is that of the lines it meets.
 */
static int
strewn(PIX *ink, int from, int to, int y, int off)
{
	int n = 0, size;

	if (to - from > 8 * off) {	/* a shorter one has none to spare */
		from += off;
		to -= off;
	}
	size = to - from;
	for (int q = 0; q < 4; q++)
		n += share(ink, from + q * size / 4, from + (q + 1) * size / 4,
		    y, off) > QUARTER_SHARE;
	return n;
}

/*
 * Which edges of the row y are drawn?  `pieces` holds all that may be part of
 * a line.  Returns the share of the drawn edges that is inked: 1 on a clean
 * copy.
 */
static double
edges_drawn(PIX *pieces, int y, const struct lines *columns, int off,
    bool drawn[LINES_MAX])
{
	double sum = 0;
	int n = 0;

	for (int i = 1; i < columns->n; i++) {
		int from = columns->at[i - 1], to = columns->at[i];

		drawn[i] = strewn(pieces, from, to, y, off) >= 3;
		if (drawn[i]) {
			sum += share(pieces, from, to, y, off);
			n++;
		}
	}
	return n == 0 ? 1 : sum / n;
}

/* Does no writing cross it?  What is inked all along is a line with a blot. */
static bool
is_free(PIX *ink, int from, int to, int y, int off)
{
	return share(ink, from, to, y, off) < CROSSED ||
	    share(ink, from, to, y, off / 2) > SOLID;
}

/*
 * On a damaged line: edges with a little ink, and gaps between drawn edges
 * that no writing crosses, are drawn too.  At its ends nothing is added: that
 * is where cells merge.
 */
static void
edges_mend(PIX *ink, PIX *pieces, int y, const struct lines *columns, int off,
    bool drawn[LINES_MAX])
{
	int first = 0, last = 0;

	for (int i = 1; i < columns->n; i++) {
		drawn[i] = drawn[i] || strewn(pieces, columns->at[i - 1],
		    columns->at[i], y, off) >= 2;
		if (drawn[i]) {
			first = first == 0 ? i : first;
			last = i;
		}
	}
	for (int i = first + 1; i < last; i++)
		drawn[i] = drawn[i] || is_free(ink, columns->at[i - 1] + off,
		    columns->at[i] - off, y, off);
}

/* The edges of the rows of one table. */
static void
complete_rows(PIX *mask, PIX *ink, PIX *pieces, const struct lines *rows,
    const struct lines *columns, int off)
{
	bool drawn[LINES_MAX] = { false };
	BOX *edge;

	for (int j = 0; j < rows->n; j++) {
		int y = rows->at[j];

		if (edges_drawn(pieces, y, columns, off, drawn) < DAMAGED)
			edges_mend(ink, pieces, y, columns, off, drawn);
		for (int i = 1; i < columns->n; i++) {
			if (!drawn[i])
				continue;
			edge = boxCreate(columns->at[i - 1], y - 1,
			    columns->at[i] - columns->at[i - 1], 3);
			(void)pixSetInRect(mask, edge);
			boxDestroy(&edge);
		}
	}
}

/* Boxes round lines that are near each other. */
static BOXA *
zones(PIX *across, PIX *down, int32_t dpi)
{
	PIX *all, *small;
	BOXA *boxes, *out;
	int near = mm_px(NEAR_MM, dpi / 4);

	all = pixOr(NULL, across, down);
	small = all == NULL ? NULL : pixReduceRankBinaryCascade(all, 1, 1, 0,
	    0);
	pixDestroy(&all);
	if (small == NULL)
		return NULL;
	brick_grow(small, near, near);
	boxes = pixConnCompBB(small, 8);
	pixDestroy(&small);
	out = boxes == NULL ? NULL : boxaTransform(boxes, 0, 0, 4, 4);
	boxaDestroy(&boxes);
	return out;
}

/* One direction of the page: its masks, and those of the page on its side. */
struct side {
	PIX	*mask, *ink, *pieces, *streaks;
};

/* What the mask holds in the band is a streak's. */
static void
set_apart(PIX *mask, PIX *streaks, const BOX *band)
{
	(void)pixRasterop(streaks, band->x, band->y, band->w, band->h,
	    PIX_PAINT, mask, band->x, band->y);
	(void)pixRasterop(mask, band->x, band->y, band->w, band->h, PIX_CLR,
	    NULL, 0, 0);
}

/* Share of the columns [from, to) with pieces of no line near the row y. */
static double
loose(const struct side *s, int from, int to, int y, int off)
{
	BOX *band = boxCreate(from, y - off, to - from, 2 * off + 1);
	PIX *all = band == NULL ? NULL :
	    pixClipRectangle(s->pieces, band, NULL);
	PIX *lines = band == NULL ? NULL :
	    pixClipRectangle(s->mask, band, NULL);
	double found = 0;

	if (all != NULL && lines != NULL) {
		(void)pixSubtract(all, all, lines);
		found = share(all, 0, pixGetWidth(all), off, off);
	}
	pixDestroy(&lines);
	pixDestroy(&all);
	boxDestroy(&band);
	return found;
}

/* Does the row y go on in pieces before `from` or behind `to`? */
static bool
runs_on(const struct side *s, int from, int to, int y, int off, int far)
{
	return (from > far && loose(s, from - far, from, y, off) > STREAK) ||
	    (to + far < pixGetWidth(s->ink) &&
	    loose(s, to, to + far, y, off) > STREAK);
}

/*
 * Leave out lines that run on beyond the outermost of those that cross them:
 * the streaks that dust on the glass draws down a page.  Those that go on in
 * pieces are surely such, and leave the mask for `streaks`.
 */
static void
keep_inside(struct side *s, BOX *zone, struct lines *rows,
    const struct lines *columns, int same, int near)
{
	int kept = 0, left, right;
	BOX *band, *b;
	PIX *clip;

	for (int j = 0; j < rows->n && columns->n > 0; j++) {
		band = boxCreate(zone->x, rows->at[j] - same, zone->w,
		    2 * same + 1);
		clip = band == NULL ? NULL :
		    pixClipRectangle(s->mask, band, NULL);
		b = NULL;
		if (clip != NULL && pixClipToForeground(clip, NULL, &b) == 0) {
			left = zone->x + b->x;
			right = left + b->w;
			if (runs_on(s, columns->at[0] - near,
			    columns->at[columns->n - 1] + near, rows->at[j],
			    same, 8 * near))
				set_apart(s->mask, s->streaks, band);
			else if (left >= columns->at[0] - near &&
			    right <= columns->at[columns->n - 1] + near)
				rows->at[kept++] = rows->at[j];
		}
		boxDestroy(&b);
		pixDestroy(&clip);
		boxDestroy(&band);
	}
	rows->n = kept;
}

/*
 * Pieces that hang on a line of the other direction are cut off it first.  A
 * stem is no matter along a line that is known, and streaks run among letters.
 */
static bool
side_new(PIX *mask, PIX *other, PIX *ink, int32_t dpi, struct side *ret)
{
	PIX *rest, *wide = brick_dilate(other, 3, 3);

	rest = wide == NULL ? NULL : pixSubtract(NULL, ink, wide);
	*ret = (struct side){ mask, ink, rest == NULL ? NULL :
	    rules_pieces(rest, dpi, false), pixCreateTemplate(mask) };
	pixDestroy(&rest);
	pixDestroy(&wide);
	if (ret->pieces == NULL || ret->streaks == NULL)
		return false;
	(void)pixOr(ret->pieces, ret->pieces, mask);
	return true;
}

/* `zone` in page coordinates; `turned` is the page a quarter clockwise. */
static void
complete_table(struct side *across, struct side *down, BOX *zone, int32_t dpi)
{
	int h = pixGetHeight(across->ink), off = mm_px(OFF_MM, dpi);
	int same = mm_px(SAME_MM, dpi), near = mm_px(END_MM, dpi);
	struct lines rows, columns, back = { { 0 }, 0 };
	BOX *side;

	side = boxCreate(h - zone->y - zone->h, zone->x, zone->h, zone->w);
	if (side == NULL)
		return;
	rows_of(across->mask, zone, same, &rows);
	rows_of(down->mask, side, same, &columns);
	for (int j = rows.n - 1; j >= 0; j--)
		back.at[back.n++] = h - 1 - rows.at[j];
	keep_inside(down, side, &columns, &back, same, near);
	if (rows.n >= 2 && columns.n >= 2) {
		complete_rows(across->mask, across->ink, across->pieces, &rows,
		    &columns, off);
		complete_rows(down->mask, down->ink, down->pieces, &columns,
		    &back, off);
	}
	boxDestroy(&side);
}

/* The lines within each of these boxes. */
static void
complete(struct rules *r, PIX *ink, int32_t dpi, BOXA *tables)
{
	int n = boxaGetCount(tables);
	PIX *down = mask_turn(r->down, true), *turned = mask_turn(ink, true);
	PIX *flat = mask_turn(r->across, true);
	struct side a = { 0 }, d = { 0 };

	if (down != NULL && turned != NULL && flat != NULL &&
	    side_new(r->across, r->down, ink, dpi, &a) &&
	    side_new(down, flat, turned, dpi, &d)) {
		for (int i = 0; i < n; i++) {
			BOX *b = boxaGetBox(tables, i, L_CLONE);

			complete_table(&a, &d, b, dpi);
			boxDestroy(&b);
		}
		pixDestroy(&r->down);
		r->down = mask_turn(down, false);
		pixDestroy(&r->streaks);
		r->streaks = mask_turn(d.streaks, false);
	}
	pixDestroy(&a.streaks);
	pixDestroy(&d.streaks);
	pixDestroy(&a.pieces);
	pixDestroy(&d.pieces);
	pixDestroy(&down);
	pixDestroy(&turned);
	pixDestroy(&flat);
}

/* Boxes in which lines of both directions are: a line by itself is complete. */
static BOXA *
crossings(PIX *across, PIX *down, int32_t dpi)
{
	BOXA *all = zones(across, down, dpi);
	int n = all == NULL ? 0 : boxaGetCount(all);
	BOXA *out = boxaCreate(n);

	for (int i = 0; i < n && out != NULL; i++) {
		BOX *b = boxaGetBox(all, i, L_CLONE);

		if (mask_has(across, b->x, b->y, b->w, b->h) &&
		    mask_has(down, b->x, b->y, b->w, b->h))
			(void)boxaAddBox(out, b, L_COPY);
		boxDestroy(&b);
	}
	boxaDestroy(&all);
	return out;
}

void
rules_complete(struct rules *r, struct Pix *ink, int32_t dpi)
{
	BOXA *tables = crossings(r->across, r->down, dpi);

	if (tables != NULL && boxaGetCount(tables) > 0)
		complete(r, ink, dpi, tables);
	boxaDestroy(&tables);
}
