#ifndef GREFFIER_CLEAN_H
#define GREFFIER_CLEAN_H

#include <stdbool.h>
#include <stdint.h>

struct Pix;

/*
 * From an image as a scanner or a telephone took it to one that Tesseract
 * reads well.  Every step is a pure function, mostly from image to image.  NULL
 * comes back only for want of memory, or from NULL.
 */
struct clean {
	struct Pix	*grey;	/* 8 bpp: upright, straight, even; paper 255 */
	struct Pix	*ink;	/* 1 bpp, the same size */
	int32_t		 dpi;
	int32_t		 rotation;	/* degrees clockwise that it lay turned by */
	double		 skew;		/* degrees that were then taken out */
	double		 inked;		/* share of the page's middle, dirt too */
	bool		 smooth;	/* greys under even light, as a scanner's */
};

/* How a page is cleaned: at a lower resolution, without some of the steps. */
enum clean_how {
	CLEAN_GENTLE = 1,
	CLEAN_NO_SHEET = 2,
	CLEAN_NO_LIGHT = 4,
	CLEAN_NO_TURN = 8,
	CLEAN_NO_SKEW = 16,
	CLEAN_NO_DIRT = 32,
	CLEAN_NO_RULES = 64,	/* whose steps are words/read.c's */
	CLEAN_NO_MEND = 128,
	CLEAN_NO_NEGATIVE = 256,
	CLEAN_NO_BLEED = 512,
	CLEAN_NO_SCREEN = 1024,
	CLEAN_NO_COLOUR = 2048,
	CLEAN_NO_FAINT = 4096,
	CLEAN_NO_CURVE = 8192,
	CLEAN_NO_SHARP = 16384,
};

/* Steps by their names, joined by +.  -EINVAL: no such step. */
#define CLEAN_STEPS \
	"colour, negative, sheet, screen, light, faint, turn, skew, curve, " \
	"bleed, sharp, dirt, rules, mend"
int		 clean_without(const char *names, unsigned *ret);

/*
 * The whole way.  `pix` and `pale` (sheet.h) are borrowed, the second may be
 * NULL; `dpi` may be 0; `how` is of clean_how.
 * 0, or -ENOMEM with *ret untouched.
 */
int		 clean_page(struct Pix *pix, struct Pix *pale, int32_t dpi,
		    unsigned how, struct clean *ret);
void		 clean_free(struct clean *c);	/* leaves it empty */

/*
 * Crumbs of strokes that a copier has broken grow together again, if the page
 * is strewn with them.  For a page whose lines and boxes are taken out.
 * 0, or -ENOMEM with nothing changed.
 */
int		 clean_mend(struct clean *c);

/*
 * Turn it by half: of capitals clean_page cannot always tell which way up they
 * stand.  0 or -ENOMEM.
 */
int		 clean_turn_over(struct clean *c);

/* The steps.  Those that give nothing back change what they are given. */

/*
 * Coloured ink taken off the black type that it lies on: a new image.  `pale` is
 * sheet.h's, as large as `grey`; `dpi` is known.  NULL: no memory.
 */
struct Pix	*clean_colours(struct Pix *grey, struct Pix *pale,
		    int32_t dpi);
/* Is all of it white on black, as on a film? */
bool		 clean_is_negative(struct Pix *grey);
/* Titles in dark bands, made dark on white in both images of a page. */
void		 clean_bands(struct Pix *grey, struct Pix *ink, int32_t dpi);
/* The sheet cut out of a photograph's background and made rectangular. */
struct Pix	*clean_paper(struct Pix *grey, bool *ret_found);
/* `dpi` if it can be true of such an image, else a guess from A4. */
int32_t		 clean_dpi(int32_t w, int32_t h, int32_t dpi);
/*
 * Paper brought to 255 all over the page, ink towards 0.  *ret_smooth: the light
 * was even before, and there were greys, not black and white only.
 */
struct Pix	*clean_light(struct Pix *grey, bool *ret_smooth);
/*
 * Pale ink of this side made dark, on even paper; `grey` itself, once more
 * owned, where none is.  NULL: no memory.
 */
struct Pix	*clean_faint(struct Pix *grey, int32_t dpi);
struct Pix	*clean_ink(struct Pix *grey);
/* A new image in which shades that were made of dots are paper. */
struct Pix	*clean_screens(struct Pix *grey, int32_t dpi,
		    bool *ret_found);
/* Lines that dust on the glass drew down the whole of it, in place. */
void		 clean_streaks(struct Pix *grey);
/* Degrees clockwise that bring the page upright: 0, 90, 180 or 270. */
int32_t		 clean_rotation(struct Pix *ink, int32_t dpi);
/*
 * Lines that bend, as on a sheet that did not lie flat, made straight: a new
 * image, or `grey` itself, once more owned, where they do not.  `ink` is its
 * own.  NULL: no memory.
 */
struct Pix	*clean_curve(struct Pix *grey, struct Pix *ink, int32_t dpi);
/*
 * Does the other side of an upright sheet shine through?  Then the grey from
 * which on all is to be white, else 0.
 */
int		 clean_bleed(struct Pix *grey);
/*
 * A page out of focus made sharper; `grey` itself, once more owned, where it is
 * sharp.  NULL: no memory.
 */
struct Pix	*clean_sharp(struct Pix *grey);
/*
 * As pixMirrorDetect: less than 0 for a mirrored page; 0: nothing is told.  Type
 * of the other side has the first of these or less (capitals and figures of
 * this side down to -3), type of this side the second or more.
 */
#define CLEAN_MIRRORED (-4.0f)
#define CLEAN_UNMIRRORED 4.0f
float		 clean_mirror_score(struct Pix *ink);
/* As pixUpDownDetect: more than 0 for more ascenders than descenders. */
float		 clean_up_score(struct Pix *ink);
/* Dark edges, punch holes and specks: 1 bpp, what is to be painted white. */
struct Pix	*clean_dirt(struct Pix *ink, int32_t dpi);

#endif /* GREFFIER_CLEAN_H */
