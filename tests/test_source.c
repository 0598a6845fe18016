#include <sys/mman.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/sheet.h"
#include "page/source.h"
#include "support/suite.h"

static int
memory_file(const void *data, size_t len)
{
	int fd = memfd_create("scan", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, data, len), (ssize_t)len);
	return fd;
}

static int
fixture(const char *name)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/bad/%s", TEST_DIR, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_msg(fd >= 0, "%s", path);
	return fd;
}

/* An image file made by leptonica, as its bytes. */
static int
image_file(PIX *pix, int format)
{
	l_uint8 *data = NULL;
	size_t len = 0;
	int fd;

	ck_assert_int_eq(pixWriteMem(&data, &len, pix, format), 0);
	fd = memory_file(data, len);
	lept_free(data);
	return fd;
}

static const struct {
	const char	*name;
	enum verdict	 verdict;
} bad[] = {
	{ "encrypted.pdf", VERDICT_ENCRYPTED },
	{ "truncated.pdf", VERDICT_DAMAGED },
	{ "nopage.pdf", VERDICT_NO_PAGE },
	{ "dot.png", VERDICT_TOO_SMALL },
	{ "wide.png", VERDICT_TOO_MANY_PIXELS },
};

START_TEST(each_bad_file_has_its_own_verdict)
{
	struct source *s = NULL;
	int fd = fixture(bad[_i].name);

	ck_assert_str_eq(verdict_name(source_open(fd, &s)),
	    verdict_name(bad[_i].verdict));
	ck_assert_ptr_null(s);
	close(fd);
}
END_TEST

static const struct {
	const char	*bytes;
	size_t		 len;
	enum verdict	 verdict;
} inlined[] = {
	{ "", 0, VERDICT_EMPTY },
	{ "a", 1, VERDICT_UNKNOWN_TYPE },
	{ "Monsieur le Maire, veuillez trouver", 35, VERDICT_UNKNOWN_TYPE },
	{ "PK\3\4", 4, VERDICT_UNKNOWN_TYPE },
	{ "%!PS-Adobe-3.0\n", 15, VERDICT_UNKNOWN_TYPE },
	{ "II*\0", 4, VERDICT_DAMAGED },
	{ "MM\0*\0\0\0\10", 8, VERDICT_DAMAGED },
	{ "\x89PNG\r\n\x1a\n", 8, VERDICT_DAMAGED },
	{ "\xff\xd8\xff\xe0", 4, VERDICT_DAMAGED },
	{ "%PDF-1.7\n", 9, VERDICT_DAMAGED },
	{ "BM", 2, VERDICT_DAMAGED },
	{ "GIF89a", 6, VERDICT_DAMAGED },
	{ "RIFF\0\0\0\0WEBP", 12, VERDICT_DAMAGED },
};

START_TEST(a_head_without_a_body_is_refused)
{
	struct source *s = NULL;
	int fd = memory_file(inlined[_i].bytes, inlined[_i].len);

	ck_assert_str_eq(verdict_name(source_open(fd, &s)),
	    verdict_name(inlined[_i].verdict));
	ck_assert_ptr_null(s);
	close(fd);
}
END_TEST

START_TEST(a_page_that_is_too_large_squared_is_refused)
{
	PIX *pix = pixCreate(12000, 16, 1);
	struct source *s;
	struct sheet sh;
	int fd;

	(void)pixSetResolution(pix, 100, 300);
	fd = image_file(pix, IFF_PNG);
	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_str_eq(verdict_name(sheet_take(s, 1, &sh)),
	    verdict_name(VERDICT_TOO_MANY_PIXELS));
	source_free(s);
	close(fd);
	pixDestroy(&pix);
}
END_TEST

START_TEST(what_is_no_plain_file_is_refused)
{
	struct source *s = NULL;
	int fd[2];

	ck_assert_int_eq(pipe(fd), 0);
	ck_assert_int_eq(source_open(fd[0], &s), VERDICT_UNKNOWN_TYPE);
	ck_assert_ptr_null(s);
	close(fd[0]);
	close(fd[1]);
}
END_TEST

/* Behind its words a page of tiles, of which each holds a word of its own. */
static const char tiled[] =
    "%PDF-1.4\n"
    "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
    "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
    "4 0 R /Resources << /Font << /F1 6 0 R >> /Pattern << /P1 5 0 R >> >> "
    ">> endobj\n"
    "4 0 obj << /Length 138 >> stream\n"
    "/Pattern cs /P1 scn 0 0 595 842 re f 0 g BT /F1 11 Tf 72 700 Td "
    "(Le conseil municipal, convoque le trois, est reuni en seance publique"
    ") Tj ET\n"
    "endstream endobj\n"
    "5 0 obj << /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 90 60] "
    "/XStep 90 /YStep 60 /Resources << /Font << /F1 6 0 R >> >> /Length 38 "
    ">> stream\n"
    "BT 1 g /F1 20 Tf 9 9 Td (COPIE) Tj ET\n"
    "endstream endobj\n"
    "6 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n"
    "trailer << /Root 1 0 R >>\n%%EOF\n";

START_TEST(what_a_pattern_is_made_of_is_no_word)
{
	struct source *s = NULL;
	struct sheet sh;
	int fd = memory_file(tiled, sizeof(tiled) - 1);

	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_OK);
	ck_assert_ptr_null(sh.pix);
	ck_assert_uint_eq(sh.layer->words, 11);
	ck_assert_str_eq(sh.layer->word[0].text, "Le");
	sheet_free(&sh);
	source_free(s);
	close(fd);
}
END_TEST

/* What may stand before a PDF: few files that hold one are one. */
static const struct {
	const char	*before;
	size_t		 len;
	enum verdict	 verdict;
} fronts[] = {
	{ "\r\n\r\n", 4, VERDICT_OK },
	{ "\xef\xbb\xbf", 3, VERDICT_OK },
	{ "\x1b%-12345X@PJL JOB\r\n", 19, VERDICT_OK },
	{ "Content-Type: application/pdf\r\n\r\n", 33, VERDICT_OK },
	{ "PK\3\4\24\0\0\0\0\0", 10, VERDICT_UNKNOWN_TYPE },
	{ "7z\xbc\xaf\x27\x1c", 6, VERDICT_UNKNOWN_TYPE },
	{ "Rar!\x1a\7\1", 7, VERDICT_UNKNOWN_TYPE },
	{ "\x1f\x8b\x08\0", 4, VERDICT_UNKNOWN_TYPE },
	{ "\xd0\xcf\x11\xe0\xa1\xb1", 6, VERDICT_UNKNOWN_TYPE },
	{ "Received: from a by b\r\n\r\n", 25, VERDICT_UNKNOWN_TYPE },
	{ "MIME-Version: 1.0\n\n", 19, VERDICT_UNKNOWN_TYPE },
	{ "From x Mon Jan  5\n\n", 19, VERDICT_UNKNOWN_TYPE },
	{ "--a\r\nContent-Type: application/pdf\r\n\r\n", 38,
	    VERDICT_UNKNOWN_TYPE },
	{ "\xef\xbb\xbf\n<html>", 10, VERDICT_UNKNOWN_TYPE },
};

static void
opens_as(const char *bytes, size_t len, enum verdict verdict)
{
	struct source *s = NULL;
	int fd = memory_file(bytes, len);

	ck_assert_str_eq(verdict_name(source_open(fd, &s)),
	    verdict_name(verdict));
	source_free(s);
	close(fd);
}

START_TEST(a_file_that_holds_a_pdf_is_none)
{
	char bytes[64 + sizeof(tiled)];
	size_t len = fronts[_i].len;

	memcpy(bytes, fronts[_i].before, len);
	memcpy(bytes + len, tiled, sizeof(tiled) - 1);
	opens_as(bytes, len + sizeof(tiled) - 1, fronts[_i].verdict);
}
END_TEST

START_TEST(a_tar_that_holds_a_pdf_is_none)
{
	char bytes[512 + sizeof(tiled)] = "acte.pdf";

	memcpy(bytes + 257, "ustar", 5);
	memcpy(bytes + 512, tiled, sizeof(tiled));
	opens_as(bytes, sizeof(bytes), VERDICT_UNKNOWN_TYPE);
}
END_TEST

static const struct {
	int		 format;
	const char	*type;
} images[] = {
	{ IFF_PNG, "image/png" },
	{ IFF_JFIF_JPEG, "image/jpeg" },
	{ IFF_TIFF_LZW, "image/tiff" },
	{ IFF_TIFF_ZIP, "image/tiff" },
	{ IFF_PNM, "image/x-portable-anymap" },
	{ IFF_BMP, "image/bmp" },
	{ IFF_GIF, "image/gif" },
	{ IFF_WEBP, "image/webp" },
	{ IFF_JP2, "image/jp2" },
};

START_TEST(an_image_is_known_by_its_bytes)
{
	PIX *pix = pixCreate(300, 200, 8);
	struct source *s = NULL;
	struct sheet sh;
	int fd;

	(void)pixSetAll(pix);
	fd = image_file(pix, images[_i].format);
	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_str_eq(source_type(s), images[_i].type);
	ck_assert_uint_eq(source_pages(s), 1);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_OK);
	ck_assert_int_eq(pixGetWidth(sh.pix), 300);
	ck_assert_int_eq(pixGetHeight(sh.pix), 200);
	sheet_free(&sh);
	ck_assert_int_eq(sheet_take(s, 2, &sh), VERDICT_NO_PAGE);
	source_free(s);
	close(fd);
	pixDestroy(&pix);
}
END_TEST

/* A TIFF of `n` pages, each one pixel higher than the last. */
static int
tiff(int n)
{
	PIXA *pixa = pixaCreate(n);
	l_uint8 *data = NULL;
	size_t len = 0;
	int fd;

	for (int i = 0; i < n; i++)
		(void)pixaAddPix(pixa, pixCreate(40, 40 + i, 1), L_INSERT);
	ck_assert_int_eq(pixaWriteMemMultipageTiff(&data, &len, pixa), 0);
	fd = memory_file(data, len);
	lept_free(data);
	pixaDestroy(&pixa);
	return fd;
}

START_TEST(every_page_of_a_tiff_is_counted_and_found)
{
	static const int counts[] = { 1, 2, 3, 7, 8, 9, 100 };
	struct source *s;
	struct sheet sh;
	int fd;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		fd = tiff(counts[i]);
		ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
		ck_assert_uint_eq(source_pages(s), (uint32_t)counts[i]);
		ck_assert_int_eq(sheet_take(s, (uint32_t)counts[i], &sh),
		    VERDICT_OK);
		ck_assert_int_eq(pixGetHeight(sh.pix), 39 + counts[i]);
		sheet_free(&sh);
		source_free(s);
		close(fd);
	}
}
END_TEST

START_TEST(a_fax_s_pixels_are_made_square)
{
	PIX *pix = pixCreate(1728, 1146, 1);
	struct source *s;
	struct sheet sh;
	int fd;

	(void)pixSetResolution(pix, 204, 98);
	fd = image_file(pix, IFF_TIFF_G4);
	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_OK);
	ck_assert_int_eq(sh.dpi, 204);
	ck_assert_int_eq(pixGetWidth(sh.pix), 1728);
	ck_assert_int_le(abs(pixGetHeight(sh.pix) - 1146 * 204 / 98), 1);
	sheet_free(&sh);
	source_free(s);
	close(fd);
	pixDestroy(&pix);
}
END_TEST

START_TEST(clear_pixels_are_paper)
{
	PIX *pix = pixCreate(100, 100, 32);	/* black, alpha 0 */
	struct source *s;
	struct sheet sh;
	l_uint32 value;
	int fd;

	pixSetSpp(pix, 4);
	fd = image_file(pix, IFF_PNG);
	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_OK);
	/* Grey is all that a sheet needs, where there is no colour. */
	ck_assert_int_eq(pixGetDepth(sh.pix), 8);
	ck_assert_int_eq(pixGetPixel(sh.pix, 50, 50, &value), 0);
	ck_assert_uint_eq(value, 255);
	sheet_free(&sh);
	source_free(s);
	close(fd);
	pixDestroy(&pix);
}
END_TEST

#define SIDE 1000

static size_t enough;		/* bytes for an image, and one more */

static void *
some_memory(size_t size)
{
	return size < enough ? malloc(size) : NULL;
}

/* The one page lacks memory, and is read once there is some. */
static void
lacks_memory(int fd)
{
	struct source *s;
	struct sheet sh;

	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	setPixMemoryManager(some_memory, free);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_MEMORY);
	setPixMemoryManager(malloc, free);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_OK);
	sheet_free(&sh);
	source_free(s);
	close(fd);
}

/* It is another verdict: with more memory the page may be read. */
START_TEST(want_of_memory_is_no_damage)
{
	PIX *pix = pixCreate(SIDE, SIDE, 32);
	int fd;

	(void)pixSetAll(pix);
	fd = image_file(pix, IFF_PNG);
	pixDestroy(&pix);
	enough = SIDE * SIDE;	/* less than its colours take */
	lacks_memory(fd);
}
END_TEST

/* A grey image as the one page of a PDF. */
static int
pdf(PIX *pix, int dpi)
{
	l_uint8 *data = NULL;
	size_t len = 0;
	int fd;

	ck_assert_int_eq(pixConvertToPdfData(pix, L_FLATE_ENCODE, 0, &data,
	    &len, 0, 0, dpi, "", NULL, 0), 0);
	fd = memory_file(data, len);
	lept_free(data);
	return fd;
}

/* White paper is what poppler makes of an image that it has no room for. */
START_TEST(an_image_left_out_for_want_of_memory_is_no_blank_page)
{
	PIX *pix = pixCreate(SIDE, SIDE, 8);
	int fd;

	(void)pixSetAll(pix);
	fd = pdf(pix, 100);
	pixDestroy(&pix);
	enough = 4 * SIDE * SIDE;	/* not four of a pixel */
	lacks_memory(fd);
}
END_TEST

static const struct {
	int	dpi, length, thickness;
	float	off;	/* grey levels in the mean */
} scans[] = {
	{ 200, 2339, 1, 0.05f },	/* the image's own pixels */
	{ 240, 2807, 6, 0.2f },
	{ 300, 3508, 6, 0.2f },	/* drawn so and shrunk */
	{ 400, 4678, 6, 0.2f },
};

START_TEST(a_scan_is_brought_to_200_dpi)
{
	int length = scans[_i].length, at = length / 3;
	PIX *pix = pixCreate(length * 210 / 297, length, 8), *small;
	struct source *s;
	struct sheet sh;
	float off = 255;
	int fd;

	(void)pixSetAll(pix);
	(void)pixSetInRectArbitrary(pix, &(BOX){ 50, at, length / 2,
	    scans[_i].thickness, 1 }, 40);
	(void)pixSetInRectArbitrary(pix, &(BOX){ at, 50,
	    scans[_i].thickness, length / 2, 1 }, 90);
	fd = pdf(pix, scans[_i].dpi);
	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_int_eq(sheet_take(s, 1, &sh), VERDICT_OK);
	ck_assert_int_eq(sh.dpi, 200);
	ck_assert_int_le(abs(pixGetHeight(sh.pix) - 2339), 1);
	ck_assert_int_le(abs(pixGetWidth(sh.pix) - 1654), 1);
	small = pixScaleToSize(pix, pixGetWidth(sh.pix),
	    pixGetHeight(sh.pix));
	ck_assert_int_eq(pixCompareGray(small, sh.pix, L_COMPARE_ABS_DIFF, 0,
	    NULL, &off, NULL, NULL), 0);
	ck_assert_float_lt(off, scans[_i].off);
	pixDestroy(&small);
	sheet_free(&sh);
	source_free(s);
	close(fd);
	pixDestroy(&pix);
}
END_TEST

START_TEST(the_offset_that_readers_share_stays)
{
	PIX *pix = pixCreate(100, 100, 8);
	int fd = image_file(pix, IFF_PNG);
	struct source *s;

	ck_assert_int_eq(lseek(fd, 7, SEEK_SET), 7);
	ck_assert_int_eq(source_open(fd, &s), VERDICT_OK);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), 7);
	source_free(s);
	close(fd);
	pixDestroy(&pix);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("source");
	TCase *t = tcase_create("source");

	tcase_add_loop_test(t, each_bad_file_has_its_own_verdict, 0,
	    sizeof(bad) / sizeof(bad[0]));
	tcase_add_loop_test(t, a_head_without_a_body_is_refused, 0,
	    sizeof(inlined) / sizeof(inlined[0]));
	tcase_add_test(t, what_is_no_plain_file_is_refused);
	tcase_add_test(t, a_page_that_is_too_large_squared_is_refused);
	tcase_add_test(t, what_a_pattern_is_made_of_is_no_word);
	tcase_add_loop_test(t, a_file_that_holds_a_pdf_is_none, 0,
	    sizeof(fronts) / sizeof(fronts[0]));
	tcase_add_test(t, a_tar_that_holds_a_pdf_is_none);
	tcase_add_loop_test(t, an_image_is_known_by_its_bytes, 0,
	    sizeof(images) / sizeof(images[0]));
	tcase_add_test(t, every_page_of_a_tiff_is_counted_and_found);
	tcase_add_test(t, a_fax_s_pixels_are_made_square);
	tcase_add_test(t, clear_pixels_are_paper);
	tcase_add_test(t, want_of_memory_is_no_damage);
	tcase_add_test(t,
	    an_image_left_out_for_want_of_memory_is_no_blank_page);
	tcase_add_loop_test(t, a_scan_is_brought_to_200_dpi, 0,
	    sizeof(scans) / sizeof(scans[0]));
	tcase_add_test(t, the_offset_that_readers_share_stays);
	suite_add_tcase(s, t);
	return suite_run(s);
}
