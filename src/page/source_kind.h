#ifndef GREFFIER_SOURCE_KIND_H
#define GREFFIER_SOURCE_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/verdict.h"

struct Pix;
struct sheet;
struct source;

/* What each kind of file brings to source.c.  Not for others. */
struct source_kind {
	void		(*warm)(void);		/* NULL: nothing to do */
	bool		(*is)(const uint8_t *data, size_t len);
	/* Sets pages and type; checks ceilings; leaves `doc` to close. */
	enum verdict	(*open)(struct source *s);
	void		(*close)(struct source *s);	/* NULL: nothing to do */
	enum verdict	(*take)(struct source *s, uint32_t number,
			    struct sheet *ret);
	/* See sheet_take_typed; NULL: no page is. */
	enum verdict	(*take_typed)(struct source *s, uint32_t number,
			    struct sheet *ret);
	/* See sheet_draw; NULL: none is words alone. */
	struct Pix	*(*draw)(struct source *s, uint32_t number);
};

struct source {
	const struct source_kind *kind;
	const uint8_t	*data;		/* the file, mapped */
	size_t		 len;
	uint32_t	 pages;
	const char	*type;		/* media type, static */
	void		*doc;		/* the kind's own */
};

extern const struct source_kind source_packed;
extern const struct source_kind source_pdf;
extern const struct source_kind source_tiff;
extern const struct source_kind source_image;

#endif /* GREFFIER_SOURCE_KIND_H */
