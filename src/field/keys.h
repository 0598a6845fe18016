#ifndef GREFFIER_FIELD_KEYS_H
#define GREFFIER_FIELD_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "field/name.h"

/*
 * A text as its words' keys, however many: for what is told by the words
 * between names, where name_split takes one name apart.  Memory by xalloc.h.
 */

struct key_word {
	size_t	start, end;	/* bytes of the text */
	char	key[NAME_KEY_MAX];
	bool	closed;		/* a comma or the like stands behind it */
	bool	last;		/* of its line */
	bool	bracket;	/* in brackets */
};

struct key_words {
	struct key_word	*word;	/* the caller's to free */
	size_t		 n;
};

/* What `spaces` part are words. */
struct key_words	keys_of(const char *s, const char *spaces);

/* The key of word i; "" behind the last. */
const char	       *key_at(const struct key_words *w, size_t i);

#endif /* GREFFIER_FIELD_KEYS_H */
