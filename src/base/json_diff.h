#ifndef GREFFIER_JSON_DIFF_H
#define GREFFIER_JSON_DIFF_H

#include <stddef.h>

#include <jansson.h>

/*
 * Where two JSON values differ, pointer by pointer (RFC 6901).  `tell` gets
 * borrowed values, NULL where one has none; a list's items are compared by
 * their places.
 */
typedef void json_diff_teller(void *ctx, const char *pointer,
    const json_t *expected, const json_t *got);

/* 0, or -ENOMEM when not all was told. */
int	json_diff(const json_t *expected, const json_t *got,
	    json_diff_teller *tell, void *ctx);

/*
 * A value on one line, as utf8_show has it, cut to whole characters within
 * `max` bytes; "nothing" for NULL.  The caller's to free(3); NULL for want of memory.
 */
char	*json_diff_shown(const json_t *value, size_t max);

/*
 * A copy whose texts a terminal shows and does not obey (utf8_show).  The
 * caller's reference; NULL for want of memory.
 */
json_t	*json_diff_tame(const json_t *value);

#endif /* GREFFIER_JSON_DIFF_H */
