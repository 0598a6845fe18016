#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/plugin_phrase.h"
#include "plugin/plugin.h"
#include "plugin/plugin_index.h"

#define HEAD_LETTERS	2500	/* a format names itself above, others below */
#define WORD_MAX	40
#define SLIP_WORD_MIN	6	/* shorter words are looked up as they are */
#define SIEVE_TIMES	32	/* as many bits as entries, at least */

/* A word, or a word with one letter left out, and who has it. */
struct entry {
	uint32_t	hash;
	uint32_t	plugin;
};

struct plugin_index {
	struct plugin *const *plugin;
	size_t		 n;
	struct entry	*entry;		/* sorted */
	size_t		 entries;
	size_t		 cap;
	uint64_t	*sieve;		/* a bit for some hashes, if entered */
	unsigned int	 shift;		/* to a bit's number */
	uint32_t	*common;	/* hashes of phrases' words, sorted */
	size_t		 commons;
};

#define HASH_BASE	16777619u

static uint32_t
hash_word(const char *s, size_t len)
{
	uint32_t h = 0;

	for (size_t i = 0; i < len; i++)
		h = h * HASH_BASE + (unsigned char)s[i];
	return h;
}

/*
 * The hash of a word; of one that has `least` letters also that of each that is
 * left when one letter is missing, without going over the others again.  How
 * many they are.
 */
static size_t
hash_slips(const char *s, size_t len, size_t least,
    uint32_t ret[static WORD_MAX + 1])
{
	uint32_t before[WORD_MAX + 1] = { 0 }, whole, power = 1;

	if (len < least || len > WORD_MAX) {
		ret[0] = hash_word(s, len);
		return 1;
	}
	for (size_t i = 0; i < len; i++)
		before[i + 1] = before[i] * HASH_BASE + (unsigned char)s[i];
	ret[0] = whole = before[len];
	for (size_t i = len; i-- > 0; power *= HASH_BASE)
		ret[i + 1] = whole + (before[i] - before[i + 1]) * power;
	return len + 1;
}

static int
compare_hash(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int
compare_entry(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->plugin < y->plugin ? -1 : x->plugin > y->plugin;
}

/* The next word of squeezed letters after `at`; false at the end. */
static bool
next_word(const char *s, size_t len, size_t *at, size_t *ret_start,
    size_t *ret_len)
{
	while (*at < len && s[*at] == ' ')
		(*at)++;
	*ret_start = *at;
	while (*at < len && s[*at] != ' ')
		(*at)++;
	*ret_len = *at - *ret_start;
	return *ret_len > 0;
}

static void
count_words(struct plugin_index *ix, const struct phrases *ph)
{
	struct phrase p;
	size_t at, start, len;

	for (size_t i = 0; i < ph->n; i++) {
		plugin_phrase_make(&p, ph->phrase[i]);
		at = 0;
		while (next_word(p.s, p.len, &at, &start, &len)) {
			ix->common = xreallocarray(ix->common, ix->commons + 1,
			    sizeof(*ix->common));
			ix->common[ix->commons++] =
			    hash_word(p.s + start, len);
		}
	}
}

static size_t
lower_bound(const struct plugin_index *ix, uint32_t hash)
{
	size_t lo = 0, hi = ix->commons, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (ix->common[mid] < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* In how many phrases a word stands. */
static size_t
frequency(const struct plugin_index *ix, uint32_t hash)
{
	size_t first = lower_bound(ix, hash);

	/* "commune" stands in every second of them: not to be counted. */
	return hash == UINT32_MAX ? ix->commons - first :
	    lower_bound(ix, hash + 1) - first;
}

static size_t
sieve_at(const struct plugin_index *ix, uint32_t hash)
{
	return (hash * UINT32_C(0x9e3779b1)) >> ix->shift;
}

static void
add_entry(struct plugin_index *ix, uint32_t hash, size_t plugin)
{
	if (ix->entries == ix->cap) {
		ix->cap = ix->cap == 0 ? 64 : ix->cap * 2;
		ix->entry = xreallocarray(ix->entry, ix->cap,
		    sizeof(*ix->entry));
	}
	ix->entry[ix->entries++] =
	    (struct entry){ hash, (uint32_t)plugin };
}

static void
add_word(struct plugin_index *ix, const char *s, size_t len, size_t plugin)
{
	uint32_t hash[WORD_MAX + 1];
	size_t n = hash_slips(s, len, SLIP_WORD_MIN, hash);

	for (size_t i = 0; i < n; i++)
		add_entry(ix, hash[i], plugin);
}

/* Enter the plugin under the rarest word of one phrase; longest where equal. */
static void
add_phrase(struct plugin_index *ix, const char *phrase, size_t plugin)
{
	size_t at = 0, start, len, n, best = 0, best_len = 0;
	size_t best_n = SIZE_MAX;
	struct phrase p;

	plugin_phrase_make(&p, phrase);
	while (next_word(p.s, p.len, &at, &start, &len)) {
		n = frequency(ix, hash_word(p.s + start, len));
		if (n > best_n || (n == best_n && len <= best_len))
			continue;
		best_n = n;
		best = start;
		best_len = len;
	}
	add_word(ix, p.s + best, best_len, plugin);
}

/* Any of the `all` phrases would do: the one with the longest is entered. */
static void
add_plugin(struct plugin_index *ix, size_t plugin)
{
	const struct plugin *p = ix->plugin[plugin];
	const char *longest = NULL;

	for (size_t i = 0; i < p->all.n; i++) {
		if (longest == NULL ||
		    strlen(p->all.phrase[i]) > strlen(longest))
			longest = p->all.phrase[i];
	}
	if (longest != NULL) {
		add_phrase(ix, longest, plugin);
		return;
	}
	for (size_t i = 0; i < p->any.n; i++)
		add_phrase(ix, p->any.phrase[i], plugin);
}

/* Most words of a text meet no bit. */
static void
fill_sieve(struct plugin_index *ix)
{
	size_t bits = 64, at;

	for (ix->shift = 26; bits < SIEVE_TIMES * ix->entries &&
	    ix->shift > 0; ix->shift--)
		bits *= 2;
	ix->sieve = xcalloc(bits / 64, sizeof(*ix->sieve));
	for (size_t i = 0; i < ix->entries; i++) {
		at = sieve_at(ix, ix->entry[i].hash);
		ix->sieve[at / 64] |= UINT64_C(1) << at % 64;
	}
}

struct plugin_index *
plugin_index_new(struct plugin *const *plugin, size_t n)
{
	struct plugin_index *ix = xcalloc(1, sizeof(*ix));

	ix->plugin = plugin;
	ix->n = n;
	for (size_t i = 0; i < n; i++) {
		count_words(ix, &plugin[i]->all);
		count_words(ix, &plugin[i]->any);
	}
	if (ix->commons > 0)
		qsort(ix->common, ix->commons, sizeof(*ix->common),
		    compare_hash);
	for (size_t i = 0; i < n; i++)
		add_plugin(ix, i);
	if (ix->entries > 0)
		qsort(ix->entry, ix->entries, sizeof(*ix->entry),
		    compare_entry);
	fill_sieve(ix);
	return ix;
}

void
plugin_index_free(struct plugin_index *ix)
{
	if (ix == NULL)
		return;
	free(ix->entry);
	free(ix->sieve);
	free(ix->common);
	free(ix);
}

/* Tick off who is entered under this hash. */
static void
mark_candidates(const struct plugin_index *ix, uint32_t hash,
    unsigned char *candidate)
{
	size_t lo = 0, hi = ix->entries, mid, at = sieve_at(ix, hash);

	if ((ix->sieve[at / 64] >> at % 64 & 1) == 0)
		return;
	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (ix->entry[mid].hash < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < ix->entries && ix->entry[lo].hash == hash; lo++)
		candidate[ix->entry[lo].plugin] = 1;
}

static int
weigh(const struct phrase *ph, size_t start, unsigned int slips)
{
	int weight = 2 * (ph->len - 2) - 4 * (int)slips;

	return start < HEAD_LETTERS ? weight : weight / 2;
}

/* Look for one phrase; its weight, or 0. */
static int
look(const char *phrase, const struct phrase_text *t, struct recognised *ret)
{
	unsigned int slips;
	struct phrase ph;
	size_t start, end;

	plugin_phrase_make(&ph, phrase);
	if (!plugin_phrase_find(&ph, t, &start, &end, &slips))
		return 0;
	if (ret->n < RECOGNISED_MAX) {
		/* Without the spaces at both ends. */
		start += t->s[start] == ' ' && start + 1 < end;
		ret->at[ret->n].start = t->at[start];
		ret->at[ret->n++].end = t->at[end - 1];
	}
	return weigh(&ph, start, slips);
}

void
plugin_index_judge(const struct plugin *p, const struct phrase_text *t,
    struct recognised *ret)
{
	struct recognised r = { 0 }, other = { 0 };
	int weight, any = 0;

	*ret = r;
	for (size_t i = 0; i < p->all.n; i++) {
		weight = look(p->all.phrase[i], t, &r);
		if (weight == 0)
			return;
		r.score += weight;
	}
	for (size_t i = 0; i < p->any.n; i++) {
		weight = look(p->any.phrase[i], t, &r);
		any += weight;
	}
	if (p->any.n > 0 && any == 0)
		return;
	r.score += any;
	for (size_t i = 0; i < p->none.n; i++) {
		if (look(p->none.phrase[i], t, &other) != 0)
			return;
	}
	*ret = r;
}

/* Who is entered under a word of the text: one byte for each plugin. */
static unsigned char *
find_candidates(const struct plugin_index *ix, const struct phrase_text *t)
{
	unsigned char *candidate = xcalloc(ix->n + 1, 1);
	uint32_t hash[WORD_MAX + 1];
	size_t at = 0, start, len, n;

	while (next_word(t->s, t->len, &at, &start, &len)) {
		n = hash_slips(t->s + start, len, SLIP_WORD_MIN - 1, hash);
		for (size_t i = 0; i < n; i++)
			mark_candidates(ix, hash[i], candidate);
	}
	return candidate;
}

size_t
plugin_index_candidates(const struct plugin_index *ix,
    const struct phrase_text *t, const struct plugin ***ret)
{
	unsigned char *candidate = find_candidates(ix, t);
	const struct plugin **list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < ix->n; i++) {
		if (!candidate[i])
			continue;
		list = xreallocarray(list, n + 1, sizeof(*list));
		list[n++] = ix->plugin[i];
	}
	free(candidate);
	*ret = list;
	return n;
}

const struct plugin *
plugin_index_choose(const struct plugin_index *ix,
    const struct phrase_text *t)
{
	const struct plugin **candidate, *best = NULL;
	size_t n = plugin_index_candidates(ix, t, &candidate);
	struct recognised r;
	int best_score = 0;

	for (size_t i = 0; i < n; i++) {
		plugin_index_judge(candidate[i], t, &r);
		if (r.score > best_score) {
			best_score = r.score;
			best = candidate[i];
		}
	}
	free(candidate);
	return best;
}
