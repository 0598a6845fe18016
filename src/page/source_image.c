#include <string.h>

#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "page/sheet.h"
#include "page/source_kind.h"

/*
 * Scans that are images: all that leptonica decodes from memory.  Orientation
 * noted by a camera (EXIF) is not looked at: clean.c turns every page by what
 * is written on it, which also mends a wrong note.
 */

static const struct {
	int		 format;	/* leptonica's IFF_ */
	const char	*type;
} formats[] = {
	{ IFF_TIFF, "image/tiff" },
	{ IFF_TIFF_PACKBITS, "image/tiff" },
	{ IFF_TIFF_RLE, "image/tiff" },
	{ IFF_TIFF_G3, "image/tiff" },
	{ IFF_TIFF_G4, "image/tiff" },
	{ IFF_TIFF_LZW, "image/tiff" },
	{ IFF_TIFF_ZIP, "image/tiff" },
	{ IFF_TIFF_JPEG, "image/tiff" },
	{ IFF_JFIF_JPEG, "image/jpeg" },
	{ IFF_PNG, "image/png" },
	{ IFF_WEBP, "image/webp" },
	{ IFF_JP2, "image/jp2" },
	{ IFF_PNM, "image/x-portable-anymap" },
	{ IFF_BMP, "image/bmp" },
	{ IFF_GIF, "image/gif" },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

#define MAGIC_BYTES 64	/* more than any of the formats needs */

static const char *
type_of(const uint8_t *data, size_t len)
{
	uint8_t head[MAGIC_BYTES] = { 0 };
	int format = IFF_UNKNOWN;

	/* leptonica looks at fixed places without asking for the length. */
	memcpy(head, data, len < sizeof(head) ? len : sizeof(head));
	if (findFileFormatBuffer(head, &format) != 0)
		return NULL;
	for (size_t i = 0; i < FORMATS; i++)
		if (formats[i].format == format)
			return formats[i].type;
	return NULL;
}

static bool
is_tiff(const struct source *s)
{
	return strcmp(s->type, "image/tiff") == 0;
}

static bool
image_is(const uint8_t *data, size_t len)
{
	return type_of(data, len) != NULL;
}

/* What the header says; nothing is decoded.  `n` from 0, for a TIFF. */
static bool
header(const struct source *s, uint32_t n, int32_t *ret_w, int32_t *ret_h)
{
	int format, bps, spp, cmap, res;

	if (is_tiff(s))
		return readHeaderMemTiff(s->data, s->len, (int)n, ret_w,
		    ret_h, &bps, &spp, &res, &cmap, &format) == 0;
	return pixReadHeaderMem(s->data, s->len, &format, ret_w, ret_h, &bps,
	    &spp, &cmap) == 0;
}

/* The number of directories: doubled until there is none, then halved. */
static uint32_t
tiff_pages(const struct source *s)
{
	uint32_t some = 0, none = 1, middle;
	int32_t w, h;

	while (none <= LIMIT_PAGES && header(s, none - 1, &w, &h)) {
		some = none;
		none *= 2;
	}
	if (none > LIMIT_PAGES && !header(s, LIMIT_PAGES, &w, &h))
		none = LIMIT_PAGES + 1;
	while (none - some > 1) {
		middle = some + (none - some) / 2;
		if (header(s, middle - 1, &w, &h))
			some = middle;
		else
			none = middle;
	}
	return some;
}

static enum verdict
size_verdict(int32_t w, int32_t h)
{
	if (w < LIMIT_SIDE_MIN_PX || h < LIMIT_SIDE_MIN_PX)
		return VERDICT_TOO_SMALL;
	if (w > LIMIT_SIDE_PX || h > LIMIT_SIDE_PX ||
	    (int64_t)w * h > LIMIT_PAGE_PIXELS)
		return VERDICT_TOO_MANY_PIXELS;
	return VERDICT_OK;
}

static enum verdict
image_open(struct source *s)
{
	int32_t w = 0, h = 0;

	s->type = type_of(s->data, s->len);
	s->pages = is_tiff(s) ? tiff_pages(s) : 1;
	if (s->pages == 0 || !header(s, 0, &w, &h))
		return VERDICT_DAMAGED;
	return s->pages > 1 ? VERDICT_OK : size_verdict(w, h);
}

static PIX *
decode(const struct source *s, uint32_t number)
{
	PIX *pix, *flat;

	if (is_tiff(s))
		return pixReadMemTiff(s->data, s->len, (int)number - 1);
	if (strcmp(s->type, "image/jpeg") == 0) {
		/* Colour is not read: half the work.  CMYK needs it. */
		pix = pixReadMemJpeg(s->data, s->len, 0, 1, NULL,
		    L_JPEG_READ_LUMINANCE);
		if (pix != NULL)
			return pix;
	}
	pix = pixReadMem(s->data, s->len);
	if (pix == NULL || pixGetSpp(pix) != 4)
		return pix;
	/* Clear pixels may hold any colour: they stand for paper. */
	flat = pixAlphaBlendUniform(pix, 0xffffff00);
	pixDestroy(&pix);
	return flat;
}

/*
 * Square pixels: a fax has twice as many across as down, or nearly as many.
 * The finer side is kept.
 */
static PIX *
squared(PIX *pix, int32_t *ret_dpi)
{
	int32_t x = pixGetXRes(pix), y = pixGetYRes(pix);
	int32_t fine = x > y ? x : y;
	PIX *grey, *square;

	*ret_dpi = fine;
	if (x <= 0 || y <= 0 || x == y || fine > 4 * (x < y ? x : y)) {
		*ret_dpi = x == y ? x : 0;
		return pix;
	}
	grey = pixConvertTo8(pix, 0);
	square = pixScale(grey, (float)fine / (float)x,
	    (float)fine / (float)y);
	pixDestroy(&grey);
	pixDestroy(&pix);
	return square;
}

static enum verdict
image_take(struct source *s, uint32_t number, struct sheet *ret)
{
	int32_t w, h;
	enum verdict v;
	PIX *pix;

	if (!header(s, number - 1, &w, &h))
		return VERDICT_DAMAGED;
	if ((v = size_verdict(w, h)) != VERDICT_OK)
		return v;
	pix = decode(s, number);
	if (pix == NULL)
		return VERDICT_DAMAGED;
	/* Headers lie: what came out is measured too. */
	v = size_verdict(pixGetWidth(pix), pixGetHeight(pix));
	if (v != VERDICT_OK) {
		pixDestroy(&pix);
		return v;
	}
	ret->pix = squared(pix, &ret->dpi);
	ret->reason = "image";
	return ret->pix != NULL ? VERDICT_OK : VERDICT_DAMAGED;
}

const struct source_kind source_image = {
	.is = image_is,
	.open = image_open,
	.take = image_take,
};
