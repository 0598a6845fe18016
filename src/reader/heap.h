#ifndef GREFFIER_HEAP_H
#define GREFFIER_HEAP_H

/*
 * Ready the heap for children: what they take is theirs from the start, in
 * large pages, and what they give back stays with them.  Once, when all that is
 * dear is loaded.  Changes nothing but speed.
 */
void	heap_settle(void);

/*
 * Gather the machine code of the plugins' rules, thousands of small pages that
 * each fork would have to note and each exit to forget, into large ones.  Once,
 * when they are loaded and before the lock: it asks where they lie.  Changes
 * nothing but speed, and does nothing where the kernel cannot.
 */
void	heap_join_code(void);

#endif /* GREFFIER_HEAP_H */
