#ifndef GREFFIER_JSON_ARENA_H
#define GREFFIER_JSON_ARENA_H

/*
 * Memory for a JSON tree that is built, written down and dropped as one: its
 * thousands of small pieces lie side by side, and none is given back alone.
 * For one tree at a time, in one thread; memory by xalloc.h.
 */

/* From here on jansson takes all its memory from the arena .. */
void	json_arena_begin(void);

/* .. until here.  What was made between may be read, but not json_decref()ed. */
void	json_arena_end(void);

/* All that was made between is gone. */
void	json_arena_drop(void);

#endif /* GREFFIER_JSON_ARENA_H */
