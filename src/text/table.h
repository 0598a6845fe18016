#ifndef GREFFIER_TABLE_H
#define GREFFIER_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct band;
struct element;

/* A part of columns.c: what is read by rows though a gutter parts it. */

/* Do two lines stand on one row? */
bool	table_same_row(const struct element *a, const struct element *b);

/*
 * Are the bands a table?  Its right column lies right of `x`; `unit` is the
 * height of letters, px.
 */
bool	table_is(const struct element *e, const struct band *b, size_t bands,
	    int32_t x, int32_t unit);

#endif /* GREFFIER_TABLE_H */
