#ifndef GREFFIER_KNOWN_H
#define GREFFIER_KNOWN_H

#include <stddef.h>

#include "reader/journal.h"

struct page;
struct text;

/*
 * Words that were read before: a scan's journal, pages as JSON (a list, or one
 * alone), or plain text.  Which of them, the first bytes tell.  Memory by
 * xalloc.h.
 */
struct known {
	struct text	*text;
	struct page	*const *page;	/* in order */
	size_t		 pages;

	struct text	*plain;		/* these own the pages, private */
	struct page	**own;
	size_t		 owns;
	struct journal	 journal;
};

/*
 * Open FILE, or FILE/text.txt or FILE/pages.json where that is a folder.  0
 * and *ret_fd, or a negative errno; *ret_path (the caller's to free, set in
 * both cases) is what was, or could not be, opened.
 */
int	known_open(const char *path, int *ret_fd, char **ret_path);

/* -EBADMSG: these are no words of any kind. */
int	known_read(int fd, struct known **ret);
void	known_free(struct known *k);	/* NULL is fine */

#endif /* GREFFIER_KNOWN_H */
