#ifndef GREFFIER_TRACE_H
#define GREFFIER_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "field/view.h"
#include "plugin/plugin_field.h"
#include "plugin/regex_near.h"

struct plugin;
struct field;
struct regex;
struct rule;

/*
 * Why a field was read as it was: its rules in the order in which they were
 * tried, up to the one that won, and what came of each.  For who writes
 * plugins: reading itself keeps none of this.  Memory by xalloc.h.
 */
enum trace_end {
	TRACE_WON,
	TRACE_NO_PLACE,		/* what `in` names is not there */
	TRACE_NO_MATCH,
	TRACE_NOTHING_THERE,	/* the words are there, but no value by them */
	TRACE_REFUSED,		/* by `unless` */
	TRACE_NOT_ITS_TYPE,	/* found, but that states no value */
	TRACE_CUT,		/* a limit was hit */
	TRACE_ENDS
};

struct trace_step {
	const struct rule *rule;
	enum trace_end	 end;
	struct span	 where;		/* of the view: what was found; or empty */
	/*
	 * The pattern that does not match, or NULL.  Of a table's rule that won a
	 * heading of no use.
	 */
	const struct regex *missing;
	struct regex_near near;		/* how far it gets; part NULL: nowhere */
};

struct trace {
	struct trace_step *step;
	size_t		 n;
};

/* "won", "no match" .. */
const char *trace_end_name(enum trace_end end);

/*
 * Trace field `f`, that was read as `r`.  How far patterns get is looked up
 * for the rules of `p` itself; and, unless `quick`, for all where the field was
 * not read.
 */
void	trace_field(struct view *v, const struct plugin *p, enum field_id f,
	    const struct field *r, bool quick, struct trace *ret);
void	trace_clear(struct trace *t);

#endif /* GREFFIER_TRACE_H */
