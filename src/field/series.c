#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "field/series.h"

enum {
	RANKS_MAX = 512,	/* lines of one act that begin with a rank */
	SHAPES_MAX = 48,
	SHAPE_MAX = 24,		/* bytes of one */
	NUMBERS_MAX = 5,	/* of one rank */
	GAP_MAX = 3,		/* a rank not read, or its affair not told */
	TITLE_MIN = 4,		/* letters behind a rank */
	BLANKS_MAX = 16,	/* bytes between two lines that are looked at */
};

#define LABEL '='	/* « Objet : », which tells a title as a rank does */

/* A line that begins with a rank. */
struct rank {
	uint32_t	at;		/* its first byte, blanks apart */
	uint32_t	title;		/* behind it */
	uint32_t	eol;
	char		shape[SHAPE_MAX];	/* 9: a number, R: in letters */
	size_t		len;
	int		number[NUMBERS_MAX];
	size_t		numbers;
	size_t		settled;	/* how many things are, up to its end */
};

struct ranks {
	struct rank	*rank;
	size_t		 n;
};

static bool
is_label(const struct rank *r)
{
	return r->shape[0] == LABEL;
}

static void
put(struct rank *r, char c)
{
	if (r->len + 1 < SHAPE_MAX)
		r->shape[r->len++] = c;
}

static void
put_number(struct rank *r, int n)
{
	if (r->numbers < NUMBERS_MAX)
		r->number[r->numbers++] = n;
}

/* Of capitals I, V and X, at most 5; 0 for what is none. */
static int
roman(const char *w, size_t len)
{
	int sum = 0, v, next = 0;

	if (len > 5)
		return 0;
	for (size_t i = len; i > 0; i--) {
		v = w[i - 1] == 'I' ? 1 : w[i - 1] == 'V' ? 5 :
		    w[i - 1] == 'X' ? 10 : 0;
		if (v == 0)
			return 0;
		sum += v < next ? -v : v;
		next = v > next ? v : next;
	}
	return sum;
}

static size_t
word_len(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && isalpha((unsigned char)s[n]))
		n++;
	return n;
}

/* "er", "eme": what makes an ordinal of the number before it. */
static bool
is_ordinal(const char *w, size_t len)
{
	return (len == 1 && *w == 'e') ||
	    (len == 2 && strncasecmp(w, "er", 2) == 0) ||
	    (len > 2 && len < 6 && strncasecmp(w + len - 2, "me", 2) == 0);
}

/* "n", "no" and words like "question" before a number or a code at `p`. */
static bool
is_announced(const char *w, size_t len, const char *p, const char *end)
{
	const char *q = p;

	if (*p == '\xc2')
		return len <= 13;
	if (len == 2 && strncasecmp(w, "no", 2) == 0)
		return isdigit((unsigned char)*p);
	if (len < 4 || len > 13)
		return false;
	if (tolower((unsigned char)*p) == 'n' && end - p > 3 &&
	    (p[1] == '\xc2' || (tolower((unsigned char)p[1]) == 'o' &&
	    !isalpha((unsigned char)p[2]))))
		return true;
	while (q < end && q < p + 6 && isupper((unsigned char)*q))
		q++;
	return q < end && isdigit((unsigned char)*q);
}

/* Capitals before figures: "DCM" of "DCM-2019-04". */
static bool
is_letters_of_code(const struct rank *r, const char *s, size_t len,
    const char *end)
{
	const char *p = s + len;

	while (p < end && p < s + len + 3 && strchr(" -_/.", *p) != NULL)
		p++;
	return len < 9 && p < end && isdigit((unsigned char)*p) &&
	    (r->len == 0 || strchr("9Ao:,-_/. ", r->shape[r->len - 1]) != NULL);
}

/* "IV" before what ends a rank or begins a title, which is at `p`. */
static int
roman_rank(const char *s, size_t len, const char *p, const char *end)
{
	if (p == end || (strchr(".)-/:", *p) == NULL && *p != '\xc2' &&
	    (p == s + len || !isupper((unsigned char)*p))))
		return 0;
	return roman(s, len);
}

static void
put_word(struct rank *r, const char *s, size_t len)
{
	put(r, 'w');
	for (size_t i = 0; i < len; i++)
		put(r, (char)tolower((unsigned char)s[i]));
	put(r, ' ');
}

/* The word at `s` within a rank, and its bytes; 0 where the title begins. */
static size_t
take_word(struct rank *r, const char *s, const char *end)
{
	size_t len = word_len(s, end);
	bool capital = true;
	const char *p = s + len;
	char last = r->len > 0 ? r->shape[r->len - 1] : '\0';
	int n;

	for (size_t i = 0; i < len; i++)
		capital = capital && isupper((unsigned char)s[i]);
	while (p < end && *p == ' ')
		p++;
	if (last == '9' && is_ordinal(s, len)) {
		put(r, 'e');
	} else if (last == 'e') {
		put_word(r, s, len);
	} else if (capital && is_letters_of_code(r, s, len, end)) {
		put(r, 'A');
	} else if (r->len == 0 && len == 5 && p < end &&
	    strchr(":-", *p) != NULL && strncasecmp(s, "objet", 5) == 0) {
		put(r, LABEL);
	} else if (capital && (n = roman_rank(s, len, p, end)) > 0) {
		put(r, 'R');
		put_number(r, n);
	} else if (len == 1 && p < end && strchr(".)-/", *p) != NULL) {
		put(r, capital ? 'L' : 'l');
		put_number(r, tolower((unsigned char)*s) - 'a' + 1);
	} else if (p < end && is_announced(s, len, p, end)) {
		put_word(r, s, len);
	} else {
		return 0;
	}
	return len;
}

/* The rank that [s, end) begins with; its shape stays empty where none is. */
static const char *
read_rank(const char *s, const char *end, struct rank *r)
{
	size_t len;
	int n;

	while (s < end) {
		if (is_label(r) && isalnum((unsigned char)*s))
			break;
		if (isdigit((unsigned char)*s)) {
			for (n = 0; s < end && isdigit((unsigned char)*s); s++)
				n = n < 100000000 ? n * 10 + *s - '0' : n;
			put(r, '9');
			put_number(r, n);
		} else if (isalpha((unsigned char)*s)) {
			if ((len = take_word(r, s, end)) == 0)
				break;
			s += len;
		} else if (*s == ' ') {
			s++;
		} else if (strchr("-.)/:_,+*>", *s) != NULL) {
			put(r, *s++);
		} else if (*s == '\xc2' && s + 1 < end) {
			put(r, 'o');
			s += 2;
		} else {
			break;
		}
	}
	return s;
}

static bool
is_bullet(const struct rank *r)
{
	return r->len == 1 && r->numbers == 0;
}

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
	return p - s >= 3 && end - p > 1 && *p == ' ' &&
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

/* "12" alone is none, nor is what numbers parts of a text or a budget. */
static bool
may_be_rank(const struct rank *r, bool titled)
{
	static const char *const other[] = { "warticle", "wlot", "wannexe",
	    "wchapitre", "wparcelle", "wsection", "wpage", "wcompte" };

	if (r->len == 0 || (!titled && (r->numbers == 0 || r->len == 1)))
		return false;
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		if (strncmp(r->shape, other[i], strlen(other[i])) == 0)
			return false;
	}
	return true;
}

static size_t
count_until(const uint32_t *settled, size_t n, size_t from, uint32_t at)
{
	while (from < n && settled[from] < at)
		from++;
	return from;
}

static void
find_ranks(const char *fold, uint32_t from, uint32_t end,
    const uint32_t *settled, size_t n, struct ranks *ret)
{
	const char *s = fold + from, *stop = fold + end, *eol, *title;
	size_t done = 0, before;
	struct rank r;

	for (; s < stop && ret->n < RANKS_MAX; s = eol + 1) {
		eol = memchr(s, '\n', (size_t)(stop - s));
		eol = eol != NULL ? eol : stop;
		while (s < eol && (*s == ' ' || *s == '\f'))
			s++;
		r = (struct rank){ .at = (uint32_t)(s - fold),
		    .eol = (uint32_t)(eol - fold) };
		title = read_rank(s, eol, &r);
		r.title = (uint32_t)(title - fold);
		before = count_until(settled, n, done, r.at);
		r.settled = done = count_until(settled, n, before, r.eol);
		if (done > before || !may_be_rank(&r, title < eol) ||
		    (title < eol && !may_be_title(title, eol)) ||
		    (!is_label(&r) && is_introduced(fold + from, s,
		    is_bullet(&r))) ||
		    (is_bullet(&r) && is_decision(title, eol)))
			continue;
		ret->rank = xreallocarray(ret->rank, ret->n + 1, sizeof(r));
		ret->rank[ret->n++] = r;
	}
}

/* One shape's ranks, and which of their numbers runs on (-1: none does). */
struct chain {
	const struct rank *rank[RANKS_MAX];
	size_t		 n;
	int		 by;
};

/* What follows `a` is `b`, as far as the ranks tell: 0, or how far it is. */
static int
follows(const struct chain *c, const struct rank *a, const struct rank *b)
{
	int gap;

	if (c->by < 0)
		return 1;
	for (size_t i = 0; i < a->numbers; i++) {
		if ((int)i < c->by && a->number[i] != b->number[i])
			return 0;
	}
	gap = b->number[c->by] - a->number[c->by];
	return gap >= 1 && gap <= GAP_MAX ? gap : 0;
}

/*
 * The best chain: each thing that is settled behind a rank before the next
 * counts for it, a rank with nothing and one that is not there against it.
 */
static int
best_chain(const struct chain *c, size_t settled, size_t *ret, size_t *ret_n)
{
	int worth[RANKS_MAX], best = 0, w, gap;
	int next[RANKS_MAX];
	size_t last, first = c->n;
	bool done;

	*ret_n = 0;
	for (size_t i = c->n; i-- > 0; ) {
		worth[i] = settled > c->rank[i]->settled ? 2 : -1;
		next[i] = -1;
		for (size_t k = i + 1; k < c->n; k++) {
			if ((gap = follows(c, c->rank[i], c->rank[k])) == 0)
				continue;
			done = c->rank[k]->settled > c->rank[i]->settled;
			w = worth[k] + (done ? 2 : -1) - (gap - 1);
			if (w > worth[i]) {
				worth[i] = w;
				next[i] = (int)k;
			}
			if (c->by < 0)
				break;
		}
		if (worth[i] > best) {	/* the last of equals: no list */
			best = worth[i];
			first = i;
		}
	}
	for (last = first; last < c->n; last = (size_t)next[last]) {
		ret[(*ret_n)++] = last;
		if (next[last] < 0)
			break;
	}
	return best;
}

static void
try_chain(const struct chain *c, size_t settled, int *most, struct series *ret)
{
	size_t pick[RANKS_MAX], n, full = 0, after;
	int worth = best_chain(c, settled, pick, &n);

	for (size_t i = 0; i < n; i++) {
		after = i + 1 < n ? c->rank[pick[i + 1]]->settled : settled;
		full += after > c->rank[pick[i]]->settled;
	}
	if (full < 2 || full * 3 < n * 2 || worth <= *most)
		return;
	*most = worth;
	ret->n = 0;
	ret->line = xreallocarray(ret->line, n, sizeof(*ret->line));
	for (size_t i = 0; i < n; i++) {
		const struct rank *r = c->rank[pick[i]];
		bool on = i + 1 < n && (c->by >= 0 ?
		    follows(c, r, c->rank[pick[i + 1]]) == 1 : is_label(r));

		ret->line[ret->n++] = (struct ranked){ r->at,
		    is_label(r) ? r->at : r->title, on };
	}
	ret->labels = is_label(c->rank[pick[0]]);
	ret->from_one = c->by >= 0 && c->rank[pick[0]]->number[c->by] == 1;
}

/* A code of several parts needs no order: "2002, DVLR 83". */
static bool
is_code(const struct rank *r)
{
	return r->numbers > 1 && memchr(r->shape, 'A', r->len) != NULL;
}

/* All ranks from `i` on of the shape that it has, which are `used` then. */
static void
gather(const struct ranks *all, size_t i, bool *used, struct chain *c)
{
	c->n = 0;
	for (size_t k = i; k < all->n; k++) {
		if (used[k] ||
		    strcmp(all->rank[k].shape, all->rank[i].shape) != 0)
			continue;
		used[k] = true;
		c->rank[c->n++] = &all->rank[k];
	}
}

void
series_find(const char *fold, uint32_t from, uint32_t end,
    const uint32_t *settled, size_t n, struct series *ret)
{
	struct ranks all = { 0 };
	struct chain *c = xcalloc(1, sizeof(*c));
	const struct rank *r;
	bool *used;
	int most = 0;

	*ret = (struct series){ 0 };
	if (n >= 2)
		find_ranks(fold, from, end, settled, n, &all);
	used = xcalloc(all.n + 1, sizeof(*used));
	for (size_t i = 0, shapes = 0; i < all.n && shapes < SHAPES_MAX; i++) {
		if (used[i])
			continue;
		shapes++;
		gather(&all, i, used, c);
		if (c->n < 2)
			continue;
		r = c->rank[0];
		c->by = -1;
		if (is_bullet(r) || is_code(r) || is_label(r))
			try_chain(c, n, &most, ret);
		for (c->by = 0; c->by < (int)r->numbers; c->by++)
			try_chain(c, n, &most, ret);
	}
	free(used);
	free(c);
	free(all.rank);
}

bool
series_is_ranked(const char *fold, uint32_t at, uint32_t end)
{
	struct rank r = { .at = at };

	read_rank(fold + at, fold + end, &r);
	return r.numbers > 0;
}
