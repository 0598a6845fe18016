#ifndef GREFFIER_GREY_H
#define GREFFIER_GREY_H

#include <stdbool.h>

struct Pix;

/*
 * What is asked of whole pages of grey, 8 bpp without a map of colours: to the
 * pixel what leptonica makes of it, several pixels at a time.  `grey` stays as
 * it is; what is returned is the caller's.  NULL: no memory for an image, or
 * none of its pixels would be left.  Other memory by xalloc.h.
 */

/* As pixThresholdToBinary: 1 bpp, what is darker than `level`, 0 to 255. */
struct Pix	*grey_below(struct Pix *grey, int level);

/*
 * As pixScaleGrayMinMax: the lightest of each square of that side, a multiple
 * of four; squares that the edges cut are left out.
 */
struct Pix	*grey_lightest(struct Pix *grey, int side);

/*
 * As pixErodeGray of 1 x 3, or with what is `beside` of 3 x 3: the darkest of
 * each pixel and its neighbours.
 */
struct Pix	*grey_darkest(struct Pix *grey, bool beside);

/* As pixGammaTRC, straight: from `black` and a higher `white` to 0 and 255. */
struct Pix	*grey_stretched(struct Pix *grey, int black, int white);

/*
 * As pixRotate by area: clockwise, white brought in, as large as the corners
 * need.  By less than a milliradian it is `grey` itself, once more owned.
 */
struct Pix	*grey_rotated(struct Pix *grey, float radians);

/*
 * What of it lies at the places that getProjectiveXformCoeffs' coefficients tell
 * of: as pixProjectiveGray, paper brought in, w x h pixels.
 */
struct Pix	*grey_projected(struct Pix *grey, const float c[static 8],
		    int w, int h);

/*
 * Leptonica has no such: each pixel from as much lower as `grid` tells, in
 * pixels, at nodes that lie GREY_BENT_STEP apart, `across` in a row; between them
 * it is straight.  The grid goes beyond the image's right and lower edges.  Paper
 * is brought in.
 */
#define GREY_BENT_STEP 16
struct Pix	*grey_bent(struct Pix *grey, const float *grid, int across);

/* As pixScaleAreaMap: smaller, to less than 0.7. */
struct Pix	*grey_shrunk(struct Pix *grey, float scale);

/* As pixScaleGrayLI: larger, or to 0.7 and more. */
struct Pix	*grey_grown(struct Pix *grey, float x, float y);

#endif /* GREFFIER_GREY_H */
