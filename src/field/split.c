#include <stdbool.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "field/split.h"
#include "field/view.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"
#include "text/text.h"

/* Where the parts of [start, end) begin; the last is the end of all. */
struct cuts {
	uint32_t	*at;
	size_t		 n;
};

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
		if (c->n == 0 || s.start + at > c->at[c->n - 1])
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

static void
cut(const struct splitter *sp, const struct text *t, struct span s,
    struct cuts *c)
{
	*c = (struct cuts){ 0 };
	if (sp->starts == NULL ||
	    (sp->when != NULL && !matches(sp->when, t, s.start, s.end)))
		return;
	find_starts(sp, t, s, c);
	join_needy(sp, t, s.end, c);
}

struct views {
	struct view	**view;
	size_t		  n;
};

static void
add_view(struct views *vs, const struct text *t, struct span head,
    struct span own, struct span act)
{
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
	vs->view[vs->n++] = view_new(t, head, own, first, last);
}

/* Into items, or by titles where those find more. */
static void
cut_act(const struct text *t, const struct plugin *p, struct span act,
    struct cuts *ret)
{
	struct cuts titles;

	cut(plugin_items(p), t, act, ret);
	cut(plugin_titles(p), t, act, &titles);
	if (titles.n >= 2 && titles.n > ret->n) {
		free(ret->at);
		*ret = titles;
	} else {
		free(titles.at);
	}
}

/* One act: whole, or as many as it has items, with its head before each. */
static void
split_act(const struct text *t, const struct plugin *p, struct span act,
    struct views *vs)
{
	struct span head = act, own = act;
	struct cuts c;

	cut_act(t, p, act, &c);
	if (c.n == 0) {
		head.end = head.start;
		add_view(vs, t, head, act, act);
	}
	for (size_t i = 0; i < c.n; i++) {
		head.end = c.at[0];
		own.start = c.at[i];
		own.end = i + 1 < c.n ? c.at[i + 1] : act.end;
		add_view(vs, t, head, own, act);
	}
	free(c.at);
}

void
split_text(const struct text *t, const struct plugin *p, struct view ***ret,
    size_t *ret_n)
{
	struct span body = { 0, (uint32_t)t->fold_body_len }, act;
	unsigned int before = regex_cuts();
	struct views vs = { 0 };
	struct cuts c;

	cut(plugin_acts(p), t, body, &c);
	if (c.n < 2)
		split_act(t, p, body, &vs);
	for (size_t i = 0; c.n >= 2 && i < c.n; i++) {
		/* What stands before the first act is read with it. */
		act.start = i == 0 ? 0 : c.at[i];
		act.end = i + 1 < c.n ? c.at[i + 1] : body.end;
		split_act(t, p, act, &vs);
	}
	free(c.at);
	for (size_t i = 0; i < vs.n; i++)
		vs.view[i]->cut_off = regex_cuts() > before;
	*ret = vs.view;
	*ret_n = vs.n;
}
