#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/grey.h"

/*
 * Each pixel is what it lies over: parts of four of the page as it lay, in
 * sixteenths each way.  Where they are is computed for several at once, and so
 * is what is made of them; only to fetch them is done one by one.
 */

#define AT_ONCE 16	/* pixels: loops so long become vectors */
#define OVER 24		/* .. which lie over no more of a row */
#define LEAST 0.001f	/* radians: leptonica turns by no less */

/* The page as bytes, and what in the places of its pixels goes by columns. */
struct turn {
	uint8_t	*byte;
	int	 shift;		/* rows are 1 << shift bytes apart */
	int	 w, h;
	float	*x, *y;		/* sixteenths of a pixel, of each column */
	float	 sine, cosine;	/* likewise */
};

static void
turn_init(struct turn *t, PIX *pix, float radians)
{
	int wpl = pixGetWpl(pix);

	*t = (struct turn){ .w = pixGetWidth(pix), .h = pixGetHeight(pix),
	    .sine = 16.f * (float)sin((double)radians),
	    .cosine = 16.f * (float)cos((double)radians) };
	while (1 << t->shift < 4 * wpl)
		t->shift++;
	t->byte = xcalloc((size_t)t->h, (size_t)1 << t->shift);
	for (int y = 0; y < t->h; y++)
		bytes_of_words(pix_row(pix, y), wpl,
		    t->byte + ((size_t)y << t->shift));
	t->x = xcalloc((size_t)t->w, sizeof(*t->x));
	t->y = xcalloc((size_t)t->w, sizeof(*t->y));
	for (int i = 0; i < t->w; i++) {
		t->x[i] = (float)(i - t->w / 2) * t->cosine;
		t->y[i] = (float)(t->w / 2 - i) * t->sine;
	}
}

static void
turn_free(struct turn *t)
{
	free(t->byte);
	free(t->x);
	free(t->y);
}

/* Of one row: what is added to the columns' places, in sixteenths. */
struct offset {
	float	x, y;
};

/* Do all four pixels lie on the page? */
static bool
is_inside(const struct turn *t, const struct offset *o, int i)
{
	int x = t->w / 2 + ((int)(t->x[i] - o->x) >> 4);
	int y = t->h / 2 + ((int)(o->y + t->y[i]) >> 4);

	return x >= 0 && y >= 0 && x <= t->w - 2 && y <= t->h - 2;
}

/* `n` pixels from `first` on, all inside; AT_ONCE or fewer. */
static inline void
turn_some(const struct turn *t, const struct offset *o, int first, int n,
    uint8_t *restrict to)
{
	const float *px = t->x + first, *py = t->y + first;
	uint16_t x[AT_ONCE], y[AT_ONCE], upper[AT_ONCE], lower[AT_ONCE];
	int at[AT_ONCE];	/* LIMIT_SIDE_PX squared is half of what fits */

	for (int i = 0; i < n; i++) {
		int sx = (int)(px[i] - o->x), sy = (int)(o->y + py[i]);

		x[i] = (uint16_t)(sx & 15);
		y[i] = (uint16_t)(sy & 15);
		at[i] = ((t->h / 2 + (sy >> 4)) << t->shift) + t->w / 2 +
		    (sx >> 4);
	}
	for (int i = 0; i < n; i++) {
		const uint8_t *p = t->byte + at[i], *q = p + (1 << t->shift);

		upper[i] = (uint16_t)(p[0] | p[1] << 8);
		lower[i] = (uint16_t)(q[0] | q[1] << 8);
	}
	for (int i = 0; i < n; i++)
		to[i] = byte_mixed(upper[i], lower[i], x[i], y[i], 128);
}

/*
 * Is all paper that AT_ONCE pixels from `first` on lie over?  Mostly it is.
 * Steeper than a row in so many it is not asked, nor where a row has no room.
 */
static inline bool
is_paper(const struct turn *t, const struct offset *o, int first)
{
	int last = first + AT_ONCE - 1;
	int x = t->w / 2 + ((int)(t->x[first] - o->x) >> 4);
	int a = t->h / 2 + ((int)(o->y + t->y[first]) >> 4);
	int b = t->h / 2 + ((int)(o->y + t->y[last]) >> 4);
	int top = a < b ? a : b;
	const uint8_t *p;
	uint64_t all = UINT64_MAX, eight;

	if (abs(a - b) > 1 || t->cosine < 0 || x + OVER > t->w ||
	    top + 2 >= t->h)
		return false;
	p = t->byte + ((size_t)top << t->shift) + x;
	for (int i = 0; i < 3; i++, p += (size_t)1 << t->shift)
		for (int j = 0; j < OVER; j += (int)sizeof(eight)) {
			memcpy(&eight, p + j, sizeof(eight));
			all &= eight;
		}
	return all == UINT64_MAX;
}

static void
turn_row(const struct turn *t, const struct offset *o, uint8_t *to)
{
	int from = 0, end = t->w;

	memset(to, PAPER, (size_t)t->w);
	while (from < end && !is_inside(t, o, from))
		from++;
	while (end > from && !is_inside(t, o, end - 1))
		end--;
	for (; from + AT_ONCE <= end; from += AT_ONCE)
		if (!is_paper(t, o, from))	/* which is there already */
			turn_some(t, o, from, AT_ONCE, to + from);
	turn_some(t, o, from, end - from, to + from);
}

static void
turn_all(PIX *from, float radians, PIX *to)
{
	int wpl = pixGetWpl(to), middle = pixGetHeight(to) / 2;
	uint8_t *row = xcalloc((size_t)wpl, 4);
	struct turn t;

	turn_init(&t, from, radians);
	for (int y = 0; y < t.h; y++) {
		struct offset o = { (float)(middle - y) * t.sine,
		    (float)(y - middle) * t.cosine };

		turn_row(&t, &o, row);
		words_of_bytes(row, wpl, pix_row(to, y));
	}
	turn_free(&t);
	free(row);
}

struct Pix *
grey_rotated(struct Pix *grey, float radians)
{
	PIX *wide, *out;

	if (fabsf(radians) < LEAST)
		return pixClone(grey);
	wide = pixEmbedForRotation(grey, radians, L_BRING_IN_WHITE,
	    pixGetWidth(grey), pixGetHeight(grey));
	out = wide == NULL ? NULL : pixCreateTemplate(wide);
	if (out != NULL)
		turn_all(wide, radians, out);
	pixDestroy(&wide);
	return out;
}
