#ifndef GREFFIER_SERIES_H
#define GREFFIER_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The lines at which affairs begin, found by how they are numbered: their ranks
 * (rank.h) have one shape and run on, and something is settled between them.
 */

/* Offsets into the text. */
struct ranked {
	uint32_t	at;		/* where the line begins, blanks apart */
	uint32_t	title;		/* behind its rank */
	bool		runs_on;	/* nothing can be missing before the next:
					 * that has the next number, or both are
					 * labels */
};

struct series {
	struct ranked	*line;		/* ascending; NULL where there are none */
	size_t		 n;		/* 0, or at least 2 */
	bool		 from_one;	/* the first has the number 1 */
	bool		 labels;	/* they begin « Objet : », which is of the title */
};

/*
 * The series of [from, end) of `fold`, a folded text; something is settled at
 * each of settled[0..n), ascending.  A line is of it whose rank has its shape and
 * the next number, or nearly so; dashes, labels and codes ("2002, DVLR 83") need no
 * order.  Something must be settled behind two of three.  Of several series that
 * which parts most of what is settled.  ret->line is the caller's to free.
 */
void	series_find(const char *fold, uint32_t from, uint32_t end,
	    const uint32_t *settled, size_t n, struct series *ret);

#endif /* GREFFIER_SERIES_H */
