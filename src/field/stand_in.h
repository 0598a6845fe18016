#ifndef GREFFIER_FIELD_STAND_IN_H
#define GREFFIER_FIELD_STAND_IN_H

#include <stdbool.h>

/*
 * In a list of people « Jean DUPONT, remplacé par Anne MARTIN » and « Anne
 * MARTIN, suppléante de Jean DUPONT » name two of whom one is in the room.
 * Blank who is not meant: Jean DUPONT in a list of who was there, and in one of
 * who was not, who came instead.
 */
void	stand_in_drop(char *s, bool in_room);

#endif /* GREFFIER_FIELD_STAND_IN_H */
