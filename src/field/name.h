#ifndef GREFFIER_FIELD_NAME_H
#define GREFFIER_FIELD_NAME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The words of a person's name and of what stands round it: what convert_person,
 * convert_people and convert_proxy are written on.
 */

#define NAME_KEY_MAX	32	/* bytes of a folded word with the NUL */
#define NAME_WORDS_MAX	24

enum name_case {
	NAME_LOWER,
	NAME_TITLE,		/* Marie-France, d'Haene */
	NAME_CAPS,		/* DUPONT, D'HAENE, McDONALD */
	NAME_INITIAL,		/* J. */
	NAME_DASH,		/* a dash between spaces */
	NAME_OTHER,		/* no word */
};

struct name_word {
	const char	*text;	/* as printed, bare of the signs round it */
	char		 key[NAME_KEY_MAX];	/* folded, small; "" when too long */
	enum name_case	 kind;
	bool		 comma;	/* , ; or : stood behind it */
};

struct name_words {
	struct name_word word[NAME_WORDS_MAX];
	size_t		 n;
	char		*buf;	/* what the words point into */
};

/*
 * Split a phrase; what stands in brackets is left out, and a digit in a word
 * becomes the letter it looks like.  -EINVAL where there are too many words.
 */
int	name_split(const char *s, struct name_words *ret);
void	name_free(struct name_words *w);

bool	name_is_civility(const char *key);	/* m, mme, monsieur .. */
bool	name_is_office(const char *key);	/* maire, adjoint, 1er .. */
bool	name_is_state(const char *key);		/* present, excusee .. */
bool	name_is_particle(const char *key);	/* de, van, el .. */
bool	name_is_no_name(const char *key);	/* neant, conseil, absents .. */

/* A dash or bullet: its bytes, or 0. */
size_t	name_dash(const char *s);

/* "8." or "12)" and a space, before a name in a list: its bytes without it, or 0. */
size_t	name_list_number(const char *s);

/* Folded, small letters; "" where it does not fit. */
void	name_key(const char *s, size_t len, char key[static NAME_KEY_MAX]);

/* The same of a word without the signs round it. */
void	name_key_bare(const char *s, size_t len,
	    char key[static NAME_KEY_MAX]);

/* Is the key one of a few words?  They need no order. */
bool	name_is_in(const char *const *list, size_t n, const char *key);
#define NAME_IN(list, key) \
	name_is_in(list, sizeof(list) / sizeof((list)[0]), key)

#endif /* GREFFIER_FIELD_NAME_H */
