#ifndef GREFFIER_SOURCE_H
#define GREFFIER_SOURCE_H

#include <stdint.h>

#include "base/verdict.h"

/*
 * An opened scan: a PDF or an image of any usual kind, chosen by its first
 * bytes and never by a name.  Opening looks at headers only; ceilings
 * (limits.h) are checked before anything is decoded.
 */
struct source;

/*
 * Open what the descriptor reads (a regular file or memfd; borrowed until
 * source_free).  It is mapped, never read: its offset, which readers may
 * share, is left alone.  VERDICT_OK and *ret, or the verdict on the document.
 */
enum verdict	source_open(int fd, struct source **ret);
void		source_free(struct source *s);	/* NULL is fine */
uint32_t	source_pages(const struct source *s);	/* >= 1 */
const char     *source_type(const struct source *s);	/* "application/pdf", .. */

/*
 * Once, before any fork: what the libraries make at their first document
 * (tables, fonts, addresses of functions) need not be made by every child.
 */
void		source_warm(void);

#endif /* GREFFIER_SOURCE_H */
