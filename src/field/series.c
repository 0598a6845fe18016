#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "field/rank.h"
#include "field/series.h"

/*
 * First all lines that begin with a rank and may be titles; then, for each
 * shape that ranks have, the best chain of those that run on; and of these
 * chains the one that parts most of what is settled.
 */

enum {
	LINES_MAX = 512,	/* of one act, that begin with a rank */
	SHAPES_MAX = 48,
	GAP_MAX = 3,		/* two between were not read, or not told */
	TITLE_MIN = 4,		/* letters behind a rank */
	CAPITALS_MIN = 3,	/* of a verb: « VU », « I » are none */
	BLANKS_MAX = 16,	/* bytes between two lines that are looked at */
	WORTH_SETTLED = 2,	/* of a rank behind which something is .. */
	WORTH_IDLE = -1,	/* .. or nothing; and of one that is missing */
};

/* A line that begins with a rank. */
struct line {
	struct rank	rank;
	uint32_t	at;		/* its first byte, blanks apart */
	uint32_t	title;		/* behind the rank */
	size_t		settled;	/* how many things are, up to its end */
};

struct lines {
	struct line	*line;		/* ascending */
	size_t		 n;
};

/* ------------------------------------------------------------------------- */
/* Lines */

/*
 * Does what stands above `s` introduce it: « Le conseil : » and a dash below?
 * A heading is parted from a number by a blank line.
 */
static bool
is_introduced(const char *fold, const char *s, bool bullet)
{
	const char *p = s;
	int lines = 0;

	while (p > fold && s - p < BLANKS_MAX && strchr(" \n\f", p[-1]) != NULL)
		lines += *--p == '\n';
	return p > fold && (strchr(":,", p[-1]) != NULL ? bullet || lines < 2 :
	    bullet && p[-1] == ';');
}

/* « APPROUVE le projet »: a word in capitals, and one that is not. */
static bool
is_decision(const char *s, const char *end)
{
	const char *p = s;

	while (p < end && isupper((unsigned char)*p))
		p++;
	return p - s >= CAPITALS_MIN && end - p > 1 && *p == ' ' &&
	    islower((unsigned char)p[1]);
}

/* « De fixer », « D'approuver » are what is decided, « Contre : 3 » a count. */
static bool
may_be_title(const char *s, const char *end)
{
	size_t letters = 0;
	const char *last = end;

	if (s < end && (islower((unsigned char)*s) || (end - s > 2 &&
	    *s == 'D' && (strncmp(s + 1, "e ", 2) == 0 || s[1] == '\''))))
		return false;
	while (last > s &&
	    (isdigit((unsigned char)last[-1]) || last[-1] == ' '))
		last--;
	if (last > s && last < end && last[-1] == ':')
		return false;
	for (; s < end && letters < TITLE_MIN; s++)
		letters += isalpha((unsigned char)*s) != 0;
	return letters == TITLE_MIN;
}

/* "12" alone is no rank, nor is what numbers parts of a text. */
static bool
may_be_rank(const struct rank *r, bool titled)
{
	return r->len > 0 && (titled || (r->numbers > 0 && r->len > 1)) &&
	    !rank_is_of_parts(r);
}

/* May the line from `s` to `eol`, with that rank, begin an affair? */
static bool
may_begin(const char *from, const char *s, const char *title, const char *eol,
    const struct rank *r)
{
	bool bullet = rank_is_bullet(r);

	return may_be_rank(r, title < eol) &&
	    (title == eol || may_be_title(title, eol)) &&
	    (rank_is_label(r) || !is_introduced(from, s, bullet)) &&
	    !(bullet && is_decision(title, eol));
}

/* How many of `settled` stand before `at`; the first `from` are known to. */
static size_t
count_until(const uint32_t *settled, size_t n, size_t from, uint32_t at)
{
	while (from < n && settled[from] < at)
		from++;
	return from;
}

/* Lines in which nothing is settled itself. */
static void
find_lines(const char *fold, uint32_t from, uint32_t end,
    const uint32_t *settled, size_t n, struct lines *ret)
{
	const char *s = fold + from, *stop = fold + end, *eol, *title;
	size_t done = 0, before;
	struct line l;

	for (; s < stop && ret->n < LINES_MAX; s = eol + 1) {
		eol = memchr(s, '\n', (size_t)(stop - s));
		eol = eol != NULL ? eol : stop;
		while (s < eol && (*s == ' ' || *s == '\f'))
			s++;
		title = rank_read(s, eol, &l.rank);
		l.at = (uint32_t)(s - fold);
		l.title = (uint32_t)(title - fold);
		before = count_until(settled, n, done, l.at);
		done = count_until(settled, n, before,
		    (uint32_t)(eol - fold));
		l.settled = done;
		if (done > before ||
		    !may_begin(fold + from, s, title, eol, &l.rank))
			continue;
		ret->line = xreallocarray(ret->line, ret->n + 1, sizeof(l));
		ret->line[ret->n++] = l;
	}
}

/* ------------------------------------------------------------------------- */
/* Chains */

#define BY_PLACE	(-1)	/* they need not run on */

/* The lines of one shape, and which number of their ranks runs on. */
struct chain {
	const struct line *line[LINES_MAX];
	size_t		 n;
	int		 by;		/* rank.number's index, or BY_PLACE */
};

/* All lines from `i` on of the shape that it has; they are `used` then. */
static void
gather(const struct lines *all, size_t i, bool *used, struct chain *c)
{
	c->n = 0;
	for (size_t k = i; k < all->n; k++) {
		if (used[k] || !rank_is_like(&all->line[k].rank,
		    &all->line[i].rank))
			continue;
		used[k] = true;
		c->line[c->n++] = &all->line[k];
	}
}

/*
 * How far `b` is behind `a`, as far as the ranks tell: 1 for the next, 0 where
 * it does not follow.
 */
static int
follows(const struct chain *c, const struct rank *a, const struct rank *b)
{
	int gap;

	if (c->by == BY_PLACE)
		return 1;
	for (int i = 0; i < c->by; i++)
		if (a->number[i] != b->number[i])
			return 0;
	gap = b->number[c->by] - a->number[c->by];
	return gap >= 1 && gap <= GAP_MAX ? gap : 0;
}

/* What line `i` is worth where `settled` things are up to the next. */
static int
worth_of(const struct chain *c, size_t i, size_t settled)
{
	return settled > c->line[i]->settled ? WORTH_SETTLED : WORTH_IDLE;
}

/*
 * The best chain, as indexes into c->line, at most c->n; how much it is worth.
 * From the last line on: what is best to follow each is known before it.
 */
static int
best_chain(const struct chain *c, size_t settled, size_t *ret, size_t *ret_n)
{
	int worth[LINES_MAX], best = 0, w, gap;
	size_t next[LINES_MAX], first = c->n;

	for (size_t i = c->n; i-- > 0; ) {
		worth[i] = worth_of(c, i, settled);
		next[i] = c->n;
		for (size_t k = i + 1; k < c->n; k++) {
			gap = follows(c, &c->line[i]->rank, &c->line[k]->rank);
			if (gap == 0)
				continue;
			w = worth[k] + worth_of(c, i, c->line[k]->settled) +
			    (gap - 1) * WORTH_IDLE;
			if (w > worth[i]) {
				worth[i] = w;
				next[i] = k;
			}
			if (c->by == BY_PLACE)
				break;
		}
		/* Of equals the last: the first may be the list of all. */
		if (worth[i] > best) {
			best = worth[i];
			first = i;
		}
	}
	*ret_n = 0;
	for (size_t i = first; i < c->n; i = next[i])
		ret[(*ret_n)++] = i;
	return best;
}

/* Is something settled behind two of the picked lines, and two of three? */
static bool
parts_enough(const struct chain *c, const size_t *pick, size_t n,
    size_t settled)
{
	size_t full = 0;

	for (size_t i = 0; i < n; i++)
		full += worth_of(c, pick[i], i + 1 < n ?
		    c->line[pick[i + 1]]->settled : settled) > 0;
	return full >= 2 && full * 3 >= n * 2;
}

/* Take the best chain if it is worth more than *most. */
static void
try_chain(const struct chain *c, size_t settled, int *most, struct series *ret)
{
	size_t pick[LINES_MAX], n;
	int worth = best_chain(c, settled, pick, &n);
	bool label = rank_is_label(&c->line[0]->rank), on;

	if (worth <= *most || !parts_enough(c, pick, n, settled))
		return;
	*most = worth;
	ret->n = 0;
	ret->line = xreallocarray(ret->line, n, sizeof(*ret->line));
	for (size_t i = 0; i < n; i++) {
		const struct line *l = c->line[pick[i]];

		on = i + 1 < n && (c->by == BY_PLACE ? label :
		    follows(c, &l->rank, &c->line[pick[i + 1]]->rank) == 1);
		ret->line[ret->n++] = (struct ranked){ l->at,
		    label ? l->at : l->title, on };
	}
	ret->labels = label;
	ret->from_one = c->by != BY_PLACE &&
	    c->line[pick[0]]->rank.number[c->by] == 1;
}

void
series_find(const char *fold, uint32_t from, uint32_t end,
    const uint32_t *settled, size_t n, struct series *ret)
{
	struct chain *c = xcalloc(1, sizeof(*c));
	struct lines all = { 0 };
	const struct rank *r;
	int most = 0;
	bool *used;

	*ret = (struct series){ 0 };
	if (n >= 2)
		find_lines(fold, from, end, settled, n, &all);
	used = xcalloc(all.n + 1, sizeof(*used));
	for (size_t i = 0, shapes = 0; i < all.n && shapes < SHAPES_MAX; i++) {
		if (used[i])
			continue;
		shapes++;
		gather(&all, i, used, c);
		if (c->n < 2)
			continue;
		r = &c->line[0]->rank;
		c->by = BY_PLACE;
		if (rank_is_bullet(r) || rank_is_code(r) || rank_is_label(r))
			try_chain(c, n, &most, ret);
		for (c->by = 0; c->by < (int)r->numbers; c->by++)
			try_chain(c, n, &most, ret);
	}
	free(used);
	free(c);
	free(all.line);
}
