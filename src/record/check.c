#include <ctype.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "field/view.h"
#include "plugin/plugin.h"
#include "record/check.h"
#include "record/delib.h"

#define SURE	55	/* Tesseract's; below, a word may be another */
#define MANY_NAMES 10

/* A field that takes part in a contradiction. */
struct part {
	enum field_id	field;
	int		number;
	unsigned int	page;
};

static void __attribute__((format(printf, 5, 6)))
report(json_t *list, const char *code, const enum field_id *field, size_t n,
    const char *fmt, ...)
{
	json_t *pointers = json_array(), *entry;
	char *pointer;
	va_list ap;

	for (size_t i = 0; i < n; i++) {
		pointer = delib_pointer(field[i], -1);
		if (json_array_append_new(pointers, json_string(pointer)) < 0)
			abort();
		free(pointer);
	}
	va_start(ap, fmt);
	entry = json_pack("{s:s,s:o,s:o}", "code", code, "message",
	    json_vsprintf(fmt, ap), "pointeurs", pointers);
	va_end(ap);
	if (entry == NULL || json_array_append_new(list, entry) < 0)
		abort();
}

/* In French neither 0 nor 1 is a plural. */
static const char *
s(int n)
{
	return n > 1 ? "s" : "";
}

static const char *
declared(int n)
{
	return n > 1 ? "s sont déclarés" : " est déclaré";
}

/* So many of its items may be doubtful. */
static bool
is_sure(const struct delib *d, enum field_id f, size_t doubtful,
    unsigned int *ret_page)
{
	struct delib_words w;

	for (size_t i = 0; i < d->field[f].n; i++) {
		delib_words(d, f, i, &w);
		if (w.conf < SURE && doubtful-- == 0)
			return false;
		if (i == 0)
			*ret_page = w.page;
	}
	return d->field[f].n > 0;
}

/* A number that was read well. */
static bool
sure_int(const struct delib *d, enum field_id f, struct part *ret)
{
	ret->field = f;
	return delib_int(d, f, &ret->number) && is_sure(d, f, 0, &ret->page);
}

/*
 * How many names a list holds, if it was read well to its end.  Of many names
 * one may be doubtful: it is a name all the same.
 */
static bool
sure_list(const struct delib *d, enum field_id f, struct part *ret)
{
	ret->field = f;
	ret->number = (int)d->field[f].n;
	return d->field[f].left == 0 &&
	    is_sure(d, f, d->field[f].n / MANY_NAMES, &ret->page);
}

static bool
lists_chair(const struct delib *d)
{
	const struct field *list = &d->field[FIELD_LISTE_PRESENTS];
	const struct field *chair = &d->field[FIELD_PRESIDENT];

	for (size_t i = 0; chair->n > 0 && i < list->n; i++) {
		if (g_str_has_suffix(chair->value[0].text,
		    list->value[i].text))
			return true;	/* a stray word may stand before it */
	}
	return false;
}

/* The chair may be counted without being listed. */
static void
check_list(const struct delib *d, json_t *list)
{
	const enum field_id fields[] = {
		FIELD_PRESENTS, FIELD_LISTE_PRESENTS
	};
	struct part said, named;

	if (!sure_int(d, FIELD_PRESENTS, &said) ||
	    !sure_list(d, FIELD_LISTE_PRESENTS, &named) ||
	    said.number == named.number)
		return;
	if (said.number == named.number + 1 &&
	    d->field[FIELD_PRESIDENT].n > 0 && !lists_chair(d))
		return;
	report(list, "presents_liste", fields, 2, "%d présent%s "
	    "(page %u), mais %d nom%s (page %u).", said.number,
	    declared(said.number), said.page, named.number,
	    named.number > 1 ? "s sont listés" : " est listé", named.page);
}

/* A space of `words` may be a line's end in the act. */
static bool
begins(const char *s, const char *words)
{
	for (; *words != '\0'; s++, words++) {
		if (*words == ' ' && *s == '\n')
			continue;
		if (tolower((unsigned char)*s) != *words)
			return false;
	}
	return true;
}

/* Is one of the phrases, which end with a NULL, in the act? */
static bool
tells(const struct delib *d, const char *const *phrase)
{
	for (; *phrase != NULL; phrase++)
		for (const char *s = d->view->fold; *s != '\0'; s++)
			if (begins(s, *phrase))
				return true;
	return false;
}

/* Someone who took no part in the vote, counted or only named. */
static bool
tells_aside(const struct delib *d)
{
	static const char *const words[] = { "pas part au vote",
	    "pas pris part", "pas part a la", "ne participe",
	    "n'a pas participe", "n'ont pas participe", "sans prendre part",
	    "quitte la salle", "quitte la seance", "sorti de la salle",
	    "s'est retire", "s'etant retire", "se retire",
	    "hors de la presence", "sort de la", NULL };

	return tells(d, words);
}

/* Ballots that are neither for nor against. */
static bool
tells_blank(const struct delib *d)
{
	static const char *const words[] = { "bulletin blanc",
	    "bulletins blancs", "vote blanc", "votes blancs", "blancs :",
	    "blancs ou", "blancs et", "bulletin nul", "bulletins nuls",
	    "nuls :", "refus de vote", NULL };

	return tells(d, words);
}

#define BEARS "porteur de "

/* « porteur de trois voix », and not « porteur de projet ». */
static bool
bears_votes(const char *s)
{
	const char *votes;

	if (!begins(s, BEARS))
		return false;
	s += strlen(BEARS);
	votes = strstr(s, "voix");
	return votes != NULL && votes - s < (ptrdiff_t)strlen("vingt-quatre ");
}

/* Members who have several votes each. */
static bool
tells_weight(const struct delib *d)
{
	static const char *const words[] = { "ponder", "total des voix",
	    " voix),", " voix) ;", "voix chacun", NULL };

	for (const char *s = d->view->fold; *s != '\0'; s++)
		if (bears_votes(s))
			return true;
	return tells(d, words);
}

/* A notice that the law lets be shorter: CGCT L2121-11, L2121-12, L2121-17. */
static bool
tells_short_notice(const struct delib *d)
{
	static const char *const words[] = { "en urgence", "cas d'urgence",
	    "l'urgence", "procedure d'urgence", "seconde convocation",
	    "deuxieme convocation", "2eme convocation", "nouvelle convocation",
	    "faute de quorum", "quorum n'ayant pas", "quorum n'a pas", NULL };

	return tells(d, words);
}

/* Someone who votes for another, in whatever words. */
static bool
tells_proxy(const struct delib *d)
{
	static const char *const words[] = { "procuration", "pouvoir a",
	    "pouvoirs a", "pouvoir de ", "pouvoir :", "pouvoirs :", "pouvoir:",
	    "pouvoirs:", "pouvoir (", "pouvoirs (", "(pouvoir", "pouvoirs\n",
	    "pouvoir\n", "de pouvoirs", "donne mandat", "mandat a ",
	    "mandataire", "delegation de vote",
	    "donne pouvoir", "representes :", "represente par",
	    "representee par", "representes par", "represente :",
	    "representes\n", "(represent", "supplee", "suppleant",
	    "avec pouvoir", NULL };

	return tells(d, words);
}

/* How many members have a proxy said in brackets behind their name. */
static size_t
bracketed_proxies(const struct delib *d)
{
	static const char *const words[] = { "(pouvoir a", "(procuration a",
	    "(donne pouvoir", "(a donne pouvoir" };
	const char *s = d->view->fold;
	size_t n = 0;

	for (; (s = strchr(s, '(')) != NULL; s++)
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			n += strncasecmp(s, words[i], strlen(words[i])) == 0;
	return n;
}

/* Proxies: as declared, else as listed; none where the act tells of none. */
static bool
sure_proxies(const struct delib *d, struct part *ret)
{
	if (d->field[FIELD_POUVOIRS].n > 0)
		return sure_int(d, FIELD_POUVOIRS, ret);
	if (sure_list(d, FIELD_LISTE_POUVOIRS, ret))
		/* Else one was not read. */
		return bracketed_proxies(d) <=
		    d->field[FIELD_LISTE_POUVOIRS].n;
	*ret = (struct part){ .field = FIELD_LISTE_POUVOIRS };
	return d->field[FIELD_LISTE_POUVOIRS].n == 0 &&
	    d->field[FIELD_LISTE_POUVOIRS].left == 0 && !tells_proxy(d);
}

static void
check_voters(const struct delib *d, json_t *list)
{
	struct part present, proxies, voters;
	enum field_id fields[3];
	int apart = 0, sum;

	if (!sure_int(d, FIELD_PRESENTS, &present) ||
	    !sure_int(d, FIELD_VOTANTS, &voters) ||
	    !sure_proxies(d, &proxies))
		return;
	(void)delib_int(d, FIELD_NPPV, &apart);
	sum = present.number + proxies.number;
	if (sum == voters.number || sum - apart == voters.number)
		return;
	fields[0] = FIELD_VOTANTS;
	fields[1] = FIELD_PRESENTS;
	fields[2] = proxies.field;
	if (proxies.number == 0) {
		report(list, "votants", fields, 2, "%d votant%s "
		    "(page %u), mais %d présent%s (page %u) et aucun pouvoir.",
		    voters.number, declared(voters.number), voters.page,
		    present.number, s(present.number), present.page);
		return;
	}
	report(list, "votants", fields, 3, "%d votant%s "
	    "(page %u), mais %d présent%s (page %u) et %d pouvoir%s (page %u) "
	    "en font %d.", voters.number, declared(voters.number), voters.page,
	    present.number, s(present.number), present.page, proxies.number,
	    s(proxies.number), proxies.page, sum);
}

/*
 * The votes against the voters.  What the page does not state may explain
 * votes that lack, never votes too many.
 */
static void
check_votes(const struct delib *d, json_t *list)
{
	static const enum field_id fields[] = {
		FIELD_VOTANTS, FIELD_POUR, FIELD_CONTRE, FIELD_ABSTENTION
	};
	struct part voters, yes, part;
	bool whole = true;
	int sum, apart;

	if (!sure_int(d, FIELD_VOTANTS, &voters) ||
	    !sure_int(d, FIELD_POUR, &yes))
		return;
	sum = yes.number;
	for (size_t i = 2; i < 4; i++) {
		if (d->field[fields[i]].n == 0)
			whole = false;
		else if (!sure_int(d, fields[i], &part))
			return;
		else
			sum += part.number;
	}
	if (sum == voters.number)
		return;
	if (delib_int(d, FIELD_NPPV, &apart) && sum + apart == voters.number)
		return;
	if (sum < voters.number &&
	    (!whole || tells_aside(d) || tells_blank(d)))
		return;
	if (sum > voters.number && tells_weight(d))
		return;
	report(list, "votes", fields, 4, "%d votant%s (page %u), "
	    "mais les voix (page %u) en font %d.", voters.number,
	    declared(voters.number), voters.page, yes.page, sum);
}

static void
check_cast(const struct delib *d, json_t *list)
{
	const enum field_id fields[] = {
		FIELD_EXPRIMES, FIELD_POUR, FIELD_CONTRE
	};
	struct part cast, yes, no;

	if (!sure_int(d, FIELD_EXPRIMES, &cast) ||
	    !sure_int(d, FIELD_POUR, &yes) ||
	    !sure_int(d, FIELD_CONTRE, &no) ||
	    cast.number == yes.number + no.number)
		return;
	report(list, "exprimes", fields, 3, "%d suffrage%s exprimé%s "
	    "(page %u), mais %d pour et %d contre (page %u) en font "
	    "%d.", cast.number, s(cast.number), declared(cast.number),
	    cast.page, yes.number, no.number, yes.page,
	    yes.number + no.number);
}

static bool
sure_date(const struct delib *d, enum field_id f, int32_t *ret_days,
    unsigned int *ret_page)
{
	struct date date;

	if (!delib_date(d, f, &date) || !is_sure(d, f, 0, ret_page) ||
	    d->field[f].value[0].repaired)
		return false;
	*ret_days = date_days(date);
	return true;
}

static void
check_notice(const struct delib *d, json_t *list)
{
	const enum field_id fields[] = { FIELD_CONVOCATION, FIELD_SEANCE };
	int clear = plugin_clear_days(d->plugin);
	unsigned int page, sitting_page;
	int32_t notice, sitting;
	int days;

	if (!sure_date(d, FIELD_CONVOCATION, &notice, &page) ||
	    !sure_date(d, FIELD_SEANCE, &sitting, &sitting_page) ||
	    sitting - notice > clear ||
	    (sitting > notice && tells_short_notice(d)))
		return;
	days = sitting == notice ? 0 : (int)(sitting - notice - 1);
	if (notice > sitting)
		report(list, "convocation_delai", fields, 2, "La convocation "
		    "(page %u) est datée d'après la séance (page %u).", page,
		    sitting_page);
	else
		report(list, "convocation_delai", fields, 2, "La convocation "
		    "(page %u) précède la séance (page %u) de %d jour%s "
		    "franc%s ; il en faut %d (CGCT L2121-11, L2121-12).",
		    page, sitting_page, days, s(days), s(days), clear);
}

static void
check_order(const struct delib *d, json_t *list)
{
	static const struct {
		enum field_id	 field;
		const char	*name;
	} later[] = {
		{ FIELD_TRANSMISSION, "La transmission" },
		{ FIELD_RECEPTION, "La réception en préfecture" },
		{ FIELD_PUBLICATION, "La publication" },
	};
	unsigned int page, sitting_page;
	int32_t days, sitting;

	if (!sure_date(d, FIELD_SEANCE, &sitting, &sitting_page))
		return;
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
		const enum field_id fields[] = {
			later[i].field, FIELD_SEANCE
		};

		if (sure_date(d, later[i].field, &days, &page) &&
		    days < sitting)
			report(list, "transmission_avant_seance", fields, 2,
			    "%s (page %u) est datée d'avant la séance "
			    "(page %u).", later[i].name, page, sitting_page);
	}
}

/* Dates that no calendar has, and weekdays that are another's. */
static void
check_calendar(const struct delib *d, json_t *list)
{
	static const char *const day[] = { "", "lundi", "mardi", "mercredi",
	    "jeudi", "vendredi", "samedi", "dimanche" };
	const struct value *v;
	unsigned int page;

	for (enum field_id f = FIELD_SEANCE; f <= FIELD_SIGNATURE; f++) {
		if (d->field[f].n == 0 || !is_sure(d, f, 0, &page))
			continue;
		v = &d->field[f].value[0];
		if (!date_exists(v->date))
			report(list, "date_inexistante", &f, 1, "Le "
			    "%02d/%02d/%04d (page %u) n'existe pas.",
			    v->date.day, v->date.month, v->date.year, page);
		else if (v->weekday > 0 &&
		    v->weekday != date_weekday(v->date))
			report(list, "jour_semaine", &f, 1, "Le "
			    "%02d/%02d/%04d est un %s, mais la page %u dit "
			    "%s.", v->date.day, v->date.month, v->date.year,
			    day[date_weekday(v->date)], page,
			    day[v->weekday]);
	}
}

/* A search that was cut off has not shown that the page says nothing. */
static void
check_rules(const struct delib *d, json_t *list)
{
	char *motif;

	if (d->view->cut_off)
		report(list, "regle_interrompue", NULL, 0, "Le texte n'a "
		    "pu être découpé entièrement : des délibérations peuvent "
		    "manquer.");
	for (enum field_id f = 0; f < FIELDS; f++) {
		if (d->field[f].cut == NULL)
			continue;
		motif = plugin_motif(d->field[f].cut);
		report(list, "regle_interrompue", &f, 1, "La règle %s "
		    "demandait trop de recherches et a été interrompue : ce "
		    "champ peut manquer ou être incomplet.", motif);
		free(motif);
	}
}

json_t *
check_json(const struct delib *d)
{
	static void (*const checks[])(const struct delib *, json_t *) = {
		check_list, check_voters, check_votes, check_cast,
		check_notice, check_order, check_calendar, check_rules,
	};
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		checks[i](d, list);
	return list;
}
