#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/json_arena.h"
#include "base/xalloc.h"

#define BLOCK_BYTES	(64 << 10)

struct block {
	struct block	*before;
	size_t		 used, size;
	alignas(max_align_t) char data[];
};

static struct {
	struct block	*last;
	json_malloc_t	 old_malloc;	/* jansson's before */
	json_free_t	 old_free;
} arena;

static void *
take(size_t size)
{
	const size_t unit = alignof(max_align_t);
	struct block *b = arena.last;
	void *p;

	size = (size + unit - 1) / unit * unit;
	if (b == NULL || b->size - b->used < size) {
		size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;

		b = xmalloc(sizeof(*b) + room);
		*b = (struct block){ .before = arena.last, .size = room };
		arena.last = b;
	}
	p = b->data + b->used;
	b->used += size;
	return p;
}

static void
keep(void *p)
{
	(void)p;
}

void
json_arena_begin(void)
{
	json_get_alloc_funcs(&arena.old_malloc, &arena.old_free);
	json_set_alloc_funcs(take, keep);
}

void
json_arena_end(void)
{
	json_set_alloc_funcs(arena.old_malloc, arena.old_free);
}

void
json_arena_drop(void)
{
	struct block *before;

	for (; arena.last != NULL; arena.last = before) {
		before = arena.last->before;
		free(arena.last);
	}
}
