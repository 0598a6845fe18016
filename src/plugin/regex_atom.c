#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "plugin/regex_atom.h"

/* Behind a [:name:] within a class; behind its bracket where it is none. */
static const char *
after_posix(const char *s, const char *end)
{
	const char *at = s + 2;
	char sign;

	if (end - s < 4 || strchr(":.=", s[1]) == NULL)
		return s + 1;
	for (sign = s[1]; end - at >= 2; at++) {
		if (at[0] == sign && at[1] == ']')
			return at + 2;
		if (at[0] == ']' || (at[0] == '[' && at[1] == sign))
			break;
		at += at[0] == '\\' && (at[1] == ']' || at[1] == '\\');
	}
	return s + 1;
}

static const char *
after_class(const char *s, const char *end)
{
	s++;
	s += s < end && *s == '^';
	s += s < end && *s == ']';
	while (s < end && *s != ']') {
		if (*s == '[')
			s = after_posix(s, end);
		else if (*s == '\\')
			s += end - s > 2 && s[1] == 'c' ? 3 : 2;
		else
			s++;
	}
	return s < end ? s + 1 : end;
}

/* What stands in brackets behind an escape's letter: \x{e9}, \k<name>. */
static size_t
in_brackets(char letter, const char *at)
{
	static const char closers[][2] = { "{}", "<>", "''" };

	if (strchr("xpPo", letter) != NULL && *at != '{')
		return 0;
	/* \N{2} is two of them. */
	if (strchr("xpPogk", letter) == NULL &&
	    (letter != 'N' || strncmp(at, "{U", 2) != 0))
		return 0;
	for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++)
		if (*at == closers[i][0])
			return 1 + strcspn(at + 1, (char[]){ closers[i][1],
			    '\0' }) + 1;
	return 0;
}

/* Some go on behind their letter: \x20, \x{e9}, \p{Lu}, \k<name>. */
static const char *
after_escape(const char *s, const char *end)
{
	const char *at = s + 2, *hex = "0123456789abcdefABCDEF";
	size_t n;

	if (at >= end)
		return end;
	if (isdigit((unsigned char)s[1]))
		n = strspn(at, "0123456789");
	else if (s[1] == 'x' && *at != '{')
		n = strspn(at, hex) > 2 ? 2 : strspn(at, hex);
	else if (s[1] == 'c' || (strchr("pP", s[1]) != NULL && *at != '{'))
		n = 1;
	else
		n = in_brackets(s[1], at);
	return (size_t)(end - at) > n ? at + n : end;
}

/* Any line break ends it: PCRE2_NEWLINE_ANY, of which the fold keeps these. */
static const char *
after_comment(const char *s, const char *end)
{
	while (s < end && strchr("\n\v\f\r", *s) == NULL)
		s++;
	return s;
}

const char *
regex_atom_past(const char *s, const char *end)
{
	if (*s == '\\')
		return after_escape(s, end);
	if (*s == '[')
		return after_class(s, end);
	return *s == '#' ? after_comment(s, end) : s;
}

/* Behind the bracket that closes the one at `s`. */
static const char *
after_group(const char *s, const char *end, bool free_layout)
{
	int depth = 0;

	while (s < end) {
		if (*s == '\\') {
			s = after_escape(s, end);
		} else if (*s == '[') {
			s = after_class(s, end);
		} else if (*s == '#' && free_layout) {
			s = after_comment(s, end);
		} else {
			depth += *s == '(';
			depth -= *s == ')';
			s++;
			if (depth == 0)
				return s;
		}
	}
	return end;
}

/*
 * Where the inside of a plain group begins; else NULL.  What
 * regex_atom_inside() also looks into is none: it may not be cut anywhere.
 */
static const char *
plain_inside(const char *s, const char *end)
{
	size_t n;

	if (s + 1 < end && s[1] == '*')
		return NULL;	/* a verb */
	if (s + 1 >= end || s[1] != '?')
		return s + 1;
	s += 2;
	if (*s == '<' && s + 1 < end && isalpha((unsigned char)s[1])) {
		n = strcspn(s, ">");
		return s + n < end ? s + n + 1 : NULL;
	}
	/* Not x: another layout begins there. */
	n = strspn(s, "ims-");
	return s + n < end && s[n] == ':' ? s + n + 1 : NULL;
}

/*
 * Behind {3}, {3,} or {3,4}; where there is none, at `s`.  From PCRE2 10.43 on
 * there are others: counts_otherwise().
 */
static const char *
after_count(const char *s, const char *end)
{
	const char *q = s + 1;
	size_t digits = strspn(q, "0123456789");

	q += digits;
	if (q < end && *q == ',') {
		q++;
		q += strspn(q, "0123456789");
	}
	return q < end && *q == '}' && digits > 0 ? q + 1 : s;
}

static const char *
after_quantifier(const char *s, const char *end)
{
	const char *q = s;

	if (q < end && strchr("*+?", *q) != NULL)
		q++;
	else if (q < end && *q == '{')
		q = after_count(q, end);
	if (q == s)
		return s;
	if (q < end && (*q == '?' || *q == '+'))
		q++;
	return q < end ? q : end;
}

static size_t
skip_layout(const char *s, const char *end)
{
	const char *begin = s;

	for (;;) {
		while (s < end && isspace((unsigned char)*s))
			s++;
		if (s >= end || *s != '#')
			return (size_t)(s - begin);
		s = after_comment(s, end);
	}
}

/* The piece at `s`, which is no space of the layout. */
static void
take(const char *s, const char *end, bool free_layout, struct regex_atom *ret)
{
	const char *after = s + 1, *q;

	*ret = (struct regex_atom){ .start = s };
	if (*s == '\\') {
		after = after_escape(s, end);
	} else if (*s == '[') {
		after = after_class(s, end);
	} else if (*s == '(') {
		after = after_group(s, end, free_layout);
		ret->in = plain_inside(s, end);
		ret->in_end = after - 1;
	} else {
		while (after < end && utf8_is_inside(*after))
			after++;
	}
	q = free_layout ? after + skip_layout(after, end) : after;
	ret->end = after_quantifier(q, end);
	ret->quantifier = q;
	if (ret->end == q)
		ret->quantifier = ret->end = after;
	else if (free_layout)
		q = ret->end + skip_layout(ret->end, end);
	ret->twice = ret->end > after && after_quantifier(q, end) > q;
}

bool
regex_atom_next(const char **at, const char *end, bool free_layout,
    struct regex_atom *ret)
{
	const char *s = *at;

	if (free_layout)
		s += skip_layout(s, end);
	*at = s;
	if (s >= end || *s == '|')
		return false;
	take(s, end, free_layout, ret);
	*at = ret->end;
	return true;
}

bool
regex_atom_may_lack(const struct regex_atom *a)
{
	if (a->quantifier == a->end || *a->quantifier == '+')
		return false;
	return *a->quantifier != '{' || strtoul(a->quantifier + 1, NULL,
	    10) == 0;
}

/* The letters of a group's shortest alternative. */
static size_t
least_letters(const char *s, const char *end, bool free_layout)
{
	size_t least = SIZE_MAX, n = 0;
	struct regex_atom a;

	for (;;) {
		if (regex_atom_next(&s, end, free_layout, &a)) {
			n += regex_atom_letters(&a, free_layout);
			continue;
		}
		least = n < least ? n : least;
		n = 0;
		if (s >= end)
			return least;
		s++;
	}
}

size_t
regex_atom_letters(const struct regex_atom *a, bool free_layout)
{
	unsigned char c = (unsigned char)*a->start;

	/* What may be missing proves nothing by not being there. */
	if (a->quantifier < a->end && strchr("?*{", *a->quantifier) != NULL)
		return 0;
	if (c == '(')
		return a->in == NULL ? 0 : least_letters(a->in, a->in_end,
		    free_layout);
	return isalnum(c) || c >= 0x80;
}

/* Does (?-x) or (?^) end free layout, or (?xx) begin a third one? */
static bool
sets_layout(const char *spelt)
{
	const char *s = spelt, *x;
	size_t n;

	while ((s = strstr(s, "(?")) != NULL) {
		s += 2;
		n = strspn(s, "^imnsxJU-");
		x = memrchr(s, 'x', n);
		if (x == NULL && *s == '^')
			return true;
		if (x != NULL && (memchr(s, '-', (size_t)(x - s)) != NULL ||
		    (x > s && x[-1] == 'x')))
			return true;
	}
	return false;
}

/*
 * {,3} and { 0,3 } are quantifiers to PCRE2 10.43, and plain signs to those
 * before it.
 */
static bool
counts_otherwise(const char *spelt)
{
	const char *s = spelt;
	size_t n;

	while ((s = strchr(s, '{')) != NULL) {
		s++;
		n = strspn(s, " \t,0123456789");
		if (s[n] == '}' && (*s == ',' || memchr(s, ' ', n) != NULL ||
		    memchr(s, '\t', n) != NULL))
			return true;
	}
	return false;
}

/* An escaped sign of several bytes, as "\€": here an escape is of one. */
static bool
escapes_wide(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s != '\\')
			continue;
		s++;
		if ((unsigned char)*s >= 0x80)
			return true;
		if (*s == '\0')
			return false;
	}
	return false;
}

/* (*ACCEPT), (*pla: ..), (*:name); the same two signs in a set are none. */
static bool
has_verb(const char *s)
{
	while ((s = strstr(s, "(*")) != NULL) {
		s += 2;
		if (isalpha((unsigned char)*s) || *s == ':')
			return true;
	}
	return false;
}

bool
regex_atom_fits(const char *spelt)
{
	/* A quantifier behind a remark or an \E is that of what is before. */
	static const char *const signs[] = { "\\Q", "\\E", "(?#" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(spelt, signs[i]) != NULL)
			return false;
	return !sets_layout(spelt) && !counts_otherwise(spelt) &&
	    !escapes_wide(spelt) && !has_verb(spelt);
}

const char *
regex_atom_inside(const char *s, const char *end)
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

bool
regex_atom_asks(const char *s)
{
	return strncmp(s, "(?=", 3) == 0 || strncmp(s, "(?!", 3) == 0 ||
	    strncmp(s, "(?<=", 4) == 0 || strncmp(s, "(?<!", 4) == 0 ||
	    strncmp(s, "(?(DEFINE)", 10) == 0;
}

bool
regex_atom_called(const char *whole, struct regex_atom *a)
{
	char define[32];
	const char *at;

	if (strncmp(a->start, "(?&_", 4) != 0)
		return false;
	(void)snprintf(define, sizeof(define), "(?<%.*s>",
	    (int)strcspn(a->start + 3, ")"), a->start + 3);
	at = strstr(whole, define);
	return at != NULL && regex_atom_next(&at, at + strlen(at), true, a);
}
