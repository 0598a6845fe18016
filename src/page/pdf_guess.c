#include <ctype.h>
#include <math.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "page/pdf.h"

/*
 * What a PDF says of its images is in the dictionary before each, and never
 * packed: read without poppler, which has no call for it.  A hint only: where
 * pages differ it may be another page's image, and to draw too fine costs time
 * and a little sharpness.
 */

#define WITHIN (1 << 20)	/* bytes of the file that are looked at */
#define DICTIONARY 400	/* bytes, from an image's width to its height */
#define SHAPE 0.03	/* what an image and its frame may differ by */
#define SMALL 72.0	/* dpi; thumbnails of the page have less */

/* The number that begins there; 0: none, as behind /Widths. */
static int
number_at(const uint8_t *at, const uint8_t *end)
{
	int n = 0;

	while (at < end && isspace(*at))
		at++;
	for (; at < end && isdigit(*at) && n < 1000000; at++)
		n = 10 * n + (*at - '0');
	return n;
}

static int
number_of(const uint8_t *from, const uint8_t *end, const char *key)
{
	size_t n = strlen(key);
	const uint8_t *at = memmem(from, (size_t)(end - from), key, n);

	return at == NULL ? 0 : number_at(at + n, end);
}

/* The height of the image whose dictionary has its width at `at`. */
static int
height_near(const uint8_t *data, const uint8_t *at, const uint8_t *end)
{
	const uint8_t *from = at - data > DICTIONARY ? at - DICTIONARY : data;
	const uint8_t *to = end - at > DICTIONARY ? at + DICTIONARY : end;
	const uint8_t *stop, *begin;

	/* From where its object begins to where its stream does. */
	while ((begin = memmem(from, (size_t)(at - from), "obj", 3)) != NULL)
		from = begin + 3;
	stop = memmem(at, (size_t)(to - at), "stream", 6);
	return number_of(from, stop == NULL ? to : stop, "/Height");
}

bool
pdf_guess_size(const uint8_t *data, size_t len, const struct pdf_images *im,
    double *ret_longest)
{
	const uint8_t *end = data + (len < WITHIN ? len : WITHIN), *at = data;
	double shape = fmin(im->main_width, im->main_height) /
	    fmax(im->main_width, im->main_height);
	int w, h;

	while ((at = memmem(at, (size_t)(end - at), "/Width", 6)) != NULL) {
		w = number_at(at + 6, end);
		h = w > 0 ? height_near(data, at, end) : 0;
		at += 6;
		if (w > 0 && h > 0 && fabs(fmin(w, h) / fmax(w, h) - shape) <
		    SHAPE * shape && 72 * fmax(w, h) >
		    SMALL * fmax(im->main_width, im->main_height)) {
			*ret_longest = fmax(w, h);
			return true;
		}
	}
	return false;
}

/* Some rows of a scan always tell, most often the first. */
static bool
is_white(PIX *grey)
{
	const uint32_t *row = pixGetData(grey);

	for (int y = 0; y < pixGetHeight(grey); y++, row += pixGetWpl(grey))
		for (int i = 0; i < pixGetWidth(grey) / 4; i++)
			if (row[i] != UINT32_MAX)
				return false;
	return true;
}

/* Cairo has four bytes for each pixel of an image. */
bool
pdf_lacks_image(const uint8_t *data, size_t len, const struct pdf_images *im,
    PIX *drawing)
{
	double longest, shape;
	PIX *pix;

	if (im->main < 0 || !is_white(drawing) ||
	    !pdf_guess_size(data, len, im, &longest))
		return false;
	if (longest > LIMIT_SIDE_PX)
		return true;
	shape = fmin(im->main_width, im->main_height) /
	    fmax(im->main_width, im->main_height);
	pix = pixCreateNoInit((int)longest, (int)fmax(1, longest * shape), 32);
	if (pix == NULL)
		return true;
	pixDestroy(&pix);
	return false;
}
