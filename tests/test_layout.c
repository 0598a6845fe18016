#include <stdio.h>
#include <string.h>

#include <check.h>

#include "support/draw.h"
#include "support/suite.h"
#include "text/spread.h"
#include "text/text.h"

/* The text of one page; frees the page. */
static struct text *
read_page(struct page *p)
{
	static const struct page *one[1];

	one[0] = p;
	return text_new(one, 1);
}

static void
expect(struct page *p, const char *want)
{
	struct text *t = read_page(p);

	ck_assert_str_eq(t->utf8, want);
	text_free(t);
	page_free(p);
}

START_TEST(lines_come_from_the_top_down_whatever_their_order)
{
	struct page *p = draw_page(1);

	draw_line(p, 200, 550, "deuxième ligne du texte");
	draw_line(p, 200, 500, "première ligne du texte");
	draw_line(p, 200, 600, "troisième ligne du texte");
	expect(p, "première ligne du texte\ndeuxième ligne du texte\n"
	    "troisième ligne du texte\n");
}
END_TEST

START_TEST(a_wider_gap_begins_a_paragraph)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "un paragraphe de\ndeux lignes\n\n"
	    "et un autre de\ntrois lignes et\nplus encore");
	expect(p, "un paragraphe de\ndeux lignes\n\net un autre de\n"
	    "trois lignes et\nplus encore\n");
}
END_TEST

/* Beside the act's head stand dates below their labels: they are no answers. */
START_TEST(labels_above_their_dates_are_a_column)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 300, "Département du Bas\nArrondissement de Lieu\n"
	    "Commune de Villers\nExtrait du registre");
	draw_text(p, 1500, 300, "Date de convocation\n08/11/2019\n"
	    "Date d'affichage\n22/11/2019");
	expect(p, "Département du Bas\nArrondissement de Lieu\n"
	    "Commune de Villers\nExtrait du registre\n\n"
	    "Date de convocation\n08/11/2019\n"
	    "Date d'affichage\n22/11/2019\n");
}
END_TEST

/* A line of nothing but signs is dirt, but for what a number has left to it. */
START_TEST(a_unit_alone_on_its_line_stays)
{
	struct page *p = draw_page(1);
	size_t n;

	draw_line(p, 200, 500, "un loyer annuel fixé à 648,00");
	n = p->words;
	draw_line(p, 200, 550, _i == 0 ? "€." : "*");
	for (; n < p->words; n++)
		p->word[n].source = WORD_OCR;
	draw_line(p, 200, 600, "payable en une fois");
	expect(p, _i == 0 ?
	    "un loyer annuel fixé à 648,00\n€.\npayable en une fois\n" :
	    "un loyer annuel fixé à 648,00\n\npayable en une fois\n");
}
END_TEST

START_TEST(an_indented_line_begins_a_paragraph)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "un premier paragraphe\nsans retrait");
	draw_line(p, 280, 600, "puis un autre avec");
	draw_line(p, 200, 650, "un retrait de ligne");
	expect(p, "un premier paragraphe\nsans retrait\n\n"
	    "puis un autre avec\nun retrait de ligne\n");
}
END_TEST

START_TEST(an_item_goes_on_where_it_hangs)
{
	struct page *p = draw_page(1);

	draw_line(p, 200, 500, "- un premier point qui");
	draw_line(p, 260, 550, "continue en dessous");
	draw_line(p, 200, 600, "- un autre point");
	expect(p, "- un premier point qui\ncontinue en dessous\n\n"
	    "- un autre point\n");
}
END_TEST

START_TEST(a_dash_begins_an_item_but_not_among_names)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "le conseil décide\n- de prendre acte\n"
	    "du rapport\n- de signer");
	expect(p, "le conseil décide\n\n- de prendre acte\ndu rapport\n\n"
	    "- de signer\n");
	p = draw_page(1);
	draw_text(p, 200, 500, "Jean NOIR - Paul BLANC\n- Luc ROUX - Max\n"
	    "LEROUX - Eve PETIT");
	expect(p, "Jean NOIR - Paul BLANC\n- Luc ROUX - Max\n"
	    "LEROUX - Eve PETIT\n");
}
END_TEST

START_TEST(a_slope_does_not_tear_a_line)
{
	struct page *p = draw_page(1);

	for (int i = 0; i < 20; i++) {
		(void)page_add_word(p, "haut", (struct box){ 200 + i * 90,
		    500 + i * 4, 70, 30 }, 0, 95, WORD_OCR);
		(void)page_add_word(p, "bas", (struct box){ 200 + i * 90,
		    550 + i * 4, 50, 30 }, 0, 95, WORD_OCR);
	}
	expect(p, "haut haut haut haut haut haut haut haut haut haut haut "
	    "haut haut haut haut haut haut haut haut haut\n"
	    "bas bas bas bas bas bas bas bas bas bas bas bas bas bas bas bas "
	    "bas bas bas bas\n");
}
END_TEST

/* A margin of frames beside the body, and the act's end below the frames. */
START_TEST(a_margin_column_is_not_mixed_into_the_body)
{
	struct page *p = draw_page(1);

	draw_line(p, 200, 300, "EXTRAIT DU REGISTRE DES DELIBERATIONS DU "
	    "CONSEIL MUNICIPAL DE LA VILLE");
	draw_text(p, 900, 500, "Etaient présents :\nJean NOIR, Paul BLANC,\n"
	    "Luc ROUX, Max LEROUX\n\nLe Conseil décide\nde prendre acte\n"
	    "du rapport annuel\n\nde la commission\ndes finances et\n"
	    "des travaux de\nla commune pour\nl'année passée\n"
	    "et de le publier");
	draw_text(p, 220, 520, "Date de convocation :\nLe 4 mai 2021");
	draw_text(p, 220, 680, "NOMBRE :\n- de présents : 4");
	draw_cell(p, 0, 0, 0, (struct box){ 200, 500, 620, 110 });
	draw_cell(p, 1, 0, 0, (struct box){ 200, 660, 620, 110 });
	draw_text(p, 220, 1100, "Ainsi fait et délibéré\nLe Maire");
	expect(p, "EXTRAIT DU REGISTRE DES DELIBERATIONS DU CONSEIL "
	    "MUNICIPAL DE LA VILLE\n\n"
	    "Date de convocation :\nLe 4 mai 2021\n\n"
	    "NOMBRE :\n\n- de présents : 4\n\n"
	    "Etaient présents :\nJean NOIR, Paul BLANC,\n"
	    "Luc ROUX, Max LEROUX\n\nLe Conseil décide\nde prendre acte\n"
	    "du rapport annuel\n\nde la commission\ndes finances et\n"
	    "des travaux de\nla commune pour\nl'année passée\n"
	    "et de le publier\n\n"
	    "Ainsi fait et délibéré\nLe Maire\n");
}
END_TEST

/* The same, but the body goes on over the page. */
/* A wide label reaches near a column, and its first word is a short one. */
START_TEST(a_column_begins_where_its_other_lines_do)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Nombre de membres\nen exercice\nOnze");
	draw_text(p, 200 + 17 * DRAW_CHAR + 45, 500, "Objet:\n"
	    "Le maire propose de fixer\nles tarifs de la cantine et\n"
	    "de la garderie pour toute\nl'année scolaire à venir.");
	expect(p, "Nombre de membres\nen exercice\nOnze\n\nObjet:\n"
	    "Le maire propose de fixer\nles tarifs de la cantine et\n"
	    "de la garderie pour toute\nl'année scolaire à venir.\n");
}
END_TEST

/* A text layer's words of one typeface have one height. */
START_TEST(lines_of_two_cells_are_no_line_if_they_miss_each_other)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Date de convocation\n17/09/2020");
	draw_text(p, 200 + 19 * DRAW_CHAR + 10, 500 - DRAW_HEIGHT / 3,
	    "Anne NOIR, Paul BLANC\nLuc DE SMET, Zoé PETIT");
	for (size_t i = 0; i < p->words; i++)
		p->word[i].source = WORD_LAYER;
	expect(p, "Date de convocation\n17/09/2020\n\n"
	    "Anne NOIR, Paul BLANC\nLuc DE SMET, Zoé PETIT\n");
}
END_TEST

START_TEST(a_foot_in_the_margin_does_not_part_a_sentence)
{
	struct page *p = draw_page(1);

	draw_text(p, 900, 2800, "Le Conseil décide\nd'approuver le rapport\n"
	    "qui lui a été soumis\net de le transmettre\nà l'ensemble des\n"
	    "membres du comité\nainsi qu'à toutes les");
	draw_text(p, 220, 2800, "OBJET :\nRapport annuel");
	draw_text(p, 220, 3050, "Ainsi fait et délibéré\nLe Maire");
	expect(p, "OBJET :\nRapport annuel\n\n"
	    "Ainsi fait et délibéré\nLe Maire\n\n"
	    "Le Conseil décide\nd'approuver le rapport\n"
	    "qui lui a été soumis\net de le transmettre\nà l'ensemble des\n"
	    "membres du comité\nainsi qu'à toutes les\n");
}
END_TEST

START_TEST(columns_a_wide_space_apart_are_two)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Nombre de conseillers\nen exercice : 15\n"
	    "Date de la convocation\nle 4 mai deux mille vingt");
	draw_text(p, 690, 500, "L'an deux mille vingt, le douze mai, le\n"
	    "conseil municipal de cette commune s'est\n"
	    "réuni au nombre prescrit par la loi dans\n"
	    "le lieu habituel de ses séances");
	expect(p, "Nombre de conseillers\nen exercice : 15\n"
	    "Date de la convocation\nle 4 mai deux mille vingt\n\n"
	    "L'an deux mille vingt, le douze mai, le\n"
	    "conseil municipal de cette commune s'est\n"
	    "réuni au nombre prescrit par la loi dans\n"
	    "le lieu habituel de ses séances\n");
}
END_TEST

START_TEST(two_signatures_are_read_one_after_the_other)
{
	struct page *p = draw_page(1);

	draw_line(p, 200, 500, "Ainsi fait et délibéré les jour, mois et an "
	    "que dessus en séance publique");
	draw_text(p, 300, 600, "Le secrétaire,\nJean NOIR");
	draw_text(p, 1500, 600, "Pour extrait conforme,\nLe Maire,\n"
	    "Paul BLANC");
	expect(p, "Ainsi fait et délibéré les jour, mois et an que dessus "
	    "en séance publique\n\nLe secrétaire,\nJean NOIR\n\n"
	    "Pour extrait conforme,\nLe Maire,\nPaul BLANC\n");
}
END_TEST

/* No row of the names stands on both sides. */
START_TEST(two_signatures_of_unequal_height_are_read_likewise)
{
	struct page *p = draw_page(1);

	draw_line(p, 300, 600, "Le secrétaire,");
	draw_line(p, 300, 900, "Jean NOIR");
	draw_text(p, 1500, 600, "Pour extrait conforme,\nLe Maire,");
	draw_line(p, 1500, 970, "Paul BLANC");
	expect(p, "Le secrétaire,\n\nJean NOIR\n\n"
	    "Pour extrait conforme,\nLe Maire,\n\nPaul BLANC\n");
}
END_TEST

START_TEST(a_label_keeps_its_number_across_the_gap)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Nombre de conseillers :\nPrésents :\n"
	    "Votants :");
	draw_text(p, 1200, 500, "23\n19\n21");
	expect(p, "Nombre de conseillers : 23\nPrésents : 19\n"
	    "Votants : 21\n");
}
END_TEST

START_TEST(what_labels_ask_for_stays_with_them)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Président :\nDate de convocation :\n"
	    "Secrétaire élu :");
	draw_text(p, 1200, 500, "Mme Anne NOIR\njeudi treize mai\n"
	    "M. Paul BLANC");
	expect(p, "Président : Mme Anne NOIR\n"
	    "Date de convocation : jeudi treize mai\n"
	    "Secrétaire élu : M. Paul BLANC\n");
}
END_TEST

/* « M. » one below the other, and a typewriter's space behind it. */
START_TEST(a_civility_stands_with_its_name)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "numéro 4 M.\nnuméro 5 M.\nnuméro 6 M.\n"
	    "numéro 7 M.");
	draw_text(p, 200 + 11 * DRAW_CHAR + 60, 500,
	    "Luc ROUX, adjoint aux finances\nPaul BLANC, conseiller délégué\n"
	    "Jean NOIR, conseiller municipal\nGil LE ROY, premier suppléant");
	expect(p, "numéro 4 M. Luc ROUX, adjoint aux finances\n"
	    "numéro 5 M. Paul BLANC, conseiller délégué\n"
	    "numéro 6 M. Jean NOIR, conseiller municipal\n"
	    "numéro 7 M. Gil LE ROY, premier suppléant\n");
}
END_TEST

START_TEST(lists_of_people_side_by_side_are_columns)
{
	struct page *p = draw_page(1);

	draw_text(p, 1000, 450, "Commune de X");
	draw_text(p, 200, 500, "Présents\nAnne NOIR\nPaul BLANC\nZoé PETIT\n"
	    "Luc DE SMET");
	draw_text(p, 1200, 500, "Absents\nMarie DURAND\nJean DUPONT\nEve "
	    "ROUX\nGil LE ROY");
	expect(p, "Commune de X\n\nPrésents\nAnne NOIR\nPaul BLANC\nZoé PETIT\nLuc DE SMET\n\n"
	    "Absents\nMarie DURAND\nJean DUPONT\nEve ROUX\nGil LE ROY\n");
}
END_TEST

START_TEST(lists_that_are_counted_above_are_columns)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Présents : 4\nAnne NOIR\nPaul BLANC\nZoé PETIT\n"
	    "Luc DE SMET");
	draw_text(p, 1200, 500, "Absents : 4\nMarie DURAND\nJean DUPONT\nEve "
	    "ROUX\nGil LE ROY");
	expect(p, "Présents : 4\nAnne NOIR\nPaul BLANC\nZoé PETIT\n"
	    "Luc DE SMET\n\nAbsents : 4\nMarie DURAND\nJean DUPONT\nEve ROUX\n"
	    "Gil LE ROY\n");
}
END_TEST

/* Labels with their numbers ask for nothing, however short what is beside. */
START_TEST(counts_are_no_labels_of_what_stands_beside)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "En exercice : 15\nPrésents : 12\nAbsents : 3\n"
	    "Votants 14");
	draw_text(p, 1200, 500, "L'an deux mille vingt\nle quatre mai\n"
	    "en mairie de Belval\ns'est réuni le conseil");
	expect(p, "En exercice : 15\nPrésents : 12\nAbsents : 3\nVotants 14\n\n"
	    "L'an deux mille vingt\nle quatre mai\nen mairie de Belval\n"
	    "s'est réuni le conseil\n");
}
END_TEST

START_TEST(what_a_label_asks_for_may_take_lines)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Présents :\n\nExcusée :");
	draw_text(p, 700, 500, "Mme Anne NOIR, M. Paul BLANC, M. Luc\n"
	    "DE SMET, Mme Zoé PETIT\nMme Marie DURAND");
	expect(p, "Présents : Mme Anne NOIR, M. Paul BLANC, M. Luc\n"
	    "DE SMET, Mme Zoé PETIT\nExcusée : Mme Marie DURAND\n");
}
END_TEST

/* The labels are wider than their column: each is put together again. */
START_TEST(a_label_may_take_lines_too)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Présents :");
	draw_text(p, 200, 620, "Excusés ou ayant\ndonné pouvoir :");
	draw_text(p, 200, 740, "Secrétaire :");
	draw_text(p, 700, 500, "Mme Anne NOIR, M. Paul BLANC, M. Luc\n"
	    "DE SMET, Mme Zoé PETIT");
	draw_text(p, 700, 620, "Mme Marie DURAND (pouvoir à M. Paul\nBLANC), "
	    "M. Gil LE ROY");
	draw_text(p, 700, 740, "M. Paul BLANC");
	expect(p, "Présents : Mme Anne NOIR, M. Paul BLANC, M. Luc\n"
	    "DE SMET, Mme Zoé PETIT\n\nExcusés ou ayant donné pouvoir : "
	    "Mme Marie DURAND (pouvoir à M. Paul\nBLANC), M. Gil LE ROY\n\n"
	    "Secrétaire : M. Paul BLANC\n");
}
END_TEST

/* .. and may stand at the middle of their answers' height. */
START_TEST(a_label_beside_its_answers_middle_is_read_before_it)
{
	struct page *p = draw_page(1);

	draw_line(p, 200, 550, "Présents :");
	draw_line(p, 200, 720, "Absents :");
	draw_text(p, 700, 500, "Mme Anne NOIR, M. Paul BLANC, M. Luc\n"
	    "DE SMET, Mme Zoé PETIT, M. Max ROUX,\nM. Jean NOIR");
	draw_text(p, 700, 670, "Mme Marie DURAND, M. Gil LE ROY, M. Guy\n"
	    "DUPONT, Mme Eve LENOIR, M. Ali HADDAD,\nM. Max ROUX");
	expect(p, "Présents : Mme Anne NOIR, M. Paul BLANC, M. Luc\n"
	    "DE SMET, Mme Zoé PETIT, M. Max ROUX,\nM. Jean NOIR\n\n"
	    "Absents : Mme Marie DURAND, M. Gil LE ROY, M. Guy\n"
	    "DUPONT, Mme Eve LENOIR, M. Ali HADDAD,\nM. Max ROUX\n");
}
END_TEST

/* So that a surname in the next line stays with its first name. */
START_TEST(names_beside_names_are_columns)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Jean NOIR\nEve BLANC\nAnne-Marie\n"
	    "DUPONT-DURAND\nGil LE ROY");
	draw_text(p, 1000, 500, "Luc ROUX\nMax PETIT\nZoé DE SMET\n"
	    "Ali HADDAD\nGuy LENOIR");
	expect(p, "Jean NOIR\nEve BLANC\nAnne-Marie\nDUPONT-DURAND\n"
	    "Gil LE ROY\n\nLuc ROUX\nMax PETIT\nZoé DE SMET\nAli HADDAD\n"
	    "Guy LENOIR\n");
}
END_TEST

START_TEST(people_beside_their_places_are_read_by_rows)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "BELVAL\nMONTREUIL SUR ORBE\nRUGLES\nVERDEL");
	draw_text(p, 1000, 500, "M. Jean NOIR\nMme Eve BLANC\n"
	    "M. Luc ROUX, maire\nMme Zoé DE SMET");
	expect(p, "BELVAL M. Jean NOIR\nMONTREUIL SUR ORBE Mme Eve BLANC\n"
	    "RUGLES M. Luc ROUX, maire\nVERDEL Mme Zoé DE SMET\n");
}
END_TEST

/* Two lists of two columns, one below the other, are two lists. */
START_TEST(a_heading_alone_begins_another_list)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Présents :\nJean NOIR\nEve BLANC\nLuc ROUX\n"
	    "Excusés :\nGil LE ROY\nAnne PETIT");
	draw_text(p, 1000, 500, "\nBELVAL\nMONTREUIL\nRUGLES\n\n"
	    "Pouvoir à M. Luc ROUX\nPouvoir à Mme Eve BLANC");
	expect(p, "Présents :\nJean NOIR\nEve BLANC\nLuc ROUX\n\n"
	    "BELVAL\nMONTREUIL\nRUGLES\n\nExcusés :\n"
	    "Gil LE ROY Pouvoir à M. Luc ROUX\n"
	    "Anne PETIT Pouvoir à Mme Eve BLANC\n");
}
END_TEST

START_TEST(who_gives_a_proxy_stands_on_the_line_that_tells_to_whom)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Jean NOIR\nEve BLANC\nGil LE ROY");
	draw_text(p, 1000, 500, "a donné pouvoir à Mme Anne MARTIN\n"
	    "a donné pouvoir à M. Luc DE SMET\nexcusé");
	expect(p, "Jean NOIR a donné pouvoir à Mme Anne MARTIN\n"
	    "Eve BLANC a donné pouvoir à M. Luc DE SMET\nGil LE ROY excusé\n");
}
END_TEST

/* The heads end where the label does not reach, but are no column beside it. */
START_TEST(a_label_is_no_column_of_what_is_centred_above)
{
	struct page *p = draw_page(1);

	draw_line(p, 700, 500, "COMMUNE DE BELVAL");
	draw_line(p, 600, 540, "Délibération du 4 mai 2020");
	draw_line(p, 200, 580, "OBJET");
	draw_line(p, 450, 580, "Fixation des tarifs de la cantine");
	expect(p, "COMMUNE DE BELVAL\nDélibération du 4 mai 2020\n"
	    "OBJET Fixation des tarifs de la cantine\n");
}
END_TEST

START_TEST(a_table_without_rules_is_read_by_rows)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "Jean NOIR\nEve BLANC\nLuc ROUX\nMax PETIT");
	draw_text(p, 1000, 500, "présent\nprésente\nabsent\nprésent");
	expect(p, "Jean NOIR présent\nEve BLANC présente\nLuc ROUX absent\n"
	    "Max PETIT présent\n");
}
END_TEST

START_TEST(a_ruled_table_is_read_row_by_row_with_its_boxes)
{
	struct page *p = draw_page(1);

	draw_cell(p, 3, 0, 0, (struct box){ 200, 500, 500, 60 });
	draw_cell(p, 3, 0, 1, (struct box){ 700, 500, 300, 60 });
	draw_cell(p, 3, 1, 0, (struct box){ 200, 560, 500, 60 });
	draw_cell(p, 3, 1, 1, (struct box){ 700, 560, 300, 60 });
	draw_line(p, 210, 515, "Membre");
	draw_line(p, 710, 515, "Présents");
	draw_line(p, 210, 575, "Jean NOIR");
	(void)page_add_mark(p, (struct box){ 830, 575, 30, 30 }, true, 90);
	draw_line(p, 200, 700, "Le quorum est atteint");
	expect(p, "Membre\n\nPrésents\n\nJean NOIR\n\n[x]\n\n"
	    "Le quorum est atteint\n");
}
END_TEST

START_TEST(a_cell_that_spans_rows_comes_with_its_first)
{
	struct page *p = draw_page(1);

	draw_cell(p, 0, 0, 0, (struct box){ 200, 500, 400, 200 })->rows = 2;
	draw_cell(p, 0, 0, 1, (struct box){ 600, 500, 600, 100 });
	draw_cell(p, 0, 1, 1, (struct box){ 600, 600, 600, 100 });
	draw_text(p, 210, 560, "Date de\nconvocation");
	draw_line(p, 610, 530, "Présents : 12");
	draw_line(p, 610, 630, "Absents : 2");
	expect(p, "Date de\nconvocation\n\nPrésents : 12\n\nAbsents : 2\n");
}
END_TEST

START_TEST(a_frame_round_the_page_is_no_cell)
{
	struct page *p = draw_page(1);

	draw_cell(p, 0, 0, 0, (struct box){ 50, 50, 2380, 3400 });
	draw_text(p, 300, 600, "Le secrétaire,\nJean NOIR");
	draw_text(p, 1500, 600, "Le Maire,\nPaul BLANC");
	expect(p, "Le secrétaire,\nJean NOIR\n\nLe Maire,\nPaul BLANC\n");
}
END_TEST

START_TEST(ink_that_is_no_word_is_left_out)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 500, "une ligne du texte\nune autre ligne");
	(void)page_add_word(p, "EX", (struct box){ 900, 450, 80, 140 }, 0, 20,
	    WORD_OCR);
	(void)page_add_word(p, "|", (struct box){ 190, 500, 4, 30 }, 0, 90,
	    WORD_OCR);
	(void)page_add_word(p, "RF", (struct box){ 1300, 700, 90, 70 }, 0, 82,
	    WORD_OCR);
	(void)page_add_word(p, "ee", (struct box){ 200, 700, 40, 30 }, 0, 30,
	    WORD_OCR);
	expect(p, "une ligne du texte\nune autre ligne\n");
}
END_TEST

/* Boxes as high as a worn line is bent. */
START_TEST(a_doubtful_word_of_a_line_that_is_high_stays)
{
	for (int high = 0; high < 2; high++) {
		struct page *p = draw_page(1);

		draw_text(p, 200, 300, "une ligne de texte\nou une autre");
		draw_line(p, 200, 500, "objet précieux peut-être");
		for (size_t i = p->words - 3; i < p->words; i++)
			if (high == 1 || i == p->words - 2)
				p->word[i].box.h *= 3;
		p->word[p->words - 2].conf = 5;
		expect(p, high == 1 ? "une ligne de texte\nou une autre\n\n"
		    "objet précieux peut-être\n" : "une ligne de texte\n"
		    "ou une autre\n\nobjet peut-être\n");
	}
}
END_TEST

START_TEST(a_doubtful_word_in_a_good_line_stays)
{
	struct page *p = draw_page(1);

	draw_line(p, 260, 500, "est proposé au conseil");
	(void)page_add_word(p, "Il", (struct box){ 200, 500, 32, 30 }, 0, 13,
	    WORD_OCR);
	expect(p, "Il est proposé au conseil\n");
}
END_TEST

START_TEST(a_page_number_is_left_out_at_the_edge_only)
{
	struct page *p = draw_page(1);

	draw_text(p, 200, 1500, "Présents :\n\n12");
	draw_line(p, 1200, 3400, "Page 1/2");
	expect(p, "Présents :\n\n12\n");
}
END_TEST

START_TEST(pages_are_parted_and_empty_ones_leave_no_trace)
{
	struct page *p[3] = { draw_page(1), draw_page(2), draw_page(3) };
	struct text *t;

	draw_line(p[0], 200, 500, "au nombre de la délibé-");
	draw_line(p[2], 200, 500, "ration et de la suite");
	t = text_new((const struct page *const *)p, 3);
	ck_assert_str_eq(t->utf8, "au nombre de la délibé-\n"
	    "\fration et de la suite\n");
	ck_assert_str_eq(t->fold, "au nombre de la deliberation et de la "
	    "suite\n");
	ck_assert_uint_eq(t->word[t->words - 1].page, 2);
	text_free(t);
	for (int i = 0; i < 3; i++)
		page_free(p[i]);
}
END_TEST

static const char facing[2][128] = {
	"le conseil a été réuni\nsous la présidence du\nmaire qui a fait part\n"
	"du projet de budget de\nla commune et de l'école",
	"et après en avoir bien\ndélibéré décide de le\nvoter tel qu'il a été\n"
	"lu ce jour au vu de la\nnote de la commission",
};

static struct page *
draw_facing(int32_t width, int32_t height, int32_t x)
{
	struct page *p = draw_page(1);

	p->width = width;
	p->height = height;
	draw_text(p, 200, 500, facing[0]);
	draw_text(p, x, 500, facing[1]);
	return p;
}

/* The fold is a stroke to who reads it; the title stands on the left only. */
START_TEST(facing_pages_are_read_one_after_the_other)
{
	struct page *p = draw_facing(3400, 2400, 1900);
	char want[sizeof(facing) + 64];

	(void)page_add_word(p, "|", (struct box){ 1690, 100, 8, 2000 }, 0, 95,
	    WORD_OCR);
	draw_line(p, 1900, 400, "Délibération du 3 mai");
	(void)snprintf(want, sizeof(want), "%s\n\fDélibération du 3 mai\n\n"
	    "%s\n", facing[0], facing[1]);
	expect(p, want);
}
END_TEST

START_TEST(a_line_across_or_a_standing_sheet_makes_one_page)
{
	struct page *across = draw_facing(3400, 2400, 1900);
	struct page *standing = draw_facing(2400, 3400, 1300);
	struct page *full = draw_facing(3400, 2400, 1900);
	int32_t x = -1;

	draw_line(across, 1500, 300, "une ligne sur les deux pages");
	ck_assert(!spread_find(across, &x));
	ck_assert(!spread_find(standing, &x));
	/* No gap at all. */
	(void)page_add_word(full, "soulignement", (struct box){ 1300, 300, 800,
	    40 }, 0, 95, WORD_OCR);
	ck_assert(!spread_find(full, &x));
	ck_assert_int_eq(x, -1);
	page_free(full);
	page_free(across);
	page_free(standing);
}
END_TEST

START_TEST(a_broad_table_is_read_by_rows)
{
	struct page *p = draw_page(1);
	char want[2048] = "", row[64];
	int32_t x;

	p->width = 3400;
	p->height = 2400;
	for (int i = 0; i < 12; i++) {
		(void)snprintf(row, sizeof(row), "dépenses de chapitre %d",
		    10 + i);
		draw_line(p, 200, 400 + 60 * i, row);
		(void)strcat(strcat(want, row), " ");
		(void)snprintf(row, sizeof(row), "%d 500 euros", 10 + i);
		draw_line(p, 1900, 400 + 60 * i, row);
		(void)strcat(strcat(want, row), "\n");
	}
	ck_assert(!spread_find(p, &x));
	expect(p, want);
}
END_TEST

/* Nothing to hold on to: columns within columns, all over each other. */
START_TEST(any_heap_of_words_is_read_once_each)
{
	struct page *p = draw_page(1);
	struct text *t;
	unsigned int seed = 1;
	size_t seen = 0;

	for (int i = 0; i < 3000; i++) {
		seed = seed * 1103515245u + 12345u;
		(void)page_add_word(p, "mot", (struct box){
		    (int32_t)(seed >> 16) % 2400, (int32_t)(seed >> 8) % 3400,
		    (int32_t)(seed >> 4) % 200, (int32_t)(seed >> 3) % 60 },
		    0, 95, WORD_OCR);
	}
	t = read_page(p);
	for (size_t i = 0; i < t->words; i++)
		seen += t->word[i].word != UINT32_MAX;
	ck_assert_uint_eq(seen, 3000);
	text_free(t);
	page_free(p);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("layout");
	TCase *tc = tcase_create("layout");

	tcase_add_test(tc, labels_above_their_dates_are_a_column);
	tcase_add_loop_test(tc, a_unit_alone_on_its_line_stays, 0, 2);
	tcase_add_test(tc,
	    lines_come_from_the_top_down_whatever_their_order);
	tcase_add_test(tc, a_wider_gap_begins_a_paragraph);
	tcase_add_test(tc, an_indented_line_begins_a_paragraph);
	tcase_add_test(tc, an_item_goes_on_where_it_hangs);
	tcase_add_test(tc, a_dash_begins_an_item_but_not_among_names);
	tcase_add_test(tc, a_slope_does_not_tear_a_line);
	tcase_add_test(tc, a_margin_column_is_not_mixed_into_the_body);
	tcase_add_test(tc, a_column_begins_where_its_other_lines_do);
	tcase_add_test(tc,
	    lines_of_two_cells_are_no_line_if_they_miss_each_other);
	tcase_add_test(tc, a_foot_in_the_margin_does_not_part_a_sentence);
	tcase_add_test(tc, columns_a_wide_space_apart_are_two);
	tcase_add_test(tc, two_signatures_are_read_one_after_the_other);
	tcase_add_test(tc,
	    two_signatures_of_unequal_height_are_read_likewise);
	tcase_add_test(tc, a_label_keeps_its_number_across_the_gap);
	tcase_add_test(tc, what_labels_ask_for_stays_with_them);
	tcase_add_test(tc, what_a_label_asks_for_may_take_lines);
	tcase_add_test(tc, a_label_may_take_lines_too);
	tcase_add_test(tc,
	    a_label_beside_its_answers_middle_is_read_before_it);
	tcase_add_test(tc, names_beside_names_are_columns);
	tcase_add_test(tc, people_beside_their_places_are_read_by_rows);
	tcase_add_test(tc, a_heading_alone_begins_another_list);
	tcase_add_test(tc,
	    who_gives_a_proxy_stands_on_the_line_that_tells_to_whom);
	tcase_add_test(tc, a_civility_stands_with_its_name);
	tcase_add_test(tc, lists_of_people_side_by_side_are_columns);
	tcase_add_test(tc, lists_that_are_counted_above_are_columns);
	tcase_add_test(tc, counts_are_no_labels_of_what_stands_beside);
	tcase_add_test(tc,
	    a_label_is_no_column_of_what_is_centred_above);
	tcase_add_test(tc, a_table_without_rules_is_read_by_rows);
	tcase_add_test(tc, a_ruled_table_is_read_row_by_row_with_its_boxes);
	tcase_add_test(tc, a_cell_that_spans_rows_comes_with_its_first);
	tcase_add_test(tc, a_frame_round_the_page_is_no_cell);
	tcase_add_test(tc, ink_that_is_no_word_is_left_out);
	tcase_add_test(tc, a_doubtful_word_of_a_line_that_is_high_stays);
	tcase_add_test(tc, a_doubtful_word_in_a_good_line_stays);
	tcase_add_test(tc, a_page_number_is_left_out_at_the_edge_only);
	tcase_add_test(tc, pages_are_parted_and_empty_ones_leave_no_trace);
	tcase_add_test(tc, facing_pages_are_read_one_after_the_other);
	tcase_add_test(tc,
	    a_line_across_or_a_standing_sheet_makes_one_page);
	tcase_add_test(tc, a_broad_table_is_read_by_rows);
	tcase_add_test(tc, any_heap_of_words_is_read_once_each);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
