#ifndef GREFFIER_REGEX_CLASS_H
#define GREFFIER_REGEX_CLASS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Characters as patterns tell them apart where a match begins, and how each
 * stands in a text.
 */

/* a-z, whatever the case, and 0-9; and then */
enum { REGEX_DIGIT = 26, REGEX_GAP = 36, REGEX_BREAK, REGEX_OTHER, REGEX_END,
	REGEX_CLASSES };

/* The class of a byte; of any above ASCII it is REGEX_OTHER. */
unsigned int	regex_class(unsigned char c);

/* Where a word begins, where a line does, or elsewhere. */
enum { REGEX_ANYWHERE, REGEX_WORD, REGEX_LINE, REGEX_WHERES };

/* Both in one number. */
#define REGEX_STANDS (REGEX_WHERES * REGEX_CLASSES + 1)
#define REGEX_INSIDE (REGEX_STANDS - 1)	/* of a character: none begins */

static inline unsigned int
regex_stands(unsigned int where, unsigned int class)
{
	return where * REGEX_CLASSES + class;
}

struct regex_stand {
	uint8_t	class;		/* of the character that begins here or next */
	uint8_t	stands;		/* where, and which; or REGEX_INSIDE */
};

/* `ret` has room for one more than `len`: the end. */
void	regex_stands_of(const char *s, size_t len, struct regex_stand *ret);

#endif /* GREFFIER_REGEX_CLASS_H */
