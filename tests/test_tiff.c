#include <sys/mman.h>

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>
#include <leptonica/allheaders.h>
#include <tiffio.h>

#include "page/colour.h"
#include "page/sheet.h"
#include "page/source.h"
#include "support/suite.h"

#define SIDE	64	/* pixels; of a tile as well */

enum { COLOUR_JPEG = 4, GREY_JPEG = 7 };	/* of the shapes */

/* How a page's bytes lie in a file; each is the same picture. */
static const struct shape {
	const char	*name;
	uint16_t	 samples, planes, means, packed;
	uint32_t	 rows;	/* of a strip; 0: one tile */
} shapes[] = {
	{ "rows", 3, PLANARCONFIG_CONTIG, PHOTOMETRIC_RGB, COMPRESSION_NONE,
	    5 },
	{ "one strip", 3, PLANARCONFIG_CONTIG, PHOTOMETRIC_RGB,
	    COMPRESSION_LZW, SIDE },
	{ "planes", 3, PLANARCONFIG_SEPARATE, PHOTOMETRIC_RGB,
	    COMPRESSION_NONE, SIDE },
	{ "a tile", 3, PLANARCONFIG_CONTIG, PHOTOMETRIC_RGB,
	    COMPRESSION_NONE, 0 },
	[COLOUR_JPEG] = { "half the colours", 3, PLANARCONFIG_CONTIG, PHOTOMETRIC_YCBCR,
	    COMPRESSION_JPEG, SIDE },
	{ "black is 0", 1, PLANARCONFIG_CONTIG, PHOTOMETRIC_MINISBLACK,
	    COMPRESSION_NONE, SIDE },
	{ "white is 0", 1, PLANARCONFIG_CONTIG, PHOTOMETRIC_MINISWHITE,
	    COMPRESSION_NONE, SIDE },
	[GREY_JPEG] = { "a grey JPEG", 1, PLANARCONFIG_CONTIG, PHOTOMETRIC_MINISBLACK,
	    COMPRESSION_JPEG, SIDE },
};

/* Red on the left, black above on the right, white below. */
static uint8_t
sample_at(const struct shape *sh, int x, int y, int sample)
{
	static const uint8_t red[] = { 200, 40, 40 };
	uint8_t value = x < SIDE / 2 ? red[sample] : y < SIDE / 2 ? 0 : 255;

	if (sh->samples == 1 && x < SIDE / 2)
		value = colour_seen(red[0], red[1], red[2]);
	return sh->means == PHOTOMETRIC_MINISWHITE ? 255 - value : value;
}

static void
describe(TIFF *tif, const struct shape *sh)
{
	(void)TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, SIDE);
	(void)TIFFSetField(tif, TIFFTAG_IMAGELENGTH, SIDE);
	(void)TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, 8);
	(void)TIFFSetField(tif, TIFFTAG_SAMPLESPERPIXEL, sh->samples);
	(void)TIFFSetField(tif, TIFFTAG_PLANARCONFIG, sh->planes);
	(void)TIFFSetField(tif, TIFFTAG_COMPRESSION, sh->packed);
	(void)TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, sh->means);
	if (sh->packed == COMPRESSION_JPEG)
		(void)TIFFSetField(tif, TIFFTAG_JPEGCOLORMODE,
		    JPEGCOLORMODE_RGB);
	if (sh->rows == 0) {
		(void)TIFFSetField(tif, TIFFTAG_TILEWIDTH, SIDE);
		(void)TIFFSetField(tif, TIFFTAG_TILELENGTH, SIDE);
	} else {
		(void)TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, sh->rows);
	}
}

static void
write_rows(TIFF *tif, const struct shape *sh)
{
	int planes = sh->planes == PLANARCONFIG_SEPARATE ? sh->samples : 1;
	int beside = sh->samples / planes;
	uint8_t all[SIDE * SIDE * 3];
	size_t row = (size_t)SIDE * (size_t)beside;

	for (int p = 0; p < planes; p++) {
		for (int i = 0; i < SIDE * SIDE * beside; i++)
			all[i] = sample_at(sh, i / beside % SIDE,
			    i / beside / SIDE, planes > 1 ? p : i % beside);
		for (uint32_t y = 0; sh->rows > 0 && y < SIDE; y++)
			ck_assert_int_eq(TIFFWriteScanline(tif, all + y * row,
			    y, (uint16_t)p), 1);
	}
	if (sh->rows == 0)
		ck_assert_int_gt(TIFFWriteTile(tif, all, 0, 0, 0, 0), 0);
}

static int
page_file(const struct shape *sh)
{
	int fd = memfd_create("scan", MFD_CLOEXEC);
	TIFF *tif = TIFFFdOpen(dup(fd), "scan", "w");

	ck_assert_ptr_nonnull(tif);
	describe(tif, sh);
	write_rows(tif, sh);
	TIFFClose(tif);
	return fd;
}

/* The page of such a file, which it closes. */
static struct sheet
page_of(int fd)
{
	struct source *s;
	struct sheet sh;

	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_OK);
	source_free(s);
	close(fd);
	return sh;
}

static void
check_pixel(PIX *pix, int x, int y, int is)
{
	l_uint32 value = 0;

	ck_assert_int_eq(pixGetPixel(pix, x, y, &value), 0);
	ck_assert_int_le(abs((int)value - is), 3);
}

START_TEST(however_its_bytes_lie_a_page_is_the_same)
{
	const struct shape *shape = &shapes[_i];
	struct sheet sh = page_of(page_file(shape));

	check_pixel(sh.pix, 10, 10, colour_seen(200, 40, 40));
	check_pixel(sh.pix, 50, 10, 0);
	check_pixel(sh.pix, 50, 50, 255);
	ck_assert_msg((sh.pale != NULL) == (shape->samples == 3), "%s",
	    shape->name);
	if (sh.pale != NULL) {
		check_pixel(sh.pale, 10, 50, 200);
		check_pixel(sh.pale, 50, 10, 0);
	}
	sheet_free(&sh);
}
END_TEST

#define HEIGHT 6	/* bytes into a JPEG's frame: the low one of two */
#define WIDTH 8

/* In place: its one JPEG says that it is but half as high, or as wide. */
static void
make_half(int fd, const struct shape *sh, size_t side)
{
	const uint8_t frame[] = { 0xff, 0xc0, 0,
	    (uint8_t)(8 + 3 * sh->samples), 8, 0, SIDE, 0 };
	off_t len = lseek(fd, 0, SEEK_END);
	uint8_t *data = mmap(NULL, (size_t)len, PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0), *at;

	ck_assert(data != MAP_FAILED);
	at = memmem(data, (size_t)len, frame, sizeof(frame));
	ck_assert_ptr_nonnull(at);
	at[side] = SIDE / 2;
	(void)munmap(data, (size_t)len);
}

START_TEST(what_a_narrow_jpeg_leaves_of_a_row_is_black_and_not_old_memory)
{
	int fd = page_file(&shapes[COLOUR_JPEG]);
	struct sheet sh;

	make_half(fd, &shapes[COLOUR_JPEG], WIDTH);
	(void)mallopt(M_PERTURB, 0x55);
	sh = page_of(fd);
	check_pixel(sh.pix, 50, 10, 0);
	check_pixel(sh.pix, 50, 50, 0);
	sheet_free(&sh);
}
END_TEST

/* A page of a length that its scanner did not know has what it has. */
START_TEST(what_a_short_jpeg_has_is_read)
{
	const struct shape *shape = &shapes[_i == 0 ? COLOUR_JPEG :
	    GREY_JPEG];
	int fd = page_file(shape);
	struct sheet sh;

	make_half(fd, shape, HEIGHT);
	sh = page_of(fd);
	check_pixel(sh.pix, 10, 10, colour_seen(200, 40, 40));
	check_pixel(sh.pix, 10, 50, 0);
	sheet_free(&sh);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("tiff");
	TCase *t = tcase_create("tiff");

	tcase_add_loop_test(t, however_its_bytes_lie_a_page_is_the_same, 0,
	    sizeof(shapes) / sizeof(shapes[0]));
	tcase_add_test(t,
	    what_a_narrow_jpeg_leaves_of_a_row_is_black_and_not_old_memory);
	tcase_add_loop_test(t, what_a_short_jpeg_has_is_read, 0, 2);
	suite_add_tcase(s, t);
	return suite_run(s);
}
