#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/regex_atom.h"
#include "plugin/regex_first.h"

#define STEPS_MAX	4000	/* of one pattern; more is given up */

#define LETTERS		UINT64_C(0x3ffffff)
#define DIGITS		(UINT64_C(0x3ff) << 26)
#define BLANK		(UINT64_C(1) << 36)
#define OTHER		(UINT64_C(1) << 37)
#define END		(UINT64_C(1) << 38)
#define ALL		(LETTERS | DIGITS | BLANK | OTHER)

enum begins { ANYWHERE, WORD, LINE };

static unsigned int
class_of(unsigned char c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= '0' && c <= '9')
		return c - '0' + 26u;
	return c == ' ' || (c >= '\t' && c <= '\r') ? 36 : 37;
}

static uint64_t
bit_of(char c)
{
	return UINT64_C(1) << class_of((unsigned char)c);
}

/* What comes behind a group: the rest, or the group again. */
struct rest {
	const char	*s, *end;
	const struct regex_atom *again;	/* or NULL */
	const struct rest *next;
};

/* A way through the pattern: what it has met so far. */
struct way {
	uint64_t	first;		/* 0: nothing yet */
	enum begins	begins;
};

struct search {
	const char	*whole;
	struct regex_first *f;
	unsigned int	 steps;
	bool		 lost;		/* it may begin with anything */
};

static void	follow(struct search *x, const char *s, const char *end,
		    const struct rest *rest, struct way w);

/* The way ends: one of `second` follows what was first. */
static void
note(struct search *x, struct way w, uint64_t second)
{
	uint64_t *set, word = LETTERS | DIGITS;

	if (w.first == 0) {
		x->lost = true;
		return;
	}
	for (unsigned int i = 0; i < REGEX_CLASSES; i++) {
		if ((w.first >> i & 1) == 0)
			continue;
		set = w.begins == LINE ? x->f->line :
		    w.begins == WORD && (word >> i & 1) != 0 ? x->f->word :
		    x->f->anywhere;
		set[i] |= second;
	}
}

/* One of these characters is met; false where the way has ended. */
static bool
meet(struct search *x, struct way *w, uint64_t set)
{
	if (w->first != 0) {
		note(x, *w, set);
		return false;
	}
	w->first = set;
	return true;
}

/* The characters of an escape; 0 where it stands for none, or is not known. */
static uint64_t
escaped(const char *s, bool *ret_known)
{
	static const struct { char letter; uint64_t set; } sets[] = {
		{ 'd', DIGITS }, { 's', BLANK }, { 'w', LETTERS | DIGITS |
		    OTHER }, { 'W', BLANK | OTHER }, { 'S', ALL & ~BLANK },
		{ 'D', ALL & ~DIGITS }, { 'N', ALL }, { 'n', BLANK },
		{ 'f', BLANK }, { 't', BLANK }, { 'r', BLANK },
		{ 'b', 0 }, { 'B', 0 }, { 'A', 0 }, { 'z', 0 }, { 'Z', 0 },
	};

	*ret_known = true;
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		if (sets[i].letter == s[1])
			return sets[i].set;
	}
	if (!isalnum((unsigned char)s[1]))
		return bit_of(s[1]);
	if (s[1] == 'x' && isxdigit((unsigned char)s[2]) &&
	    isxdigit((unsigned char)s[3]))
		return bit_of((char)strtol((char[]){ s[2], s[3], '\0' }, NULL,
		    16));
	*ret_known = false;
	return 0;
}

/* The characters of a class, or all. */
static uint64_t
class_set(const char *s, const char *end)
{
	uint64_t set = 0;
	bool known;

	if (s[1] == '^' || memchr(s, '\0', (size_t)(end - s)) != NULL)
		return ALL;
	for (s++, end--; s < end; s++) {
		if (*s == '[' && s + 1 < end && s[1] == ':')
			return ALL;
		if (*s == '\\') {
			set |= escaped(s, &known);
			if (!known || s[1] == 'b')
				return ALL;
			s++;
		} else if (s + 2 < end && s[1] == '-') {
			if (s[2] == '\\' || (unsigned char)*s >= 0x80)
				return ALL;
			for (int c = (unsigned char)*s;
			    c <= (unsigned char)s[2]; c++)
				set |= bit_of((char)c);
			s += 2;
		} else {
			set |= bit_of(*s);
		}
	}
	return set;
}

/* The inside of a group that only holds together; NULL for any other. */
static const char *
inside(const char *s, const char *end)
{
	size_t n;

	if (s[1] != '?')
		return s[1] == '*' ? NULL : s + 1;
	s += 2;
	if (*s == '>')
		return s + 1;
	if (*s == '<' && (isalpha((unsigned char)s[1]) || s[1] == '_')) {
		n = strcspn(s, ">");
		return s + n < end ? s + n + 1 : NULL;
	}
	/* Layout stays free: never -x. */
	n = strspn(s, "^imnsx");
	if (s[n] == '-')
		n += 1 + strspn(s + n + 1, "imns");
	if (s + n >= end || s[n] != ':' || (*s == '^' &&
	    memchr(s, 'x', n) == NULL))
		return NULL;
	return s + n + 1;
}

/* Lookarounds say no more than is known without them. */
static bool
is_lookaround(const char *s)
{
	return strncmp(s, "(?=", 3) == 0 || strncmp(s, "(?!", 3) == 0 ||
	    strncmp(s, "(?<=", 4) == 0 || strncmp(s, "(?<!", 4) == 0 ||
	    strncmp(s, "(?(DEFINE)", 10) == 0;
}

/* What (?&_7) calls; `a` becomes the group that defines it. */
static bool
called(const struct search *x, struct regex_atom *a)
{
	char define[32];
	const char *at;

	if (strncmp(a->start, "(?&_", 4) != 0)
		return false;
	(void)snprintf(define, sizeof(define), "(?<%.*s>",
	    (int)strcspn(a->start + 3, ")"), a->start + 3);
	at = strstr(x->whole, define);
	return at != NULL && regex_atom_next(&at, at + strlen(at), true, a);
}

/* Each alternative of a group, and what comes behind it. */
static void
follow_group(struct search *x, const struct regex_atom *group,
    const struct rest *rest, struct way w)
{
	const char *s = inside(group->start, group->end);
	struct regex_atom skipped;

	for (;;) {
		follow(x, s, group->in_end, rest, w);
		while (regex_atom_next(&s, group->in_end, true, &skipped))
			;
		if (s >= group->in_end)
			return;
		s++;
	}
}

static bool
may_repeat(const struct regex_atom *a)
{
	return a->quantifier < a->end && *a->quantifier != '?';
}

static bool
may_lack(const struct regex_atom *a)
{
	return a->quantifier < a->end && *a->quantifier != '+';
}

/* A group or a call at `a`; false where it is neither. */
static bool
take_group(struct search *x, const struct regex_atom *a, const char *end,
    const struct rest *rest, struct way w)
{
	struct regex_atom body = *a;
	struct rest behind = { a->end, end, may_repeat(a) ? a : NULL, rest };

	if (*a->start != '(')
		return false;
	(void)called(x, &body);
	if (inside(body.start, body.end) == NULL) {
		note(x, w, ALL | END);
		return true;
	}
	if (may_lack(a))
		follow(x, a->end, end, rest, w);
	follow_group(x, &body, &behind, w);
	return true;
}

/* The end of a part: what is behind it, or it once more. */
static void
leave(struct search *x, const struct rest *rest, struct way w)
{
	struct regex_atom body;

	if (rest == NULL) {
		note(x, w, ALL | END);
		return;
	}
	follow(x, rest->s, rest->end, rest->next, w);
	if (rest->again == NULL || w.first == 0)
		return;
	body = *rest->again;
	(void)called(x, &body);
	follow_group(x, &body, rest, w);
}

/* One that is no group: false where the way ends here. */
static bool
take_single(struct search *x, const struct regex_atom *a, const char *end,
    const struct rest *rest, struct way *w)
{
	const char *s = a->start;
	bool known = true;
	uint64_t set;

	if (*s == '^' || *s == '$' || (*s == '\\' && s[1] == 'A')) {
		if (*s != '$' && w->first == 0)
			w->begins = LINE;
		return true;
	}
	set = *s == '\\' ? escaped(s, &known) : *s == '.' ? ALL :
	    *s == '[' ? class_set(s, a->quantifier) : bit_of(*s);
	if (!known) {
		note(x, *w, ALL | END);
		return false;
	}
	if (set == 0) {		/* \b and its like */
		if (s[1] == 'b' && w->first == 0 && w->begins == ANYWHERE)
			w->begins = WORD;
		return true;
	}
	if (may_lack(a))
		follow(x, a->end, end, rest, *w);
	if (!meet(x, w, set))
		return false;
	if (may_repeat(a))
		note(x, *w, set);
	return true;
}

static void
follow(struct search *x, const char *s, const char *end,
    const struct rest *rest, struct way w)
{
	struct regex_atom a;

	while (!x->lost) {
		if (++x->steps > STEPS_MAX) {
			x->lost = true;
			return;
		}
		if (!regex_atom_next(&s, end, true, &a)) {
			leave(x, rest, w);
			return;
		}
		if (is_lookaround(a.start))
			continue;
		if (take_group(x, &a, end, rest, w) ||
		    !take_single(x, &a, end, rest, &w))
			return;
	}
}

struct regex_first *
regex_first(const char *whole)
{
	struct search x = { .whole = whole };

	/* Quoted text and verbs are not cut into pieces; \G is no place. */
	if (strstr(whole, "\\Q") != NULL || strstr(whole, "(*") != NULL ||
	    strstr(whole, "\\G") != NULL)
		return NULL;
	x.f = xcalloc(1, sizeof(*x.f));
	follow(&x, whole, whole + strlen(whole), NULL, (struct way){ 0 });
	if (!x.lost)
		return x.f;
	free(x.f);
	return NULL;
}

static bool
is_word(unsigned char c)
{
	return isalnum(c) || c == '_';
}

/* A line ends with any of Unicode's signs for it. */
static bool
ends_line(unsigned char c)
{
	return (c >= '\n' && c <= '\r') || c >= 0x80;
}

size_t
regex_first_next(const struct regex_first *f, const char *s, size_t len,
    size_t at)
{
	unsigned int c, next;
	uint64_t may;
	size_t n;

	while (at < len && ((unsigned char)s[at] & 0xc0) == 0x80)
		at++;
	for (; at < len; at = n) {
		c = class_of((unsigned char)s[at]);
		for (n = at + 1; n < len && ((unsigned char)s[n] & 0xc0) ==
		    0x80;)
			n++;
		next = n < len ? class_of((unsigned char)s[n]) : 38;
		may = f->anywhere[c];
		if (at == 0 || !is_word((unsigned char)s[at - 1]))
			may |= f->word[c];
		if (at == 0 || ends_line((unsigned char)s[at - 1]))
			may |= f->line[c];
		if ((may >> next & 1) != 0)
			return at;
	}
	return len;
}
