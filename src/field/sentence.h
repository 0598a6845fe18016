#ifndef GREFFIER_SENTENCE_H
#define GREFFIER_SENTENCE_H

#include <stddef.h>

#include "field/view.h"

/*
 * How acts set out their sentences, the surest first: articles, verbs in
 * capitals of which one has a list between it and the next, dashes or numbers,
 * a verb each at the start of a line, a semicolon at its end.
 */
#define SENTENCE_LAYOUTS	5

/*
 * The sentences of `s` by one of these layouts; none where it is set out in
 * another.  The caller frees them.  0 or -ELOOP.
 */
int	sentence_split(size_t layout, const char *fold, struct span s,
	    struct span **ret, size_t *ret_n);

/* Compile what all sentences are cut by: once, before any fork. */
void	sentence_warm(void);

#endif /* GREFFIER_SENTENCE_H */
