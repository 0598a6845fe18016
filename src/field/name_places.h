#ifndef GREFFIER_FIELD_NAME_PLACES_H
#define GREFFIER_FIELD_NAME_PLACES_H

/*
 * Whose people they are: places, bodies and groups over the names of a list, or
 * beside them.  Lines are blanked in place, `s` gets no longer.
 */

/*
 * Blank the places over people who all have a civility, or a first name in
 * small letters: « LONGPRE », and in the next line « M. Jean DUPONT »; a comma
 * for whom people stand for: « Collège A ».  A column of places behind all of
 * them is cut off.
 */
void	name_places_drop_headings(char *s);

/*
 * A comma for each place that begins a line before a civility, where the first
 * line begins so and another does: « LENS M. Jean DUPONT ».
 */
void	name_places_drop_beside(char *s);

#endif /* GREFFIER_FIELD_NAME_PLACES_H */
