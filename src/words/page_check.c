#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "words/page.h"

static bool
is_utf8(const char *s)
{
	size_t len = strlen(s);

	return utf8_valid(s, len) == len;
}

/* One word, and that holds neither space nor control. */
static bool
is_word(const char *text)
{
	for (const char *s = text; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	return *text != '\0' && is_utf8(text);
}

/* A box may lie outside the page, but by no more than the page's size. */
static bool
is_near(const struct page *p, const struct box *b)
{
	const int64_t w = p->width, h = p->height;

	return b->w >= 0 && b->h >= 0 && b->x >= -w && b->y >= -h &&
	    (int64_t)b->x + b->w <= 2 * w && (int64_t)b->y + b->h <= 2 * h;
}

static bool
words_are_sound(const struct page *p)
{
	for (size_t i = 0; i < p->words; i++) {
		const struct word *w = &p->word[i];

		if (!is_word(w->text) || !is_near(p, &w->box) ||
		    (w->other != NULL && !is_word(w->other)) || w->conf > 100)
			return false;
	}
	return p->words <= LIMIT_PAGE_WORDS;
}

static bool
cells_are_sound(const struct page *p)
{
	for (size_t i = 0; i < p->cells; i++) {
		const struct cell *c = &p->cell[i];

		if (!is_near(p, &c->box) || c->rows < 1 || c->columns < 1 ||
		    c->table > LIMIT_PAGE_CELLS ||
		    (i > 0 && c->table < p->cell[i - 1].table))
			return false;
	}
	return p->cells <= LIMIT_PAGE_CELLS;
}

static bool
marks_are_sound(const struct page *p)
{
	for (size_t i = 0; i < p->marks; i++)
		if (!is_near(p, &p->mark[i].box) || p->mark[i].conf > 100)
			return false;
	for (size_t i = 0; i < p->unreads; i++)
		if (!is_near(p, &p->unread[i]))
			return false;
	return p->marks <= LIMIT_PAGE_MARKS && p->unreads <= LIMIT_PAGE_CELLS;
}

bool
page_is_sound(const struct page *p)
{
	return p->number >= 1 && p->method <= PAGE_BLANK &&
	    p->width >= 0 && p->width <= LIMIT_SIDE_PX &&
	    p->height >= 0 && p->height <= LIMIT_SIDE_PX && p->dpi >= 0 &&
	    p->rotation >= 0 && p->rotation <= 270 && p->rotation % 90 == 0 &&
	    fabs(p->skew) <= 90 && p->conf <= 100 &&
	    (p->reason == NULL || is_utf8(p->reason)) &&
	    (p->error == NULL || is_utf8(p->error)) &&
	    words_are_sound(p) && cells_are_sound(p) && marks_are_sound(p);
}
