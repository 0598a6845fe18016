#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/grey.h"
#include "page/mm.h"
#include "words/figures.h"
#include "words/look.h"
#include "words/page.h"
#include "words/sight.h"
#include "words/vote.h"

#define DOUBT_SOUND 70	/* less confidence, and a word is doubtful .. */
#define DOUBT_WORN 80	/* .. where strokes were mended */
#define LINE_MAX_MM 10.5	/* higher is a title, a seal, or two lines */
#define LINES_MAX 120	/* of a page; more is a register's, or noise */
#define ASPECTS 3
#define SMALL 0.75f	/* gaps in strokes close as a page is made smaller */

struct look {
	struct sight	 at;
	struct aspect	 aspect[ASPECTS];
	size_t		 aspects;
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
	struct page *read[ASPECTS];
	size_t readings = 0;
	bool same = false;

	while (readings < l->aspects && !same) {
		read[readings] = sight_read(&l->at, &l->aspect[readings], b);
		same = says_same(l->at.page, word, n, read[readings++]);
	}
	vote_line(l->at.ocr, l->at.page, word, n, read, readings, gone);
	while (readings > 0)
		page_free(read[--readings]);
}

/* From the first doubtful word of a line to the last, and one beside each. */
static bool
find_doubt(const struct look *l, const size_t *word, size_t *from, size_t *to)
{
	const struct word *w = l->at.page->word;
	size_t first = *from, last = *to;

	while (first < last && w[word[first]].conf >= l->doubt)
		first++;
	while (last > first && w[word[last - 1]].conf >= l->doubt)
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
	struct page *p = l->at.page;
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
		if (b.h > mm_px(LINE_MAX_MM, l->at.dpi))
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

void
look_again(struct ocr *o, struct Pix *grey, struct Pix *plain, int32_t dpi,
    struct page *p)
{
	struct look l = { .at = { .ocr = o, .page = p, .dpi = dpi } };
	PIX *broad = plain == NULL ? NULL : broadened(plain);

	if (broad != NULL) {
		l.aspect[0] = (struct aspect){ plain, SMALL };
		l.aspect[1] = (struct aspect){ plain, 1 };
		l.aspect[2] = (struct aspect){ broad, SMALL };
		l.aspects = ASPECTS;
		l.doubt = DOUBT_WORN;
	} else {
		l.aspect[0] = (struct aspect){ grey, 1 };
		l.aspects = 1;
		l.doubt = DOUBT_SOUND;
	}
	look_at_lines(&l);
	figures_look(&l.at, grey, plain);
	pixDestroy(&broad);
}
