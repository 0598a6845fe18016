#ifndef GREFFIER_LETTERS_H
#define GREFFIER_LETTERS_H

#include <stdbool.h>

#include <glib.h>

/*
 * The letters that one may be: itself and those of the same shape that have
 * other accents.  NULL: none.
 */
const char	*letters_of_accents(gunichar c);

/*
 * Those that one is taken for, itself included, where a copier has eaten thin
 * strokes: what is left of an e is a c, of a t an l.  NULL: none.
 */
const char	*letters_of_shape(gunichar c);

/* Are both the same but for accents and punctuation? */
bool		 letters_same(const char *a, const char *b);

#endif /* GREFFIER_LETTERS_H */
