#ifndef GREFFIER_FIELD_NAME_LINES_H
#define GREFFIER_FIELD_NAME_LINES_H

#include <stdbool.h>

/* The lines that a list of people stands in. */

/* Does a civility stand first, behind colons and spaces at most? */
bool	name_line_has_civility(const char *line);

/*
 * Does the name go on in the next line?  It ends with a particle, a civility or
 * an « à », or is a first name alone over a surname in capitals.
 */
bool	name_line_goes_on(const char *line, const char *next);

/* Does a word of three letters or more end before s[end]? */
bool	name_line_ends_word(const char *s, size_t end);

/* A column of states beside the names: "présente", "absent excusé"? */
bool	name_line_is_state(const char *line);

/* Where "donne pouvoir à", or "pouvoir à" alone, begins; or NULL. */
char	*name_line_gift(char *piece);

/*
 * One line of all, with a comma for each label that begins a line: « Saint-Ouen
 * : A, B », « Adjoints : C », and « Loos : », where the next line has one too;
 * and where a line's proxy ends.  To be freed.
 */
char	*name_lines_without_labels(const char *s);

#endif /* GREFFIER_FIELD_NAME_LINES_H */
