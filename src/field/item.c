#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/xalloc.h"
#include "field/field.h"
#include "field/item.h"
#include "field/sentence.h"
#include "field/stand_in.h"
#include "plugin/plugin.h"
#include "plugin/regex.h"
#include "text/text.h"

#define NAME_SLACK 24	/* civility, office and line breaks within a name */

/*
 * Has this one given a proxy already?  Then it is told again, in a sentence
 * perhaps.  Of a surname alone there may be two.
 */
static bool
is_told(const struct field *r, const char *giver)
{
	char *name, *other;
	bool told = false;

	if (strchr(giver, ' ') == NULL)
		return false;
	name = text_fold(giver, strlen(giver), NULL);
	for (size_t i = 0; i < r->n && !told; i++) {
		if (r->value[i].part[0] == NULL)
			continue;
		other = text_fold(r->value[i].part[0],
		    strlen(r->value[i].part[0]), NULL);
		told = strcasecmp(name, other) == 0;
		free(other);
	}
	free(name);
	return told;
}

static void
add(struct field *ret, struct value *v)
{
	if (ret->n == LIMIT_LIST_ITEMS) {
		value_clear(v);
		return;
	}
	ret->value = xreallocarray(ret->value, ret->n + 1,
	    sizeof(*ret->value));
	ret->value[ret->n++] = *v;
}

static void
add_proxy(struct field *ret, struct value *v)
{
	if (is_told(ret, v->part[0]))
		value_clear(v);
	else
		add(ret, v);
}

/* Is there a word `s[0..len)` in `hay` at `at`, whatever its case? */
static bool
word_at(const char *hay, uint32_t at, uint32_t end, const char *s, size_t len)
{
	return at + len <= end && strncasecmp(hay + at, s, len) == 0 &&
	    (at == 0 || !isalnum((unsigned char)hay[at - 1])) &&
	    !isalnum((unsigned char)hay[at + len]);
}

/* A word's first place in [from, end), or `end`. */
static uint32_t
find_word(const char *hay, uint32_t from, uint32_t end, const char *s,
    size_t len)
{
	while (from < end && !word_at(hay, from, end, s, len))
		from++;
	return from;
}

/* The longest part of a name between spaces and hyphens. */
static const char *
longest_part(const char *name, size_t *ret_len)
{
	const char *best = name;
	size_t n;

	*ret_len = 0;
	while (*name != '\0') {
		n = strcspn(name, " -'");
		if (n > *ret_len) {
			best = name;
			*ret_len = n;
		}
		name += n + (name[n] != '\0');
	}
	return best;
}

/*
 * Where a converted name stands in [from, end): round its longest part, as far
 * as its other parts reach.  The converter may have turned it round or mended
 * a letter; all of [from, end) where no part is found.
 */
static struct span
locate(const struct view *v, uint32_t from, uint32_t end, const char *name)
{
	struct span found = { from, end };
	char *fold = text_fold(name, strlen(name), NULL);
	uint32_t lo, hi, at, reach = (uint32_t)strlen(fold) + NAME_SLACK;
	const char *part = fold;
	size_t n, len;

	part = longest_part(fold, &len);
	at = len == 0 ? end : find_word(v->fold, from, end, part, len);
	if (at < end) {
		found = (struct span){ at, at + (uint32_t)len };
		lo = at > from + reach ? at - reach : from;
		hi = at + reach < end ? at + reach : end;
		for (part = fold; *part != '\0';
		    part += n + (part[n] != '\0')) {
			n = strcspn(part, " ");
			at = find_word(v->fold, lo, hi, part, n);
			if (n == 0 || at == hi)
				continue;
			if (at < found.start)
				found.start = at;
			if (at + n > found.end)
				found.end = at + (uint32_t)n;
		}
	}
	free(fold);
	return found;
}

/* Words of a list that begin with a capital, but name nobody. */
static bool
is_no_name(const char *s, size_t len)
{
	static const char *const words[] = {
		"M", "MM", "Mr", "Mme", "Mmes", "Mlle", "Mlles", "Monsieur",
		"Madame", "Messieurs", "Mesdames", "Maire", "Adjoint",
		"Adjointe", "Adjoints", "Conseiller", "Conseillere",
		"Conseillers", "Conseilleres", "Municipal", "Municipaux",
		"President", "Presidente", "Vice", "Vice-President",
		"Vice-Presidente", "Delegue", "Deleguee", "Delegues",
		"Deleguees", "Titulaire", "Suppleant", "Et", "Presents",
		"Pouvoir", "Procuration", "Absent", "Excuse",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == len &&
		    strncasecmp(words[i], s, len) == 0)
			return true;
	}
	return false;
}

/* Capitalised words that no item took: the list may be read badly there. */
static size_t
count_left(const struct view *v, struct span s)
{
	size_t left = 0, depth = 0;
	uint32_t end;

	for (; s.start < s.end; s.start++) {
		char c = v->fold[s.start];

		depth += c == '(';
		if (c == ')' && depth > 0)
			depth--;
		if (!isalpha((unsigned char)c))
			continue;
		end = s.start;
		while (end < s.end && (isalnum((unsigned char)v->fold[end]) ||
		    v->fold[end] == '-'))
			end++;
		if (depth == 0 && isupper((unsigned char)c) &&
		    end - s.start > 1 &&
		    !is_no_name(v->fold + s.start, end - s.start))
			left++;
		s.start = end - 1;
	}
	return left;
}

/* A line break within brackets parts nobody from anybody. */
static void
join_brackets(char *words)
{
	size_t depth = 0;

	for (; *words != '\0'; words++) {
		depth += *words == '(';
		if (*words == ')' && depth > 0)
			depth--;
		if (*words == '\n' && depth > 0)
			*words = ' ';
	}
}

/* « Mme Anne MARTIN, arrivée à 20 h » tells of one who is listed already. */
static bool
is_listed(const struct field *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strchr(name, ' ') != NULL &&
		    strcmp(r->value[i].text, name) == 0)
			return true;
	return false;
}

/* People between commas, dashes, line ends: the converter parts them. */
static void
read_people(const struct view *v, enum field_id field, struct span s,
    struct field *ret)
{
	struct value one;
	struct span at;
	char *words = view_lines(v, s), **people;
	size_t n;

	join_brackets(words);
	stand_in_drop(words, field == FIELD_LISTE_PRESENTS);
	if (convert_people(words, &people, &n) < 0)
		n = 0, people = NULL;
	for (size_t i = 0; i < n; i++) {
		at = locate(v, s.start, s.end, people[i]);
		if (!is_listed(ret, people[i])) {
			one = (struct value){ .text = xstrdup(people[i]) };
			value_add_span(&one, at);
			add(ret, &one);
		}
		if (at.end < s.end || at.start > s.start) {
			ret->left += count_left(v,
			    (struct span){ s.start, at.start });
			s.start = at.end;
		}
	}
	if (n > 0)
		ret->left += count_left(v, s);
	convert_people_free(people, n);
	free(words);
}

static void
read_proxies(const struct view *v, struct span s, struct field *ret)
{
	char *words = view_lines(v, s), **name;
	struct span from, to;
	struct value one;
	size_t n;

	if (convert_proxies(words, &name, &n) < 0)
		n = 0, name = NULL;
	for (size_t i = 0; i < n; i++) {
		one = (struct value){ .part = { xstrdup(name[2 * i]),
		    xstrdup(name[2 * i + 1]) } };
		from = locate(v, s.start, s.end, name[2 * i]);
		to = locate(v, from.end < s.end ? from.end : s.start, s.end,
		    name[2 * i + 1]);
		from.end = to.end > from.end ? to.end : from.end;
		value_add_span(&one, from);
		add_proxy(ret, &one);
		if (from.end < s.end)
			s.start = from.end;
	}
	convert_people_free(name, 2 * n);
	free(words);
}

/* A proxy's parts are names, and a name that is none makes no proxy. */
static int
fill_parts(const struct view *v, enum field_type type,
    const struct span part[static VALUE_PARTS], struct value *one)
{
	char *words;
	int r = 0;

	for (int i = 0; i < VALUE_PARTS; i++) {
		if (part[i].end <= part[i].start)
			continue;
		words = view_line(v, part[i]);
		if (type == TYPE_PROXIES) {
			if ((i == 0 ? convert_person(words, &one->part[i]) :
			    convert_receiver(words, &one->part[i])) < 0)
				r = -EINVAL;
			free(words);
		} else {
			one->part[i] = words;
		}
	}
	if (type == TYPE_PROXIES &&
	    (one->part[0] == NULL || one->part[1] == NULL))
		r = -EINVAL;
	return r;
}

static bool
has_parts(const struct span part[static VALUE_PARTS])
{
	return part[0].end > part[0].start || part[1].end > part[1].start;
}

/* One item in its own words. */
static void
read_one(const struct view *v, enum field_id field, struct span s,
    const struct span part[static VALUE_PARTS], struct field *ret)
{
	enum field_type type = plugin_fields[field].type;
	struct value one = { 0 };
	char *words;
	int r = 0;

	if (s.end <= s.start)
		return;
	if (type == TYPE_PERSONS) {
		read_people(v, field, s, ret);
		return;
	}
	if (type == TYPE_PROXIES && !has_parts(part)) {
		read_proxies(v, s, ret);
		return;
	}
	if (plugin_field_parts(type) != NULL)
		r = fill_parts(v, type, part, &one);
	words = view_line(v, s);
	if (r == 0 && type != TYPE_PROXIES)
		r = value_convert(type, words, &one);
	free(words);
	if (r < 0) {
		value_clear(&one);
		return;
	}
	value_add_span(&one, s);
	if (type == TYPE_PROXIES)
		add_proxy(ret, &one);
	else
		add(ret, &one);
}

static int
read_matches(const struct view *v, const struct rule *rule, struct span s,
    struct field *ret)
{
	enum field_type type = plugin_fields[rule->field].type;
	const char *const *names = plugin_field_parts(type);
	const char *fold = v->fold + s.start;
	size_t len = s.end - s.start, from = 0, start, end;
	struct regex_match m;
	struct span one;
	int r = 0;

	while (from <= len &&
	    (r = regex_search(rule->item, fold, len, from, &m)) == 0) {
		struct span part[VALUE_PARTS] = { 0 };

		from = regex_after(fold, len, from, &m);
		for (int i = 0; names != NULL && names[i] != NULL; i++) {
			if (regex_group(rule->item, names[i], &start, &end))
				part[i] = (struct span){
				    s.start + (uint32_t)start,
				    s.start + (uint32_t)end };
		}
		one.start = s.start + (uint32_t)m.value_start;
		one.end = s.start + (uint32_t)m.value_end;
		read_one(v, rule->field, one, part, ret);
	}
	return r == -ELOOP ? r : 0;
}

static int
read_pieces(const struct view *v, const struct rule *rule, struct span s,
    struct field *ret)
{
	static const struct span none[VALUE_PARTS];
	const char *fold = v->fold + s.start;
	size_t len = s.end - s.start, from = 0;
	struct span piece = s;
	struct regex_match m;
	int r = 0;

	while (from <= len &&
	    (r = regex_search(rule->split, fold, len, from, &m)) == 0) {
		from = regex_after(fold, len, from, &m);
		piece.end = s.start + (uint32_t)m.start;
		read_one(v, rule->field, piece, none, ret);
		piece.start = s.start + (uint32_t)m.end;
	}
	piece.end = s.end;
	read_one(v, rule->field, piece, none, ret);
	return r == -ELOOP ? r : 0;
}

/* Sentences as the page sets them out; all one where it does not. */
static int
read_sentences(const struct view *v, enum field_id field, struct span s,
    const struct span part[static VALUE_PARTS], struct field *ret)
{
	static const struct span none[VALUE_PARTS];
	size_t before = ret->n, n;
	struct span *piece;
	int r = 0;

	for (size_t i = 0; i < SENTENCE_LAYOUTS && r == 0 && ret->n == before;
	    i++) {
		r = sentence_split(i, v->fold, s, &piece, &n);
		for (size_t k = 0; r == 0 && k < n; k++)
			read_one(v, field, piece[k], none, ret);
		if (r == 0)
			free(piece);
	}
	if (r == 0 && ret->n == before)
		read_one(v, field, s, part, ret);
	return r;
}

/* One person over the lines of a cell; false where it is none or several. */
static bool
read_cell_person(const struct view *v, const struct find *f,
    struct field *ret)
{
	struct value one = { 0 };
	char *words = view_join(v, f->span, f->spans);
	int r = convert_person(words, &one.text);

	free(words);
	if (r < 0)
		return false;
	for (size_t i = 0; i < f->spans; i++)
		value_add_span(&one, f->span[i]);
	add(ret, &one);
	return true;
}

int
item_read(const struct view *v, const struct rule *rule,
    const struct find *f, struct field *ret)
{
	enum field_type type = plugin_fields[rule->field].type;
	int r = 0;

	/* A table's row is one item, over as many columns as it takes. */
	if (rule->headers > 0 && type == TYPE_PROXIES) {
		read_one(v, rule->field, (struct span){ f->span[0].start,
		    f->span[f->spans - 1].end }, f->part, ret);
		return 0;
	}
	if (rule->headers > 0 && type == TYPE_PERSONS &&
	    read_cell_person(v, f, ret))
		return 0;
	for (size_t i = 0; i < f->spans && r == 0; i++) {
		if (rule->item != NULL)
			r = read_matches(v, rule, f->span[i], ret);
		else if (rule->split != NULL)
			r = read_pieces(v, rule, f->span[i], ret);
		else if (type == TYPE_ITEMS && rule->choose != CHOOSE_EVERY)
			r = read_sentences(v, rule->field, f->span[i], f->part,
			    ret);
		else
			read_one(v, rule->field, f->span[i], f->part, ret);
	}
	return r;
}
