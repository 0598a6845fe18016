#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "plugin/regex.h"
#include "plugin/regex_budget.h"

#define LOOKED_MAX	1024	/* for the price of a place */

static const struct {
	int64_t		whole;
	uint32_t	steps;		/* for each place */
} ways[REGEX_WAYS] = {
	[REGEX_CHEAP] = { REGEX_CHEAP_PLACES, REGEX_CHEAP_STEPS },
	[REGEX_DEAR] = { REGEX_DEAR_PLACES, REGEX_DEAR_STEPS },
	[REGEX_COUNTED] = { LIMIT_MATCH_ALL_STEPS, LIMIT_MATCH_STEPS },
};

static int64_t spent[REGEX_WAYS];
static size_t looked;		/* not spent yet */
static unsigned int cuts, record;
static pcre2_match_context *context[REGEX_WAYS];

void
regex_budget(void)
{
	memset(spent, 0, sizeof(spent));
	looked = 0;
	cuts = 0;
	record++;
}

unsigned int
regex_budget_record(void)
{
	return record;
}

unsigned int
regex_cuts(void)
{
	return cuts;
}

void
regex_budget_cut(void)
{
	cuts++;
}

bool
regex_budget_has(enum regex_budget_way way)
{
	return spent[way] < ways[way].whole;
}

void
regex_budget_spend(enum regex_budget_way way, size_t n)
{
	spent[way] += (int64_t)n;
}

void
regex_budget_look(size_t n)
{
	looked += n;
	regex_budget_spend(REGEX_CHEAP, looked / LOOKED_MAX);
	looked %= LOOKED_MAX;
}

static int
on_step(pcre2_callout_block *block, void *data)
{
	(void)block;
	(void)data;
	spent[REGEX_COUNTED]++;
	return regex_budget_has(REGEX_COUNTED) ? 0 : PCRE2_ERROR_MATCHLIMIT;
}

pcre2_match_context *
regex_budget_context(enum regex_budget_way way)
{
	pcre2_match_context *c = context[way];

	if (c != NULL)
		return c;
	if ((c = pcre2_match_context_create(NULL)) == NULL)
		abort();
	(void)pcre2_set_match_limit(c, ways[way].steps);
	(void)pcre2_set_depth_limit(c, LIMIT_MATCH_DEPTH);
	(void)pcre2_set_heap_limit(c, LIMIT_MATCH_KIBIBYTES);
	if (way == REGEX_COUNTED)
		(void)pcre2_set_callout(c, on_step, NULL);
	context[way] = c;
	return c;
}
