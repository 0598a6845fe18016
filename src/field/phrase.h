#ifndef GREFFIER_PHRASE_H
#define GREFFIER_PHRASE_H

#include <stdbool.h>

#include "field/lexicon.h"
#include "field/token.h"

/*
 * The parts that dates, hours, numbers and money are made of.  Each reads at
 * the token at hand and steps over what it took; false, and no step, where
 * its part does not stand there.
 */

/* A word of `table`, also one that a digit read for a letter has cut. */
bool	phrase_word(struct tokens *t, const struct lexicon *table, int *ret);

/* As many words as make one number: "deux mil vingt-trois", "deuxmille". */
bool	phrase_number(struct tokens *t, int *ret);

/* Digits, `max` at most; a word of letters like digits too if `letters`. */
bool	phrase_digits(struct tokens *t, bool letters, size_t max, int *ret);

/* Either, digits first. */
bool	phrase_count(struct tokens *t, int *ret);

#endif /* GREFFIER_PHRASE_H */
