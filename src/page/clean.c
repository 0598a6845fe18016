#include <errno.h>
#include <math.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "page/bytes.h"
#include "page/clean.h"
#include "page/grey.h"
#include "page/mask.h"
#include "page/parts.h"

#define READ_DPI 200	/* reads as well as 300, and costs a fifth less */
#define GENTLE_DPI 150
#define SKEW_MAX 12.0	/* degrees looked for; at the end none is sure */
#define SKEW_MIN 0.04	/* less than a pixel over an inch is left */
#define A4_LONG 11.69	/* inches */
#define A4_SHORT 8.27
#define SIDE_MAX 16000.0	/* px; Tesseract ends at 32767 */
#define PIXELS_MAX 36e6	/* A2 at 300 dpi */
#define LETTER_PER_INCH 28	/* 0.9 mm, of a small letter */
#define LETTERS_MANY 500	/* enough to judge a page's strokes by */
#define CRUMBS 0.45	/* marks smaller than a letter, for each letter */
#define TINT_LOW 0.5		/* of the paper's grey: darker is ink */
#define TINT_FULL 0.8	/* .. paler hinders none, and is left alone */
#define TINT_HIGH 0.93
#define TINT_MIN 20	/* tiles of 16 x 16 px: less is a letter's inside */
#define STROKE_MAX 25	/* px; wider is no stroke of type */
#define EVEN 0.97	/* of the middle paper's grey: even light's darkest */
#define INK_LOW 160	/* darker is ink: thin lines, bad copies' boxes */
#define INK_HIGH 195	/* paler is none */
#define SKEW_SURE 2.5f	/* leptonica's confidence, of which it asks for 3 */
#define NEAR_LOW 0.8f	/* a scale from here .. */
#define NEAR_HIGH 1.25f	/* .. to here is not worth the blur */

int32_t
clean_dpi(int32_t w, int32_t h, int32_t dpi)
{
	double longest = w > h ? w : h, shortest = w > h ? h : w;
	double inches = dpi > 0 ? longest / dpi : 0;

	/*
	 * From a slip to A2, if it is said at all: resolution.c has held it
	 * against the height of the type.
	 */
	if (dpi >= 50 && inches >= 1 && inches <= 24)
		return dpi;
	/* A strip of paper has a sheet's width; a shred has some, too. */
	if (longest > 1.7 * shortest)
		return (int32_t)fmax(1, lround(shortest / A4_SHORT));
	return (int32_t)fmax(1, lround(longest / A4_LONG));
}

/* Paper as a map of one pixel for 16 x 16: the lightest of each. */
static PIX *
paper_map(PIX *grey)
{
	return grey_lightest(grey, 16);
}

static int
percentile(PIX *grey, float rank)
{
	float value = 0;
	NUMA *hist;

	hist = pixGetGrayHistogram(grey, 1);
	if (hist != NULL)
		(void)numaHistogramGetValFromRank(hist, rank, &value);
	numaDestroy(&hist);
	return (int)value;
}

/* Is so much of it paler than ink and darker than paper? */
static bool
is_tinted(PIX *map, int low, int high)
{
	NUMA *hist = pixGetGrayHistogram(map, 1);
	double n = 0;
	float some;

	for (int i = low; i < high && hist != NULL; i++)
		if (numaGetFValue(hist, i, &some) == 0)
			n += some;
	numaDestroy(&hist);
	return n >= TINT_MIN;
}

/*
 * Markers, shaded cells, the shade of a fold: where paper is darker than that
 * of the page, it is brought to 255 as well.  Paper is what stays when all that
 * is as narrow as strokes is closed.
 */
static void
lift(PIX *out, PIX *grey, PIX *map, int middle)
{
	int low = (int)(TINT_LOW * middle), full = (int)(TINT_FULL * middle);
	int high = (int)(TINT_HIGH * middle);
	PIX *paper = is_tinted(map, low, full) ?
	    pixCloseGray(grey, STROKE_MAX, STROKE_MAX) : NULL;

	for (int y = 0; paper != NULL && y < pixGetHeight(out); y++) {
		const uint32_t *from = pix_row(paper, y);
		uint32_t *to = pix_row(out, y);

		for (int x = 0; x < pixGetWidth(out); x++) {
			int p = GET_DATA_BYTE(from, x), old, lifted;

			if (p < low || p >= high)
				continue;
			old = GET_DATA_BYTE(to, x);
			lifted = L_MIN(PAPER, old * middle / p);
			/* By degrees, or a pale tint would be left in spots. */
			if (p > full)
				lifted = old + (lifted - old) * (high - p) /
				    (high - full);
			SET_DATA_BYTE(to, x, lifted);
		}
	}
	pixDestroy(&paper);
}

struct Pix *
clean_light(struct Pix *grey, bool *ret_smooth)
{
	PIX *map, *even, *out;
	int low, middle;

	if ((map = paper_map(grey)) == NULL)
		return NULL;
	low = percentile(map, 0.05f);
	middle = percentile(map, 0.5f);
	/* Even already, as black and white scans are: only stretched. */
	*ret_smooth = low >= EVEN * middle && middle < PAPER;
	if (low >= EVEN * middle) {
		out = grey_stretched(grey, 0, middle > 64 ? middle : 255);
		if (out != NULL)
			lift(out, grey, map, middle);
		pixDestroy(&map);
		return out;
	}
	pixDestroy(&map);
	even = pixBackgroundNorm(grey, NULL, NULL, 16, 16, 60, 60, 220, 2, 2);
	if (even == NULL)	/* too small for tiles */
		return pixCopy(NULL, grey);
	out = grey_stretched(even, 10, 210);
	pixDestroy(&even);
	return out;
}

struct Pix *
clean_ink(struct Pix *grey)
{
	int threshold = 0;
	NUMA *hist;

	hist = pixGetGrayHistogram(grey, 3);
	if (hist != NULL)
		(void)numaSplitDistribution(hist, 0.1f, &threshold, NULL,
		    NULL, NULL, NULL, NULL);
	numaDestroy(&hist);
	/* A nearly blank page has no two heaps to part. */
	if (threshold < INK_LOW)
		threshold = INK_LOW;
	if (threshold > INK_HIGH)
		threshold = INK_HIGH;
	return grey_below(grey, threshold);
}

/* Brought to the resolution that serves Tesseract best. */
static PIX *
sized(PIX *grey, int32_t *dpi, int32_t target)
{
	float scale = (float)target / (float)*dpi;
	double most;
	PIX *out;

	if (scale > 3)	/* a thumbnail stays one */
		scale = 3;
	/* Plans and strips: as fine as memory and Tesseract allow. */
	most = fmin(SIDE_MAX / fmax(pixGetWidth(grey), pixGetHeight(grey)),
	    sqrt(PIXELS_MAX / pixGetWidth(grey) / pixGetHeight(grey)));
	if (scale > most)
		scale = (float)most;
	if (scale > NEAR_LOW && scale < NEAR_HIGH)
		return pixClone(grey);
	out = scale < 0.7f ? grey_shrunk(grey, scale) :
	    grey_grown(grey, scale, scale);
	if (out != NULL)
		*dpi = (int32_t)lround(*dpi * scale);
	return out;
}

static PIX *
turned(PIX *grey, int32_t rotation)
{
	return rotation == 0 ? pixClone(grey) :
	    pixRotateOrth(grey, rotation / 90);
}

/* Straight; the sheet grows by what its corners need. */
static PIX *
straight(PIX *grey, PIX *ink, double *ret_skew)
{
	float angle = 0, conf = 0;

	*ret_skew = 0;
	if (pixFindSkewSweepAndSearch(ink, &angle, &conf, 4, 2, SKEW_MAX, 1,
	    0.01f) != 0 || conf < SKEW_SURE || fabsf(angle) < SKEW_MIN)
		return pixClone(grey);
	*ret_skew = angle;
	return grey_rotated(grey, angle * (float)M_PI / 180);
}

/*
 * Has a copier broken thin strokes to crumbs?  On a sound page four letters in
 * five have no mark beside them that is smaller than a letter.
 */
static bool
is_broken(PIX *ink, int32_t dpi)
{
	struct parts all = parts_of(ink);
	int small = 0, letters = 0;

	for (int i = 0; i < all.n; i++) {
		int w = all.part[i].w, h = all.part[i].h;

		if (w < 2 && h < 2)
			continue;
		if (w * LETTER_PER_INCH < dpi && h * LETTER_PER_INCH < dpi)
			small++;
		else if (w < dpi / 4 && h < dpi / 4)
			letters++;
	}
	parts_free(&all);
	return letters >= LETTERS_MANY && small > CRUMBS * letters;
}

/* Takes *pix for the next step, whose result is `next`. */
static bool
step(PIX **pix, PIX *next)
{
	pixDestroy(pix);
	*pix = next;
	return next != NULL;
}

/* Share of ink, away from the edges and what a lid left there. */
static double
ink_share(PIX *ink)
{
	int w = pixGetWidth(ink), h = pixGetHeight(ink), n = 0;
	BOX *middle = boxCreate(w / 8, h / 8, w - w / 4, h - h / 4);
	PIX *clip = middle == NULL ? NULL : pixClipRectangle(ink, middle, NULL);

	if (clip != NULL)
		(void)pixCountPixels(clip, &n, NULL);
	pixDestroy(&clip);
	boxDestroy(&middle);
	return (double)n / (0.75 * w * 0.75 * h);
}

static bool
wipe(struct clean *c)
{
	PIX *dirt;

	dirt = clean_dirt(c->ink, c->dpi);
	if (dirt == NULL)
		return false;
	if (!mask_is_empty(dirt)) {
		mask_whiten(c->grey, dirt);
		(void)pixSubtract(c->ink, c->ink, dirt);
	}
	pixDestroy(&dirt);
	return true;
}

static bool
uprighted(struct clean *c)
{
	int32_t back = clean_rotation(c->ink, c->dpi);

	c->rotation = (360 - back) % 360;
	if (back == 0)
		return true;
	return step(&c->grey, turned(c->grey, back)) &&
	    step(&c->ink, turned(c->ink, back));
}

static bool
straightened(struct clean *c)
{
	if (!step(&c->grey, straight(c->grey, c->ink, &c->skew)))
		return false;
	/* As it lay, and so its ink is known. */
	return (c->rotation == 0 && fabs(c->skew) < SKEW_MIN) ||
	    step(&c->ink, clean_ink(c->grey));
}

/* Takes a step's result, which is the page itself if nothing was to do. */
static bool
changed(struct clean *c, PIX *next)
{
	bool same = next == c->grey;

	return step(&c->grey, next) &&
	    (same || step(&c->ink, clean_ink(c->grey)));
}

/* Without the other side of the sheet, where that shines through. */
static bool
parted(struct clean *c)
{
	int white = clean_bleed(c->grey);

	return white == 0 ||
	    (step(&c->grey, grey_stretched(c->grey, 0, white)) &&
	    step(&c->ink, clean_ink(c->grey)));
}

int
clean_without(const char *names, unsigned *ret)
{
	static const struct {
		const char *name;
		unsigned how;
	} steps[] = {
		{ "sheet", CLEAN_NO_SHEET }, { "light", CLEAN_NO_LIGHT },
		{ "turn", CLEAN_NO_TURN }, { "skew", CLEAN_NO_SKEW },
		{ "dirt", CLEAN_NO_DIRT }, { "rules", CLEAN_NO_RULES },
		{ "mend", CLEAN_NO_MEND }, { "negative", CLEAN_NO_NEGATIVE },
		{ "bleed", CLEAN_NO_BLEED }, { "screen", CLEAN_NO_SCREEN },
		{ "colour", CLEAN_NO_COLOUR }, { "faint", CLEAN_NO_FAINT },
		{ "curve", CLEAN_NO_CURVE }, { "sharp", CLEAN_NO_SHARP },
	};
	unsigned how = 0, found;
	size_t n;

	for (const char *s = names; *names != '\0'; s += n + 1) {
		n = strcspn(s, "+");
		found = 0;
		for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
			if (strlen(steps[i].name) == n &&
			    memcmp(steps[i].name, s, n) == 0)
				found = steps[i].how;
		if (found == 0)
			return -EINVAL;
		how |= found;
		if (s[n] == '\0')
			break;
	}
	*ret = how;
	return 0;
}

/*
 * What wants the image's own resolution: colours, films, what lies round the
 * sheet, dots.  Then to the one that it is read at.  *ret_paler: may there be
 * ink that is paler than type?
 */
static bool
prepared(struct clean *c, struct Pix *pale, int32_t dpi, unsigned how,
    bool *ret_paler)
{
	int32_t w = pixGetWidth(c->grey), h = pixGetHeight(c->grey);
	bool photo = false, dots = false;

	if (pale != NULL && (how & CLEAN_NO_COLOUR) == 0 &&
	    !step(&c->grey, clean_colours(c->grey, pale,
	    clean_dpi(w, h, dpi))))
		return false;
	if ((how & CLEAN_NO_NEGATIVE) == 0 && clean_is_negative(c->grey) &&
	    !step(&c->grey, pixInvert(NULL, c->grey)))
		return false;
	if ((how & CLEAN_NO_SHEET) == 0 &&
	    !step(&c->grey, clean_paper(c->grey, &photo)))
		return false;
	/* A photographed sheet is A4 whatever the camera says. */
	c->dpi = clean_dpi(pixGetWidth(c->grey), pixGetHeight(c->grey),
	    photo ? 0 : dpi);
	if ((how & CLEAN_NO_SCREEN) == 0 &&
	    !step(&c->grey, clean_screens(c->grey, c->dpi, &dots)))
		return false;
	if (!step(&c->grey, sized(c->grey, &c->dpi,
	    (how & CLEAN_GENTLE) != 0 ? GENTLE_DPI : READ_DPI)))
		return false;
	/*
	 * What was black and white has no paler ink, and in a photograph's
	 * blur thin type is that.
	 */
	*ret_paler = !photo && !dots;
	return true;
}

int
clean_page(struct Pix *pix, struct Pix *pale, int32_t dpi, unsigned how,
    struct clean *ret)
{
	struct clean c = { .grey = pixConvertTo8(pix, 0) };
	bool paler;

	if (c.grey == NULL || !prepared(&c, pale, dpi, how, &paler))
		goto nomem;
	if ((how & CLEAN_NO_DIRT) == 0)
		clean_streaks(c.grey);
	if ((how & CLEAN_NO_LIGHT) == 0 &&
	    !step(&c.grey, clean_light(c.grey, &c.smooth)))
		goto nomem;
	if ((how & CLEAN_NO_FAINT) == 0 && paler &&
	    !step(&c.grey, clean_faint(c.grey, c.dpi)))
		goto nomem;
	if ((c.ink = clean_ink(c.grey)) == NULL)
		goto nomem;
	if ((how & CLEAN_NO_TURN) == 0 && !uprighted(&c))
		goto nomem;
	if ((how & CLEAN_NO_SKEW) == 0 && !straightened(&c))
		goto nomem;
	if ((how & CLEAN_NO_CURVE) == 0 &&
	    !changed(&c, clean_curve(c.grey, c.ink, c.dpi)))
		goto nomem;
	if ((how & CLEAN_NO_BLEED) == 0 && paler && !parted(&c))
		goto nomem;
	if ((how & CLEAN_NO_SHARP) == 0 && !changed(&c, clean_sharp(c.grey)))
		goto nomem;
	/* Before dirt, which a band along an edge would be. */
	if ((how & CLEAN_NO_NEGATIVE) == 0)
		clean_bands(c.grey, c.ink, c.dpi);
	c.inked = ink_share(c.ink);
	if ((how & CLEAN_NO_DIRT) == 0 && !wipe(&c))
		goto nomem;
	*ret = c;
	return 0;

nomem:
	clean_free(&c);
	return -ENOMEM;
}

int
clean_turn_over(struct clean *c)
{
	if (pixRotate180(c->grey, c->grey) == NULL ||
	    pixRotate180(c->ink, c->ink) == NULL)
		return -ENOMEM;
	c->rotation = (c->rotation + 180) % 360;
	return 0;
}

int
clean_mend(struct clean *c)
{
	PIX *grey, *ink;

	if (!is_broken(c->ink, c->dpi))
		return 0;
	grey = grey_darkest(c->grey, false);
	ink = grey == NULL ? NULL : clean_ink(grey);
	if (ink == NULL) {
		pixDestroy(&grey);
		return -ENOMEM;
	}
	(void)step(&c->grey, grey);
	(void)step(&c->ink, ink);
	return 0;
}

void
clean_free(struct clean *c)
{
	pixDestroy(&c->grey);
	pixDestroy(&c->ink);
	*c = (struct clean){ 0 };
}
