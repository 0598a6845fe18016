#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "field/convert.h"
#include "field/name.h"
#include "field/name_lines.h"
#include "text/text.h"

#define WORD_MAX (2 * NAME_KEY_MAX)	/* bytes: no civility is so long */

bool
name_line_has_civility(const char *s)
{
	char key[NAME_KEY_MAX];
	const char *space;
	size_t len;

	s += strspn(s, ": ");
	len = strnlen(s, WORD_MAX);
	if ((space = memchr(s, ' ', len)) != NULL)
		len = (size_t)(space - s);
	if (len == 0 || len == WORD_MAX)
		return false;
	name_key(s, len - (s[len - 1] == '.'), key);
	return name_is_civility(key);
}

bool
name_line_goes_on(const char *line, const char *next)
{
	struct name_words w, v;
	bool open = false;

	if (name_split(line, &w) < 0)
		return false;
	if (name_split(next, &v) == 0) {
		const struct name_word *last = w.n > 0 ? &w.word[w.n - 1] :
		    NULL;

		open = last != NULL && v.n > 0 && !last->comma &&
		    (name_is_particle(last->key) ||
		    name_is_civility(last->key) ||
		    strcmp(last->text, "\303\240") == 0 ||
		    (w.n - name_is_civility(w.word[0].key) == 1 &&
		    last->kind == NAME_TITLE &&
		    v.word[v.n - 1].kind == NAME_CAPS &&
		    (v.n == 1 || name_is_particle(v.word[0].key))));
		name_free(&v);
	}
	name_free(&w);
	return open;
}

/* ------------------------------------------------------------------------- */
/* Labels of lines */

bool
name_line_is_state(const char *line)
{
	struct name_words w;
	bool state;

	if (name_split(line, &w) < 0)
		return false;
	state = w.n > 0;
	for (size_t i = 0; i < w.n; i++)
		state = state && name_is_state(w.word[i].key);
	name_free(&w);
	return state;
}

char *
name_line_gift(char *piece)
{
	static const char *const gifts[] = {
		" qui avait donn", " qui a donn", " qui donn", " ayant donn",
		" avait donn", " a donn", " \303\240 donn", " donn",
		" pouvoir \303\240 ", " procuration \303\240 ",
		" a d\303\251l\303\251gu", " a transmis ", " a remis ",
		" a confi", " a laiss", " en faveur d", " au profit d",
	};
	char *from = NULL;

	for (size_t i = 0; i < sizeof(gifts) / sizeof(gifts[0]) &&
	    from == NULL; i++)
		from = strstr(piece, gifts[i]);
	return from;
}

/* Behind the colon of "Jean DUPONT : a donné pouvoir à X". */
static bool
begins_with_gift(char *rest)
{
	return name_line_gift(rest) == rest;
}

/* A dash that stands by itself parts a name from a label of people. */
static bool
has_dash(const char *s, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (s[i - 1] == ' ' && name_dash(s + i) > 0 &&
		    s[i + name_dash(s + i)] == ' ')
			return true;
	return false;
}

bool
name_line_ends_word(const char *s, size_t end)
{
	size_t n = 0;

	for (size_t i = end; i > 0 && n < 3; i--) {
		unsigned char c = (unsigned char)s[i - 1];

		if (!isalpha(c) && c < 0x80)
			break;
		n += (c & 0xc0) != 0x80;	/* not for each of é's bytes */
	}
	return n == 3;
}

/* Behind the last full stop of s[0..len) that ends a word, or s itself. */
static const char *
behind_stop(const char *s, size_t len)
{
	for (size_t i = len; i >= 5; i--)
		if (s[i - 1] == ' ' && s[i - 2] == '.' && (s[i - 3] == ')' ||
		    name_line_ends_word(s, i - 2)))
			return s + i;
	return s;
}

/*
 * « A, qui donne pouvoir à M. B » and a line below it that begins with somebody
 * else: what was said of A ends there.
 */
static bool
ends_gift(char *line, const char *below)
{
	const char *gives = name_line_gift(line), *to = NULL;
	size_t n = strcspn(below, ",;(\n\f");
	char *next, *name = NULL;
	bool ends = false;

	if (gives != NULL)
		to = strstr(gives, " \303\240 ");
	if (to == NULL || strpbrk(to, ",;()") != NULL ||
	    memchr(below, ' ', n) == NULL)
		return false;
	next = xstrndup(below, n);
	if (!name_line_goes_on(to + 4, next) &&
	    convert_person(to + 4, &name) == 0) {
		free(name);
		ends = convert_person(next, &name) == 0;
		if (ends)
			free(name);
	}
	free(next);
	return ends;
}

/*
 * Of several people, none parted from the next but by the case of their names:
 * « DUPONT Jean MARTIN Anne »; the last of them ends with the line.
 */
static bool
is_row_of_names(const char *line)
{
	struct name_words w;
	size_t people = 1;
	bool names;
	enum name_case first, last = NAME_OTHER;

	if (strpbrk(line, ",;:.") != NULL || name_split(line, &w) < 0)
		return false;
	first = w.n > 0 ? w.word[0].kind : NAME_OTHER;
	names = first == NAME_CAPS || first == NAME_TITLE;
	for (size_t i = 0; i < w.n && names; i++) {
		enum name_case kind = w.word[i].kind;

		if (name_is_particle(w.word[i].key) && kind != NAME_CAPS)
			continue;
		names = kind == NAME_CAPS || kind == NAME_TITLE;
		people += kind == first && last != first && last != NAME_OTHER;
		last = kind;
	}
	name_free(&w);
	return names && people > 1 && last != first;
}

/* « CHAPELLE (LA) », « Pin (Le) »: up to where its article stands. */
static size_t
without_article(const char *line, size_t len)
{
	while (len > 0 && line[len - 1] == ' ')
		len--;
	for (size_t n = 4; n <= 5 && n < len; n++)
		if (line[len - 1] == ')' && line[len - n] == '(' &&
		    strchr("lL", line[len - n + 1]) != NULL)
			return len - n;
	return len;
}

/* Is what stands before the line's colon a label, and no one's name? */
static bool
is_labelled(const char *line, const char *colon, const char *below)
{
	size_t len = (size_t)(colon - line);

	if (len > CONVERT_LABEL_MAX || behind_stop(line, len) != line ||
	    strcspn(line, ",;()") < without_article(line, len) ||
	    (has_dash(line, len) && name_line_has_civility(colon)) ||
	    name_line_is_state(colon + 1))
		return false;
	/* Its people stand behind it, or below, where a label is as well. */
	return strchr(",;", colon[strspn(colon, ": ")]) == NULL ||
	    (colon[1] == '\0' &&
	    strcspn(below, ":") < strcspn(below, "\n\f"));
}

char *
name_lines_without_labels(const char *s)
{
	struct buf b = { 0 };
	char *line, *colon, *all;
	const char *below;
	size_t n;

	for (; *s != '\0'; s = below) {
		n = strcspn(s, "\n\f");
		below = s + n + (s[n] != '\0');
		line = xstrndup(s, n);
		colon = strchr(line, ':');
		if (colon != NULL && is_labelled(line, colon, below)) {
			xbuf_puts(&b, ", ");
			xbuf_puts(&b, begins_with_gift(colon + 1) ? line :
			    colon + 1);
		} else {
			xbuf_puts(&b, line);
			if (ends_gift(line, below) || is_row_of_names(line))
				xbuf_puts(&b, ",");
		}
		xbuf_puts(&b, "\n");
		free(line);
	}
	line = xbuf_take(&b, &n);
	all = text_one_line(line, n);
	free(line);
	return all;
}
