#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <jansson.h>

#include "plugin/plugin_set.h"
#include "record/record.h"
#include "support/draw.h"
#include "support/suite.h"
#include "words/page.h"

static struct plugin_set *set;
static struct page *page;

static const struct record_source source = {
	.name = "mairie/acte\xff.pdf",
	.sha256 = "00",
	.bytes = 1234,
	.type = "application/pdf",
	.pages = 2,
	.engine = "tesseract 5.3.0",
	.languages = "fra+nld",
};

static void
setup(void)
{
	const char *dirs[] = { TEST_DIR "/../plugins" };
	struct plugin_error err;

	ck_assert_msg(plugin_set_load(dirs, 1, &set, &err) == 0, "%s: %s",
	    err.file, err.message);
	page = draw_page(1);
	draw_line(page, 200, 200, "COMMUNE DE XANADOU");
	draw_line(page, 200, 300, "Objet : Achat d'une cloche");
	draw_line(page, 200, 400, "Présents : Jean DUPONT, Zoé PETIT, Luc");
	draw_line(page, 200, 450, "DE SMET");
	draw_line(page, 200, 550, "Le conseil municipal, par 3 voix pour, adopte.");
}

static void
teardown(void)
{
	page_free(page);
	plugin_set_free(set);
}

static char *
make(const char *plugin)
{
	const struct page *const pages[] = { page };
	char *json = NULL;
	size_t len = 0;

	ck_assert_int_eq(record_make(set, &source, pages, 1, plugin, &json,
	    &len), 0);
	ck_assert_uint_eq(strlen(json), len);
	return json;
}

/* An object's keys in their order, parted by commas. */
static void
expect_keys(const json_t *object, const char *expected)
{
	char got[512] = "";
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value) {
		if (got[0] != '\0')
			(void)strcat(got, ",");
		(void)strcat(got, key);
	}
	ck_assert_str_eq(got, expected);
}

START_TEST(every_key_is_there_in_its_order)
{
	char *json = make(NULL);
	json_t *root = json_loads(json, 0, NULL), *d, *one;

	/* For people too. */
	ck_assert_int_eq(strncmp(json, "{\n  \"version\": 1,\n", 18), 0);
	expect_keys(root, "version,source,ocr,deliberations");
	expect_keys(json_object_get(root, "source"),
	    "fichier,sha256,octets,type,pages");
	expect_keys(json_object_get(root, "ocr"), "moteur,langues,pages");
	one = json_array_get(json_object_get(json_object_get(root, "ocr"),
	    "pages"), 0);
	expect_keys(one, "page,methode,raison,ppp,rotation,inclinaison,"
	    "confiance,largeur,hauteur,zones_non_lues,erreur");
	d = json_array_get(json_object_get(root, "deliberations"), 0);
	expect_keys(d, "plugin,pages,collectivite,organe,numero,objet,dates,"
	    "heure,lieu,president,secretaire,effectifs,membres,vote,acte,"
	    "visas,considerants,decisions,montants,references,provenance,"
	    "deduit,anomalies");
	expect_keys(json_object_get(d, "collectivite"),
	    "nom,type,departement,arrondissement");
	expect_keys(json_object_get(d, "dates"), "seance,convocation,"
	    "affichage,transmission,reception,publication,signature");
	expect_keys(json_object_get(d, "effectifs"),
	    "en_exercice,presents,absents,excuses,pouvoirs,votants");
	expect_keys(json_object_get(d, "membres"),
	    "presents,absents,excuses,pouvoirs");
	expect_keys(json_object_get(d, "vote"), "resultat,unanimite,pour,"
	    "contre,abstention,exprimes,nppv");
	expect_keys(json_object_get(d, "acte"),
	    "id,siren,nature,matiere_code,matiere_nom");
	ck_assert(json_is_null(json_object_get(d, "heure")));
	ck_assert_uint_eq(json_array_size(json_object_get(d, "visas")), 0);
	json_decref(root);
	free(json);
}
END_TEST

START_TEST(the_same_input_gives_the_same_bytes)
{
	char *first = make(NULL), *second = make(NULL);

	ck_assert_str_eq(first, second);
	free(first);
	free(second);
}
END_TEST

/* A record's pieces have memory of their own, and others' have theirs. */
START_TEST(other_json_lives_on)
{
	json_t *before = json_array(), *after;
	json_malloc_t take, took;
	json_free_t give, gave;

	json_get_alloc_funcs(&took, &gave);
	free(make(NULL));
	json_get_alloc_funcs(&take, &give);
	ck_assert(take == took && give == gave);
	after = json_string("after");
	free(make(NULL));
	ck_assert_int_eq(json_array_append_new(before, after), 0);
	ck_assert_str_eq(json_string_value(json_array_get(before, 0)),
	    "after");
	json_decref(before);
}
END_TEST

START_TEST(a_name_of_any_bytes_is_told_in_utf8)
{
	char *json = make(NULL);
	json_t *root = json_loads(json, 0, NULL);

	ck_assert_ptr_nonnull(root);
	ck_assert_str_eq(json_string_value(json_object_get(
	    json_object_get(root, "source"), "fichier")),
	    "mairie/acte\xef\xbf\xbd.pdf");
	json_decref(root);
	free(json);
}
END_TEST

static const struct {
	const char *pointer, *text, *motif;
	int boxes;
	struct box first;
} origins[] = {
	{ "/objet", "Achat d'une cloche", "generique:objet#2", 1,
	    { 344, 300, 320, 30 } },
	{ "/membres/presents/0", "Jean DUPONT",
	    "generique:membres.presents#2", 1, { 398, 400, 212, 30 } },
	/* A name over two lines has two boxes. */
	{ "/membres/presents/2", "Luc DE SMET",
	    "generique:membres.presents#2", 2, { 830, 400, 50, 30 } },
};

START_TEST(a_value_says_where_it_was_read)
{
	char *json = make("generique");
	json_t *root = json_loads(json, 0, NULL), *at, *boxes, *box;
	json_int_t got[4];

	at = json_object_get(json_object_get(json_array_get(json_object_get(
	    root, "deliberations"), 0), "provenance"), origins[_i].pointer);
	ck_assert_msg(at != NULL, "%s", origins[_i].pointer);
	ck_assert_int_eq(json_integer_value(json_object_get(at, "page")), 1);
	ck_assert_int_eq(json_integer_value(json_object_get(at,
	    "confiance")), 95);
	ck_assert_str_eq(json_string_value(json_object_get(at, "texte")),
	    origins[_i].text);
	ck_assert_str_eq(json_string_value(json_object_get(at, "motif")),
	    origins[_i].motif);
	boxes = json_object_get(at, "boites");
	ck_assert_int_eq((int)json_array_size(boxes), origins[_i].boxes);
	box = json_array_get(boxes, 0);
	for (size_t k = 0; k < 4; k++)
		got[k] = json_integer_value(json_array_get(box, k));
	ck_assert_int_eq(got[0], origins[_i].first.x);
	ck_assert_int_eq(got[1], origins[_i].first.y);
	ck_assert_int_eq(got[2], origins[_i].first.w);
	ck_assert_int_eq(got[3], origins[_i].first.h);
	json_decref(root);
	free(json);
}
END_TEST

START_TEST(an_unknown_plugin_makes_no_record)
{
	const struct page *const pages[] = { page };
	char *json = NULL;
	size_t len = 7;

	ck_assert_int_eq(record_make(set, &source, pages, 1, "samarcande",
	    &json, &len), -ENOENT);
	ck_assert_ptr_null(json);
	ck_assert_uint_eq(len, 7);
}
END_TEST

START_TEST(a_scan_without_a_word_makes_no_record)
{
	struct page *blank = draw_page(1);
	const struct page *const pages[] = { blank };
	char *json = NULL;
	size_t len = 7;

	ck_assert_int_eq(record_make(set, &source, pages, 1, NULL, &json,
	    &len), -ENODATA);
	ck_assert_ptr_null(json);
	page_free(blank);
}
END_TEST

START_TEST(a_page_that_was_given_up_is_told)
{
	struct page *lost = draw_page(2);
	const struct page *const pages[] = { page, lost };
	json_t *root, *one;
	char *json;
	size_t len;

	lost->error = xstrdup("délai dépassé");
	ck_assert_int_eq(record_make(set, &source, pages, 2, NULL, &json,
	    &len), 0);
	root = json_loads(json, 0, NULL);
	one = json_array_get(json_object_get(json_object_get(root, "ocr"),
	    "pages"), 1);
	ck_assert_str_eq(json_string_value(json_object_get(one, "erreur")),
	    "délai dépassé");
	json_decref(root);
	free(json);
	page_free(lost);
}
END_TEST

static const struct {
	const char *convened, *sent;
	const char *is;		/* what is said of the sending; or NULL */
	const char *posted;	/* or NULL */
} years[] = {
	{ "28 juin 2023", "12/07/2073", "2023-07-12", NULL },
	{ "28 juin 2023", "12/07/2029", "2023-07-12", NULL },
	{ "28 juin 2023", "12/07/2024", "2024-07-12", NULL },	/* late, perhaps */
	{ "28 juin 2023", "12/07/2024", "2023-07-12", "13/07/2023" },
	{ "28 juin 2023", "12/07/2024", "2024-07-12", "13/09/2023" },
	{ "28 juin 2023", "12/07/2071", NULL, NULL },
	{ "28 juin 2023", "29/02/2028", NULL, NULL },		/* not in 2023 */
	/* Nothing tells that it is the séance that was read well. */
	{ "28 juin 1990", "12/07/2073", "2073-07-12", NULL },
};

START_TEST(a_stamp_of_another_age_was_misread)
{
	struct page *p = draw_page(1);
	const struct page *const pages[] = { p };
	char line[80], *json = NULL;
	json_t *root, *sent;
	size_t len;

	draw_line(p, 200, 200, "COMMUNE DE XANADOU");
	draw_line(p, 200, 300, "Séance du 4 juillet 2023");
	(void)snprintf(line, sizeof(line), "Date de convocation : %s",
	    years[_i].convened);
	draw_line(p, 200, 400, line);
	draw_line(p, 200, 500, "Objet : Achat d'une cloche");
	draw_line(p, 200, 600, "Le conseil municipal adopte.");
	(void)snprintf(line, sizeof(line), "Envoyé en préfecture le %s",
	    years[_i].sent);
	draw_line(p, 200, 800, line);
	if (years[_i].posted != NULL) {
		(void)snprintf(line, sizeof(line), "Publié le %s",
		    years[_i].posted);
		draw_line(p, 200, 850, line);
	}
	ck_assert_int_eq(record_make(set, &source, pages, 1, "generique",
	    &json, &len), 0);
	root = json_loads(json, 0, NULL);
	sent = json_object_get(json_object_get(json_array_get(
	    json_object_get(root, "deliberations"), 0), "dates"),
	    "transmission");
	if (years[_i].is == NULL)
		ck_assert(json_is_null(sent));
	else
		ck_assert_str_eq(json_string_value(sent), years[_i].is);
	json_decref(root);
	free(json);
	page_free(p);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("record");
	TCase *tc = tcase_create("record");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, every_key_is_there_in_its_order);
	tcase_add_test(tc, the_same_input_gives_the_same_bytes);
	tcase_add_test(tc, other_json_lives_on);
	tcase_add_test(tc, a_name_of_any_bytes_is_told_in_utf8);
	tcase_add_loop_test(tc, a_value_says_where_it_was_read, 0,
	    sizeof(origins) / sizeof(origins[0]));
	tcase_add_test(tc, an_unknown_plugin_makes_no_record);
	tcase_add_test(tc, a_scan_without_a_word_makes_no_record);
	tcase_add_test(tc, a_page_that_was_given_up_is_told);
	tcase_add_loop_test(tc, a_stamp_of_another_age_was_misread, 0,
	    sizeof(years) / sizeof(years[0]));
	suite_add_tcase(s, tc);
	return suite_run(s);
}
