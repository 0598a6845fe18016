#ifndef GREFFIER_REGEX_NEAR_H
#define GREFFIER_REGEX_NEAR_H

#include <stdbool.h>
#include <stddef.h>

struct regex;

/*
 * How far a pattern gets in a text where it does not match: its longest
 * leading part that still does.  For who writes plugins, never for reading;
 * it compiles the pattern again and again.  Memory by xalloc.h.
 */
struct regex_near {
	char	*part;		/* of the pattern that matches, as written */
	char	*wanted;	/* what comes next in it and is not there */
	size_t	 letters;	/* in `part`, that stand for themselves */
	size_t	 start, end;	/* bytes of the subject under `part` */
};

/* False where next to nothing of it is there. */
bool	regex_near(const struct regex *re, const char *s, size_t len,
	    struct regex_near *ret);
void	regex_near_clear(struct regex_near *n);

#endif /* GREFFIER_REGEX_NEAR_H */
