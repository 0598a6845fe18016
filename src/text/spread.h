#ifndef GREFFIER_SPREAD_H
#define GREFFIER_SPREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "words/page.h"

/*
 * Two pages side by side on one image, as an open register is copied: each is
 * laid out by itself.  Memory by xalloc.h.
 */
struct half {
	struct page	 page;		/* its words' texts are borrowed */
	uint32_t	*word, *mark;	/* .. and where they are in the whole */
};

/* *ret_x is where the pages meet, px. */
bool	spread_find(const struct page *p, int32_t *ret_x);

/* What of `p` lies before `x`, or behind it. */
void	half_of(const struct page *p, int32_t x, bool behind,
	    struct half *ret);
void	half_free(struct half *h);

#endif /* GREFFIER_SPREAD_H */
