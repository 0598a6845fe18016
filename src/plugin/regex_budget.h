#ifndef GREFFIER_REGEX_BUDGET_H
#define GREFFIER_REGEX_BUDGET_H

#include <stdbool.h>
#include <stddef.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/*
 * What the searches of one record may cost together; the inside of
 * regex_search.c.
 *
 * PCRE2's limit is for each place that a match may start at: several rules that
 * stay just below it at every place go on for hours.  So steps are counted, by
 * a callout before each item of the pattern.  That is slow, and at most places
 * little is done: they are tried without at first, where none may take long, and
 * so many only that it cannot add up to much.
 */
#define REGEX_CHEAP_STEPS	1000
#define REGEX_CHEAP_PLACES	(256 << 10)	/* 6 s at worst */
#define REGEX_DEAR_STEPS	10000		/* for rules that need more */
#define REGEX_DEAR_PLACES	(32 << 10)	/* 8 s at worst */

enum regex_budget_way {
	REGEX_CHEAP,		/* uncounted; left are places to try at */
	REGEX_DEAR,		/* the same, with a higher limit for each place */
	REGEX_COUNTED,		/* left are steps; the code has
				 * PCRE2_AUTO_CALLOUT */
	REGEX_WAYS
};

/* Which record it is, by number: what was learnt of another's is void. */
unsigned int regex_budget_record(void);

bool	regex_budget_has(enum regex_budget_way way);
void	regex_budget_spend(enum regex_budget_way way, size_t n);

/*
 * `n` bytes or places of a text were looked at without PCRE2, each for a small
 * part of the price of a place that PCRE2 tries.
 */
void	regex_budget_look(size_t n);

/* Its limits, to match by. */
pcre2_match_context *regex_budget_context(enum regex_budget_way way);

/* A search has hit a limit. */
void	regex_budget_cut(void);

#endif /* GREFFIER_REGEX_BUDGET_H */
