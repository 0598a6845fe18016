#ifndef GREFFIER_FIELD_NAME_LINES_H
#define GREFFIER_FIELD_NAME_LINES_H

#include <stdbool.h>

/* The lines that a list of people stands in. */

/* Does a civility stand first, behind colons and spaces at most? */
bool	name_line_has_civility(const char *line);

/*
 * Does the name go on in the next line?  It ends with a particle, or is a first
 * name alone over a surname in capitals.
 */
bool	name_line_goes_on(const char *line, const char *next);

/*
 * Blank the places over people who all have a civility: « LONGPRE », and in the
 * next line « M. Jean DUPONT ».
 */
void	name_lines_drop_headings(char *s);

#endif /* GREFFIER_FIELD_NAME_LINES_H */
