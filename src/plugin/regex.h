#ifndef GREFFIER_REGEX_H
#define GREFFIER_REGEX_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A plugin's pattern: PCRE2 on folded text, under limits.
 *
 * The source is folded like the text that it will meet.  It is caseless,
 * multiline (a page ends a line too), `.` takes line ends as well, plain (...)
 * captures nothing.  In a pattern that holds a \s or a line break, layout is
 * free and spaces of the page are written \s; in any other, a space stands for
 * the space or line break that the page has there.  Calls, (?&date), are those
 * of regex_sub.h.
 *
 * Compiled at the first use, or by regex_compile.  Not for two threads at once.
 * Memory by xalloc.h.
 */
struct regex;
struct regex_scope;

struct regex_error {
	int	line, column;	/* of the file: the source's own, or the line in it */
	char	message[256];	/* English */
};

struct regex_match {
	size_t	start, end;		/* bytes of the subject */
	size_t	value_start, value_end;	/* of (?<value>...), or of the whole */
	bool	has_value;		/* the group took part */
};

/* `line` and `column` of its file are kept for messages. */
struct regex	*regex_new(const char *source, int line, int column);
void		 regex_free(struct regex *re);	/* NULL is fine */
const char	*regex_source(const struct regex *re);

/* Where its file has it. */
void		 regex_place(const struct regex *re, int *ret_line,
		    int *ret_column);

/* Is its layout free: spaces of the page are written \s, and # remarks? */
bool		 regex_is_free(const char *source);

/* Whom it calls by name; the scope outlives it.  Unbound: the engine's own. */
void		 regex_bind(struct regex *re, const struct regex_scope *scope);
const struct regex_scope *regex_scope(const struct regex *re);

/* The source as PCRE2 is given it, but for its calls. */
const char	*regex_spelt(struct regex *re);

/* -EINVAL and `err` where the source is no pattern. */
int		 regex_compile(struct regex *re, struct regex_error *err);

/*
 * From now on, does regex_compile make machine code, where the machine lets it?
 * It is made slowly, matches three times as fast, and cannot be made behind a
 * reader's lock: what regex_search compiles by itself is never any.
 */
void		 regex_machine_code(bool on);

/*
 * A record begins: what all its searches may cost together is counted from
 * here, in steps and places and never in time, whatever was read before: neither
 * a slow machine nor a busy one changes the record.  (Machine code counts its
 * steps otherwise, which tells near a limit only.)  Spent, each search that is
 * not cheap hits the limit.
 */
void		 regex_budget(void);

/* How many searches have hit a limit since then. */
unsigned int	 regex_cuts(void);

/*
 * The next searches are in parts of s[0..len), which stays as it is until this
 * is called again: told once, what cannot match there costs nothing.  NULL ends
 * it.
 */
void		 regex_subject(const char *s, size_t len);

/*
 * The first match in s[0..len) that starts at `from` or after; nothing before
 * s[0] is seen.  0 and *ret; -ENOENT for none; -ELOOP where a limit was hit
 * (then there may or may not be one); -EINVAL where it does not compile.
 */
int		 regex_search(struct regex *re, const char *s, size_t len,
		    size_t from, struct regex_match *ret);

/* Where to search on after a match that was looked for at `from`. */
size_t		 regex_after(const char *s, size_t len, size_t from,
		    const struct regex_match *m);

/* A named group of the last successful search by any pattern. */
bool		 regex_group(const struct regex *re, const char *name,
		    size_t *ret_start, size_t *ret_end);

/* Its own named groups, from 0; NULL after the last.  Compiled ones only. */
const char	*regex_group_name(const struct regex *re, size_t i);

#endif /* GREFFIER_REGEX_H */
