#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/convert.h"
#include "field/name.h"

#define PERSON_WORDS_MAX 6	/* "Marie-Ange DE LA TOUR DU PIN" has 6 */
#define LETTERS_MIN	3	/* of the longest word; less is a seal's ink */

/* The part of a phrase's words that is thought to be the name. */
struct span {
	const struct name_word	*word;
	size_t			 n;
	bool			 civility;	/* one stood before it */
};

/* ------------------------------------------------------------------------- */
/* What stands round a name */

static bool
is_article(const char *key)
{
	return strcmp(key, "le") == 0 || strcmp(key, "la") == 0 ||
	    strcmp(key, "les") == 0;
}

/* "l'adjoint" is one word. */
static bool
is_office(const struct name_word *w)
{
	const char *key = w->key;

	if (key[0] == 'l' && key[1] == '\'')
		key += 2;
	return name_is_office(key);
}

/* "1.", "2)": the number of a list. */
static bool
is_list_mark(const struct name_word *w)
{
	return w->kind == NAME_DASH ||
	    (w->kind == NAME_OTHER && strlen(w->key) <= 2 &&
	    strspn(w->key, "0123456789") == strlen(w->key));
}

/* Does an office begin here?  "Le GOFF" is no office, "le Maire" is one. */
static bool
begins_office(const struct name_word *w, size_t n)
{
	if (n > 1 && is_article(w->key))
		return is_office(&w[1]) || name_is_civility(w[1].key);
	return is_office(w) && w->kind != NAME_CAPS;
}

/* "de Jean DUPONT" in a list of proxies; "de LA TOUR Jean" is a name. */
static bool
is_preposition(const struct name_word *w, size_t n)
{
	return n > 1 && strcmp(w->key, "de") == 0 && w->kind == NAME_LOWER &&
	    w[1].kind != NAME_CAPS && !name_is_particle(w[1].key);
}

static bool
is_of(const struct name_word *w)
{
	return w->kind == NAME_LOWER && name_is_particle(w->key) &&
	    !is_article(w->key);
}

static void
drop_lead(struct span *s)
{
	bool office = false;

	while (s->n > 0 && is_list_mark(s->word)) {
		s->word++;
		s->n--;
	}
	while (s->n > 0) {
		const struct name_word *w = s->word;

		if (office && is_of(w)) {	/* "Maire de LILLE": a place */
			s->n = 0;
			return;
		}
		if (name_is_civility(w->key))
			s->civility = true;
		else if (begins_office(w, s->n))
			office = true;
		else if (!(office && strcmp(w->key, "seance") == 0) &&
		    !is_preposition(w, s->n))
			break;
		s->word++;
		s->n--;
	}
}

/*
 * Behind a comma only an office or a state may stand: "Luc MARTEL, Maire".
 * Sets the span's end there; false where something else does.
 */
static bool
cut_comma(struct span *s)
{
	for (size_t i = 0; i + 1 < s->n; i++) {
		const struct name_word *w = &s->word[i + 1];

		if (!s->word[i].comma)
			continue;
		if (!is_office(w) && !name_is_state(w->key) &&
		    !begins_office(w, s->n - i - 1))
			return false;
		s->n = i + 1;
	}
	return true;
}

static bool
is_state(const struct name_word *w)
{
	return name_is_state(w->key) || strncmp(w->key, "n'ayant", 7) == 0;
}

/*
 * And without a comma: "Karine BLANCHARD présente", "Jean DUPONT 1er adjoint",
 * "DUPONT Jean de LILLE", "M. ROY pour LOOS".
 */
static void
cut_tail(struct span *s)
{
	while (s->n > 0 && s->word[s->n - 1].kind == NAME_DASH)
		s->n--;
	for (size_t i = 1; i < s->n; i++) {
		const struct name_word *w = &s->word[i];

		if ((i > 1 && is_of(w) && s->word[0].kind == NAME_CAPS &&
		    s->word[i - 1].kind == NAME_TITLE) ||
		    ((is_state(w) || strcmp(w->key, "pour") == 0) &&
		    w->kind == NAME_LOWER) ||
		    (is_office(w) && w->kind != NAME_CAPS &&
		    (i > 1 || s->civility ||
		    s->word[i - 1].kind == NAME_CAPS))) {
			s->n = i;
			return;
		}
	}
}

/* ------------------------------------------------------------------------- */
/* The name */

static bool
is_name_word(const struct name_word *w)
{
	return w->kind == NAME_TITLE || w->kind == NAME_CAPS ||
	    w->kind == NAME_INITIAL;
}

/* Three capitals without a vowel name nobody: a seal over the name. */
static bool
is_debris(const struct name_word *w)
{
	return w->kind == NAME_CAPS && strlen(w->key) >= 3 &&
	    strpbrk(w->key, "aeiouy") == NULL;
}

/* The M. of "DUPONT M." is no monsieur. */
static bool
is_last_initial(const struct span *s, size_t i)
{
	return i > 0 && i + 1 == s->n && s->word[i].kind == NAME_INITIAL &&
	    s->word[i - 1].kind == NAME_CAPS;
}

static bool
is_name(const struct span *s)
{
	size_t names = 0, parts = 0, longest = 0;
	enum name_case before = NAME_OTHER;

	if (s->n == 0 || s->n > PERSON_WORDS_MAX)
		return false;
	for (size_t i = 0; i < s->n; i++) {
		const struct name_word *w = &s->word[i];

		if (name_is_particle(w->key)) {
			if (i + 1 == s->n && w->kind == NAME_LOWER)
				return false;
			if (w->kind == NAME_LOWER || w->kind == NAME_TITLE)
				continue;
		}
		if (!is_name_word(w) || name_is_no_name(w->key) ||
		    (name_is_civility(w->key) && !is_last_initial(s, i)) ||
		    is_debris(w))
			return false;
		if (w->kind != before)
			parts++;
		before = w->kind;
		names += w->kind != NAME_INITIAL && w->text[1] != '\0';
		if (strlen(w->key) > longest)
			longest = strlen(w->key);
	}
	if (names == 0 || longest < LETTERS_MIN)
		return false;
	/* Capitals twice are two people: Jean DUPONT Paul MARTIN. */
	if (parts > 3 || (parts == 3 && before == NAME_CAPS &&
	    s->word[0].kind == NAME_CAPS))
		return false;
	/* One word alone is a name in capitals, or behind a civility. */
	return s->n > 1 || s->civility || before == NAME_CAPS;
}

/* "JP", "ML": Jean-Paul and Marie-Louise, as short as can be. */
static bool
is_twin_initial(const struct name_word *w)
{
	return w->kind == NAME_CAPS && strlen(w->key) == 2 &&
	    (w->key[0] == 'j' || w->key[0] == 'm');
}

/* How many words at the front are a surname, when the first name is behind. */
static size_t
surname_first(const struct span *s)
{
	size_t i = 0, k;
	bool caps = false;

	for (; i < s->n; i++) {
		const struct name_word *w = &s->word[i];

		if (caps && i + 1 == s->n && is_twin_initial(w))
			break;
		if (w->kind == NAME_CAPS)
			caps = true;
		else if (!name_is_particle(w->key) ||
		    (caps && w->kind != NAME_LOWER))
			break;
	}
	if (!caps || i == s->n)
		return 0;
	for (k = i; k < s->n; k++)
		if (s->word[k].kind != NAME_TITLE &&
		    s->word[k].kind != NAME_INITIAL &&
		    !is_twin_initial(&s->word[k]))
			return 0;
	return i;
}

static char *
write_name(const struct span *s)
{
	struct buf out = { 0 };
	size_t from = surname_first(s);

	for (size_t i = 0; i < s->n; i++) {
		const struct name_word *w = &s->word[(from + i) % s->n];

		if (i > 0)
			xbuf_append(&out, " ", 1);
		xbuf_puts(&out, w->text);
	}
	return xbuf_take(&out, NULL);
}

/* "DUPONT, Jean": a surname, a comma, a first name. */
static bool
is_inverted(const struct span *s)
{
	size_t from = surname_first(s);

	if (from == 0 || s->n - from > 2)
		return false;
	for (size_t i = 0; i + 1 < s->n; i++)
		if (s->word[i].comma != (i + 1 == from))
			return false;
	return true;
}

int
convert_person(const char *s, char **ret)
{
	struct name_words w;
	struct span span;
	int r = -EINVAL;

	if (name_split(s, &w) < 0)
		return -EINVAL;
	span = (struct span){ w.word, w.n, false };
	drop_lead(&span);
	if (is_inverted(&span) || cut_comma(&span)) {
		cut_tail(&span);
		if (is_name(&span)) {
			*ret = write_name(&span);
			r = 0;
		}
	}
	name_free(&w);
	return r;
}
