#include <errno.h>
#include <string.h>

#include "field/convert.h"
#include "field/phrase.h"

#define NUMBER_MAX	999999
#define DIGITS		6	/* of NUMBER_MAX */
#define ROMAN_MAX	12	/* letters; "LXXXVIII" has 8 */

/* "17 391": groups of three behind a space or a point. */
static bool
groups(struct tokens *t, int *ret)
{
	char digits[DIGITS + 1];
	bool repaired = t->repaired;
	int v = *ret;

	while (v > 0 && v <= NUMBER_MAX / 1000) {
		size_t at = t->at + (t->token[t->at].text[0] == '.');

		if (!token_digits(&t->token[at], false, DIGITS, digits,
		    &repaired) || strlen(digits) != 3)
			break;
		v = v * 1000 + (digits[0] - '0') * 100 +
		    (digits[1] - '0') * 10 + digits[2] - '0';
		t->at = at + 1;
		t->repaired = repaired;
	}
	*ret = v;
	return true;
}

static bool
one_number(struct tokens *t, int *ret)
{
	struct tokens look;

	if (phrase_digits(t, false, DIGITS, ret))
		return groups(t, ret);
	if (phrase_number(t, ret))
		return true;
	/* A lone O is a nought, a lone l or I a one; "il" is a word. */
	look = *t;
	return tokens_skip(&look, "o|oo|l|i|lo|io|ol") &&
	    phrase_digits(t, true, 2, ret);
}

int
convert_number(const char *s, int *ret, bool *ret_repaired)
{
	struct tokens t;
	int v = 0, again;
	bool words;

	if (tokens_split(&t, s) < 0)
		return -EINVAL;
	tokens_skip_all(&t, ":|-|(|=|\"");
	words = tokens_peek(&t)->kind == TOKEN_WORD;
	if (!one_number(&t, &v) || v > NUMBER_MAX)
		return -EINVAL;
	/* "quinze (15)" must say the same twice. */
	if (tokens_skip(&t, "(|=|:") && !tokens_done(&t)) {
		if (!one_number(&t, &again) || again > NUMBER_MAX)
			return -EINVAL;
		if (again != v && !(words && t.repaired))
			return -EINVAL;
		v = again;
	}
	tokens_skip_all(&t, ")|.|,|;|:|\"|-");
	if (!tokens_done(&t))
		return -EINVAL;
	*ret = v;
	if (ret_repaired != NULL)
		*ret_repaired = t.repaired;
	return 0;
}

/* ------------------------------------------------------------------------- */

static int
roman_value(char c)
{
	static const char letter[] = "ivxlcdm";
	static const int value[] = { 1, 5, 10, 50, 100, 500, 1000 };
	const char *p = c != '\0' ? strchr(letter, c) : NULL;

	return p != NULL ? value[p - letter] : 0;
}

/* Roman as it is written, no IIII, no IC: read it, write it, compare. */
static bool
roman(const char *s, int *ret)
{
	static const struct {
		int		 value;
		const char	*text;
	} part[] = {
		{ 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" },
		{ 100, "c" }, { 90, "xc" }, { 50, "l" }, { 40, "xl" },
		{ 10, "x" }, { 9, "ix" }, { 5, "v" }, { 4, "iv" },
		{ 1, "i" },
	};
	char again[4 * ROMAN_MAX] = "";
	int v = 0, left;

	if (s[0] == '\0' || strlen(s) > ROMAN_MAX)
		return false;
	for (size_t i = 0; s[i] != '\0'; i++) {
		int a = roman_value(s[i]), b = roman_value(s[i + 1]);

		if (a == 0)
			return false;
		v += a < b ? -a : a;
	}
	if (v <= 0 || v > 3999)
		return false;
	left = v;
	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		for (; left >= part[i].value; left -= part[i].value)
			(void)strcat(again, part[i].text);
	if (strcmp(again, s) != 0)
		return false;
	*ret = v;
	return true;
}

int
convert_ordinal(const char *s, int *ret, bool *ret_repaired)
{
	struct tokens t;
	int v = 0;

	if (tokens_split(&t, s) < 0)
		return -EINVAL;
	if (roman(tokens_peek(&t)->text, &v)) {
		t.at++;
	} else if (phrase_digits(&t, false, DIGITS, &v)) {
		/* "1er" may have been read "1", "er". */
	} else if (!phrase_word(&t, lexicon_ordinals, &v) &&
	    !(tokens_skip(&t, "ler|ier") && (v = 1) == 1)) {
		return -EINVAL;
	}
	tokens_skip_all(&t, "er|ere|re|e|eme|ieme|nd|nde|\302\260");
	tokens_skip_all(&t, ".|)|-|:");
	if (!tokens_done(&t) || v < 1)
		return -EINVAL;
	*ret = v;
	if (ret_repaired != NULL)
		*ret_repaired = t.repaired;
	return 0;
}
