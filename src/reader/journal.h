#ifndef GREFFIER_READER_JOURNAL_H
#define GREFFIER_READER_JOURNAL_H

#include <stddef.h>
#include <stdint.h>

struct page;

/*
 * A scan's page journal, read back: all its pages in order, those given up
 * among them with the reason in French.  Memory by xalloc.h.
 */
struct journal {
	char		*type;		/* media type */
	uint32_t	 pages;		/* of the scan */
	struct page	**page;		/* one for each; NULL where none was kept */
	uint32_t	 read;		/* pages that are not given up */
};

/* 0; -EBADMSG: that is no journal; or an error of reading it. */
int	journal_read(int fd, struct journal *ret_journal);
void	journal_free(struct journal *j);

/* The pages that are there, in order; `ret` has room for j->pages. */
size_t	journal_list(const struct journal *j, const struct page **ret);

#endif /* GREFFIER_READER_JOURNAL_H */
