#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/clean.h"
#include "page/rules.h"
#include "page/sheet.h"
#include "page/source.h"
#include "words/cells.h"
#include "words/marks.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/read.h"
#include "words/regions.h"
#include "words/tidy.h"

#define LAYER_DPI 200	/* of a page that has points only */

/* ☐ ☑ ☒, as pdf_layer.c leaves them. */
static bool
is_mark(const char *text, bool *ret_ticked)
{
	gunichar c = g_utf8_get_char(text);

	*ret_ticked = c == 0x2611 || c == 0x2612;
	return c >= 0x2610 && c <= 0x2612 && *g_utf8_next_char(text) == '\0';
}

static void
add_layer(const struct layer *l, double scale, bool second, struct page *p)
{
	for (size_t i = 0; i < l->words; i++) {
		const struct layer_word *lw = &l->word[i];
		struct box box = {
			(int32_t)lround(lw->x * scale),
			(int32_t)lround(lw->y * scale),
			(int32_t)lround(lw->w * scale),
			(int32_t)lround(lw->h * scale),
		};
		struct word *w;
		bool ticked;

		if (is_mark(lw->text, &ticked)) {
			(void)page_add_mark(p, box, ticked, 100);
			continue;
		}
		w = page_add_word(p, lw->text, box, lw->line, 100, WORD_LAYER);
		if (w != NULL) {
			w->bold = lw->bold;
			w->second = second;
		}
	}
}

/* A page of digital words: only its lines are looked for in a drawing. */
static void
read_layer(const struct sheet *sh, struct page *p)
{
	double scale = LAYER_DPI / 72.0;
	struct rules rules;
	PIX *ink;

	p->method = PAGE_LAYER;
	p->dpi = LAYER_DPI;
	p->width = (int32_t)ceil(sh->layer->width * scale);
	p->height = (int32_t)ceil(sh->layer->height * scale);
	p->conf = 100;
	add_layer(sh->layer, scale, false, p);
	ink = sh->rules == NULL ? NULL : pixThresholdToBinary(sh->rules, 200);
	if (ink != NULL && rules_find(ink, sh->rules_dpi, &rules) == 0) {
		cells_find(&rules, sh->rules_dpi,
		    (double)LAYER_DPI / sh->rules_dpi, p);
		rules_free(&rules);
	}
	pixDestroy(&ink);
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

static enum verdict
read_ink(const struct sheet *sh, struct ocr *o, bool gentle, struct page *p)
{
	struct clean c;
	struct rules rules;
	uint32_t line = 0;
	int r;

	if (clean_page(sh->pix, sh->dpi, gentle, &c) < 0)
		return VERDICT_MEMORY;
	p->method = PAGE_OCR;
	p->dpi = c.dpi;
	p->width = pixGetWidth(c.grey);
	p->height = pixGetHeight(c.grey);
	p->rotation = c.rotation;
	p->skew = c.skew;
	if (!gentle && rules_find(c.ink, c.dpi, &rules) == 0) {
		rules_complete(&rules, c.ink, c.dpi);
		cells_find(&rules, c.dpi, 1, p);
		rules_erase(&rules, c.dpi, c.grey, c.ink);
		rules_free(&rules);
		marks_find(c.grey, c.ink, c.dpi, p);
	}
	r = gentle ? ocr_words(o, c.grey, c.dpi, OCR_BLOCK, 0, 0, &line, p) :
	    regions_read(o, c.grey, c.ink, c.dpi, p);
	if (!gentle)
		tidy_words(c.ink, p);
	clean_free(&c);
	p->conf = mean_conf(p);
	return r == 0 ? VERDICT_OK : VERDICT_DAMAGED;
}

enum verdict
page_read(struct source *s, struct ocr *o, uint32_t number, bool gentle,
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
		v = read_ink(&sh, o, gentle, p);
		if (v == VERDICT_OK && sh.layer != NULL &&
		    sh.layer->words > 0)
			add_layer(sh.layer, p->width / sh.layer->width, true,
			    p);
	}
	sheet_free(&sh);
	if (v == VERDICT_OK)
		*ret = p;
	else
		page_free(p);
	return v;
}
