#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/grey.h"

/*
 * Each pixel is a point between four, in sixteenths each way.  What lies
 * between two columns is made once for a row, and serves all that lies between
 * it and the next.
 */

#define AT_ONCE 16	/* columns: loops so long become vectors */
#define SUB 16		/* parts of a pixel */
#define LEAST 0.7	/* less, as 0.7f is, and leptonica takes means */

/* The columns, and two rows: 16 times what lies there. */
struct growing {
	PIX		*from;
	unsigned	*column;	/* in sixteenths; NULL: as they are */
	uint8_t		*byte;
	uint16_t	*upper, *lower;
	int		 has;		/* the row that `upper` is of, or -1 */
};

static void
take_row(const struct growing *g, int y, int w, uint16_t *restrict to)
{
	int wpl = pixGetWpl(g->from), last = pixGetWidth(g->from) - 1;

	if (y > pixGetHeight(g->from) - 1)	/* as the last one */
		y = pixGetHeight(g->from) - 1;
	bytes_of_words(pix_row(g->from, y), wpl, g->byte);
	g->byte[last + 1] = g->byte[last];
	for (int x = 0; x < w && g->column == NULL; x += AT_ONCE)
		for (int i = x; i < x + AT_ONCE; i++)
			to[i] = (uint16_t)(SUB * g->byte[i]);
	for (int i = 0; i < w && g->column != NULL; i++) {
		const uint8_t *p = g->byte + g->column[i] / SUB;
		int part = (int)(g->column[i] % SUB);

		to[i] = (uint16_t)(SUB * p[0] + part * (p[1] - p[0]));
	}
}

static void
take_rows(struct growing *g, int y, int w)
{
	uint16_t *next = g->upper;

	if (g->has == y)
		return;
	if (g->has == y - 1 && y > 0) {
		g->upper = g->lower;
		g->lower = next;
	} else {
		take_row(g, y, w, g->upper);
	}
	take_row(g, y + 1, w, g->lower);
	g->has = y;
}

/* Modulo 65536; what comes out is less. */
static void
between(const uint16_t *restrict upper, const uint16_t *restrict lower,
    uint16_t part, int w, uint8_t *restrict to)
{
	for (int x = 0; x < w; x += AT_ONCE)
		for (int i = x; i < x + AT_ONCE; i++) {
			uint16_t down = (uint16_t)(part *
			    (uint16_t)(lower[i] - upper[i]));
			uint16_t sum = (uint16_t)(SUB * upper[i] + down + 128);

			to[i] = (uint8_t)(sum >> 8);
		}
}

/* Where the pixel `i` of `n` lies among `all`, in sixteenths. */
static int
place(int i, int n, int all)
{
	float scale = 16.f * (float)all / (float)n;

	return (int)(scale * (float)i);
}

static void
grow(PIX *from, PIX *to)
{
	int w = pixGetWidth(to), h = pixGetHeight(to), wpl = pixGetWpl(to);
	size_t room = (size_t)w + AT_ONCE;
	struct growing g = { from, NULL,
	    xcalloc((size_t)pixGetWpl(from) + AT_ONCE, 4),
	    xcalloc(room, sizeof(uint16_t)), xcalloc(room, sizeof(uint16_t)),
	    -1 };
	uint8_t *line = xcalloc(room, 1);

	if (w != pixGetWidth(from))
		g.column = xcalloc(room, sizeof(*g.column));
	for (int i = 0; i < w && g.column != NULL; i++)
		g.column[i] = (unsigned)place(i, w, pixGetWidth(from));
	for (int i = 0; i < h; i++) {
		int y = place(i, h, pixGetHeight(from));

		take_rows(&g, y / SUB, w);
		between(g.upper, g.lower, (uint16_t)(y % SUB), w, line);
		words_of_bytes(line, wpl, pix_row(to, i));
	}
	(void)pixSetPadBits(to, 0);
	free(line);
	free(g.lower);
	free(g.upper);
	free(g.byte);
	free(g.column);
}

struct Pix *
grey_grown(struct Pix *grey, float x, float y)
{
	int w = (int)(x * (float)pixGetWidth(grey) + 0.5);
	int h = (int)(y * (float)pixGetHeight(grey) + 0.5);
	PIX *out;

	/* Twice and four times have rules of their own. */
	if ((double)L_MAX(x, y) < LEAST || (x == 1 && y == 1) ||
	    (x == 2 && y == 2) || (x == 4 && y == 4) || w < 1 || h < 1)
		return pixScaleGrayLI(grey, x, y);
	out = pixCreate(w, h, 8);
	if (out != NULL)
		grow(grey, out);
	return out;
}
