#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "plugin/regex_atom.h"
#include "plugin/regex_set.h"

#define SPACES	" \t\n\v\f\r"
#define DIGITS	"0123456789"
#define WORD	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_" DIGITS
#define BREAKS	"\n\v\f\r"

void
regex_set_all(struct regex_set *s)
{
	s->bit[0] = s->bit[1] = UINT64_MAX;
	s->wide = true;
}

void
regex_set_join(struct regex_set *s, const struct regex_set *other)
{
	s->bit[0] |= other->bit[0];
	s->bit[1] |= other->bit[1];
	s->wide = s->wide || other->wide;
}

static void
put(struct regex_set *s, unsigned char c)
{
	if (c < 0x80)
		s->bit[c / 64] |= UINT64_C(1) << c % 64;
	else
		s->wide = true;
}

static void
put_all(struct regex_set *s, const char *bytes)
{
	for (; *bytes != '\0'; bytes++)
		put(s, (unsigned char)*bytes);
}

static void
invert(struct regex_set *s)
{
	s->bit[0] = ~s->bit[0];
	s->bit[1] = ~s->bit[1];
	s->wide = true;
}

/* In either case; to PCRE2 the long s is an S, and the kelvin sign a K. */
static void
put_letter(struct regex_set *s, unsigned char c)
{
	put(s, c);
	put(s, (unsigned char)tolower(c));
	put(s, (unsigned char)toupper(c));
	if (c >= 0x80)
		put_all(s, "sSkK");
	else if (strchr("sSkK", c) != NULL)
		s->wide = true;
}

/* \s, \d .. exactly as they are; false for any other escape. */
static bool
kind(char letter, struct regex_set *ret)
{
	static const struct { char letter; const char *bytes; } kinds[] = {
		{ 's', SPACES }, { 'd', DIGITS }, { 'w', WORD },
		{ 'n', "\n" }, { 'f', "\f" }, { 't', "\t" }, { 'r', "\r" },
	}, others[] = {
		{ 'S', SPACES }, { 'D', DIGITS }, { 'W', WORD },
		{ 'N', BREAKS },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i].letter == letter) {
			put_all(ret, kinds[i].bytes);
			return true;
		}
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (others[i].letter == letter) {
			put_all(ret, others[i].bytes);
			invert(ret);
			return true;
		}
	}
	return false;
}

/* The escape at `s` exactly; false where it is not known. */
static bool
escape(const char *s, struct regex_set *ret)
{
	unsigned char c;
	char hex[3];

	if (kind(s[1], ret))
		return s[1] != 'N' || s[2] != '{';
	if (!isalnum((unsigned char)s[1])) {
		c = (unsigned char)s[1];
	} else if (s[1] == 'x' && isxdigit((unsigned char)s[2]) &&
	    isxdigit((unsigned char)s[3])) {
		memcpy(hex, s + 2, 2);
		hex[2] = '\0';
		c = (unsigned char)strtol(hex, NULL, 16);
	} else {
		return false;
	}
	put(ret, c);
	return true;
}

/* Behind the character at `s`, of as many bytes as it has. */
static const char *
after_char(const char *s, const char *end)
{
	for (s++; s < end && utf8_is_inside(*s);)
		s++;
	return s;
}

/*
 * One thing in a class, and behind it: its bytes exactly, false where they are
 * not known.
 */
static bool
item(const char **at, const char *end, struct regex_set *ret)
{
	const char *s = *at;
	int c = (unsigned char)*s, last;

	*ret = (struct regex_set){ 0 };
	if (*s == '[' && s + 1 < end && strchr(":.=", s[1]) != NULL)
		return false;
	if (*s == '\\') {
		if (s[1] == 'b' || !escape(s, ret))
			return false;
		*at = s = regex_atom_past(s, end);
		/* A range from it on is not looked into. */
		return s >= end || *s != '-' || s + 1 >= end;
	}
	*at = s = after_char(s, end);
	last = c;
	if (s + 1 < end && *s == '-') {
		if (s[1] == '\\' || s[1] == '[')
			return false;
		last = (unsigned char)s[1];
		*at = after_char(s + 1, end);
	}
	put(ret, (unsigned char)last);
	for (; c < last && c < 0x80; c++)
		put(ret, (unsigned char)c);
	return true;
}

/* Both cases of what is in it. */
static void
put_cases(struct regex_set *s, const struct regex_set *exact)
{
	for (int c = 0; c < 0x80; c++) {
		if (regex_set_has(exact, (char)c))
			put_letter(s, (unsigned char)c);
	}
	if (exact->wide)
		put_letter(s, 0x80);
}

static void
put_class(struct regex_set *s, const char *at, const char *end)
{
	bool not = at[1] == '^', known = true;
	struct regex_set one, out = { 0 };
	const char *first;

	at += not ? 2 : 1;
	for (first = at, end--; known && at < end;) {
		if (at == first && *at == ']') {
			one = (struct regex_set){ 0 };
			put(&one, ']');
			at++;
			/* A range from it on, []-a], is not looked into. */
			known = at >= end || *at != '-';
		} else {
			known = item(&at, end, &one);
		}
		if (!known)
			break;
		if (not)
			regex_set_join(&out, &one);
		else
			put_cases(s, &one);
	}
	if (not) {
		invert(&out);
		regex_set_join(s, &out);
	} else if (!known) {
		regex_set_all(s);
	}
}

bool
regex_set_piece(struct regex_set *s, const struct regex_atom *a)
{
	struct regex_set one = { 0 };
	const char *at = a->start;

	if (*at == '^' || *at == '$')
		return false;
	if (*at == '[') {
		put_class(s, at, regex_atom_past(at, a->end));
	} else if (*at == '.') {
		regex_set_all(s);
	} else if (*at != '\\') {
		put_letter(s, (unsigned char)*at);
	} else if (strchr("bBAzZG", at[1]) != NULL && at[1] != '\0') {
		return false;
	} else if (!escape(at, &one)) {
		regex_set_all(s);
		return false;
	} else {
		put_cases(s, &one);
	}
	return true;
}
