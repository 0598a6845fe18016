#include <string.h>

#include "base/xalloc.h"
#include "plugin/regex_budget.h"
#include "plugin/regex_class.h"
#include "plugin/regex_index.h"
#include "plugin/regex_need.h"

#define BUCKETS	4096
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))
#define NO_BUCKET	BUCKETS	/* of a place where no three follow */

/* Three letters: the places where they follow each other, in their order. */
struct bucket {
	const uint32_t	*place;
	uint32_t	 n;
};

static struct {
	const char	*s;		/* or NULL */
	size_t		 len, room;
	char		*small;		/* the same in small letters */
	uint16_t	*three;		/* the bucket of each place */
	uint32_t	*place;		/* bucket by bucket */
	struct regex_stand *stand;	/* of each place, and of the end */
	uint64_t	*line;		/* a bit where one begins */
	size_t		 many[REGEX_CLASSES];	/* places of each class */
	size_t		 lines;
	uint32_t	 first[BUCKETS + 2];	/* place of each bucket */

	/* What was asked last: items of a list are looked for one by one. */
	const struct regex_need *need;
	const char	*part;
	size_t		 part_len;
	size_t		 from;		/* marked, or was without that */
	bool		 was;
	bool		 met;
	uint64_t	*starts, *others;
	size_t		 words;		/* of room in each */
} indexed;

#define THREE	((1u << 18) - 1)	/* numbers of six bits each */

/* A number for a letter or a figure, 0 for all else. */
static uint32_t
sign_of(unsigned int class)
{
	return class < REGEX_GAP ? class + 1 : 0;
}

static uint32_t
bucket_of(uint32_t three)
{
	return (three * UINT32_C(0x9e3779b1)) >> 20;
}

static char
small_of(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void
make_room(size_t len)
{
	if (len++ < indexed.room)
		return;
	indexed.small = xreallocarray(indexed.small, len,
	    sizeof(*indexed.small));
	indexed.three = xreallocarray(indexed.three, len,
	    sizeof(*indexed.three));
	indexed.place = xreallocarray(indexed.place, len,
	    sizeof(*indexed.place));
	indexed.stand = xreallocarray(indexed.stand, len,
	    sizeof(*indexed.stand));
	indexed.line = xreallocarray(indexed.line, len / 64 + 1,
	    sizeof(*indexed.line));
	indexed.room = len;
}

/* Which bucket each place is in, and two on how many are in each. */
static void
count_places(void)
{
	uint32_t three = 0, known = 0, sign;
	uint16_t bucket;

	memset(indexed.first, 0, sizeof(indexed.first));
	memset(indexed.many, 0, sizeof(indexed.many));
	for (size_t i = indexed.len; i-- > 0;) {
		sign = indexed.stand[i].stands == REGEX_INSIDE ? 0 :
		    sign_of(indexed.stand[i].class);
		indexed.many[indexed.stand[i].class]++;
		indexed.small[i] = small_of(indexed.s[i]);
		three = three >> 6 | sign << 12;
		known = sign == 0 ? 0 : known + 1;
		bucket = known < 3 ? NO_BUCKET : (uint16_t)bucket_of(three);
		indexed.three[i] = bucket;
		if (bucket != NO_BUCKET)
			indexed.first[bucket + 2]++;
	}
}

/* Each start moves on to the next one's as its bucket is filled. */
static void
fill_buckets(void)
{
	uint16_t bucket;

	count_places();
	for (size_t b = 2; b < COUNT(indexed.first); b++)
		indexed.first[b] += indexed.first[b - 1];
	for (size_t i = 0; i < indexed.len; i++) {
		bucket = indexed.three[i];
		if (bucket != NO_BUCKET)
			indexed.place[indexed.first[bucket + 1]++] =
			    (uint32_t)i;
	}
}

static void
find_lines(void)
{
	unsigned int first = regex_stands(REGEX_LINE, 0);

	memset(indexed.line, 0,
	    (indexed.len / 64 + 1) * sizeof(*indexed.line));
	indexed.lines = 0;
	for (size_t i = 0; i < indexed.len; i++) {
		if (indexed.stand[i].stands < first ||
		    indexed.stand[i].stands == REGEX_INSIDE)
			continue;
		indexed.line[i / 64] |= UINT64_C(1) << i % 64;
		indexed.lines++;
	}
}

/*
 * Is it the text that was known before, perhaps elsewhere?  A scan of one act
 * is read as a whole and then as that act.  Case makes no difference here.
 */
static bool
is_known(const char *s, size_t len)
{
	if (len != indexed.len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (small_of(s[i]) != indexed.small[i])
			return false;
	}
	return true;
}

bool
regex_index_make(const char *s, size_t len)
{
	bool known = s != NULL && indexed.room > 0 && is_known(s, len);

	indexed.s = NULL;
	indexed.need = NULL;
	/* To PCRE2 the long s is an S, and the kelvin sign a K. */
	if (s == NULL || len >= UINT32_MAX || (!known &&
	    (memmem(s, len, "\xc5\xbf", 2) != NULL ||
	    memmem(s, len, "\xe2\x84\xaa", 3) != NULL)))
		return false;
	indexed.s = s;
	if (known)
		return true;
	indexed.len = len;
	make_room(len);
	regex_stands_of(s, len, indexed.stand);
	fill_buckets();
	find_lines();
	return true;
}

bool
regex_index_has(const char *s, size_t len)
{
	return indexed.s != NULL && s >= indexed.s &&
	    s + len <= indexed.s + indexed.len;
}

size_t
regex_index_next(const uint64_t *bit, size_t at, size_t len, bool set)
{
	uint64_t flip = set ? 0 : UINT64_MAX, word;

	for (; at < len; at = (at / 64 + 1) * 64) {
		word = (bit[at / 64] ^ flip) >> at % 64;
		if (word == 0)
			continue;
		at += (size_t)__builtin_ctzll(word);
		break;
	}
	return at < len ? at : len;
}

const struct regex_stand *
regex_index_stands(const char *s)
{
	return indexed.stand + (s - indexed.s);
}

size_t
regex_index_many(unsigned char c)
{
	return indexed.many[regex_class(c)];
}

size_t
regex_index_lines(void)
{
	return indexed.lines;
}

size_t
regex_index_line(const char *s, size_t len, size_t at)
{
	size_t off = (size_t)(s - indexed.s);

	return at == 0 ? 0 : regex_index_next(indexed.line, off + at,
	    off + len, true) - off;
}

void
regex_index_forget(const struct regex_need *need)
{
	if (indexed.need == need)
		indexed.need = NULL;
}

/* The rarest three letters of a word; of no place where some are nowhere. */
static struct bucket
rarest(const struct regex_word *w, size_t *ret_offset)
{
	struct bucket best = { 0 };
	uint32_t three = 0, b, n;

	for (size_t i = 0; i < w->len; i++) {
		three = (three << 6 & THREE) |
		    sign_of(regex_class((unsigned char)w->text[i]));
		if (i < 2)
			continue;
		b = bucket_of(three);
		n = indexed.first[b + 1] - indexed.first[b];
		if (n == 0)
			return (struct bucket){ 0 };
		if (best.n == 0 || n < best.n) {
			best.place = indexed.place + indexed.first[b];
			best.n = n;
			*ret_offset = i - 2;
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

/* How many of a bucket's places are before one of the text. */
static uint32_t
places_before(const struct bucket *b, size_t place)
{
	uint32_t low = 0, high = b->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (b->place[middle] < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The word and what may stand before it, each time that it is in the part. */
static bool
mark_word(const struct regex_word *w, const char *part, size_t len,
    uint64_t *bit)
{
	size_t off = (size_t)(part - indexed.s), offset = 0, q, from, done = 0;
	const struct bucket b = rarest(w, &offset);
	bool any = false, all = regex_set_has_all(&w->before);
	uint32_t first, i;

	if (b.n == 0)
		return false;
	first = places_before(&b, off + offset);
	for (i = first; i < b.n; i++) {
		q = b.place[i] - offset - off;
		if (q + w->len > len)
			break;
		if (memcmp(indexed.small + off + q, w->text, w->len) != 0)
			continue;
		/* What is before the last one is marked with that. */
		for (from = all ? done : q; from > done &&
		    regex_set_has(&w->before, part[from - 1]);)
			from--;
		set_bits(bit, from, q);
		done = q;
		any = true;
	}
	regex_budget_look(i - first);
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

	if (words > indexed.words) {
		indexed.starts = xreallocarray(indexed.starts, words,
		    sizeof(*indexed.starts));
		indexed.others = xreallocarray(indexed.others, words,
		    sizeof(*indexed.others));
		indexed.words = words;
	}
	for (size_t i = 0; i < need->n; i++) {
		if (!mark_any(&need->any[i], part, len, i == 0 ?
		    indexed.starts : indexed.others))
			return false;
		for (size_t k = 0; i > 0 && k < words; k++)
			indexed.starts[k] &= indexed.others[k];
	}
	return true;
}

/* Where the search begins it may match too; where the last did, as before. */
static void
mark_from(size_t from)
{
	uint64_t bit = UINT64_C(1) << from % 64;

	if (!indexed.was)
		indexed.starts[indexed.from / 64] &=
		    ~(UINT64_C(1) << indexed.from % 64);
	indexed.from = from;
	indexed.was = (indexed.starts[from / 64] & bit) != 0;
	indexed.starts[from / 64] |= bit;
}

const uint64_t *
regex_index_starts(const struct regex_need *need, const char *s, size_t len,
    size_t from)
{
	if (indexed.need != need || indexed.part != s ||
	    indexed.part_len != len) {
		indexed.met = mark_all(need, s, len);
		indexed.was = true;
		indexed.from = 0;
		indexed.need = need;
		indexed.part = s;
		indexed.part_len = len;
	}
	if (indexed.met && need->at_from)
		mark_from(from);
	return indexed.met ? indexed.starts : NULL;
}
