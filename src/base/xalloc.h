#ifndef GREFFIER_XALLOC_H
#define GREFFIER_XALLOC_H

#include <stddef.h>

/*
 * Memory for what runs inside a reader: it is given, or the process ends.  A
 * reader's death is a verdict that the daemon reads (VERDICT_CRASH); the
 * daemon itself never calls these.
 */
void	*xmalloc(size_t size);
void	*xcalloc(size_t n, size_t size);
void	*xreallocarray(void *p, size_t n, size_t size);
char	*xstrdup(const char *s);
char	*xstrndup(const char *s, size_t len);
char	*xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* buf_append and buf_take of base/buf.h in the same way. */
struct buf;
void	 xbuf_append(struct buf *b, const void *data, size_t len);
void	 xbuf_puts(struct buf *b, const char *s);
char	*xbuf_take(struct buf *b, size_t *ret_len);

#endif /* GREFFIER_XALLOC_H */
