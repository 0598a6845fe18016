#ifndef TESTS_LINES_H
#define TESTS_LINES_H

/* Pages with a few lines of type, for what reads them. */

#include <stdbool.h>
#include <string.h>

#include <leptonica/allheaders.h>

#include "page/clean.h"
#include "words/page.h"

static inline PIX *
lines_of(const char *const *line, int n)
{
	PIX *pix = pixCreate(1400, 120 + 60 * n, 8);
	L_BMF *font = bmfCreate(NULL, 12);
	int width;

	(void)pixSetAll(pix);
	for (int i = 0; i < n; i++)
		(void)pixSetTextline(pix, font, line[i], 0, 60, 80 + 60 * i,
		    &width, NULL);
	bmfDestroy(&font);
	return pix;
}

static inline bool
holds(const struct page *p, const char *text)
{
	for (size_t i = 0; i < p->words; i++)
		if (strcmp(p->word[i].text, text) == 0)
			return true;
	return false;
}

/* Takes the image for a scanner's. */
static inline struct clean
cleaned(PIX *pix)
{
	return (struct clean){
		.grey = pix,
		.ink = pixThresholdToBinary(pix, 150),
		.dpi = 300,
		.smooth = true,
	};
}

#endif /* TESTS_LINES_H */
