#include <stdlib.h>
#include <string.h>

#include "field/phrase.h"

#define JOINED_MAX	4	/* tokens that one word is cut into */
#define GLUED_MIN	6	/* letters of two words without a space */
#define GLUED_MAX	8	/* number words in one */
#define DIGITS_MAX	9	/* so that an int holds them */

/* The token at hand and the next `n` - 1, if nothing stands between them. */
static bool
join(const struct tokens *t, size_t n, char out[static TOKEN_MAX])
{
	size_t len = 0, k;

	for (size_t i = 0; i < n; i++) {
		const struct token *tok;

		if (t->at + i >= t->n)
			return false;
		tok = &t->token[t->at + i];
		k = strlen(tok->text);
		if (tok->kind == TOKEN_SIGN || (i > 0 && tok->gap) ||
		    len + k >= TOKEN_MAX)
			return false;
		memcpy(out + len, tok->text, k + 1);
		len += k;
	}
	return true;
}

bool
phrase_word(struct tokens *t, const struct lexicon *table, int *ret)
{
	char word[TOKEN_MAX];

	for (size_t n = JOINED_MAX; n > 0; n--) {
		if (!join(t, n, word) ||
		    lexicon_find(table, word, ret, &t->repaired) < 0)
			continue;
		t->at += n;
		return true;
	}
	return false;
}

bool
phrase_digits(struct tokens *t, bool letters, size_t max, int *ret)
{
	char digits[DIGITS_MAX + 1];

	if (max > DIGITS_MAX)
		max = DIGITS_MAX;
	if (!token_digits(tokens_peek(t), letters, max, digits, &t->repaired))
		return false;
	t->at++;
	*ret = (int)strtol(digits, NULL, 10);
	return true;
}

/* ------------------------------------------------------------------------- */

/* A number in the making. */
struct sum {
	int	millions, thousands;	/* already multiplied */
	int	rest;			/* below a thousand */
	bool	any, zero;
};

static int
sum_value(const struct sum *s)
{
	return s->millions + s->thousands + s->rest;
}

/* Can a unit or teen follow the tens that stand there? */
static bool
fits(int tens, int v)
{
	if (tens == 0)
		return true;
	if (tens == 10)			/* dix-sept, soixante-dix-huit */
		return v >= 7 && v <= 9;
	if (tens % 10 != 0)
		return false;
	if (tens == 70 || tens == 90)
		return v <= 9;
	return v <= 9 || ((tens == 60 || tens == 80) && v <= 16);
}

static bool
add_big(struct sum *s, int v)
{
	int *to = v == 1000 ? &s->thousands : &s->millions;
	int before = s->rest == 0 ? 1 : s->rest;

	if (*to != 0 || (v == 1000000 && (s->thousands != 0 || !s->any)) ||
	    (v == 1000000 && before > 900))
		return false;
	*to = before * v;
	s->rest = 0;
	return true;
}

/* Take one more word into the number, if French goes on so. */
static bool
sum_add(struct sum *s, int v)
{
	int below = s->rest % 100;

	if (s->zero || (v == 0 && s->any))
		return false;
	if (v >= 1000) {
		if (!add_big(s, v))
			return false;
	} else if (v == 100) {
		if (s->rest > 19 || s->rest == 1 || s->rest == 10)
			return false;
		s->rest = s->rest == 0 ? 100 : s->rest * 100;
	} else if (v == 20 && below == 4) {
		s->rest += 76;		/* quatre-vingt */
	} else if (v >= 20) {
		if (below != 0)
			return false;
		s->rest += v;
	} else {
		if (!fits(below, v))
			return false;
		s->rest += v;
	}
	s->zero = v == 0;
	s->any = true;
	return true;
}

/*
 * Words without the spaces between them, "et" perhaps among them: the longest
 * first, else shorter.
 */
static size_t
unglue(const char *s, int value[static GLUED_MAX], size_t n)
{
	const struct lexicon *l;
	size_t len, r;

	if (n > 0 && strncmp(s, "et", 2) == 0)
		s += 2;
	if (*s == '\0')
		return n;
	if (n == GLUED_MAX)
		return 0;
	for (size_t want = strlen(s); want > 0; want--) {
		for (l = lexicon_numbers; l->word != NULL; l++) {
			len = strlen(l->word);
			if (len != want || strncmp(l->word, s, len) != 0 ||
			    l->value == 0)
				continue;
			value[n] = l->value;
			if ((r = unglue(s + len, value, n + 1)) > 0)
				return r;
		}
	}
	return 0;
}

/* One number word, or several in one token; all fit or none is taken. */
static bool
take(struct tokens *t, struct sum *s)
{
	struct tokens before = *t;
	struct sum sum = *s;
	int value[GLUED_MAX], v;
	size_t n = 0;

	if (phrase_word(t, lexicon_numbers, &v)) {
		value[0] = v;
		n = 1;
	} else if (tokens_peek(t)->kind == TOKEN_WORD &&
	    strlen(tokens_peek(t)->text) >= GLUED_MIN) {
		n = unglue(tokens_peek(t)->text, value, 0);
		if (n > 0) {
			t->at++;
			t->repaired = true;
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (!sum_add(&sum, value[i])) {
			*t = before;
			return false;
		}
	}
	*s = sum;
	return n > 0;
}

/* The next word of a number, behind a hyphen, or "et" before un and onze. */
static bool
take_next(struct tokens *t, struct sum *s)
{
	struct tokens look;
	int v;

	/* Dirt is read as points: "deux: mille". */
	tokens_skip_all(t, "-|.|:|'|;|*");
	if (tokens_skip(t, "et")) {
		tokens_skip_all(t, "-");
		look = *t;
		if (!phrase_word(&look, lexicon_numbers, &v) ||
		    (v != 1 && v != 11))
			return false;
	}
	return take(t, s);
}

bool
phrase_number(struct tokens *t, int *ret)
{
	struct sum s = { 0 };
	struct tokens before;

	if (!take(t, &s))
		return false;
	do
		before = *t;
	while (take_next(t, &s));
	*t = before;
	*ret = sum_value(&s);
	return true;
}

bool
phrase_count(struct tokens *t, int *ret)
{
	return phrase_digits(t, false, DIGITS_MAX, ret) ||
	    phrase_number(t, ret);
}
