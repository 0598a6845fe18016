#ifndef GREFFIER_FLOW_H
#define GREFFIER_FLOW_H

#include <stddef.h>
#include <stdint.h>

struct page;

/*
 * Words and tick boxes in reading order: what layout makes of the pages, what
 * stamp sorts, and what the text is written from.  All zeroes is empty.
 */

enum flow_break {		/* what parts an item from the one before */
	FLOW_SPACE, FLOW_LINE, FLOW_BLOCK, FLOW_PAGE,
};

#define FLOW_NONE UINT32_MAX

enum flow_place { FLOW_BODY, FLOW_STAMP, FLOW_DROPPED };

struct flow_item {
	uint32_t	page;	/* index into the pages */
	uint32_t	word;	/* index into page->word, or FLOW_NONE */
	uint32_t	mark;	/* index into page->mark, or FLOW_NONE */
	uint8_t		brk;	/* enum flow_break */
	uint8_t		place;	/* enum flow_place */
};

struct flow {
	struct flow_item *item;	size_t items, cap;
};

/* Append an item to the body; it is borrowed until the next. */
struct flow_item *flow_add(struct flow *f, uint32_t page, uint32_t word,
		    uint32_t mark, enum flow_break brk);
void		  flow_free(struct flow *f);

/* How the item is written. */
const char	 *flow_text(const struct flow_item *it,
		    const struct page *const *page);

/* Items [first, last), folded, parted by one space.  The caller's to free. */
char		 *flow_fold(const struct flow *f, size_t first, size_t last,
		    const struct page *const *page);
/* Say where items [first, last) belong. */
void		  flow_place(struct flow *f, size_t first, size_t last,
		    enum flow_place place);

/* The first item behind the printed line that begins at `first`. */
size_t		  flow_line_end(const struct flow *f, size_t first);

#endif /* GREFFIER_FLOW_H */
