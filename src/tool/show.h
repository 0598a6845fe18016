#ifndef GREFFIER_SHOW_H
#define GREFFIER_SHOW_H

#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

/*
 * The daemon's answers as text for people.  What an answer lacks is left out;
 * names are shown on one line, whatever they hold.  Pure: the time is handed
 * in, as wall clock ms.
 */
void	show_status(const json_t *status, FILE *out);

/* One line for each file: room, how long ago it came, what of it, its name. */
void	show_list(const json_t *list, int64_t now_ms, FILE *out);

#define SHOW_AGE_SIZE	24

/* "42 s", "3 min", "5 h", "2 d". */
void	show_age(int64_t seconds, char ret_text[static SHOW_AGE_SIZE]);

#endif /* GREFFIER_SHOW_H */
