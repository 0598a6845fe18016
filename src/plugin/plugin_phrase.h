#ifndef GREFFIER_PLUGIN_PHRASE_H
#define GREFFIER_PLUGIN_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Words by which a format is recognised, found in a text although OCR slipped
 * on a letter or two: none in a short phrase, one from 8 letters, two from 14.
 * Only letters and digits count, with a space between words; case, accents
 * and line breaks do not.
 */

#define PHRASE_LETTERS_MIN	3
#define PHRASE_LETTERS_MAX	60	/* a machine word of bits, less the two ends */

/* Is there something to look for, and not too much of it? */
bool	plugin_phrase_ok(const char *utf8);

struct phrase {
	char	s[PHRASE_LETTERS_MAX + 3];	/* a space at both ends */
	uint8_t	len;
	uint8_t	slips;				/* that are forgiven */
};

/* The phrase must be plugin_phrase_ok. */
void	plugin_phrase_make(struct phrase *ph, const char *utf8);

/* A text in the same letters: made once, searched often. */
struct phrase_text {
	char		*s;		/* ends in a space and a NUL */
	size_t		 len;
	uint32_t	*at;		/* byte of the fold for each byte of s */
};

void	plugin_phrase_text_make(struct phrase_text *t, const char *fold, size_t len);
void	plugin_phrase_text_free(struct phrase_text *t);

/* Where the phrase stands best: bytes of t->s, and how many slips. */
bool	plugin_phrase_find(const struct phrase *ph, const struct phrase_text *t,
	    size_t *ret_start, size_t *ret_end, unsigned int *ret_slips);

#endif /* GREFFIER_PLUGIN_PHRASE_H */
