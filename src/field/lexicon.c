#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "field/lexicon.h"

#define WORD_MAX	32	/* bytes with the NUL; no row has half of it */
#define MENDED_MIN	5	/* letters: shorter are too near to others */
#define SEEN_MIN	4	/* letters of what may be such a word */
#define LONG_MIN	7	/* like "octobre", and no other but in its first */

const struct lexicon lexicon_months[] = {
	{ "janvier", 1 }, { "janv", 1 }, { "jan", 1 },
	{ "fevrier", 2 }, { "fevr", 2 }, { "fev", 2 },
	{ "mars", 3 }, { "mar", 3 },
	{ "avril", 4 }, { "avr", 4 },
	{ "mai", 5 },
	{ "juin", 6 }, { "jun", 6 },
	{ "juillet", 7 }, { "juill", 7 }, { "juil", 7 }, { "jul", 7 },
	{ "aout", 8 }, { "aou", 8 }, { "ao0t", 8 },	/* what OCR makes of û */
	{ "septembre", 9 }, { "sept", 9 }, { "sep", 9 },
	{ "octobre", 10 }, { "oct", 10 },
	{ "novembre", 11 }, { "nov", 11 },
	{ "decembre", 12 }, { "dec", 12 }, { "xbre", 12 },
	{ NULL, 0 },
};

const struct lexicon lexicon_weekdays[] = {
	{ "lundi", 1 }, { "mardi", 2 }, { "mercredi", 3 }, { "jeudi", 4 },
	{ "vendredi", 5 }, { "samedi", 6 }, { "dimanche", 7 },
	{ NULL, 0 },
};

const struct lexicon lexicon_numbers[] = {
	{ "zero", 0 }, { "aucun", 0 }, { "aucune", 0 }, { "neant", 0 },
	{ "un", 1 }, { "une", 1 }, { "deux", 2 }, { "trois", 3 },
	{ "quatre", 4 }, { "cinq", 5 }, { "six", 6 }, { "sept", 7 },
	{ "cina", 5 }, { "cing", 5 },	/* too short to be mended .. */
	{ "ingt", 20 },			/* .. and this in its first letter */
	{ "huit", 8 }, { "neuf", 9 }, { "dix", 10 }, { "onze", 11 },
	{ "douze", 12 }, { "treize", 13 }, { "quatorze", 14 },
	{ "quinze", 15 }, { "seize", 16 },
	{ "vingt", 20 }, { "vingts", 20 }, { "trente", 30 },
	{ "quarante", 40 }, { "cinquante", 50 }, { "soixante", 60 },
	{ "septante", 70 }, { "huitante", 80 }, { "octante", 80 },
	{ "nonante", 90 },
	{ "cent", 100 }, { "cents", 100 },
	{ "mil", 1000 }, { "mille", 1000 }, { "milles", 1000 },
	{ "mul", 1000 },		/* what OCR makes of mil */
	{ "million", 1000000 }, { "millions", 1000000 },
	{ NULL, 0 },
};

const struct lexicon lexicon_ordinals[] = {
	{ "premier", 1 }, { "premiere", 1 }, { "second", 2 },
	{ "seconde", 2 }, { "deuxieme", 2 }, { "troisieme", 3 },
	{ "quatrieme", 4 }, { "cinquieme", 5 }, { "sixieme", 6 },
	{ "septieme", 7 }, { "huitieme", 8 }, { "neuvieme", 9 },
	{ "dixieme", 10 }, { "onzieme", 11 }, { "douzieme", 12 },
	{ "treizieme", 13 }, { "quatorzieme", 14 }, { "quinzieme", 15 },
	{ "seizieme", 16 }, { "vingtieme", 20 },
	{ NULL, 0 },
};

/* One glyph for all that look alike in print: rn and m, 1 and l and i .. */
static void
glyphs(const char *word, char out[static WORD_MAX])
{
	static const char from[] = "01i|!5849";
	static const char to[] = "ollllsbag";
	size_t n = 0;
	const char *p;

	for (; *word != '\0' && n + 1 < WORD_MAX; word++) {
		if (word[0] == 'r' && word[1] == 'n') {
			out[n++] = 'm';
			word++;
		} else if (word[0] == 'v' && word[1] == 'v') {
			out[n++] = 'w';
			word++;
		} else {
			p = strchr(from, *word);
			out[n++] = p != NULL ? to[p - from] : *word;
		}
	}
	out[n] = '\0';
}

/* Is one letter wrong, missing or too many, no more? */
static bool
one_off(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), i = 0;

	while (a[i] != '\0' && a[i] == b[i])
		i++;
	if (la == lb)
		return a[i] != '\0' && strcmp(a + i + 1, b + i + 1) == 0;
	if (la == lb + 1)
		return strcmp(a + i + 1, b + i) == 0;
	if (lb == la + 1)
		return strcmp(a + i, b + i + 1) == 0;
	return false;
}

int
lexicon_find(const struct lexicon *table, const char *word, int *ret,
    bool *repaired)
{
	char seen[WORD_MAX], row[WORD_MAX];
	const struct lexicon *l, *mended = NULL;

	for (l = table; l->word != NULL; l++) {
		if (strcmp(l->word, word) == 0) {
			*ret = l->value;
			if (strchr(word, '0') != NULL)
				*repaired = true;
			return 0;
		}
	}
	glyphs(word, seen);
	for (l = table; l->word != NULL; l++) {
		glyphs(l->word, row);
		if (strcmp(row, seen) == 0) {
			*ret = l->value;
			*repaired = true;
			return 0;
		}
		/* "ville" is no "mille": a short word's first must be right. */
		if ((row[0] != seen[0] && strlen(row) < LONG_MIN) ||
		    strlen(row) < MENDED_MIN || strlen(seen) < SEEN_MIN ||
		    !one_off(row, seen))
			continue;
		if (mended != NULL && mended->value != l->value)
			return -ENOENT;
		mended = l;
	}
	if (mended == NULL)
		return -ENOENT;
	*ret = mended->value;
	*repaired = true;
	return 0;
}
