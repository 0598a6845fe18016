#ifndef GREFFIER_AGENDA_H
#define GREFFIER_AGENDA_H

#include <stddef.h>
#include <stdint.h>

/*
 * What is to be dealt with, as minutes list it before they tell of it: each
 * line of the list that comes again begins an affair.
 */
struct agenda {
	uint32_t	 start, end;	/* behind its heading; its last line's end */
	uint32_t	*at;		/* where its lines come again, ascending */
	size_t		 n;
};

/*
 * The list that begins at `from` in `fold`, a folded text, ends before `until`,
 * and comes again before `end`: bytes, as all places in *ret.  Two of its lines
 * must come again; else n is 0, and `at` NULL.  `at` is the caller's to free.
 */
void	agenda_find(const char *fold, uint32_t from, uint32_t until,
	    uint32_t end, struct agenda *ret);

#endif /* GREFFIER_AGENDA_H */
