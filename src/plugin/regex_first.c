#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "plugin/regex_atom.h"
#include "plugin/regex_first.h"
#include "plugin/regex_index.h"
#include "plugin/regex_set.h"

#define STEPS_MAX	3000	/* of one pattern; ours take up to 2,047 */

#define BIT(class)	(UINT64_C(1) << (class))
#define LETTERS		(BIT(REGEX_DIGIT) - 1)
#define DIGITS		(BIT(REGEX_GAP) - BIT(REGEX_DIGIT))
#define GAP		BIT(REGEX_GAP)
#define BREAK		BIT(REGEX_BREAK)
#define OTHER		BIT(REGEX_OTHER)
#define END		BIT(REGEX_END)
#define BLANK		(GAP | BREAK)
#define ALL		(LETTERS | DIGITS | BLANK | OTHER)

/* The same of a set's bytes below 64, and of those from there on. */
#define LOW_GAP		(UINT64_C(1) << ' ' | UINT64_C(1) << '\t')
#define LOW_BREAK	(UINT64_C(0xf) << '\n')
#define LOW_DIGITS	(UINT64_C(0x3ff) << '0')
#define HIGH_LETTERS	(LETTERS << ('A' - 64) | LETTERS << ('a' - 64))

enum begins { ANYWHERE, WORD, LINE, TEXT };

/* What comes behind a group: the rest, or the group again. */
struct rest {
	const char	*s, *end;
	const struct regex_atom *again;	/* or NULL */
	const struct rest *next;
};

/* A way through the pattern: what it has met so far. */
struct way {
	uint64_t	first, second;	/* 0: nothing yet */
	enum begins	begins;
	const char	*look, *look_end;	/* stands there anyway */
};

struct search {
	const char	*whole;
	struct regex_first *f;
	unsigned int	 steps;
	bool		 lost;		/* it may begin with anything */
};

static void	follow(struct search *x, const char *s, const char *end,
		    const struct rest *rest, struct way w);

/* Each alternative of a group, and what comes behind it. */
static void
follow_all(struct search *x, const char *s, const char *end,
    const struct rest *rest, struct way w)
{
	struct regex_atom skipped;

	for (;;) {
		follow(x, s, end, rest, w);
		while (regex_atom_next(&s, end, true, &skipped))
			;
		if (s >= end)
			return;
		s++;
	}
}

/* Nothing was met: what a lookahead asks for stands there, or anything. */
static void
note_empty(struct search *x, struct way w)
{
	const char *look = w.look;

	w.look = NULL;
	if (look == NULL)
		x->lost = true;
	else
		follow_all(x, look, w.look_end, NULL, w);
}

/* The way ends: one of `next` follows what was met. */
static void
note(struct search *x, struct way w, uint64_t next)
{
	uint64_t word = LETTERS | DIGITS, second = w.second;
	unsigned int where;

	if (w.first == 0) {
		note_empty(x, w);
		return;
	}
	if (second == 0) {
		second = next;
		next = ALL | END;
	}
	x->f->text = x->f->text || w.begins == TEXT;
	for (unsigned int i = 0; i < REGEX_CLASSES && w.begins != TEXT; i++) {
		if ((second >> i & 1) != 0)
			x->f->second[i] |= next;
		if ((w.first >> i & 1) == 0)
			continue;
		where = w.begins == LINE ? REGEX_LINE :
		    w.begins == WORD && (word >> i & 1) != 0 ? REGEX_WORD :
		    REGEX_ANYWHERE;
		x->f->begins[regex_stands(where, i)] |= second;
	}
}

/* One of these characters is met; false where the way has ended. */
static bool
meet(struct search *x, struct way *w, uint64_t set)
{
	if (w->second != 0) {
		note(x, *w, set);
		return false;
	}
	*(w->first == 0 ? &w->first : &w->second) = set;
	return true;
}

/* What a piece stands for, as classes; 0 where that is not one character. */
static uint64_t
classes_of(const struct regex_atom *a)
{
	struct regex_set set = { 0 };
	uint64_t low, high, classes;

	if (!regex_set_piece(&set, a))
		return 0;
	low = set.bit[0];
	high = set.bit[1];
	classes = (high >> ('A' - 64) | high >> ('a' - 64)) & LETTERS;
	classes |= low >> ('0' - 26) & DIGITS;
	classes |= (low & LOW_GAP) != 0 ? GAP : 0;
	classes |= (low & LOW_BREAK) != 0 ? BREAK : 0;
	if (set.wide || (low & ~(LOW_DIGITS | LOW_GAP | LOW_BREAK)) != 0 ||
	    (high & ~HIGH_LETTERS) != 0)
		classes |= OTHER;
	return classes;
}

static bool
may_repeat(const struct regex_atom *a)
{
	return a->quantifier < a->end && *a->quantifier != '?';
}

/* A group or a call at `a`; false where it is neither. */
static bool
take_group(struct search *x, const struct regex_atom *a, const char *end,
    const struct rest *rest, struct way w)
{
	struct regex_atom body = *a;
	struct rest behind = { a->end, end, may_repeat(a) ? a : NULL, rest };
	const char *in;

	if (*a->start != '(')
		return false;
	(void)regex_atom_called(x->whole, &body);
	in = regex_atom_inside(body.start, body.end);
	if (in == NULL) {
		note(x, w, ALL | END);
		return true;
	}
	if (regex_atom_may_lack(a))
		follow(x, a->end, end, rest, w);
	follow_all(x, in, body.in_end, &behind, w);
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
	(void)regex_atom_called(x->whole, &body);
	follow_all(x, regex_atom_inside(body.start, body.end), body.in_end,
	    rest, w);
}

/* ^, \b and their like; false where it is none of them. */
static bool
take_place(const char *s, struct way *w)
{
	if (*s != '^' && *s != '$' && (*s != '\\' || s[1] == '\0' ||
	    strchr("bBAzZG", s[1]) == NULL))
		return false;
	if (w->first != 0)
		return true;
	if (*s == '^' && w->begins != TEXT)
		w->begins = LINE;
	if (*s == '\\' && s[1] == 'A')
		w->begins = TEXT;
	if (*s == '\\' && s[1] == 'b' && w->begins == ANYWHERE)
		w->begins = WORD;
	return true;
}

/* One that is no group: false where the way ends here. */
static bool
take_single(struct search *x, const struct regex_atom *a, const char *end,
    const struct rest *rest, struct way *w)
{
	struct way again;
	uint64_t set;

	if (take_place(a->start, w))
		return true;
	set = classes_of(a);
	if (set == 0) {
		note(x, *w, ALL | END);
		return false;
	}
	if (regex_atom_may_lack(a))
		follow(x, a->end, end, rest, *w);
	if (!meet(x, w, set))
		return false;
	if (may_repeat(a)) {
		again = *w;
		if (meet(x, &again, set))
			follow(x, a->end, end, rest, again);
		if (again.second != 0)
			note(x, again, set);
	}
	return true;
}

/* (?<= \n ): it begins as ^ does. */
static bool
is_behind_line(const struct regex_atom *a)
{
	const char *s = a->start + 4;
	struct regex_atom in;

	return strncmp(a->start, "(?<=", 4) == 0 && a->quantifier == a->end &&
	    regex_atom_next(&s, a->in_end, true, &in) &&
	    in.end - in.start == 2 && strncmp(in.start, "\\n", 2) == 0 &&
	    !regex_atom_next(&s, a->in_end, true, &in) && s == a->in_end;
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
		x->lost = x->lost || a.twice;
		/* One that may lack, (?=x)?, asks for nothing. */
		if (strncmp(a.start, "(?=", 3) == 0 && w.first == 0 &&
		    a.quantifier == a.end) {
			w.look = a.start + 3;
			w.look_end = a.in_end;
		}
		if (is_behind_line(&a) && w.first == 0 && w.begins != TEXT)
			w.begins = LINE;
		if (regex_atom_asks(a.start))
			continue;
		if (take_group(x, &a, end, rest, w) ||
		    !take_single(x, &a, end, rest, &w))
			return;
	}
}

/* Anything may where a word begins, and where a line does any of that. */
static void
complete(struct regex_first *f)
{
	f->lines = true;
	for (unsigned int i = 0; i < REGEX_LINE * REGEX_CLASSES; i++) {
		f->lines = f->lines && f->begins[i] == 0;
		f->begins[i + REGEX_CLASSES] |= f->begins[i];
	}
}

struct regex_first *
regex_first(const char *whole)
{
	struct search x = { .whole = whole };

	if (!regex_atom_fits(whole))
		return NULL;
	x.f = xcalloc(1, sizeof(*x.f));
	follow(&x, whole, whole + strlen(whole), NULL, (struct way){ 0 });
	if (!x.lost) {
		complete(x.f);
		return x.f;
	}
	free(x.f);
	return NULL;
}

/* Where the character at `at` ends. */
static size_t
char_end(const char *s, size_t len, size_t at)
{
	for (at++; at < len && utf8_is_inside(s[at]);)
		at++;
	return at;
}

/* Do the characters behind the one at `at` suit those that `may` follow it? */
static bool
is_followed(const struct regex_first *f, const char *s, size_t len, size_t at,
    uint64_t may)
{
	const struct regex_stand *st = regex_index_stands(s);
	size_t n = char_end(s, len, at), third;
	unsigned int next = n < len ? st[n].class : (unsigned int)REGEX_END;

	if ((may >> next & 1) == 0)
		return false;
	third = n < len ? char_end(s, len, n) : len;
	return (f->second[next] >> (third < len ? st[third].class :
	    (unsigned int)REGEX_END) & 1) != 0;
}

#define CHAR_BYTES	4	/* at most */

size_t
regex_first_next(const struct regex_first *f, const char *s, size_t len,
    size_t at, size_t until)
{
	const struct regex_stand *st = regex_index_stands(s);
	uint64_t may;

	if (at == 0 && until > 0) {
		may = f->begins[regex_stands(REGEX_LINE, st[0].class)];
		if (f->text || is_followed(f, s, len, 0, may))
			return 0;
		at++;
	}
	for (; at < until; at++) {
		if (f->lines && (at = regex_index_line(s, until, at)) == until)
			break;
		may = f->begins[st[at].stands];
		/* A part's last characters are followed by its end. */
		if ((may >> st[at + 1].class & 1) == 0 &&
		    len - at > CHAR_BYTES)
			continue;
		if (may != 0 && is_followed(f, s, len, at, may))
			return at;
	}
	return until;
}
