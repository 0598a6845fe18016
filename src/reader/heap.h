#ifndef GREFFIER_HEAP_H
#define GREFFIER_HEAP_H

/*
 * Ready the heap for children: what they take is theirs from the start, in
 * large pages, and what they give back stays with them.  Once, when all that is
 * dear is loaded.  Changes nothing but speed.
 */
void	heap_settle(void);

#endif /* GREFFIER_HEAP_H */
