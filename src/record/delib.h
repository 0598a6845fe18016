#ifndef GREFFIER_DELIB_H
#define GREFFIER_DELIB_H

#include <stdbool.h>
#include <stddef.h>

#include "field/field.h"
#include "plugin/plugin_index.h"

struct plugin;
struct rule;
struct view;

/*
 * One deliberation with all its fields read: what the record's JSON, the
 * deductions and the contradictions are made from.  Memory by xalloc.h.
 */
struct delib {
	const struct view *view;	/* borrowed */
	const struct plugin *plugin;	/* borrowed */
	const struct recognised *recognised;	/* borrowed; in text->fold */
	struct field	 field[FIELDS];
	bool		 stated[FIELDS];	/* said by the recognised words */
	const struct rule *undecided;	/* its decisions are left out; or NULL */
};

struct delib	*delib_read(struct view *v, const struct plugin *p,
		    const struct recognised *rec);
void		 delib_free(struct delib *d);

/* The field's number, bool or minutes; false where it is not stated. */
bool		 delib_int(const struct delib *d, enum field_id f, int *ret);

/* The field's date; false where it is not stated or does not exist. */
bool		 delib_date(const struct delib *d, enum field_id f,
		    struct date *ret);

/* "/dates/seance"; the caller's to free.  `item`: of a list, or -1. */
char		*delib_pointer(enum field_id f, int item);

/* Where the words of a value stand, and how well they were read. */
struct delib_words {
	size_t		 first, n;	/* into text->word, of its first span */
	unsigned int	 page;		/* number, from 1; 0 where it has no word */
	int		 conf;		/* 0..100 */
};

void		 delib_words(const struct delib *d, enum field_id f,
		    size_t item, struct delib_words *ret);

#endif /* GREFFIER_DELIB_H */
