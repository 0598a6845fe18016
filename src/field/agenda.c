#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/agenda.h"

enum {
	LINES_MAX = 16384,	/* of an act: each is held against the list's */
	LISTED_MAX = 128,	/* lines of a list */
	WHOLE_MIN = 6,		/* letters of a line that comes again whole, */
	BEGIN_MIN = 12,		/* .. of one that another begins with, */
	LIKE_MIN = 16,		/* .. and that two share which end otherwise */
	SAME_MAX = 160,		/* letters that are looked at */
};

/* A line with letters, and its key: those in lower case, without a rank. */
struct line {
	uint32_t	 start;		/* of its first letter or figure */
	size_t		 key, len;	/* in the buffer of keys */
	bool		 apart;		/* no sentence runs into it */
	bool		 bullet;	/* a dash stands before it */
};

struct lines {
	struct line	*line;
	size_t		 n;
	struct buf	 keys;
	uint32_t	 above;		/* where ranks alone began */
	bool		 ranked;	/* they do, above the next line */
	size_t		 listed;	/* how many may be of the list */
};

/* "IV", "D202455", "n": what a title may do without. */
static bool
is_rank(const char *w, size_t len)
{
	static const char *const word[] = { "point", "question", "affaire",
	    "deliberation", "dcm", "no", "objet" };
	size_t roman = 0;

	for (size_t i = 0; i < len; i++) {
		if (isdigit((unsigned char)w[i]))
			return true;
		roman += strchr("IVX", w[i]) != NULL;
	}
	if (len == 1 || roman == len)
		return true;
	for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
		if (strlen(word[i]) == len && strncasecmp(w, word[i], len) == 0)
			return true;
	}
	return false;
}

/* Ends a sentence before `at`, or is the line [at, end) all capitals? */
static bool
stands_apart(const char *fold, uint32_t from, uint32_t at, uint32_t end)
{
	uint32_t k = at;

	while (k > from && strchr(" \n\f", fold[k - 1]) != NULL)
		k--;
	if (k == from || strchr(".;:!?)\"", fold[k - 1]) != NULL ||
	    (k + 2 <= at && fold[k] == '\n' && fold[k + 1] == '\n'))
		return true;
	for (k = at; k < end; k++) {
		if (islower((unsigned char)fold[k]))
			return false;
	}
	return true;
}

/* The line [at, end): its key is added to those before it. */
static void
add_line(struct lines *ls, const char *fold, uint32_t from, uint32_t at,
    uint32_t end)
{
	struct line l = { .key = ls->keys.len };
	uint32_t first = at, word;
	char c;

	while (first < end && !isalnum((unsigned char)fold[first]))
		first++;
	if (first == end)
		return;		/* a blank line, above or below ranks alone */
	l.apart = stands_apart(fold, from, at, end);
	l.start = word = first;
	l.bullet = memchr(fold + at, '-', first - at) != NULL;
	while (word < end) {
		while (first < end && isalnum((unsigned char)fold[first]))
			first++;
		if (!is_rank(fold + word, first - word))
			break;
		while (first < end && !isalnum((unsigned char)fold[first]))
			first++;
		word = first;
	}
	if (word > l.start)
		l.apart = true;
	for (; word < end; word++) {
		c = (char)tolower((unsigned char)fold[word]);
		if (isalnum((unsigned char)c))
			xbuf_append(&ls->keys, &c, 1);
	}
	l.len = ls->keys.len - l.key;
	if (ls->ranked) {
		l.start = ls->above;
		l.apart = true;
	}
	ls->ranked = l.len == 0;
	ls->above = l.start;
	if (l.len == 0)
		return;
	ls->line = xreallocarray(ls->line, ls->n + 1, sizeof(l));
	ls->line[ls->n++] = l;
}

static void
find_lines(const char *fold, uint32_t from, uint32_t end, struct lines *ls)
{
	uint32_t at = from, eol;
	const char *nl;

	while (at < end && ls->n < LINES_MAX) {
		nl = memchr(fold + at, '\n', end - at);
		eol = nl != NULL ? (uint32_t)(nl - fold) : end;
		add_line(ls, fold, from, at, eol);
		at = eol + 1;
	}
}

/*
 * How many letters the lines a and b share from their begin on, if those make
 * them the same; a title may be broken into lines elsewhere than its like.
 */
static size_t
same(const struct lines *ls, size_t a, size_t b)
{
	const struct line *x = &ls->line[a], *y = &ls->line[b];
	const char *k = ls->keys.data;
	size_t less = x->len < y->len ? x->len : y->len, n = 0;

	if (less > SAME_MAX)
		less = SAME_MAX;
	while (n < SAME_MAX && y->key + n < ls->keys.len &&
	    x->key + n < y->key && k[x->key + n] == k[y->key + n])
		n++;
	if (n >= less)
		return n >= (x->len == y->len ? WHOLE_MIN : BEGIN_MIN) ? n : 0;
	return n >= LIKE_MIN && n >= less * 4 / 5 ? n : 0;
}

/* The line of the list, of `listed`, that line b is; `listed` if it is none. */
static size_t
like(const struct lines *ls, const bool *used, size_t listed, size_t b)
{
	size_t best = listed, most = 0, n;

	if (!ls->line[b].apart)
		return listed;
	for (size_t a = 0; a < listed && a < b; a++) {
		if (!used[a] && (n = same(ls, a, b)) > most) {
			best = a;
			most = n;
		}
	}
	return best;
}

/*
 * The first line behind the list.  Its own lines may be like each other: so of
 * all that are like one before, that from which on most come again.
 */
static size_t
list_end(const struct lines *ls)
{
	size_t last[LISTED_MAX] = { 0 }, most = 1, best = 0, n;
	bool again[LISTED_MAX + 1] = { false };

	for (size_t b = 1; b < ls->n; b++) {
		for (size_t a = 0; a < b && a < ls->listed; a++) {
			if (!ls->line[b].apart || same(ls, a, b) == 0)
				continue;
			last[a] = b;
			if (b <= LISTED_MAX)
				again[b] = true;
		}
	}
	for (size_t e = 1; e <= LISTED_MAX && e < ls->n; e++) {
		n = 0;
		for (size_t a = 0; again[e] && a < e && a < ls->listed; a++)
			n += last[a] >= e;
		if (n > most) {
			most = n;
			best = e;
		}
	}
	return best;
}

void
agenda_find(const char *fold, uint32_t from, uint32_t until, uint32_t end,
    struct agenda *ret)
{
	struct lines ls = { 0 };
	bool used[LISTED_MAX] = { false };
	size_t first, listed, a, last = 0;

	*ret = (struct agenda){ 0 };
	find_lines(fold, from, end, &ls);
	while (ls.listed < ls.n && ls.listed < LISTED_MAX &&
	    ls.line[ls.listed].start < until)
		ls.listed++;
	first = list_end(&ls);
	listed = first < ls.listed ? first : ls.listed;
	for (size_t b = first; first > 0 && b < ls.n; b++) {
		a = like(&ls, used, listed, b);
		if (a == listed)
			continue;
		used[a] = true;
		last = a > last ? a : last;
		ret->at = xreallocarray(ret->at, ret->n + 1, sizeof(*ret->at));
		ret->at[ret->n++] = ls.line[b].start;
	}
	/* What it names and nobody told of. */
	for (a = last + 1; a < listed; a++)
		last = ls.line[a].bullet ? a : last;
	if (ret->n > 1) {
		ret->start = from;
		ret->end = ls.line[last + 1].start;
	} else {
		free(ret->at);
		*ret = (struct agenda){ 0 };
	}
	free(ls.line);
	buf_free(&ls.keys);
}
