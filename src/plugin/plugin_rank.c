#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "plugin/plugin.h"
#include "plugin/plugin_index.h"
#include "plugin/plugin_phrase.h"
#include "plugin/plugin_rank.h"
#include "plugin/plugin_set.h"
#include "text/text.h"

static void
look(const struct phrases *from, enum rank_list list,
    const struct phrase_text *t, struct rank *ret)
{
	struct rank_phrase *rp;
	struct phrase ph;
	size_t start, end;

	ret->phrase = xreallocarray(ret->phrase, ret->phrases + from->n + 1,
	    sizeof(*ret->phrase));
	for (size_t i = 0; i < from->n; i++) {
		rp = &ret->phrase[ret->phrases++];
		*rp = (struct rank_phrase){ .phrase = from->phrase[i],
		    .list = list };
		plugin_phrase_make(&ph, rp->phrase);
		rp->found = plugin_phrase_find(&ph, t, &start, &end,
		    &rp->slips);
		if (!rp->found)
			continue;
		start += t->s[start] == ' ' && start + 1 < end;
		rp->start = t->at[start];
		rp->end = t->at[end - 1];
	}
}

static void
judge(const struct plugin *p, const struct phrase_text *t, struct rank *ret)
{
	struct recognised r;

	*ret = (struct rank){ .plugin = p };
	look(&p->all, RANK_ALL, t, ret);
	look(&p->any, RANK_ANY, t, ret);
	look(&p->none, RANK_NONE, t, ret);
	plugin_index_judge(p, t, &r);
	ret->score = r.score;
}

/* As plugin_set_choose has it: of two of one score the first by name. */
static int
compare(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return strcmp(x->plugin->name, y->plugin->name);
}

/* Where there are not too many, all are asked: half recognised is near. */
static size_t
list_all(const struct plugin_set *set, const struct plugin ***ret)
{
	const struct plugin **list;
	size_t n = plugin_set_count(set);

	list = xcalloc(n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = plugin_set_at(set, i);
	*ret = list;
	return n;
}

/* Is there any word for it? */
static bool
is_near(const struct rank *r)
{
	for (size_t i = 0; i < r->phrases; i++) {
		if (r->phrase[i].found && r->phrase[i].list != RANK_NONE)
			return true;
	}
	return false;
}

void
plugin_rank(const struct plugin_set *set, const struct text *t,
    const struct plugin *also, struct rank **ret, size_t *ret_n)
{
	const struct plugin **list;
	struct phrase_text pt;
	struct rank *rank;
	size_t listed, n = 0;

	plugin_phrase_text_make(&pt, t->fold, t->fold_body_len);
	listed = plugin_set_count(set) <= LIMIT_PLUGINS_EAGER ?
	    list_all(set, &list) : plugin_set_candidates(set, &pt, &list);
	rank = xcalloc(listed + 1, sizeof(*rank));
	for (size_t i = 0; i < listed; i++) {
		if (list[i] == also)
			continue;
		judge(list[i], &pt, &rank[n]);
		if (is_near(&rank[n]))
			n++;
		else
			free(rank[n].phrase);
	}
	if (also != NULL)
		judge(also, &pt, &rank[n++]);
	qsort(rank, n, sizeof(*rank), compare);
	plugin_phrase_text_free(&pt);
	free(list);
	*ret = rank;
	*ret_n = n;
}

void
plugin_rank_free(struct rank *rank, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(rank[i].phrase);
	free(rank);
}
