#ifndef GREFFIER_LABELS_H
#define GREFFIER_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct element;

/* A part of columns.c: labels beside which stands what answers each of them. */

/* Indexes of elements, [first, last) each. */
struct labelled {
	size_t	label_first, label_last;	/* its lines, the last with a colon */
	size_t	first, last;			/* its answer's: none if equal */
};

/*
 * Is the left column one of labels that end with a colon, each in a line or
 * more, and what they ask for beside them?  e[0, left) is the left column, e[left,
 * n) the right one, each from the top down; `unit` is the height of letters, px.
 * Returns how many labels there are: 0 if it is no such table, or if `rows` may
 * be read and tell as much.  Otherwise *ret is the caller's to free, and together
 * they are all of e[0, n).
 */
size_t	labels_find(const struct element *e, size_t left, size_t n,
	    int32_t unit, bool rows, struct labelled **ret);

#endif /* GREFFIER_LABELS_H */
