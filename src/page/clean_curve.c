#include <math.h>
#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/clean.h"
#include "page/grey.h"
#include "page/mm.h"

/*
 * A sheet that did not lie flat: near the back of a bound register, or on the
 * hand that held it, lines of type bend.  All of them together tell how.  Along
 * each the height is followed, whatever it is; what the curves of those above
 * and below have in common is a surface of Chebyshev polynomials, found by
 * least squares.
 */

#define GAP_MM 4.0		/* between words of a line */
#define LINE_MM 25.0		/* shorter lines tell little .. */
#define THICK_MM 4.5		/* .. and what is thicker is no line */
#define LINES_MIN 18		/* fewer bend by chance .. */
#define LINES_MAX 400		/* .. and so many of any page tell enough */
#define EVERY 8			/* pixels along a line, of the small image */
#define ALONG 7			/* degree of the surface along lines .. */
#define DOWN 4			/* .. and terms down the page, the first even */
#define TERMS (ALONG * DOWN)
#define STIFF 3e-3		/* weight of a term's bends, by all points */
#define AWAY 2.5		/* deviations: what is farther off is no type */
#define ROUNDS 3		/* each without what was off */
#define BENT_MM 0.6		/* less is read as well */
#define BETTER 0.8		/* left of the deviation from straight ones */

struct point {
	double	x, y;		/* pixels of the small image */
	bool	off;		/* not of its line */
};

struct line {
	struct point	*point;
	int		 n;
	double		 height;	/* in the middle of the page */
};

/* Lines that were followed, and the part of the image that they take. */
struct lines {
	struct line	*line;
	int		 n, points;
	double		 left, right, top, bottom;
};

struct surface {
	double	term[TERMS];
};

/* T(1) to T(n) at `t`, as if what is beyond -1 and 1 were there. */
static void
chebyshev(double t, int n, double *ret)
{
	double before = 1, now = fmax(-1, fmin(1, t)), twice = 2 * now;

	for (int i = 0; i < n; i++) {
		double next = twice * now - before;

		ret[i] = now;
		before = now;
		now = next;
	}
}

/* The surface's terms at a place; all are 0 in the middle of a line. */
static void
terms_at(const struct lines *l, double x, double y, double ret[TERMS])
{
	double u = 2 * (x - l->left) / (l->right - l->left) - 1;
	double v = 2 * (y - l->top) / (l->bottom - l->top) - 1;
	double along[ALONG], middle[ALONG], down[DOWN] = { 1 };

	chebyshev(u, ALONG, along);
	chebyshev(0, ALONG, middle);
	chebyshev(v, DOWN - 1, down + 1);
	for (int i = 0; i < ALONG; i++)
		for (int j = 0; j < DOWN; j++)
			ret[i * DOWN + j] = (along[i] - middle[i]) * down[j];
}

/* How much lower a line is at x than in the middle, where it has height y. */
static double
lower_by(const struct lines *l, const struct surface *s, double x, double y)
{
	double term[TERMS], sum = 0;

	terms_at(l, x, y, term);
	for (int i = 0; i < TERMS; i++)
		sum += s->term[i] * term[i];
	return sum;
}

/* How far below its line a point lies. */
static double
off_line(const struct lines *l, const struct surface *s,
    const struct line *line, const struct point *p)
{
	return p->y - line->height - lower_by(l, s, p->x, line->height);
}

/* The middle of what a component has in column x; -1: nothing. */
static double
middle_at(PIX *part, int x)
{
	l_uint32 lit;
	int n = 0, sum = 0;

	for (int y = 0; y < pixGetHeight(part); y++) {
		(void)pixGetPixel(part, x, y, &lit);
		n += lit != 0;
		sum += lit != 0 ? y : 0;
	}
	return n == 0 ? -1 : (double)sum / n;
}

static void
follow(PIX *part, int x, int y, struct line *ret)
{
	int w = pixGetWidth(part);

	*ret = (struct line){ .point = xcalloc((size_t)w / EVERY + 1,
	    sizeof(*ret->point)) };
	for (int i = EVERY / 2; i < w; i += EVERY) {
		double at = middle_at(part, i);

		if (at < 0)
			continue;
		ret->point[ret->n++] = (struct point){ .x = x + i,
		    .y = y + at };
		ret->height += y + at;
	}
	ret->height /= L_MAX(ret->n, 1);
}

/* Lines of type as bars: words joined, what stands out cut off. */
static PIX *
bars(PIX *ink, int32_t dpi)
{
	PIX *small = pixReduceRankBinary2(ink, 2, NULL);
	PIX *joined = brick_close(small, mm_px(GAP_MM, dpi / 2), 1);
	PIX *out = brick_open(joined, mm_px(GAP_MM, dpi / 2), 1);

	pixDestroy(&joined);
	pixDestroy(&small);
	return out;
}

static void
lines_free(struct lines *l)
{
	for (int i = 0; i < l->n; i++)
		free(l->line[i].point);
	free(l->line);
}

static void
take_extent(struct lines *l, const BOX *b)
{
	l->left = fmin(l->left, b->x);
	l->right = fmax(l->right, b->x + b->w);
	l->top = fmin(l->top, b->y);
	l->bottom = fmax(l->bottom, b->y + b->h);
}

static struct lines
lines_of(PIX *ink, int32_t dpi)
{
	struct lines l = { .left = INFINITY, .top = INFINITY };
	PIX *all = bars(ink, dpi);
	PIXA *parts = NULL;
	BOXA *boxes = all == NULL ? NULL : pixConnComp(all, &parts, 8);
	int n = boxes == NULL ? 0 : boxaGetCount(boxes), area;

	l.line = xcalloc((size_t)n + 1, sizeof(*l.line));
	for (int i = 0; i < n && l.n < LINES_MAX; i++) {
		BOX *b = boxaGetBox(boxes, i, L_CLONE);
		PIX *part = pixaGetPix(parts, i, L_CLONE);

		(void)pixCountPixels(part, &area, NULL);
		if (b->w >= mm_px(LINE_MM, dpi / 2) &&
		    area <= b->w * mm_px(THICK_MM, dpi / 2)) {
			follow(part, b->x, b->y, &l.line[l.n]);
			l.points += l.line[l.n++].n;
			take_extent(&l, b);
		}
		pixDestroy(&part);
		boxDestroy(&b);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&parts);
	pixDestroy(&all);
	return l;
}

/* A line's points into the sums of least squares, its own height apart. */
static void
add_line(const struct lines *l, const struct line *line, float **a, float *b)
{
	double (*term)[TERMS] = xcalloc((size_t)line->n + 1, sizeof(*term));
	double mean[TERMS] = { 0 }, height = 0;
	int n = 0;

	for (int i = 0; i < line->n; i++) {
		if (line->point[i].off)
			continue;
		terms_at(l, line->point[i].x, line->height, term[i]);
		for (int k = 0; k < TERMS; k++)
			mean[k] += term[i][k];
		height += line->point[i].y;
		n++;
	}
	for (int i = 0; i < line->n && n > 0; i++) {
		if (line->point[i].off)
			continue;
		for (int k = 0; k < TERMS; k++) {
			double d = term[i][k] - mean[k] / n;

			b[k] += (float)(d * (line->point[i].y - height / n));
			for (int m = 0; m < TERMS; m++)
				a[k][m] += (float)(d * (term[i][m] -
				    mean[m] / n));
		}
	}
	free(term);
}

/* The surface that lies nearest to all lines; false: there is none. */
static bool
fit(const struct lines *l, struct surface *ret)
{
	float cell[TERMS][TERMS] = { 0 }, *a[TERMS], b[TERMS] = { 0 };

	for (int i = 0; i < TERMS; i++)
		a[i] = cell[i];
	for (int i = 0; i < l->n; i++)
		add_line(l, &l->line[i], a, b);
	for (int i = 0; i < TERMS; i++) {
		int bends = i / DOWN;

		a[i][i] += (float)(STIFF * l->points * bends * bends);
	}
	if (gaussjordan(a, b, TERMS) != 0)
		return false;
	for (int i = 0; i < TERMS; i++)
		ret->term[i] = b[i];
	return true;
}

/*
 * Where a line stands in the middle of the page, if the surface bends it.  The
 * squares of how far its points then lie off it are added to *sum.
 */
static double
height_of(const struct lines *l, const struct surface *s,
    const struct line *line, double *sum)
{
	double height = 0, squares = 0;
	int n = 0;

	for (int i = 0; i < line->n; i++) {
		double d = off_line(l, s, line, &line->point[i]);

		if (line->point[i].off)
			continue;
		height += d;
		squares += d * d;
		n++;
	}
	if (n == 0)
		return line->height;
	*sum += squares - height * height / n;
	return line->height + height / n;
}

/*
 * How far all points lie off their lines, the root of the mean square.  What is
 * off counts as if it lay on its line.
 */
static double
deviation(const struct lines *l, const struct surface *s)
{
	double sum = 0;

	for (int i = 0; i < l->n; i++)
		(void)height_of(l, s, &l->line[i], &sum);
	return sqrt(sum / l->points);
}

/* Heights as the surface has them; what lies too far off is no type. */
static void
settle(struct lines *l, const struct surface *s)
{
	double most = AWAY * deviation(l, s), sum = 0;

	for (int i = 0; i < l->n; i++) {
		struct line *line = &l->line[i];

		line->height = height_of(l, s, line, &sum);
		for (int k = 0; k < line->n; k++)
			line->point[k].off = fabs(off_line(l, s, line,
			    &line->point[k])) > most;
	}
}

/* The farthest that any line bends. */
static double
bent_by(const struct lines *l, const struct surface *s)
{
	double most = 0;

	for (int i = 0; i < l->n; i++)
		for (int k = 0; k < l->line[i].n; k++)
			most = fmax(most, fabs(lower_by(l, s,
			    l->line[i].point[k].x, l->line[i].height)));
	return most;
}

/* Do all lines bend alike, and so much that it tells? */
static bool
is_bent(struct lines *l, int32_t dpi, struct surface *ret)
{
	static const struct surface even = { 0 };

	if (l->n < LINES_MIN)
		return false;
	for (int i = 0; i < ROUNDS; i++) {
		if (!fit(l, ret) ||
		    bent_by(l, ret) < BENT_MM * dpi / 2 / MM_PER_INCH)
			return false;
		settle(l, ret);
	}
	return deviation(l, ret) < BETTER * deviation(l, &even);
}

/*
 * How much lower the lines are at the nodes of a grid, in pixels; no more where
 * there are none than where there are.
 */
static float *
grid_of(const struct lines *l, const struct surface *s, int across, int down)
{
	float *grid = xcalloc((size_t)across * (size_t)down, sizeof(*grid));
	double most = bent_by(l, s);

	for (int y = 0; y < down; y++)
		for (int x = 0; x < across; x++) {
			double by = lower_by(l, s, x * GREY_BENT_STEP / 2.,
			    y * GREY_BENT_STEP / 2.);

			grid[y * across + x] = (float)(2 * fmax(-most,
			    fmin(most, by)));
		}
	return grid;
}

struct Pix *
clean_curve(struct Pix *grey, struct Pix *ink, int32_t dpi)
{
	int across = pixGetWidth(grey) / GREY_BENT_STEP + 2;
	int down = pixGetHeight(grey) / GREY_BENT_STEP + 2;
	struct lines l = lines_of(ink, dpi);
	struct surface s;
	float *grid = NULL;
	PIX *out;

	if (is_bent(&l, dpi, &s))
		grid = grid_of(&l, &s, across, down);
	out = grid == NULL ? pixClone(grey) : grey_bent(grey, grid, across);
	free(grid);
	lines_free(&l);
	return out;
}
