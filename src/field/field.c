#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "field/field.h"
#include "field/find.h"
#include "field/item.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"

#define SCALAR_MAX 8192	/* bytes; the longest objet seen has 600 */
#define LIST_TIMES 4	/* that a list's matches may go over the text */

/* A rule at work: its finds go to `ret` if they convert. */
struct work {
	const struct view *view;
	const struct rule *rule;
	enum field_type	 type;
	struct field	*ret;
	int		 error;		/* -ELOOP from an item's pattern */
	size_t		 left;		/* bytes that a list may go over yet */
};

void
field_clear(struct field *f)
{
	for (size_t i = 0; i < f->n; i++)
		value_clear(&f->value[i]);
	free(f->value);
	*f = (struct field){ 0 };
}

/*
 * Words that say no such value, or one that cannot be: what did the second look
 * read there?  `r` is what came of the first.
 */
static int
convert_second(const struct work *w, const struct find *f, int r,
    struct value *one)
{
	struct value other = { 0 };
	char *words;

	if (f->spans != 1 || (r == 0 && !value_contradicts(w->type, one)))
		return r;
	words = view_other_line(w->view, f->span[0]);
	if (words == NULL || value_convert(w->type, words, &other) < 0 ||
	    value_contradicts(w->type, &other)) {
		value_clear(&other);
	} else {
		value_clear(one);
		*one = other;
		one->repaired = one->second = true;
		r = 0;
	}
	free(words);
	return r;
}

static bool
convert(struct work *w, const struct find *f, struct value *ret)
{
	struct value one = { 0 };
	char *words;
	int r = 0;

	if (w->rule->gives != NULL) {
		value_constant(w->type, w->rule->gives, &one);
	} else if (!w->rule->gives_null) {
		words = view_join(w->view, f->span, f->spans);
		r = value_convert(w->type, words, &one);
		free(words);
		r = convert_second(w, f, r, &one);
	}
	if (r < 0) {
		value_clear(&one);
		return false;
	}
	for (size_t i = 0; i < f->spans; i++)
		value_add_span(&one, f->span[i]);
	*ret = one;
	return true;
}

static size_t
length(const struct span *span, size_t spans)
{
	size_t n = 0;

	for (size_t i = 0; i < spans; i++)
		n += span[i].end - span[i].start;
	return n;
}

static bool
take_scalar(void *ctx, const struct find *f)
{
	struct work *w = ctx;
	struct field *ret = w->ret;
	struct value one;

	/* So long a text is none: not worth being written out. */
	if (f->spans == 0 || length(f->span, f->spans) > SCALAR_MAX ||
	    !convert(w, f, &one))
		return true;
	if (ret->n > 0 && w->rule->choose == CHOOSE_LONGEST &&
	    length(one.span, one.spans) <= length(ret->value[0].span,
	    ret->value[0].spans)) {
		value_clear(&one);
		return true;
	}
	if (ret->n > 0)
		value_clear(&ret->value[0]);
	else
		ret->value = xmalloc(sizeof(*ret->value));
	ret->value[0] = one;
	ret->n = 1;
	return w->rule->choose == CHOOSE_LAST ||
	    w->rule->choose == CHOOSE_LONGEST;
}

/*
 * "every" gathers the items of all matches, and a table those of all its rows;
 * else one match's items stand.
 */
static bool
take_list(void *ctx, const struct find *f)
{
	struct work *w = ctx;
	size_t bytes = length(f->span, f->spans);
	struct field own = { 0 };

	if (f->spans == 0) {
		w->ret->left++;
		return true;
	}
	/* Matches that each go on to the end are the text many times over. */
	if (bytes > w->left) {
		w->error = -ELOOP;
		return false;
	}
	w->left -= bytes;
	if (w->rule->choose == CHOOSE_EVERY || w->rule->headers > 0) {
		w->error = item_read(w->view, w->rule, f, w->ret);
		return w->error == 0;
	}
	w->error = item_read(w->view, w->rule, f, &own);
	if (own.n == 0 || (w->rule->choose == CHOOSE_LONGEST &&
	    own.n <= w->ret->n)) {
		field_clear(&own);
		return w->error == 0;
	}
	field_clear(w->ret);
	*w->ret = own;
	return w->error == 0 && w->rule->choose != CHOOSE_FIRST;
}

/* The rule says that the page states nothing: one match is enough. */
static bool
take_nothing(void *ctx, const struct find *f)
{
	struct work *w = ctx;

	(void)f;
	w->ret->rule = w->rule;
	return false;
}

static int
run(struct work *w, struct span where)
{
	find_taker *take = w->rule->gives_null ? take_nothing :
	    plugin_field_is_list(w->type) ? take_list : take_scalar;
	unsigned int cuts = regex_cuts();
	int r;

	w->left = LIST_TIMES * (size_t)(where.end - where.start) + SCALAR_MAX;
	if (w->rule->pattern != NULL)
		r = find_pattern(w->view, where, w->rule, take, w);
	else if (w->rule->label != NULL)
		r = find_label(w->view, where, w->rule, take, w);
	else if ((r = find_table(w->view, where, w->rule, take, w)) == 0 &&
	    regex_cuts() > cuts)
		r = -ELOOP;		/* at a heading, which it passed by */
	return r == 0 ? w->error : r;
}

void
field_read(struct view *v, const struct plugin *p,
    enum field_id field, struct field *ret)
{
	const struct rule *rule, *cut = NULL;
	struct rule_walk walk = { 0 };
	struct span where;
	int r;

	*ret = (struct field){ 0 };
	while (ret->rule == NULL &&
	    (rule = plugin_rule_next(p, field, &walk)) != NULL) {
		struct work w = { .view = v, .rule = rule, .ret = ret,
		    .type = plugin_fields[field].type };

		r = view_range(v, p, rule->in, &where);
		if (r == 0)
			r = run(&w, where);
		if (r == -ELOOP) {
			/* Half a search proves nothing: the next rule. */
			field_clear(ret);
			cut = cut == NULL ? rule : cut;
			continue;
		}
		if (ret->n > 0)
			ret->rule = rule;
	}
	ret->cut = cut;
}
