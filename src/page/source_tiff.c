#include <sys/mman.h>

#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>
#include <tiffio.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "page/bytes.h"
#include "page/colour.h"
#include "page/image.h"
#include "page/sheet.h"
#include "page/source_kind.h"

/*
 * TIFF, over libtiff itself: leptonica's reader knows neither tiles nor
 * separate planes, and looks for page n by parsing the n before it.  Black and
 * white is kept as it is; the greys and colours that scanners write are read
 * row by row, since some write all rows as one part; all else libtiff brings
 * to RGBA by its own rules, part by part, so that a coloured page does not lie
 * in memory four times as large as it is.
 */

#define FORGET_PAGES 32	/* 64 KiB each */

struct tiff {
	TIFF		*tif;
	const uint8_t	*data;
	uint64_t	 len, at;
	uint64_t	 page[LIMIT_PAGES + 1];	/* where its directory lies; 0:
						 * it is announced, not there */
};

static tmsize_t
on_read(thandle_t handle, void *to, tmsize_t n)
{
	struct tiff *t = handle;
	uint64_t left = t->at < t->len ? t->len - t->at : 0;

	if (n < 0 || (uint64_t)n > left)
		n = (tmsize_t)left;
	memcpy(to, t->data + (left > 0 ? t->at : 0), (size_t)n);
	t->at += (uint64_t)n;
	return n;
}

static tmsize_t
on_write(thandle_t handle, void *from, tmsize_t n)
{
	(void)handle;
	(void)from;
	(void)n;
	return -1;
}

static toff_t
on_seek(thandle_t handle, toff_t offset, int whence)
{
	struct tiff *t = handle;

	if (whence == SEEK_CUR)
		offset += t->at;
	else if (whence == SEEK_END)
		offset += t->len;
	return t->at = offset;
}

static int
on_close(thandle_t handle)
{
	(void)handle;
	return 0;
}

static toff_t
on_size(thandle_t handle)
{
	return ((struct tiff *)handle)->len;
}

static int
on_map(thandle_t handle, void **base, toff_t *size)
{
	struct tiff *t = handle;

	*base = (void *)(uintptr_t)t->data;
	*size = t->len;
	return 1;
}

static void
on_unmap(thandle_t handle, void *base, toff_t size)
{
	(void)handle;
	(void)base;
	(void)size;
}

static bool
tiff_is(const uint8_t *data, size_t len)
{
	return len >= 4 && (memcmp(data, "II*\0", 4) == 0 ||
	    memcmp(data, "MM\0*", 4) == 0 || memcmp(data, "II+\0", 4) == 0 ||
	    memcmp(data, "MM\0+", 4) == 0);
}

/* Thumbnails and masks stand beside pages and are none. */
static bool
is_page(TIFF *tif)
{
	uint32_t kind = 0;

	(void)TIFFGetField(tif, TIFFTAG_SUBFILETYPE, &kind);
	return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0;
}

static void
list_pages(struct source *s)
{
	struct tiff *t = s->doc;

	do {
		if (is_page(t->tif))
			t->page[s->pages++] = TIFFCurrentDirOffset(t->tif);
		/* Each brings its surroundings in: let these go again. */
		if (s->pages % FORGET_PAGES == 0)
			(void)madvise((void *)(uintptr_t)s->data, s->len,
			    MADV_DONTNEED);
		if (TIFFLastDirectory(t->tif) != 0 || s->pages > LIMIT_PAGES)
			return;
	} while (TIFFReadDirectory(t->tif) != 0);
	/* What follows is lost: one page more, that will be said damaged. */
	t->page[s->pages++] = 0;
}

static bool
page_size(TIFF *tif, uint32_t *ret_w, uint32_t *ret_h)
{
	return TIFFGetField(tif, TIFFTAG_IMAGEWIDTH, ret_w) == 1 &&
	    TIFFGetField(tif, TIFFTAG_IMAGELENGTH, ret_h) == 1;
}

static bool
open_page(struct tiff *t, uint32_t number, uint32_t *ret_w, uint32_t *ret_h)
{
	return t->page[number - 1] != 0 &&
	    TIFFSetSubDirectory(t->tif, t->page[number - 1]) != 0 &&
	    page_size(t->tif, ret_w, ret_h);
}

static enum verdict
tiff_open(struct source *s)
{
	struct tiff *t = xcalloc(1, sizeof(*t));
	uint32_t w, h;

	s->doc = t;
	s->type = "image/tiff";
	t->data = s->data;
	t->len = s->len;
	(void)TIFFSetErrorHandler(NULL);
	(void)TIFFSetWarningHandler(NULL);
	t->tif = TIFFClientOpen("scan", "r", t, on_read, on_write, on_seek,
	    on_close, on_size, on_map, on_unmap);
	if (t->tif == NULL || !page_size(t->tif, &w, &h))
		return VERDICT_DAMAGED;
	list_pages(s);
	if (s->pages != 1)
		return VERDICT_OK;
	/* The one page need not be what stands first: that may be a thumb. */
	return open_page(t, 1, &w, &h) ? image_size_verdict(w, h) :
	    VERDICT_DAMAGED;
}

static void
tiff_close(struct source *s)
{
	struct tiff *t = s->doc;

	if (t != NULL && t->tif != NULL)
		TIFFClose(t->tif);
	free(t);
	s->doc = NULL;
}

static uint16_t
field(TIFF *tif, uint32_t tag, uint16_t otherwise)
{
	uint16_t value = otherwise;

	(void)TIFFGetFieldDefaulted(tif, tag, &value);
	return value;
}

static bool
is_black_and_white(TIFF *tif)
{
	return field(tif, TIFFTAG_BITSPERSAMPLE, 1) == 1 &&
	    field(tif, TIFFTAG_SAMPLESPERPIXEL, 1) == 1 &&
	    field(tif, TIFFTAG_PHOTOMETRIC, 0) <= PHOTOMETRIC_MINISBLACK &&
	    !TIFFIsTiled(tif);
}

static PIX *
black_and_white(TIFF *tif, uint32_t w, uint32_t h)
{
	PIX *pix = pixCreate((int)w, (int)h, 1);
	tmsize_t stride = pix != NULL ? 4 * (tmsize_t)pixGetWpl(pix) : 0;

	if (pix == NULL || TIFFScanlineSize(tif) > stride) {
		pixDestroy(&pix);
		return NULL;
	}
	for (uint32_t y = 0; y < h; y++) {
		if (TIFFReadScanline(tif, pix_row(pix, (int)y), y, 0) == -1) {
			pixDestroy(&pix);
			return NULL;
		}
	}
	(void)pixEndianByteSwap(pix);
	if (field(tif, TIFFTAG_PHOTOMETRIC, 0) == PHOTOMETRIC_MINISBLACK)
		(void)pixInvert(pix, pix);
	(void)pixSetPadBits(pix, 0);
	return pix;
}

/* Whole bytes of grey, or of red, green and blue beside each other. */
static bool
has_plain_rows(TIFF *tif, uint16_t *ret_samples)
{
	uint16_t means = field(tif, TIFFTAG_PHOTOMETRIC, 0);

	*ret_samples = field(tif, TIFFTAG_SAMPLESPERPIXEL, 1);
	if (TIFFIsTiled(tif) || field(tif, TIFFTAG_BITSPERSAMPLE, 1) != 8 ||
	    field(tif, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) !=
	    PLANARCONFIG_CONTIG)
		return false;
	if (*ret_samples == 1)
		return means <= PHOTOMETRIC_MINISBLACK;
	if (*ret_samples != 3)
		return false;
	if (means == PHOTOMETRIC_YCBCR &&
	    field(tif, TIFFTAG_COMPRESSION, 0) == COMPRESSION_JPEG)
		return TIFFSetField(tif, TIFFTAG_JPEGCOLORMODE,
		    JPEGCOLORMODE_RGB) == 1;
	return means == PHOTOMETRIC_RGB;
}

static void
put_row(PIX *pix, PIX *pale, uint32_t y, const uint8_t *row)
{
	uint32_t *line = pix_row(pix, (int)y), *light;
	uint32_t x, w = (uint32_t)pixGetWidth(pix);

	if (pale == NULL) {
		for (x = 0; x < w; x++)
			SET_DATA_BYTE(line, x, row[x]);
		return;
	}
	light = pix_row(pale, (int)y);
	for (x = 0; x < w; x++, row += 3) {
		SET_DATA_BYTE(line, x, colour_seen(row[0], row[1], row[2]));
		SET_DATA_BYTE(light, x,
		    colour_lightest(row[0], row[1], row[2]));
	}
}

/* As has_plain_rows, into both; `pale` NULL: greys.  False: damaged. */
static bool
read_rows(TIFF *tif, PIX *pix, PIX *pale)
{
	uint32_t y, h = (uint32_t)pixGetHeight(pix);
	tmsize_t size = (tmsize_t)pixGetWidth(pix) * (pale == NULL ? 1 : 3);
	/* Zeroes: a JPEG narrower than its page leaves the rest of each row. */
	uint8_t *row = calloc(1, (size_t)size);
	bool ok = row != NULL && TIFFScanlineSize(tif) == size;

	for (y = 0; ok && y < h; y++) {
		ok = TIFFReadScanline(tif, row, y, 0) != -1;
		if (ok)
			put_row(pix, pale, y, row);
	}
	free(row);
	if (ok && pale == NULL &&
	    field(tif, TIFFTAG_PHOTOMETRIC, 0) == PHOTOMETRIC_MINISWHITE)
		(void)pixInvert(pix, pix);
	return ok;
}

/* libtiff's colours are multiplied by alpha already: what is clear is paper. */
static void
put_part(PIX *pix, PIX *pale, const uint32_t *raster, uint32_t stride,
    uint32_t left, uint32_t top, uint32_t w, uint32_t h)
{
	for (uint32_t y = 0; y < h; y++) {
		const uint32_t *from = raster + (size_t)(h - 1 - y) * stride;
		uint32_t *line = pix_row(pix, (int)(top + y));
		uint32_t *light = pix_row(pale, (int)(top + y));

		for (uint32_t x = 0; x < w; x++) {
			uint32_t p = from[x], clear = 255 - TIFFGetA(p);

			SET_DATA_BYTE(line, left + x, clear + colour_seen(
			    TIFFGetR(p), TIFFGetG(p), TIFFGetB(p)));
			SET_DATA_BYTE(light, left + x, clear + colour_lightest(
			    TIFFGetR(p), TIFFGetG(p), TIFFGetB(p)));
		}
	}
}

static bool
read_part(TIFF *tif, uint32_t x, uint32_t y, uint32_t *raster)
{
	return TIFFIsTiled(tif) ?
	    TIFFReadRGBATileExt(tif, x, y, raster, 1) != 0 :
	    TIFFReadRGBAStripExt(tif, y, raster, 1) != 0;
}

/* All of its parts, into both; `raster` has room for any.  False: damaged. */
static bool
read_parts(TIFF *tif, uint32_t across, uint32_t down, uint32_t *raster,
    PIX *pix, PIX *pale)
{
	uint32_t w = (uint32_t)pixGetWidth(pix);
	uint32_t h = (uint32_t)pixGetHeight(pix);

	for (uint32_t y = 0; y < h; y += down)
		for (uint32_t x = 0; x < w; x += across) {
			uint32_t wide = w - x < across ? w - x : across;
			uint32_t high = h - y < down ? h - y : down;

			if (!read_part(tif, x, y, raster))
				return false;
			if (TIFFIsTiled(tif))
				put_part(pix, pale, raster +
				    (size_t)(down - high) * across, across, x,
				    y, wide, high);
			else
				put_part(pix, pale, raster, across, x, y,
				    wide, high);
		}
	return true;
}

/* Part by part, into both, by libtiff's rules.  False: damaged. */
static bool
read_rgba(TIFF *tif, PIX *pix, PIX *pale)
{
	uint32_t w = (uint32_t)pixGetWidth(pix);
	uint32_t h = (uint32_t)pixGetHeight(pix);
	uint32_t across = w, down = h, *raster;
	bool ok;

	if (TIFFIsTiled(tif)) {
		(void)TIFFGetField(tif, TIFFTAG_TILEWIDTH, &across);
		(void)TIFFGetField(tif, TIFFTAG_TILELENGTH, &down);
	} else {
		(void)TIFFGetField(tif, TIFFTAG_ROWSPERSTRIP, &down);
		down = down < h ? down : h;
	}
	if (across == 0 || down == 0 ||
	    (uint64_t)across * down > LIMIT_PAGE_PIXELS)
		return false;
	raster = malloc((size_t)across * down * sizeof(*raster));
	ok = raster != NULL &&
	    read_parts(tif, across, down, raster, pix, pale);
	free(raster);
	return ok;
}

/*
 * By rows if they are plain, else, and where these end too soon, by libtiff's
 * rules, which have black rows for what a JPEG lacks.
 */
static PIX *
bytes(TIFF *tif, uint32_t w, uint32_t h, PIX **ret_pale)
{
	uint16_t samples;
	bool plain = has_plain_rows(tif, &samples);
	bool grey = plain && samples == 1;
	PIX *pix = pixCreate((int)w, (int)h, 8);
	PIX *pale = grey ? NULL : pixCreate((int)w, (int)h, 8);
	bool done = pix != NULL && (grey || pale != NULL) && plain &&
	    read_rows(tif, pix, pale);

	if (!done && pale == NULL)
		pale = pixCreate((int)w, (int)h, 8);
	if (!done && (pix == NULL || pale == NULL ||
	    !read_rgba(tif, pix, pale)))
		pixDestroy(&pix);
	if (pix == NULL || pale == NULL ||
	    !colour_is_there(pix, pale, COLOUR_GAIN))
		pixDestroy(&pale);
	*ret_pale = pale;
	return pix;
}

static void
note_resolution(TIFF *tif, PIX *pix)
{
	uint16_t unit = field(tif, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
	float x = 0, y = 0, factor = unit == RESUNIT_CENTIMETER ? 2.54f : 1;

	(void)TIFFGetField(tif, TIFFTAG_XRESOLUTION, &x);
	(void)TIFFGetField(tif, TIFFTAG_YRESOLUTION, &y);
	x *= factor;
	y *= factor;
	if (x >= 1 && x < 10000 && y >= 1 && y < 10000)
		(void)pixSetResolution(pix, (int)(x + 0.5f), (int)(y + 0.5f));
}

static enum verdict
tiff_take(struct source *s, uint32_t number, struct sheet *ret)
{
	struct tiff *t = s->doc;
	uint16_t lies;
	uint32_t w, h;
	enum verdict v;
	PIX *pix, *pale = NULL;

	if (!open_page(t, number, &w, &h))
		return VERDICT_DAMAGED;
	if ((v = image_size_verdict(w, h)) != VERDICT_OK)
		return v;
	lies = field(t->tif, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
	/* Turned by us, whole: libtiff would turn each part in its place. */
	(void)TIFFSetField(t->tif, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
	pix = is_black_and_white(t->tif) ? black_and_white(t->tif, w, h) :
	    bytes(t->tif, w, h, &pale);
	if (pix == NULL)
		return VERDICT_DAMAGED;
	note_resolution(t->tif, pix);
	return image_to_sheet(pix, pale, lies, ret);
}

const struct source_kind source_tiff = {
	.is = tiff_is,
	.open = tiff_open,
	.close = tiff_close,
	.take = tiff_take,
};
