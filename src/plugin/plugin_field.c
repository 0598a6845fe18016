#include <ctype.h>
#include <string.h>

#include "base/yaml.h"
#include "plugin/plugin_field.h"

#define SHORT_LETTERS	3	/* fewer stand for anything */

static const char *const types[] = {
	"commune", "epci", "syndicat", "departement", "region", "autre", NULL
};

static const char *const results[] = {
	"adopte", "rejete", "ajourne", "pris acte", NULL
};

const struct field_def plugin_fields[FIELDS] = {
	[FIELD_NOM] = { "collectivite.nom", TYPE_LINE, NULL },
	[FIELD_TYPE] = { "collectivite.type", TYPE_ENUM, types },
	[FIELD_DEPARTEMENT] = { "collectivite.departement", TYPE_LINE, NULL },
	[FIELD_ARRONDISSEMENT] = {
	    "collectivite.arrondissement", TYPE_LINE, NULL },
	[FIELD_ORGANE] = { "organe", TYPE_LOWER, NULL },
	[FIELD_NUMERO] = { "numero", TYPE_CODE, NULL },
	[FIELD_OBJET] = { "objet", TYPE_LINE, NULL },
	[FIELD_SEANCE] = { "dates.seance", TYPE_DATE, NULL },
	[FIELD_CONVOCATION] = { "dates.convocation", TYPE_DATE, NULL },
	[FIELD_AFFICHAGE] = { "dates.affichage", TYPE_DATE, NULL },
	[FIELD_TRANSMISSION] = { "dates.transmission", TYPE_DATE, NULL },
	[FIELD_RECEPTION] = { "dates.reception", TYPE_DATE, NULL },
	[FIELD_PUBLICATION] = { "dates.publication", TYPE_DATE, NULL },
	[FIELD_SIGNATURE] = { "dates.signature", TYPE_DATE, NULL },
	[FIELD_HEURE] = { "heure", TYPE_HOUR, NULL },
	[FIELD_LIEU] = { "lieu", TYPE_LINE, NULL },
	[FIELD_PRESIDENT] = { "president", TYPE_PERSON, NULL },
	[FIELD_SECRETAIRE] = { "secretaire", TYPE_PERSON, NULL },
	[FIELD_EN_EXERCICE] = { "effectifs.en_exercice", TYPE_INT, NULL },
	[FIELD_PRESENTS] = { "effectifs.presents", TYPE_INT, NULL },
	[FIELD_ABSENTS] = { "effectifs.absents", TYPE_INT, NULL },
	[FIELD_EXCUSES] = { "effectifs.excuses", TYPE_INT, NULL },
	[FIELD_POUVOIRS] = { "effectifs.pouvoirs", TYPE_INT, NULL },
	[FIELD_VOTANTS] = { "effectifs.votants", TYPE_INT, NULL },
	[FIELD_LISTE_PRESENTS] = { "membres.presents", TYPE_PERSONS, NULL },
	[FIELD_LISTE_ABSENTS] = { "membres.absents", TYPE_PERSONS, NULL },
	[FIELD_LISTE_EXCUSES] = { "membres.excuses", TYPE_PERSONS, NULL },
	[FIELD_LISTE_POUVOIRS] = { "membres.pouvoirs", TYPE_PROXIES, NULL },
	[FIELD_RESULTAT] = { "vote.resultat", TYPE_ENUM, results },
	[FIELD_UNANIMITE] = { "vote.unanimite", TYPE_BOOL, NULL },
	[FIELD_POUR] = { "vote.pour", TYPE_INT, NULL },
	[FIELD_CONTRE] = { "vote.contre", TYPE_INT, NULL },
	[FIELD_ABSTENTION] = { "vote.abstention", TYPE_INT, NULL },
	[FIELD_EXPRIMES] = { "vote.exprimes", TYPE_INT, NULL },
	[FIELD_NPPV] = { "vote.nppv", TYPE_INT, NULL },
	[FIELD_ACTE_ID] = { "acte.id", TYPE_CODE, NULL },
	[FIELD_SIREN] = { "acte.siren", TYPE_CODE, NULL },
	[FIELD_NATURE] = { "acte.nature", TYPE_CODE, NULL },
	[FIELD_MATIERE_CODE] = { "acte.matiere_code", TYPE_CODE, NULL },
	[FIELD_MATIERE_NOM] = { "acte.matiere_nom", TYPE_LINE, NULL },
	[FIELD_VISAS] = { "visas", TYPE_ITEMS, NULL },
	[FIELD_CONSIDERANTS] = { "considerants", TYPE_ITEMS, NULL },
	[FIELD_DECISIONS] = { "decisions", TYPE_ITEMS, NULL },
	[FIELD_MONTANTS] = { "montants", TYPE_MONIES, NULL },
	[FIELD_REFERENCES] = { "references", TYPE_REFERENCES, NULL },
};

enum field_id
plugin_field_find(const char *path)
{
	enum field_id id = 0;

	while (id < FIELDS && strcmp(plugin_fields[id].path, path) != 0)
		id++;
	return id;
}

/* As "dept" for "departement": its letters, in their order. */
static bool
shortens(const char *word, const char *whole)
{
	if (strncmp(word, whole, 2) != 0 || strlen(word) < SHORT_LETTERS)
		return false;
	for (; *whole != '\0' && *word != '\0'; whole++)
		word += *word == *whole;
	return *word == '\0';
}

const char *
plugin_field_near(const char *path)
{
	const char *paths[FIELDS + 1] = { NULL }, *dot, *found = NULL;
	const char *group = strchr(path, '.');
	size_t n = group != NULL ? (size_t)(group - path) + 1 : 0;

	for (int i = 0; i < FIELDS; i++) {
		paths[i] = plugin_fields[i].path;
		dot = strchr(paths[i], '.');
		if (n > 0 ? strncmp(path, paths[i], n) != 0 ||
		    !shortens(path + n, paths[i] + n) :
		    !shortens(path, dot != NULL ? dot + 1 : paths[i]))
			continue;
		if (found == NULL || strlen(paths[i]) < strlen(found))
			found = paths[i];
	}
	return found != NULL ? found : yaml_nearest(path, paths);
}

bool
plugin_field_is_list(enum field_type type)
{
	return type == TYPE_PERSONS || type == TYPE_PROXIES ||
	    type == TYPE_ITEMS || type == TYPE_MONIES ||
	    type == TYPE_REFERENCES;
}

const char *const *
plugin_field_parts(enum field_type type)
{
	static const char *const proxy[] = { "de", "a", NULL };
	static const char *const reference[] = {
		"type", "numero", "code", "date", NULL
	};

	return type == TYPE_PROXIES ? proxy :
	    type == TYPE_REFERENCES ? reference : NULL;
}

static bool
is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n > 0 && n <= 6 && s[n] == '\0';
}

/* YYYY-MM-DD or HH:MM: 'd' in the shape stands for a digit. */
static bool
is_shaped(const char *s, const char *shape)
{
	for (; *shape != '\0'; s++, shape++) {
		if (*shape == 'd' ? !isdigit((unsigned char)*s) : *s != *shape)
			return false;
	}
	return *s == '\0';
}

static bool
is_among(const char *s, const char *const *values)
{
	while (*values != NULL && strcmp(*values, s) != 0)
		values++;
	return *values != NULL;
}

bool
plugin_field_takes(enum field_id id, const char *value,
    const char **ret_expected)
{
	const struct field_def *f = &plugin_fields[id];
	const char *expected = NULL;
	bool ok = value[0] != '\0';

	switch (f->type) {
	case TYPE_INT:
		ok = is_number(value);
		expected = "a whole number";
		break;
	case TYPE_BOOL:
		ok = strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
		expected = "true or false";
		break;
	case TYPE_DATE:
		ok = is_shaped(value, "dddd-dd-dd");
		expected = "a date like 2024-02-20";
		break;
	case TYPE_HOUR:
		ok = is_shaped(value, "dd:dd");
		expected = "an hour like 18:30";
		break;
	case TYPE_ENUM:
		ok = is_among(value, f->values);
		expected = id == FIELD_TYPE ?
		    "commune, epci, syndicat, departement, region or autre" :
		    "adopte, rejete, ajourne or pris acte";
		break;
	default:
		if (plugin_field_is_list(f->type))
			ok = false;
		expected = ok || !plugin_field_is_list(f->type) ?
		    "a text" : "null (a list has no constant value)";
		break;
	}
	if (!ok)
		*ret_expected = expected;
	return ok;
}
