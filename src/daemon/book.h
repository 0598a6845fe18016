#ifndef GREFFIER_BOOK_H
#define GREFFIER_BOOK_H

#include <stdbool.h>

struct daemon;
struct scan;

/*
 * What the ledger is told of a scan.  It may fail without harm: the rooms
 * know, and the fault is logged once.
 */
int	book_open(struct daemon *d);
void	book_taken(const struct scan *s);
void	book_ended(const struct scan *s, bool done);
void	book_put_back(const struct scan *s);

/*
 * A ledger begun anew knows of what lies in done/ only name and size.  Sets
 * s->like to one of the size of `s` that was not hashed yet; and notes what
 * hashing it has shown.
 */
bool	book_like(struct scan *s);
void	book_like_read(const struct scan *s);

/*
 * Does it fail, but since so short a time that a scan had better wait than
 * perhaps be read a second time?
 */
bool	book_worth_waiting(struct daemon *d);

/* Sets s->seen where the same content has a record already. */
bool	book_seen(struct scan *s);

#endif /* GREFFIER_BOOK_H */
