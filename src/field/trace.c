#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/xalloc.h"
#include "field/field.h"
#include "field/find.h"
#include "field/trace.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"

const char *
trace_end_name(enum trace_end end)
{
	static const char *const name[TRACE_ENDS] = {
		[TRACE_WON] = "won",
		[TRACE_NO_PLACE] = "no such place",
		[TRACE_NO_MATCH] = "no match",
		[TRACE_NOTHING_THERE] = "nothing there",
		[TRACE_REFUSED] = "refused by unless",
		[TRACE_NOT_ITS_TYPE] = "not a value of this field",
		[TRACE_CUT] = "gave up: too dear",
	};

	return name[end];
}

/* Keep the first find that has words. */
static bool
keep_first(void *ctx, const struct find *f)
{
	struct span *s = ctx;

	if (f->spans == 0 || f->span[0].start >= f->span[0].end)
		return true;
	*s = f->span[0];
	for (size_t i = 1; i < f->spans; i++) {
		if (f->span[i].start == s->end + 1)
			s->end = f->span[i].end;
	}
	return false;
}

static int
find_first(const struct view *v, struct span where, const struct rule *rule,
    struct span *ret)
{
	*ret = (struct span){ 0 };
	if (rule->pattern != NULL)
		return find_pattern(v, where, rule, keep_first, ret);
	if (rule->label != NULL)
		return find_label(v, where, rule, keep_first, ret);
	return find_table(v, where, rule, keep_first, ret);
}

static bool
matches(const struct view *v, struct span where, struct regex *re,
    struct span *ret)
{
	struct regex_match m;

	if (regex_search(re, v->fold + where.start, where.end - where.start,
	    0, &m) < 0)
		return false;
	ret->start = where.start + (uint32_t)m.start;
	ret->end = where.start + (uint32_t)m.end;
	return true;
}

/* The first pattern without which the rule finds nothing; NULL for none. */
static const struct regex *
missing(const struct view *v, struct span where, const struct rule *rule,
    struct span *ret)
{
	struct regex *one = rule->pattern != NULL ? rule->pattern :
	    rule->label;

	if (one != NULL)
		return matches(v, where, one, ret) ? NULL : one;
	for (size_t i = 0; i < rule->headers; i++) {
		if (!matches(v, where, rule->header[i], ret))
			return rule->header[i];
	}
	return NULL;
}

/* Does the rule read, or look at, the column under that heading? */
static bool
uses(const struct rule *rule, struct regex *heading)
{
	const char *s = regex_spelt(heading);
	bool is = false;

	for (size_t i = 0; i < rule->wheres; i++)
		is = is || strcasecmp(regex_spelt(rule->where[i].column), s)
		    == 0;
	for (size_t i = 0; i < 2 && rule->take[i] != NULL; i++)
		is = is || strcasecmp(regex_spelt(rule->take[i]), s) == 0;
	return is;
}

/* A rule that won without: a heading that it names and the page lacks. */
static const struct regex *
spare(struct view *v, const struct plugin *p, const struct rule *rule)
{
	struct span where, found;

	if (rule->headers == 0 || view_range(v, p, rule->in, &where) < 0)
		return NULL;
	for (size_t i = 0; i < rule->headers; i++) {
		if (!uses(rule, rule->header[i]) &&
		    !matches(v, where, rule->header[i], &found))
			return rule->header[i];
	}
	return NULL;
}

static void
look_near(const struct view *v, struct span where, struct trace_step *step)
{
	uint32_t base = where.start;

	if (!regex_near(step->missing, v->fold + base, where.end - base,
	    &step->near))
		return;
	step->where.start = base + (uint32_t)step->near.start;
	step->where.end = base + (uint32_t)step->near.end;
}

/* The innermost section that is there, and the pattern that is not in it. */
static void
trace_place(struct view *v, const struct plugin *p, const char *in,
    struct trace_step *step, bool near)
{
	const struct section *s = plugin_section(p, in);
	struct span where;

	while (s != NULL && s->in != NULL && view_range(v, p, s->in,
	    &where) < 0 && plugin_section(p, s->in) != NULL)
		s = plugin_section(p, s->in);
	if (s == NULL || s->from == NULL ||
	    view_range(v, p, s->in, &where) < 0 ||
	    matches(v, where, s->from, &step->where))
		return;
	step->missing = s->from;
	if (near)
		look_near(v, where, step);
}

static void
trace_rule(struct view *v, const struct plugin *p, bool near,
    struct trace_step *step)
{
	struct rule bold = *step->rule;
	struct span where, found = { 0 };
	int r;

	if ((r = view_range(v, p, bold.in, &where)) < 0) {
		step->end = r == -ELOOP ? TRACE_CUT : TRACE_NO_PLACE;
		if (bold.in != NULL && r != -ELOOP)
			trace_place(v, p, bold.in, step, near);
		return;
	}
	r = find_first(v, where, step->rule, &found);
	if (r == 0 && found.end == 0 && bold.unless != NULL) {
		bold.unless = NULL;
		r = find_first(v, where, &bold, &found);
		step->end = found.end > 0 ? TRACE_REFUSED : step->end;
	} else if (found.end > 0) {
		step->end = TRACE_NOT_ITS_TYPE;
	}
	step->where = found;
	if (r < 0)
		step->end = TRACE_CUT;
	if (r < 0 || found.end > 0)
		return;
	step->missing = missing(v, where, step->rule, &step->where);
	step->end = step->missing == NULL ? TRACE_NOTHING_THERE :
	    TRACE_NO_MATCH;
	if (near && step->missing != NULL)
		look_near(v, where, step);
}

void
trace_field(struct view *v, const struct plugin *p, enum field_id f,
    const struct field *r, bool quick, struct trace *ret)
{
	struct rule_walk walk = { 0 };
	const struct rule *rule;
	struct trace_step *step;

	*ret = (struct trace){ 0 };
	while ((rule = plugin_rule_next(p, f, &walk)) != NULL) {
		ret->step = xreallocarray(ret->step, ret->n + 1,
		    sizeof(*ret->step));
		step = &ret->step[ret->n++];
		*step = (struct trace_step){ .rule = rule,
		    .end = TRACE_NO_MATCH };
		if (rule == r->rule) {
			step->end = TRACE_WON;
			step->missing = spare(v, p, rule);
			return;
		}
		trace_rule(v, p, rule->plugin == p ||
		    (r->rule == NULL && !quick), step);
	}
}

void
trace_clear(struct trace *t)
{
	for (size_t i = 0; i < t->n; i++)
		regex_near_clear(&t->step[i].near);
	free(t->step);
	*t = (struct trace){ 0 };
}
