#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/xalloc.h"
#include "field/convert.h"
#include "field/keys.h"
#include "field/name.h"
#include "field/name_places.h"
#include "text/text.h"

/*
 * A list of proxies is names with links between them ("donne pouvoir à"): the
 * last name before a link gives, the first behind it receives, or the other
 * way round ("a reçu pouvoir de").
 */

#define FILLERS_MAX	7	/* "pouvoir pour voter en son nom à" */
#define ARROW		"\342\206\222"	/* « → » */

struct link {
	size_t	first, last;	/* words, the last included */
	bool	reversed;
};

static const char *const nouns[] = {
	"pouvoir", "pouvoirs", "procuration", "procurations", "mandat",
};
/* What leads up to the noun, or to "représenté par". */
static const char *const verbs[] = {
	"a", "absent", "absente", "absents", "au", "avaient", "avait", "avec",
	"ayant", "bon", "confere", "conference", "confie", "delegue",
	"detient", "donnant", "donne", "donnee", "donnent", "donner", "ecrit",
	"en", "est", "et", "etait", "etant", "excuse", "excusee", "laisse",
	"leur", "ont", "par", "porteur", "porteuse", "qui", "recoit", "recu",
	"remet", "remis", "sa", "son", "sous", "tous", "tout", "transmet",
	"transmis", "un", "une",
};
/* What may stand between the noun and "à". */
static const char *const fillers[] = {
	"au", "de", "donne", "donnee", "ecrit", "ecrite", "en", "et", "ete",
	"lieu", "nom", "place", "pour", "profit", "sa", "son", "voter", "vote",
};
/* "en faveur de", "au profit de" */
static const char *const favours[] = { "faveur", "profit" };
static const char *const receives[] = {
	"detient", "porteur", "porteuse", "recoit", "recu",
};
static const char *const represented[] = {
	"represente", "representee", "representes", "representees",
	"remplace", "remplacee", "supplee", "suppleee",
};

/* ------------------------------------------------------------------------- */
/* The links */

/*
 * Behind the noun at word i, the last word before a name: "à", or what stands
 * for it; `i` where none does.  "de" turns it round: "pouvoir de".
 */
static size_t
link_end(const struct key_words *w, size_t i, bool *ret_reversed)
{
	const char *key;

	for (size_t k = i + 1; k < w->n && k <= i + FILLERS_MAX; k++) {
		key = key_at(w, k);
		if (strcmp(key, "a") == 0 || strcmp(key, "par") == 0 ||
		    strcmp(key, "pour") == 0 || strcmp(key, "d") == 0) {
			if (!NAME_IN(fillers, key_at(w, k + 1)))
				return k;
		} else if (strcmp(key, "de") == 0) {
			if (!NAME_IN(fillers, key_at(w, k + 1))) {
				*ret_reversed = k == i + 1;
				return k;
			}
		} else if (!NAME_IN(fillers, key)) {
			break;
		}
	}
	return i;
}

/* "pouvoir à", "son vote à", "représenté par", "en faveur de" at word i? */
static bool
link_at(const struct key_words *w, size_t i, struct link *ret)
{
	const char *key = key_at(w, i);
	struct link l = { i, i, false };

	if (strcmp(key, "mandataire") == 0 || strcmp(key, ARROW) == 0) {
		l.last = i;		/* the name follows at once */
	} else if (NAME_IN(nouns, key) || (strcmp(key, "vote") == 0 &&
	    i > 0 && strcmp(key_at(w, i - 1), "son") == 0)) {
		l.last = link_end(w, i, &l.reversed);
		if (l.last == i)
			return false;
	} else if (NAME_IN(favours, key) && strcmp(key_at(w, i + 1),
	    "de") == 0) {
		l.last = i + 1;
	} else if (NAME_IN(represented, key) && strcmp(key_at(w, i + 1),
	    "par") == 0) {
		l.last = i + 1;
	} else {
		return false;
	}
	while (l.first > 0 && NAME_IN(verbs, w->word[l.first - 1].key)) {
		l.first--;
		if (NAME_IN(receives, w->word[l.first].key))
			l.reversed = true;
	}
	*ret = l;
	return true;
}

/* A lone "à", or "(à". */
static bool
is_lone_to(const char *s, const struct key_word *w)
{
	return strcmp(w->key, "a") == 0 &&
	    w->end - w->start - (s[w->start] == '(') <= 2;
}

/* Every link, or, where there is none in words, every lone "à". */
static size_t
find_links(const char *s, const struct key_words *w, struct link *link)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (link_at(w, i, &link[n])) {
			/* "pouvoir de A à B" is a heading and a lone à. */
			if (link[n].reversed && link[n].first == 0)
				continue;
			i = link[n++].last;
		}
	if (n > 0)
		return n;
	for (size_t i = 1; i + 1 < w->n; i++)
		if (is_lone_to(s, &w->word[i]))
			link[n++] = (struct link){ i, i, false };
	return n;
}

/* ------------------------------------------------------------------------- */
/* The names between them */

static char *
copy_words(const char *s, const struct key_words *w, size_t from, size_t to)
{
	if (from >= to)
		return xstrdup("");
	return xstrndup(s + w->word[from].start,
	    w->word[to - 1].end - w->word[from].start);
}

/*
 * The last person of words [from, to).  Where a sentence leads up to the name,
 * it is the longest end that reads as one.
 */
static char *
last_person(const char *s, const struct key_words *w, size_t from, size_t to,
    size_t *ret_n)
{
	char **people, *part, *name = NULL;
	size_t n;

	part = copy_words(s, w, from, to);
	(void)convert_people(part, &people, &n);
	free(part);
	if (n > 0) {
		name = people[n - 1];
		people[n - 1] = NULL;
	}
	convert_people_free(people, n);
	*ret_n = n;
	for (size_t i = to > from + 6 ? to - 6 : from; name == NULL && i < to;
	    i++) {
		part = copy_words(s, w, i, to);
		if (convert_person(part, &name) < 0)
			name = NULL;
		free(part);
	}
	return name;
}

/* "M. le Maire", to whom a proxy is given without a name: as printed. */
static char *
chair(const char *s, const struct key_words *w, size_t from, size_t to)
{
	static const char *const articles[] = { "la", "le" };
	static const char *const chairs[] = {
		"maire", "president", "presidente",
	};
	size_t end;

	while (from < to && name_is_civility(w->word[from].key))
		from++;
	if (from + 1 >= to || !NAME_IN(articles, w->word[from].key) ||
	    !NAME_IN(chairs, w->word[from + 1].key))
		return NULL;
	end = w->word[from + 1].end;
	while (ispunct((unsigned char)s[end - 1]))
		end--;
	return xstrndup(s + w->word[from].start, end - w->word[from].start);
}

/*
 * The first of words [from, to); who has no name there but "le Maire" may be
 * followed by the next giver.
 */
static char *
first_person(const char *s, const struct key_words *w, size_t from, size_t to,
    bool giver_follows, bool *ret_chair)
{
	char **people, *part = copy_words(s, w, from, to), *name = NULL;
	size_t n;

	(void)convert_people(part, &people, &n);
	free(part);
	if (n <= giver_follows)
		name = chair(s, w, from, to);
	*ret_chair = name != NULL;
	if (name == NULL && n > 0) {
		name = people[0];
		people[0] = NULL;
	}
	convert_people_free(people, n);
	return name;
}

int
convert_receiver(const char *s, char **ret)
{
	struct key_words w;
	char *name;

	if (convert_person(s, ret) == 0)
		return 0;
	w = keys_of(s, " ");
	name = chair(s, &w, 0, w.n);
	free(w.word);
	if (name == NULL)
		return -EINVAL;
	*ret = name;
	return 0;
}

static void
add_pair(char ***all, size_t *n, char *from, char *to)
{
	if (from == NULL || to == NULL) {
		free(from);
		free(to);
		return;
	}
	*all = xreallocarray(*all, 2 * (*n + 1), sizeof(**all));
	(*all)[2 * *n] = from;
	(*all)[2 * *n + 1] = to;
	(*n)++;
}

/*
 * "A et B ont respectivement donné pouvoir à C et D": one to one, and none
 * where their numbers differ.
 */
static bool
read_respective(const char *s, const struct key_words *w,
    const struct link *link, char ***ret, size_t *ret_n)
{
	char **from, **to, *part;
	size_t n, m, first = link->first;
	bool yes = false;

	for (size_t i = 0; i < w->n && !yes; i++) {
		yes = strcmp(w->word[i].key, "respectivement") == 0;
		first = yes && i < first ? i : first;
	}
	if (!yes)
		return false;
	while (first > 0 && NAME_IN(verbs, w->word[first - 1].key))
		first--;
	part = copy_words(s, w, 0, first);
	(void)convert_people(part, &from, &n);
	free(part);
	part = copy_words(s, w, link->last + 1, w->n);
	(void)convert_people(part, &to, &m);
	free(part);
	yes = n > 1 || m > 1;
	for (size_t i = 0; yes && n == m && i < n; i++) {
		add_pair(ret, ret_n, from[i], to[i]);
		from[i] = to[i] = NULL;
	}
	convert_people_free(from, n);
	convert_people_free(to, m);
	return yes;
}

static void
read_pairs(const char *s, const struct key_words *w, char ***ret,
    size_t *ret_n)
{
	struct link *link = xcalloc(w->n + 1, sizeof(*link));
	size_t links = find_links(s, w, link), from = 0, to, people;
	bool chaired = false;

	if (links == 1 && read_respective(s, w, link, ret, ret_n))
		links = 0;
	for (size_t i = 0; i < links; i++) {
		char *before, *behind;

		to = i + 1 < links ? link[i + 1].first : w->n;
		before = last_person(s, w, from, link[i].first, &people);
		/* One name between two links belongs to the first. */
		if (i > 0 && people < 2 && !chaired) {
			free(before);
			before = NULL;
		}
		from = link[i].last + 1;
		behind = first_person(s, w, from, to, i + 1 < links, &chaired);
		if (link[i].reversed)
			add_pair(ret, ret_n, behind, before);
		else
			add_pair(ret, ret_n, before, behind);
	}
	free(link);
}

/* ------------------------------------------------------------------------- */
/* What stands before a colon */

/* "donne pouvoir à :" leads up to who receives, and names nobody's town. */
static bool
has_link_word(const char *s, const struct key_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (NAME_IN(nouns, w->word[i].key) ||
		    NAME_IN(represented, w->word[i].key) ||
		    is_lone_to(s, &w->word[i]))
			return true;
	return false;
}

/* Does a name come before the first link?  Before "pouvoir à B" none does. */
static bool
begins_with_giver(const char *s, const struct key_words *w)
{
	struct link *link = xcalloc(w->n + 1, sizeof(*link));
	size_t to = find_links(s, w, link) > 0 ? link[0].first : w->n, n;
	char *name = NULL;
	bool yes;

	free(link);
	if (w->n > 0 && !NAME_IN(verbs, w->word[0].key))
		name = last_person(s, w, 0, to, &n);
	yes = name != NULL;
	free(name);
	return yes;
}

/* Is the line's start, up to its colon, whom they speak for, and no giver? */
static bool
is_label(const char *line, const char *colon, const char *end)
{
	char *label = xstrndup(line, (size_t)(colon - line));
	char *rest = xstrndup(colon + 1, (size_t)(end - colon - 1));
	struct key_words before = keys_of(label, " "), behind = keys_of(rest, " ");
	bool yes = !has_link_word(label, &before) &&
	    begins_with_giver(rest, &behind);

	free(before.word);
	free(behind.word);
	free(label);
	free(rest);
	return yes;
}

/* Blank whom they speak for: « Lille : A à B », at the start of a line. */
static void
drop_labels(char *s)
{
	for (char *line = s; *line != '\0'; line += *line == '\n') {
		char *end = line + strcspn(line, "\n");
		char *colon = memchr(line, ':', (size_t)(end - line));
		size_t len = colon == NULL ? 0 : (size_t)(colon - line);

		if (len > 0 && len <= CONVERT_LABEL_MAX &&
		    strcspn(line, ",;():") == len &&
		    is_label(line, colon, end)) {
			memset(line, ' ', len);
			*colon = ',';
		}
		line = end;
	}
}

/*
 * Behind a first link a colon is no label's, but a semicolon that a copier has
 * closed: "A à B : C à D".
 */
static void
mend_colons(char *s, const struct key_words *w)
{
	struct link *link = xcalloc(w->n + 1, sizeof(*link));

	if (find_links(s, w, link) > 0)
		for (char *p = s + w->word[link[0].last].end; *p != '\0'; p++)
			if (*p == ':')
				*p = ';';
	free(link);
}

int
convert_proxies(const char *s, char ***ret, size_t *ret_n)
{
	char *valid = g_utf8_make_valid(s, -1), *line;
	struct key_words w;
	char **all = NULL;
	size_t n = 0;

	name_places_drop_beside(valid);
	drop_labels(valid);
	line = text_one_line(valid, strlen(valid));
	g_free(valid);
	w = keys_of(line, " ");
	mend_colons(line, &w);
	read_pairs(line, &w, &all, &n);
	free(w.word);
	free(line);
	*ret = all;
	*ret_n = n;
	return 0;
}

int
convert_proxy(const char *s, char **ret_from, char **ret_to)
{
	char **all;
	size_t n;

	(void)convert_proxies(s, &all, &n);
	if (n != 1) {
		convert_people_free(all, 2 * n);
		return -EINVAL;
	}
	*ret_from = all[0];
	*ret_to = all[1];
	free(all);
	return 0;
}
