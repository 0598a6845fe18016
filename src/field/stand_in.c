#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "field/keys.h"
#include "field/name.h"
#include "field/stand_in.h"

#define SPACES " \t\r\n\f"

static const char *const replaced[] = {
	"remplace", "remplacee", "supplee", "suppleee",
};
static const char *const replacing[] = { "remplacant", "remplacante" };
static const char *const substitutes[] = { "suppleant", "suppleante" };

/* "et" or a dash, which parts two people. */
static bool
parts(const char *s, const struct key_word *w)
{
	return strcmp(w->key, "et") == 0 || name_dash(s + w->start) ==
	    w->end - w->start;
}

/* Behind the name that begins at word i. */
static size_t
name_end(const char *s, const struct key_words *w, size_t i)
{
	size_t names = 0, from = i;

	for (; i < w->n; i++) {
		const struct key_word *one = &w->word[i];
		bool civility = name_is_civility(one->key) &&
		    isupper((unsigned char)s[one->start]);

		if (parts(s, one) || (civility && i > from))
			break;
		names += !civility;
		if (one->closed || (one->last && names > 1))
			return i + 1;
	}
	return i;
}

/* Where the name begins that ends before word i; no civility is of it. */
static size_t
name_start(const char *s, const struct key_words *w, size_t i)
{
	size_t names = 0, k = i;

	for (; k > 0; k--) {
		const struct key_word *one = &w->word[k - 1];

		if (parts(s, one) || name_is_civility(one->key) ||
		    (names > 0 && one->closed) || (names > 1 && one->last))
			break;
		names += !name_is_state(one->key);
	}
	return k;
}

/* Blank words [from, to), but for the comma behind them. */
static void
blank(char *s, const struct key_words *w, size_t from, size_t to)
{
	for (; from < to; from++) {
		const struct key_word *one = &w->word[from];

		memset(s + one->start, ' ', one->end - one->start -
		    (from + 1 == to && one->closed));
	}
}

/* "remplacé par sa suppléante" at word i: the word behind it, or 0. */
static size_t
replaced_by(const struct key_words *w, size_t i)
{
	if (!NAME_IN(replaced, key_at(w, i)) ||
	    strcmp(key_at(w, i + 1), "par") != 0)
		return 0;
	i += 2;
	if (NAME_IN(substitutes, key_at(w, i + 1)))
		i += 2;
	return i < w->n ? i : 0;
}

/* Somebody whom capitals tell at word i: "DUPONT Jean", "Jean DUPONT". */
static bool
begins_name(const char *s, const struct key_words *w, size_t i)
{
	bool caps[2];

	if (i + 1 >= w->n)
		return false;
	for (size_t k = 0; k < 2; k++) {
		const struct key_word *one = &w->word[i + k];

		if (one->end - one->start < 3 ||
		    !isupper((unsigned char)s[one->start]))
			return false;
		caps[k] = isupper((unsigned char)s[one->start + 1]) != 0;
	}
	return caps[0] != caps[1] && !w->word[i].closed;
}

/* "suppléant de", "remplaçant" M. DUPONT, "en remplacement de" Jean DUPONT. */
static bool
stands_for(const char *s, const struct key_words *w, size_t i)
{
	const char *next = key_at(w, i + 1);

	if (NAME_IN(substitutes, key_at(w, i)))
		return strcmp(next, "de") == 0 &&
		    (name_is_civility(key_at(w, i + 2)) ||
		    begins_name(s, w, i + 2));
	if (strcmp(key_at(w, i), "en") == 0)
		return strcmp(next, "remplacement") == 0;
	return NAME_IN(replacing, key_at(w, i)) && name_is_civility(next);
}

void
stand_in_drop(char *s, bool in_room)
{
	struct key_words w = keys_of(s, SPACES);
	size_t next, end;

	for (size_t i = 1; i < w.n; i++) {
		if (w.word[i].bracket)
			continue;
		if ((next = replaced_by(&w, i)) > 0) {
			end = name_end(s, &w, next);
			if (in_room)
				blank(s, &w, name_start(s, &w, i), next);
			else
				blank(s, &w, i, end);
			i = end - 1;
		} else if (stands_for(s, &w, i)) {
			next = i + 1;
			while (next < w.n && !name_is_civility(key_at(&w,
			    next)) && !w.word[next].closed &&
			    next < i + 3)
				next++;
			end = name_end(s, &w, next);
			blank(s, &w, i, end);
			i = end - 1;
		}
	}
	free(w.word);
}
