#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "plugin/regex_atom.h"
#include "plugin/regex_need.h"

#define LETTERS_MIN	3	/* fewer are in every text */
#define WORDS_MAX	16	/* more are too */
#define DEPTH_MAX	8
#define WORD_BYTES	48

/* Words of which one must be there; `least` is the shortest one's length. */
struct need {
	struct buf	words;
	size_t		n, least;
};

static unsigned int
class_of(unsigned char c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 1u;
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 1u;
	return c >= '0' && c <= '9' ? c - '0' + 27u : 0;
}

bool
regex_letters_make(struct regex_letters *l, const char *s, size_t len)
{
	unsigned int three = 0;

	/* To PCRE2 the long s is an S, and the kelvin sign a K. */
	if (memmem(s, len, "\xc5\xbf", 2) != NULL ||
	    memmem(s, len, "\xe2\x84\xaa", 3) != NULL)
		return false;
	memset(l->bit, 0, sizeof(l->bit));
	for (size_t i = 0; i < len; i++) {
		three = (three << 6 | class_of((unsigned char)s[i])) &
		    0x3ffff;
		l->bit[three / 64] |= UINT64_C(1) << three % 64;
	}
	return true;
}

static bool
has_word(const char *word, const struct regex_letters *l)
{
	unsigned int three = 0;

	for (size_t i = 0; word[i] != '\0'; i++) {
		three = (three << 6 | class_of((unsigned char)word[i])) &
		    0x3ffff;
		if (i >= 2 && (l->bit[three / 64] & UINT64_C(1) <<
		    three % 64) == 0)
			return false;
	}
	return true;
}

bool
regex_need_met(const char *need, const struct regex_letters *l)
{
	if (need == NULL)
		return true;
	for (; *need != '\0'; need += strlen(need) + 1) {
		if (has_word(need, l))
			return true;
	}
	return false;
}

/* The longer its shortest word, the rarer; of as long ones the fewer. */
static void
keep_better(struct need *best, struct need *other)
{
	if (other->n > 0 && (best->n == 0 || other->least > best->least ||
	    (other->least == best->least && other->n < best->n))) {
		buf_free(&best->words);
		*best = *other;
	} else {
		buf_free(&other->words);
	}
	*other = (struct need){ 0 };
}

static void
add_word(struct need *into, const char *word, size_t len)
{
	if (len < LETTERS_MIN)
		return;
	xbuf_append(&into->words, word, len);
	xbuf_append(&into->words, "", 1);
	into->n++;
	into->least = into->n == 1 || len < into->least ? len : into->least;
}

/* Letters that stand next to each other, with nothing optional between. */
static void
end_run(struct need *best, char *run, size_t *n)
{
	struct need word = { 0 };

	add_word(&word, run, *n);
	*n = 0;
	keep_better(best, &word);
}

static void	need_of(const char *s, const char *end, int depth,
		    struct need *ret);

/* May the piece be missing? */
static bool
is_optional(const struct regex_atom *a)
{
	return a->quantifier < a->end && *a->quantifier != '+';
}

/* The best need of one alternative; *at is then behind it. */
static void
need_of_branch(const char **at, const char *end, int depth, struct need *ret)
{
	struct need within = { 0 };
	struct regex_atom a;
	char run[WORD_BYTES];
	size_t n = 0;

	while (regex_atom_next(at, end, true, &a)) {
		bool letter = class_of((unsigned char)*a.start) != 0;

		if (letter && a.quantifier == a.end && n < sizeof(run)) {
			run[n++] = (char)tolower((unsigned char)*a.start);
			continue;
		}
		end_run(ret, run, &n);
		if (a.in != NULL && !is_optional(&a) && depth < DEPTH_MAX) {
			need_of(a.in, a.in_end, depth + 1, &within);
			keep_better(ret, &within);
		}
	}
	end_run(ret, run, &n);
}

/* Of all alternatives together: one without a need leaves none. */
static void
need_of(const char *s, const char *end, int depth, struct need *ret)
{
	struct need all = { 0 }, one;

	for (;;) {
		one = (struct need){ 0 };
		need_of_branch(&s, end, depth, &one);
		if (one.n == 0 || all.n + one.n > WORDS_MAX) {
			buf_free(&one.words);
			buf_free(&all.words);
			return;
		}
		xbuf_append(&all.words, one.words.data, one.words.len);
		all.least = all.n == 0 || one.least < all.least ? one.least :
		    all.least;
		all.n += one.n;
		buf_free(&one.words);
		if (s >= end)
			break;
		s++;
	}
	*ret = all;
}

char *
regex_need(const char *spelt)
{
	struct need need = { 0 };

	if (!regex_atom_fits(spelt))
		return NULL;
	need_of(spelt, spelt + strlen(spelt), 0, &need);
	if (need.n == 0)
		return NULL;
	return xbuf_take(&need.words, NULL);
}
