#ifndef GREFFIER_SHEET_H
#define GREFFIER_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

struct Pix;
struct source;

/*
 * One page as its file holds it, before anything is made of it: an image to be
 * read, or digital words, or both (a scan that a platform has stamped).
 */

/* A digital word; places are points (1/72 inch) of the upright page. */
struct layer_word {
	char		*text;	/* UTF-8, NFC, no space, not empty */
	double		 x, y, w, h;
	uint32_t	 line;
	bool		 bold;
	bool		 stamp;	/* of a préfecture or signature platform */
};

struct layer {
	double		 width, height;		/* points */
	struct layer_word *word;	size_t words;
};

struct sheet {
	struct Pix	*pix;	/* 1 or 8 bpp; NULL: the layer says all */
	struct Pix	*pale;	/* .. the lightest colour of each of its pixels,
				 * 8 bpp; NULL: it has no colours */
	int32_t		 dpi;	/* of pix, square; 0: unknown */
	struct layer	*layer;	/* NULL, the page's words, or stamps beside pix */
	struct Pix	*rules;	/* with a layer alone: the part of the page that
				 * has lines, drawn, 1 bpp; NULL: none has */
	int		 rules_top;	/* rows of the page above it */
	int32_t		 rules_dpi;
	const char	*reason;	/* why it is read that way: French, static */
};

/*
 * Take page `number` (from 1) out of the scan.  VERDICT_OK and *ret
 * (sheet_free), or the verdict on the page.
 */
enum verdict	sheet_take(struct source *s, uint32_t number, struct sheet *ret);
/* The same where digital words say all; else VERDICT_OK and an empty sheet. */
enum verdict	sheet_take_typed(struct source *s, uint32_t number,
		    struct sheet *ret);
/*
 * The page as people see it, 8 bpp, of so many pixels' width: for one whose
 * sheet is words alone.  NULL: it cannot be drawn.
 */
#define SHEET_DRAWN_PX 1000
struct Pix     *sheet_draw(struct source *s, uint32_t number);
void		sheet_free(struct sheet *sh);	/* leaves it empty */

void		layer_free(struct layer *l);	/* NULL is fine */

#endif /* GREFFIER_SHEET_H */
