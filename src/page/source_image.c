#include <string.h>

#include <leptonica/allheaders.h>

#include "base/limits.h"
#include "page/colour.h"
#include "page/grey.h"
#include "page/image.h"
#include "page/sheet.h"
#include "page/source_kind.h"

/*
 * Scans that are one image, of the kinds that leptonica decodes from memory.
 */

static const struct {
	int		 format;	/* leptonica's IFF_ */
	const char	*type;
} formats[] = {
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
#define UPRIGHT 1	/* EXIF's number */
#define WHOLE_PIXELS_MAX 20000000
#define HALVED_FROM_PIXELS 32000000	/* A4 at 575 dpi */
#define LOOK_SHRUNK 4	/* times, for a first look at colours */

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
image_is(const uint8_t *data, size_t len)
{
	return type_of(data, len) != NULL;
}

enum verdict
image_size_verdict(uint32_t w, uint32_t h)
{
	if (w < LIMIT_SIDE_MIN_PX || h < LIMIT_SIDE_MIN_PX)
		return VERDICT_TOO_SMALL;
	if (w > LIMIT_SIDE_PX || h > LIMIT_SIDE_PX ||
	    (int64_t)w * h > LIMIT_PAGE_PIXELS)
		return VERDICT_TOO_MANY_PIXELS;
	return VERDICT_OK;
}

/* What the header says; nothing is decoded. */
static enum verdict
image_open(struct source *s)
{
	int format, w, h, bps, spp, cmap;

	s->type = type_of(s->data, s->len);
	s->pages = 1;
	if (pixReadHeaderMem(s->data, s->len, &format, &w, &h, &bps, &spp,
	    &cmap) != 0 || w < 1 || h < 1)
		return VERDICT_DAMAGED;
	return image_size_verdict((uint32_t)w, (uint32_t)h);
}

/*
 * A JPEG 2000 keeps itself at half its size too, if it is not a small one.  To
 * decode A4 in colours at 600 dpi whole takes 650 MiB and twice the time.
 * NULL: it is not so large, or has no half.
 */
static PIX *
halved(const struct source *s)
{
	int w, h;
	PIX *pix;

	if (readHeaderMemJp2k(s->data, s->len, &w, &h, NULL, NULL, NULL) != 0 ||
	    (int64_t)w * h < HALVED_FROM_PIXELS)
		return NULL;
	pix = pixReadMemJp2k(s->data, s->len, 2, NULL, 0, 0);
	/* Leptonica says the resolution of the whole. */
	if (pix != NULL)
		(void)pixSetResolution(pix, pixGetXRes(pix) / 2,
		    pixGetYRes(pix) / 2);
	return pix;
}

/*
 * A JPEG's own grey, which takes half the work and is as true as it gets; CMYK
 * has none.
 */
static PIX *
decode(const struct source *s)
{
	PIX *pix = NULL;

	if (strcmp(s->type, "image/jpeg") == 0)
		pix = pixReadMemJpeg(s->data, s->len, 0, 1, NULL,
		    L_JPEG_READ_LUMINANCE);
	else if (strcmp(s->type, "image/jp2") == 0)
		pix = halved(s);
	return pix != NULL ? pix : pixReadMem(s->data, s->len);
}

/*
 * Many scanners write grey as colours.  To decode all of them takes five times
 * the memory of the grey; to look at the image with its sides a quarter as long
 * costs little.  A thin stroke of colour is paler there, and wider: hence half
 * the gain.
 */
static bool
may_have_colours(const struct source *s)
{
	PIX *rgb = pixReadMemJpeg(s->data, s->len, 0, LOOK_SHRUNK, NULL, 0);
	PIX *seen = NULL, *pale = NULL;
	bool may = rgb == NULL || pixGetDepth(rgb) != 32;

	if (!may) {
		seen = colour_seen_of(rgb);
		pale = colour_lightest_of(rgb);
		may = seen == NULL || pale == NULL ||
		    colour_is_there(seen, pale, COLOUR_GAIN / 2);
	}
	pixDestroy(&pale);
	pixDestroy(&seen);
	pixDestroy(&rgb);
	return may;
}

/*
 * The lightest colours of a JPEG, w x h pixels.  One larger than A4 at 400 dpi
 * is decoded with its sides half as long, which is all the colour that many
 * writers keep: to decode it whole takes four times the memory, beside what a
 * progressive file needs.
 */
static PIX *
lightest_of(const struct source *s, int w, int h)
{
	int shrunk = w * h > WHOLE_PIXELS_MAX ? 2 : 1;
	PIX *rgb = pixReadMemJpeg(s->data, s->len, 0, shrunk, NULL, 0);
	PIX *small = rgb == NULL || pixGetDepth(rgb) != 32 ? NULL :
	    colour_lightest_of(rgb), *pale;

	pixDestroy(&rgb);
	if (small == NULL || shrunk == 1)
		return small;
	pale = pixScaleToSize(small, w, h);
	pixDestroy(&small);
	return pale;
}

/* The colours of what was decoded to grey; NULL: it has none. */
static PIX *
colours_of(const struct source *s, PIX *grey)
{
	int format, w, h, bps, spp = 0, cmap;
	PIX *pale;

	if (pixGetDepth(grey) != 8 || strcmp(s->type, "image/jpeg") != 0 ||
	    pixReadHeaderMem(s->data, s->len, &format, &w, &h, &bps, &spp,
	    &cmap) != 0 || spp != 3 || w * h > COLOUR_PIXELS_MAX ||
	    !may_have_colours(s))
		return NULL;
	pale = lightest_of(s, pixGetWidth(grey), pixGetHeight(grey));
	if (pale != NULL && !colour_is_there(grey, pale, COLOUR_GAIN))
		pixDestroy(&pale);
	return pale;
}

static PIX *
without_palette(PIX *pix)
{
	int opaque = 1;
	PIX *direct;

	(void)pixcmapIsOpaque(pixGetColormap(pix), &opaque);
	direct = pixRemoveColormap(pix, opaque ? REMOVE_CMAP_BASED_ON_SRC :
	    REMOVE_CMAP_WITH_ALPHA);
	pixDestroy(&pix);
	return direct;
}

/* 1 bpp stays; all else is brought to 8 bpp grey, or two of them. */
static PIX *
plain(PIX *pix, PIX **ret_pale)
{
	PIX *grey;

	if (pixGetColormap(pix) != NULL)
		pix = without_palette(pix);
	if (pix == NULL || pixGetDepth(pix) == 1 || pixGetDepth(pix) == 8)
		return pix;
	if (pixGetDepth(pix) == 32) {
		grey = colour_seen_of(pix);
		*ret_pale = colour_lightest_of(pix);
		if (grey == NULL || *ret_pale == NULL ||
		    !colour_is_there(grey, *ret_pale, COLOUR_GAIN))
			pixDestroy(ret_pale);
	} else {
		grey = pixConvertTo8(pix, 0);
	}
	pixDestroy(&pix);
	return grey;
}

/* Are its pixels?  A fax has twice as many across as down, or nearly so. */
static bool
are_oblong(PIX *pix)
{
	int32_t x = pixGetXRes(pix), y = pixGetYRes(pix);

	return x > 0 && y > 0 && x != y && L_MAX(x, y) <= 4 * L_MIN(x, y);
}

/* A page that is small enough as it lies in its file may not be so squared. */
static enum verdict
squared_verdict(PIX *pix)
{
	int64_t x = pixGetXRes(pix), y = pixGetYRes(pix), fine = L_MAX(x, y);

	return !are_oblong(pix) ? VERDICT_OK :
	    image_size_verdict((uint32_t)(pixGetWidth(pix) * fine / x),
	    (uint32_t)(pixGetHeight(pix) * fine / y));
}

/* Square pixels.  The finer side is kept. */
static PIX *
squared(PIX *pix, int32_t *ret_dpi)
{
	int32_t x = pixGetXRes(pix), y = pixGetYRes(pix);
	int32_t fine = L_MAX(x, y);
	PIX *grey, *square;

	*ret_dpi = fine;
	if (!are_oblong(pix)) {
		*ret_dpi = x == y ? x : 0;
		return pix;
	}
	grey = pixConvertTo8(pix, 0);
	square = grey == NULL ? NULL : grey_grown(grey,
	    (float)fine / (float)x, (float)fine / (float)y);
	pixDestroy(&grey);
	pixDestroy(&pix);
	return square;
}

/* As it is to be looked at: quarter turns clockwise, then a mirror. */
static PIX *
laid(PIX *pix, unsigned orientation)
{
	static const struct {
		int	quarters;
		bool	mirror;
	} lies[] = {
		[2] = { 0, true }, [3] = { 2, false }, [4] = { 2, true },
		[5] = { 1, true }, [6] = { 1, false }, [7] = { 3, true },
		[8] = { 3, false },
	};
	PIX *turned;

	if (orientation >= sizeof(lies) / sizeof(lies[0]))
		return pix;
	if (lies[orientation].quarters != 0) {
		turned = pixRotateOrth(pix, lies[orientation].quarters);
		pixDestroy(&pix);
		pix = turned;
	}
	if (pix != NULL && lies[orientation].mirror)
		(void)pixFlipLR(pix, pix);
	return pix;
}

/* Takes `pix`; NULL: no memory. */
static PIX *
as_it_lies(PIX *pix, int32_t x, int32_t y, unsigned orientation,
    int32_t *ret_dpi)
{
	(void)pixSetResolution(pix, x, y);
	pix = squared(pix, ret_dpi);
	return pix == NULL ? NULL : laid(pix, orientation);
}

enum verdict
image_to_sheet(struct Pix *pix, struct Pix *pale, unsigned orientation,
    struct sheet *ret)
{
	int32_t x = pixGetXRes(pix), y = pixGetYRes(pix);
	enum verdict v = squared_verdict(pix);

	if (v != VERDICT_OK) {
		pixDestroy(&pale);
		pixDestroy(&pix);
		return v;
	}
	pix = plain(pix, &pale);
	if (pix != NULL)
		pix = as_it_lies(pix, x, y, orientation, &ret->dpi);
	if (pale != NULL)
		pale = as_it_lies(pale, x, y, orientation, &ret->dpi);
	if (pix == NULL) {
		pixDestroy(&pale);
		return VERDICT_MEMORY;
	}
	ret->pix = pix;
	ret->pale = pale;
	ret->reason = "image";
	return VERDICT_OK;
}

/*
 * Leptonica says the same of damage and of want of memory.  The latter it was
 * if there is none now for what decoding takes at most, the colours twice.  A
 * page that lacked memory is tried again with more.
 */
static bool
lacks_memory(const struct source *s)
{
	int format, w, h, bps, spp, cmap;
	PIX *rows, *pix;
	bool lacks;

	if (pixReadHeaderMem(s->data, s->len, &format, &w, &h, &bps, &spp,
	    &cmap) != 0)
		return false;
	rows = pixCreateNoInit(w, h, 32);
	pix = rows == NULL ? NULL : pixCreateNoInit(w, h, 32);
	lacks = pix == NULL;
	pixDestroy(&pix);
	pixDestroy(&rows);
	return lacks;
}

static enum verdict
image_take(struct source *s, uint32_t number, struct sheet *ret)
{
	enum verdict v;
	PIX *pix;

	(void)number;		/* there is but one */
	pix = decode(s);
	if (pix == NULL)
		return lacks_memory(s) ? VERDICT_MEMORY : VERDICT_DAMAGED;
	/* Headers lie: what came out is measured too. */
	v = image_size_verdict((uint32_t)pixGetWidth(pix),
	    (uint32_t)pixGetHeight(pix));
	if (v != VERDICT_OK) {
		pixDestroy(&pix);
		return v;
	}
	return image_to_sheet(pix, colours_of(s, pix),
	    strcmp(s->type, "image/jpeg") == 0 ?
	    exif_orientation(s->data, s->len) : UPRIGHT, ret);
}

const struct source_kind source_image = {
	.is = image_is,
	.open = image_open,
	.take = image_take,
};
