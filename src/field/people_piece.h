#ifndef GREFFIER_PEOPLE_PIECE_H
#define GREFFIER_PEOPLE_PIECE_H

#include <stdbool.h>
#include <stddef.h>

/* A part of convert_people.c. */

/*
 * Where the piece of a list that begins at s[from] ends; *ret_next is where the
 * next one begins, behind what parts them.
 */
size_t	people_piece_end(const char *s, size_t from, size_t *ret_next);

/* Is s[i] the point of "DUPONT.MARTIN", between surnames? */
bool	people_point_between(const char *s, size_t i);

#endif /* GREFFIER_PEOPLE_PIECE_H */
