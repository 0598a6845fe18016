#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/convert.h"
#include "field/stand_in.h"
#include "support/suite.h"

static const struct {
	const char *from, *to;
} people[] = {
	{ "Mme DUPONT M.", "M DUPONT" },
	{ "Jean DUPONT", "Jean DUPONT" },
	{ "Jean Dupont", "Jean Dupont" },
	{ "JEAN DUPONT", "JEAN DUPONT" },
	{ "M. DUPONT", "DUPONT" }, { "M.DUPONT", "DUPONT" },
	{ "DUPONT", "DUPONT" }, { "Mme Dupont", "Dupont" },
	{ "M. Jean DUPONT", "Jean DUPONT" }, { "M Jean DUPONT",
	    "Jean DUPONT" }, { "Mme. Jeanne DUPONT", "Jeanne DUPONT" },
	{ "Monsieur Jean DUPONT, Maire", "Jean DUPONT" },
	{ "Monsieur Jean DUPONT, Maire de Lille", "Jean DUPONT" },
	{ "Madame la Présidente Sabine DURAND", "Sabine DURAND" },
	{ "M. le Maire, Jean DUPONT", "Jean DUPONT" },
	{ "Monsieur le Maire Jean DUPONT", "Jean DUPONT" },
	{ "Jean DUPONT (Maire)", "Jean DUPONT" },
	{ "Jean DUPONT (pouvoir à Paul MARTIN)", "Jean DUPONT" },
	{ "Jean DUPONT, 1er adjoint", "Jean DUPONT" },
	{ "Jean DUPONT 2ème adjoint", "Jean DUPONT" },
	{ "Jeanne DUPONT, adjointe au Maire", "Jeanne DUPONT" },
	{ "Jeanne DUPONT, conseillère municipale déléguée", "Jeanne DUPONT" },
	{ "Jean DUPONT Maire", "Jean DUPONT" },
	{ "Jeanne DUPONT présente", "Jeanne DUPONT" },
	{ "Jean DUPONT, absent excusé", "Jean DUPONT" },
	{ "Jean MAIRE", "Jean MAIRE" },
	{ "- Jean DUPONT", "Jean DUPONT" }, { "• Jean DUPONT,",
	    "Jean DUPONT" }, { "12. Jean DUPONT", "Jean DUPONT" },
	{ "3) Mme Jeanne DUPONT ;", "Jeanne DUPONT" },
	{ "Jean-Marc DUPONT", "Jean-Marc DUPONT" },
	{ "Jean-\nMarc DUPONT", "Jean-Marc DUPONT" },
	{ "Jean\nDUPONT", "Jean DUPONT" },
	{ "Jean- Marc DUPONT", "Jean-Marc DUPONT" },
	{ "Jean -Marc DUPONT", "Jean-Marc DUPONT" },
	{ "Mme Christine DUPONT-MARTIN", "Christine DUPONT-MARTIN" },
	{ "Christine DUPONT - MARTIN", NULL },
	{ "Jean DE LA TOUR", "Jean DE LA TOUR" },
	{ "Jean de LA TOUR", "Jean de LA TOUR" },
	{ "Jean de la Tour", "Jean de la Tour" },
	{ "Fabien D'HAENE", "Fabien D'HAENE" },
	{ "Fabien d’Haene", "Fabien d’Haene" },
	{ "Régis VAN DEN BROECK", "Régis VAN DEN BROECK" },
	{ "Ali EL-HADDAD", "Ali EL-HADDAD" }, { "Ali EL HADDAD",
	    "Ali EL HADDAD" },
	{ "René TOUZÉ-LE CORRE", "René TOUZÉ-LE CORRE" },
	{ "Le GOFF Yann", "Yann Le GOFF" },
	{ "Mme LE CORRE", "LE CORRE" },
	{ "Anne DUPONT épouse MARTIN", "Anne DUPONT épouse MARTIN" },
	{ "Gaëtan d'ARTAGNAN", "Gaëtan d'ARTAGNAN" },
	{ "J. DUPONT", "J. DUPONT" }, { "Jean-P. DUPONT", "Jean-P. DUPONT" },
	{ "Ronald McDONALD", "Ronald McDONALD" },
	/* Surname first. */
	{ "DUPONT Jean", "Jean DUPONT" }, { "DUPONT, Jean", "Jean DUPONT" },
	{ "DE LA TOUR Jean-Marie", "Jean-Marie DE LA TOUR" },
	{ "de LA TOUR Jean", "Jean de LA TOUR" },
	{ "D'HAENE Fabien", "Fabien D'HAENE" },
	{ "VAN DEN BROECK Paul-Henri", "Paul-Henri VAN DEN BROECK" },
	{ "M. DUPONT Jean (Maire)", "Jean DUPONT" },
	{ "DUPONT J.", "J. DUPONT" }, { "DUPONT J.P.", "J.P. DUPONT" },
	{ "DUPONT M.J.", "M.J. DUPONT" }, { "DUPONT M.J", "M.J DUPONT" },
	{ "M.J. DUPONT", "M.J. DUPONT" },
	{ "DUPONT J.-P.", "J.-P. DUPONT" },
	{ "J-P. DUPONT", "J-P. DUPONT" }, { "DUPONT J-L", "J-L DUPONT" },
	{ "M.-J. Dupont", "M.-J. Dupont" }, { "M. J.P. DUPONT",
	    "J.P. DUPONT" },
	/* Read badly. */
	{ "Franço1s DUPONT", "François DUPONT" },
	{ "Nico1as DUPONT", "Nicolas DUPONT" },
	{ "Pau1 DUPONT", "Paul DUPONT" },
	{ "Jean MART1N", "Jean MARTIN" }, { "Jean DUB0IS", "Jean DUBOIS" },
	{ "Mrne Jeanne DUPONT", "Jeanne DUPONT" },
	{ "Mine Jeanne DUPONT", "Jeanne DUPONT" },
	{ "Mie Jeanne DUPONT", "Jeanne DUPONT" },
	{ "Mime Jeanne DUPONT", "Jeanne DUPONT" },
	/* No person. */
	{ "", NULL }, { "-", NULL }, { "Monsieur le Maire", NULL },
	{ "Mme la Présidente", NULL }, { "Maire", NULL }, { "Jean", NULL },
	{ "Maire de LILLE", NULL }, { "DUPONT JP.", "JP DUPONT" },
	{ "DUPONT ML", "ML DUPONT" },
	{ "M. DUPONT Jean de LILLE", "Jean DUPONT" },
	{ "Mme DUPONT Anne de LA BASSEE", "Anne DUPONT" },
	{ "1er adjoint", NULL }, { "Néant", NULL }, { "néant", NULL },
	{ "ABSENTS", NULL }, { "le Conseil Municipal", NULL },
	{ "donne pouvoir à Jean DUPONT", NULL },
	{ "Jean DUPONT donne pouvoir", NULL }, { "12 avril 2023", NULL },
	{ "Jean DUPONT Paul MARTIN", NULL },
	{ "Jean DUPONT, Paul MARTIN", NULL },
	{ "Salle des Mariages", NULL }, { "19", NULL },
	{ "Jean FRS", NULL }, { "Jean LY", "Jean LY" },
	{ "A B C D E F G", NULL }, { "Æ VI", NULL }, { "jean@mairie.fr", NULL },
};

START_TEST(a_person_converts_or_is_refused)
{
	char *name = NULL;
	int r = convert_person(people[_i].from, &name);

	if (people[_i].to == NULL) {
		ck_assert_msg(r == -EINVAL, "%s gave %s", people[_i].from,
		    name);
		ck_assert_ptr_null(name);
	} else {
		ck_assert_msg(r == 0, "refused: %s", people[_i].from);
		ck_assert_str_eq(name, people[_i].to);
	}
	free(name);
}
END_TEST

/* What is expected is written with a bar between people. */
static const struct {
	const char *from, *to;
} lists[] = {
	{ "", "" }, { "Néant", "" },
	{ "Jean DUPONT", "Jean DUPONT" },
	{ "Jean DUPONT, Anne MARTIN et Paul PETIT.",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Jean DUPONT – Anne MARTIN –\nPaul PETIT – Marie-France\nLE ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Marie-France LE ROY" },
	{ "Jean DUPONT - Anne MARTIN - Paul PETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "MM. Jean DUPONT, Paul PETIT ; Mmes Anne MARTIN, Léa ROY",
	    "Jean DUPONT|Paul PETIT|Anne MARTIN|Léa ROY" },
	{ "Jean DUPONT, Maire, MM. Paul PETIT, Luc ROY",
	    "Jean DUPONT|Paul PETIT|Luc ROY" },
	{ "Jean DUPONT (Maire), Paul\nPETIT, Jean-\nLuc ROY",
	    "Jean DUPONT|Paul PETIT|Jean-Luc ROY" },
	{ "M. Jean DUPONT\nMme Anne MARTIN\nM. Paul PETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "DUPONT Jean\nMARTIN Anne\n", "Jean DUPONT|Anne MARTIN" },
	{ "Jean DUPONT\nprésent\nAnne MARTIN\nabsente excusée",
	    "Jean DUPONT|Anne MARTIN" },
	{ "M. Jean DUPONT Mme Anne MARTIN", "Jean DUPONT|Anne MARTIN" },
	{ "MM. DUPONT, PETIT et Mme MARTIN", "DUPONT|PETIT|MARTIN" },
	/* Surnames alone, behind a civility in the plural only. */
	{ "MM. Dupont, Petit, Mme Martin, Adjointe",
	    "Dupont|Petit|Martin" },
	/* The M. behind a surname is a first name. */
	{ "DUPONT M. - PETIT J.P. - ROY A.", "M DUPONT|J.P. PETIT|A. ROY" },
	{ "Mesdames Dupont, Petit", "Dupont|Petit" },
	{ "M. Dupont, Petit, Adjointe", "Dupont" },
	{ "Anne MARTIN (pouvoir à Jean DUPONT) – Luc ROY (pouvoir à Léa "
	  "PETIT)", "Anne MARTIN|Luc ROY" },
	{ "Anne MARTIN, ayant donné pouvoir à Jean DUPONT, Luc ROY",
	    "Anne MARTIN|Luc ROY" },
	{ "Anne PETIT donne pouvoir à Jean DUPONT, Luc ROY",
	    "Anne PETIT|Luc ROY" },
	{ "Anne PETIT pouvoir à Jean DUPONT ; Luc ROY",
	    "Anne PETIT|Luc ROY" },
	{ "PETIT Anne ayant donné procuration à M. DUPONT Jean, M. ROY Luc",
	    "Anne PETIT|Luc ROY" },
	{ "Mohamed DE ALMEIDA, Édouard DE SMET, Régis VAN DEN BROECK",
	    "Mohamed DE ALMEIDA|Édouard DE SMET|Régis VAN DEN BROECK" },
	/* Commas that OCR lost, or read as points. */
	{ "Jean DUPONT Anne MARTIN, Paul PETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Jean DUPONT. Anne MARTIN, Paul PETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "DUPONT Jean MARTIN Anne, PETIT Paul",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Jean DUPONT -\342\200\224 Anne MARTIN", "Jean DUPONT|Anne MARTIN" },
	{ "Jean - Paul DUPONT, Anne MARTIN", "Jean-Paul DUPONT|Anne MARTIN" },
	{ "Étaient présents : Jean DUPONT, Anne MARTIN",
	    "Jean DUPONT|Anne MARTIN" },
	{ "1. Jean DUPONT\n2. Anne MARTIN", "Jean DUPONT|Anne MARTIN" },
	{ "1. DUPONT Jean 3. ROY Luc\n2. MARTIN Anne 12. PETIT Paul",
	    "Jean DUPONT|Luc ROY|Anne MARTIN|Paul PETIT" },
	/* Bullets read as plus. */
	{ "+ Jean DUPONT + Marie DURAND", "Jean DUPONT|Marie DURAND" },
	/* Names that a narrow column cuts. */
	{ "M. Jean\nDUPONT", "Jean DUPONT" },
	{ "Jean DUPONT\nPaul LA\nFONTAINE\nAnne\nMARTIN",
	    "Jean DUPONT|Paul LA FONTAINE|Anne MARTIN" },
	/* Whom they speak for. */
	{ "Lille : Jean DUPONT, Anne MARTIN\nUS : Paul PETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "LILLE : M. Jean DUPONT - LOOS : Mme Anne MARTIN, M.\nPaul PETIT - "
	  "LENS :\nMme Léa ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Léa ROY" },
	{ "Lens : M. Jean Dupont\nLoos :\nLille : Mme Anne Martin",
	    "Jean Dupont|Anne Martin" },
	{ "Groupe A : Jean DUPONT, Anne MARTIN\nGroupe B - Agir : Paul PETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Lens : Jean DUPONT ; Luc ROY (adjoint). Saint-Ouen : Anne\n"
	  "MARTIN. Loos sur Mer : Paul PETIT.",
	    "Jean DUPONT|Luc ROY|Anne MARTIN|Paul PETIT" },
	{ "LENS : DUPONT Jean – ROY Luc / LOOS : MARTIN Anne",
	    "Jean DUPONT|Luc ROY|Anne MARTIN" },
	{ "LENS M. DUPONT et Mme MARTIN ; LOOS SUR MER MM. ROY, PETIT",
	    "DUPONT|MARTIN|ROY|PETIT" },
	{ "MM. DUPONT, ROY pour LOOS\nMme MARTIN pour LENS",
	    "DUPONT|ROY|MARTIN" },
	{ "André Fauré. Luc Roy. Zoé Petit.", "André Fauré|Luc Roy|Zoé Petit" },
	/* One in each line, and what is said of each. */
	{ "Jean DUPONT, Administrateur,\nAnne MARTIN, Administratrice qui a "
	  "donné pouvoir à M. ROY\nPaul PETIT, 1er adjoint",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Jean DUPONT, maire, Luc\nROY, Anne MARTIN",
	    "Jean DUPONT|Luc ROY|Anne MARTIN" },
	{ "Jean DUPONT : présent\nAnne MARTIN : excusée",
	    "Jean DUPONT|Anne MARTIN" },
	{ "le quorum étant atteint, le conseil délibère", "" },
	{ "Jean DUPONT : pouvoir à Anne MARTIN\nPaul PETIT : a donné "
	  "pouvoir à Luc ROY", "Jean DUPONT|Paul PETIT" },
	{ "CHAPELLE (LA) : J-M. ROY, P. PETIT\nLOOS : A. NOIR",
	    "J-M. ROY|P. PETIT|A. NOIR" },
	{ "LOOS\nJean DUPONT\nPIN SUR\nORBE\nAnne MARTIN\nPaul\nPETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Jean DUPONT\nAnne MARTIN\nPaul PETIT\n\nLOOS\nPIN SUR ORBE\nLENS",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Jean DUPONT\nANNE MARTIN\nPaul PETIT",
	    "Jean DUPONT|ANNE MARTIN|Paul PETIT" },
	{ "LOOS : Mme Anne MARTIN, M. Jean\nDUPONT - LENS : M. Luc ROY",
	    "Anne MARTIN|Jean DUPONT|Luc ROY" },
	{ "DUPONT Jean MARTIN Anne PETIT Paul\nROY Luc NOIR Max BLANC Eve",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY|Max NOIR|Eve BLANC" },
	/* Worn: specks, a stray colon, a small i. */
	{ "Jean. DUPONT, Anne :MARTIN, Paul PETIT",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT" },
	{ "Jean DUPONT:; Anne MARTIN", "Jean DUPONT|Anne MARTIN" },
	{ "MM. DUPONT.MARTIN.Mmes PETIT.ROY. MM. LEROY.\nBLANC. NOIR.",
	    "DUPONT|MARTIN|PETIT|ROY|LEROY|BLANC|NOIR" },
	{ "MME.DUPONT Anne, M. ROY Luc", "Anne DUPONT|Luc ROY" },
	{ "DUPONT J.P. – MARTIN J.L. - PETIT M.J.",
	    "J.P. DUPONT|J.L. MARTIN|M.J. PETIT" },
	/* The initial M. is nobody's civility; a dash may touch a point. */
	{ "DUPONT M. – MARTIN J.– PETIT M., ROY M.",
	    "M DUPONT|J. MARTIN|M PETIT|M ROY" },
	{ "M. DUPONT M. MARTIN", "DUPONT|MARTIN" },
	/* Places in capitals over people with a civility. */
	{ "LENS\nM. DUPONT Jean\nMme MARTIN Anne\nLOOS SUR MER\nM. ROY Luc",
	    "Jean DUPONT|Anne MARTIN|Luc ROY" },
	{ "LENS M. Jean DUPONT\nLOOS-SUR-MER Mme Anne MARTIN, M. Paul DALLA\n"
	  "RIVA\nLILLE M. Luc ROY (Suppléant)",
	    "Jean DUPONT|Anne MARTIN|Paul DALLA RIVA|Luc ROY" },
	{ "LENS\nM. Jean\nDUPONT\nMme Anne MARTIN",
	    "LENS|Jean DUPONT|Anne MARTIN" },
	{ "Mme inès DUPONT, ismaël\nROY, et Anne MARTIN",
	    "Inès DUPONT|Ismaël ROY|Anne MARTIN" },
	/* For whom they sit, in a line of its own. */
	{ "2 représentants de la Région, de l'État\nJean DUPONT, Luc ROY\n"
	  "Collège des usagers\nAnne MARTIN",
	    "Jean DUPONT|Luc ROY|Anne MARTIN" },
	{ "pour la commune de LENS :\nmadame MARTIN Anne\nmonsieur ROY Luc",
	    "Anne MARTIN|Luc ROY" },
	{ "M. DUPONT Jean\nLille Métropole\nMme MARTIN, M. ROY Luc",
	    "Jean DUPONT|MARTIN|Luc ROY" },
	{ "Jean DUPONT, Administrateur\nAnne MARTIN, Administratrice\n"
	  "Luc ROY", "Jean DUPONT|Anne MARTIN|Luc ROY" },
	/* A line's proxy ends where the next begins with somebody else. */
	{ "Jean DUPONT, ayant donné pouvoir à\nAnne MARTIN.", "Jean DUPONT" },
	{ "DUPONT Jean qui a donné pouvoir à Mme\nMARTIN Anne ; M. ROY Luc",
	  "Jean DUPONT|Luc ROY" },
	{ "Anne MARTIN, élue, qui a donné pouvoir à M.ROY\n"
	  "Jean DUPONT, qui a donné pouvoir à M. PETIT",
	    "Anne MARTIN|Jean DUPONT" },
	{ "M. DUPONT Jean, Maire de\nLens M.ROY Luc, Maire",
	    "Jean DUPONT|Luc ROY" },
	/* The next list's label, behind the last name. */
	{ "LILLE : M. Jean DUPONT LENS : Mme Anne MARTIN LOOS SUR MER : M. ROY",
	    "Jean DUPONT|Anne MARTIN|ROY" },
	{ "M. DUPONT Jean (Saint-Pol) : Mme MARTIN Anne : M. Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Luc ROY" },
};

static char *
joined(char **list, size_t n)
{
	static char out[1024];

	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			strcat(out, "|");
		strcat(out, list[i]);
	}
	return out;
}

START_TEST(a_list_of_people_converts)
{
	char **list;
	size_t n;

	ck_assert_int_eq(convert_people(lists[_i].from, &list, &n), 0);
	ck_assert_str_eq(joined(list, n), lists[_i].to);
	convert_people_free(list, n);
}
END_TEST

/* Who was there, and, of the same words, who was not. */
static const struct {
	const char *from, *in, *away;
} stand_ins[] = {
	{ "Jean DUPONT", "Jean DUPONT", "Jean DUPONT" },
	{ "M. Jean DUPONT remplacé par M. Luc ROY, M. Paul PETIT",
	    "Luc ROY|Paul PETIT", "Jean DUPONT|Paul PETIT" },
	{ "Mmes DUPONT Jeanne, excusée, remplacée par son suppléant ROY Luc,\n"
	  "PETIT Léa", "Luc ROY|Léa PETIT", "Jeanne DUPONT|Léa PETIT" },
	{ "Jean DUPONT remplacé par Luc ROY\nPaul PETIT et Anne MARTIN "
	  "remplacée par Léa ROY", "Luc ROY|Paul PETIT|Léa ROY",
	    "Jean DUPONT|Paul PETIT|Anne MARTIN" },
	{ "Anne MARTIN – Luc ROY (remplacé par Léa PETIT)",
	    "Anne MARTIN|Luc ROY", "Anne MARTIN|Luc ROY" },
	{ "M. Luc ROY, suppléant de M. Jean DUPONT, Anne MARTIN",
	    "Luc ROY|Anne MARTIN", "Luc ROY|Anne MARTIN" },
	{ "Luc ROY suppléant de DUPONT Jean, Anne MARTIN",
	    "Luc ROY|Anne MARTIN", "Luc ROY|Anne MARTIN" },
	{ "M. Luc ROY en remplacement de M. Jean DUPONT\nAnne MARTIN",
	    "Luc ROY|Anne MARTIN", "Luc ROY|Anne MARTIN" },
	{ "M. Luc ROY remplaçant M. Jean DUPONT", "Luc ROY", "Luc ROY" },
	{ "remplacé par", "", "" }, { "Jean DUPONT remplacé par", "", "" },
};

static void
check_stand_in(const char *from, bool in_room, const char *to)
{
	char *words = xstrdup(from), **list;
	size_t n;

	stand_in_drop(words, in_room);
	ck_assert_int_eq(convert_people(words, &list, &n), 0);
	ck_assert_str_eq(joined(list, n), to);
	convert_people_free(list, n);
	free(words);
}

START_TEST(one_of_two_is_in_the_room)
{
	check_stand_in(stand_ins[_i].from, true, stand_ins[_i].in);
	check_stand_in(stand_ins[_i].from, false, stand_ins[_i].away);
}
END_TEST

/* What costs each word, or each sign, a look at all of a line takes minutes. */
START_TEST(long_lines_are_no_burden)
{
	static const char *const pieces[] = {
		"A ", ": ", "absent ", "A remplacé par B ", "(( ", "A : ",
		"A:",
	};
	const char *piece = pieces[_i];
	struct buf line = { 0 };

	while (line.len < 1u << 20)
		xbuf_puts(&line, piece);
	check_stand_in(line.data, true, "");
	buf_free(&line);
}
END_TEST

/* Each goes on with the one above it. */
START_TEST(lines_that_go_on_are_no_burden)
{
	struct buf s = { 0 };
	char **list;
	size_t n;

	while (s.len < 1u << 20)
		xbuf_puts(&s, "LOOS DE\n");
	ck_assert_int_eq(convert_people(s.data, &list, &n), 0);
	convert_people_free(list, n);
	buf_free(&s);
}
END_TEST

START_TEST(blank_lines_below_places_are_no_burden)
{
	struct buf s = { 0 };

	xbuf_puts(&s, "LENS M. Jean DUPONT\nLOOS Mme Anne MARTIN\n");
	while (s.len < 1u << 20)
		xbuf_puts(&s, "\n");
	check_stand_in(s.data, true, "Jean DUPONT|Anne MARTIN");
	buf_free(&s);
}
END_TEST

static const struct {
	const char *from, *giver, *receiver;
} proxies[] = {
	{ "Jean DUPONT donne pouvoir à Anne MARTIN", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT donne procuration à Anne MARTIN", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "M. Jean DUPONT a donné pouvoir à Mme Anne MARTIN", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT, ayant donné pouvoir à Anne MARTIN", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT avait donné pouvoir à Anne MARTIN", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT , ayant donné\npouvoir à Anne MARTIN,", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT (pouvoir à Anne MARTIN)", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT (procuration à Anne MARTIN)", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "M. Jean DUPONT à M. Paul DA COSTA", "Jean DUPONT",
	    "Paul DA COSTA" },
	{ "de M. Jean DUPONT à M. Paul PETIT", "Jean DUPONT", "Paul PETIT" },
	{ "Jean DUPONT, représenté par Anne MARTIN", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT (à Anne MARTIN)", "Jean DUPONT", "Anne MARTIN" },
	{ "Jean DUPONT (pouvoir donné à Anne MARTIN)", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT absent, excusé, pouvoir à Anne MARTIN", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Anne MARTIN a reçu pouvoir de Jean DUPONT", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Anne MARTIN (pouvoir de Jean DUPONT)", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "DUPONT Jean à MARTIN Anne", "Jean DUPONT", "Anne MARTIN" },
	{ "Jean DUPONT donne pouvoir à Anne MARTIN (Maire)", "Jean DUPONT",
	    "Anne MARTIN" },
	{ "Jean DUPONT", NULL, NULL }, { "", NULL, NULL },
	{ "donne pouvoir à Anne MARTIN", NULL, NULL },
	{ "réunis à la mairie", NULL, NULL },
	{ "Jean DUPONT donne pouvoir à", NULL, NULL },
};

START_TEST(a_proxy_converts_or_is_refused)
{
	char *from = NULL, *to = NULL;
	int r = convert_proxy(proxies[_i].from, &from, &to);

	if (proxies[_i].giver == NULL) {
		ck_assert_msg(r == -EINVAL, "%s gave %s, %s",
		    proxies[_i].from, from, to);
		ck_assert_ptr_null(from);
		ck_assert_ptr_null(to);
	} else {
		ck_assert_msg(r == 0, "refused: %s", proxies[_i].from);
		ck_assert_str_eq(from, proxies[_i].giver);
		ck_assert_str_eq(to, proxies[_i].receiver);
	}
	free(from);
	free(to);
}
END_TEST

static const struct {
	const char *from, *to;
} proxy_lists[] = {
	{ "", "" },
	{ "Jean DUPONT donne pouvoir à Anne\nMARTIN, Paul PETIT donne "
	  "pouvoir à Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "M. Jean DUPONT à M. Paul DA COSTA : Mme Léa ROY à M. Luc PETIT",
	    "Jean DUPONT|Paul DA COSTA|Léa ROY|Luc PETIT" },
	{ "Jean DUPONT donne pouvoir au profit", "" },
	{ "M. Jean DUPONT donne pouvoir pour voter en son nom à Mme Anne "
	  "MARTIN, M. Paul PETIT en faveur de M. Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "M. Jean DUPONT a délégué son vote à Mme Anne MARTIN\nM. Paul "
	  "PETIT, mandataire M. Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "Jean DUPONT a transmis son pouvoir à Anne MARTIN ; Paul PETIT a "
	  "donné tout pouvoir à Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "Lille : Jean DUPONT à Paul ROY\nLens : Léa ROY à Luc PETIT",
	    "Jean DUPONT|Paul ROY|Léa ROY|Luc PETIT" },
	/* A giver before a colon is no label, nor is what leads to a name. */
	{ "Jean DUPONT : pouvoir à Anne MARTIN\nPaul PETIT : a donné "
	  "pouvoir à Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "Jean DUPONT : adjoint, représenté par Anne MARTIN",
	    "Jean DUPONT|Anne MARTIN" },
	{ "Jean DUPONT : à Anne MARTIN\nPaul PETIT : à Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "M. Jean DUPONT donne pouvoir à: Mme Anne MARTIN\nPaul PETIT "
	  "donne pouvoir à : Luc ROY",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "M. Jean DUPONT à M. Paul DA COSTA, Mme Léa ROY à M. Luc PETIT.",
	    "Jean DUPONT|Paul DA COSTA|Léa ROY|Luc PETIT" },
	{ "LENS M. Jean DUPONT à M. Paul DA COSTA\nLOOS Mme Léa ROY à M. Luc "
	  "PETIT",
	    "Jean DUPONT|Paul DA COSTA|Léa ROY|Luc PETIT" },
	{ "Jean DUPONT à Anne MARTIN ; Léa ROY à Luc PETIT",
	    "Jean DUPONT|Anne MARTIN|Léa ROY|Luc PETIT" },
	{ "Anne MARTIN (pouvoir à Jean DUPONT) – Luc ROY (pouvoir à Léa "
	  "PETIT)", "Anne MARTIN|Jean DUPONT|Luc ROY|Léa PETIT" },
	{ "étaient présents ou représentés à l'exception de Jean DUPONT, "
	  "ayant donné pouvoir à Anne MARTIN, Paul PETIT, ayant donné "
	  "pouvoir à Luc ROY, Léa NOIR, Max BLANC étant absents.",
	    "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "Paul NOIR (excusé), Jean DUPONT (pouvoir à Anne MARTIN)",
	    "Jean DUPONT|Anne MARTIN" },
	{ "Jean DUPONT donne pouvoir à Anne MARTIN Paul PETIT donne pouvoir "
	  "à Luc ROY", "Jean DUPONT|Anne MARTIN|Paul PETIT|Luc ROY" },
	{ "Jean DUPONT, Anne MARTIN et Paul PETIT qui avaient respectivement "
	  "donné procuration à Luc ROY, Léa NOIR et Max BLANC",
	    "Jean DUPONT|Luc ROY|Anne MARTIN|Léa NOIR|Paul PETIT|Max BLANC" },
	{ "Jean DUPONT et Anne MARTIN ont respectivement donné pouvoir à "
	  "Luc ROY", "" },
	{ "Jean DUPONT à M. le Maire, Luc ROY à Mme la Présidente",
	    "Jean DUPONT|le Maire|Luc ROY|la Présidente" },
};

START_TEST(a_list_of_proxies_converts)
{
	char **list;
	size_t n;

	ck_assert_int_eq(convert_proxies(proxy_lists[_i].from, &list, &n), 0);
	ck_assert_str_eq(joined(list, 2 * n), proxy_lists[_i].to);
	convert_people_free(list, 2 * n);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("person");
	TCase *tc = tcase_create("person");

	tcase_add_loop_test(tc, a_person_converts_or_is_refused, 0,
	    sizeof(people) / sizeof(people[0]));
	tcase_add_loop_test(tc, a_list_of_people_converts, 0,
	    sizeof(lists) / sizeof(lists[0]));
	tcase_add_loop_test(tc, one_of_two_is_in_the_room, 0,
	    sizeof(stand_ins) / sizeof(stand_ins[0]));
	tcase_add_loop_test(tc, long_lines_are_no_burden, 0, 7);
	tcase_add_test(tc, blank_lines_below_places_are_no_burden);
	tcase_add_test(tc, lines_that_go_on_are_no_burden);
	tcase_add_loop_test(tc, a_proxy_converts_or_is_refused, 0,
	    sizeof(proxies) / sizeof(proxies[0]));
	tcase_add_loop_test(tc, a_list_of_proxies_converts, 0,
	    sizeof(proxy_lists) / sizeof(proxy_lists[0]));
	suite_add_tcase(s, tc);
	return suite_run(s);
}
