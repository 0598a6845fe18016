#include <string.h>

#include <check.h>

#include "support/draw.h"
#include "support/suite.h"
#include "text/stamp.h"
#include "text/text.h"

static const struct {
	const char	*line;
	enum stamp	 kind;
} lines[] = {
	{ "Envoye en prefecture le 01/07/2025", STAMP_SURE },
	{ "Recu en prefecture le 01/07/2025", STAMP_SURE },
	{ "ENVOYE EN PREFECTURE LE 01/07/2025", STAMP_SURE },
	{ "Recu en sous-prefecture le 01/07/2025", STAMP_SURE },
	{ "Accuse de reception en prefecture", STAMP_SURE },
	{ "Accuse de reception - Ministere de l'Interieur", STAMP_SURE },
	{ "Date de teletransmission : 06/03/2025", STAMP_SURE },
	{ "Date de reception prefecture : 06/03/2025", STAMP_SURE },
	{ "Accuse certifie executoire", STAMP_SURE },
	{ "Reception par le prefet : 04/05/2021", STAMP_SURE },
	{ "Recu par le prefet : 04/05/2021", STAMP_SURE },
	{ "Signe electroniquement par : Jean NOIR", STAMP_SURE },
	{ "059-215903667-20240220-2024_12-DE", STAMP_SURE },
	{ "ID : 059-215903667-20240220-2024_12-DE", STAMP_SURE },
	{ "Date de reception de l'AR : 01/12/2020", STAMP_SURE },
	{ "Publie le 02/07/2025", STAMP_NEAR },
	{ "Recu le 14/10/2021", STAMP_NEAR }, { "AR Prefecture", STAMP_NEAR },
	{ "Affiche le", STAMP_NEAR },
	{ "Publication : 04/05/2021", STAMP_NEAR },
	{ "ID :", STAMP_NEAR },
	/* Read badly. */
	{ "Envoye en prefeclure 1e 01/07/2025", STAMP_SURE },
	{ "Envoyeen prefecture le01/07/2025", STAMP_SURE },
	{ "Regu en prefectnre le 01/07/2025", STAMP_SURE },
	{ "Dale de teletransmisslon : 06/03/2025", STAMP_SURE },
	{ "O59-2159O3667-20240220-2024_12-DE", STAMP_SURE },
	/* The act's own. */
	{ "Recu en sous-prefecture", STAMP_NONE },
	{ "Date d'envoi en Prefecture du Nord : 20 FEV. 2024", STAMP_NONE },
	{ "Date de reception en Prefecture du Nord :", STAMP_NONE },
	{ "Date de publication : 20 FEV. 2024", STAMP_NEAR },
	{ "Transmis en prefecture le 18 avril 2023", STAMP_NONE },
	{ "Publie sur le site le 19 avril 2023", STAMP_NONE },
	{ "Transmis au controle de legalite le 08/11/2018", STAMP_NONE },
	{ "reception par le representant de l'Etat.", STAMP_NONE },
	{ "Recu en prefecture le 4 mai, cet acte a ete affiche en mairie le 6",
	    STAMP_NONE },
	{ "Le Maire,", STAMP_NONE },
	{ "", STAMP_NONE },
	/* Page numbers. */
	{ "Page 2/3", STAMP_NUMBER }, { "2", STAMP_NUMBER },
	{ "- 2 -", STAMP_NUMBER }, { "page 1 sur 4", STAMP_NUMBER },
	{ "1 / 2", STAMP_NUMBER }, { "2024-12 bis", STAMP_NONE },
	{ "-", STAMP_NONE }, { "12345678", STAMP_NONE },
	/* What stands at the foot of a mairie's paper. */
	{ "Mairie - 1, place Verte - Tel. 03 20 00 00 00", STAMP_ADDRESS },
	{ "Telephone : 03.20.00.00.00 - Fax : 03.20.00.00.01", STAMP_ADDRESS },
	{ "mairie@bourg.example", STAMP_ADDRESS },
	{ "www.bourg.example", STAMP_ADDRESS },
	{ "de l'hotel. 4 places en dependent", STAMP_NONE },
	{ "un tel projet", STAMP_NONE },
};

START_TEST(a_line_is_known_by_its_words)
{
	enum stamp kind = stamp_line(lines[_i].line);

	ck_assert_msg(kind == lines[_i].kind, "%s: %d", lines[_i].line, kind);
}
END_TEST

#define STAMP "Envoyé en préfecture le 01/07/2025\n" \
	"Reçu en préfecture le 02/07/2025\nPublié le 03/07/2025\n" \
	"ID : 059-215967302-20250625-2025_30-DE"

static void
expect(struct page **p, size_t n, const char *body, const char *stamps)
{
	struct text *t = text_new((const struct page *const *)p, n);

	ck_assert_uint_eq(t->body_len, strlen(body));
	ck_assert_int_eq(strncmp(t->utf8, body, t->body_len), 0);
	ck_assert_str_eq(t->utf8 + t->body_len, stamps);
	ck_assert_uint_le(t->fold_body_len, t->fold_len);
	ck_assert_uint_eq(t->to_utf8[t->fold_body_len], t->body_len);
	text_free(t);
	for (size_t i = 0; i < n; i++)
		page_free(p[i]);
}

START_TEST(a_stamp_stands_behind_the_body)
{
	struct page *p = draw_page(1);

	draw_text(p, 1700, 40, STAMP);
	draw_text(p, 200, 100, "Le Conseil Municipal\ndécide");
	draw_line(p, 200, 3000, "Publié le 4 mai 2025");
	expect(&p, 1, "Le Conseil Municipal\ndécide\n\n"
	    "Publié le 4 mai 2025\n", "\f\f" STAMP "\n");
}
END_TEST

START_TEST(a_stamp_on_every_page_is_told_once)
{
	struct page *p[2] = { draw_page(1), draw_page(2) };

	for (int i = 0; i < 2; i++) {
		draw_text(p[i], 1700, 40, STAMP);
		draw_text(p[i], 200, 600, "Le Conseil Municipal\ndécide");
	}
	expect(p, 2, "Le Conseil Municipal\ndécide\n\f"
	    "Le Conseil Municipal\ndécide\n", "\f\f" STAMP "\n");
}
END_TEST

START_TEST(a_reader_sees_it_on_every_page)
{
	struct page *p[2] = { draw_page(1), draw_page(2) };
	struct text *t;

	for (int i = 0; i < 2; i++) {
		draw_text(p[i], 1700, 40, STAMP);
		draw_text(p[i], 200, 600, "Le Conseil Municipal\ndécide");
	}
	t = text_whole((const struct page *const *)p, 2);
	ck_assert_str_eq(t->utf8,
	    "Le Conseil Municipal\ndécide\n" STAMP "\n\f"
	    "Le Conseil Municipal\ndécide\n" STAMP "\n");
	ck_assert_uint_eq(t->body_len, t->len);
	text_free(t);
	page_free(p[0]);
	page_free(p[1]);
}
END_TEST

START_TEST(two_acts_of_one_day_keep_their_stamps)
{
	struct page *p[2] = { draw_page(1), draw_page(2) };

	draw_text(p[0], 1700, 40, "Reçu en préfecture le 02/07/2025\n"
	    "ID : 059-215967302-20250625-2025_30-DE");
	draw_text(p[1], 1700, 40, "Reçu en préfecture le 02/07/2025\n"
	    "ID : 059-215967302-20250625-2025_31-DE");
	draw_line(p[0], 200, 600, "Premier acte");
	draw_line(p[1], 200, 600, "Second acte");
	expect(p, 2, "Premier acte\n\fSecond acte\n",
	    "\f\fReçu en préfecture le 02/07/2025\n"
	    "ID : 059-215967302-20250625-2025_30-DE\n"
	    "\f\fReçu en préfecture le 02/07/2025\n"
	    "ID : 059-215967302-20250625-2025_31-DE\n");
}
END_TEST

START_TEST(exact_words_stand_for_what_ocr_made_of_them)
{
	struct page *p = draw_page(1);
	size_t from;

	draw_text(p, 1700, 40, "Envoyé en préfeclure le 0l/O7/2025\n"
	    "ID : O59-215967302-20250625-2025_3O-DE");
	draw_line(p, 200, 600, "Le Conseil Municipal");
	from = p->words;
	draw_text(p, 1700, 40, "Envoyé en préfecture le 01/07/2025\n"
	    "ID : 059-215967302-20250625-2025_30-DE");
	for (size_t i = from; i < p->words; i++)
		p->word[i].second = true;
	expect(&p, 1, "Le Conseil Municipal\n",
	    "\f\fEnvoyé en préfecture le 01/07/2025\n"
	    "ID : 059-215967302-20250625-2025_30-DE\n");
}
END_TEST

START_TEST(a_framed_stamp_takes_its_fragments_along)
{
	struct page *p = draw_page(1);

	draw_cell(p, 0, 0, 0, (struct box){ 90, 3190, 900, 220 });
	draw_text(p, 100, 3200, "Accusé de réception en préfecture\n"
	    "02_75-DE\nDate de télétransmission : 06/03/2025\n"
	    "Date de réception préfecture : 06/03/2025");
	draw_line(p, 200, 600, "Le Conseil Municipal");
	expect(&p, 1, "Le Conseil Municipal\n",
	    "\f\fAccusé de réception en préfecture\n02_75-DE\n"
	    "Date de télétransmission : 06/03/2025\n"
	    "Date de réception préfecture : 06/03/2025\n");
}
END_TEST

START_TEST(plain_text_has_stamps_too)
{
	const char *s = STAMP "\nLe Conseil\ndécide\n\f" STAMP "\nde signer\n";
	struct text *t = text_from_utf8(s, strlen(s));

	ck_assert_str_eq(t->utf8, "Le Conseil\ndécide\n\fde signer\n"
	    "\f\f" STAMP "\n");
	text_free(t);
}
END_TEST

START_TEST(plain_text_may_say_what_its_stamps_are)
{
	const char *s = "Le Conseil\n\f\fTimbre du 4 mai\n\f\fUn autre\n";
	struct text *t = text_from_utf8(s, strlen(s));

	ck_assert_str_eq(t->utf8, s);
	ck_assert_uint_eq(t->body_len, strlen("Le Conseil\n"));
	ck_assert_uint_eq(t->fold_body_len, strlen("Le Conseil\n"));
	text_free(t);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("stamp");
	TCase *tc = tcase_create("stamp");

	tcase_add_loop_test(tc, a_line_is_known_by_its_words, 0,
	    sizeof(lines) / sizeof(lines[0]));
	tcase_add_test(tc, a_stamp_stands_behind_the_body);
	tcase_add_test(tc, a_stamp_on_every_page_is_told_once);
	tcase_add_test(tc, a_reader_sees_it_on_every_page);
	tcase_add_test(tc, two_acts_of_one_day_keep_their_stamps);
	tcase_add_test(tc, exact_words_stand_for_what_ocr_made_of_them);
	tcase_add_test(tc, a_framed_stamp_takes_its_fragments_along);
	tcase_add_test(tc, plain_text_has_stamps_too);
	tcase_add_test(tc, plain_text_may_say_what_its_stamps_are);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
