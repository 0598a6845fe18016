#ifndef GREFFIER_GUTTER_H
#define GREFFIER_GUTTER_H

#include <stddef.h>
#include <stdint.h>

struct line;

/*
 * Narrow columns stand so near that their lines look like one.  Cut the lines
 * where a gap no wider than a wide space comes again at the same place line
 * after line.  *line holds `n` lines of line_make and may move; returns how
 * many there are now.  Their boxes and bases are brought up to date.
 */
size_t	gutter_cut(struct line **line, size_t n, int32_t unit);

#endif /* GREFFIER_GUTTER_H */
