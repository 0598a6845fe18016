#ifndef GREFFIER_BUF_H
#define GREFFIER_BUF_H

#include <stddef.h>

/*
 * Growable bytes, always followed by a NUL that does not count.  All zeroes is
 * an empty buffer.  Appending returns 0 or -ENOMEM and then leaves the buffer
 * as it was.
 */
struct buf {
	char	*data;		/* NULL while nothing was appended */
	size_t	 len;		/* bytes, without the NUL */
	size_t	 cap;
};

void	buf_free(struct buf *b);	/* harmless on an empty one; leaves it empty */
void	buf_clear(struct buf *b);	/* keeps the memory */
int	buf_append(struct buf *b, const void *data, size_t len);
int	buf_puts(struct buf *b, const char *s);
int	buf_printf(struct buf *b, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Steals the bytes ("" when empty; NULL only for want of memory). */
char	*buf_take(struct buf *b, size_t *ret_len);

#endif /* GREFFIER_BUF_H */
