#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/xalloc.h"
#include "field/convert.h"
#include "field/name.h"
#include "field/name_lines.h"
#include "field/name_places.h"

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
		is = last || (lines > 0 && (name_line_has_civility(line) ||
		    is_mixed(line)));
		lines++;
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

/*
 * « Jean DUPONT », « Anne MARTIN », a blank line, « LOOS », « LENS »: the column
 * of their places, read behind them.  Where it begins, or NULL.
 */
static char *
places_behind(char *s)
{
	size_t at = 0, from, end = 0, people = 0, places = 0;
	char *line, *begin = NULL;
	bool is = true;

	while (is && (line = next_line(s, &at, &from)) != NULL) {
		size_t blank = strspn(s + end, " \n\f");

		if (!is_heading(line)) {
			is = places == 0 && is_mixed(line);
			people++;
		} else if (places++ == 0) {
			begin = s + from;
			is = memchr(s + end, '\n', blank) !=
			    memrchr(s + end, '\n', blank);
		}
		end = at;
		free(line);
	}
	return is && places > 1 && people > 1 && places <= people ? begin :
	    NULL;
}

void
name_places_drop_headings(char *s)
{
	char *places = places_behind(s), *line;
	size_t at = 0, from;

	if (places != NULL)
		*places = '\0';
	drop_groups(s);
	if (count_headings(s) < 2)
		return;
	while ((line = next_line(s, &at, &from)) != NULL) {
		size_t end = is_heading(line) ? at : from;

		for (size_t i = from; i < end; i++)
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
		if (g_unichar_islower(c) || strchr(".,;:()\n\f", *p) != NULL ||
		    (*p == ' ' && name_dash(p + 1) > 0 &&
		    p[1 + name_dash(p + 1)] == ' '))
			break;
		capitals += g_unichar_isupper(c) != 0;
	}
	return 0;
}

void
name_places_drop_beside(char *s)
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
