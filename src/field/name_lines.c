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
/* Headings */

/* « LONGPRE », in capitals and without a civility. */
static bool
is_heading(const char *line)
{
	size_t capitals = 0;

	if (strlen(line) > CONVERT_LABEL_MAX || name_line_has_civility(line) ||
	    strpbrk(line, ",;:()") != NULL)
		return false;
	for (const char *p = line; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_islower(g_utf8_get_char(p)))
			return false;
		capitals += g_unichar_isupper(g_utf8_get_char(p)) != 0;
	}
	return capitals > 2;
}

/* « Jean DUPONT », « DUPONT Jean », « J. DUPONT »: one name and the other. */
static bool
is_mixed(const char *line)
{
	struct name_words w;
	bool caps = false, other = false, names = true;

	if (strpbrk(line, ",;:") != NULL || name_split(line, &w) < 0)
		return false;
	for (size_t i = 0; i < w.n; i++) {
		enum name_case kind = w.word[i].kind;

		caps = caps || kind == NAME_CAPS;
		other = other || kind == NAME_TITLE || kind == NAME_INITIAL;
		names = names && (kind == NAME_CAPS || kind == NAME_TITLE ||
		    kind == NAME_INITIAL || name_is_particle(w.word[i].key));
	}
	name_free(&w);
	return names && caps && other;
}

/*
 * The next line behind s[*at) that is not blank, with what goes on below it; or
 * NULL.  *ret_from is where it begins, *at where it ends.
 */
static char *
next_line(const char *s, size_t *at, size_t *ret_from)
{
	char *all = NULL, *line, *joined;
	size_t from = *at, n;

	for (;;) {
		from += strspn(s + from, " \t\r\n\f");
		n = strcspn(s + from, "\n\f");
		if (n == 0)
			break;
		line = xstrndup(s + from, n);
		if (all == NULL) {
			*ret_from = from;
			all = g_strchomp(line);
		} else if (name_line_goes_on(all, line)) {
			joined = g_strconcat(all, " ", g_strchomp(line), NULL);
			free(all);
			free(line);
			all = joined;
		} else {
			free(line);
			break;
		}
		*at = from += n;
	}
	return all;
}

/*
 * Where every line is a heading or somebody's: how many headings.  People have
 * a civility, or a first name in small letters.
 */
static size_t
count_headings(const char *s)
{
	size_t at = 0, from, headings = 0, lines = 0;
	bool is = true, last = false;
	char *line;

	while (is && (line = next_line(s, &at, &from)) != NULL) {
		last = is_heading(line);
		headings += last;
		is = last || (lines++ > 0 && (name_line_has_civility(line) ||
		    is_mixed(line)));
		lines += last;
		free(line);
	}
	return is && lines > 0 && !last ? headings : 0;
}

/*
 * « 2 représentants de la Région (deux voix chacun) », « Collège des usagers »,
 * « Au titre du Département », « Pour la commune de Loos : », « Nantes
 * Métropole »: whose list it is.
 */
static bool
is_group(const char *line)
{
	static const char *const groups[] = {
		"college", "representant", "representante", "representants",
		"representantes",
	};
	static const char *const bodies[] = {
		"agglo", "agglomeration", "communaute", "metropole",
		"syndicat",
	};
	size_t n = strspn(line, "0123456789"), len;
	char first[NAME_KEY_MAX], last[NAME_KEY_MAX];
	const char *end;

	line += n > 0 ? n + strspn(line + n, " ") : 0;
	len = strlen(line);
	if (len == 0)
		return false;
	if (g_ascii_strncasecmp(line, "pour l", 6) == 0)
		return line[len - 1] == ':';
	if ((n == 0 && !g_ascii_isupper(line[0])) || strchr(line, ':') != NULL)
		return false;
	name_key(line, strcspn(line, " "), first);
	if (NAME_IN(groups, first) ||
	    g_ascii_strncasecmp(line, "au titre d", 10) == 0)
		return true;
	end = strrchr(line, ' ');
	if (end == NULL || strpbrk(line, ",;()") != NULL)
		return false;
	name_key(end + 1, strlen(end + 1), last);
	return !name_line_has_civility(line) && (NAME_IN(bodies, first) ||
	    NAME_IN(bodies, last));
}

/* A comma takes their place: one ends there. */
static void
drop_groups(char *s)
{
	for (size_t n; *s != '\0'; s += s[n] != '\0' ? n + 1 : n) {
		char *line;

		n = strcspn(s, "\n\f");
		line = xstrndup(s, n);
		if (is_group(g_strstrip(line))) {
			memset(s, ' ', n);
			*s = ',';
		}
		free(line);
	}
}

void
name_lines_drop_headings(char *s)
{
	size_t at = 0, from;
	char *line;

	drop_groups(s);
	if (count_headings(s) < 2)
		return;
	while ((line = next_line(s, &at, &from)) != NULL) {
		for (size_t i = from; i < at && is_heading(line); i++)
			if (s[i] != '\n' && s[i] != '\f')
				s[i] = ' ';
		free(line);
	}
}

/* How long « SAINT-OUEN » is, in capitals and before a civility; or 0. */
static size_t
place_before_civility(const char *line)
{
	const char *p;
	size_t capitals = 0;

	if (name_line_has_civility(line))
		return 0;
	for (p = line; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (*p == ' ' && capitals > 2 && name_line_has_civility(p))
			return (size_t)(p - line);
		if (g_unichar_islower(c) || strchr(".,;:()\n\f", *p) != NULL)
			break;
		capitals += g_unichar_isupper(c) != 0;
	}
	return 0;
}

void
name_lines_drop_places(char *s)
{
	size_t n, places = 0;

	s += strspn(s, " \n\f");
	if (place_before_civility(s) == 0)
		return;
	for (int blank = 0; blank < 2; blank++) {
		for (char *line = s; *line != 0; line += n + (line[n] != 0)) {
			size_t len;

			n = strcspn(line, "\n\f");
			len = place_before_civility(line);
			if (len == 0 || len > n)
				continue;
			places += !blank;
			if (blank && places > 1) {
				memset(line, ' ', len);
				*line = line == s ? ' ' : ',';
			}
		}
	}
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
	bool names = true;
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
