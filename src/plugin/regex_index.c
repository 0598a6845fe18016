#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"
#include "plugin/regex_index.h"
#include "plugin/regex_need.h"

#define BUCKETS	4096
#define NONE	UINT32_MAX

/* Three letters, and the places where they follow each other. */
struct bucket {
	uint32_t	first, n;
};

static struct {
	const char	*s;		/* or NULL */
	size_t		 len, room;
	char		*small;		/* the same in small letters */
	uint32_t	*next;		/* place with the same three letters */
	struct bucket	 bucket[BUCKETS];

	/* What was asked last: items of a list are looked for one by one. */
	const struct regex_need *need;
	const char	*part;
	size_t		 part_len;
	size_t		 from;		/* marked, or was without that */
	bool		 was;
	bool		 met;
	uint64_t	*starts, *others;
	size_t		 words;		/* of room in each */
} at;

/* A number for a letter or a figure, 0 for all else. */
static uint32_t
class_of(char c)
{
	static const unsigned char class[256] = {
		['0'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,
		['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
		17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
		['a'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
		17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
	};

	return class[(unsigned char)c];
}

static struct bucket *
bucket_of(uint32_t three)
{
	return &at.bucket[(three * UINT32_C(0x9e3779b1)) >> 20];
}

static struct bucket *
bucket_at(const char *s)
{
	return bucket_of(class_of(s[0]) << 12 | class_of(s[1]) << 6 |
	    class_of(s[2]));
}

static void
make_room(size_t len)
{
	if (len <= at.room)
		return;
	at.small = xreallocarray(at.small, len, sizeof(*at.small));
	at.next = xreallocarray(at.next, len, sizeof(*at.next));
	at.room = len;
}

/* Backwards, so that each bucket's places come in their order. */
static void
fill_buckets(void)
{
	uint32_t three = 0, known = 0, class;
	struct bucket *b;

	for (size_t i = 0; i < BUCKETS; i++)
		at.bucket[i] = (struct bucket){ NONE, 0 };
	for (size_t i = at.len; i-- > 0;) {
		class = class_of(at.s[i]);
		at.small[i] = (char)tolower((unsigned char)at.s[i]);
		three = three >> 6 | class << 12;
		known = class == 0 ? 0 : known + 1;
		if (known < 3)
			continue;
		b = bucket_of(three);
		at.next[i] = b->first;
		b->first = (uint32_t)i;
		b->n++;
	}
}

bool
regex_index_make(const char *s, size_t len)
{
	at.s = NULL;
	at.need = NULL;
	/* To PCRE2 the long s is an S, and the kelvin sign a K. */
	if (s == NULL || len >= NONE || memmem(s, len, "\xc5\xbf", 2) != NULL ||
	    memmem(s, len, "\xe2\x84\xaa", 3) != NULL)
		return false;
	at.s = s;
	at.len = len;
	make_room(len);
	fill_buckets();
	return true;
}

bool
regex_index_has(const char *s, size_t len)
{
	return at.s != NULL && s >= at.s && s + len <= at.s + at.len;
}

void
regex_index_forget(const struct regex_need *need)
{
	if (at.need == need)
		at.need = NULL;
}

/* The rarest three letters of a word; NULL where some are in no bucket. */
static const struct bucket *
rarest(const struct regex_word *w, size_t *ret_offset)
{
	const struct bucket *best = NULL, *b;

	for (size_t i = 0; i + 3 <= w->len; i++) {
		b = bucket_at(w->text + i);
		if (b->n == 0)
			return NULL;
		if (best == NULL || b->n < best->n) {
			best = b;
			*ret_offset = i;
		}
	}
	return best;
}

static void
set_bits(uint64_t *bit, size_t from, size_t last)
{
	uint64_t head = UINT64_MAX << from % 64;
	uint64_t tail = UINT64_MAX >> (63 - last % 64);

	if (from / 64 == last / 64) {
		bit[from / 64] |= head & tail;
		return;
	}
	bit[from / 64] |= head;
	for (size_t i = from / 64 + 1; i < last / 64; i++)
		bit[i] = UINT64_MAX;
	bit[last / 64] |= tail;
}

/* The word and what may stand before it, each time that it is in the part. */
static bool
mark_word(const struct regex_word *w, const char *part, size_t len,
    uint64_t *bit)
{
	size_t off = (size_t)(part - at.s), offset = 0, q, from, done = 0;
	const struct bucket *b = rarest(w, &offset);
	bool any = false;

	for (uint32_t i = b == NULL ? NONE : b->first; i != NONE;
	    i = at.next[i]) {
		if (i < off + offset)
			continue;
		q = i - offset - off;
		if (q + w->len > len)
			break;
		if (memcmp(at.small + off + q, w->text, w->len) != 0)
			continue;
		/* What is before the last one is marked with that. */
		for (from = q; from > done && regex_set_has(&w->before,
		    part[from - 1]);)
			from--;
		set_bits(bit, from, q);
		done = q;
		any = true;
	}
	return any;
}

static bool
mark_any(const struct regex_any *a, const char *part, size_t len,
    uint64_t *bit)
{
	bool any = a->at_from;

	memset(bit, 0, (len / 64 + 1) * sizeof(*bit));
	for (size_t i = 0; i < a->n; i++)
		any = mark_word(&a->word[i], part, len, bit) || any;
	return any;
}

static bool
mark_all(const struct regex_need *need, const char *part, size_t len)
{
	size_t words = len / 64 + 1;

	if (words > at.words) {
		at.starts = xreallocarray(at.starts, words,
		    sizeof(*at.starts));
		at.others = xreallocarray(at.others, words,
		    sizeof(*at.others));
		at.words = words;
	}
	for (size_t i = 0; i < need->n; i++) {
		if (!mark_any(&need->any[i], part, len, i == 0 ? at.starts :
		    at.others))
			return false;
		for (size_t k = 0; i > 0 && k < words; k++)
			at.starts[k] &= at.others[k];
	}
	return true;
}

/* Where the search begins it may match too; where the last did, as before. */
static void
mark_from(size_t from)
{
	uint64_t bit = UINT64_C(1) << from % 64;

	if (!at.was)
		at.starts[at.from / 64] &= ~(UINT64_C(1) << at.from % 64);
	at.from = from;
	at.was = (at.starts[from / 64] & bit) != 0;
	at.starts[from / 64] |= bit;
}

const uint64_t *
regex_index_starts(const struct regex_need *need, const char *s, size_t len,
    size_t from)
{
	if (at.need != need || at.part != s || at.part_len != len) {
		at.met = mark_all(need, s, len);
		at.was = true;
		at.from = 0;
		at.need = need;
		at.part = s;
		at.part_len = len;
	}
	if (at.met && need->at_from)
		mark_from(from);
	return at.met ? at.starts : NULL;
}
