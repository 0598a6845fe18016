#ifndef GREFFIER_REGEX_SET_H
#define GREFFIER_REGEX_SET_H

#include <stdbool.h>
#include <stdint.h>

struct regex_atom;

/*
 * The bytes that pieces of a pattern may stand for: never fewer than they do,
 * whatever the case.
 */
struct regex_set {
	uint64_t	bit[2];		/* below 0x80 */
	bool		wide;		/* any above */
};

void	regex_set_all(struct regex_set *s);
void	regex_set_join(struct regex_set *s, const struct regex_set *other);

/*
 * Join what a piece that is no group stands for.  True where that is one
 * character, of however many bytes; else it is none, or more, or not known.
 */
bool	regex_set_piece(struct regex_set *s, const struct regex_atom *a);

/* Those above 0x7f are taken to be in every set. */
static inline bool
regex_set_has(const struct regex_set *s, char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= 0x80 || (s->bit[byte / 64] >> byte % 64 & 1) != 0;
}

static inline bool
regex_set_has_all(const struct regex_set *s)
{
	return (s->bit[0] & s->bit[1]) == UINT64_MAX;
}

#endif /* GREFFIER_REGEX_SET_H */
