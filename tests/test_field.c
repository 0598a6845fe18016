#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <jansson.h>

#include "plugin/plugin_set.h"
#include "record/record.h"
#include "support/draw.h"
#include "support/suite.h"
#include "text/text.h"

/*
 * Fields by their place on drawn pages.  The plugins are those of plugin/place;
 * each reads one thing in one way.
 */

static struct plugin_set *set;
static struct page *page[2];
static size_t pages;

static void
setup(void)
{
	const char *dirs[] = { TEST_DIR "/plugin/place" };
	struct plugin_error err;

	ck_assert_msg(plugin_set_load(dirs, 1, &set, &err) == 0,
	    "%s:%d:%d: %s", err.file, err.line, err.column, err.message);
	pages = 0;
}

static void
teardown(void)
{
	for (size_t i = 0; i < pages; i++)
		page_free(page[i]);
	plugin_set_free(set);
}

static struct page *
add_page(void)
{
	page[pages] = draw_page((uint32_t)pages + 1);
	return page[pages++];
}

/* What the plugin reads into `key` of the only deliberation, as JSON. */
static void
expect(const char *plugin, const char *group, const char *key,
    const char *expected)
{
	struct text *t = text_new((const struct page *const *)page, pages);
	json_t *list, *value;
	char *got;

	list = record_deliberations(t, plugin_set_get(set, plugin), NULL);
	ck_assert_uint_eq(json_array_size(list), 1);
	value = json_array_get(list, 0);
	if (group != NULL)
		value = json_object_get(value, group);
	value = json_object_get(value, key);
	got = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	ck_assert_str_eq(got, expected);
	free(got);
	json_decref(list);
	text_free(t);
}

/* Both readings of the words that a value comes from. */
static void
expect_other(const char *plugin, const char *pointer, const char *text,
    const char *other)
{
	struct text *t = text_new((const struct page *const *)page, pages);
	json_t *list, *from;

	list = record_deliberations(t, plugin_set_get(set, plugin), NULL);
	from = json_object_get(json_object_get(json_array_get(list, 0),
	    "provenance"), pointer);
	ck_assert_str_eq(json_string_value(json_object_get(from, "texte")),
	    text);
	ck_assert_str_eq(json_string_value(json_object_get(from, "autre")),
	    other);
	json_decref(list);
	text_free(t);
}

START_TEST(right_stops_at_a_wide_gap)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "Secrétaire :");
	draw_line(p, 450, 300, "Zoé PETIT");
	draw_line(p, 1600, 300, "Nord");
	draw_line(p, 200, 400, "Jean DUPONT");
	expect("right", NULL, "secretaire", "\"Zo\xc3\xa9 PETIT\"");
}
END_TEST

START_TEST(behind_a_colon_right_reaches_further)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "Secrétaire :");
	draw_line(p, 900, 300, "Zoé PETIT");
	draw_line(p, 1600, 300, "Nord");
	expect("right", NULL, "secretaire", "\"Zo\xc3\xa9 PETIT\"");
}
END_TEST

/* In a narrow column, and not what begins beside the value. */
START_TEST(right_is_beside_any_line_of_a_broken_label)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "Secrétaire de");
	draw_line(p, 200, 335, "la séance");
	draw_line(p, 200, 400, "Nombre de");
	draw_line(p, 200, 435, "votants");
	draw_line(p, 640, 300, "Zoé PETIT");
	draw_line(p, 640, 400, "27");
	expect("right", NULL, "secretaire", "\"Zo\xc3\xa9 PETIT\"");
}
END_TEST

/* What ends a label in the next line is shorter than what it begins with. */
START_TEST(right_of_a_broken_label_begins_behind_its_last_word)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "Secrétaire de");
	draw_line(p, 200, 335, "la séance Zoé PETIT");
	expect("right", NULL, "secretaire", "\"Zo\xc3\xa9 PETIT\"");
}
END_TEST

/* As a PDF's type of a tenth of a point has none, and what stands nowhere. */
START_TEST(right_of_a_label_without_a_size)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "Secrétaire de la séance");
	for (size_t i = 0; i < p->words; i++)
		p->word[i].box.w = p->word[i].box.h = 0;
	expect("right", NULL, "secretaire", "null");
}
END_TEST

/* A line whose last word may be `other` as well. */
static void
draw_doubtful(struct page *p, int32_t y, const char *line, const char *other)
{
	draw_line(p, 200, y, line);
	word_set_other(&p->word[p->words - 1], other);
}

START_TEST(what_cannot_be_is_what_the_second_look_read)
{
	struct page *p = add_page();

	draw_doubtful(p, 600, "Convocation : 31/06/2024", "21/06/2024");
	draw_doubtful(p, 700, "Votants : Z?", "27");
	expect("right", "dates", "convocation", "\"2024-06-21\"");
	expect("right", "effectifs", "votants", "27");
	expect_other("right", "/dates/convocation", "21/06/2024",
	    "31/06/2024");
}
END_TEST

START_TEST(what_can_be_stands_whatever_the_second_look_read)
{
	struct page *p = add_page();

	draw_doubtful(p, 600, "Convocation : 11/06/2024", "17/06/2024");
	draw_doubtful(p, 700, "Votants : 27", "2?");
	expect("right", "dates", "convocation", "\"2024-06-11\"");
	expect("right", "effectifs", "votants", "27");
	expect_other("right", "/dates/convocation", "11/06/2024",
	    "17/06/2024");
}
END_TEST

START_TEST(below_goes_down_to_the_next_gap)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "OBJET");
	draw_line(p, 200, 350, "La cantine");
	draw_line(p, 200, 400, "scolaire");
	draw_line(p, 200, 700, "Le conseil décide.");
	expect("below", NULL, "objet", "\"La cantine scolaire\"");
}
END_TEST

START_TEST(a_cell_holds_the_rest_of_itself)
{
	struct page *p = add_page();

	(void)draw_cell(p, 0, 0, 0, (struct box){ 180, 280, 700, 240 });
	draw_line(p, 200, 300, "OBJET :");
	draw_line(p, 200, 350, "La cantine");
	draw_line(p, 200, 400, "scolaire");
	draw_line(p, 1000, 350, "Un autre texte");
	expect("cell", NULL, "objet", "\"La cantine scolaire\"");
}
END_TEST

START_TEST(a_cell_that_is_only_a_label_has_its_value_to_the_right)
{
	struct page *p = add_page();

	(void)draw_cell(p, 0, 0, 0, (struct box){ 180, 280, 300, 60 });
	(void)draw_cell(p, 0, 0, 1, (struct box){ 480, 280, 700, 60 });
	draw_line(p, 200, 300, "OBJET :");
	draw_line(p, 500, 300, "La cantine");
	expect("cell", NULL, "objet", "\"La cantine\"");
}
END_TEST

START_TEST(a_cell_that_is_only_a_label_has_its_value_below)
{
	struct page *p = add_page();

	(void)draw_cell(p, 0, 0, 0, (struct box){ 180, 280, 300, 60 });
	(void)draw_cell(p, 0, 1, 0, (struct box){ 180, 340, 300, 60 });
	draw_line(p, 200, 300, "OBJET");
	draw_line(p, 200, 355, "La cantine");
	expect("below", NULL, "objet", "\"La cantine\"");
}
END_TEST

static const char *const people[] = {
	"Mme Zoé PETIT", "M. Jean DUPONT", "M. Luc DE SMET"
};

/* A table of a head and as many rows as there are people, with tick boxes. */
static void
draw_table(struct page *p, uint16_t first_row, size_t from, size_t to,
    int ticked_column[])
{
	uint16_t row = first_row;

	for (size_t i = from; i < to; i++, row++) {
		int32_t y = 300 + 60 * row;

		for (uint16_t c = 0; c < 4; c++) {
			int32_t x = c == 0 ? 200 : 600 + 200 * c;
			int32_t w = c == 0 ? 600 : c == 3 ? 500 : 200;

			(void)draw_cell(p, 0, row, c,
			    (struct box){ x, y, w, 60 });
			if (c == 1 || c == 2)
				(void)page_add_mark(p, (struct box){ x + 80,
				    y + 15, 30, 30 }, ticked_column[i] == c,
				    95);
		}
		draw_line(p, 220, y + 15, people[i]);
	}
}

static void
draw_these_heads(struct page *p, const char *const heads[4])
{
	for (uint16_t c = 0; c < 4; c++) {
		int32_t x = c == 0 ? 200 : 600 + 200 * c;

		(void)draw_cell(p, 0, 0, c, (struct box){ x, 300,
		    c == 0 ? 600 : c == 3 ? 500 : 200, 60 });
		draw_line(p, x + 20, 315, heads[c]);
	}
}

static void
draw_heads(struct page *p)
{
	static const char *const heads[4] = {
		"Membre", "Présents", "Excusés", "Pouvoir à"
	};

	draw_these_heads(p, heads);
}

START_TEST(a_table_gives_the_rows_that_are_ticked)
{
	int ticked[] = { 1, 2, 1 };
	struct page *p = add_page();

	draw_heads(p);
	draw_table(p, 1, 0, 3, ticked);
	draw_line(p, 1220, 435, "Mme Zoé PETIT");
	expect("table", "membres", "presents",
	    "[\"Zo\xc3\xa9 PETIT\",\"Luc DE SMET\"]");
	expect("table", "membres", "excuses", "[\"Jean DUPONT\"]");
	expect("table", "membres", "pouvoirs",
	    "[{\"de\":\"Jean DUPONT\",\"a\":\"Zo\xc3\xa9 PETIT\"}]");
}
END_TEST

static void
expect_absents(const char *const heads[4], const char *expected)
{
	int ticked[] = { 1, 2, 1 };
	struct page *p = add_page();

	draw_these_heads(p, heads);
	draw_table(p, 1, 0, 3, ticked);
	expect("table", "membres", "absents", expected);
}

START_TEST(a_heading_matched_whole_wins_over_a_later_one)
{
	static const char *const heads[4] = {
		"Membre", "Là", "Pas là", "Pouvoir à"
	};

	expect_absents(heads, "[\"Jean DUPONT\"]");
}
END_TEST

START_TEST(a_heading_matched_whole_wins_over_an_earlier_one)
{
	static const char *const heads[4] = {
		"Membre", "Pas là", "Là", "Pouvoir à"
	};

	expect_absents(heads, "[\"Zo\xc3\xa9 PETIT\",\"Luc DE SMET\"]");
}
END_TEST

START_TEST(a_heading_may_have_lost_its_cell)
{
	int ticked[] = { 1, 2, 1 };
	struct page *p = add_page();
	size_t n = 0;

	draw_heads(p);
	draw_table(p, 1, 0, 3, ticked);
	for (size_t i = 0; i < p->cells; i++)
		if (p->cell[i].row != 0 || p->cell[i].column != 1)
			p->cell[n++] = p->cell[i];
	p->cells = n;
	expect("table", "membres", "presents",
	    "[\"Zo\xc3\xa9 PETIT\",\"Luc DE SMET\"]");
}
END_TEST

START_TEST(a_table_goes_on_over_the_page)
{
	int ticked[] = { 1, 2, 1 };
	struct page *p = add_page();

	draw_heads(p);
	draw_table(p, 1, 0, 1, ticked);
	draw_table(add_page(), 0, 1, 3, ticked);
	expect("table", "membres", "presents",
	    "[\"Zo\xc3\xa9 PETIT\",\"Luc DE SMET\"]");
}
END_TEST

START_TEST(a_table_without_the_headings_gives_nothing)
{
	int ticked[] = { 1, 2, 1 };

	draw_table(add_page(), 1, 0, 3, ticked);
	expect("table", "membres", "presents", "[]");
}
END_TEST

START_TEST(a_list_may_go_on_over_the_page)
{
	struct page *p = add_page();

	draw_line(p, 200, 3000, "Présents : Jean DUPONT, Luc DE");
	p = add_page();
	draw_line(p, 200, 200, "SMET, Zoé PETIT");
	draw_line(p, 200, 250, "Absents : aucun");
	expect("list", "membres", "presents",
	    "[\"Jean DUPONT\",\"Luc DE SMET\",\"Zo\xc3\xa9 PETIT\"]");
}
END_TEST

/* Lines, up to NULL, and the items that they are. */
static const struct {
	const char *line[5], *expected;
} items[] = {
	{ { "d'approuver le projet ;", "D'autoriser le maire à signer ;",
	    "De fixer le tarif" },
	    "[\"d'approuver le projet\",\"D'autoriser le maire à signer\","
	    "\"De fixer le tarif\"]" },
	{ { "D'approuver le projet,", "D'en informer le comité,",
	    "De prendre en charge les frais." },
	    "[\"D'approuver le projet\",\"D'en informer le comité\","
	    "\"De prendre en charge les frais\"]" },
	/* A copier has lost a dash. */
	{ { "- De créer un poste,", "De fixer le tarif,",
	    "- De signer tout acte" },
	    "[\"De créer un poste\",\"De fixer le tarif\","
	    "\"De signer tout acte\"]" },
	{ { "- de créer un poste ;", "de fixer le tarif ;", "- de signer" },
	    "[\"de créer un poste\",\"de fixer le tarif\",\"de signer\"]" },
	/* .. or the first of them, or of its own list's. */
	{ { "De créer un poste ;", "- De fixer le tarif" },
	    "[\"De créer un poste\",\"De fixer le tarif\"]" },
	{ { "FIXE les tarifs suivants :", "- adulte 3 euros,",
	    "- enfant 2 euros", "DIT qu'ils valent un an." },
	    "[\"FIXE les tarifs suivants : - adulte 3 euros, "
	    "- enfant 2 euros\",\"DIT qu'ils valent un an\"]" },
	{ { "PRECISE ce qui suit :", "- d'en informer le comité,",
	    "- de le signer" },
	    "[\"d'en informer le comité\",\"de le signer\"]" },
	{ { "ce qui suit :", "De créer un poste ;", "De fixer le tarif ;" },
	    "[\"De créer un poste\",\"De fixer le tarif\"]" },
	/* A sentence goes on. */
	{ { "d'approuver le projet,", "D'autre part de le signer,",
	    "De manière générale d'agir" },
	    "[\"d'approuver le projet, D'autre part de le signer, "
	    "De manière générale d'agir\"]" },
	{ { "d'ouvrir les tarifs suivants :", "de 2 euros le jour ou",
	    "d'un euro la demi-journée" },
	    "[\"d'ouvrir les tarifs suivants : de 2 euros le jour ou "
	    "d'un euro la demi-journée\"]" },
};

START_TEST(what_begins_with_a_verb_is_an_item)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "DECIDE");
	for (int i = 0; i < 5 && items[_i].line[i] != NULL; i++)
		draw_line(p, 200, 350 + 50 * i, items[_i].line[i]);
	expect("decisions", NULL, "decisions", items[_i].expected);
}
END_TEST

/* Of a proxy's giver there is one; a kind of act may be named many times. */
START_TEST(references_of_one_kind_are_all_listed)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "VU l'arrêté préfectoral 12");
	draw_line(p, 200, 350, "et l'arrêté préfectoral 34");
	expect("decisions", NULL, "references",
	    "[{\"type\":\"arrete prefectoral\",\"numero\":\"12\","
	    "\"code\":null,\"date\":null,"
	    "\"texte\":\"arrêté préfectoral 12\"},"
	    "{\"type\":\"arrete prefectoral\",\"numero\":\"34\","
	    "\"code\":null,\"date\":null,"
	    "\"texte\":\"arrêté préfectoral 34\"}]");
}
END_TEST

START_TEST(a_proxy_is_listed_once_however_long_the_name)
{
	struct page *p = add_page();

	draw_line(p, 200, 300, "POUVOIRS");
	draw_line(p, 200, 350, "Marie-Christine VAN DER PLANCKE-LEFEBVRE "
	    "donne pouvoir à Jean DUPONT");
	draw_line(p, 200, 400, "Marie-Christine VAN DER PLANCKE-LEFEBVRE a "
	    "donné pouvoir à Jean DUPONT");
	expect("decisions", "membres", "pouvoirs",
	    "[{\"de\":\"Marie-Christine VAN DER PLANCKE-LEFEBVRE\","
	    "\"a\":\"Jean DUPONT\"}]");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("field");
	TCase *tc = tcase_create("field");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, right_stops_at_a_wide_gap);
	tcase_add_test(tc, right_is_beside_any_line_of_a_broken_label);
	tcase_add_test(tc,
	    right_of_a_broken_label_begins_behind_its_last_word);
	tcase_add_test(tc, right_of_a_label_without_a_size);
	tcase_add_test(tc, behind_a_colon_right_reaches_further);
	tcase_add_test(tc, what_cannot_be_is_what_the_second_look_read);
	tcase_add_test(tc, what_can_be_stands_whatever_the_second_look_read);
	tcase_add_test(tc, below_goes_down_to_the_next_gap);
	tcase_add_test(tc, a_cell_holds_the_rest_of_itself);
	tcase_add_test(tc,
	    a_cell_that_is_only_a_label_has_its_value_to_the_right);
	tcase_add_test(tc, a_cell_that_is_only_a_label_has_its_value_below);
	tcase_add_test(tc, a_table_gives_the_rows_that_are_ticked);
	tcase_add_test(tc, a_heading_matched_whole_wins_over_a_later_one);
	tcase_add_test(tc, a_heading_matched_whole_wins_over_an_earlier_one);
	tcase_add_test(tc, a_heading_may_have_lost_its_cell);
	tcase_add_test(tc, a_table_goes_on_over_the_page);
	tcase_add_test(tc, a_table_without_the_headings_gives_nothing);
	tcase_add_test(tc, a_list_may_go_on_over_the_page);
	tcase_add_test(tc, references_of_one_kind_are_all_listed);
	tcase_add_test(tc, a_proxy_is_listed_once_however_long_the_name);
	tcase_add_loop_test(tc, what_begins_with_a_verb_is_an_item, 0,
	    sizeof(items) / sizeof(items[0]));
	suite_add_tcase(s, tc);
	return suite_run(s);
}
