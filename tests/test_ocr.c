#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <leptonica/allheaders.h>

#include "page/clean.h"
#include "support/lines.h"
#include "support/suite.h"
#include "words/look.h"
#include "words/ocr.h"
#include "words/page.h"
#include "words/read.h"
#include "words/regions.h"
#include "words/tidy.h"

/* Each test forks after this: the model is loaded once. */
static struct ocr *ocr;

START_TEST(a_missing_model_is_said)
{
	struct ocr *o = NULL;

	ck_assert_int_eq(ocr_new("/nonexistent", "fra", &o), -ENOENT);
	ck_assert_int_eq(ocr_new(NULL, "fra+zzz", &o), -ENOENT);
	ck_assert_ptr_null(o);
	ck_assert_int_eq(strncmp(ocr_name(ocr), "tesseract ", 10), 0);
}
END_TEST

/* As the reader does it: see words/line_image.c. */
START_TEST(a_line_is_kept_as_it_is)
{
	static const char *const line[] = { "Le conseil municipal" };
	PIX *pix = lines_of(line, 1), *back;
	l_uint8 *data = NULL;
	size_t len = 0;
	int same = 0;

	ck_assert_int_eq(pixWriteMem(&data, &len, pix, IFF_PNG), 0);
	ck_assert_uint_gt(len, 1400 * 180);
	back = pixReadMem(data, len);
	ck_assert_int_eq(pixEqual(pix, back, &same), 0);
	ck_assert_int_ne(same, 0);
	pixDestroy(&back);
	lept_free(data);
	pixDestroy(&pix);
}
END_TEST

START_TEST(words_come_with_places_lines_and_confidence)
{
	static const char *const line[] = {
		"Le conseil municipal approuve le budget",
		"de la commune pour la prochaine saison",
	};
	PIX *pix = lines_of(line, 2);
	struct page *p = page_new(1);
	size_t n;

	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_BLOCK, 100, 1000, p), 0);
	ck_assert(holds(p, "municipal"));
	ck_assert(holds(p, "prochaine"));
	ck_assert_uint_eq(p->words, 13);
	ck_assert_uint_eq(p->word[0].line, 0);
	ck_assert_uint_eq(p->word[12].line, 1);
	for (size_t i = 0; i < p->words; i++) {
		ck_assert_int_ge(p->word[i].box.x, 150);
		ck_assert_int_ge(p->word[i].box.y, 1000);
		ck_assert_int_gt(p->word[i].box.w, 0);
		ck_assert_uint_gt(p->word[i].conf, 50);
		ck_assert_int_eq(p->word[i].source, WORD_OCR);
	}
	n = p->words;
	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_BLOCK, 0, 0, p), 0);
	ck_assert_uint_eq(p->word[n].line, 2);
	page_free(p);
	pixDestroy(&pix);
}
END_TEST

START_TEST(an_empty_image_has_no_words)
{
	PIX *pix = pixCreate(600, 400, 8);
	struct page *p = page_new(1);

	(void)pixSetAll(pix);
	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_AUTO, 0, 0, p), 0);
	ck_assert_uint_eq(p->words, 0);
	page_free(p);
	pixDestroy(&pix);
}
END_TEST

START_TEST(each_cell_is_read_by_itself)
{
	static const char *const line[] = {
		"Conseil municipal       Budget primitif",
		"Date de la convocation  Reunion publique",
	};
	struct clean c = cleaned(lines_of(line, 2));
	struct page *p = page_new(1);
	const struct word *left = NULL, *right = NULL;

	p->width = pixGetWidth(c.grey);
	p->height = pixGetHeight(c.grey);
	(void)page_add_cell(p, (struct box){ 40, 40, 310, 180 });
	(void)page_add_cell(p, (struct box){ 352, 40, 600, 180 });
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert_uint_eq(p->unreads, 0);
	for (size_t i = 0; i < p->words; i++) {
		const struct word *w = &p->word[i];

		/* No line runs from one cell into the other. */
		if (w->box.x < 350)
			left = w;
		else
			right = right == NULL ? w : right;
	}
	ck_assert_ptr_nonnull(left);
	ck_assert_ptr_nonnull(right);
	ck_assert_uint_lt(left->line, right->line);
	page_free(p);
	clean_free(&c);
}
END_TEST

/* As in a stamp, whose two lines are no higher than one of an act. */
START_TEST(a_cell_of_small_print_has_lines)
{
	static const char *const line[] = {
		"Transmis au controle de legalite",
		"Publie par la commune",
	};
	PIX *large = lines_of(line, 2);
	struct clean c = cleaned(pixScale(large, 0.55f, 0.55f));
	struct page *p = page_new(1);

	p->width = pixGetWidth(c.grey);
	p->height = pixGetHeight(c.grey);
	(void)page_add_cell(p, (struct box){ 10, 5, 600, 120 });
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert(holds(p, "Transmis"));
	ck_assert(holds(p, "commune"));
	page_free(p);
	clean_free(&c);
	pixDestroy(&large);
}
END_TEST

/* Amid a sheet, or at its edge, which cuts the line above. */
START_TEST(what_stands_amid_white_keeps_its_place)
{
	static const char *const line[] = { "Le conseil municipal" };
	PIX *sheet = pixCreate(2480, 2600, 8), *text = lines_of(line, 1);
	int at = _i == 0 ? 1511 : 1, seen = 0;
	struct clean c;
	struct page *p = page_new(1);

	(void)pixSetAll(sheet);
	(void)pixRasterop(sheet, 713, at, 1400, 180, PIX_SRC, text, 0, 0);
	if (_i > 0)
		(void)pixRasterop(sheet, 713, 0, 1400, 30, PIX_SRC, text, 0,
		    65);
	c = cleaned(sheet);
	p->width = 2480;
	p->height = 2600;
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	for (size_t i = 0; i < p->words; i++) {
		const struct box *b = &p->word[i].box;

		if (strcmp(p->word[i].text, "conseil") != 0 || b->y < at + 30)
			continue;
		seen++;
		ck_assert_int_ge(b->x, 713 + 60);
		ck_assert_int_le(b->x + b->w, 713 + 400);
		ck_assert_int_ge(b->y, at + 40);
		ck_assert_int_le(b->y + b->h, at + 110);
	}
	ck_assert_int_eq(seen, 1);
	page_free(p);
	clean_free(&c);
	pixDestroy(&text);
}
END_TEST

START_TEST(figures_that_are_surely_read_stand)
{
	static const char *const line[] = { "22/11/2025" };
	PIX *pix = lines_of(line, 1);
	struct page *p = page_new(1);

	p->width = pixGetWidth(pix);
	p->height = pixGetHeight(pix);
	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_BLOCK, 0, 0, p), 0);
	ck_assert_uint_eq(p->words, 1);
	/* Doubtful for figures, and not for a word. */
	word_set_text(&p->word[0], "22/11/2075");
	p->word[0].conf = 75;
	look_again(ocr, pix, NULL, 300, p);
	ck_assert_uint_eq(p->words, 1);
	ck_assert_str_eq(p->word[0].text, "22/11/2025");
	ck_assert_str_eq(p->word[0].other, "22/11/2075");
	ck_assert_uint_ge(p->word[0].conf, 90);
	page_free(p);
	pixDestroy(&pix);
}
END_TEST

/* Mended strokes were read as another figure, surely enough for a word. */
START_TEST(worn_figures_are_read_as_they_were_before)
{
	static const char *const line[] = { "Conseillers : 23" };
	PIX *pix = lines_of(line, 1);
	struct page *p = page_new(1);

	p->width = pixGetWidth(pix);
	p->height = pixGetHeight(pix);
	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_BLOCK, 0, 0, p), 0);
	ck_assert_uint_eq(p->words, 3);
	word_set_text(&p->word[2], "24");
	p->word[2].conf = 85;
	look_again(ocr, pix, pix, 300, p);
	ck_assert_str_eq(p->word[2].text, "23");
	ck_assert_str_eq(p->word[2].other, "24");
	page_free(p);
	pixDestroy(&pix);
}
END_TEST

/* The ink tells of another figure, and of a comma, however sure it was. */
static const struct {
	const char	*line, *seen, *number, *other;
	uint8_t		 conf;		/* 0: as it was read */
} lacking[] = {
	{ "Votants : 13", "1", "13", NULL, 0 },
	{ "Votants : 11", "1", "11", NULL, 0 },
	{ "Tarif : 3,75", "375", "3,75", "375", 95 },
	{ "Tarif : 375", "375", "375", NULL, 95 },
};

START_TEST(what_a_number_lacks_is_read_again)
{
	PIX *pix = lines_of(&lacking[_i].line, 1);
	struct page *p = page_new(1);

	p->width = pixGetWidth(pix);
	p->height = pixGetHeight(pix);
	ck_assert_int_eq(ocr_words(ocr, pix, 300, OCR_BLOCK, 0, 0, p), 0);
	ck_assert_uint_eq(p->words, 3);
	word_set_text(&p->word[2], lacking[_i].seen);
	if (lacking[_i].conf != 0)
		p->word[2].conf = lacking[_i].conf;
	look_again(ocr, pix, NULL, 300, p);
	ck_assert_str_eq(p->word[2].text, lacking[_i].number);
	if (lacking[_i].other != NULL)
		ck_assert_str_eq(p->word[2].other, lacking[_i].other);
	page_free(p);
	pixDestroy(&pix);
}
END_TEST

START_TEST(a_number_alone_in_its_column_is_read)
{
	static const char *const line[] = {
		"Nombre de membres             13",
	};
	struct clean c = cleaned(lines_of(line, 1));
	struct page *p = page_new(1);

	p->width = pixGetWidth(c.grey);
	p->height = pixGetHeight(c.grey);
	ck_assert_int_eq(regions_read(ocr, &c, NULL, p), 0);
	ck_assert(holds(p, "membres"));
	ck_assert(holds(p, "13"));
	page_free(p);
	clean_free(&c);
}
END_TEST

/* A page of one word over ink that the caller draws. */
static struct page *
one_word(const char *text, int conf, struct box box)
{
	struct page *p = page_new(1);

	p->width = p->height = 200;
	(void)page_add_word(p, text, box, 0, conf, WORD_OCR);
	return p;
}

static void
fill(PIX *pix, int x, int y, int w, int h)
{
	BOX *b = boxCreate(x, y, w, h);

	(void)pixSetInRect(pix, b);
	boxDestroy(&b);
}

START_TEST(an_ordinal_is_told_from_a_degree_by_its_shape)
{
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p;

	fill(ink, 50, 50, 6, 30);			/* 1 */
	fill(ink, 60, 50, 10, 12);			/* e */
	fill(ink, 72, 50, 8, 12);			/* r */
	p = one_word("1°,", 90, (struct box){ 50, 50, 30, 30 });
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, "1er,");
	page_free(p);
	pixClearAll(ink);
	fill(ink, 50, 50, 6, 30);
	fill(ink, 60, 50, 10, 10);			/* a degree */
	p = one_word("1°", 90, (struct box){ 50, 50, 20, 30 });
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, "1°");
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

/* One dot is a speck within a name; two are a colon, also before capitals. */
START_TEST(a_colon_of_one_dot_is_none)
{
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word("Jean", 90, (struct box){ 50, 50, 40, 20 });

	fill(ink, 100, 58, 3, 3);
	if (_i == 1)
		fill(ink, 100, 67, 3, 3);
	(void)page_add_word(p, ":", (struct box){ 99, 50, 5, 20 }, 0, 80,
	    WORD_OCR);
	(void)page_add_word(p, "DUPONT,", (struct box){ 10, 80, 60, 20 }, 1,
	    90, WORD_OCR);
	tidy_words(ink, p);
	ck_assert_uint_eq(p->words, 2 + (size_t)_i);
	ck_assert_str_eq(p->word[1].text, _i == 0 ? "DUPONT," : ":");
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(a_bullet_is_no_letter)
{
	static const struct {
		const char *next, *to;
		uint32_t	 line;
	} rows[] = {
		{ "Excusés", "•", 1 }, { "excusés", "e", 1 }, { "M", "e", 1 },
		{ "Excusés", "e", 0 },
	};
	PIX *ink = pixCreate(200, 200, 1);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct page *p = one_word("Date", 90,
		    (struct box){ 5, 5, 40, 20 });

		(void)page_add_word(p, "e", (struct box){ 50, 50, 8, 10 },
		    rows[i].line, 90, WORD_OCR);
		(void)page_add_word(p, rows[i].next,
		    (struct box){ 70, 45, 60, 20 }, rows[i].line, 90,
		    WORD_OCR);
		tidy_words(ink, p);
		ck_assert_str_eq(p->word[1].text, rows[i].to);
		page_free(p);
	}
	pixDestroy(&ink);
}
END_TEST

START_TEST(a_space_before_a_colon_is_seen)
{
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p;

	for (int i = 0; i < 5; i++)
		fill(ink, 20 + 12 * i, 50, 9, 30);
	fill(ink, 92, 60, 4, 4);
	fill(ink, 92, 76, 4, 4);
	p = one_word("Objet:", 90, (struct box){ 20, 50, 76, 30 });
	tidy_words(ink, p);
	ck_assert_uint_eq(p->words, 2);
	ck_assert_str_eq(p->word[0].text, "Objet");
	ck_assert_str_eq(p->word[1].text, ":");
	ck_assert_int_ge(p->word[1].box.x, 88);
	ck_assert_int_le(p->word[0].box.w, 72);
	page_free(p);
	p = one_word("Objet:", 90, (struct box){ 20, 50, 57, 30 });
	tidy_words(ink, p);	/* no gap wide enough: "polyvalente;" */
	ck_assert_uint_eq(p->words, 1);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

static const struct {
	const char	*from;
	int		 conf;
	const char	*to;	/* NULL: dropped */
} tidied[] = {
	{ "O", 90, "0" },
	{ "Où", 90, "Où" },
	{ "m°", 90, "m²" },
	{ "{4}", 60, "(4)" },
	{ "n°", 90, "n°" },
	{ "--", 90, "–" },
	{ "-----", 90, "-----" },
	{ "|", 30, NULL },
	{ "-", 30, "-" },
	{ "~+", 95, "~+" },
	{ "de", 5, "de" },
	{ "‘Adopté", 95, "Adopté" },
	{ "‘", 95, NULL },
	{ "‘:", 95, ":" },
	{ "Obiet", 95, "Objet" },
	{ "Obier", 95, "Obier" },
	{ "01/12/24-i", 95, "01/12/24-1" },
	{ "n-i", 95, "n-i" },
	{ "Le’", 95, "Le" },
	{ "qu’", 95, "qu’" },
	{ "l'", 95, "l'" },
	{ "lrène", 90, "Irène" },
	{ "ll", 90, "Il" },
	{ "le", 90, "le" },
	{ "l2", 90, "l2" },
	{ "pubhcation", 90, "publication" }, { "Pubhé", 90, "Publié" },
};

START_TEST(known_slips_are_mended_and_specks_dropped)
{
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word(tidied[_i].from, tidied[_i].conf,
	    (struct box){ 50, 50, 40, 30 });

	tidy_words(ink, p);
	ck_assert_uint_eq(p->words, tidied[_i].to != NULL);
	if (tidied[_i].to != NULL)
		ck_assert_str_eq(p->word[0].text, tidied[_i].to);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(a_speck_where_a_space_is_parts_two_words)
{
	static const char *const words[][2] = {
		{ "de.convocation", "de" }, { "Le.vingt", "Le" },
		{ "la.fr/actes", "la.fr/actes" }, { "art.12", "art.12" },
		{ "du.", "du." }, { "le’comité", "le" }, { "la'commune", "la" },
		{ "l’an", "l’an" }, { "qu'une", "qu'une" },
	};
	PIX *ink = pixCreate(200, 200, 1);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct page *p = one_word(words[i][0], 95, (struct box){ 20,
		    50, 100, 30 });

		tidy_words(ink, p);
		ck_assert_str_eq(p->word[0].text, words[i][1]);
		ck_assert_uint_eq(p->words, strcmp(words[i][0],
		    words[i][1]) == 0 ? 1 : 2);
		page_free(p);
	}
	pixDestroy(&ink);
}
END_TEST

static const struct {
	const char	*first, *point, *next;
	const char	*is;
} points[] = {
	{ "contre", ".", ":", "contre :" },
	{ "quatre", ".", "voix", "quatre voix" },
	{ "voix", ".", "Le", "voix . Le" },
	{ "code", ".", "12", "code . 12" },
	{ "code;", ".", "Vu", "code; Vu" },
	{ NULL, ".", "Vu", "Vu" },
	{ "bases,", ".le", "Conseil", "bases, le Conseil" },
	{ "les", "Absents.", "(3)", "les Absents (3)" },
	{ "les", "Absents.", "Vu", "les Absents. Vu" },
	{ "selon", "art.", "(3)", "selon art. (3)" },
};

START_TEST(a_point_that_ends_nothing_is_a_speck)
{
	const char *const words[] = { points[_i].first, points[_i].point,
	    points[_i].next };
	PIX *ink = pixCreate(400, 200, 1);
	struct page *p = page_new(1);
	char is[64] = "";

	for (int i = 0; i < 3; i++)
		if (words[i] != NULL)
			(void)page_add_word(p, words[i], (struct box){ 20 +
			    100 * i, 50, 60, 30 }, 0, 95, WORD_OCR);
	tidy_words(ink, p);
	for (size_t i = 0; i < p->words; i++) {
		if (i > 0)
			strcat(is, " ");
		strcat(is, p->word[i].text);
	}
	ck_assert_str_eq(is, points[_i].is);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(a_line_that_was_read_twice_is_there_once)
{
	static const struct {
		const char	*text;
		struct box	 box;
		int		 conf;
	} again[] = {
		{ "DELANGRE", { 21, 50, 102, 30 }, 90 },	/* the same */
		{ "DFI ANGRF", { 20, 51, 100, 14 }, 88 },	/* its half */
		{ ";", { 60, 42, 5, 6 }, 40 },			/* a dot of it */
		{ "Envoyé", { 40, 50, 40, 12 }, 90 },		/* stamped on it */
	};
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word("DELANGRE", 91, (struct box){ 20, 50, 101,
	    30 });

	for (uint32_t i = 0; i < 4; i++)
		(void)page_add_word(p, again[i].text, again[i].box, i + 1,
		    again[i].conf, WORD_OCR);
	tidy_words(ink, p);
	ck_assert_uint_eq(p->words, 2);
	ck_assert_str_eq(p->word[0].text, "DELANGRE");
	ck_assert_str_eq(p->word[1].text, "Envoyé");
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(an_overlooked_underscore_joins_its_figures)
{
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word("2020", 90, (struct box){ 20, 50, 60, 30 });

	(void)page_add_word(p, "47-DE", (struct box){ 100, 50, 70, 30 }, 0, 80,
	    WORD_OCR);
	fill(ink, 20, 50, 60, 30);
	fill(ink, 82, 84, 16, 3);
	fill(ink, 100, 50, 70, 30);
	tidy_words(ink, p);
	ck_assert_uint_eq(p->words, 1);
	ck_assert_str_eq(p->word[0].text, "2020_47-DE");
	ck_assert_int_eq(p->word[0].box.w, 150);
	ck_assert_uint_eq(p->word[0].conf, 80);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

/* Figures 12 px wide and 30 high, and where each begins. */
static void
draw_figures(PIX *ink, const int *x, int n)
{
	for (int i = 0; i < n; i++)
		fill(ink, x[i], 50, 12, 30);
}

START_TEST(a_low_line_within_a_number_is_seen)
{
	static const int figures[] = { 20, 40, 80, 100, 120, 140 };
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word("032023", 90, (struct box){ 20, 50, 132, 33 });

	draw_figures(ink, figures, 6);
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, "032023");
	fill(ink, 58, 80, 18, 3);
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, "03_2023");
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

START_TEST(the_reading_that_has_the_low_line_stands)
{
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word("032023", 50, (struct box){ 20, 50, 132, 33 });

	word_set_other(&p->word[0], "03_2028");
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, "032023");
	word_set_other(&p->word[0], "03_2023");
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, "03_2023");
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

static const struct {
	int		 gap;	/* px more before the last three figures */
	const char	*next;
	const char	*is;
} thousands[] = {
	{ 10, "000", "1" },
	{ 10, "450,18", "1" },
	{ 10, "€", "1" },
	{ 10, "450-18", "1150" },
	{ 0, "000", "1150" },
};

START_TEST(the_space_of_thousands_is_seen)
{
	int gap = thousands[_i].gap;
	int figures[] = { 20, 40 + gap, 60 + gap, 80 + gap };
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word("1150", 90, (struct box){ 20, 50, 72 + gap,
	    30 });

	(void)page_add_word(p, thousands[_i].next, (struct box){ 120, 50, 60,
	    30 }, 0, 90, WORD_OCR);
	draw_figures(ink, figures, 4);
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, thousands[_i].is);
	if (gap > 0 && p->words == 3)
		ck_assert_str_eq(p->word[1].text, "150");
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

static const struct {
	const char	*first, *second;
	int32_t		 x;	/* of the second; the first ends at 40 */
	const char	*is;	/* the first, then */
} elisions[] = {
	{ "L", "‘an", 46, "L'an" },
	{ "d", "'une", 46, "d'une" },
	{ "L", "‘an", 90, "L" },
	{ "A", "‘an", 46, "A" },
	{ "L", "an", 46, "L" },
};

START_TEST(an_article_joins_what_its_apostrophe_is_at)
{
	PIX *ink = pixCreate(200, 200, 1);
	struct page *p = one_word(elisions[_i].first, 90,
	    (struct box){ 20, 50, 20, 30 });

	(void)page_add_word(p, elisions[_i].second,
	    (struct box){ elisions[_i].x, 50, 60, 30 }, 0, 80, WORD_OCR);
	tidy_words(ink, p);
	ck_assert_str_eq(p->word[0].text, elisions[_i].is);
	ck_assert_uint_eq(p->words, strlen(elisions[_i].is) > 1 ? 1 : 2);
	page_free(p);
	pixDestroy(&ink);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ocr");
	TCase *t = tcase_create("ocr");
	int status;

	if (ocr_new(NULL, "fra", &ocr) < 0)
		return 77;	/* no model on this machine */
	tcase_add_test(t, a_missing_model_is_said);
	tcase_add_test(t, a_line_is_kept_as_it_is);
	tcase_add_test(t, words_come_with_places_lines_and_confidence);
	tcase_add_test(t, a_number_alone_in_its_column_is_read);
	tcase_add_test(t, an_empty_image_has_no_words);
	tcase_add_loop_test(t, what_stands_amid_white_keeps_its_place, 0, 2);
	tcase_add_test(t, figures_that_are_surely_read_stand);
	tcase_add_test(t, worn_figures_are_read_as_they_were_before);
	tcase_add_loop_test(t, what_a_number_lacks_is_read_again, 0,
	    sizeof(lacking) / sizeof(lacking[0]));
	tcase_add_test(t, each_cell_is_read_by_itself);
	tcase_add_test(t, a_cell_of_small_print_has_lines);
	tcase_add_test(t,
	    an_ordinal_is_told_from_a_degree_by_its_shape);
	tcase_add_loop_test(t, a_colon_of_one_dot_is_none, 0, 2);
	tcase_add_test(t, a_bullet_is_no_letter);
	tcase_add_test(t, a_space_before_a_colon_is_seen);
	tcase_add_loop_test(t, known_slips_are_mended_and_specks_dropped, 0,
	    sizeof(tidied) / sizeof(tidied[0]));
	tcase_add_test(t, a_speck_where_a_space_is_parts_two_words);
	tcase_add_loop_test(t, a_point_that_ends_nothing_is_a_speck, 0,
	    sizeof(points) / sizeof(points[0]));
	tcase_add_test(t, a_line_that_was_read_twice_is_there_once);
	tcase_add_test(t, an_overlooked_underscore_joins_its_figures);
	tcase_add_test(t, a_low_line_within_a_number_is_seen);
	tcase_add_test(t, the_reading_that_has_the_low_line_stands);
	tcase_add_loop_test(t, the_space_of_thousands_is_seen, 0,
	    sizeof(thousands) / sizeof(thousands[0]));
	tcase_add_loop_test(t, an_article_joins_what_its_apostrophe_is_at, 0,
	    sizeof(elisions) / sizeof(elisions[0]));
	suite_add_tcase(s, t);
	status = suite_run(s);
	ocr_free(ocr);
	return status;
}
