#ifndef GREFFIER_PLAIN_H
#define GREFFIER_PLAIN_H

#include <stddef.h>

struct page;
struct flow;

/*
 * Plain text as pages and their reading order, for text_from_utf8.  The pages
 * and their array are the caller's to free; never none.
 */
void	plain_read(const char *utf8, size_t len, struct page ***ret_page,
	    size_t *ret_pages, struct flow *f);

#endif /* GREFFIER_PLAIN_H */
