#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "plugin/regex.h"
#include "plugin/regex_atom.h"
#include "plugin/regex_near.h"

#define LETTERS_MIN	3	/* fewer match by chance */
#define TRIES_MAX	120	/* compilations for one pattern */
#define DEPTH_MAX	4	/* groups within groups */
#define ATOMS_MAX	400
#define WANTED_MAX	60	/* bytes of it shown */

struct search {
	const char	*s;
	size_t		 len;
	bool		 free_layout;
	const struct regex_scope *scope;
	int		 tries, gains;
	struct regex_near best;
};

/* The alternative under examination, within its groups. */
struct branch {
	const char	*head;		/* all before it, brackets open */
	size_t		 letters;	/* in that */
	int		 open;		/* how many brackets that are */
};

/* The atoms of the alternative at `s`; returns where it ends. */
static const char *
read_branch(const char *s, const char *end, bool free_layout,
    struct regex_atom *atom, size_t *ret_n)
{
	size_t n = 0;

	for (;;) {
		if (n == ATOMS_MAX ||
		    !regex_atom_next(&s, end, free_layout, &atom[n]))
			break;
		n++;
	}
	while (s < end && *s != '|')
		s++;
	*ret_n = n;
	return s;
}

/* More of it; or the same letters, and more behind them. */
static bool
is_better(const struct regex_near *best, size_t letters, const char *part,
    size_t len)
{
	size_t n = best->part == NULL ? 0 : strlen(best->part);

	return letters > best->letters || (letters == best->letters &&
	    n > 0 && len > n && strncmp(part, best->part, n) == 0);
}

/* Does head and [from, to), closed, match?  Then it may be the best. */
static bool
try(struct search *se, const struct branch *b, const char *from,
    const struct regex_atom *atom, size_t n)
{
	const char *to = n > 0 ? atom[n - 1].end : from;
	struct buf source = { 0 };
	struct regex_match m;
	struct regex *re;
	size_t letters = b->letters, open_len;
	bool is;

	if (se->tries++ >= TRIES_MAX)
		return false;
	xbuf_puts(&source, b->head);
	xbuf_append(&source, from, (size_t)(to - from));
	open_len = source.len;
	if (se->free_layout)
		xbuf_puts(&source, "\n");	/* a comment must end */
	for (int i = 0; i < b->open; i++)
		xbuf_puts(&source, ")");
	re = regex_new(source.data, 1, 1);
	regex_bind(re, se->scope);
	is = regex_search(re, se->s, se->len, 0, &m) == 0;
	regex_free(re);
	for (size_t i = 0; i < n; i++)
		letters += regex_atom_letters(&atom[i], se->free_layout);
	if (is && is_better(&se->best, letters, source.data, open_len)) {
		se->gains++;
		free(se->best.part);
		se->best.part = xstrndup(source.data, open_len);
		se->best.letters = letters;
		se->best.start = m.start;
		se->best.end = m.end;
	}
	buf_free(&source);
	return is;
}

static void	look(struct search *se, const struct branch *b, const char *s,
		    const char *end, int depth);

/* The next atom is a group: perhaps part of it is there. */
static void
look_inside(struct search *se, const struct branch *b, const char *from,
    const struct regex_atom *atom, size_t n, int depth)
{
	struct branch below = { .letters = b->letters, .open = b->open + 1 };
	struct buf head = { 0 };

	xbuf_puts(&head, b->head);
	xbuf_append(&head, from, (size_t)(atom[n].in - from));
	below.head = head.data;
	for (size_t i = 0; i < n; i++)
		below.letters += regex_atom_letters(&atom[i],
		    se->free_layout);
	look(se, &below, atom[n].in, atom[n].in_end, depth + 1);
	buf_free(&head);
}

static void
set_wanted(struct search *se, const struct regex_atom *a)
{
	size_t n = (size_t)(a->end - a->start);

	if (n > WANTED_MAX)
		n = WANTED_MAX;
	while (n > 0 && utf8_is_inside(a->start[n]))
		n--;
	free(se->best.wanted);
	se->best.wanted = xstrndup(a->start, n);
}

/*
 * One alternative: the more of it is asked for, the less it matches, so the
 * longest part is found by halves.
 */
static void
look_branch(struct search *se, const struct branch *b, const char *from,
    const struct regex_atom *atom, size_t n, int depth)
{
	size_t lo = 0, hi = n, mid;
	int gains = se->gains;

	while (lo < hi) {
		mid = (lo + hi + 1) / 2;
		if (try(se, b, from, atom, mid))
			lo = mid;
		else
			hi = mid - 1;
	}
	if (lo == n)
		return;
	if (se->gains > gains)
		set_wanted(se, &atom[lo]);
	if (atom[lo].in != NULL && depth < DEPTH_MAX)
		look_inside(se, b, from, atom, lo, depth);
}

static void
look(struct search *se, const struct branch *b, const char *s,
    const char *end, int depth)
{
	struct regex_atom *atom = xcalloc(ATOMS_MAX, sizeof(*atom));
	const char *after;
	size_t n;

	while (s < end && se->tries < TRIES_MAX) {
		after = read_branch(s, end, se->free_layout, atom, &n);
		look_branch(se, b, s, atom, n, depth);
		s = after + 1;
	}
	free(atom);
}

bool
regex_near(const struct regex *re, const char *s, size_t len,
    struct regex_near *ret)
{
	const char *source = regex_source(re);
	struct branch whole = { .head = "" };
	struct search se = { .s = s, .len = len };

	se.free_layout = regex_is_free(source);
	se.scope = regex_scope(re);
	look(&se, &whole, source, source + strlen(source), 0);
	if (se.best.letters < LETTERS_MIN || se.best.wanted == NULL) {
		regex_near_clear(&se.best);
		return false;
	}
	*ret = se.best;
	return true;
}

void
regex_near_clear(struct regex_near *n)
{
	free(n->part);
	free(n->wanted);
	*n = (struct regex_near){ 0 };
}
