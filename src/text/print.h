#ifndef GREFFIER_PRINT_H
#define GREFFIER_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/flow.h"
#include "text/line.h"

/*
 * The printed lines of a page, each in its cell, with what their words tell of
 * them: stamps, page numbers, items.
 */

#define PRINT_NO_CELL UINT32_MAX

struct print {
	struct line	line;
	uint32_t	cell;		/* index into page->cell, or PRINT_NO_CELL */
	uint8_t		place;		/* enum flow_place */
	uint8_t		stamp;		/* enum stamp */
	bool		closing;	/* begins the formula at an act's end */
	bool		value;		/* short, with a number or tick box */
	bool		label;		/* ends with a colon */
	bool		people;		/* short: « Présents », « Absents excusés » */
	bool		caps;		/* of capitals: « SAINT-OUEN » */
	bool		named;		/* « Anne NOIR »: one name and the other */
	bool		gives;		/* begins « donne pouvoir à » */
	bool		tally;		/* short: « Votants : 14 » */
	bool		item;		/* begins with a dash */
	bool		stopped;	/* ends with a full stop */
	bool		second;		/* of a digital stamp */
};

struct prints {
	struct print	*print;	size_t n;
	struct atom	*atom;		/* what the lines point into */
	int32_t		 unit;		/* line_unit of the page */
};

void	prints_make(const struct page *p, struct prints *ret);
void	prints_free(struct prints *ps);

#endif /* GREFFIER_PRINT_H */
