#ifndef TESTS_DRAW_H
#define TESTS_DRAW_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "words/page.h"

/*
 * Pages drawn for tests, A4 at 300 dpi: letters are 18 px wide and 30 high, a
 * line takes 50.
 */

#define DRAW_CHAR	18
#define DRAW_HEIGHT	30
#define DRAW_LINE	50

static inline struct page *
draw_page(uint32_t number)
{
	struct page *p = page_new(number);

	p->width = 2480;
	p->height = 3508;
	p->dpi = 300;
	return p;
}

static inline size_t
draw_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

/* One printed line, its words parted at spaces; OCR calls all of it line 0. */
static inline void
draw_line(struct page *p, int32_t x, int32_t y, const char *line)
{
	char *copy = xstrdup(line), *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w != NULL;
	    w = strtok_r(NULL, " ", &save)) {
		int32_t left = x + (int32_t)draw_length(line) * DRAW_CHAR -
		    (int32_t)draw_length(line + (w - copy)) * DRAW_CHAR;
		struct box b = { left, y, (int32_t)draw_length(w) *
		    DRAW_CHAR - 4, DRAW_HEIGHT };

		/* A dash is a stroke at half height. */
		if (strcmp(w, "-") == 0) {
			b.y += DRAW_HEIGHT / 2;
			b.h = 4;
		}
		(void)page_add_word(p, w, b, 0, 95, WORD_OCR);
	}
	free(copy);
}

/* Several, one below the other, parted by "\n"; an empty one leaves a gap. */
static inline void
draw_text(struct page *p, int32_t x, int32_t y, const char *text)
{
	char *copy = xstrdup(text), *line = copy, *end;

	for (;; line = end + 1) {
		end = strchrnul(line, '\n');
		if (*end == '\0') {
			draw_line(p, x, y, line);
			break;
		}
		*end = '\0';
		draw_line(p, x, y, line);
		y += DRAW_LINE;
	}
	free(copy);
}

static inline struct cell *
draw_cell(struct page *p, uint32_t table, uint16_t row, uint16_t column,
    struct box box)
{
	struct cell *c = page_add_cell(p, box);

	c->table = table;
	c->row = row;
	c->column = column;
	return c;
}

#endif /* TESTS_DRAW_H */
