#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

static void *
given(void *p)
{
	if (p == NULL)
		err(EXIT_FAILURE, "memory");
	return p;
}

void *
xmalloc(size_t size)
{
	return given(malloc(size != 0 ? size : 1));
}

void *
xcalloc(size_t n, size_t size)
{
	return given(calloc(n != 0 ? n : 1, size != 0 ? size : 1));
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	/* Never zero bytes: that would free p and return NULL. */
	if (n == 0 || size == 0)
		n = size = 1;
	return given(reallocarray(p, n, size));
}

char *
xstrdup(const char *s)
{
	return given(strdup(s));
}

char *
xstrndup(const char *s, size_t len)
{
	return given(strndup(s, len));
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	return given(n == -1 ? NULL : s);
}

void
xbuf_append(struct buf *b, const void *data, size_t len)
{
	if (buf_append(b, data, len) < 0)
		given(NULL);
}

void
xbuf_puts(struct buf *b, const char *s)
{
	xbuf_append(b, s, strlen(s));
}

char *
xbuf_take(struct buf *b, size_t *ret_len)
{
	return given(buf_take(b, ret_len));
}
