#ifndef GREFFIER_TELL_H
#define GREFFIER_TELL_H

#include <stdarg.h>
#include <stdio.h>

/*
 * A line for a person at a terminal.  Names of files and texts out of plugins
 * and scans stand in it as utf8_show (utf8.h) has them: whatever they hold, it
 * is one line, and no terminal obeys it.  Where there is no memory the line
 * says so instead.
 */
void	tell_line(FILE *out, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	tell_line_va(FILE *out, const char *fmt, va_list ap)
	    __attribute__((format(printf, 2, 0)));

/* On stderr behind the program's name, as warnx(3) does. */
void	tell_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif /* GREFFIER_TELL_H */
