#include <errno.h>
#include <string.h>

#include "field/convert.h"
#include "field/phrase.h"

#define LEADERS "a|vers|des|le|la|,|:|.|-|(|et"
#define HOUR_WORDS "h|hr|hrs|hre|hres"

static const struct lexicon hour_words[] = {
	{ "heures", 0 }, { "heure", 0 }, { NULL, 0 },
};
static const struct lexicon noons[] = {
	{ "midi", 12 }, { "minuit", 0 }, { NULL, 0 },
};

static bool
read_unit(struct tokens *t)
{
	int none;

	if (tokens_skip(t, HOUR_WORDS)) {
		tokens_skip_all(t, ".|:|'");
		return true;
	}
	return phrase_word(t, hour_words, &none);
}

/* "et demie", "et quart", "moins dix": minutes, perhaps below zero. */
static bool
read_part(struct tokens *t, int *ret)
{
	struct tokens look = *t;
	int v;

	if (tokens_skip(&look, "et")) {
		if (tokens_skip(&look, "demie|demi"))
			*ret = 30;
		else if (tokens_skip(&look, "quart") ||
		    (tokens_skip(&look, "un") && tokens_skip(&look, "quart")))
			*ret = 15;
		else if (phrase_count(&look, &v) && v < 60)
			*ret = v;
		else
			return false;
	} else if (tokens_skip(&look, "moins")) {
		tokens_skip_all(&look, "le|un");
		if (tokens_skip(&look, "quart"))
			*ret = -15;
		else if (phrase_count(&look, &v) && v < 60)
			*ret = -v;
		else
			return false;
	} else {
		return false;
	}
	*t = look;
	return true;
}

static bool
read_minutes(struct tokens *t, int *ret)
{
	struct tokens look = *t;
	char digits[3];
	bool repaired = t->repaired;

	*ret = 0;
	tokens_skip_all(&look, "-|,|:");
	if (read_part(&look, ret)) {
		*t = look;
		return true;
	}
	if (token_digits(tokens_peek(&look), true, 2, digits, &repaired)) {
		if (strlen(digits) != 2)
			return false;
		look.repaired = repaired;
		look.at++;
		*ret = (digits[0] - '0') * 10 + digits[1] - '0';
	} else if (!phrase_number(&look, ret)) {
		return true;
	}
	*t = look;
	return *ret < 60;
}

/* "du soir" adds twelve to an hour of the clock's face. */
static bool
read_half(struct tokens *t, int *hour)
{
	if (!tokens_skip(t, "du|de"))
		return true;
	if (tokens_skip(t, "matin"))
		return true;
	if (!tokens_skip(t, "soir")) {
		tokens_skip_all(t, "l|'|apres|-");
		if (!tokens_skip(t, "midi"))
			return false;
	}
	if (*hour < 12)
		*hour += 12;
	return true;
}

static int
read_hour(struct tokens *t, int *ret)
{
	int hour, minutes;
	bool noon;

	tokens_skip_all(t, LEADERS);
	noon = phrase_word(t, noons, &hour);
	if (!noon) {
		if (!phrase_count(t, &hour) && !phrase_digits(t, true, 2,
		    &hour))
			return -EINVAL;
		if (!read_unit(t) && !tokens_skip(t, ":"))
			return -EINVAL;
	}
	if (!read_minutes(t, &minutes))
		return -EINVAL;
	tokens_skip_all(t, "minutes|minute|min|mn|m|mns|'");
	tokens_skip_all(t, "precises|precise|tres");
	if (!read_half(t, &hour))
		return -EINVAL;
	tokens_skip_all(t, "precises|precise|tres|.|,|;|:|)");
	if (!tokens_done(t) || hour > 23)
		return -EINVAL;
	*ret = (hour * 60 + minutes + 24 * 60) % (24 * 60);
	return 0;
}

int
convert_hour(const char *s, int *ret_minutes, bool *ret_repaired)
{
	struct tokens t;
	int v;

	if (tokens_split(&t, s) < 0 || read_hour(&t, &v) < 0)
		return -EINVAL;
	*ret_minutes = v;
	if (ret_repaired != NULL)
		*ret_repaired = t.repaired;
	return 0;
}
