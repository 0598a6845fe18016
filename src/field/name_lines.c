#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/xalloc.h"
#include "field/convert.h"
#include "field/name.h"
#include "field/name_lines.h"

bool
name_line_has_civility(const char *s)
{
	char key[NAME_KEY_MAX];
	size_t len;

	s += strspn(s, ": ");
	len = strcspn(s, " ");
	if (len == 0)
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

/* Where every line is a heading or somebody's: how many headings. */
static size_t
count_headings(const char *s)
{
	char *line, *before = NULL;
	size_t n, headings = 0;
	bool is = true;

	for (; is && *s != '\0'; s += s[n] != '\0' ? n + 1 : n) {
		n = strcspn(s, "\n\f");
		line = xstrndup(s, n);
		g_strstrip(line);
		if (*line == '\0') {
			free(line);
			continue;
		}
		if (is_heading(line)) {
			headings++;
			is = before == NULL || !name_line_goes_on(before, line);
		} else {
			is = before != NULL && name_line_has_civility(line);
		}
		free(before);
		before = line;
	}
	is = is && before != NULL && !is_heading(before);
	free(before);
	return is ? headings : 0;
}

void
name_lines_drop_headings(char *s)
{
	size_t n;

	if (count_headings(s) < 2)
		return;
	for (; *s != '\0'; s += s[n] != '\0' ? n + 1 : n) {
		char *line;

		n = strcspn(s, "\n\f");
		line = xstrndup(s, n);
		if (is_heading(g_strstrip(line)))
			memset(s, ' ', n);
		free(line);
	}
}
