#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <jansson.h>

#include "plugin/plugin_set.h"
#include "record/record.h"
#include "support/suite.h"
#include "text/text.h"
#include "words/page.h"

/* An act that agrees with itself, line by line; a case changes some of them. */
static const char *const act[] = {
	"COMMUNE DE XANADOU",
	"EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL",
	"Séance du lundi 3 mai 2021",
	"Date de convocation : 27 avril 2021",
	"Nombre de conseillers en exercice : 5",
	"présents : 3",
	"votants : 4",
	"Présents : Jean DUPONT, Zoé PETIT, Luc DE SMET",
	"Pouvoirs : Marie DURAND à Zoé PETIT",
	"Secrétaire de séance : Zoé PETIT",
	"Objet : Achat d'une cloche",
	"Le conseil municipal, après en avoir délibéré, décide :",
	"- d'acheter une cloche.",
	"Pour : 3",
	"Contre : 1",
	"Abstention : 0",
	"Transmis en préfecture le 7 mai 2021",
	"Publié le 8 mai 2021",
};

#define CHANGES	4	/* lines that a case may change */
#define LINES (sizeof(act) / sizeof(act[0]))

struct change {
	const char *from, *to;
};

static json_t *
read_act(const struct change change[static CHANGES], int conf)
{
	const char *dirs[] = { TEST_DIR "/../plugins" };
	struct plugin_set *set;
	struct plugin_error err;
	char all[2048] = "";
	struct text *t;
	json_t *list;

	for (size_t i = 0; i < LINES; i++) {
		const char *line = act[i];

		for (size_t k = 0; k < CHANGES; k++) {
			if (change[k].from != NULL &&
			    strcmp(change[k].from, line) == 0)
				line = change[k].to;
		}
		(void)strcat(all, line);
		(void)strcat(all, "\n");
	}
	t = text_from_utf8(all, strlen(all));
	for (size_t i = 0; i < t->page[0]->words; i++)
		t->page[0]->word[i].conf = (uint8_t)conf;
	ck_assert_msg(plugin_set_load(dirs, 1, &set, &err) == 0, "%s: %s",
	    err.file, err.message);
	list = record_deliberations(t, plugin_set_get(set, "generique"),
	    NULL);
	ck_assert_uint_eq(json_array_size(list), 1);
	text_free(t);
	plugin_set_free(set);
	return list;
}

static const struct {
	struct change change[CHANGES];
	const char *codes;		/* of all anomalies, parted by spaces */
	const char *message;		/* a part of the first one's; or NULL */
} cases[] = {
	{ { { NULL, NULL } }, "", NULL },
	/* Who is listed, and how many are said to be there. */
	{ { { "présents : 3", "présents : 4" },
	    { "votants : 4", "votants : 5" }, { "Pour : 3", "Pour : 4" } },
	    "presents_liste", "4 présents sont déclarés (page 1), mais 3 noms "
	    "sont listés (page 1)." },
	/* A list that ends in what is no name may have been read badly. */
	{ { { "Présents : Jean DUPONT, Zoé PETIT, Luc DE SMET",
	    "Présents : Jean DUPONT, Zoé PETIT, Luc DE SMET, Xx1x Y" },
	    { "présents : 3", "présents : 4" },
	    { "votants : 4", "votants : 5" }, { "Pour : 3", "Pour : 4" } },
	    "", NULL },
	/* Who votes. */
	{ { { "votants : 4", "votants : 5" }, { "Pour : 3", "Pour : 4" } },
	    "votants", "5 votants sont déclarés (page 1), mais 3 présents "
	    "(page 1) et 1 pouvoir (page 1) en font 4." },
	/* A proxy in brackets that was not read with the others. */
	{ { { "votants : 4", "votants : 6" }, { "Pour : 3", "Pour : 5" },
	    { "Pouvoirs : Marie DURAND à Zoé PETIT", "Pouvoirs : Marie DURAND "
	    "à Zoé PETIT\n(pouvoir à Luc) (pouvoir à Jean)" } }, "", NULL },
	{ { { "Pouvoirs : Marie DURAND à Zoé PETIT", "Un mot de plus." } },
	    "votants", "3 présents (page 1) et aucun pouvoir." },
	{ { { "Pouvoirs : Marie DURAND à Zoé PETIT",
	    "Des procurations sont jointes." } }, "", NULL },
	/* How they vote. */
	{ { { "Pour : 3", "Pour : 4" } }, "votes", "4 votants sont déclarés "
	    "(page 1), mais les voix (page 1) en font 5." },
	{ { { "Pour : 3", "Pour : 2" } }, "votes", "en font 3" },
	/* Who has several votes each gives more of them. */
	{ { { "Pour : 3", "Pour : 12" },
	    { "Présents : Jean DUPONT, Zoé PETIT, Luc DE SMET",
	    "Présents : Jean DUPONT (4 voix), Zoé PETIT (2 voix), Luc DE SMET" }
	    }, "", NULL },
	{ { { "Pour : 3", "Pour : 12" }, { "- d'acheter une cloche.",
	    "- d'en donner cinq à M. DE SMET, porteur de trois voix." } }, "",
	    NULL },
	{ { { "Pour : 3", "Pour : 12" }, { "- d'acheter une cloche.",
	    "- d'acheter une cloche au porteur de projet." } }, "votes",
	    "en font 13" },
	/* Votes that lack may be those that the page does not tell. */
	{ { { "Pour : 3", "Pour : 2" },
	    { "Abstention : 0", "Certains s'abstiennent." } }, "", NULL },
	{ { { "Pour : 3", "Pour : 2" },
	    { "Abstention : 0",
	    "Abstention : 0\nNe prend pas part au vote : 1" } }, "", NULL },
	{ { { "Pour : 3", "Pour : 2" },
	    { "Abstention : 0",
	    "Abstention : 0\nZoé PETIT ne prend pas part au vote." } }, "", NULL },
	{ { { "Pour : 3", "Pour : 2" },
	    { "Abstention : 0",
	    "Abstention : 0\nOn trouve un bulletin\nblanc dans l'urne." } },
	    "", NULL },
	{ { { "Abstention : 0",
	    "Abstention : 0\nSuffrages exprimés : 5" } }, "exprimes",
	    "5 suffrages exprimés sont déclarés (page 1), mais 3 pour et 1 "
	    "contre (page 1) en font 4." },
	{ { { "Abstention : 0",
	    "Abstention : 0\nSuffrages exprimés : 4" } }, "", NULL },
	/* When they were called together: three clear days. */
	{ { { "Date de convocation : 27 avril 2021",
	    "Date de convocation : 29 avril 2021" } }, "", NULL },
	{ { { "Date de convocation : 27 avril 2021",
	    "Date de convocation : 30 avril 2021" } }, "convocation_delai",
	    "de 2 jours francs ; il en faut 3" },
	{ { { "Date de convocation : 27 avril 2021",
	    "Date de convocation (cas d'urgence) : 30 avril 2021" } }, "",
	    NULL },
	{ { { "Date de convocation : 27 avril 2021",
	    "Date de convocation : 4 mai 2021" } }, "convocation_delai",
	    "est datée d'après la séance" },
	/* What comes after. */
	{ { { "Transmis en préfecture le 7 mai 2021",
	    "Transmis en préfecture le 2 mai 2021" } },
	    "transmission_avant_seance", "La transmission (page 1)" },
	{ { { "Publié le 8 mai 2021", "Publié le 2 mai 2021" } },
	    "transmission_avant_seance", "La publication (page 1)" },
	/* The calendar. */
	{ { { "Publié le 8 mai 2021", "Publié le 31 juin 2021" } },
	    "date_inexistante", "Le 31/06/2021 (page 1) n'existe pas." },
	{ { { "Séance du lundi 3 mai 2021", "Séance du mardi 3 mai 2021" } },
	    "jour_semaine", "Le 03/05/2021 est un lundi, mais la page 1 dit "
	    "mardi." },
};

START_TEST(a_contradiction_is_told_and_nothing_else)
{
	json_t *list = read_act(cases[_i].change, 95), *one, *found;
	char codes[256] = "";
	size_t i;

	found = json_object_get(json_array_get(list, 0), "anomalies");
	json_array_foreach(found, i, one) {
		(void)strcat(codes, i > 0 ? " " : "");
		(void)strcat(codes, json_string_value(json_object_get(one,
		    "code")));
	}
	ck_assert_msg(strcmp(codes, cases[_i].codes) == 0, "case %d: %s, "
	    "not %s", _i, codes, cases[_i].codes);
	if (cases[_i].message != NULL) {
		const char *message = json_string_value(json_object_get(
		    json_array_get(found, 0), "message"));

		ck_assert_msg(strstr(message, cases[_i].message) != NULL,
		    "%s", message);
	}
	json_decref(list);
}
END_TEST

START_TEST(words_read_badly_contradict_nothing)
{
	json_t *list = read_act(cases[_i].change, 40), *found;

	found = json_object_get(json_array_get(list, 0), "anomalies");
	ck_assert_uint_eq(json_array_size(found), 0);
	json_decref(list);
}
END_TEST

START_TEST(a_date_that_does_not_exist_is_null)
{
	const struct change change[CHANGES] = {
		{ "Publié le 8 mai 2021", "Publié le 31 juin 2021" }
	};
	json_t *list = read_act(change, 95), *dates;

	dates = json_object_get(json_array_get(list, 0), "dates");
	ck_assert(json_is_null(json_object_get(dates, "publication")));
	ck_assert_str_eq(json_string_value(json_object_get(dates, "seance")),
	    "2021-05-03");
	json_decref(list);
}
END_TEST

/* What is stated stays, and what follows from it stands apart. */
static const struct {
	struct change change[CHANGES];
	const char *pointer, *value;	/* in deduit; NULL: not there */
} deductions[] = {
	{ { { NULL, NULL } }, "/vote/exprimes", "4" },
	{ { { NULL, NULL } }, "/effectifs/pouvoirs", "1" },
	{ { { NULL, NULL } }, "/vote/pour", NULL },
	{ { { "Pour : 3", "Adopté à l'unanimité" },
	    { "Contre : 1", "" }, { "Abstention : 0", "" } }, "/vote/pour",
	    "4" },
	{ { { "Pour : 3", "Adopté à l'unanimité" },
	    { "Contre : 1", "" }, { "Abstention : 0", "" } }, "/vote/contre",
	    "0" },
	{ { { "votants : 4", "un mot" },
	    { "présents : 3", "présents : 3\npouvoirs : 1" } },
	    "/effectifs/votants", "4" },
};

START_TEST(what_follows_stands_apart)
{
	json_t *list = read_act(deductions[_i].change, 95), *entry;
	char *value = NULL;

	entry = json_object_get(json_object_get(json_array_get(list, 0),
	    "deduit"), deductions[_i].pointer);
	if (deductions[_i].value == NULL) {
		ck_assert_ptr_null(entry);
	} else {
		ck_assert_msg(entry != NULL, "case %d", _i);
		value = json_dumps(json_object_get(entry, "valeur"),
		    JSON_ENCODE_ANY);
		ck_assert_str_eq(value, deductions[_i].value);
	}
	free(value);
	json_decref(list);
}
END_TEST

START_TEST(a_rejected_act_has_no_decisions)
{
	const struct change change[CHANGES] = {
		{ "Pour : 3", "Pour : 1" }, { "Contre : 1", "Contre : 3" }
	};
	json_t *list = read_act(change, 95), *d = json_array_get(list, 0);

	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(d,
	    "vote"), "resultat")), "rejete");
	ck_assert_uint_eq(json_array_size(json_object_get(d, "decisions")),
	    0);
	json_decref(list);
}
END_TEST

static const struct {
	const char	*decision;
	size_t		 stay;
} opinions[] = {
	{ "- d'émettre un avis défavorable à l'achat d'une cloche.", 1 },
	{ "- d'émettre un avis favorable à l'achat d'une cloche, et "
	  "défavorable à celui d'un coq.", 1 },
	{ "- d'émettre un avis « favorable » (favorable) à l'achat.", 0 },
};

START_TEST(who_is_against_may_have_decided_that)
{
	const struct change change[CHANGES] = {
		{ "Pour : 3", "Pour : 1" }, { "Contre : 1", "Contre : 3" },
		{ "- d'acheter une cloche.", opinions[_i].decision }
	};
	json_t *list = read_act(change, 95), *d = json_array_get(list, 0);

	ck_assert_uint_eq(json_array_size(json_object_get(d, "decisions")),
	    opinions[_i].stay);
	json_decref(list);
}
END_TEST

START_TEST(dissent_is_no_unanimity_and_silence_is_neither)
{
	const struct change none[CHANGES] = { { NULL, NULL } };
	const struct change zero[CHANGES] = { { "Contre : 1", "Contre : 0" },
	    { "Pour : 3", "Pour : 4" } };
	const struct change both[CHANGES] = { { "Abstention : 0",
	    "L'article 2 est adopté à l'unanimité." } };
	json_t *list = read_act(none, 95), *vote;

	vote = json_object_get(json_array_get(list, 0), "vote");
	ck_assert(json_is_false(json_object_get(vote, "unanimite")));
	json_decref(list);
	list = read_act(zero, 95);
	vote = json_object_get(json_array_get(list, 0), "vote");
	ck_assert(json_is_null(json_object_get(vote, "unanimite")));
	json_decref(list);
	list = read_act(both, 95);
	vote = json_object_get(json_array_get(list, 0), "vote");
	ck_assert(json_is_false(json_object_get(vote, "unanimite")));
	json_decref(list);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("check");
	TCase *tc = tcase_create("check");

	tcase_add_loop_test(tc, a_contradiction_is_told_and_nothing_else, 0,
	    sizeof(cases) / sizeof(cases[0]));
	tcase_add_loop_test(tc, words_read_badly_contradict_nothing, 0,
	    sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tc, a_date_that_does_not_exist_is_null);
	tcase_add_loop_test(tc, what_follows_stands_apart, 0,
	    sizeof(deductions) / sizeof(deductions[0]));
	tcase_add_loop_test(tc, who_is_against_may_have_decided_that, 0,
	    sizeof(opinions) / sizeof(opinions[0]));
	tcase_add_test(tc, a_rejected_act_has_no_decisions);
	tcase_add_test(tc,
	    dissent_is_no_unanimity_and_silence_is_neither);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
