#ifndef GREFFIER_REGEX_SUB_H
#define GREFFIER_REGEX_SUB_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct regex;

/*
 * Sub-patterns that a pattern may call by name, (?&name): a plugin's own, then
 * those of what it extends, then the engine's.  A sub-pattern captures nothing
 * and means the same wherever it is called from: its own calls are answered
 * where it was written, and (?-i:) around a call does not reach into it.
 * Memory by xalloc.h.
 */
struct regex_sub {
	char		*name;
	struct regex	*re;
};

struct regex_scope {
	const struct regex_scope *outer;	/* NULL: the engine's are next */
	struct regex_sub *sub;
	size_t		 n;
};

/* Adds a name that is not there yet; `re` is taken, and bound to the scope. */
void		 regex_scope_add(struct regex_scope *scope, const char *name,
		    struct regex *re);
void		 regex_scope_clear(struct regex_scope *scope);

/* Does the sub-pattern call itself, be it through others? */
bool		 regex_scope_is_loop(const struct regex_sub *sub);

/*
 * The first call in `source` that nobody answers, not even a group of its own:
 * its name, `*ret_n` bytes in `source`; NULL where all are answered.
 */
const char	*regex_scope_unknown(const struct regex_scope *scope,
		    const char *source, size_t *ret_n);

/* The name nearest to one that nobody defines, or NULL. */
const char	*regex_scope_nearest(const struct regex_scope *scope,
		    const char *name);

/*
 * Append `source`, the bracket that closes what the caller opened round it,
 * and what it calls, and what that calls in turn.  A call costs PCRE2 more than
 * the thing called, and hides how it begins: what is short or called once is put
 * in place (`in_place`), the rest is defined once.  Unknown calls stay as they
 * are.  Returns how much of it is `source` itself, with what is put in place.
 */
size_t		 regex_sub_append(struct buf *b, const char *source,
		    const struct regex_scope *scope, bool in_place);

#endif /* GREFFIER_REGEX_SUB_H */
