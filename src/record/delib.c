#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"
#include "record/delib.h"
#include "text/text.h"
#include "words/page.h"

#define SMEAR_CONF	50	/* of 100 */
#define YEARS_OFF	5	/* no act is sent or posted so late */
#define BESIDE_DAYS	15	/* between an act's being sent and posted */
#define FEW_WORDS 6	/* so many are as sure as the worst of them */

static void
set_value(struct field *r, const struct value *v, const struct rule *rule)
{
	r->value = xmalloc(sizeof(*r->value));
	r->value[0] = *v;
	r->n = 1;
	r->rule = rule;
}

/* What the recognised words state; a plugin that was forced states nothing. */
static void
apply_stated(struct delib *d)
{
	const struct stated *s;
	struct value v;

	if (d->recognised->score == 0)
		return;
	for (size_t i = 0; i < d->plugin->stateds; i++) {
		s = &d->plugin->stated[i];
		v = (struct value){ 0 };
		value_constant(plugin_fields[s->field].type, s->value, &v);
		set_value(&d->field[s->field], &v, NULL);
		d->stated[s->field] = true;
	}
}

/*
 * A vote against, or an abstention, says that it was not unanimous; zeroes do
 * not say that it was.  Beside votes for and against, « à l'unanimité » is
 * another vote's, of a commission or of one article.
 */
static void
apply_dissent(struct delib *d)
{
	static const enum field_id dissent[] = {
		FIELD_CONTRE, FIELD_ABSTENTION
	};
	struct value no = { .number = 0 };
	struct field *said = &d->field[FIELD_UNANIMITE];
	const struct field *r;
	int n, yes;

	if (said->n > 0 && (!delib_int(d, FIELD_CONTRE, &n) || n == 0 ||
	    !delib_int(d, FIELD_POUR, &yes) || yes == 0))
		return;
	field_clear(said);
	for (size_t i = 0; i < 2; i++) {
		r = &d->field[dissent[i]];
		if (!delib_int(d, dissent[i], &n) || n == 0)
			continue;
		for (size_t s = 0; s < r->value[0].spans; s++)
			value_add_span(&no, r->value[0].span[s]);
		set_value(said, &no, r->rule);
		return;
	}
}

/* « émet un avis défavorable »: who was against has decided that. */
static bool
is_unfavourable(const struct delib *d)
{
	const struct field *r = &d->field[FIELD_DECISIONS];
	const char *text, *word;

	for (size_t i = 0; i < r->n; i++) {
		text = r->value[i].text;
		for (word = text; (word = strcasestr(word, "favorable")) !=
		    NULL; word++)
			if (word > text &&
			    strchr("eE\x89\xa9", word[-1]) != NULL) /* é */
				return true;
	}
	return false;
}

/*
 * More against than for: the act was rejected, whatever its articles would
 * have decided.
 */
static void
apply_count(struct delib *d)
{
	struct field *r = &d->field[FIELD_RESULTAT];
	const struct value *no;
	struct value lost = { 0 };
	int yes, against;

	if (!delib_int(d, FIELD_POUR, &yes) ||
	    !delib_int(d, FIELD_CONTRE, &against) || against <= yes ||
	    (r->n > 0 && strcmp(r->value[0].text, "adopte") != 0) ||
	    is_unfavourable(d))
		return;
	no = &d->field[FIELD_CONTRE].value[0];
	for (size_t i = 0; i < no->spans; i++)
		value_add_span(&lost, no->span[i]);
	value_constant(TYPE_ENUM, "rejete", &lost);
	field_clear(r);
	set_value(r, &lost, d->field[FIELD_CONTRE].rule);
}

/* What was rejected or put off was not decided. */
static void
apply_refusal(struct delib *d)
{
	const struct field *r = &d->field[FIELD_RESULTAT];

	if (r->n == 0 || (strcmp(r->value[0].text, "rejete") != 0 &&
	    strcmp(r->value[0].text, "ajourne") != 0))
		return;
	d->undecided = d->field[FIELD_DECISIONS].rule;
	field_clear(&d->field[FIELD_DECISIONS]);
}

/* In how many of its digits does a year differ from another? */
static int
digits_apart(int a, int b)
{
	int n = 0;

	for (; a > 0 || b > 0; a /= 10, b /= 10)
		n += a % 10 != b % 10;
	return n;
}

/* Is a second date of the act near its séance, which is right then? */
static bool
is_upheld(const struct delib *d, struct date sitting)
{
	struct date date;

	for (enum field_id f = FIELD_CONVOCATION; f <= FIELD_SIGNATURE; f++) {
		if (delib_date(d, f, &date) &&
		    abs(date.year - sitting.year) <= 1)
			return true;
	}
	return false;
}

/*
 * Would the date, in the year of the séance, stand beside another of those that
 * follow it?  A year later no one sends or posts the same act on such a day.
 */
static bool
is_beside(const struct delib *d, enum field_id f, struct date date,
    struct date sitting)
{
	struct date other, meant = { sitting.year, date.month, date.day };

	if (f == FIELD_CONVOCATION || !date_exists(meant) ||
	    date_days(meant) < date_days(sitting) ||
	    digits_apart(date.year, sitting.year) > 1)
		return false;
	for (enum field_id k = FIELD_AFFICHAGE; k <= FIELD_SIGNATURE; k++)
		if (k != f && delib_date(d, k, &other) &&
		    other.year == sitting.year &&
		    abs(date_days(other) - date_days(meant)) <= BESIDE_DAYS)
			return true;
	return false;
}

/*
 * The year of a small stamp is misread first, « 2073 » for 2023: where the
 * act's other dates stand together, a date that is years off takes the year
 * that differs from its own in one digit, or says nothing (as a 29 February
 * of no leap year would).
 */
static void
mend_years(struct delib *d)
{
	struct date sitting, date;
	struct delib_words w;

	if (!delib_date(d, FIELD_SEANCE, &sitting) || !is_upheld(d, sitting))
		return;
	for (enum field_id f = FIELD_CONVOCATION; f <= FIELD_SIGNATURE; f++) {
		if (d->field[f].n == 0)
			continue;
		delib_words(d, f, 0, &w);
		date = d->field[f].value[0].date;
		if (w.conf == 100 || date.year == sitting.year ||
		    (abs(date.year - sitting.year) < YEARS_OFF &&
		    !is_beside(d, f, date, sitting)))
			continue;
		if (digits_apart(date.year, sitting.year) > 1 ||
		    !date_exists((struct date){ sitting.year, date.month,
		    date.day })) {
			field_clear(&d->field[f]);
			continue;
		}
		d->field[f].value[0].date.year = sitting.year;
		d->field[f].value[0].repaired = true;
	}
}

/* « 0 € » in a badly read word is a smear beside a seal, not a sum. */
static void
drop_smears(struct delib *d)
{
	struct field *r = &d->field[FIELD_MONTANTS];
	struct delib_words w;
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++) {
		delib_words(d, FIELD_MONTANTS, i, &w);
		if (r->value[i].cents == 0 && w.conf < SMEAR_CONF)
			value_clear(&r->value[i]);
		else
			r->value[kept++] = r->value[i];
	}
	r->n = kept;
}

struct delib *
delib_read(struct view *v, const struct plugin *p,
    const struct recognised *rec)
{
	struct delib *d = xcalloc(1, sizeof(*d));

	d->view = v;
	d->plugin = p;
	d->recognised = rec;
	apply_stated(d);
	regex_subject(v->fold, v->len);
	for (enum field_id f = 0; f < FIELDS; f++) {
		if (!d->stated[f])
			field_read(v, p, f, &d->field[f]);
	}
	regex_subject(NULL, 0);
	apply_dissent(d);
	apply_count(d);
	apply_refusal(d);
	drop_smears(d);
	mend_years(d);
	return d;
}

void
delib_free(struct delib *d)
{
	if (d == NULL)
		return;
	for (enum field_id f = 0; f < FIELDS; f++)
		field_clear(&d->field[f]);
	free(d);
}

bool
delib_int(const struct delib *d, enum field_id f, int *ret)
{
	if (d->field[f].n == 0)
		return false;
	*ret = d->field[f].value[0].number;
	return true;
}

bool
delib_date(const struct delib *d, enum field_id f, struct date *ret)
{
	if (d->field[f].n == 0 || !date_exists(d->field[f].value[0].date))
		return false;
	*ret = d->field[f].value[0].date;
	return true;
}

char *
delib_pointer(enum field_id f, int item)
{
	const char *path = plugin_fields[f].path;
	char *s = item >= 0 ? xasprintf("/%s/%d", path, item) :
	    xasprintf("/%s", path);

	for (char *dot = s; (dot = strchr(dot, '.')) != NULL;)
		*dot = '/';
	return s;
}

static int
confidence(const struct text *t, size_t first, size_t n)
{
	int worst = 100, sum = 0, conf;

	for (size_t i = first; i < first + n; i++) {
		conf = text_conf(t, i);
		sum += conf;
		if (conf < worst)
			worst = conf;
	}
	return n == 0 ? 100 : n <= FEW_WORDS ? worst : sum / (int)n;
}

void
delib_words(const struct delib *d, enum field_id f, size_t item,
    struct delib_words *ret)
{
	const struct text *t = d->view->text;
	const struct value *v = &d->field[f].value[item];

	*ret = (struct delib_words){ .conf = 100 };
	if (d->stated[f] && d->recognised->n > 0)
		ret->n = text_words_in(t,
		    t->to_utf8[d->recognised->at[0].start],
		    t->to_utf8[d->recognised->at[0].end], &ret->first);
	else if (v->spans > 0)
		ret->n = view_words(d->view, v->span[0], &ret->first);
	if (ret->n == 0)
		return;
	ret->conf = confidence(t, ret->first, ret->n);
	ret->page = t->page[t->word[ret->first].page]->number;
}
