#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/brick.h"
#include "page/bytes.h"
#include "page/clean.h"

/*
 * Leptonica's way of telling which way up a page of type stands: where letters
 * are joined at their height, ascenders rise from that at one side, descenders
 * fall.  It goes through the page once for each place of a pattern; this goes
 * through it once, row by row.
 */

#define WORD 32
#define AT_ONCE 4	/* words: a loop so long becomes a vector */
#define WIDE 6		/* of a pattern */
#define HIGH 5
#define COUNTED_MIN 70	/* fewer tell nothing, as leptonica has it */

/* What is ink, what is paper; O is the place that is told of, paper too. */
static const char ascenders[][WIDE * HIGH + 1] = {
	"x  oo " "x oOo " "x  o  " "x     " "xxxxxx",
	" oo  x" " oOo x" "  o  x" "     x" "xxxxxx",
};

static const char descenders[][WIDE * HIGH + 1] = {
	"xxxxxx" "x     " "x  o  " "x oOo " "x  oo ",
	"xxxxxx" "     x" "  o  x" " oOo x" " oo  x",
};

/* A row of which word -1 and that behind the last may be read. */
struct rows {
	uint32_t	*data;
	int		 words, high;
};

/* To each word what stands `x` pixels (-31 to 31) to the right of it. */
static inline void
and_moved(uint32_t *restrict to, const uint32_t *from, int words, int x,
    uint32_t invert)
{
	/* The second word is moved twice: by WORD at once it cannot be. */
	unsigned left = (unsigned)(x < 0 ? WORD + x : x);
	const uint32_t *first = x < 0 ? from - 1 : from;
	int i = 0;

	for (; i + AT_ONCE <= words; i += AT_ONCE) {
		uint32_t a[AT_ONCE], b[AT_ONCE], all[AT_ONCE];

		memcpy(a, first + i, sizeof(a));
		memcpy(b, first + i + 1, sizeof(b));
		memcpy(all, to + i, sizeof(all));
		for (int j = 0; j < AT_ONCE; j++)
			all[j] &= (a[j] << left |
			    b[j] >> 1 >> (WORD - 1 - left)) ^ invert;
		memcpy(to + i, all, sizeof(all));
	}
	for (; i < words; i++)
		to[i] &= (first[i] << left |
		    first[i + 1] >> 1 >> (WORD - 1 - left)) ^ invert;
}

static bool
is_empty(const uint32_t *row, int words)
{
	uint32_t any = 0;

	for (int i = 0; i < words; i++)
		any |= row[i];
	return any == 0;
}

/* Where on row y the pattern fits: one row of it after the other. */
static void
fit_row(const struct rows *r, const char *pattern, int y, uint32_t *fits)
{
	int origin = (int)(strchr(pattern, 'O') - pattern);
	int x = origin % WIDE, top = y - origin / WIDE;
	/* The row of ink first: mostly there is none. */
	int first = pattern[0] == 'x' && pattern[1] == 'x' ? 0 : HIGH - 1;

	memset(fits, 0xff, (size_t)r->words * sizeof(*fits));
	for (int j = 0; j < HIGH; j++) {
		int k = (first + j) % HIGH;
		const uint32_t *row = r->data + (ptrdiff_t)(top + k) *
		    r->words;

		for (int i = 0; i < WIDE; i++) {
			char sign = pattern[k * WIDE + i];

			if (sign != ' ')
				and_moved(fits, row, r->words, i - x,
				    sign == 'x' ? 0 : UINT32_MAX);
		}
		if (is_empty(fits, r->words))
			return;
	}
}

/* Nothing is told of where a pattern overhangs: `x` columns, and some more. */
static void
keep_inside(uint32_t *keep, int w, int x)
{
	memset(keep, 0, (size_t)(w + WORD - 1) / WORD * sizeof(*keep));
	for (int i = x; i < w - (WIDE - 1 - x); i++)
		keep[i / WORD] |= 0x80000000 >> i % WORD;
}

/* Adds to `all` where the pattern fits. */
static void
add_fits(const struct rows *r, const char *pattern, PIX *all)
{
	int origin = (int)(strchr(pattern, 'O') - pattern);
	int above = origin / WIDE;
	uint32_t *fits = xcalloc((size_t)r->words, sizeof(*fits));
	uint32_t *keep = xcalloc((size_t)r->words, sizeof(*keep));

	keep_inside(keep, pixGetWidth(all), origin % WIDE);
	for (int y = above; y <= r->high - HIGH + above; y++) {
		uint32_t *to = pix_row(all, y);

		fit_row(r, pattern, y, fits);
		for (int i = 0; i < r->words; i++)
			to[i] |= fits[i] & keep[i];
	}
	free(fits);
	free(keep);
}

/* How many squares of four pixels hold a place that one of two fits. */
static int
count(const struct rows *r, const char patterns[2][WIDE * HIGH + 1], PIX *like)
{
	PIX *all = pixCreateTemplate(like), *small;
	int n = 0;

	for (int i = 0; i < 2 && all != NULL; i++)
		add_fits(r, patterns[i], all);
	small = all == NULL ? NULL : pixReduceRankBinaryCascade(all, 1, 1, 0,
	    0);
	if (small != NULL)
		(void)pixCountPixels(small, &n, NULL);
	pixDestroy(&small);
	pixDestroy(&all);
	return n;
}

float
clean_up_score(struct Pix *ink)
{
	PIX *high = brick_close(ink, 1, 8), *type = brick_close(high, 30, 1);
	size_t words = type == NULL ? 0 : (size_t)pixGetWpl(type) *
	    (size_t)pixGetHeight(type);
	uint32_t *data = xcalloc(words + 2, sizeof(*data));
	struct rows r = { .data = data + 1 };
	int up = 0, down = 0;

	if (type != NULL) {
		r.words = pixGetWpl(type);
		r.high = pixGetHeight(type);
		memcpy(r.data, pixGetData(type), words * sizeof(*data));
		up = count(&r, ascenders, type);
		down = count(&r, descenders, type);
	}
	free(data);
	pixDestroy(&type);
	pixDestroy(&high);
	return L_MAX(up, down) <= COUNTED_MIN ? 0 :
	    2 * (float)(up - down) / sqrtf((float)(up + down));
}
