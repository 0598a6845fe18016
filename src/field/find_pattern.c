#include <errno.h>

#include "field/find.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"

/* The lines on which [start, end) stands, within `where`. */
static struct span
lines_around(const struct view *v, struct span where, struct span s)
{
	while (s.start > where.start && v->fold[s.start - 1] != '\n')
		s.start--;
	while (s.end < where.end && v->fold[s.end] != '\n')
		s.end++;
	return s;
}

/* 1 where `unless` refuses the match, 0 where not, -ELOOP. */
static int
is_refused(const struct view *v, struct span where, const struct rule *rule,
    struct span match)
{
	struct regex_match m;
	struct span s;
	int r;

	if (rule->unless == NULL)
		return 0;
	s = lines_around(v, where, match);
	r = regex_search(rule->unless, v->fold + s.start, s.end - s.start, 0,
	    &m);
	return r == 0 ? 1 : r == -ENOENT ? 0 : r;
}

/* With `until` the value goes on from where the match has brought us. */
static int
value_span(const struct view *v, struct span where, const struct rule *rule,
    const struct regex_match *m, struct span *ret)
{
	struct regex_match stop;
	int r;

	ret->start = where.start + (uint32_t)m->value_start;
	ret->end = where.start + (uint32_t)m->value_end;
	if (rule->until == NULL)
		return 0;
	if (!m->has_value)
		ret->start = where.start + (uint32_t)m->end;
	/* What begins in the head that items share ends with its last line. */
	ret->end = ret->start + 1 < v->head_len && v->head_len < where.end ?
	    (uint32_t)v->head_len - 1 : where.end;
	r = regex_search(rule->until, v->fold + ret->start,
	    ret->end - ret->start, 0, &stop);
	if (r == 0)
		ret->end = ret->start + (uint32_t)stop.start;
	return r == -ENOENT ? 0 : r;
}

static void
read_parts(struct regex *re, uint32_t base, enum field_type type,
    struct find *f)
{
	const char *const *names = plugin_field_parts(type);
	size_t start, end;

	for (int i = 0; names != NULL && names[i] != NULL; i++) {
		if (!regex_group(re, names[i], &start, &end))
			continue;
		f->part[i].start = base + (uint32_t)start;
		f->part[i].end = base + (uint32_t)end;
	}
}

int
find_pattern(const struct view *v, struct span where,
    const struct rule *rule, find_taker *take, void *ctx)
{
	size_t len = where.end - where.start, from = 0;
	struct regex_match m;
	struct span match, s;
	struct find f;
	int r, refused;

	while (from <= len && (r = regex_search(rule->pattern,
	    v->fold + where.start, len, from, &m)) == 0) {
		f = (struct find){ .span = &s, .spans = 1 };
		read_parts(rule->pattern, where.start,
		    plugin_fields[rule->field].type, &f);
		from = regex_after(v->fold + where.start, len, from, &m);
		match.start = where.start + (uint32_t)m.start;
		match.end = where.start + (uint32_t)m.end;
		if ((refused = is_refused(v, where, rule, match)) < 0)
			return refused;
		if (refused)
			continue;
		if ((r = value_span(v, where, rule, &m, &s)) < 0)
			return r;
		if (s.start < s.end && !view_is_whole(v, s))
			continue;	/* half in the head, half in the item */
		if (!take(ctx, &f))
			return 0;
	}
	return from > len || r == -ENOENT ? 0 : r;
}
