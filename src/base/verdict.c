#include <stddef.h>

#include "base/verdict.h"

static const struct {
	const char	*name;	/* for programs: never changes once published */
	const char	*clerk;	/* what it is, then what to do */
} rows[VERDICTS] = {
	[VERDICT_OK] = { "ok",
	    "Le document a été lu." },
	[VERDICT_EMPTY] = { "empty",
	    "Le fichier est vide : il ne contient aucun octet. La copie a sans "
	    "doute été interrompue ; déposez à nouveau le document ou "
	    "numérisez-le encore une fois." },
	[VERDICT_UNKNOWN_TYPE] = { "unknown-type",
	    "Ce fichier n'est ni un PDF ni une image, quel que soit son nom. "
	    "Déposez le document en PDF, TIFF, JPEG ou PNG." },
	[VERDICT_DAMAGED] = { "damaged",
	    "Le fichier est abîmé ou incomplet et ne peut pas être ouvert. "
	    "Numérisez à nouveau le document, ou redemandez-le à son "
	    "expéditeur." },
	[VERDICT_ENCRYPTED] = { "encrypted",
	    "Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot "
	    "de passe, puis déposez-le à nouveau." },
	[VERDICT_NO_PAGE] = { "no-page",
	    "Le fichier s'ouvre mais ne contient aucune page. Numérisez à "
	    "nouveau le document." },
	[VERDICT_TOO_MANY_PAGES] = { "too-many-pages",
	    "Le document a trop de pages pour être lu d'un seul tenant. "
	    "Partagez-le en plusieurs fichiers, puis déposez-les." },
	[VERDICT_TOO_MANY_BYTES] = { "too-many-bytes",
	    "Le fichier est trop gros. Numérisez à nouveau le document à 300 "
	    "points par pouce, ou partagez-le en plusieurs fichiers." },
	[VERDICT_TOO_MANY_PIXELS] = { "too-many-pixels",
	    "Une image du document est démesurée. Numérisez à nouveau le "
	    "document à 300 points par pouce." },
	[VERDICT_TOO_SMALL] = { "too-small",
	    "L'image est trop petite pour contenir une ligne de texte. "
	    "Numérisez à nouveau le document à 300 points par pouce." },
	[VERDICT_BLANK] = { "blank",
	    "Aucun mot n'a été trouvé : toutes les pages sont blanches. "
	    "Vérifiez que les feuilles ont été placées du bon côté dans le "
	    "copieur, puis numérisez-les à nouveau." },
	[VERDICT_TIMEOUT] = { "timeout",
	    "La lecture du document a pris trop de temps et a été arrêtée. "
	    "Numérisez-le à nouveau, en noir et blanc ou en niveaux de gris, "
	    "à 300 points par pouce." },
	[VERDICT_CRASH] = { "crash",
	    "La lecture du document s'est interrompue brutalement : le "
	    "fichier est probablement abîmé. Numérisez-le à nouveau ; si "
	    "cela se reproduit, prévenez la personne qui administre le "
	    "service." },
	[VERDICT_MEMORY] = { "memory",
	    "La lecture du document demande trop de mémoire. Numérisez-le à "
	    "nouveau à 300 points par pouce, ou partagez-le en plusieurs "
	    "fichiers." },
	[VERDICT_PROTOCOL] = { "protocol",
	    "La lecture du document a donné un résultat incohérent, qui a "
	    "été refusé. Prévenez la personne qui administre le service." },
	[VERDICT_NO_RECORD] = { "no-record",
	    "Le document a été lu, mais sa fiche n'a pas pu être établie. "
	    "Prévenez la personne qui administre le service." },
	[VERDICT_UNREADABLE] = { "unreadable",
	    "Le service n'a pas le droit de lire ce fichier. Déposez-en une "
	    "copie ; si cela se reproduit, prévenez la personne qui "
	    "administre le service : les permissions du dossier de dépôt "
	    "sont à revoir." },
};

const char *
verdict_name(enum verdict v)
{
	if ((unsigned)v >= VERDICTS)
		return "unknown";
	return rows[v].name;
}

const char *
verdict_clerk(enum verdict v)
{
	if ((unsigned)v >= VERDICTS)
		return "Le document n'a pas pu être lu. Prévenez la personne "
		    "qui administre le service.";
	return rows[v].clerk;
}
