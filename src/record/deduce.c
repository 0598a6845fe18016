#include <stdlib.h>
#include <string.h>

#include "record/deduce.h"
#include "record/delib.h"
#include "record/json_put.h"

static void
put_deduced(json_t *root, enum field_id f, json_t *value, const char *rule)
{
	char *pointer = delib_pointer(f, -1);
	json_t *entry = sure(json_object());

	put(entry, "valeur", value);
	put(entry, "regle", json_string(rule));
	put(root, pointer, entry);
	free(pointer);
}

static bool
is_open(const struct delib *d, enum field_id f)
{
	return d->field[f].n == 0;
}

/* How many vote: as declared, else présents and pouvoirs as declared. */
static bool
voters(const struct delib *d, int *ret)
{
	int present, proxies;

	if (delib_int(d, FIELD_VOTANTS, ret))
		return true;
	if (!delib_int(d, FIELD_PRESENTS, &present) ||
	    !delib_int(d, FIELD_POUVOIRS, &proxies))
		return false;
	*ret = present + proxies;
	return true;
}

/*
 * All voters vote pour, but for those who take no part.  What is rejected by
 * all may have been put to the vote either way round.
 */
static void
deduce_unanimous(const struct delib *d, json_t *root)
{
	const struct field *r = &d->field[FIELD_RESULTAT];
	int unanimous, all, apart = 0;

	if (!delib_int(d, FIELD_UNANIMITE, &unanimous) || !unanimous ||
	    r->n == 0 || strcmp(r->value[0].text, "adopte") != 0)
		return;
	(void)delib_int(d, FIELD_NPPV, &apart);
	if (is_open(d, FIELD_POUR) && is_open(d, FIELD_ABSTENTION) &&
	    voters(d, &all) && all >= apart)
		put_deduced(root, FIELD_POUR, json_integer(all - apart),
		    "unanimite: votants - nppv");
	if (is_open(d, FIELD_CONTRE))
		put_deduced(root, FIELD_CONTRE, json_integer(0), "unanimite");
}

static void
deduce_cast(const struct delib *d, json_t *root)
{
	int yes, no;

	if (delib_int(d, FIELD_POUR, &yes) &&
	    delib_int(d, FIELD_CONTRE, &no) && is_open(d, FIELD_EXPRIMES))
		put_deduced(root, FIELD_EXPRIMES, json_integer(yes + no),
		    "pour + contre");
}

static void
deduce_voters(const struct delib *d, json_t *root)
{
	int all;

	if (is_open(d, FIELD_VOTANTS) && voters(d, &all))
		put_deduced(root, FIELD_VOTANTS, json_integer(all),
		    "presents + pouvoirs");
}

/* Who is listed can be counted. */
static void
deduce_counts(const struct delib *d, json_t *root)
{
	static const struct { enum field_id count, list; } pairs[] = {
		{ FIELD_PRESENTS, FIELD_LISTE_PRESENTS },
		{ FIELD_ABSENTS, FIELD_LISTE_ABSENTS },
		{ FIELD_EXCUSES, FIELD_LISTE_EXCUSES },
		{ FIELD_POUVOIRS, FIELD_LISTE_POUVOIRS },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct field *list = &d->field[pairs[i].list];

		if (is_open(d, pairs[i].count) && list->n > 0 &&
		    list->left == 0)
			put_deduced(root, pairs[i].count,
			    json_integer((json_int_t)list->n), "noms listes");
	}
}

/* 059-215903667-20240220-2024_12-DE holds the number and the date. */
static void
deduce_stamp(const struct delib *d, json_t *root)
{
	const char *id, *date, *number, *nature;

	if (is_open(d, FIELD_ACTE_ID))
		return;
	id = d->field[FIELD_ACTE_ID].value[0].text;
	if ((date = strchr(id, '-')) == NULL ||
	    (date = strchr(date + 1, '-')) == NULL ||
	    (number = strchr(++date, '-')) == NULL || number - date != 8 ||
	    (nature = strrchr(++number, '-')) == NULL)
		return;
	if (is_open(d, FIELD_NUMERO) && nature > number)
		put_deduced(root, FIELD_NUMERO, json_stringn(number,
		    (size_t)(nature - number)), "acte.id");
	if (is_open(d, FIELD_SEANCE))
		put_deduced(root, FIELD_SEANCE, json_sprintf(
		    "%.4s-%.2s-%.2s", date, date + 4, date + 6), "acte.id");
}

json_t *
deduce_json(const struct delib *d)
{
	json_t *root = json_object();

	deduce_counts(d, root);
	deduce_voters(d, root);
	deduce_unanimous(d, root);
	deduce_cast(d, root);
	deduce_stamp(d, root);
	return root;
}
