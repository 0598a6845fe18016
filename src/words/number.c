#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "words/number.h"
#include "words/page.h"

#define FIGURES_MIN 4	/* 1150 */
#define FIGURES_MAX 9	/* 105_2023, with room for more */
#define GROUP 3		/* of thousands */
#define APART 1.25	/* of a figure's pitch: there is a space */

/* A glyph, or what else stands in columns of its own. */
struct glyph {
	int	x, w, y, h;	/* in the word's box */
};

/* The rows that its ink takes; 0 where it holds none. */
static int
rows(PIX *word, struct glyph *g)
{
	BOX *columns = boxCreate(g->x, 0, g->w, pixGetHeight(word)), *b = NULL;
	PIX *part = columns == NULL ? NULL :
	    pixClipRectangle(word, columns, NULL);

	g->h = 0;
	if (part != NULL && pixClipToForeground(part, NULL, &b) == 0 &&
	    b != NULL)
		(void)boxGetGeometry(b, NULL, &g->y, NULL, &g->h);
	boxDestroy(&b);
	pixDestroy(&part);
	boxDestroy(&columns);
	return g->h;
}

/* What stands apart, from left to right; specks do not count.  -1: too much. */
static int
glyphs(PIX *ink, const struct box *b, struct glyph *g)
{
	BOX *box = boxCreate(b->x, b->y, b->w, b->h);
	PIX *word = box == NULL ? NULL : pixClipRectangle(ink, box, NULL);
	NUMA *sums = word == NULL ? NULL : pixCountPixelsByColumn(word);
	int columns = sums == NULL ? 0 : numaGetCount(sums), n = 0, from = -1;

	for (int x = 0; x <= columns && n >= 0; x++) {
		int sum = 0;

		if (x < columns)
			(void)numaGetIValue(sums, x, &sum);
		if (sum > 0 && from < 0)
			from = x;
		if (sum > 0 || from < 0)
			continue;
		if (n > FIGURES_MAX) {
			n = -1;
			break;
		}
		g[n] = (struct glyph){ .x = from, .w = x - from };
		from = -1;
		n += rows(word, &g[n]) * 4 >= b->h || g[n].w * 3 >= b->h;
	}
	numaDestroy(&sums);
	pixDestroy(&word);
	boxDestroy(&box);
	return n;
}

/* Flat, and at the figures' feet. */
static bool
is_low_line(const struct glyph *g, const struct glyph *beside)
{
	return 4 * g->h <= beside->h && g->w >= 2 * g->h &&
	    2 * (g->y - beside->y) > beside->h;
}

/* "032023" is "03_2023" where the line lies between two of its figures. */
static void
add_low_line(struct word *w, const struct glyph *g, int n)
{
	int at = 0, lines = 0;
	char *text;

	for (int i = 1; i + 1 < n; i++)
		if (is_low_line(&g[i], &g[i - 1])) {
			at = i;
			lines++;
		}
	if (lines != 1)
		return;
	text = g_strdup_printf("%.*s_%s", at, w->text, w->text + at);
	word_set_text(w, text);
	g_free(text);
}

/* The other reading is the same but for a low line: one is lost, never made. */
static bool
take_low_line(struct word *w)
{
	const char *line = w->other == NULL ? NULL : strchr(w->other, '_');
	size_t at;
	char *text;

	if (line == NULL || line == w->other)
		return false;
	at = (size_t)(line - w->other);
	if (strncmp(w->text, w->other, at) != 0 || line[1] == '\0' ||
	    strcmp(w->text + at, line + 1) != 0)
		return false;
	text = g_strdup(w->other);
	word_set_text(w, text);
	g_free(text);
	return true;
}

static int
middle(const struct glyph *g)
{
	return 2 * g->x + g->w;		/* twice it */
}

/*
 * Where the last group of three begins: before it the figures stand farther
 * apart than any others of the word.  0: nowhere.
 */
static int
group_at(const struct glyph *g, int n)
{
	int at = n - GROUP, widest = 0;

	for (int i = 1; i < n; i++) {
		int pitch = middle(&g[i]) - middle(&g[i - 1]);

		if (i != at && pitch > widest)
			widest = pitch;
	}
	return middle(&g[at]) - middle(&g[at - 1]) > APART * widest ?
	    g[at].x - 1 : 0;
}

/* Does it go on with a group of three, or is it a sum already? */
static bool
goes_on(const struct page *p, size_t i)
{
	const struct word *w;
	size_t figures;

	if (i + 1 >= p->words || p->word[i + 1].line != p->word[i].line)
		return false;
	w = &p->word[i + 1];
	figures = strspn(w->text, "0123456789");
	return g_str_has_prefix(w->text, "€") || (figures == GROUP &&
	    (strchr(",.;)", w->text[figures]) != NULL ||
	    g_str_has_prefix(w->text + figures, "€")));
}

void
number_mend(struct Pix *ink, struct page *p)
{
	struct glyph g[FIGURES_MAX + 1];

	for (size_t i = 0; i < p->words; i++) {
		struct word *w = &p->word[i];
		size_t len = strlen(w->text);
		int n, x;

		if (w->source != WORD_OCR || len < FIGURES_MIN ||
		    len > FIGURES_MAX - 1 ||
		    strspn(w->text, "0123456789") != len ||
		    take_low_line(w))
			continue;
		n = glyphs(ink, &w->box, g);
		if (n == (int)len + 1)
			add_low_line(w, g, n);
		else if (n == (int)len && len <= 2 * GROUP && goes_on(p, i) &&
		    (x = group_at(g, n)) > 0)
			page_split_word(p, i, len - GROUP, x);
	}
}
