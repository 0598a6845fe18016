#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define FIRST_BYTES 64	/* most buffers hold a word or a line */

/* Room for `len` more bytes and the NUL. */
static int
reserve(struct buf *b, size_t len)
{
	size_t cap = b->cap != 0 ? b->cap : FIRST_BYTES;
	char *p;

	if (len > SIZE_MAX / 2 - b->len - 1)
		return -ENOMEM;
	while (cap < b->len + len + 1)
		cap *= 2;
	if (cap == b->cap)
		return 0;
	p = realloc(b->data, cap);
	if (p == NULL)
		return -ENOMEM;
	b->data = p;
	b->cap = cap;
	return 0;
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

int
buf_append(struct buf *b, const void *data, size_t len)
{
	int r;

	/* Mostly there is room, and the NUL's with it. */
	if (len >= b->cap - b->len && (r = reserve(b, len)) < 0)
		return r;
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
	return 0;
}

int
buf_puts(struct buf *b, const char *s)
{
	return buf_append(b, s, strlen(s));
}

int
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n, r;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || (r = reserve(b, (size_t)n)) < 0)
		return -ENOMEM;
	va_start(ap, fmt);
	(void)vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}

char *
buf_take(struct buf *b, size_t *ret_len)
{
	char *data;

	/* An empty buffer too is given as a string. */
	if (reserve(b, 0) < 0)
		return NULL;
	b->data[b->len] = '\0';
	data = b->data;
	if (ret_len != NULL)
		*ret_len = b->len;
	*b = (struct buf){ 0 };
	return data;
}
