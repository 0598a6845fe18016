#ifndef GREFFIER_INTAKE_H
#define GREFFIER_INTAKE_H

#include <stdbool.h>

struct daemon;

/*
 * What comes in: looks through the inbox on another thread, so that a slow
 * file server does not hold up the readers, and takes what is ready while
 * there is room in hand.  What lay in work/ at the start goes first.
 */
int	intake_start(struct daemon *d);

/* Look as soon as may be; `hint`: something has happened in the inbox. */
void	intake_look(struct daemon *d, bool hint);

/* Take as many as there is room for. */
void	intake_fill(struct daemon *d);

/* The configuration is another. */
void	intake_reloaded(struct daemon *d);

/* Nothing is taken any more. */
void	intake_stop(struct daemon *d);

#endif /* GREFFIER_INTAKE_H */
