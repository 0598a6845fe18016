#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "field/agenda.h"
#include "field/rank.h"
#include "field/series.h"
#include "field/split.h"
#include "field/view.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"
#include "text/text.h"

enum {
	SETTLED_MAX = 4096,	/* things that are settled in one act */
	AGENDAS_TRIED = 3,	/* places where a list may begin */
	SHARED_AMONG = 3,	/* first parts, of which others share */
	SHARED_MAX = 1 << 16,	/* bytes, head and all: each has a copy */
};

/* Where the parts of [start, end) begin; the last is the end of all. */
struct cuts {
	uint32_t	*at;
	size_t		 n;
	struct regex	*shared;	/* what the others read of the first */
	bool		 asked;		/* by `starts`, and `when` matches */
	struct series	 series;	/* whose lines some of `at` are */
};

static void
free_cuts(struct cuts *c)
{
	free(c->at);
	free(c->series.line);
}

/* Where the title of the part that begins at `at` does. */
static uint32_t
title_of(const struct cuts *c, uint32_t at)
{
	const struct series *s = &c->series;
	size_t i = 0;

	while (i < s->n && s->line[i].at < at)
		i++;
	return i < s->n && s->line[i].at == at ? s->line[i].title : at;
}

static bool
matches(struct regex *re, const struct text *t, uint32_t start, uint32_t end)
{
	struct regex_match m;

	return regex_search(re, t->fold + start, end - start, 0, &m) == 0;
}

static void
add_cut(struct cuts *c, uint32_t at)
{
	c->at = xreallocarray(c->at, c->n + 1, sizeof(*c->at));
	c->at[c->n++] = at;
}

/* All places in `s` where a part starts. */
static void
find_starts(const struct splitter *sp, const struct text *t, struct span s,
    struct cuts *c)
{
	const char *fold = t->fold + s.start;
	size_t len = s.end - s.start, from = 0, at;
	struct regex_match m;

	while (from < len && c->n < LIMIT_DELIBERATIONS &&
	    regex_search(sp->starts, fold, len, from, &m) == 0) {
		at = m.has_value ? m.value_start : m.start;
		/* At the very end nothing begins. */
		if (at < len && (c->n == 0 ||
		    s.start + at > c->at[c->n - 1]))
			add_cut(c, s.start + (uint32_t)at);
		from = regex_after(fold, len, from, &m);
	}
}

/*
 * A part without what a deliberation needs (an annex with its own title, a
 * summary) belongs to the one before it.
 */
static void
join_needy(const struct splitter *sp, const struct text *t, uint32_t end,
    struct cuts *c)
{
	size_t kept = 0;
	uint32_t next;

	if (sp->needs == NULL)
		return;
	for (size_t i = 0; i < c->n; i++) {
		next = i + 1 < c->n ? c->at[i + 1] : end;
		if (matches(sp->needs, t, c->at[i], next))
			c->at[kept++] = c->at[i];
	}
	c->n = kept;
}

static int
by_place(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* No part begins within the list `a`; its lines that come again begin some. */
static void
heed_agenda(const struct text *t, const struct agenda *a, bool add,
    struct cuts *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->at[i] < a->start || c->at[i] >= a->end)
			c->at[kept++] = c->at[i];
	}
	c->n = kept;
	for (size_t i = 0; add && i < a->n && c->n < LIMIT_DELIBERATIONS; i++)
		add_cut(c, a->at[i]);
	if (c->n == 0)
		return;
	qsort(c->at, c->n, sizeof(*c->at), by_place);
	kept = 1;
	for (size_t i = 1; i < c->n; i++) {
		if (memchr(t->fold + c->at[kept - 1], '\n',
		    c->at[i] - c->at[kept - 1]) != NULL)
			c->at[kept++] = c->at[i];
	}
	c->n = kept;
}

static void
cut(const struct splitter *sp, const struct text *t, struct span s,
    const struct agenda *a, bool add, struct cuts *c)
{
	*c = (struct cuts){ .shared = sp->shared };
	if (sp->starts == NULL ||
	    (sp->when != NULL && !matches(sp->when, t, s.start, s.end)))
		return;
	c->asked = true;
	find_starts(sp, t, s, c);
	if (a->n > 0)
		heed_agenda(t, a, add, c);
	join_needy(sp, t, s.end, c);
}

struct views {
	struct view	**view;
	size_t		  n;
};

static void
add_view(struct views *vs, const struct text *t, struct span head,
    struct span own, struct span act, uint32_t title)
{
	struct view *v;
	uint32_t first = 0, last = UINT32_MAX;
	size_t word, n;

	if (vs->n == LIMIT_DELIBERATIONS)
		return;
	/* An act that is alone has all stamps, also of pages without a body. */
	if (act.end - act.start < t->fold_body_len) {
		n = text_words_in(t, t->to_utf8[act.start],
		    t->to_utf8[act.end], &word);
		first = n > 0 ? t->word[word].page : 0;
		last = n > 0 ? t->word[word + n - 1].page : UINT32_MAX;
	}
	vs->view = xreallocarray(vs->view, vs->n + 1, sizeof(*vs->view));
	v = view_new(t, head, own, first, last);
	v->title = v->head_len + (title - own.start);
	vs->view[vs->n++] = v;
}

/*
 * The list of what is to be dealt with, and how its lines come again.  It ends
 * where something is settled.
 */
static void
find_agenda(const struct splitter *sp, const struct text *t, struct span s,
    struct agenda *ret)
{
	const char *fold = t->fold + s.start;
	uint32_t len = s.end - s.start, from = 0, until;
	struct regex_match m, settled;

	*ret = (struct agenda){ 0 };
	for (int i = 0; ret->n == 0 && i < AGENDAS_TRIED && from < len &&
	    sp->agenda != NULL &&
	    regex_search(sp->agenda, fold, len, from, &m) == 0; i++) {
		from = s.start + (uint32_t)m.end;
		until = s.end;
		if (sp->needs != NULL && regex_search(sp->needs,
		    t->fold + from, s.end - from, 0, &settled) == 0)
			until = from + (uint32_t)settled.end;
		while (until > from && until < s.end &&
		    t->fold[until - 1] != '\n')
			until--;
		agenda_find(t->fold, from, until, s.end, ret);
		from = (uint32_t)regex_after(fold, len, from - s.start, &m);
	}
}

/* All places where something is settled, if what tells of it is given. */
static void
find_settled(const struct splitter *sp, const struct text *t, struct span s,
    struct cuts *ret)
{
	const char *fold = t->fold + s.start;
	size_t len = s.end - s.start, from = 0;
	struct regex_match m;

	*ret = (struct cuts){ 0 };
	while (sp->settled != NULL && from < len && ret->n < SETTLED_MAX &&
	    regex_search(sp->settled, fold, len, from, &m) == 0) {
		add_cut(ret, s.start + (uint32_t)m.start);
		from = regex_after(fold, len, from, &m);
	}
}

/* Is there one of `places` in [start, end)? */
static bool
is_within(const struct cuts *places, uint32_t start, uint32_t end)
{
	size_t low = 0, high = places->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (places->at[mid] < start)
			low = mid + 1;
		else
			high = mid;
	}
	return low < places->n && places->at[low] < end;
}

/* Is [at, end) told to be an affair though it stands above the first rank? */
static bool
is_above(const struct splitter *sp, const struct text *t, uint32_t at,
    uint32_t end)
{
	return sp->above != NULL && matches(sp->above, t, at, end);
}

/* May a part that begins at `at` stand above the series? */
static bool
has_room_above(const struct splitter *sp, const struct text *t,
    const struct series *s, uint32_t at)
{
	uint32_t end = s->line[0].at;

	return !s->from_one || sp->above == NULL || is_above(sp, t, at, end) ||
	    rank_stands_at(t->fold + at, t->fold + end);
}

/*
 * How many of the parts from c->at[k] on stand behind the series' line `i` and
 * before its next: one at least.  Where these two follow each other there is
 * room for them if each settles something and the line nothing, being a heading
 * over them; elsewhere if either does.
 */
static size_t
count_below(const struct text *t, const struct series *s, size_t i,
    const struct cuts *settled, const struct cuts *c, size_t k, bool *ret_room)
{
	uint32_t end = i + 1 < s->n ? s->line[i + 1].at :
	    (uint32_t)t->fold_body_len;
	size_t n = 0;
	bool above = is_within(settled, s->line[i].title, c->at[k]);
	bool each = true;

	for (; k + n < c->n && c->at[k + n] < end; n++)
		each = each && is_within(settled, c->at[k + n],
		    k + n + 1 < c->n && c->at[k + n + 1] < end ?
		    c->at[k + n + 1] : end);
	*ret_room = s->line[i].runs_on ? each && !above && !s->labels :
	    each || above;
	return n;
}

/*
 * Into *ret the parts of `c` for which the ranks of a series leave room, and
 * those that begin with these ranks.  Returns how many are both.
 */
static size_t
with_series(const struct splitter *sp, const struct text *t,
    const struct series *s, const struct cuts *settled, const struct cuts *c,
    struct cuts *ret)
{
	size_t i = 0, both = 0, n;
	uint32_t last = 0;	/* the line of the last rank */
	bool room;

	for (size_t k = 0; k < c->n && ret->n < LIMIT_DELIBERATIONS; k += n) {
		n = 1;
		/* A part may begin with the blanks above its line. */
		while (i < s->n && s->line[i].at <= c->at[k] +
		    strspn(t->fold + c->at[k], " \n\f")) {
			last = s->line[i].at < c->at[k] ? s->line[i].at :
			    c->at[k];
			add_cut(ret, s->line[i++].at);
		}
		if (i > 0 && memchr(t->fold + last, '\n',
		    c->at[k] - last) == NULL) {
			both++;
			continue;
		}
		if (i == 0)
			room = has_room_above(sp, t, s, c->at[k]);
		else
			n = count_below(t, s, i - 1, settled, c, k, &room);
		for (size_t b = 0; room && b < n; b++)
			add_cut(ret, c->at[k + b]);
	}
	while (i < s->n && ret->n < LIMIT_DELIBERATIONS)
		add_cut(ret, s->line[i++].at);
	return both;
}

/*
 * Do ranks tell the parts better than patterns did, of which `both` are the
 * same?  They do where they find more; where each of them (or of labels two)
 * begins a part that patterns have too, and there are half as many: then they
 * tell what is none; and where they are the same, since they tell the titles.
 */
static bool
is_better(const struct cuts *with, const struct cuts *c, size_t both)
{
	const struct series *s = &with->series;

	if (with->n < 2)
		return false;
	if (with->n > c->n)
		return true;
	if (both == s->n || (s->labels && both >= 2))
		return with->n * 2 >= c->n;
	return both == c->n && with->n == c->n;
}

/* The parts of `c` with those that ranks of one shape tell, or as they are. */
static void
heed_series(const struct splitter *sp, const struct text *t, struct span act,
    const struct agenda *a, struct cuts *c)
{
	struct cuts with = { .shared = sp->shared }, settled;
	struct series *s = &with.series;
	size_t both = 0;

	find_settled(sp, t, act, &settled);
	series_find(t->fold, a->n > 0 ? a->end : act.start, act.end,
	    settled.at, settled.n, s);
	if (s->n > 0)
		both = with_series(sp, t, s, &settled, c, &with);
	if (a->n > 0)
		heed_agenda(t, a, false, &with);
	join_needy(sp, t, act.end, &with);
	if (is_better(&with, c, both)) {
		free_cuts(c);
		*c = with;
	} else {
		free_cuts(&with);
	}
	free(settled.at);
}

/* The first part is the head's end, if it tells what no other part does. */
static void
drop_head(const struct splitter *sp, const struct text *t, uint32_t end,
    struct cuts *c)
{
	if (sp->head == NULL || c->n < 3 ||
	    title_of(c, c->at[0]) != c->at[0] || is_above(sp, t, c->at[0],
	    c->at[1]) || !matches(sp->head, t, c->at[0], c->at[1]) ||
	    matches(sp->head, t, c->at[1], end))
		return;
	c->n--;
	memmove(c->at, c->at + 1, c->n * sizeof(*c->at));
}

/* Into items, or by titles or ranks where those find more. */
static void
cut_act(const struct text *t, const struct plugin *p, struct span act,
    struct cuts *ret)
{
	const struct splitter *by = plugin_titles(p);
	struct cuts titles;
	struct agenda a;
	bool asked;

	find_agenda(by, t, act, &a);
	cut(plugin_items(p), t, act, &a, false, ret);
	cut(by, t, act, &a, true, &titles);
	asked = titles.asked;
	if (titles.n >= 2 && titles.n > ret->n) {
		free_cuts(ret);
		*ret = titles;
	} else {
		free_cuts(&titles);
	}
	if (asked)
		heed_series(by, t, act, &a, ret);
	drop_head(by, t, act.end, ret);
	free(a.at);
}

/*
 * One act: whole, or as many as it has items, before each what they share: the
 * head, and with it what the first items tell of all.
 */
static void
split_act(const struct text *t, const struct plugin *p, struct span act,
    struct views *vs)
{
	struct span head = act, own = act;
	struct cuts c;

	cut_act(t, p, act, &c);
	head.end = c.n == 0 ? head.start : c.at[0];
	if (c.n == 0)
		add_view(vs, t, head, act, act, act.start);
	for (size_t i = 0; i < c.n; i++) {
		own.start = c.at[i];
		own.end = i + 1 < c.n ? c.at[i + 1] : act.end;
		add_view(vs, t, head, own, act, title_of(&c, own.start));
		if (i < SHARED_AMONG && c.shared != NULL &&
		    own.end - head.start <= SHARED_MAX &&
		    matches(c.shared, t, own.start, own.end))
			head.end = own.end;
	}
	free_cuts(&c);
}

/* Where the page begins that `at` is on: a cover tells of no act. */
static uint32_t
page_start(const struct text *t, uint32_t at)
{
	while (at > 0 && t->fold[at - 1] != '\f')
		at--;
	return at;
}

void
split_text(const struct text *t, const struct plugin *p, struct view ***ret,
    size_t *ret_n)
{
	struct span body = { 0, (uint32_t)t->fold_body_len }, act;
	unsigned int before = regex_cuts();
	const struct agenda none = { 0 };
	struct views vs = { 0 };
	struct cuts c;

	cut(plugin_acts(p), t, body, &none, false, &c);
	if (c.n < 2)
		split_act(t, p, body, &vs);
	for (size_t i = 0; c.n >= 2 && i < c.n; i++) {
		/* What stands above the first act is read with it. */
		act.start = i == 0 ? page_start(t, c.at[0]) : c.at[i];
		act.end = i + 1 < c.n ? c.at[i + 1] : body.end;
		split_act(t, p, act, &vs);
	}
	free_cuts(&c);
	for (size_t i = 0; i < vs.n; i++)
		vs.view[i]->cut_off = regex_cuts() > before;
	*ret = vs.view;
	*ret_n = vs.n;
}
