#ifndef GREFFIER_PLUGIN_FIELD_H
#define GREFFIER_PLUGIN_FIELD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The fields that a plugin may fill: one row each, in the record's order.
 * The path is the record's own, with dots ("dates.seance").
 */
enum field_type {
	TYPE_LINE,		/* one line, as printed */
	TYPE_LOWER,		/* one line, in small letters */
	TYPE_CODE,		/* as printed, without spaces */
	TYPE_DATE,
	TYPE_HOUR,
	TYPE_INT,
	TYPE_BOOL,
	TYPE_ENUM,
	TYPE_PERSON,
	TYPE_PERSONS,
	TYPE_PROXIES,		/* parts: de, a */
	TYPE_ITEMS,		/* sentences */
	TYPE_MONIES,
	TYPE_REFERENCES,	/* parts: type, numero, code, date */
	TYPES
};

enum field_id {
	FIELD_NOM, FIELD_TYPE, FIELD_DEPARTEMENT, FIELD_ARRONDISSEMENT,
	FIELD_ORGANE, FIELD_NUMERO, FIELD_OBJET,
	FIELD_SEANCE, FIELD_CONVOCATION, FIELD_AFFICHAGE, FIELD_TRANSMISSION,
	FIELD_RECEPTION, FIELD_PUBLICATION, FIELD_SIGNATURE,
	FIELD_HEURE, FIELD_LIEU, FIELD_PRESIDENT, FIELD_SECRETAIRE,
	FIELD_EN_EXERCICE, FIELD_PRESENTS, FIELD_ABSENTS, FIELD_EXCUSES,
	FIELD_POUVOIRS, FIELD_VOTANTS,
	FIELD_LISTE_PRESENTS, FIELD_LISTE_ABSENTS, FIELD_LISTE_EXCUSES,
	FIELD_LISTE_POUVOIRS,
	FIELD_RESULTAT, FIELD_UNANIMITE, FIELD_POUR, FIELD_CONTRE,
	FIELD_ABSTENTION, FIELD_EXPRIMES, FIELD_NPPV,
	FIELD_ACTE_ID, FIELD_SIREN, FIELD_NATURE, FIELD_MATIERE_CODE,
	FIELD_MATIERE_NOM,
	FIELD_VISAS, FIELD_CONSIDERANTS, FIELD_DECISIONS, FIELD_MONTANTS,
	FIELD_REFERENCES,
	FIELDS
};

struct field_def {
	const char	*path;
	enum field_type	 type;
	const char *const *values;	/* of TYPE_ENUM, NULL-ended */
};

extern const struct field_def plugin_fields[FIELDS];

/* The row of a path, or FIELDS. */
enum field_id	 plugin_field_find(const char *path);

/*
 * The path that such a one was most likely meant for, or NULL: one that it
 * shortens ("dept", "nom"), or else the nearest.
 */
const char	*plugin_field_near(const char *path);

/* Has the field a list for its value? */
bool		 plugin_field_is_list(enum field_type type);

/*
 * The named groups that fill the parts of a list's item, NULL-ended; NULL for
 * a type without parts.
 */
const char *const *plugin_field_parts(enum field_type type);

/* May this text stand as a constant of that field?  If not, what may. */
bool		 plugin_field_takes(enum field_id id, const char *value,
		    const char **ret_expected);

#endif /* GREFFIER_PLUGIN_FIELD_H */
