#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/regex_atom.h"
#include "plugin/regex_need.h"

#define LETTERS_MIN	3	/* fewer are in every text */
#define WORDS_MAX	40	/* more are too */
#define DEPTH_MAX	24
#define STEPS_MAX	20000	/* of one pattern; more is given up */

struct search {
	const char	*whole;
	unsigned int	 steps;
	bool		 lost;
};

/* A word that is being met, letter by letter. */
struct run {
	struct regex_word word;
	bool		 cut;		/* too long to keep the rest */
};

static void
any_clear(struct regex_any *a)
{
	free(a->word);
	*a = (struct regex_any){ 0 };
}

static void
need_clear(struct regex_need *need)
{
	for (size_t i = 0; i < need->n; i++)
		any_clear(&need->any[i]);
	need->n = 0;
}

/* The longer its shortest word, the rarer; of as long ones the fewer. */
static bool
is_better(const struct regex_any *a, const struct regex_any *b)
{
	return a->least > b->least || (a->least == b->least && a->n < b->n);
}

/* Keep the best; `a` is taken. */
static void
keep(struct regex_need *need, struct regex_any *a)
{
	size_t worst = 0;

	if (a->n == 0 && !a->at_from)
		return;
	if (need->n < REGEX_NEEDS) {
		need->any[need->n++] = *a;
	} else {
		for (size_t i = 1; i < need->n; i++) {
			if (is_better(&need->any[worst], &need->any[i]))
				worst = i;
		}
		if (is_better(a, &need->any[worst])) {
			any_clear(&need->any[worst]);
			need->any[worst] = *a;
		} else {
			any_clear(a);
		}
	}
	*a = (struct regex_any){ 0 };
}

static void
keep_all(struct regex_need *need, struct regex_need *others)
{
	for (size_t i = 0; i < others->n; i++)
		keep(need, &others->any[i]);
	others->n = 0;
}

static void
join(struct regex_any *to, const struct regex_any *from)
{
	if (from->n > 0) {
		to->word = xreallocarray(to->word, to->n + from->n,
		    sizeof(*to->word));
		memcpy(to->word + to->n, from->word,
		    from->n * sizeof(*from->word));
	}
	to->least = from->least < to->least ? from->least : to->least;
	to->n += from->n;
	to->at_from = to->at_from || from->at_from;
}

/* Letters that stand next to each other, with nothing optional between. */
static void
end_run(struct regex_need *need, struct run *run)
{
	const struct regex_any one = { .word = &run->word, .n = 1,
	    .least = run->word.len };
	struct regex_any kept = { .least = SIZE_MAX };

	if (run->word.len >= LETTERS_MIN) {
		join(&kept, &one);
		keep(need, &kept);
	}
	run->word.len = 0;
	run->cut = false;
}

static void
add_letter(struct run *run, char c, const struct regex_set *before)
{
	if (run->word.len == 0)
		run->word.before = *before;
	run->cut = run->cut || run->word.len == sizeof(run->word.text);
	if (!run->cut)
		run->word.text[run->word.len++] =
		    (char)tolower((unsigned char)c);
}

/* Does the match begin at \G, where the search does? */
static bool
is_from(const struct regex_atom *a, const struct regex_set *before)
{
	return strncmp(a->start, "\\G", 2) == 0 && before->bit[0] == 0 &&
	    before->bit[1] == 0 && a->quantifier == a->end;
}

static void	need_of(struct search *x, const char *s, const char *end,
		    int depth, struct regex_set *before,
		    struct regex_need *ret);

/* A bracket: what it asks for, and what it may stand for. */
static void
take_group(struct search *x, const struct regex_atom *a, int depth,
    struct regex_set *before, struct regex_need *need)
{
	struct regex_need within = { 0 };
	struct regex_set ahead = *before;
	struct regex_atom body = *a;
	const char *in;

	if (regex_atom_asks(a->start)) {
		/* What a lookahead meets, the match itself need not hold. */
		if (strncmp(a->start, "(?=", 3) == 0)
			need_of(x, a->start + 3, a->in_end, depth, &ahead,
			    &within);
	} else {
		(void)regex_atom_called(x->whole, &body);
		in = regex_atom_inside(body.start, body.end);
		if (in == NULL)
			regex_set_all(before);
		else
			need_of(x, in, body.in_end, depth, before, &within);
	}
	if (!regex_atom_may_lack(a))
		keep_all(need, &within);
	need_clear(&within);
}

/* One alternative; *at is then behind it, and `before` with all it met. */
static void
need_of_branch(struct search *x, const char **at, const char *end, int depth,
    struct regex_set *before, struct regex_need *ret)
{
	struct run run = { .word = { .len = 0 } };
	struct regex_atom a;

	while (regex_atom_next(at, end, true, &a)) {
		if (++x->steps > STEPS_MAX || depth > DEPTH_MAX || a.twice)
			x->lost = true;
		if (x->lost)
			continue;
		if (isalnum((unsigned char)*a.start) &&
		    a.quantifier == a.end) {
			add_letter(&run, *a.start, before);
			(void)regex_set_piece(before, &a);
			continue;
		}
		end_run(ret, &run);
		if (*a.start == '(')
			take_group(x, &a, depth + 1, before, ret);
		else if (is_from(&a, before))
			keep(ret, &(struct regex_any){ .least = SIZE_MAX,
			    .at_from = true });
		else
			(void)regex_set_piece(before, &a);
	}
	end_run(ret, &run);
}

/*
 * Of all alternatives together: one without a need leaves none.
 *
 * Of "\d+ \s (?: voix | votes ) \s pour" that is
 *	"voix" or "votes", before each \d and \s may stand, and
 *	"pour", before it also the letters of both words.
 * A match begins in digits, spaces and such letters before a "pour", and in
 * digits and spaces before one of the others: where both say so it is tried.
 */
static void
need_of(struct search *x, const char *s, const char *end, int depth,
    struct regex_set *before, struct regex_need *ret)
{
	struct regex_set start = *before, set;
	struct regex_need one = { 0 };
	struct regex_any all = { .least = SIZE_MAX };
	bool none = false, first = true;
	size_t best;

	for (;; s++, first = false) {
		set = start;
		need_of_branch(x, &s, end, depth, &set, &one);
		regex_set_join(before, &set);
		if (s >= end && first) {
			keep_all(ret, &one);
			return;
		}
		best = 0;
		for (size_t i = 1; i < one.n; i++)
			best = is_better(&one.any[i], &one.any[best]) ? i :
			    best;
		none = none || one.n == 0 ||
		    all.n + one.any[best].n > WORDS_MAX;
		if (!none)
			join(&all, &one.any[best]);
		need_clear(&one);
		if (s >= end)
			break;
	}
	if (none)
		any_clear(&all);
	keep(ret, &all);
}

struct regex_need *
regex_need_new(const char *whole)
{
	struct search x = { .whole = whole };
	struct regex_need need = { 0 }, *ret;
	struct regex_set before = { 0 };

	if (!regex_atom_fits(whole))
		return NULL;
	need_of(&x, whole, whole + strlen(whole), 0, &before, &need);
	if (x.lost || need.n == 0) {
		need_clear(&need);
		return NULL;
	}
	for (size_t i = 0; i < need.n; i++)
		need.at_from = need.at_from || need.any[i].at_from;
	ret = xmalloc(sizeof(*ret));
	*ret = need;
	return ret;
}

void
regex_need_free(struct regex_need *need)
{
	if (need == NULL)
		return;
	need_clear(need);
	free(need);
}
