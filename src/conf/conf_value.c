#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/yaml.h"
#include "conf/conf_name.h"
#include "conf/conf_value.h"

struct unit {
	const char	*name;
	uint64_t	 worth;
};

/* Ascending: printing takes the largest that leaves no rest. */
static const struct unit time_units[] = {
	{ "ms", 1 }, { "s", 1000 }, { "min", 60000 }, { "h", 3600000 },
	{ NULL, 0 }
};

static const struct unit size_units[] = {
	{ "B", 1 }, { "KiB", UINT64_C(1) << 10 }, { "MiB", UINT64_C(1) << 20 },
	{ "GiB", UINT64_C(1) << 30 }, { "TiB", UINT64_C(1) << 40 },
	{ NULL, 0 }
};

/* What a type is; a row per enum conf_type. */
struct type {
	const char	*name;
	const char	*wanted;	/* "expected ..." */
	const struct unit *units;	/* NULL: no number with a unit */
	uint64_t	 bare;		/* worth of a number without one */
	int		(*parse)(const struct conf_key *key,
			    const struct yaml_node *node, void *field);
	int		(*print)(const struct conf_key *key, const void *field,
			    struct buf *out);
	/* What exactly is wrong with a text; NULL: it is of the wrong kind. */
	void		(*explain)(const char *value, char *why, size_t size);
};

static const struct type types[CONF_TYPES];

static int
replace_text(char **field, const char *value)
{
	char *copy = strdup(value);

	if (copy == NULL)
		return -ENOMEM;
	free(*field);
	*field = copy;
	return 0;
}

static int
parse_text(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	size_t len;

	if (node->kind != YAML_SCALAR)
		return -EINVAL;
	len = strlen(node->value);
	if (len < key->min || len > key->max)
		return -EINVAL;
	return replace_text(field, node->value);
}

static int
parse_steps(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	if (node->kind != YAML_SCALAR || !conf_steps_ok(node->value))
		return -EINVAL;
	return parse_text(key, node, field);
}

static int
parse_group(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	if (node->kind != YAML_SCALAR || !conf_group_ok(node->value))
		return -EINVAL;
	return parse_text(key, node, field);
}

static int
parse_path(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	(void)key;
	if (node->kind != YAML_SCALAR || node->value[0] == '\0')
		return -EINVAL;
	return replace_text(field, node->value);
}

static void
free_paths(char **paths)
{
	for (size_t i = 0; paths != NULL && paths[i] != NULL; i++)
		free(paths[i]);
	free(paths);
}

static int
parse_paths(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	const struct yaml_node *item = node->kind == YAML_LIST ?
	    node->item : node;
	size_t n = node->kind == YAML_LIST ? node->n : 1;
	char **paths, ***old = field;
	int r = 0;

	if (n < key->min || n > key->max)
		return -EINVAL;
	paths = calloc(n + 1, sizeof(*paths));
	if (paths == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < n && r == 0; i++)
		r = parse_path(key, &item[i], &paths[i]);
	if (r < 0) {
		free_paths(paths);
		return r;
	}
	free_paths(*old);
	*old = paths;
	return 0;
}

/* "2", "2.5": thousandths, and where the digits end. */
static int
decimal(const char *s, const char **ret_end, uint64_t *ret_thousandths)
{
	uint64_t n = 0, part = 100;

	if (!isdigit((unsigned char)*s))
		return -EINVAL;
	for (; isdigit((unsigned char)*s); s++) {
		if (n > UINT64_MAX / 100000)
			return -EINVAL;
		n = n * 10 + (uint64_t)(*s - '0') * 1000;
	}
	if (*s == '.') {
		if (!isdigit((unsigned char)*++s))
			return -EINVAL;
		for (; isdigit((unsigned char)*s); s++, part /= 10)
			n += (uint64_t)(*s - '0') * part;
	}
	*ret_end = s;
	*ret_thousandths = n;
	return 0;
}

static int
parse_unit(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	const struct type *t = &types[key->type];
	uint64_t thousandths, worth = t->bare, value;
	const struct unit *u;
	const char *end;

	if (node->kind != YAML_SCALAR ||
	    decimal(node->value, &end, &thousandths) < 0)
		return -EINVAL;
	while (*end == ' ')
		end++;
	if (*end != '\0') {
		for (u = t->units; u->name != NULL; u++)
			if (strcasecmp(u->name, end) == 0)
				break;
		if (u->name == NULL)
			return -EINVAL;
		worth = u->worth;
	}
	if (thousandths > UINT64_MAX / worth)
		return -EINVAL;
	value = thousandths * worth / 1000;
	if (value < key->min || value > key->max)
		return -EINVAL;
	*(uint64_t *)field = value;
	return 0;
}

static int
parse_digits(const struct conf_key *key, const struct yaml_node *node,
    int base, void *field)
{
	unsigned long long n;
	char *end;

	if (node->kind != YAML_SCALAR ||
	    !isdigit((unsigned char)node->value[0]))
		return -EINVAL;
	errno = 0;
	n = strtoull(node->value, &end, base);
	if (errno != 0 || *end != '\0' || n < key->min || n > key->max)
		return -EINVAL;
	*(uint64_t *)field = n;
	return 0;
}

static int
parse_count(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	return parse_digits(key, node, 10, field);
}

static int
parse_mode(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	return parse_digits(key, node, 8, field);
}

static int
parse_bool(const struct conf_key *key, const struct yaml_node *node,
    void *field)
{
	static const char *const words[] = { "false", "true", "no", "yes" };

	(void)key;
	if (node->kind != YAML_SCALAR)
		return -EINVAL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(node->value, words[i]) == 0) {
			*(bool *)field = i % 2 == 1;
			return 0;
		}
	}
	return -EINVAL;
}

/* Plain where YAML can take it for nothing else, else in double quotes. */
static int
print_quoted(const char *s, struct buf *out)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-";
	int r;

	if (*s != '\0' && *s != '-' && s[strspn(s, safe)] == '\0')
		return buf_puts(out, s);
	if ((r = buf_puts(out, "\"")) < 0)
		return r;
	for (; *s != '\0' && r == 0; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			r = buf_printf(out, "\\x%02x", (unsigned)*s);
		else if (*s == '"' || *s == '\\')
			r = buf_printf(out, "\\%c", *s);
		else
			r = buf_append(out, s, 1);
	}
	return r < 0 ? r : buf_puts(out, "\"");
}

static int
print_text(const struct conf_key *key, const void *field, struct buf *out)
{
	(void)key;
	return print_quoted(*(char *const *)field, out);
}

static int
print_paths(const struct conf_key *key, const void *field, struct buf *out)
{
	char *const *paths = *(char **const *)field;
	int r = buf_puts(out, "[");

	(void)key;
	for (size_t i = 0; paths[i] != NULL && r == 0; i++) {
		r = i == 0 ? 0 : buf_puts(out, ", ");
		if (r == 0)
			r = print_quoted(paths[i], out);
	}
	return r < 0 ? r : buf_puts(out, "]");
}

static int
print_unit_value(const struct conf_key *key, uint64_t value, struct buf *out)
{
	const struct unit *u, *best = types[key->type].units;

	for (u = best; u->name != NULL; u++)
		if (value != 0 && value % u->worth == 0)
			best = u;
	return buf_printf(out, "%" PRIu64 " %s", value / best->worth,
	    best->name);
}

static int
print_unit(const struct conf_key *key, const void *field, struct buf *out)
{
	return print_unit_value(key, *(const uint64_t *)field, out);
}

static int
print_count(const struct conf_key *key, const void *field, struct buf *out)
{
	(void)key;
	return buf_printf(out, "%" PRIu64, *(const uint64_t *)field);
}

static int
print_mode(const struct conf_key *key, const void *field, struct buf *out)
{
	(void)key;
	return buf_printf(out, "\"%04" PRIo64 "\"", *(const uint64_t *)field);
}

static int
print_bool(const struct conf_key *key, const void *field, struct buf *out)
{
	(void)key;
	return buf_puts(out, *(const bool *)field ? "true" : "false");
}

static const struct type types[CONF_TYPES] = {
	[CONF_PATH] = { "path", "a path", NULL, 0, parse_path, print_text,
	    NULL },
	[CONF_PATHS] = { "paths", "a list of paths", NULL, 0, parse_paths,
	    print_paths, NULL },
	[CONF_TEXT] = { "text", "a text", NULL, 0, parse_text, print_text,
	    NULL },
	[CONF_COUNT] = { "number", "a number", NULL, 0, parse_count,
	    print_count, NULL },
	[CONF_TIME] = { "time", "a time (ms, s, min or h)", time_units, 1000,
	    parse_unit, print_unit, NULL },
	[CONF_SIZE] = { "size", "a size (B, KiB, MiB, GiB or TiB)",
	    size_units, 1, parse_unit, print_unit, NULL },
	[CONF_MODE] = { "mode", "permissions in octal, like \"0640\"", NULL, 0,
	    parse_mode, print_mode, NULL },
	[CONF_BOOL] = { "bool", "true or false", NULL, 0, parse_bool,
	    print_bool, NULL },
	[CONF_STEPS] = { "steps", "steps of cleaning, joined by +", NULL, 0,
	    parse_steps, print_text, conf_steps_why },
	[CONF_GROUP] = { "group", "a group's name", NULL, 0, parse_group,
	    print_text, conf_group_why },
};

int
conf_value_range(const struct conf_key *key, struct buf *out)
{
	int r;

	if (types[key->type].units != NULL) {
		if ((r = print_unit_value(key, key->min, out)) < 0 ||
		    (r = buf_puts(out, " to ")) < 0)
			return r;
		return print_unit_value(key, key->max, out);
	}
	if (key->type == CONF_COUNT)
		return buf_printf(out, "%" PRIu64 " to %" PRIu64, key->min,
		    key->max);
	if (key->type == CONF_MODE)
		return buf_printf(out, "%04" PRIo64 " to %04" PRIo64, key->min,
		    key->max);
	return 0;
}

int
conf_value_parse(const struct conf_key *key, const struct yaml_node *node,
    void *field, char *why, size_t size)
{
	const struct type *t = &types[key->type];
	struct buf range = { 0 };
	int r, n;

	r = t->parse(key, node, field);
	if (r != -EINVAL)
		return r;
	if (t->explain != NULL && node->kind == YAML_SCALAR) {
		n = snprintf(why, size, "\"%s\": ", key->name);
		t->explain(node->value, why + n, size - (size_t)n);
		return -EINVAL;
	}
	if ((r = conf_value_range(key, &range)) < 0)
		goto out;
	(void)snprintf(why, size, "\"%s\": expected %s%s%s", key->name,
	    t->wanted, range.len > 0 ? " from " : "",
	    range.len > 0 ? range.data : "");
	r = -EINVAL;
out:
	buf_free(&range);
	return r;
}

void
conf_value_free(const struct conf_key *key, void *field)
{
	if (key->type == CONF_PATHS) {
		free_paths(*(char ***)field);
		*(char ***)field = NULL;
	} else if (conf_value_is_text(key)) {
		free(*(char **)field);
		*(char **)field = NULL;
	}
}

int
conf_value_print(const struct conf_key *key, const void *field,
    struct buf *out)
{
	return types[key->type].print(key, field, out);
}

bool
conf_value_is_text(const struct conf_key *key)
{
	return types[key->type].print == print_text;
}

const char *
conf_value_type(const struct conf_key *key)
{
	return types[key->type].name;
}
