#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "conf/ceiling.h"
#include "conf/conf.h"
#include "conf/conf_table.h"
#include "conf/conf_value.h"

#define WIDTH	76		/* columns of a comment, its mark included */

/* Words of `text` as comment lines. */
static int
print_comment(struct buf *out, const char *indent, const char *text)
{
	size_t column = 0, len;
	int r = 0;

	while (*text != '\0' && r == 0) {
		len = strcspn(text, " ");
		if (column > 0 && column + 1 + len > WIDTH) {
			r = buf_puts(out, "\n");
			column = 0;
		}
		if (r == 0 && column == 0) {
			r = buf_printf(out, "%s# ", indent);
			column = strlen(indent) + 2;
		} else if (r == 0) {
			r = buf_puts(out, " ");
			column++;
		}
		if (r == 0)
			r = buf_append(out, text, len);
		column += len;
		text += len;
		text += strspn(text, " ");
	}
	return r < 0 ? r : buf_puts(out, "\n");
}

/* "settle: time, 50 ms to 1 h, default 2 s.  Changed by a restart only." */
static int
print_facts(struct buf *out, const char *indent, const struct conf_key *key)
{
	struct buf range = { 0 };
	int r;

	if ((r = conf_value_range(key, &range)) == 0)
		r = buf_printf(out, "%s# (%s%s%s; default %s%s)\n", indent,
		    conf_value_type(key), range.len > 0 ? ", " : "",
		    range.len > 0 ? range.data : "",
		    key->value[0] == '\0' ? "empty" : key->value,
		    key->fixed ? "; changed by a restart only" : "");
	buf_free(&range);
	return r;
}

static int
print_yaml_key(const struct conf *c, size_t i, struct buf *out)
{
	const struct conf_key *key = &conf_table[i];
	const char *dot = strchr(key->name, '.');
	const char *indent = dot == NULL ? "" : "  ";
	const char *name = dot == NULL ? key->name : dot + 1;
	size_t len = dot == NULL ? 0 : (size_t)(dot - key->name) + 1;
	int r = buf_puts(out, "\n");

	/* A section's name stands once, above its first key. */
	if (r == 0 && dot != NULL &&
	    (i == 0 || strncmp(conf_table[i - 1].name, key->name, len) != 0))
		r = buf_printf(out, "%.*s:\n", (int)len - 1, key->name);
	if (r < 0 || (r = print_comment(out, indent, key->text)) < 0 ||
	    (r = print_facts(out, indent, key)) < 0 ||
	    (r = buf_printf(out, "%s%s: ", indent, name)) < 0 ||
	    (r = conf_value_print(key, (const char *)c + key->offset,
	    out)) < 0)
		return r;
	return buf_puts(out, "\n");
}

static int
print_yaml(const struct conf *c, struct buf *out)
{
	int r = buf_puts(out,
	    "# greffier's configuration; see greffier.yaml(5).\n"
	    "# What is not said here has the default named beside it.\n");

	for (size_t i = 0; i < conf_keys && r == 0; i++)
		r = print_yaml_key(c, i, out);
	return r;
}

/* mdoc takes a new sentence on a new line. */
static int
print_mdoc_text(struct buf *out, const char *text)
{
	const char *end;
	int r = 0;

	while (*text != '\0' && r == 0) {
		end = strstr(text, ".  ");
		if (end == NULL)
			return buf_printf(out, "%s\n", text);
		r = buf_printf(out, "%.*s.\n", (int)(end - text), text);
		text = end + 3;
	}
	return r;
}

static int
print_mdoc(const struct conf *c, struct buf *out)
{
	struct buf range = { 0 };
	const struct conf_key *key;
	int r = buf_puts(out, ".Bl -tag -width Ds\n");

	(void)c;
	for (size_t i = 0; i < conf_keys && r == 0; i++) {
		key = &conf_table[i];
		buf_clear(&range);
		if ((r = conf_value_range(key, &range)) < 0 ||
		    (r = buf_printf(out, ".It Ic %s : Ar %s\n", key->name,
		    conf_value_type(key))) < 0 ||
		    (r = print_mdoc_text(out, key->text)) < 0)
			break;
		if (range.len > 0)
			r = buf_printf(out, "From %s.\n", range.data);
		if (r == 0)
			r = key->value[0] == '\0' ?
			    buf_puts(out, "Empty by default.\n") :
			    buf_printf(out, "The default is\n.Ql %s .\n",
			    key->value);
		if (r == 0 && key->fixed)
			r = buf_puts(out, "Changed by a restart only.\n");
	}
	buf_free(&range);
	return r < 0 ? r : buf_puts(out, ".El\n");
}

static int
print_ceiling(struct buf *out, const struct ceiling *c)
{
	int r;

	r = c->key != NULL ? buf_printf(out, ".It Ic %s\n", c->key) :
	    buf_printf(out, ".It %" PRIu64 "\n", c->value);
	if (r == 0)
		r = buf_printf(out, "%c%s", toupper((unsigned char)
		    c->what[0]), c->what + 1);
	if (r == 0)
		r = c->verdict != VERDICT_OK ? buf_printf(out, ".\nBeyond: "
		    "verdict\n.Ql %s .\n", verdict_name(c->verdict)) :
		    buf_printf(out, ".\nBeyond: %s.\n", c->then);
	return r < 0 ? r : buf_printf(out, "Why: %s.\n", c->reason);
}

static int
print_ceilings(struct buf *out)
{
	int r = buf_puts(out, ".Bl -tag -width Ds\n");

	for (size_t i = 0; i < ceilings && r == 0; i++)
		r = print_ceiling(out, &ceiling_table[i]);
	return r < 0 ? r : buf_puts(out, ".El\n");
}

int
conf_print(const struct conf *c, enum conf_style style, FILE *out)
{
	struct buf text = { 0 };
	int r;

	r = style == CONF_MDOC ? print_mdoc(c, &text) :
	    style == CONF_CEILINGS ? print_ceilings(&text) :
	    print_yaml(c, &text);
	if (r == 0 && (fwrite(text.data, 1, text.len, out) != text.len ||
	    fflush(out) != 0))
		r = -EIO;
	buf_free(&text);
	return r;
}
