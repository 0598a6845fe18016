#include <stddef.h>

#include "base/verdict.h"

static const struct {
	const char	*name;	/* for programs: never changes once published */
	bool		 again;	/* may the same file be read another time? */
	const char	*clerk;	/* what it is, then what to do */
} rows[VERDICTS] = {
	[VERDICT_OK] = { "ok", true,
	    "Le document a été lu." },
	[VERDICT_EMPTY] = { "empty", false,
	    "Le fichier est vide : il ne contient aucun octet. La copie a sans "
	    "doute été interrompue ; déposez à nouveau le document ou "
	    "numérisez-le encore une fois." },
	[VERDICT_UNKNOWN_TYPE] = { "unknown-type", false,
	    "Ce fichier n'est ni un PDF ni une image lisible ici, quel que soit "
	    "son nom. Déposez le document en PDF, TIFF, JPEG ou PNG ; dans Word "
	    "ou LibreOffice : Fichier, Enregistrer sous (ou Exporter), PDF ; "
	    "d'une archive (ZIP) ou d'un courriel, sortez d'abord les "
	    "documents, et déposez chacun ; "
	    "sur un iPhone, dont les photos sont en HEIC : Réglages, Appareil "
	    "photo, Formats, Le plus compatible." },
	[VERDICT_DAMAGED] = { "damaged", false,
	    "Le fichier est abîmé ou incomplet et ne peut pas être ouvert : la "
	    "numérisation ou la copie a sans doute été interrompue. Numérisez "
	    "à nouveau le document, ou redemandez-le à son expéditeur." },
	[VERDICT_ENCRYPTED] = { "encrypted", false,
	    "Ce PDF est protégé par un mot de passe. Ouvrez-le avec son mot de "
	    "passe, choisissez Imprimer, puis « Enregistrer au format PDF » "
	    "comme imprimante, et déposez le nouveau fichier ; ou redemandez "
	    "à son expéditeur un PDF sans mot de passe." },
	[VERDICT_NO_PAGE] = { "no-page", false,
	    "Le fichier s'ouvre mais ne contient aucune page. Numérisez à "
	    "nouveau le document." },
	[VERDICT_TOO_MANY_PAGES] = { "too-many-pages", false,
	    "Le document a trop de pages pour être lu d'un seul tenant. "
	    "Partagez-le en plusieurs fichiers, puis déposez-les." },
	[VERDICT_TOO_MANY_BYTES] = { "too-many-bytes", false,
	    "Le fichier est trop gros. Numérisez à nouveau le document à 300 "
	    "points par pouce, ou partagez-le en plusieurs fichiers." },
	[VERDICT_TOO_MANY_PIXELS] = { "too-many-pixels", false,
	    "Une image du document est démesurée. Numérisez à nouveau le "
	    "document à 300 points par pouce." },
	[VERDICT_TOO_SMALL] = { "too-small", false,
	    "L'image est trop petite pour contenir une ligne de texte. "
	    "Numérisez à nouveau le document à 300 points par pouce." },
	[VERDICT_BLANK] = { "blank", false,
	    "Toutes les pages sont blanches. "
	    "Vérifiez que les feuilles ont été placées du bon côté dans le "
	    "copieur, puis numérisez-les à nouveau." },
	[VERDICT_TIMEOUT] = { "timeout", true,
	    "La lecture du document a pris trop de temps et a été arrêtée. "
	    "Numérisez-le à nouveau, en noir et blanc ou en niveaux de gris, "
	    "à 300 points par pouce." },
	[VERDICT_CRASH] = { "crash", true,
	    "La lecture du document s'est interrompue brutalement : le "
	    "fichier est probablement abîmé. Numérisez-le à nouveau ; si "
	    "cela se reproduit, prévenez la personne qui administre le "
	    "service." },
	[VERDICT_MEMORY] = { "memory", true,
	    "La lecture du document demande trop de mémoire. Numérisez-le à "
	    "nouveau à 300 points par pouce, ou partagez-le en plusieurs "
	    "fichiers." },
	[VERDICT_PROTOCOL] = { "protocol", true,
	    "La lecture du document a donné un résultat incohérent, qui a "
	    "été refusé. Prévenez la personne qui administre le service." },
	[VERDICT_NO_RECORD] = { "no-record", true,
	    "Le document a été lu, mais sa fiche n'a pas pu être établie. "
	    "Prévenez la personne qui administre le service." },
	[VERDICT_UNREADABLE] = { "unreadable", false,
	    "Le service n'a pas le droit de lire ce fichier. Déposez-en une "
	    "copie ; si cela se reproduit, prévenez la personne qui "
	    "administre le service : les permissions du dossier de dépôt "
	    "sont à revoir." },
	[VERDICT_NO_TEXT] = { "no-text", false,
	    "Les pages ne sont pas blanches, mais aucun texte lisible n'y a "
	    "été trouvé. Vérifiez qu'il s'agit bien d'un texte imprimé et que "
	    "la numérisation est nette, puis numérisez-le à nouveau à 300 "
	    "points par pouce." },
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

bool
verdict_again(enum verdict v)
{
	return (unsigned)v < VERDICTS && rows[v].again;
}
