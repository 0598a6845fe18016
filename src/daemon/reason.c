#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/reason.h"

int
reason_clerk(const struct reason *why, char **ret_text, size_t *ret_len)
{
	char shown[3 * LIMIT_NAME_BYTES + 1], *text;
	struct buf out = { 0 };
	int r;

	utf8_show(why->path, shown, sizeof(shown));
	r = buf_printf(&out,
	    "« %s » n'a pas pu être lu.\n\n%s\n\n"
	    "Le fichier lui-même n'a pas été touché : il se trouve à côté de "
	    "ce message.\n%s\n", shown, verdict_clerk(why->verdict),
	    verdict_again(why->verdict) ?
	    "Pour qu'il soit lu encore une fois, remettez-le dans le dossier "
	    "de dépôt." :
	    "Le remettre tel quel dans le dossier de dépôt donnerait le même "
	    "résultat.");
	text = r < 0 ? NULL : buf_take(&out, ret_len);
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
