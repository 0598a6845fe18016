#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "plugin/regex.h"
#include "plugin/regex_atom.h"
#include "plugin/regex_spell.h"
#include "text/text.h"

/*
 * Fold line by line: a pattern's line that ends in a hyphen is no hyphenated
 * word, and a line break in it is layout.
 */
static char *
fold_source(const char *source)
{
	struct buf out = { 0 };
	const char *end;
	char *line;
	size_t len;

	for (;; source = end + 1) {
		end = source + strcspn(source, "\n");
		line = text_fold(source, (size_t)(end - source), &len);
		xbuf_append(&out, line, len);
		free(line);
		if (*end == '\0')
			return xbuf_take(&out, NULL);
		xbuf_puts(&out, "\n");
	}
}

/* Beside these a space may be missing: the page's ":" is the typist's mood. */
static bool
is_loose(const char *s)
{
	if (*s == '\\')
		return s[1] != '\0' && strchr("bBAzZGKW", s[1]) != NULL;
	return *s == '\0' || strchr(":;,.|()/?*+<=>^$\"'!-", *s) != NULL;
}

/* The space at `s`: any run of them becomes one pattern. */
static const char *
put_space(struct buf *out, const char *s, const char *before)
{
	while (*s == ' ')
		s++;
	xbuf_puts(out, is_loose(before) || is_loose(s) ? "\\s*" : "\\s+");
	return s;
}

/*
 * A pattern in plain words: a space stands for what parts two on paper, but in
 * a class for itself.
 */
static char *
spell_spaces(const char *s)
{
	const char *before = "", *end = s + strlen(s), *past;
	struct buf out = { 0 };

	while (s < end) {
		if (*s == ' ') {
			s = put_space(&out, s, before);
			continue;
		}
		if (*s == '#')
			xbuf_puts(&out, "\\");
		past = *s == '#' ? s : regex_atom_past(s, end);
		past += past == s;
		xbuf_append(&out, s, (size_t)(past - s));
		before = s;
		s = past;
	}
	return xbuf_take(&out, NULL);
}

bool
regex_is_free(const char *source)
{
	return strchr(source, '\n') != NULL || strstr(source, "\\s") != NULL;
}

char *
regex_spell(const char *source)
{
	char *folded = fold_source(source), *spelt;

	if (regex_is_free(folded))
		return folded;
	spelt = spell_spaces(folded);
	free(folded);
	return spelt;
}
