#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/bytes.h"
#include "page/mask.h"
#include "page/mm.h"
#include "page/parts.h"
#include "page/rules.h"

#define DASHED_MM 35	/* a line of pieces must show more of itself */
#define GAP_MM 12.2	/* between the pieces of a badly copied line */
#define DOT_MM 0.75	/* a bold letter's: no end of a line down */
#define THICK_MM 1.0	/* thicker is a band or a bar, not a line */
#define STEMS 4	/* beside each other, in "illi" */
#define CROSSED 0.3	/* of a dashed line's ink, for it to be no line */

/* Are there so many dark pixels beside each other in a word? */
static bool
word_has_run(uint32_t word, int length)
{
	int step;

	for (int n = 1; n < length && word != 0; n += step) {
		step = n < length - n ? n : length - n;
		word &= word << step;
	}
	return word != 0;
}

static bool
row_has_run(const uint32_t *line, size_t words, int length)
{
	uint32_t word;
	int run = 0;

	for (size_t i = 0; i < words; i++) {
		word = line[i];
		if (word == 0 && run < length) {
			run = 0;
			continue;
		}
		if (word == UINT32_MAX) {
			run += 32;
			continue;
		}
		run += __builtin_clz(~word);
		if (run >= length || (length < 32 &&
		    word_has_run(word, length)))
			return true;
		run = __builtin_ctz(~word);
	}
	return run >= length;
}

/* The rows of `ink` that hold such a run; returns their number. */
static int
rows_with_runs(PIX *ink, int length, int *ret_row)
{
	size_t words = (size_t)pixGetWpl(ink);
	int n = 0;

	for (int y = 0; y < pixGetHeight(ink); y++)
		if (row_has_run(pix_row(ink, y), words, length))
			ret_row[n++] = y;
	return n;
}

/* The runs of these rows, each in its place in `out`; false: no memory. */
static bool
open_rows(PIX *ink, const int *row, int n, int length, PIX *out)
{
	size_t size = (size_t)pixGetWpl(ink) * sizeof(uint32_t);
	PIX *some = pixCreate(pixGetWidth(ink), n, 1), *opened;
	bool done;

	for (int i = 0; i < n && some != NULL; i++)
		memcpy(pix_row(some, i), pix_row(ink, row[i]), size);
	opened = some == NULL ? NULL : brick_open(some, length, 1);
	for (int i = 0; i < n && opened != NULL; i++)
		memcpy(pix_row(out, row[i]), pix_row(opened, i), size);
	done = opened != NULL;
	pixDestroy(&opened);
	pixDestroy(&some);
	return done;
}

/*
 * Opened by so many pixels in a row.  Few rows of a page hold as many, none
 * where there is mere type: only these are touched.  Tells how many of them
 * follow each other at most.  NULL: no memory.
 */
static PIX *
runs_of(PIX *ink, int length, int *ret_deep)
{
	int *row = xcalloc((size_t)pixGetHeight(ink), sizeof(*row)), deep = 0;
	int n = rows_with_runs(ink, length, row);
	PIX *out = pixCreateTemplate(ink);

	if (n > 0 && out != NULL && !open_rows(ink, row, n, length, out))
		pixDestroy(&out);
	*ret_deep = 0;
	for (int i = 0; i < n; i++) {
		deep = i > 0 && row[i] == row[i - 1] + 1 ? deep + 1 : 1;
		*ret_deep = deep > *ret_deep ? deep : *ret_deep;
	}
	free(row);
	return out;
}

/* `runs` without what lies at or beside `thick`; takes both.  NULL: one is. */
static PIX *
thin_of(PIX *runs, PIX *thick, int w, int h)
{
	PIX *out;

	if (thick != NULL)
		brick_grow(thick, w, h);
	out = thick == NULL ? NULL : pixSubtract(NULL, runs, thick);
	pixDestroy(&thick);
	pixDestroy(&runs);
	return out;
}

/*
 * Whole lines: long runs of ink that are not part of something thick.  A page
 * turned on its side has its columns as rows: one code for both.
 */
struct Pix *
rules_whole(struct Pix *ink, int32_t dpi, double length)
{
	/* What is left after opening by more than a line's thickness. */
	int thick = mm_px(THICK_MM, dpi) + 1, deep;
	PIX *runs = runs_of(ink, mm_px(length, dpi), &deep);

	if (runs == NULL || deep < thick)
		return runs;
	return thin_of(runs, brick_open(runs, 1, thick), 1, 3);
}

/* The same of its columns, which a drawing is not turned for. */
static PIX *
whole_down(PIX *ink, int32_t dpi)
{
	PIX *runs = brick_open(ink, 1, mm_px(RULE_LONG_MM, dpi)), *thick;
	int deep;

	if (runs == NULL)
		return NULL;
	thick = runs_of(runs, mm_px(THICK_MM, dpi) + 1, &deep);
	if (thick == NULL || deep > 0)
		return thin_of(runs, thick, 3, 1);
	pixDestroy(&thick);
	return runs;
}

static int
ink_under(PIX *ink, PIX *comp, const BOX *b)
{
	PIX *under = pixCopy(NULL, comp);
	int n = 0;

	if (under != NULL) {
		(void)pixRasterop(under, 0, 0, b->w, b->h, PIX_MASK, ink, b->x,
		    b->y);
		(void)pixCountPixels(under, &n, NULL);
	}
	pixDestroy(&under);
	return n;
}

/* Without those lines that writing crosses: streaks of dust on the glass. */
static PIX *
uncrossed(PIX *lines, PIX *ink, PIX *pieces)
{
	PIX *out = pixCreateTemplate(lines), *comp;
	PIXA *comps = NULL;
	BOXA *boxes = pixConnComp(lines, &comps, 8);
	int n = boxes == NULL || out == NULL ? 0 : boxaGetCount(boxes);
	BOX *b;

	for (int i = 0; i < n; i++) {
		b = boxaGetBox(boxes, i, L_CLONE);
		comp = pixaGetPix(comps, i, L_CLONE);
		if (ink_under(pieces, comp, b) >
		    (1 - CROSSED) * ink_under(ink, comp, b))
			(void)pixRasterop(out, b->x, b->y, b->w, b->h,
			    PIX_PAINT, comp, 0, 0);
		pixDestroy(&comp);
		boxDestroy(&b);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&comps);
	return out;
}

/*
 * Is there ink over so much of a row without a wider gap?  What a word holds
 * counts as one piece: rather too much than too little.
 */
static bool
has_chain(PIX *ink, int gap, int length)
{
	size_t wpl = (size_t)pixGetWpl(ink);
	const uint32_t *line;
	int first, start, end;

	for (int y = 0; y < pixGetHeight(ink); y++) {
		line = pix_row(ink, y);
		start = end = -gap - 1;
		for (size_t i = 0; i < wpl; i++) {
			if (line[i] == 0)
				continue;
			first = 32 * (int)i + __builtin_clz(line[i]);
			if (first - end > gap)
				start = first;
			end = 32 * (int)(i + 1) - __builtin_ctz(line[i]);
			if (end - start >= length)
				return true;
		}
	}
	return false;
}

/* The lines that pieces in a row make; NULL: none. */
static PIX *
joined(PIX *some, int32_t dpi)
{
	int gap = mm_px(GAP_MM, dpi), length = mm_px(DASHED_MM, dpi);
	PIX *closed, *out;

	/* What skew is left moves them up and down. */
	brick_grow(some, 1, 3);
	if (!has_chain(some, gap, length))
		return NULL;
	closed = brick_close(some, gap, 1);
	out = brick_open(closed, length, 1);
	pixDestroy(&closed);
	return out;
}

static bool
is_wider(const struct part *p, const int *speck)
{
	return p->w > *speck;
}

/* The lines of these pieces; a speck is none of a line yet to be found. */
static PIX *
chained(PIX *pieces, int32_t dpi, bool stems)
{
	PIX *some = pixCopy(NULL, pieces), *lines;
	int speck = mm_px(stems ? DOT_MM : 0.5, dpi);

	if (some != NULL)
		parts_sift(some, is_wider, &speck);
	lines = some == NULL ? NULL : joined(some, dpi);
	pixDestroy(&some);
	return lines;
}

/*
 * Pieces without those beside a letter's stem: "ill" under "ill", in a column
 * of a table, is no line, though its middle stem is beside stems only.
 */
static void
part_stems(PIX *pieces, PIX *ink, int32_t dpi)
{
	int before = -1, n = 0;
	PIX *rest;

	for (int i = 0; i < STEMS && n != before; i++) {
		if ((rest = pixSubtract(NULL, ink, pieces)) == NULL)
			return;
		brick_grow(rest, 1, 2 * mm_px(RULE_ALONE_MM, dpi) + 1);
		parts_touching(pieces, rest, false);
		pixDestroy(&rest);
		before = n;
		(void)pixCountPixels(pieces, &n, NULL);
	}
}

/* Lines of which a copier left pieces, in a row; NULL: none. */
static PIX *
dashed(PIX *ink, int32_t dpi, bool stems)
{
	PIX *all = rules_pieces(ink, dpi, stems), *lines, *out;

	lines = all == NULL ? NULL : chained(all, dpi, stems);
	if (lines != NULL && !mask_is_empty(lines)) {
		part_stems(all, ink, dpi);
		pixDestroy(&lines);
		lines = chained(all, dpi, stems);
	}
	out = lines == NULL ? NULL : uncrossed(lines, ink, all);
	pixDestroy(&lines);
	pixDestroy(&all);
	return out;
}

/* Ink without the lines that run the other way, so that pieces part. */
static PIX *
without(PIX *ink, PIX *lines)
{
	PIX *wide, *out;

	if (mask_is_empty(lines))
		return pixClone(ink);
	wide = brick_dilate(lines, 3, 3);
	out = wide == NULL ? NULL : pixSubtract(NULL, ink, wide);
	pixDestroy(&wide);
	return out;
}

/* Adds to the whole lines of one direction those left in pieces. */
static void
add_dashed(PIX *lines, PIX *ink, PIX *others, int32_t dpi, bool stems)
{
	PIX *rest = without(ink, others);
	PIX *more = rest == NULL ? NULL : dashed(rest, dpi, stems);

	if (more != NULL)
		(void)pixOr(lines, lines, more);
	pixDestroy(&more);
	pixDestroy(&rest);
}

/* Takes both; `down` is stood upright again. */
static int
found(PIX *across, PIX *down, struct rules *ret)
{
	struct rules r = { .across = across };

	r.down = down == NULL ? NULL : mask_turn(down, false);
	pixDestroy(&down);
	if (r.across == NULL || r.down == NULL) {
		rules_free(&r);
		return -ENOMEM;
	}
	*ret = r;
	return 0;
}

int
rules_find(struct Pix *ink, int32_t dpi, struct rules *ret)
{
	PIX *turned = mask_turn(ink, true), *flat, *upright;
	PIX *across, *down;

	across = rules_whole(ink, dpi, RULE_LONG_MM);
	down = turned == NULL ? NULL : rules_whole(turned, dpi, RULE_LONG_MM);
	if (across != NULL && down != NULL) {
		upright = mask_turn(down, false);
		if (upright != NULL)
			add_dashed(across, ink, upright, dpi, false);
		pixDestroy(&upright);
		flat = mask_turn(across, true);
		if (flat != NULL)
			add_dashed(down, turned, flat, dpi, true);
		pixDestroy(&flat);
	}
	pixDestroy(&turned);
	return found(across, down, ret);
}

/* 0, -ENOENT where there are none, or -ENOMEM; frees those that are none. */
static int
any_of(PIX **lines)
{
	if (*lines == NULL)
		return -ENOMEM;
	if (!mask_is_empty(*lines))
		return 0;
	pixDestroy(lines);
	return -ENOENT;
}

int
rules_find_drawn(struct Pix *ink, int32_t dpi, struct rules *ret)
{
	struct rules r = { .across = rules_whole(ink, dpi, RULE_LONG_MM) };
	int error = any_of(&r.across);

	if (error == 0) {
		r.down = whole_down(ink, dpi);
		error = any_of(&r.down);
	}
	if (error == 0)
		*ret = r;
	else
		rules_free(&r);
	return error;
}

void
rules_free(struct rules *r)
{
	pixDestroy(&r->across);
	pixDestroy(&r->down);
	pixDestroy(&r->streaks);
	*r = (struct rules){ 0 };
}

/* The lines of one direction and their grey rim. */
static void
erase(PIX *lines, int rim, bool is_across, PIX *grey, PIX *ink)
{
	PIX *mask, *rest, *bridged;
	int size = 2 * rim + 1;

	if (mask_is_empty(lines))
		return;
	mask = brick_dilate(lines, is_across ? 1 : size,
	    is_across ? size : 1);
	rest = mask == NULL ? NULL : pixSubtract(NULL, ink, mask);
	/* A stroke cut by the line has ink on both of its sides. */
	bridged = rest == NULL ? NULL : brick_close(rest,
	    is_across ? 1 : 3 * size, is_across ? 3 * size : 1);
	if (bridged != NULL) {
		(void)pixAnd(bridged, bridged, ink);
		(void)pixSubtract(mask, mask, bridged);
		mask_whiten(grey, mask);
		(void)pixSubtract(ink, ink, mask);
	}
	pixDestroy(&bridged);
	pixDestroy(&rest);
	pixDestroy(&mask);
}

void
rules_erase(const struct rules *r, int32_t dpi, struct Pix *grey,
    struct Pix *ink)
{
	int rim = dpi >= 250 ? 2 : 1;

	erase(r->across, rim, true, grey, ink);
	erase(r->down, rim, false, grey, ink);
	if (r->streaks != NULL)
		erase(r->streaks, rim, false, grey, ink);
}
