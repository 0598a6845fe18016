#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/yaml.h"
#include "plugin/plugin.h"
#include "plugin/plugin_set.h"
#include "plugin/plugin_yaml.h"
#include "plugin/regex.h"

/*
 * What no page holds but double quotes in YAML make: "\b" a backspace, "\e"
 * an escape, "\N" a next line, "\L" and "\P" Unicode's line ends.
 */
static const struct {
	unsigned	 code;
	const char	*written;
} escapes[] = {
	{ 0x07, "a" }, { 0x08, "b" }, { 0x0b, "v" }, { 0x0c, "f" },
	{ 0x1b, "e" }, { 0x85, "N" }, { 0x2028, "L" }, { 0x2029, "P" },
};

/* The character at `s`, a control or a line end of two or three bytes; or 0. */
static unsigned
control_at(const unsigned char *s)
{
	if (s[0] == 0x7f || (s[0] < ' ' && s[0] != '\t' && s[0] != '\n' &&
	    s[0] != '\r'))
		return s[0];
	if (s[0] == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0)
		return s[1];
	if (s[0] == 0xe2 && s[1] == 0x80 && (s[2] == 0xa8 || s[2] == 0xa9))
		return 0x2000 + (s[2] & 0x3fU);
	return 0;
}

/* Behind the quote that ends what begins at `s`; NULL: it does not end. */
static const char *
quote_end(const char *s, const char *end, char quote)
{
	for (; s < end; s++) {
		if (quote == '"' && *s == '\\' && s + 1 < end)
			s++;
		else if (*s == quote && quote == '\'' && s + 1 < end &&
		    s[1] == quote)
			s++;
		else if (*s == quote)
			return s + 1;
	}
	return NULL;
}

/*
 * "'^ L'acte'": a quoted text is done, and something else goes on.  Only a
 * quote where a value or key may begin opens one.
 */
static bool
is_cut_short(const char *s, const char *end)
{
	const char *begin = s, *after;

	for (; s < end; s++) {
		if ((*s != '\'' && *s != '"') ||
		    (s > begin && strchr(" \t,[{", s[-1]) == NULL))
			continue;
		after = quote_end(s + 1, end, *s);
		if (after == NULL)
			return *s == '\'';
		while (after < end && (*after == ' ' || *after == '\t'))
			after++;
		if (after < end && strchr(",]}:#\r", *after) == NULL)
			return *s == '\'';
		s = after - 1;
	}
	return false;
}

/* "label: Tenu le : x": a text without quotes, and another colon in it. */
static bool
is_unquoted(const char *s, const char *end)
{
	const char *colon = memmem(s, (size_t)(end - s), ": ", 2);

	if (colon == NULL)
		return false;
	s = colon + 2;
	while (s < end && *s == ' ')
		s++;
	return s < end && strchr("'\"|>[{#&*!", *s) == NULL &&
	    memmem(s, (size_t)(end - s), ": ", 2) != NULL;
}

const char *
plugin_yaml_hint(const char *data, size_t len, int line)
{
	const char *end = data + len, *line_end;

	for (; data < end; data = line_end + 1) {
		line_end = memchr(data, '\n', (size_t)(end - data));
		if (line_end == NULL)
			line_end = end;
		/* The library may see it only in the next line. */
		line--;
		if (line <= 1 && is_cut_short(data, line_end))
			return "; an apostrophe inside '...' is written ''";
		if (line == 0 && is_unquoted(data, line_end))
			return "; a text with a colon in it needs quotes: '...'";
		if (line <= 0 || line_end == end)
			break;
	}
	return "";
}

/* Where a pattern stands, for messages. */
struct origin {
	const char	*what;
	int		 line, column;
};

static int
refuse_controls(const char *source, const struct origin *o,
    struct plugin_error *err)
{
	const unsigned char *s = (const unsigned char *)source;
	unsigned code = 0;

	while (*s != '\0' && (code = control_at(s)) == 0)
		s++;
	if (*s == '\0')
		return 0;
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
		if (escapes[i].code == code)
			return plugin_yaml_refuse(err, o->line, o->column,
			    "%s holds U+%04X, which YAML reads "
			    "for \\%s in double quotes; write patterns in "
			    "single quotes or as a block (an apostrophe "
			    "inside '...' is written '')", o->what, code,
			    escapes[i].written);
	return plugin_yaml_refuse(err, o->line, o->column,
	    "%s holds the control character U+%04X, which no page holds",
	    o->what, code);
}

/* Nothing but layout and remarks matches at once, wherever it is tried. */
static int
refuse_layout(const char *source, const struct origin *o,
    struct plugin_error *err)
{
	bool remarks = regex_is_free(source);
	const char *s = source;

	for (;;) {
		s += strspn(s, " \t\r\n");
		if (!remarks || *s != '#')
			break;
		s += strcspn(s, "\n");
	}
	if (*s != '\0')
		return 0;
	if (strchr(source, '\n') != NULL && strchr(source, '#') == NULL)
		return plugin_yaml_refuse(err, o->line, o->column,
		    "%s is only layout, and so an empty pattern: \"\\n\" in "
		    "double quotes breaks the line of the pattern; in single "
		    "quotes '\\n' means a line's end on the page, '\\n\\n' an "
		    "empty line", o->what);
	return plugin_yaml_refuse(err, o->line, o->column,
	    "%s is an empty pattern: it holds only %s", o->what,
	    strchr(source, '#') != NULL ? "remarks" :
	    "spaces; '\\s' means a space or line's end on the page");
}

static int
make(const struct plugin *p, const char *source, const struct origin *o,
    struct regex **ret, struct plugin_error *err)
{
	int r;

	if ((r = refuse_controls(source, o, err)) < 0 ||
	    (r = refuse_layout(source, o, err)) < 0)
		return r;
	regex_free(*ret);
	*ret = regex_new(source, o->line, o->column);
	regex_bind(*ret, &p->scope);
	return 0;
}

int
plugin_yaml_regex(const struct plugin *p, const struct yaml_node *node,
    const char *what, struct regex **ret, struct plugin_error *err)
{
	const struct origin o = { what, node->line, node->column };

	if (node->kind != YAML_SCALAR)
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s must be a pattern", what);
	if (node->value[0] == '\0')
		return plugin_yaml_refuse(err, node->line, node->column,
		    "%s is an empty pattern", what);
	return make(p, node->value, &o, ret, err);
}

int
plugin_yaml_regex_key(const struct plugin *p, const struct yaml_node *node,
    const char *what, struct regex **ret, struct plugin_error *err)
{
	const struct origin o = { what, node->key_line, node->key_column };

	return make(p, node->key, &o, ret, err);
}
