#ifndef GREFFIER_LEXICON_H
#define GREFFIER_LEXICON_H

#include <stdbool.h>

/*
 * The French words of dates and numbers, folded, in small letters; each table
 * ends with a NULL word.  Named sub-patterns are made from the same tables.
 */
struct lexicon {
	const char	*word;
	int		 value;
};

extern const struct lexicon lexicon_months[];	/* 1 .. 12, abbreviations too */
extern const struct lexicon lexicon_weekdays[];	/* 1 monday .. 7 */
extern const struct lexicon lexicon_numbers[];	/* 0 .. 20, 30 .. 90, 100, 1000, million */
extern const struct lexicon lexicon_ordinals[];	/* "premier", "deuxieme" .. 20 */

/*
 * The value of a folded word: as it stands, as its look-alike ("1undi"), or
 * with one letter wrong, but not the first, in a word of five or more where
 * that leaves one value.
 * -ENOENT otherwise.  Sets *repaired, never clears it.
 */
int	lexicon_find(const struct lexicon *table, const char *word, int *ret,
	    bool *repaired);

#endif /* GREFFIER_LEXICON_H */
