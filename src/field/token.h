#ifndef GREFFIER_TOKEN_H
#define GREFFIER_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The text of a value as tokens: what the conversions of dates, hours and
 * numbers are written on.  Folded, in small letters; digits part from letters
 * ("18h45" is three tokens), save letters that OCR reads for digits ("2O24",
 * "l9" are one).
 */

#define TOKEN_MAX	32	/* bytes of one with the NUL */
#define TOKENS_MAX	48	/* "L'an mil neuf cent ..." has 25 */

enum token_kind {
	TOKEN_END,		/* behind the last */
	TOKEN_WORD,
	TOKEN_NUMBER,		/* a digit at least, the others look like one */
	TOKEN_SIGN,		/* one character */
};

struct token {
	enum token_kind	kind;
	char		text[TOKEN_MAX];
	bool		gap;	/* a space or line break stands before it */
};

struct tokens {
	struct token	token[TOKENS_MAX + 1];	/* the last is TOKEN_END */
	size_t		n;
	size_t		at;	/* where the reading stands */
	bool		repaired;
};

/* -EINVAL where `s` has too many tokens, or one that is too long. */
int	tokens_split(struct tokens *t, const char *s);

/* The token at hand; TOKEN_END when all are read. */
const struct token *tokens_peek(const struct tokens *t);
bool	tokens_done(const struct tokens *t);

/* Step over the token at hand if it is one of the `|` separated `words`. */
bool	tokens_skip(struct tokens *t, const char *words);
/* The same as often as it goes. */
void	tokens_skip_all(struct tokens *t, const char *words);

/*
 * The digits of a token with the letters put right: at most `max`, into
 * `digits` with a NUL.  False where it is no number; a word of letters that
 * all look like digits is one if `letters`.
 */
bool	token_digits(const struct token *k, bool letters, size_t max,
	    char *digits, bool *repaired);

#endif /* GREFFIER_TOKEN_H */
