#ifndef GREFFIER_COLUMNS_H
#define GREFFIER_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The order in which the parts of a page are read: from the top down, except
 * that parts which a white gutter parts into columns are read column by
 * column.  Pure geometry, but for some hints from the words.
 */
struct element {
	int32_t		left, right, top, bottom;	/* px */
	size_t		index;		/* the caller's own number for it */
	bool		object;		/* a table or frame, not a line */
	bool		closing;	/* begins the formula at an act's end */
	bool		value;		/* short, with a number: may answer a label */
	bool		open;		/* at the page's foot, without a full stop */
	bool		label;		/* ends with a colon: asks for one */
	bool		people;		/* heads a list of people: no table's cell */
	bool		civil;		/* begins with a civility */
	bool		caps;		/* of capitals */
	bool		named;		/* somebody's name */
	bool		gives;		/* goes on from a name: « donne pouvoir à » */
	bool		tally;		/* a label with its number: asks for none */
	/* Set by columns_order: */
	uint32_t	column;		/* elements of one column share it */
	bool		beside;		/* goes on the line of the element before */
};

/* Put `e` in reading order.  `unit` is the height of the page's letters, px. */
void	columns_order(struct element *e, size_t n, int32_t unit);

#endif /* GREFFIER_COLUMNS_H */
