#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/reason.h"

#define LINE_COLUMNS	72

/* May a line end at this space?  French has one before ":" and inside « ». */
static bool
may_break(const char *text, const char *space)
{
	size_t before = (size_t)(space - text);

	return strchr(":;!?", space[1]) == NULL &&
	    strncmp(space + 1, "»", strlen("»")) != 0 &&
	    (before < strlen("«") ||
	    strncmp(space - strlen("«"), "«", strlen("«")) != 0);
}

/* Where the line that begins at `s` ends: its last fit space, or its end. */
static const char *
line_end(const char *s)
{
	const char *fit = NULL, *at = s;

	for (size_t column = 0; *at != '\0' && *at != '\n'; at++) {
		if (*at == ' ' && may_break(s, at))
			fit = at;
		column += !utf8_is_inside(*at);
		if (column > LINE_COLUMNS && fit != NULL)
			return fit;
	}
	return at;
}

/*
 * Lines that are short, and end as Notepad has always known it: clerks read
 * this on the other side of a share.
 */
static int
set_out(const char *text, struct buf *out)
{
	const char *end;
	int r = 0;

	for (; *text != '\0' && r == 0; text = *end != '\0' ? end + 1 : end) {
		end = line_end(text);
		r = buf_append(out, text, (size_t)(end - text));
		if (r == 0)
			r = buf_puts(out, "\r\n");
	}
	return r;
}

int
reason_clerk(const struct reason *why, char **ret_text, size_t *ret_len)
{
	char shown[3 * LIMIT_NAME_BYTES + 1], *text;
	struct buf words = { 0 }, out = { 0 };
	int r;

	utf8_show(why->path, shown, sizeof(shown));
	r = buf_printf(&words,
	    "« %s » n'a pas pu être lu.\n\n%s\n\n"
	    "Le fichier lui-même n'a pas été touché : il se trouve à côté de "
	    "ce message.\n%s\n", shown, verdict_clerk(why->verdict),
	    verdict_again(why->verdict) ?
	    "Pour qu'il soit lu encore une fois, remettez-le dans le dossier "
	    "de dépôt." :
	    "Le remettre tel quel dans le dossier de dépôt donnerait le même "
	    "résultat.");
	if (r == 0)
		r = set_out(words.data, &out);
	text = r < 0 ? NULL : buf_take(&out, ret_len);
	buf_free(&words);
	buf_free(&out);
	if (text == NULL)
		return -ENOMEM;
	*ret_text = text;
	return 0;
}

int
reason_json(const struct reason *why, char **ret_text, size_t *ret_len)
{
	char shown[3 * LIMIT_NAME_BYTES + 1], said[1024], *text, *line;
	json_t *root;
	size_t len;

	utf8_show(why->path, shown, sizeof(shown));
	utf8_show(why->said, said, sizeof(said));
	/* A part that could not be made makes the whole NULL. */
	root = json_pack("{s:i, s:s, s:o, s:I, s:s, s:s, s:s}",
	    "version", 1, "fichier", shown,
	    "sha256", why->sha256[0] == '\0' ? json_null() :
	    json_string(why->sha256), "octets", (json_int_t)why->bytes,
	    "verdict", verdict_name(why->verdict),
	    "message", verdict_clerk(why->verdict), "detail", said);
	text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(2));
	json_decref(root);
	if (text == NULL)
		return -ENOMEM;
	len = strlen(text);
	line = realloc(text, len + 2);
	if (line == NULL) {
		free(text);
		return -ENOMEM;
	}
	line[len++] = '\n';
	line[len] = '\0';
	*ret_text = line;
	*ret_len = len;
	return 0;
}
