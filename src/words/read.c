#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "page/clean.h"
#include "page/parts.h"
#include "page/rules.h"
#include "page/sheet.h"
#include "words/bullet.h"
#include "words/cells.h"
#include "words/marks.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/read.h"
#include "words/regions.h"
#include "words/spelling.h"
#include "words/tidy.h"

#define LAYER_DPI 200.0	/* of a page that has points only */
#define LETTERS_MIN 4	/* fewer are no text */
#define LETTER_PER_INCH 30	/* 0.8 mm: the larger side of a small letter */
#define NOISE_SHARE 0.01	/* of a page inked and without a letter */
#define DOUBT_CONF 60	/* mean confidence of a page turned the wrong way */

/* ☐ ☑ ☒, as pdf_layer.c leaves them. */
static bool
is_mark(const char *text, bool *ret_ticked)
{
	gunichar c = g_utf8_get_char(text);

	*ret_ticked = c == 0x2611 || c == 0x2612;
	return c >= 0x2610 && c <= 0x2612 && *g_utf8_next_char(text) == '\0';
}

/* Where a digital word's box comes to lie once its page is upright. */
static struct box
placed(const struct layer *l, const struct layer_word *w, double scale,
    int32_t rotation)
{
	double x = w->x, y = w->y, width = w->w, height = w->h;

	if (rotation == 90 || rotation == 270) {
		width = w->h;
		height = w->w;
	}
	if (rotation == 90) {
		x = w->y;
		y = l->width - w->x - w->w;
	} else if (rotation == 180) {
		x = l->width - w->x - w->w;
		y = l->height - w->y - w->h;
	} else if (rotation == 270) {
		x = l->height - w->y - w->h;
		y = w->x;
	}
	return (struct box){ (int32_t)lround(x * scale),
	    (int32_t)lround(y * scale), (int32_t)lround(width * scale),
	    (int32_t)lround(height * scale) };
}

static void
add_layer(const struct layer *l, double scale, bool second, struct page *p)
{
	uint32_t line = page_next_line(p);

	for (size_t i = 0; i < l->words; i++) {
		const struct layer_word *lw = &l->word[i];
		struct box box = placed(l, lw, scale, p->rotation);
		struct word *w;
		bool ticked;

		if (is_mark(lw->text, &ticked)) {
			(void)page_add_mark(p, box, ticked, 100);
			continue;
		}
		w = page_add_word(p, lw->text, box, line + lw->line, 100,
		    WORD_LAYER);
		if (w != NULL) {
			w->bold = lw->bold;
			w->second = second;
		}
	}
}

/* The stamps that a platform printed over a scan. */
static void
add_stamps(const struct layer *l, struct page *p)
{
	bool lying = p->rotation % 180 != 0;

	add_layer(l, p->width / (lying ? l->height : l->width), true, p);
}

/* A page of digital words: only its lines are looked for in a drawing. */
static void
read_layer(const struct sheet *sh, struct page *p)
{
	double side = fmax(sh->layer->width, sh->layer->height);
	struct rules rules;
	double scale;

	p->method = PAGE_LAYER;
	p->dpi = (int32_t)fmin(LAYER_DPI, LIMIT_SIDE_PX * 72 / side - 1);
	scale = p->dpi / 72.0;
	p->width = (int32_t)ceil(sh->layer->width * scale);
	p->height = (int32_t)ceil(sh->layer->height * scale);
	p->conf = 100;
	add_layer(sh->layer, scale, false, p);
	if (sh->rules != NULL &&
	    rules_find_drawn(sh->rules, sh->rules_dpi, &rules) == 0) {
		rules.top = sh->rules_top;
		cells_find(&rules, sh->rules_dpi,
		    (double)p->dpi / sh->rules_dpi, p);
		rules_free(&rules);
	}
}

static uint8_t
mean_conf(const struct page *p)
{
	size_t sum = 0, n = 0;

	for (size_t i = 0; i < p->words; i++) {
		if (p->word[i].source != WORD_OCR)
			continue;
		sum += p->word[i].conf;
		n++;
	}
	return (uint8_t)(n == 0 ? 0 : sum / n);
}

/* Is there less on it than a few letters?  What dust leaves is smaller. */
static bool
is_blank(PIX *ink, int32_t dpi)
{
	struct parts all = parts_of(ink);
	int n = all.n - parts_small(&all, dpi / LETTER_PER_INCH);

	parts_free(&all);
	return n < LETTERS_MIN;
}

/* Cells and tick boxes, which then leave both images. */
static void
take_drawing(struct clean *c, struct page *p)
{
	struct rules rules;

	if (rules_find(c->ink, c->dpi, &rules) < 0)
		return;
	rules_add_faint(&rules, c->grey, c->dpi);
	rules_complete(&rules, c->ink, c->dpi);
	cells_find(&rules, c->dpi, 1, p);
	rules_erase(&rules, c->dpi, c->grey, c->ink);
	rules_free(&rules);
	marks_find(c->grey, c->ink, c->dpi, p);
}

/* One cleaned page, this way up. */
static enum verdict
read_clean(struct clean *c, struct ocr *o, unsigned how, struct page *p)
{
	bool gentle = (how & CLEAN_GENTLE) != 0, mended;
	PIX *plain;
	int r;

	p->method = PAGE_OCR;
	p->dpi = c->dpi;
	p->width = pixGetWidth(c->grey);
	p->height = pixGetHeight(c->grey);
	p->rotation = c->rotation;
	p->skew = c->skew;
	if (is_blank(c->ink, c->dpi)) {
		/* Noise is no blank sheet: there may have been an act. */
		if (c->inked < NOISE_SHARE)
			p->method = PAGE_BLANK;
		return VERDICT_OK;
	}
	if (!gentle && (how & CLEAN_NO_RULES) == 0)
		take_drawing(c, p);
	plain = pixClone(c->grey);
	if (!gentle && (how & CLEAN_NO_MEND) == 0)
		(void)clean_mend(c);
	mended = plain != c->grey;
	r = gentle ? ocr_words(o, c->grey, c->dpi, OCR_BLOCK, 0, 0, p) :
	    regions_read(o, c, mended ? plain : NULL, p);
	pixDestroy(&plain);
	if (!gentle) {
		tidy_words(c->ink, p);
		bullets_find(c->ink, c->dpi, p);
		spelling_mend(o, c->ink, c->dpi, mended, p);
	}
	p->conf = mean_conf(p);
	return r == 0 ? VERDICT_OK : VERDICT_DAMAGED;
}

/* What is read is hardly French: is it upside down? */
static bool
is_doubtful(const struct page *p)
{
	return p->method == PAGE_OCR && p->words >= LETTERS_MIN &&
	    p->conf < DOUBT_CONF;
}

/* Read it the other way up; *page is the better of both. */
static void
read_turned(const struct sheet *sh, struct ocr *o, unsigned how,
    struct page **page)
{
	struct page *p = *page, *other;
	struct clean c;

	/* Cleaned anew: the first reading has taken the drawing out. */
	if (clean_page(sh->pix, sh->pale, sh->dpi, how, &c) < 0)
		return;
	other = page_new(p->number);
	other->reason = xstrdup(sh->reason);
	if (clean_turn_over(&c) == 0 &&
	    read_clean(&c, o, how, other) == VERDICT_OK &&
	    other->conf > p->conf) {
		*page = other;
		other = p;
	}
	page_free(other);
	clean_free(&c);
}

static enum verdict
read_ink(const struct sheet *sh, struct ocr *o, unsigned how,
    struct page **page)
{
	struct clean c;
	enum verdict v;

	if (clean_page(sh->pix, sh->pale, sh->dpi, how, &c) < 0)
		return VERDICT_MEMORY;
	v = read_clean(&c, o, how, *page);
	clean_free(&c);
	if (v == VERDICT_OK && (how & (CLEAN_GENTLE | CLEAN_NO_TURN)) == 0 &&
	    is_doubtful(*page))
		read_turned(sh, o, how, page);
	return v;
}

enum verdict
page_read_typed(struct source *s, uint32_t number, struct page **ret)
{
	enum verdict v;
	struct sheet sh;

	if ((v = sheet_take_typed(s, number, &sh)) != VERDICT_OK)
		return v;
	*ret = NULL;
	if (sh.layer != NULL) {
		*ret = page_new(number);
		(*ret)->reason = xstrdup(sh.reason);
		read_layer(&sh, *ret);
	}
	sheet_free(&sh);
	return VERDICT_OK;
}

enum verdict
page_read(struct source *s, struct ocr *o, uint32_t number, unsigned how,
    struct page **ret)
{
	struct sheet sh;
	struct page *p;
	enum verdict v;

	if ((v = sheet_take(s, number, &sh)) != VERDICT_OK)
		return v;
	p = page_new(number);
	p->reason = xstrdup(sh.reason);
	if (sh.pix == NULL) {
		read_layer(&sh, p);
	} else {
		v = read_ink(&sh, o, how, &p);
		if (v == VERDICT_OK && sh.layer != NULL &&
		    sh.layer->words > 0)
			add_stamps(sh.layer, p);
	}
	sheet_free(&sh);
	if (v == VERDICT_OK)
		*ret = p;
	else
		page_free(p);
	return v;
}
