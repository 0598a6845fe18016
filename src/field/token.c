#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "field/token.h"
#include "text/text.h"

/* What OCR makes of digits, in small letters. */
static char
look_alike(char c)
{
	static const char letter[] = "oqil|!zsbg";
	static const char digit[] = "0011112589";
	const char *p = c != '\0' ? strchr(letter, c) : NULL;

	return (char)(p != NULL ? digit[p - letter] : '\0');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* A bar is part of a word only where a digit stands beside it. */
static bool
is_part(const char *s, size_t len, size_t i)
{
	if (is_digit(s[i]) || is_letter(s[i]))
		return true;
	return (s[i] == '|' || s[i] == '!') &&
	    ((i > 0 && is_digit(s[i - 1])) ||
	    (i + 1 < len && is_digit(s[i + 1])));
}

static int
add(struct tokens *t, enum token_kind kind, const char *s, size_t len,
    bool gap)
{
	struct token *k;

	if (t->n >= TOKENS_MAX || len >= TOKEN_MAX)
		return -EINVAL;
	k = &t->token[t->n++];
	k->kind = kind;
	k->gap = gap;
	memcpy(k->text, s, len);
	k->text[len] = '\0';
	t->token[t->n] = (struct token){ .kind = TOKEN_END };
	return 0;
}

/* How far letters go that are a word, not digits badly read: 0 for none. */
static size_t
word_run(const char *s, size_t len)
{
	size_t n = 0;
	bool word = false;

	while (n < len && is_letter(s[n])) {
		if (look_alike(s[n]) == '\0')
			word = true;
		n++;
	}
	return word ? n : 0;
}

/*
 * How far digits go, with the letters read for them.  A letter that begins a
 * word ends them, unless what follows it is a digit again.
 */
static size_t
number_run(const char *s, size_t len, bool *ret_digit)
{
	size_t n = 0;

	*ret_digit = false;
	while (n < len && word_run(s + n, len - n) == 0) {
		if (is_digit(s[n]))
			*ret_digit = true;
		n++;
	}
	return n;
}

/* A run of letters and digits: one token, or several. */
static int
add_run(struct tokens *t, const char *s, size_t len, bool gap)
{
	bool digit = false;
	size_t n;
	int r;

	for (; len > 0; s += n, len -= n, gap = false) {
		n = word_run(s, len);
		if (n == 0) {
			n = number_run(s, len, &digit);
			r = add(t, digit ? TOKEN_NUMBER : TOKEN_WORD, s, n,
			    gap);
		} else {
			r = add(t, TOKEN_WORD, s, n, gap);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

static int
split(struct tokens *t, const char *s, size_t len)
{
	size_t i = 0, n;
	bool gap = false;
	int r = 0;

	while (i < len && r == 0) {
		if (isspace((unsigned char)s[i])) {
			gap = true;
			i++;
			continue;
		}
		for (n = 0; i + n < len && is_part(s, len, i + n); n++)
			;
		if (n > 0) {
			r = add_run(t, s + i, n, gap);
		} else {
			for (n = 1; i + n < len && utf8_is_inside(s[i + n]);
			    n++)
				;
			r = add(t, TOKEN_SIGN, s + i, n, gap);
		}
		i += n;
		gap = false;
	}
	return r;
}

int
tokens_split(struct tokens *t, const char *s)
{
	size_t len;
	char *fold = text_fold(s, strlen(s), &len);
	int r;

	for (size_t i = 0; i < len; i++)
		if (fold[i] >= 'A' && fold[i] <= 'Z')
			fold[i] = (char)(fold[i] - 'A' + 'a');
	t->n = t->at = 0;
	t->repaired = false;
	t->token[0] = (struct token){ .kind = TOKEN_END };
	r = split(t, fold, len);
	free(fold);
	return r;
}

const struct token *
tokens_peek(const struct tokens *t)
{
	return &t->token[t->at];
}

bool
tokens_done(const struct tokens *t)
{
	return t->at == t->n;
}

bool
tokens_skip(struct tokens *t, const char *words)
{
	const char *text = t->token[t->at].text;
	size_t len = strlen(text), n;

	if (tokens_done(t))
		return false;
	for (const char *w = words;; w += n + 1) {
		n = strcspn(w, "|");
		if (n == len && memcmp(w, text, n) == 0) {
			t->at++;
			return true;
		}
		if (w[n] == '\0')
			return false;
	}
}

void
tokens_skip_all(struct tokens *t, const char *words)
{
	while (tokens_skip(t, words))
		;
}

bool
token_digits(const struct token *k, bool letters, size_t max, char *digits,
    bool *repaired)
{
	bool changed = false;
	size_t i;

	if (k->kind != TOKEN_NUMBER && !(letters && k->kind == TOKEN_WORD))
		return false;
	for (i = 0; k->text[i] != '\0'; i++) {
		char c = k->text[i];

		if (i == max)
			return false;
		if (!is_digit(c)) {
			c = look_alike(c);
			changed = true;
		}
		if (c == '\0')
			return false;
		digits[i] = c;
	}
	digits[i] = '\0';
	*repaired = *repaired || changed;
	return i > 0;
}
