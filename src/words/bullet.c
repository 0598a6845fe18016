#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/mm.h"
#include "page/parts.h"
#include "words/bullet.h"
#include "words/page.h"
#include "words/rest.h"

/*
 * A tab parts a bullet from its item: Tesseract leaves it out of the line, or
 * takes it for a sign of another kind.  As ink it is plain: solid, small, and
 * alone at the left of a line.  So are arrows, ticks and rings, but for being
 * solid: that there are others of the same size below must tell.
 */

/* In mm. */
#define DOT_MIN		0.5	/* across, a bullet */
#define DOT_MAX		2.4
#define DASH_MIN	0.6	/* long */
#define DASH_MAX	3.5
#define DASH_THICK	0.7
#define SIGN_MIN	0.8	/* across, any other */
#define SIGN_MAX	4.0
#define SIGN_TAB	1.5	/* no space between words is so wide */
#define TAB_MIN		0.5	/* between it and its item */
#define TAB_MAX		10.0
#define ALONE		6.0	/* so far from what stands left of it */
#define SAME		1.0	/* place and size of two of one list */

#define SOLID		0.68	/* of its box: a disc has 0.79 .. */
#define SOLID_DASH	0.5	/* .. and a dash may have burrs */
#define OBLONG		1.5	/* times as long as thick: a dash */
#define FEW		3	/* on a page need no other of their list */
#define SIGNS		2	/* others that a sign needs */
#define MANY		200	/* on a page: dirt, and so are .. */
#define TRIES		4000	/* .. so many parts that no word covers, .. */
#define PARTS_MAX	60000	/* .. or so many at all */
#define CONF		80	/* what is so plain is sure enough */

enum kind { NO_BULLET, DOT, DASH, SIGN };

struct bullet {
	const struct part *part;
	enum kind	 kind;
	struct word	*read;		/* as this; NULL: not read */
};

struct bullets {
	struct bullet	*at;
	size_t		 n;
	double		 dpi;
};

static int
px(const struct bullets *b, double mm)
{
	return mm_px(mm, b->dpi);
}

static bool
is_solid(PIX *ink, const struct part *p, enum kind kind)
{
	BOX box = { p->x, p->y, p->w, p->h, 1 };
	PIX *clip = pixClipRectangle(ink, &box, NULL);
	int n = 0;

	if (clip != NULL)
		(void)pixCountPixels(clip, &n, NULL);
	pixDestroy(&clip);
	return n >= (kind == DASH ? SOLID_DASH : SOLID) * p->w * p->h;
}

/* By its size; whether it is solid is asked of few. */
static enum kind
kind_of(const struct bullets *b, const struct part *p)
{
	int longer = L_MAX(p->w, p->h), shorter = L_MIN(p->w, p->h);

	if (p->w >= px(b, DASH_MIN) && p->w <= px(b, DASH_MAX) &&
	    p->h <= px(b, DASH_THICK) && p->w >= OBLONG * p->h)
		return DASH;
	if (shorter >= px(b, DOT_MIN) && longer <= px(b, DOT_MAX) &&
	    longer < OBLONG * shorter)
		return DOT;
	if (shorter >= px(b, SIGN_MIN) && longer <= px(b, SIGN_MAX))
		return SIGN;
	return NO_BULLET;
}

/* Does its middle lie no higher than the letters, nor below the word's foot? */
static bool
is_level(const struct part *p, const struct box *b)
{
	int middle = p->y + p->h / 2;

	return middle >= b->y + b->h / 5 && middle <= b->y + b->h;
}

static bool
is_over(const struct part *p, const struct box *b)
{
	return p->x < b->x + b->w && b->x < p->x + p->w &&
	    p->y < b->y + b->h && b->y < p->y + p->h;
}

/* May it be a sign that Tesseract has taken for a letter, or for another? */
static bool
is_sign(const struct word *w)
{
	int letters = rest_letters(w->text);

	return strlen(w->text) <= 3 && (letters == 0 ||
	    (letters == 1 && strpbrk(w->text, "ecoO") != NULL));
}

/* Can a word that lies over it be nothing else, and no letter of an item? */
static bool
is_misread(const struct bullets *b, const struct part *p, const struct word *w)
{
	int slack = px(b, SAME);

	return is_sign(w) && w->box.w <= p->w + slack &&
	    w->box.x >= p->x - slack;
}

/*
 * Is there an item right of it, nothing left of it, and no word over it but one
 * that *ret then is?
 */
static bool
leads(const struct bullets *b, const struct part *p, enum kind kind,
    struct page *page, struct word **ret)
{
	int right = p->x + p->w, nearest = px(b, TAB_MAX) + 1;
	int least = kind == DASH ? 2 * p->h : kind == DOT ? p->h + p->h / 4 :
	    p->h / 2;

	*ret = NULL;
	for (size_t i = 0; i < page->words; i++) {
		struct word *w = &page->word[i];
		int gap = w->box.x - right, before = p->x - w->box.x -
		    w->box.w;

		if (is_over(p, &w->box)) {
			if (*ret != NULL || !is_misread(b, p, w))
				return false;
			*ret = w;
		} else if (is_level(p, &w->box)) {
			if (before >= 0 && before < px(b, ALONE))
				return false;
			if (gap >= 0 && gap < nearest &&
			    w->box.h >= least && rest_letters(w->text) > 0)
				nearest = gap;
			else if (gap >= 0 && gap < nearest)
				return false;
		}
	}
	return nearest >= px(b, kind == SIGN ? SIGN_TAB : TAB_MIN) &&
	    nearest <= px(b, TAB_MAX);
}

/* Is other ink beside it, which no word need cover? */
static bool
is_alone(const struct bullets *b, const struct parts *all, const struct part *p)
{
	int near = px(b, TAB_MIN);

	for (int i = 0; i < all->n; i++) {
		const struct part *a = &all->part[i];

		if (a->y > p->y + p->h + near)
			break;
		if (a != p && a->y + a->h > p->y - near &&
		    a->x < p->x + p->w + near && a->x + a->w > p->x - near)
			return false;
	}
	return true;
}

/* The boxes of words that are no sign, black; NULL: no memory. */
static PIX *
covered_by(const struct page *page, PIX *ink)
{
	PIX *out = pixCreateTemplate(ink);

	for (size_t i = 0; i < page->words && out != NULL; i++) {
		const struct box *b = &page->word[i].box;

		if (!is_sign(&page->word[i]))
			(void)pixRasterop(out, b->x, b->y, b->w, b->h, PIX_SET,
			    NULL, 0, 0);
	}
	return out;
}

/* As bullet, if it is one. */
static struct bullet
bullet_of(const struct bullets *b, PIX *ink, const struct parts *all,
    const struct part *p, struct page *page)
{
	struct bullet one = { p, kind_of(b, p), NULL };

	if (one.kind != NO_BULLET && one.kind != SIGN &&
	    !is_solid(ink, p, one.kind))
		one.kind = p->h >= px(b, SIGN_MIN) ? SIGN : NO_BULLET;
	if (one.kind != NO_BULLET && (!leads(b, p, one.kind, page, &one.read) ||
	    !is_alone(b, all, p)))
		one.kind = NO_BULLET;
	return one;
}

static void
collect(struct bullets *b, PIX *ink, const struct parts *all,
    struct page *page)
{
	PIX *covered = covered_by(page, ink);
	int tries = 0;

	for (int i = 0; i < all->n && b->n < MANY && covered != NULL; i++) {
		const struct part *p = &all->part[i];
		struct bullet one;

		if (kind_of(b, p) == NO_BULLET || GET_DATA_BIT(
		    pix_row(covered, p->y + p->h / 2), p->x + p->w / 2))
			continue;
		if (++tries > TRIES) {
			b->n = MANY;
			break;
		}
		one = bullet_of(b, ink, all, p, page);
		if (one.kind != NO_BULLET)
			b->at[b->n++] = one;
	}
	pixDestroy(&covered);
}

/* Bytes of a sign, or what is taken for one, and the tab behind it: « e_ ». */
static size_t
sign_and_tab(const char *s)
{
	size_t n = 1, tab;

	while (((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	tab = strspn(s + n, "_");
	return tab > 0 && rest_letters(s + n) > 0 ? n + tab : 0;
}

/* Where the ink within the box begins, right of x; its right edge: none. */
static int
ink_from(const struct parts *all, const struct box *b, int x)
{
	int from = b->x + b->w;

	for (int i = 0; i < all->n; i++)
		if (is_over(&all->part[i], b) && all->part[i].x >= x &&
		    all->part[i].x < from)
			from = all->part[i].x;
	return from;
}

/* Part such a sign from the first word of its item, if the page has room. */
static void
part_signs(const struct bullets *b, const struct parts *all, struct page *page)
{
	int tries = 0;

	for (size_t i = 0; i < page->words && tries < MANY &&
	    page->words < LIMIT_PAGE_WORDS; i++) {
		struct box *at = &page->word[i].box;
		size_t sign = sign_and_tab(page->word[i].text);

		tries += sign > 0;
		for (int k = 0; k < all->n && sign > 0; k++) {
			const struct part *p = &all->part[k];

			if (!is_over(p, at) || !is_level(p, at) ||
			    kind_of(b, p) == NO_BULLET ||
			    abs(p->x - at->x) > px(b, TAB_MIN))
				continue;
			page_split_word(page, i, sign, ink_from(all, at,
			    p->x + p->w) - at->x);
			page->word[i].box.w = p->x + p->w - page->word[i].box.x;
			break;
		}
	}
}

/* Are others of its list above or below? */
static bool
is_listed(const struct bullets *b, const struct bullet *one)
{
	int same = px(b, SAME), size = one->kind == SIGN ? same / 3 : same / 2;
	int n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct part *a = b->at[i].part, *p = one->part;

		n += &b->at[i] != one && b->at[i].kind == one->kind &&
		    abs(a->x - p->x) <= same && abs(a->w - p->w) <= size &&
		    abs(a->h - p->h) <= size;
	}
	return n >= (one->kind == SIGN ? SIGNS : 1);
}

static const char *
text_of(const struct bullet *b)
{
	return b->kind == DASH ? "-" : "•";
}

void
bullets_find(struct Pix *ink, int32_t dpi, struct page *p)
{
	struct parts all = parts_of(ink);
	struct bullets b = { xcalloc(MANY, sizeof(*b.at)), 0, dpi };

	if (all.n <= PARTS_MAX) {
		part_signs(&b, &all, p);
		collect(&b, ink, &all, p);
	}
	/* First what changes words: adding some may move them. */
	for (size_t i = 0; i < b.n && b.n < MANY; i++)
		if (b.at[i].read != NULL && is_listed(&b, &b.at[i]))
			word_set_text(b.at[i].read, text_of(&b.at[i]));
	for (size_t i = 0; i < b.n && b.n < MANY; i++) {
		const struct part *at = b.at[i].part;

		if (b.at[i].read == NULL && (is_listed(&b, &b.at[i]) ||
		    (b.n <= FEW && b.at[i].kind != SIGN)))
			(void)page_add_word(p, text_of(&b.at[i]),
			    (struct box){ at->x, at->y, at->w, at->h },
			    page_next_line(p), CONF, WORD_OCR);
	}
	free(b.at);
	parts_free(&all);
}
