#ifndef GREFFIER_RANK_H
#define GREFFIER_RANK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The rank that a line begins with: "3/ 26.10.2023", "Question n° 3", "IV -",
 * "DCM-2019-04", a dash.  No two secretaries number affairs alike, so no list
 * of forms would do: a rank is taken as it comes, and two are of one kind where
 * their shapes are the same.  A shape holds a sign for each thing in the rank:
 *
 *	9	figures
 *	R	a Roman numeral
 *	L l	a letter that counts: "A.", "b)"
 *	A	capitals before figures: "DCM" of "DCM-2019-04"
 *	e	what makes an ordinal of figures: "er", "eme"
 *	w..	a word of it, in small letters, and a space: "question "
 *	o	the sign of "n°"
 *	=	« Objet : », which tells a title as a rank does
 *
 * Signs of punctuation stand for themselves; what is beyond RANK_SHAPE_SIZE or
 * RANK_NUMBERS_MAX is left out.  All texts are folded, and borrowed.
 */

#define RANK_SHAPE_SIZE		24	/* bytes, the NUL included */
#define RANK_NUMBERS_MAX	5

struct rank {
	char	shape[RANK_SHAPE_SIZE];	/* "" where there is none */
	size_t	len;			/* of the shape */
	int	number[RANK_NUMBERS_MAX];	/* of figures (below 10^9), of
					 * numerals, of letters (from 1) */
	size_t	numbers;
};

/* The rank of [s, end), a line.  Returns where its title begins. */
const char	*rank_read(const char *s, const char *end, struct rank *ret);

/* Have both one shape? */
bool	rank_is_like(const struct rank *a, const struct rank *b);

/* « Objet : »? */
bool	rank_is_label(const struct rank *r);

/* A dash, or another sign alone? */
bool	rank_is_bullet(const struct rank *r);

/* Letters and several numbers, "2002, DVLR 83", which need no order? */
bool	rank_is_code(const struct rank *r);

/* Does it number the parts of a text, a budget or a market: "Article 3"? */
bool	rank_is_of_parts(const struct rank *r);

/* Does [s, end) begin with a rank that has a number? */
bool	rank_stands_at(const char *s, const char *end);

#endif /* GREFFIER_RANK_H */
