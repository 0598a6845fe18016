#include <stdlib.h>

#include <leptonica/allheaders.h>

#include "page/clean.h"
#include "page/picture.h"
#include "page/sheet.h"

#define QUALITY	45

static enum verdict
write_jpeg(PIX *grey, struct picture *ret)
{
	/* Small type can still be made out. */
	float scale = SHEET_DRAWN_PX / (float)pixGetWidth(grey);
	PIX *small = scale < 1 ? pixScale(grey, scale, scale) :
	    pixClone(grey);
	l_uint8 *data = NULL;
	size_t len;
	int bad;

	bad = small == NULL || pixWriteMemJpeg(&data, &len, small, QUALITY, 0);
	pixDestroy(&small);
	if (bad)
		return VERDICT_MEMORY;
	ret->jpeg = data;
	ret->len = len;
	return VERDICT_OK;
}

static enum verdict
of_ink(const struct sheet *sh, unsigned how, struct picture *ret)
{
	struct clean c;
	enum verdict v;

	if (clean_page(sh->pix, sh->pale, sh->dpi, how, &c) < 0)
		return VERDICT_MEMORY;
	ret->rotation = c.rotation;
	v = write_jpeg(c.grey, ret);
	clean_free(&c);
	return v;
}

/* What is read from digital words may have a picture all the same. */
static enum verdict
of_words(struct source *s, uint32_t number, struct picture *ret)
{
	PIX *drawn = sheet_draw(s, number);
	enum verdict v = drawn == NULL ? VERDICT_BLANK :
	    write_jpeg(drawn, ret);

	pixDestroy(&drawn);
	return v;
}

enum verdict
picture_make(struct source *s, uint32_t number, unsigned how,
    struct picture *ret)
{
	struct picture p = { 0 };
	struct sheet sh;
	enum verdict v;

	if ((v = sheet_take(s, number, &sh)) != VERDICT_OK)
		return v;
	v = sh.pix != NULL ? of_ink(&sh, how, &p) : of_words(s, number, &p);
	sheet_free(&sh);
	if (v == VERDICT_OK)
		*ret = p;
	return v;
}

void
picture_free(struct picture *p)
{
	free(p->jpeg);
	*p = (struct picture){ 0 };
}
