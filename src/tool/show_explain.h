#ifndef GREFFIER_SHOW_EXPLAIN_H
#define GREFFIER_SHOW_EXPLAIN_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

/*
 * How a scan was read, as greffier-reader tells it (see record/explain.h), for
 * people.  Pure but for `out`.
 */
void	show_explain(const json_t *told, bool colours, FILE *out);

/*
 * The same as one page of HTML that needs nothing else: each page with every
 * match drawn in its box.  `pictures` as the reader tells them, or NULL: the
 * words themselves are drawn.
 */
void	show_html(const json_t *told, const json_t *pictures, FILE *out);

/* Has this one of the fields told a value?  For both of them. */
bool	show_is_read(const json_t *field);

#endif /* GREFFIER_SHOW_EXPLAIN_H */
