#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "text/formula.h"

#define LONG_WORD	9	/* letters that leave room for two slips */

static const char *const words[] = {
	/* dates and numbers */
	"janvier", "fevrier", "juillet", "septembre", "octobre", "novembre",
	"decembre", "mercredi", "vendredi", "samedi", "dimanche", "quatre",
	"treize", "quatorze", "quinze", "trente", "quarante", "cinquante",
	"soixante", "heures", "minutes",
	/* who meets */
	"conseil", "conseiller", "conseillers", "municipal", "municipale",
	"municipaux", "communautaire", "syndical", "departemental", "commune",
	"communaute", "syndicat", "departement", "arrondissement",
	"collectivite", "membre", "membres", "delegue", "delegues",
	/* how */
	"seance", "convocation", "convoque", "convoques", "presidence",
	"president", "presidente", "secretaire", "exercice", "nombre",
	"present", "presents", "presente", "presentes", "absent", "absents",
	"excuse", "excuses", "etaient", "representes", "pouvoir", "pouvoirs",
	"procuration", "procurations", "votant", "votants", "quorum",
	/* what is decided */
	"deliberation", "deliberations", "delibere", "registre", "extrait",
	"considerant", "decide", "approuve", "autorise", "adopte", "adoptee",
	"rejette", "rejetee", "article", "unanimite", "majorite", "contre",
	"abstention", "abstentions", "suffrages", "exprimes",
	/* what becomes of it */
	"prefecture", "reception", "transmission",
	"transmis", "teletransmission", "publication", "publie", "affiche",
	"affichage", "envoye", "signature", "controle", "legalite",
	"certifie", "executoire",
};

/*
 * What resembles one of them, and one only, and stands in acts as well: « une
 * recette » rejects nothing, and a « centre » is not against.
 */
static const char *const others[] = {
	"absentes", "adapte", "adaptee", "affichee", "affichees", "afficher",
	"agrandissement", "approuvee", "approuver", "articles", "attention",
	"autorisee", "autorisees", "autorisent", "autoriser", "autorite",
	"autorites", "centre", "certifiee", "certifier", "collective",
	"collectivites", "commun", "communautaires", "communaux", "communes",
	"communs", "conseille", "conseils", "controler", "controles",
	"convocations", "decede", "decidee", "decider", "deliberative",
	"deliberer", "departementale", "departements", "depassement", "egalite",
	"enregistre", "exception", "executive", "exercices", "exprime",
	"exprimee", "exprimees", "extraits", "invocation", "liberation",
	"manquante", "montre", "municipalite", "obtention", "oublie",
	"perception", "precedent", "precedente", "presence", "presentees",
	"public", "publications", "publiee", "publier", "recette", "refection",
	"registres", "rejetees", "rejeter", "rejetes", "relecture", "renvoye",
	"represente", "representee", "representees", "representent",
	"representer", "residence", "residences", "resident", "seances",
	"signataire", "signatures", "syndicale", "syndicales", "transmise",
	"transmises",
};

static bool
is_other(const char *small, size_t len)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strlen(others[i]) == len &&
		    memcmp(others[i], small, len) == 0)
			return true;
	return false;
}

/*
 * Letters to change, add or leave out (Levenshtein), `limit` + 1 at most: no
 * row has fewer than the one before, so most words are done after a few.
 */
static size_t
distance(const char *a, size_t na, const char *b, size_t nb, size_t limit)
{
	size_t row[FORMULA_MAX + 1], corner, above, best, least;

	if (na > nb + limit || nb > na + limit)
		return limit + 1;
	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		corner = row[0];
		row[0] = least = i;
		for (size_t j = 1; j <= nb; j++) {
			above = row[j];
			best = corner + (a[i - 1] != b[j - 1]);
			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			if (best < least)
				least = best;
			corner = above;
		}
		if (least > limit)
			return limit + 1;
	}
	return row[nb];
}

const char *
formula_mend(const char *word, size_t len)
{
	size_t limit = len >= LONG_WORD ? 2 : 1, best = limit + 1, d;
	const char *found = NULL;
	char small[FORMULA_MAX];

	if (len < FORMULA_MIN || len > FORMULA_MAX)
		return NULL;
	for (size_t i = 0; i < len; i++)
		small[i] = (char)tolower((unsigned char)word[i]);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		d = distance(small, len, words[i], strlen(words[i]), limit);
		if (d == 0)
			return NULL;
		if (d < best) {
			best = d;
			found = words[i];
		} else if (d == best) {
			found = NULL;
		}
	}
	return best <= limit && !is_other(small, len) ? found : NULL;
}
