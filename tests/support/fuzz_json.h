#ifndef GREFFIER_FUZZ_JSON_H
#define GREFFIER_FUZZ_JSON_H

#include <stdlib.h>

#include <jansson.h>

#include "fuzz.h"

/*
 * Jansson's memory in the builds that look for no slips in memory: handed out
 * one behind the other and taken back all at once, as half of a record's time
 * goes to allocate and free what it is made of.  With AddressSanitizer every
 * piece is its own, as ever.  No string of Jansson's may outlive the arena.
 */

#ifdef GREFFIER_ASAN
static inline void
fuzz_json_begin(void)
{
}

static inline void
fuzz_json_end(json_t *j)
{
	json_decref(j);
}
#else
#define FUZZ_JSON_BYTES	((size_t)64 << 20)

static struct {
	char	*at;
	char	*begin;
} fuzz_json_arena;

static inline void *
fuzz_json_malloc(size_t size)
{
	void *p = fuzz_json_arena.at;

	fuzz_json_arena.at += (size + 15) / 16 * 16;
	MUST(fuzz_json_arena.at <= fuzz_json_arena.begin + FUZZ_JSON_BYTES);
	return p;
}

static inline void
fuzz_json_free(void *p)
{
	(void)p;
}

static inline void
fuzz_json_begin(void)
{
	if (fuzz_json_arena.begin == NULL)
		fuzz_json_arena.begin = malloc(FUZZ_JSON_BYTES);
	MUST(fuzz_json_arena.begin != NULL);
	fuzz_json_arena.at = fuzz_json_arena.begin;
	json_set_alloc_funcs(fuzz_json_malloc, fuzz_json_free);
}

static inline void
fuzz_json_end(json_t *j)
{
	(void)j;
	json_set_alloc_funcs(malloc, free);
}
#endif

#endif /* GREFFIER_FUZZ_JSON_H */
