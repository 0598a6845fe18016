#ifndef GREFFIER_REGEX_ATOM_H
#define GREFFIER_REGEX_ATOM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A pattern's source cut into its pieces, each with its quantifier: enough of
 * PCRE2's grammar to shorten a pattern and to see what it is made of.  Borrows
 * the source.
 */
struct regex_atom {
	const char	*start, *end;
	const char	*quantifier;	/* in [start, end); `end` for none */
	/*
	 * What a plain group holds, (x), (?i:x) or (?<name>x), which may be
	 * cut short within; NULL for others.  The end is that of any bracket.
	 */
	const char	*in, *in_end;
	bool		 twice;		/* "a? +": what that is PCRE2 knows */
};

/*
 * The piece at *at, which is then behind it.  False where an alternative ends:
 * *at is at `|` or at `end`.
 */
bool	regex_atom_next(const char **at, const char *end, bool free_layout,
	    struct regex_atom *ret);

/* May the piece be missing? */
bool	regex_atom_may_lack(const struct regex_atom *a);

/* How many letters at least stand for themselves in it. */
size_t	regex_atom_letters(const struct regex_atom *a, bool free_layout);

/*
 * Behind the escape, the class or, in free layout, the remark at `s`: in none
 * of them does a bracket mean anything.  At anything else, `s`.
 */
const char *regex_atom_past(const char *s, const char *end);

/*
 * Is a pattern of free layout cut here as PCRE2 cuts it?  A few signs say that
 * it may not be.
 */
bool	regex_atom_fits(const char *spelt);

/*
 * Of a pattern that fits: the inside of a bracket that only holds together or
 * captures; NULL for any other.  More than `in`: what is only followed, and never
 * cut, may also be atomic, (?>x), or set its layout free by itself.
 */
const char *regex_atom_inside(const char *s, const char *end);

/* Does the bracket take nothing of the text: lookarounds, definitions? */
bool	regex_atom_asks(const char *s);

/* Is it a call as (?&_7), defined in `whole`?  `a` is then what defines it. */
bool	regex_atom_called(const char *whole, struct regex_atom *a);

#endif /* GREFFIER_REGEX_ATOM_H */
