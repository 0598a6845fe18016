#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "page/brick.h"

/*
 * Tesseract looks for ruled lines before anything else, by opening the page
 * with bricks as long as a line is: 2 % of a page's time.  Its call of
 * leptonica meets this instead (line_image.c tells how), which makes the same
 * image.
 */

typedef PIX *open_brick(PIX *pixd, PIX *pixs, l_int32 w, l_int32 h);

static open_brick *
leptonica_s_own(void)
{
	static open_brick *own;
	void *found;

	if (own != NULL)
		return own;
	found = dlsym(RTLD_NEXT, "pixOpenBrick");
	if (found == NULL)	/* linked with no leptonica: nothing is read */
		abort();
	memcpy(&own, &found, sizeof(own));
	return own;
}

__attribute__((visibility("default"))) PIX *
pixOpenBrick(PIX *pixd, PIX *pixs, l_int32 w, l_int32 h)
{
	if (pixd != NULL || pixs == NULL || pixGetDepth(pixs) != 1 || w < 1 ||
	    h < 1)
		return leptonica_s_own()(pixd, pixs, w, h);
	return brick_open(pixs, w, h);
}
