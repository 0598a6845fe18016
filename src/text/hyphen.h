#ifndef GREFFIER_HYPHEN_H
#define GREFFIER_HYPHEN_H

#include <stddef.h>

/*
 * Words that a printed line cuts in two.  French keeps some hyphens when the
 * word is put together again (Marc-Antoine, vingt-quatre, sous-préfecture,
 * Pas-de-Calais, 2018-84) and drops the others (délibé-ration).
 */
enum hyphen {
	HYPHEN_NONE,	/* the line break parts two words */
	HYPHEN_KEEP,	/* the break goes, the character before it stays */
	HYPHEN_JOIN,	/* both go */
};

/*
 * Does the character at s[at] (a hyphen, an apostrophe, a slash) tie its line
 * to the next?  If so *ret_next is where the word goes on; it may be behind
 * one page break.
 */
enum hyphen	hyphen_at(const char *s, size_t len, size_t at,
		    size_t *ret_next);

#endif /* GREFFIER_HYPHEN_H */
