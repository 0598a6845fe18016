#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <leptonica/allheaders.h>
#include <zlib.h>

#include "page/pdf.h"
#include "page/sheet.h"
#include "support/suite.h"

/* What a file says of an image, to be found for an A4 page it fills. */
static const struct {
	const char	*says;
	double		 longest;	/* 0: nothing is seen */
} guesses[] = {
	{ "1 0 obj <</Width 2480 /Height 3508>> stream", 3508 },
	{ "1 0 obj <</Height 2480/Width 3508>> stream", 3508 },
	{ "/Width 2480 /Height 3508", 3508 },
	{ "/Width 90 /Height 90 stream 2 0 obj /Width 1654 /Height 2339",
	    2339 },
	{ "/Height 3508 endobj 2 0 obj /Width 2480 stream", 0 },
	{ "/Width 2480 stream /Height 3508", 0 },
	{ "/Width 60 /Height 85", 0 },		/* a thumbnail */
	{ "/Widths [ 2480 ] /Height 3508", 0 },
	{ "/Width 0 /Height 0", 0 },
	{ "/Width 2480 /Height", 0 },
	{ "/Width 2480", 0 },
	{ "/Width", 0 },
	{ "", 0 },
};

START_TEST(an_image_s_size_is_guessed_from_the_file)
{
	const char *says = guesses[_i].says;
	struct pdf_images im = { .main_width = 595, .main_height = 842 };
	struct pdf_images none = { .main = 0 };
	double longest = 0;

	ck_assert(pdf_guess_size((const uint8_t *)says, strlen(says), &im,
	    &longest) == (guesses[_i].longest > 0));
	ck_assert_double_eq(longest, guesses[_i].longest);
	ck_assert(!pdf_guess_size((const uint8_t *)says, strlen(says), &none,
	    &longest));
}
END_TEST

static const struct {
	const char	*says;
	bool		 bare;
} bares[] = {
	{ "", true },
	{ "<< /Type /Page /Resources << /ProcSet [/PDF /ImageC] >> >>", true },
	{ "<< /Subtype /Image /Width 8 >>", false },
	{ "<</Subtype/Image>>", false },
	{ "<</Subtype /Im#61g#65>>", false },
	{ "<</Subtype /Im#61g#6>>", true },
	{ "/Image", false },
	{ "/Imag", true },
	{ "/Im#6", true },
	{ "trailer << /Encrypt 7 0 R >>", false },
	{ "<</Filter /LZWDecode>> stream", false },
	{ "<</Filter [/A85 /Fl]>> stream", false },
	{ "stream\nq BI /W 8 /H 8 ID x EI Q\nendstream", false },
	{ "stream\nBI\n/W 8\nendstream", false },
	{ "stream\nq(BI)Tj ABI 7 BIS\nendstream", true },
	{ "stream", true },
	{ "stream\r\n", true },
	{ "stream\nx\x9c", true },
	{ "stream\nx\x9c\x01", false },	/* cut off */
	{ "stream\n\x88\x1c\x01", false },	/* for zlib too large a window */
	{ "<</Length1 9>> stream\nx\x9c\x01", true },	/* a typeface's */
	{ "<</Length1 9>> stream\nendstream\nstream\nx\x9c\x01", false },
};

START_TEST(a_file_without_an_image_is_known_by_its_bytes)
{
	const char *says = bares[_i].says;

	ck_assert_msg(pdf_is_bare((const uint8_t *)says, strlen(says)) ==
	    bares[_i].bare, "%s", says);
}
END_TEST

/* Is a file bare whose one stream holds so many of `c` and then the words? */
static bool
bare_packed(size_t before, int c, const char *words)
{
	uLong len = before + strlen(words), size = compressBound(len);
	char *plain = malloc(len + 1), *file = malloc(size + 8);
	bool bare;

	memset(plain, c, before);
	memcpy(plain + before, words, strlen(words));
	memcpy(file, "stream\r\n", 8);
	ck_assert_int_eq(compress((Bytef *)file + 8, &size,
	    (const Bytef *)plain, len), Z_OK);
	bare = pdf_is_bare((const uint8_t *)file, size + 8);
	ck_assert(!pdf_is_bare((const uint8_t *)file, size + 7));
	free(file);
	free(plain);
	return bare;
}

START_TEST(an_inline_image_is_seen_in_what_is_packed)
{
	ck_assert(bare_packed(100, ' ', "BT (BI) Tj ET"));
	ck_assert(!bare_packed(0, ' ', "BI /W 8"));
	/* The next of a page's contents may go on behind its first word. */
	ck_assert(!bare_packed(0, ' ', "BI"));
	ck_assert(bare_packed(0, ' ', "ABI"));
	/* Also where one piece that is unpacked ends and the next begins. */
	for (size_t n = 16370; n < 16400; n++) {
		ck_assert(!bare_packed(n, ' ', "BI /W 8"));
		ck_assert(!bare_packed(n, ' ', "BI"));
		ck_assert(bare_packed(n, 'A', "BI /W 8"));
	}
	ck_assert(bare_packed(4 << 20, ' ', ""));
	ck_assert(!bare_packed(12 << 20, ' ', ""));
}
END_TEST

/* So many empty blocks, and all that a packed stream has besides. */
static bool
bare_empty(size_t blocks)
{
	static const char head[] = "stream\nx\x9c";
	static const char end[] = "\1\0\0\xff\xff\0\0\0\1";
	size_t n = sizeof(head) - 1, len = n + 5 * blocks + sizeof(end) - 1;
	char *file = malloc(len);
	bool bare;

	memcpy(file, head, n);
	for (size_t i = 0; i < blocks; i++)
		memcpy(file + n + 5 * i, "\0\0\0\xff\xff", 5);
	memcpy(file + n + 5 * blocks, end, sizeof(end) - 1);
	bare = pdf_is_bare((const uint8_t *)file, len);
	free(file);
	return bare;
}

START_TEST(what_unpacks_to_nothing_is_not_unpacked_for_ever)
{
	ck_assert(bare_empty(9));
	ck_assert(!bare_empty(9 << 20));
}
END_TEST

static const char lined[] =
    "%PDF-1.4\n"
    "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
    "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents "
    "4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
    "/BaseFont /Helvetica >> >> >> >> endobj\n"
    "4 0 obj << /Length 74 >> stream\n"
    "BT /F1 30 Tf 10 60 Td (adopte) Tj ET 10 10 180 4 re f\n"
    "endstream endobj\n"
    "trailer << /Root 1 0 R >>\n%%EOF\n";

/* How much of its upper, written half is dark, and of its lower, ruled one? */
static void
dark(PIX *pix, int *ret_upper, int *ret_lower)
{
	PIX *ink = pixGetDepth(pix) == 1 ? pixClone(pix) :
	    pixThresholdToBinary(pix, 128);
	BOX *upper = boxCreate(0, 0, 200, 50), *lower = boxCreate(0, 50, 200,
	    50);

	ck_assert_int_eq(pixCountPixelsInRect(ink, upper, ret_upper, NULL), 0);
	ck_assert_int_eq(pixCountPixelsInRect(ink, lower, ret_lower, NULL), 0);
	boxDestroy(&upper);
	boxDestroy(&lower);
	pixDestroy(&ink);
	pixDestroy(&pix);
}

START_TEST(a_drawing_for_its_lines_leaves_the_letters_out)
{
	GBytes *bytes = g_bytes_new_static(lined, sizeof(lined) - 1);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    NULL);
	PopplerPage *page = poppler_document_get_page(doc, 0);
	struct layer *layer;
	double dpi = 72;
	int upper, lower, top;
	struct paper paper = { 0 };
	PIX *pix = pdf_lines(page, &paper, &dpi, &top);

	/* Of the hundred rows, the line's four and some above and below. */
	ck_assert_int_eq(top, 62);
	ck_assert_int_eq(pixGetHeight(pix), 100 - 62);
	ck_assert_int_eq(pixCountPixels(pix, &lower, NULL), 0);
	ck_assert_int_eq(lower, 4 * 180);
	pixDestroy(&pix);
	pdf_paper_free(&paper);
	/* They are there for all others, and are read. */
	dark(pdf_render(page, &dpi, NULL), &upper, &lower);
	ck_assert_int_gt(upper, 200);
	ck_assert_int_eq(lower, 4 * 180);
	layer = pdf_layer(page);
	ck_assert_uint_eq(layer->words, 1);
	ck_assert_str_eq(layer->word[0].text, "adopte");
	layer_free(layer);
	g_object_unref(page);
	g_object_unref(doc);
	g_bytes_unref(bytes);
}
END_TEST

/* Of three sizes, the middle one with nothing on it. */
static const char sized[] =
    "%PDF-1.4\n"
    "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    "2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >> endobj\n"
    "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents "
    "6 0 R >> endobj\n"
    "4 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 99 55] >> endobj\n"
    "5 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 301 200] /Contents "
    "6 0 R >> endobj\n"
    "6 0 obj << /Length 17 >> stream\n"
    "0 0 180 100 re f\n"
    "endstream endobj\n"
    "trailer << /Root 1 0 R >>\n%%EOF\n";

START_TEST(no_page_shows_what_the_one_before_it_left_on_the_paper)
{
	static const int want[] = { 180 * 100, 0, 180 * 100 };
	GBytes *bytes = g_bytes_new_static(sized, sizeof(sized) - 1);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    NULL);
	struct paper paper = { 0 };
	int top, count;

	for (int i = 0; i < 3; i++) {
		PopplerPage *page = poppler_document_get_page(doc, i);
		double dpi = 72;
		PIX *pix = pdf_lines(page, &paper, &dpi, &top);

		count = 0;
		if (pix != NULL)
			pixCountPixels(pix, &count, NULL);
		ck_assert_int_eq(count, want[i]);
		pixDestroy(&pix);
		g_object_unref(page);
	}
	pdf_paper_free(&paper);
	g_object_unref(doc);
	g_bytes_unref(bytes);
}
END_TEST

static const char accented[] =
    "%PDF-1.4\n"
    "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
    "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents "
    "4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
    "/BaseFont /Helvetica /ToUnicode 5 0 R >> >> >> >> endobj\n"
    "4 0 obj << /Length 37 >> stream\n"
    "BT /F1 30 Tf 10 60 Td (A B CD) Tj ET\n"
    "endstream endobj\n"
    "5 0 obj << /Length 253 >> stream\n"
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "1 begincodespacerange <00> <ff> endcodespacerange\n"
    "4 beginbfchar <41> <00650301> <42> <212B> <43> <006C2019> <44> <00E9> endbfchar\n"
    "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    "endstream endobj\n"
    "trailer << /Root 1 0 R >>\n%%EOF\n";

START_TEST(words_come_composed)
{
	GBytes *bytes = g_bytes_new_static(accented, sizeof(accented) - 1);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    NULL);
	PopplerPage *page = poppler_document_get_page(doc, 0);
	struct layer *layer = pdf_layer(page);

	ck_assert_uint_eq(layer->words, 3);
	ck_assert_str_eq(layer->word[0].text, "\u00e9");
	ck_assert_str_eq(layer->word[1].text, "\u00c5");	/* was U+212B */
	ck_assert_str_eq(layer->word[2].text, "l\u2019\u00e9");
	layer_free(layer);
	g_object_unref(page);
	g_object_unref(doc);
	g_bytes_unref(bytes);
}
END_TEST

/* A paragraph of which a line runs out of the page, above its last. */
static const char running_out[] =
    "%PDF-1.4\n"
    "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
    "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents "
    "4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
    "/BaseFont /Helvetica >> >> >> >> endobj\n"
    "4 0 obj << /Length 138 >> stream\n"
    "BT /F1 10 Tf 20 180 Td (Le conseil) Tj "
    "0 -12 Td (une ligne trop longue pour une page etroite) Tj "
    "0 -12 Td (et) Tj 0 -12 Td (Adopte) Tj ET\n"
    "endstream endobj\n"
    "trailer << /Root 1 0 R >>\n%%EOF\n";

START_TEST(a_line_that_runs_out_of_the_page_takes_none_along)
{
	GBytes *bytes = g_bytes_new_static(running_out,
	    sizeof(running_out) - 1);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    NULL);
	PopplerPage *page = poppler_document_get_page(doc, 0);
	struct layer *layer = pdf_layer(page);

	ck_assert_uint_eq(layer->words, 12);
	ck_assert_double_gt(layer->word[9].x + layer->word[9].w, layer->width);
	ck_assert_str_eq(layer->word[11].text, "Adopte");
	layer_free(layer);
	g_object_unref(page);
	g_object_unref(doc);
	g_bytes_unref(bytes);
}
END_TEST

static const char listed[] =
    "%PDF-1.4\n"
    "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
    "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents "
    "4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
    "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >> endobj\n"
    "4 0 obj << /Length 149 >> stream\n"
    "BT /F1 11 Tf 20 150 Td (\\267) Tj 18 0 Td (fixe) Tj "
    "-18 -30 Td (o) Tj 18 0 Td (dit) Tj "
    "-18 -30 Td (o) Tj 40 0 Td (charge) Tj "
    "-40 -30 Td (o dit o) Tj ET             \n"
    "endstream endobj\n"
    "trailer << /Root 1 0 R >>\n%%EOF\n";

/* A middle dot, and an o with a tab behind it; no o within a line. */
START_TEST(bullets_are_told_from_letters)
{
	/* What stands farther right is a column, which follows. */
	static const char *const want[] = { "•", "fixe", "•", "dit", "•",
	    "o", "dit", "o", "charge" };
	GBytes *bytes = g_bytes_new_static(listed, sizeof(listed) - 1);
	PopplerDocument *doc = poppler_document_new_from_bytes(bytes, NULL,
	    NULL);
	PopplerPage *page = poppler_document_get_page(doc, 0);
	struct layer *layer = pdf_layer(page);

	ck_assert_uint_eq(layer->words, sizeof(want) / sizeof(want[0]));
	for (size_t i = 0; i < layer->words; i++)
		ck_assert_str_eq(layer->word[i].text, want[i]);
	layer_free(layer);
	g_object_unref(page);
	g_object_unref(doc);
	g_bytes_unref(bytes);
}
END_TEST

/* A space is 3 points wide here, a letter 8; what becomes of the words. */
static const struct {
	const char	*typed, *joined;
} spaced[] = {
	{ "C O M M U N E", "COMMUNE" },
	{ "E X T R A I T  D U  R E G I S T R E", "EXTRAIT|DU|REGISTRE" },
	{ "R é g i o n", "Région" },
	{ "1 2  m a r s  2 0 2 1", "12|mars|2021" },
	{ "D É L I B É R AT I O N   N° 12", "DÉLIBÉRATION|N°|12" },
	{ "Commune : S A I N T - P R I V É", "Commune|:|SAINT-PRIVÉ" },
	{ "L ' É T A N G", "L'ÉTANG" },
	{ "- A I R E", "-|AIRE" },
	{ "A I R", "A|I|R" },			/* too few to tell */
	{ "1 2 3 4 5 6", "1|2|3|4|5|6" },
	{ "il y a ce qu' on a", "il|y|a|ce|qu'|on|a" },
	{ "de M. X à M. Y", "de|M.|X|à|M.|Y" },
	{ "", "" },
};

static struct layer *
layer_of(const char *typed)
{
	struct layer *l = calloc(1, sizeof(*l));
	char **word = g_strsplit(typed, " ", -1);
	double x = 50;

	ck_assert_ptr_nonnull(l);
	for (char **w = word; *w != NULL; w++, x += 3) {
		double width = 8 * (double)g_utf8_strlen(*w, -1);
		PopplerRectangle box = { x, 70, x + width, 80 };

		if (**w != '\0')
			layer_add(l, *w, &box, 1, false);
		x += width;
	}
	g_strfreev(word);
	return l;
}

START_TEST(spaced_letters_are_words)
{
	struct layer *l = layer_of(spaced[_i].typed);
	GString *joined = g_string_new(NULL);

	layer_join_spaced(l);
	for (size_t i = 0; i < l->words; i++)
		g_string_append_printf(joined, "%s%s", i > 0 ? "|" : "",
		    l->word[i].text);
	ck_assert_str_eq(joined->str, spaced[_i].joined);
	if (_i == 0) {
		ck_assert_double_eq_tol(l->word[0].x, 50, 1e-9);
		ck_assert_double_eq_tol(l->word[0].w, 7 * 8 + 6 * 3, 1e-9);
	}
	g_string_free(joined, TRUE);
	layer_free(l);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pdf");
	TCase *t = tcase_create("pdf");

	tcase_add_loop_test(t, an_image_s_size_is_guessed_from_the_file, 0,
	    sizeof(guesses) / sizeof(guesses[0]));
	tcase_add_loop_test(t, a_file_without_an_image_is_known_by_its_bytes,
	    0, sizeof(bares) / sizeof(bares[0]));
	tcase_add_test(t, an_inline_image_is_seen_in_what_is_packed);
	tcase_add_test(t, what_unpacks_to_nothing_is_not_unpacked_for_ever);
	tcase_add_test(t, a_drawing_for_its_lines_leaves_the_letters_out);
	tcase_add_test(t,
	    no_page_shows_what_the_one_before_it_left_on_the_paper);
	tcase_add_test(t, words_come_composed);
	tcase_add_test(t, a_line_that_runs_out_of_the_page_takes_none_along);
	tcase_add_test(t, bullets_are_told_from_letters);
	tcase_add_loop_test(t, spaced_letters_are_words, 0,
	    sizeof(spaced) / sizeof(spaced[0]));
	suite_add_tcase(s, t);
	return suite_run(s);
}
