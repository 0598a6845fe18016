#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "page/grey.h"
#include "page/mm.h"
#include "page/parts.h"
#include "words/look.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/vote.h"

#define RIM_MM 0.6
#define DOUBT_SOUND 70	/* less confidence, and a word is doubtful .. */
#define DOUBT_WORN 80	/* .. where strokes were mended */
#define DOUBT_FIGURES 80
#define SURE_FIGURES 90	/* what is misread so has 0 to 83 */
#define LINE_MAX_MM 10.5	/* higher is a title, a seal, or two lines */
#define LINES_MAX 120	/* of a page; more is a register's, or noise */
#define VIEWS 3
#define FIGURES_MAX 60	/* numbers of a page; more are a table's */
#define SMALL 0.75f	/* gaps in strokes close as a page is made smaller */
#define INK 160
#define FIGURES_SCALE 1.5f
#define FIGURES "0123456789/.,-_:"

/* A page as it may be looked at: smaller, its strokes not mended or broader. */
struct view {
	PIX	*grey;
	float	 scale;
};

struct look {
	struct ocr	*ocr;
	struct page	*page;
	int32_t		 dpi;
	struct view	 view[VIEWS];
	size_t		 views;
	int		 doubt;	/* less confidence, and a word is looked at */
};

/* ------------------------------------------------------------------------- */
/* Lines */

/* A word of the page and where it stands, for sorting. */
struct place {
	uint32_t	line;
	int32_t		x;
	size_t		word;
};

static int
by_line(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->x > y->x) - (x->x < y->x);
}

static struct box
around(const struct page *p, const size_t *word, size_t n)
{
	struct box b = p->word[word[0]].box;

	for (size_t i = 1; i < n; i++) {
		const struct box *w = &p->word[word[i]].box;
		int right = b.x + b.w > w->x + w->w ? b.x + b.w : w->x + w->w;
		int below = b.y + b.h > w->y + w->h ? b.y + b.h : w->y + w->h;

		b.x = b.x < w->x ? b.x : w->x;
		b.y = b.y < w->y ? b.y : w->y;
		b.w = right - b.x;
		b.h = below - b.y;
	}
	return b;
}

/* What stands in the box, as words of a page of its own. */
static struct page *
read_box(const struct look *l, const struct view *v, struct box b)
{
	int rim = mm_px(RIM_MM, l->dpi);
	struct page *p = page_new(1);

	ocr_set_scale(l->ocr, v->scale, v->scale);
	(void)ocr_part(l->ocr, v->grey, (struct box){ b.x - rim, b.y - rim,
	    b.w + 2 * rim, b.h + 2 * rim }, l->dpi, OCR_LINE, p);
	ocr_set_scale(l->ocr, 1, 1);
	return p;
}

/* Does the other reading say the same, word for word?  Then it is settled. */
static bool
says_same(const struct page *p, const size_t *word, size_t n,
    const struct page *other)
{
	bool same = other->words == n;

	for (size_t i = 0; i < n && same; i++)
		same = strcmp(p->word[word[i]].text, other->word[i].text) == 0;
	return same;
}

static void
look_at_line(struct look *l, struct box b, const size_t *word, size_t n,
    bool *gone)
{
	struct page *read[VIEWS];
	size_t views = 0;
	bool same = false;

	while (views < l->views && !same) {
		read[views] = read_box(l, &l->view[views], b);
		same = says_same(l->page, word, n, read[views++]);
	}
	vote_line(l->ocr, l->page, word, n, read, views, gone);
	while (views > 0)
		page_free(read[--views]);
}

/* From the first doubtful word of a line to the last, and one beside each. */
static bool
find_doubt(const struct look *l, const size_t *word, size_t *from, size_t *to)
{
	size_t first = *from, last = *to;

	while (first < last && l->page->word[word[first]].conf >= l->doubt)
		first++;
	while (last > first && l->page->word[word[last - 1]].conf >= l->doubt)
		last--;
	if (first == last)
		return false;
	*from = first > *from ? first - 1 : first;
	*to = last < *to ? last + 1 : last;
	return true;
}

/* The words' indexes, by line and from left to right.  The caller's to free. */
static size_t *
sorted(const struct page *p)
{
	struct place *at = xcalloc(p->words + 1, sizeof(*at));
	size_t *word = xcalloc(p->words + 1, sizeof(*word));

	for (size_t i = 0; i < p->words; i++)
		at[i] = (struct place){ p->word[i].line, p->word[i].box.x, i };
	qsort(at, p->words, sizeof(*at), by_line);
	for (size_t i = 0; i < p->words; i++)
		word[i] = at[i].word;
	free(at);
	return word;
}

/* What the vote has put at the end goes where it stands on its line. */
static void
in_order(struct page *p)
{
	size_t *word = sorted(p);
	struct word *copy = xcalloc(p->words + 1, sizeof(*copy));

	for (size_t i = 0; i < p->words; i++)
		copy[i] = p->word[word[i]];
	if (p->words > 0)
		memcpy(p->word, copy, p->words * sizeof(*copy));
	free(copy);
	free(word);
}

static void
look_at_lines(struct look *l)
{
	struct page *p = l->page;
	size_t words = p->words, lines = 0, from, to, next;
	size_t *word = sorted(p);
	bool *gone = xcalloc(words + 1, sizeof(*gone));
	struct box b;

	for (size_t i = 0; i < words && lines < LINES_MAX; i = next) {
		for (next = i + 1; next < words && p->word[word[next]].line ==
		    p->word[word[i]].line; next++)
			;
		from = i;
		to = next;
		if (!find_doubt(l, word, &from, &to))
			continue;
		b = around(p, word + from, to - from);
		if (b.h > mm_px(LINE_MAX_MM, l->dpi))
			continue;
		look_at_line(l, b, word + from, to - from, gone);
		lines++;
	}
	page_drop_words(p, gone, words);
	free(gone);
	free(word);
	in_order(p);
}

/* ------------------------------------------------------------------------- */
/* Figures */

/* Figures take 0.8 of their height: has one of a number's been lost? */
static bool
lacks_figures(const struct word *w)
{
	int32_t n = (int32_t)strlen(w->text);

	return (int32_t)strspn(w->text, "0123456789") == n &&
	    20 * w->box.w > (n == 1 ? 19 : 16 * n + 6) * w->box.h;
}

/* Mostly figures, and not all of them sure, or there. */
static bool
is_doubtful_number(const struct word *w)
{
	size_t figures = 0, letters = 0;

	for (const char *s = w->text; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		figures += g_unichar_isdigit(c) != 0;
		letters += g_unichar_isalpha(c) != 0;
	}
	return w->source == WORD_OCR && figures > letters &&
	    (w->conf < DOUBT_FIGURES || lacks_figures(w));
}

static bool
are_alike(const struct part *a, const struct part *b)
{
	return abs(a->w - b->w) <= 1 + a->w / 8 &&
	    abs(a->h - b->h) <= 1 + a->h / 8;
}

/* The components of a word's ink; none for want of memory. */
static struct parts
parts_under(PIX *grey, const struct word *w)
{
	BOX *b = boxCreate(w->box.x, w->box.y, w->box.w, w->box.h);
	PIX *clip = b == NULL ? NULL : pixClipRectangle(grey, b, NULL);
	PIX *ink = clip == NULL ? NULL : grey_below(clip, INK);
	struct parts all = { 0 };

	if (ink != NULL)
		all = parts_of(ink);
	pixDestroy(&ink);
	pixDestroy(&clip);
	boxDestroy(&b);
	return all;
}

/* Of two figures that are alike the network may see one: « 11 ». */
static bool
is_twice(PIX *grey, const struct word *w)
{
	struct parts all = { 0 };
	bool twice;

	if (strlen(w->text) == 1 && lacks_figures(w))
		all = parts_under(grey, w);
	twice = all.n == 2 && are_alike(&all.part[0], &all.part[1]) &&
	    4 * all.part[0].h >= 3 * w->box.h;
	parts_free(&all);
	return twice;
}

static void
set_twice(struct word *w)
{
	const char text[] = { w->text[0], w->text[0], '\0' };
	const char other[] = { w->text[0], '\0' };

	word_set_text(w, text);
	word_set_other(w, other);
}

/* Another reading: it stands where it is sure, else beside the first. */
static void
take_figures(struct word *w, const struct word *read)
{
	bool better = strlen(read->text) == strlen(w->text) ?
	    read->conf >= SURE_FIGURES : lacks_figures(w) &&
	    strlen(read->text) == strlen(w->text) + 1;
	char *first;

	if (!better) {
		word_set_other(w, read->text);
		return;
	}
	first = xstrdup(w->text);
	word_set_text(w, read->text);
	word_set_other(w, first);
	w->conf = read->conf;
	free(first);
}

/* Read with an alphabet of figures it may say otherwise. */
static void
look_at_figures(struct look *l, PIX *grey)
{
	const struct view v = { grey, FIGURES_SCALE };
	int n = 0;

	ocr_set_alphabet(l->ocr, FIGURES);
	for (size_t i = 0; i < l->page->words && n < FIGURES_MAX; i++) {
		struct word *w = &l->page->word[i];
		struct page *read;

		if (!is_doubtful_number(w))
			continue;
		n++;
		read = read_box(l, &v, w->box);
		if (read->words == 1 &&
		    strcmp(read->word[0].text, w->text) != 0)
			take_figures(w, &read->word[0]);
		else if (is_twice(grey, w))
			set_twice(w);
		page_free(read);
	}
	ocr_set_alphabet(l->ocr, "");
}

/* Half a pixel of ink more on every side: broken strokes meet. */
static PIX *
broadened(PIX *grey)
{
	PIX *large = pixScaleGrayLI(grey, 2, 2);
	PIX *dark = large == NULL ? NULL : grey_darkest(large, true);
	PIX *out = dark == NULL ? NULL : pixScaleAreaMap2(dark);

	pixDestroy(&dark);
	pixDestroy(&large);
	return out;
}

/* Figures, a unit of money behind them perhaps, and no sign between them? */
static bool
is_whole_number(const struct word *w)
{
	size_t n = strspn(w->text, "0123456789");

	return w->source == WORD_OCR && n >= 2 && (w->text[n] == '\0' ||
	    strcmp(w->text + n, "\xe2\x82\xac") == 0);
}

/* A comma's size and place in a word's box, with figures on both its sides. */
static bool
is_comma(const struct part *p, const struct parts *all, int height)
{
	bool left = false, right = false;

	if (8 * p->h < height || 2 * p->h > height || p->w > p->h ||
	    10 * p->y < 6 * height || 20 * (p->y + p->h) < 17 * height)
		return false;
	for (int i = 0; i < all->n; i++) {
		const struct part *a = &all->part[i];

		if (2 * a->h < height)
			continue;
		left = left || a->x + a->w / 2 < p->x;
		right = right || a->x + a->w / 2 > p->x + p->w;
	}
	return left && right;
}

static bool
has_comma(PIX *grey, const struct word *w)
{
	struct parts all = parts_under(grey, w);
	bool found = false;

	for (int i = 0; i < all.n && !found; i++)
		found = is_comma(&all.part[i], &all, w->box.h);
	parts_free(&all);
	return found;
}

/* Is the reading the same word but for a comma?  Then that is its text. */
static bool
take_comma(struct word *w, const struct page *read)
{
	struct buf all = { 0 };
	char *text, *first;
	bool taken;
	size_t n;

	for (size_t i = 0; i < read->words; i++)	/* « 1,15 » and « € » */
		xbuf_puts(&all, read->word[i].text);
	text = xbuf_take(&all, NULL);
	n = strcspn(text, ",.");
	taken = n > 0 && text[n] != '\0' && strncmp(text, w->text, n) == 0 &&
	    strcmp(text + n + 1, w->text + n) == 0;
	if (taken) {
		first = xstrdup(w->text);
		word_set_text(w, text);
		word_set_other(w, first);
		free(first);
	}
	free(text);
	return taken;
}

/*
 * Beside a 1 the network surely sees no comma in type that is read narrower:
 * « 1,15 € » would be a hundred and fifteen.  Where the ink has one the word
 * is read at its full width, and enlarged.
 */
static void
look_for_commas(struct look *l, PIX *grey)
{
	const struct view views[] = { { grey, FIGURES_SCALE }, { grey, 1 } };
	int n = 0;

	for (size_t i = 0; i < l->page->words && n < FIGURES_MAX; i++) {
		struct word *w = &l->page->word[i];
		bool taken = false;

		if (!is_whole_number(w) || !has_comma(grey, w))
			continue;
		n++;
		for (size_t k = 0; k < 2 && !taken; k++) {
			struct page *read = read_box(l, &views[k], w->box);

			taken = take_comma(w, read);
			page_free(read);
		}
	}
}

void
look_again(struct ocr *o, struct Pix *grey, struct Pix *plain, int32_t dpi,
    struct page *p)
{
	struct look l = { .ocr = o, .page = p, .dpi = dpi };
	PIX *broad = plain == NULL ? NULL : broadened(plain);

	if (broad != NULL) {
		l.view[0] = (struct view){ plain, SMALL };
		l.view[1] = (struct view){ plain, 1 };
		l.view[2] = (struct view){ broad, SMALL };
		l.views = VIEWS;
		l.doubt = DOUBT_WORN;
	} else {
		l.view[0] = (struct view){ grey, 1 };
		l.views = 1;
		l.doubt = DOUBT_SOUND;
	}
	look_at_lines(&l);
	look_at_figures(&l, grey);
	look_for_commas(&l, grey);
	pixDestroy(&broad);
}
