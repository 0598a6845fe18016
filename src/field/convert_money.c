#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "field/convert.h"
#include "field/phrase.h"

#define GROUPS_MAX	6	/* 999 999 999 999 999,99 */
#define UNITS_MAX	INT64_C(999999999999999)
#define GROUP_DIGITS	15

/* Digits between separators, as printed. */
struct group {
	char	sign;	/* before it; ' ' for none, 0 for the first */
	char	digits[GROUP_DIGITS + 1];
};

/* What may stand behind a sum and does not change it. */
#define TAIL "ht|h|t|ttc|tc|c|hors|taxe|taxes|toutes|comprises|net|nets|" \
	"de|tva|.|,|;|:|)"

static const struct lexicon names[] = {
	{ "euros", 0 }, { "euro", 0 }, { "eur", 0 }, { "eurs", 0 },
	{ "francs", 1 }, { "franc", 1 }, { "frs", 1 }, { "frf", 1 },
	{ "ff", 1 }, { "f", 1 },
	{ NULL, 0 },
};
static const char *const codes[] = { "EUR", "FRF" };

/* ------------------------------------------------------------------------- */
/* The number */

static size_t
read_groups(struct tokens *t, struct group *g)
{
	size_t n = 0;
	char sign = '\0';

	while (n < GROUPS_MAX) {
		struct tokens look = *t;

		if (n > 0) {
			const struct token *k = tokens_peek(&look);

			sign = ' ';
			if (tokens_skip(&look, ".|,|'"))
				sign = k->text[0];
			else	/* a space may be read as a low line */
				(void)tokens_skip(&look, "_");
		}
		g[n].sign = sign;
		if (!token_digits(tokens_peek(&look), n > 0, GROUP_DIGITS,
		    g[n].digits, &look.repaired))
			break;
		look.at++;
		*t = look;
		n++;
	}
	return n;
}

/*
 * Is the last group of cents?  A comma before one or two digits says so, and a
 * point too; three digits behind a point are thousands.
 */
static bool
has_cents(const struct group *g, size_t n)
{
	size_t len = strlen(g[n - 1].digits);

	return n > 1 && len <= 2 &&
	    (g[n - 1].sign == ',' || g[n - 1].sign == '.');
}

static bool
read_digits(struct tokens *t, int64_t *ret_cents)
{
	struct group g[GROUPS_MAX];
	size_t n = read_groups(t, g), whole;
	int64_t v = 0;
	int cents = 0;

	if (n == 0)
		return false;
	whole = n;
	if (has_cents(g, n)) {
		whole--;
		cents = atoi(g[whole].digits);
		if (strlen(g[whole].digits) == 1)
			cents *= 10;
	}
	for (size_t i = 0; i < whole; i++) {
		/* Groups of three, unless a lone comma leaves it open. */
		if (i > 0 && (strlen(g[i].digits) != 3 ||
		    (g[i].sign == ',' && n == 2)))
			return false;
		if (whole > 1 && i == 0 && strlen(g[i].digits) > 3) {
			/* The first space of « 1 072 500 » is lost at times. */
			if (strlen(g[i].digits) > 4 || g[i].digits[0] == '0')
				return false;
			t->repaired = true;
		}
		for (const char *d = g[i].digits; *d != '\0'; d++) {
			v = v * 10 + *d - '0';
			if (v > UNITS_MAX)
				return false;
		}
	}
	*ret_cents = v * 100 + cents;
	return true;
}

/* ------------------------------------------------------------------------- */

static int64_t
read_factor(struct tokens *t)
{
	static const struct {
		const char	*words;
		int64_t		 factor;
	} factors[] = {
		{ "millions|million|m", 1000000 },
		{ "milliers|k", 1000 },
		{ "milliards|milliard", 1000000000 },
	};

	for (size_t i = 0; i < sizeof(factors) / sizeof(factors[0]); i++)
		if (tokens_skip(t, factors[i].words))
			return factors[i].factor;
	return 1;
}

static bool
read_currency(struct tokens *t, const char **ret_code, int64_t *ret_factor)
{
	int i = 0;

	*ret_factor = read_factor(t);
	tokens_skip_all(t, "d|de|'");
	if (!tokens_skip(t, "\342\202\254") && !phrase_word(t, names, &i)) {
		/* The sign as OCR may see it. */
		if (!tokens_skip(t, "e|\302\243"))
			return false;
		t->repaired = true;
	}
	*ret_code = codes[i];
	return true;
}

/* "12 euros 50", "quinze euros et trente centimes". */
static bool
read_cents(struct tokens *t, int64_t *cents)
{
	struct tokens look = *t;
	int v;

	tokens_skip_all(&look, "et");
	if (!phrase_count(&look, &v))
		return true;
	if (v > 99 || *cents % 100 != 0)
		return false;
	tokens_skip_all(&look, "centimes|centime|cts|cents");
	*t = look;
	*cents += v;
	return true;
}

static int
read_money(struct tokens *t, int64_t *ret, const char **ret_code)
{
	int64_t v, factor;
	bool minus;
	int number;

	tokens_skip_all(t, ":|(|=");
	minus = tokens_peek(t)->text[0] == '-' && t->n > t->at + 1 &&
	    !t->token[t->at + 1].gap;
	tokens_skip_all(t, "-");
	if (!read_digits(t, &v)) {
		if (!phrase_number(t, &number))
			return -EINVAL;
		v = (int64_t)number * 100;
	}
	if (!read_currency(t, ret_code, &factor) ||
	    v / 100 > UNITS_MAX / factor)
		return -EINVAL;
	v *= factor;
	if (factor == 1 && !read_cents(t, &v))
		return -EINVAL;
	tokens_skip_all(t, TAIL);
	if (!tokens_done(t))
		return -EINVAL;
	*ret = minus ? -v : v;
	return 0;
}

int
convert_money(const char *s, int64_t *ret_cents, const char **ret_currency,
    bool *ret_repaired)
{
	struct tokens t;
	const char *code = NULL;
	int64_t v;

	if (tokens_split(&t, s) < 0 || read_money(&t, &v, &code) < 0)
		return -EINVAL;
	*ret_cents = v;
	*ret_currency = code;
	if (ret_repaired != NULL)
		*ret_repaired = t.repaired;
	return 0;
}
