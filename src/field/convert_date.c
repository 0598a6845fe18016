#include <errno.h>
#include <string.h>

#include "field/convert.h"
#include "field/phrase.h"

#define YEAR_MIN	1000	/* four digits; registers begin later */
#define YEAR_MAX	2099	/* beyond is a misread digit */
#define PIVOT		69	/* two digits above are of the last century */

/* What may stand before a date, or between its parts, and says nothing. */
#define LEADERS "le|la|du|de|d|'|en|a|au|ce|date|jour|,|.|:|;|-|et|l|(|\""
#define BEFORE_MONTH "du|mois|de|d|'|,|.|-"
#define BEFORE_YEAR ".|,|de|d|l|'|-|an|annee|en"

/* ------------------------------------------------------------------------- */
/* The calendar */

/*
 * Days since 1970-01-01 of the proleptic Gregorian calendar: years from March
 * on, so that the leap day is the last, in eras of 400 years.
 */
int32_t
date_days(struct date d)
{
	int32_t y = d.year - (d.month <= 2);
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t yoe = y - era * 400;
	int32_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 +
	    d.day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

bool
date_exists(struct date d)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;

	if (d.month < 1 || d.month > 12 || d.day < 1)
		return false;
	return d.day <= days[d.month - 1] + (d.month == 2 && leap);
}

int
date_weekday(struct date d)
{
	int32_t w = (date_days(d) + 3) % 7;	/* 1970-01-01 was a thursday */

	return (int)(w < 0 ? w + 7 : w) + 1;
}

/* ------------------------------------------------------------------------- */
/* Its parts */

static bool
century(int *year, size_t digits)
{
	if (digits == 2)
		*year += *year > PIVOT ? 1900 : 2000;
	else if (digits != 4)
		return false;
	return *year >= YEAR_MIN && *year <= YEAR_MAX;
}

/* No act is of 2622 to 2922: a date stamp's worn nought, as in its days. */
static int
mend_century(int v, bool *repaired)
{
	if (v / 100 != 26 && v / 100 != 28 && v / 100 != 29)
		return v;
	*repaired = true;
	return 2000 + v % 100;
}

/* The digits of a year, which a stamp's wheels may have set apart. */
static bool
year_digits(struct tokens *t, int *ret)
{
	char all[5] = "", part[5];
	struct tokens look = *t;
	int v = 0;

	while (token_digits(tokens_peek(&look), all[0] != '\0',
	    4 - strlen(all), part, &look.repaired)) {
		(void)strcat(all, part);
		look.at++;
	}
	for (size_t i = 0; all[i] != '\0'; i++)
		v = v * 10 + all[i] - '0';
	v = mend_century(v, &look.repaired);
	if (!century(&v, strlen(all)))
		return false;
	*t = look;
	*ret = v;
	return true;
}

static bool
read_year(struct tokens *t, int *ret)
{
	struct tokens look = *t;
	int v;

	if (year_digits(t, ret))
		return true;
	if (!phrase_number(&look, &v) || v < YEAR_MIN || v > YEAR_MAX)
		return false;
	*t = look;
	*ret = v;
	return true;
}

/*
 * No month has 92 days: the worn noughts of date stamps are read as nines, and
 * before a figure as sixes and eights.  Where one of the two was one, only one
 * reading is a day.
 */
static int
mend_day(int v, bool *repaired)
{
	int tens = v / 10, day = v;

	if (tens == 6 || tens == 8 || tens == 9)
		day = v % 10;
	else if (v % 10 == 9)
		day = v - 9;
	if (v <= 31 || day < 1 || day > 31)
		return v;
	*repaired = true;
	return day;
}

static bool
read_day(struct tokens *t, int *ret)
{
	struct tokens look = *t;
	int v = 0, unit;

	if (phrase_digits(&look, false, 2, &v)) {
		/* "2 0 FEV": the wheels of a stamp. */
		if (v <= 3 && strlen(t->token[t->at].text) == 1 &&
		    strlen(tokens_peek(&look)->text) == 1 &&
		    phrase_digits(&look, true, 1, &unit))
			v = v * 10 + unit;
	} else if (tokens_skip(&look, "premier|ler|ier|premiere")) {
		v = 1;
	} else if (tokens_skip(&look, "er|fer|ter")) {	/* its figure is lost */
		v = 1;
		look.repaired = true;
	} else if (!phrase_number(&look, &v) &&
	    !phrase_digits(&look, true, 2, &v)) {
		return false;
	}
	tokens_skip_all(&look, "er|re|e|eme|ieme|\302\260");
	v = mend_day(v, &look.repaired);
	if (v < 1 || v > 31)
		return false;
	*t = look;
	*ret = v;
	return true;
}

/* ------------------------------------------------------------------------- */
/* Its forms */

struct date_parts {
	int	year, month, day, weekday;	/* 0: not yet read */
};

/* Its signs, of which one may be a colon that was a full stop. */
static bool
skip_signs(struct tokens *t)
{
	bool colon = tokens_skip(t, ":");

	tokens_skip_all(t, "/|.|-|,");
	return colon;
}

/* 05.07.2021, 5/7/21, 2023-04-14; 18:05:21 is an hour. */
static bool
read_numeric(struct tokens *t, struct date_parts *d)
{
	struct tokens look = *t;
	int a, b;
	bool first_year, colon;

	first_year = strlen(tokens_peek(&look)->text) == 4;
	if (!phrase_digits(&look, true, first_year ? 4 : 2, &a))
		return false;
	colon = skip_signs(&look);
	if (!phrase_digits(&look, true, 2, &b))
		return false;
	colon = skip_signs(&look) || colon;
	if (first_year) {
		d->year = a;
		if (!phrase_digits(&look, true, 2, &d->day) ||
		    !century(&a, 4))
			return false;
	} else {
		d->day = a;
		if (colon && strlen(tokens_peek(&look)->text) != 4)
			return false;
		if (!year_digits(&look, &d->year))
			return false;
	}
	d->month = b;
	if (b < 1 || b > 12 || d->day < 1 || d->day > 31)
		return false;
	*t = look;
	return true;
}

/* "deux mil vingt-trois" behind "L'an". */
static bool
read_lan(struct tokens *t, struct date_parts *d)
{
	struct tokens look = *t;

	if (d->year != 0 || !tokens_skip(&look, "an|annee|ar"))
		return false;
	(void)(tokens_skip(&look, "de") && tokens_skip(&look, "grace"));
	if (!read_year(&look, &d->year))
		return false;
	*t = look;
	return true;
}

/* "15 et 16 décembre": a sitting of two days is that of its first. */
static void
skip_second_day(struct tokens *t)
{
	struct tokens look = *t;
	int other;

	if (!tokens_skip(&look, "et"))
		return;
	(void)phrase_word(&look, lexicon_weekdays, &other);
	if (phrase_digits(&look, true, 2, &other))
		*t = look;
}

/* "14 avril 2023", or without the year where L'an has told it. */
static bool
read_worded(struct tokens *t, struct date_parts *d)
{
	struct tokens look = *t;
	int again;

	if (!read_day(&look, &d->day))
		return false;
	skip_second_day(&look);
	tokens_skip_all(&look, BEFORE_MONTH);
	if (!phrase_word(&look, lexicon_months, &d->month))
		return false;
	*t = look;
	tokens_skip_all(&look, BEFORE_YEAR);
	if (d->year == 0 ? read_year(&look, &d->year) :
	    read_year(&look, &again) && again == d->year)
		*t = look;
	return d->year != 0;
}

static int
read_date(struct tokens *t, struct date_parts *d)
{
	for (;;) {
		tokens_skip_all(t, LEADERS);
		if (read_lan(t, d))
			continue;
		if (d->weekday != 0 ||
		    !phrase_word(t, lexicon_weekdays, &d->weekday))
			break;
	}
	if (!(d->year == 0 && read_numeric(t, d)) && !read_worded(t, d))
		return -EINVAL;
	tokens_skip_all(t, ".|,|;|:|)|-|\"");
	return tokens_done(t) ? 0 : -EINVAL;
}

int
convert_date(const char *s, struct date *ret, int *ret_weekday,
    bool *ret_repaired)
{
	struct date_parts d = { 0 };
	struct tokens t;

	if (tokens_split(&t, s) < 0 || read_date(&t, &d) < 0)
		return -EINVAL;
	*ret = (struct date){ (int16_t)d.year, (int8_t)d.month,
	    (int8_t)d.day };
	if (ret_weekday != NULL)
		*ret_weekday = d.weekday;
	if (ret_repaired != NULL)
		*ret_repaired = t.repaired;
	return 0;
}
