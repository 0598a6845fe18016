#ifndef GREFFIER_PROGRESS_H
#define GREFFIER_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

/*
 * A progress bar as a line of text.  Pure: the terminal and the clock are the
 * caller's.
 */
struct progress {
	size_t		files;		/* in all */
	size_t		files_known;	/* of them opened, or given up */
	size_t		files_done;
	uint64_t	pages_known, pages_done;
	uint64_t	elapsed_ms;
};

#define PROGRESS_SIZE 256	/* of a line, with its NUL */

/*
 * One line of at most `columns`, without a line end: bar, pages done of pages
 * known ("+" while more are to be opened), time left once it can be told.
 */
void	progress_line(const struct progress *p, unsigned columns,
	    char ret_line[static PROGRESS_SIZE]);

/* Milliseconds left, or -1 where nothing can be said. */
int64_t	progress_left_ms(const struct progress *p);

#endif /* GREFFIER_PROGRESS_H */
