#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "plugin/plugin_phrase.h"
#include "reader/draft.h"
#include "reader/draft_phrase.h"
#include "reader/known.h"
#include "text/text.h"

#define LINES_MAX	40	/* of a head */
#define WORDS_MAX	8	/* of a phrase */
#define LETTERS_MIN	8	/* one slip is forgiven from here on */
#define NAME_WORTH	60
#define KIND_WORTH	20	/* it says what the body is */
#define LINE_COST	2	/* each line further down */
#define LOOSE_COST	30	/* "... de la": it goes on */
#define SPARE_COST	1	/* each letter that others have too */

struct hunt {
	struct phrase_text *text;	/* of each scan */
	size_t		 n;
	const char	*name;
	const struct draft_others *others;
	struct draft_phrase *ret;
	size_t		 found, max;
};

static bool
stands_in(const struct phrase *ph, const struct phrase_text *t)
{
	unsigned int slips;
	size_t start, end;

	return plugin_phrase_find(ph, t, &start, &end, &slips);
}

static bool
stands_elsewhere(const struct hunt *h, const char *words)
{
	struct phrase ph;

	plugin_phrase_make(&ph, words);
	for (size_t i = 0; i < h->others->n; i++) {
		if (stands_in(&ph, &h->others->text[i]))
			return true;
	}
	return false;
}

static bool
is_shared(const struct hunt *h, const char *words)
{
	struct phrase ph;

	plugin_phrase_make(&ph, words);
	for (size_t i = 0; i < h->n; i++) {
		if (!stands_in(&ph, &h->text[i]))
			return false;
	}
	return true;
}

/* A number belongs to one act: it names no format. */
static bool
may_name(const char *words)
{
	return strpbrk(words, "0123456789") == NULL &&
	    strlen(words) >= LETTERS_MIN && plugin_phrase_ok(words);
}

/* Does one hold the other?  The better one, found earlier, stands. */
static bool
is_told(const struct hunt *h, const char *words)
{
	for (size_t i = 0; i < h->found; i++) {
		if (strstr(h->ret[i].words, words) != NULL ||
		    strstr(words, h->ret[i].words) != NULL)
			return true;
	}
	return false;
}

/* Letters of its words that some other sample has as well. */
static int
spare_letters(const struct hunt *h, const char *words)
{
	char *copy = xstrdup(words), *save = NULL, *one;
	int n = 0;

	for (one = strtok_r(copy, " ", &save); one != NULL;
	    one = strtok_r(NULL, " ", &save)) {
		if (!plugin_phrase_ok(one) || stands_elsewhere(h, one))
			n += (int)strlen(one);
	}
	free(copy);
	return n;
}

static void
keep(struct hunt *h, char *words, int worth)
{
	size_t at = h->found;

	while (at > 0 && h->ret[at - 1].worth < worth)
		at--;
	if (at == h->max) {
		free(words);
		return;
	}
	if (h->found == h->max)
		free(h->ret[--h->found].words);
	memmove(h->ret + at + 1, h->ret + at,
	    (h->found - at) * sizeof(*h->ret));
	h->ret[at] = (struct draft_phrase){ words, worth };
	h->found++;
}

/* "Ville de X" names the body, where "X" may be spoken of by any. */
static bool
begins_with_kind(const char *words)
{
	static const char *const kinds[] = { "ville ", "commune ", "mairie ",
	    "communaut", "syndicat ", "d\xc3\xa9partement ", "departement ",
	    "m\xc3\xa9tropole ", "metropole ", "conseil ", "r\xc3\xa9gion " };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncasecmp(words, kinds[i], strlen(kinds[i])) == 0)
			return true;
	}
	return false;
}

bool
draft_ends_loose(const char *start, const char *end)
{
	static const char *const words[] = { "de", "du", "des", "la", "le",
	    "les", "et", "en", "sur", "d'", "l'" };
	const char *word = end;

	while (word > start && word[-1] != ' ')
		word--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == (size_t)(end - word) &&
		    strncasecmp(word, words[i], strlen(words[i])) == 0)
			return true;
	}
	return false;
}

static void
try(struct hunt *h, const char *start, const char *end, int line, bool loose)
{
	char *words = xstrndup(start, (size_t)(end - start));
	int worth;

	if (!may_name(words) || !is_shared(h, words) ||
	    stands_elsewhere(h, words)) {
		free(words);
		return;
	}
	worth = -LINE_COST * line - SPARE_COST * spare_letters(h, words) -
	    (loose ? LOOSE_COST : 0);
	if (h->name != NULL && strcasestr(words, h->name) != NULL)
		worth += NAME_WORTH +
		    (begins_with_kind(words) ? KIND_WORTH : 0);
	keep(h, words, worth);
}

/* All runs of words that begin before `own_end`: what is behind goes on. */
static void
hunt_line(struct hunt *h, const char *line, const char *own_end, int number)
{
	const char *end = line + strlen(line), *to;

	for (const char *from = line; from < own_end; from++) {
		if (*from == ' ' || (from > line && from[-1] != ' '))
			continue;
		to = from;
		for (int words = 0; words < WORDS_MAX && to < end; words++) {
			to += to > from;
			while (to < end && *to != ' ')
				to++;
			try(h, from, to, number, draft_ends_loose(from, to) ||
			    (to > own_end && to < end));
		}
	}
}

/* What holds a better one, or lies in it, goes. */
static size_t
thin_out(struct hunt *h)
{
	size_t n = h->found;

	h->found = 0;
	for (size_t i = 0; i < n; i++) {
		if (is_told(h, h->ret[i].words))
			free(h->ret[i].words);
		else
			h->ret[h->found++] = h->ret[i];
	}
	return h->found;
}

/* The words in capitals that a line begins with: where they end. */
static const char *
capitals_end(const char *s, const char *end)
{
	const char *ret = s, *word = s;

	for (; word < end && strchr("\n\f", *word) == NULL; word++) {
		while (word < end && strchr(" \n\f", *word) == NULL &&
		    (*word < 'a' || *word > 'z'))
			word++;
		if (word < end && strchr(" \n\f", *word) == NULL)
			break;
		ret = word;
		if (word == end || *word != ' ')
			break;
	}
	return ret;
}

/* The line, with what begins the next where a name goes on in capitals. */
static char *
whole_line(const char *s, const char *end, const char **ret_end)
{
	const char *line_end = s;
	char *line;

	while (line_end < end && strchr("\n\f", *line_end) == NULL)
		line_end++;
	*ret_end = line_end;
	if (line_end < end && *line_end == '\n' &&
	    draft_ends_loose(s, line_end) &&
	    capitals_end(line_end + 1, end) > line_end + 1)
		line_end = capitals_end(line_end + 1, end);
	line = xstrndup(s, (size_t)(line_end - s));
	if (line_end > *ret_end)
		line[*ret_end - s] = ' ';
	return line;
}

size_t
draft_phrases(struct known *const *scan, size_t n, const char *name,
    const struct draft_others *others, size_t max, struct draft_phrase *ret)
{
	struct hunt h = { .n = n, .name = name, .others = others,
		.ret = ret, .max = max };
	const char *s = scan[0]->text->utf8;
	const char *end = s + scan[0]->text->body_len, *line_end;
	char *text;

	h.text = xcalloc(n, sizeof(*h.text));
	for (size_t i = 0; i < n; i++)
		plugin_phrase_text_make(&h.text[i], scan[i]->text->fold,
		    scan[i]->text->fold_body_len);
	for (int line = 0; s < end && line < LINES_MAX; line++) {
		text = whole_line(s, end, &line_end);
		hunt_line(&h, text, text + (line_end - s), line);
		free(text);
		s = line_end + 1;
	}
	for (size_t i = 0; i < n; i++)
		plugin_phrase_text_free(&h.text[i]);
	free(h.text);
	return thin_out(&h);
}
