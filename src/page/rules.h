#ifndef GREFFIER_RULES_H
#define GREFFIER_RULES_H

#include <stdbool.h>
#include <stdint.h>

struct Pix;

/*
 * The ruled lines of a page: frames, tables, underlines.  They are found as
 * masks, one for each direction, from the ink of a straight page.
 */
struct rules {
	struct Pix	*across;	/* 1 bpp, as wide as the page; its rows .. */
	struct Pix	*down;
	int		 top;		/* .. begin so far down the page, and may end
					 * early, where there is no line */
	struct Pix	*streaks;	/* down a table and on beyond: dust on the
					 * glass, no line; NULL: none looked for */
};

/* 0 or -ENOMEM; then *ret is untouched. */
int	rules_find(struct Pix *ink, int32_t dpi, struct rules *ret);
/*
 * The same of a page drawn by a program, where no line is worn: to look for
 * pieces of lines is half of such a page's time.  -ENOENT where no line runs
 * across or none runs down: then there is no cell either.
 */
int	rules_find_drawn(struct Pix *ink, int32_t dpi, struct rules *ret);
void	rules_free(struct rules *r);

/*
 * Adds what is paler than type, as thin lines are, if it runs from one line to
 * another.  Where memory fails, nothing is added.
 */
void	rules_add_faint(struct rules *r, struct Pix *grey, int32_t dpi);

/* Runs across, so long, that are part of nothing thick; NULL: no memory. */
#define RULE_LONG_MM 7.58	/* longer than any stroke or dash of type */
struct Pix *rules_whole(struct Pix *ink, int32_t dpi, double length);

/* No letter is that near above or below a piece of a line. */
#define RULE_ALONE_MM 0.6

/*
 * Flat components that are no part, broken off, of a letter: pieces of lines.
 * `stems`: the image lies turned, so that letters' stems lie as lines do, and
 * are told from them.
 */
struct Pix *rules_pieces(struct Pix *ink, int32_t dpi, bool stems);

/*
 * Draw whole the edges of tables of which only pieces are left, and tell streaks
 * from lines.
 */
void	rules_complete(struct rules *r, struct Pix *ink, int32_t dpi);

/*
 * Take the lines out of both images, which Tesseract would else read as
 * letters or lose words to.  Strokes that cross a line stay whole.
 */
void	rules_erase(const struct rules *r, int32_t dpi, struct Pix *grey,
	    struct Pix *ink);

#endif /* GREFFIER_RULES_H */
