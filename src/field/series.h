#ifndef GREFFIER_SERIES_H
#define GREFFIER_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A line that begins with a rank, and its title behind that. */
struct ranked {
	uint32_t	at, title;
	bool		runs_on;	/* the next has the next number */
};

struct series {
	struct ranked	*line;		/* ascending */
	size_t		 n;
	bool		 from_one;	/* the first has the number 1 */
	bool		 labels;	/* they are « Objet : » */
};

/*
 * Lines of [from, end) of `fold`, a folded text, that begin with ranks of one
 * shape ("3/ 26.10.2023", "2019 05 27", a dash), run on, and between which
 * something is settled most times: at `settled`, ascending.  Of several shapes,
 * that which parts most of those.  Fewer than two are none.  ret->line is the
 * caller's to free.
 */
void	series_find(const char *fold, uint32_t from, uint32_t end,
	    const uint32_t *settled, size_t n, struct series *ret);

/* Does [at, end) begin with a rank of any shape? */
bool	series_is_ranked(const char *fold, uint32_t at, uint32_t end);

#endif /* GREFFIER_SERIES_H */
