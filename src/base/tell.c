#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/tell.h"
#include "base/utf8.h"

#define GROWS	3	/* a byte that is no UTF-8 is shown by three */

void
tell_line_va(FILE *out, const char *fmt, va_list ap)
{
	char *raw, *shown;
	size_t size;

	if (vasprintf(&raw, fmt, ap) == -1) {
		(void)fprintf(out, "%s\n", strerror(ENOMEM));
		return;
	}
	size = GROWS * strlen(raw) + 1;
	shown = malloc(size);
	if (shown == NULL) {
		(void)fprintf(out, "%s\n", strerror(ENOMEM));
	} else {
		utf8_show(raw, shown, size);
		(void)fprintf(out, "%s\n", shown);
	}
	free(shown);
	free(raw);
}

void
tell_line(FILE *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell_line_va(out, fmt, ap);
	va_end(ap);
}

void
tell_warn(const char *fmt, ...)
{
	va_list ap;

	(void)fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, fmt);
	tell_line_va(stderr, fmt, ap);
	va_end(ap);
}
