#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/yaml.h"
#include "conf/conf.h"
#include "conf/conf_path.h"
#include "conf/conf_table.h"
#include "conf/conf_value.h"

#define NAME_MAX_BYTES	64		/* "section.key" */
#define CANDIDATES_MAX	64		/* keys and sections for a suggestion */

static void *
field_of(const struct conf *c, const struct conf_key *key)
{
	return (char *)(uintptr_t)c + key->offset;
}

static const struct conf_key *
key_find(const char *name)
{
	for (size_t i = 0; i < conf_keys; i++)
		if (strcmp(conf_table[i].name, name) == 0)
			return &conf_table[i];
	return NULL;
}

/* Is `name` the first level of some key? */
static bool
section_exists(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < conf_keys; i++)
		if (strncmp(conf_table[i].name, name, len) == 0 &&
		    conf_table[i].name[len] == '.')
			return true;
	return false;
}

static int
refuse(struct conf_error *err, int line, int column, const char *message)
{
	err->line = line;
	err->column = column;
	if (err->message != message)
		(void)snprintf(err->message, sizeof(err->message), "%s",
		    message);
	return -EINVAL;
}

/* `section` is "" or ends with its dot: only its own keys are suggested. */
static int
refuse_unknown(const char *section, const struct yaml_node *node,
    struct conf_error *err)
{
	const char *candidate[CANDIDATES_MAX + 1] = { NULL };
	size_t skip = strlen(section), n = 0;
	const char *near;

	for (size_t i = 0; i < conf_keys && n < CANDIDATES_MAX; i++)
		if (strncmp(conf_table[i].name, section, skip) == 0)
			candidate[n++] = conf_table[i].name + skip;
	near = yaml_nearest(node->key, candidate);
	(void)snprintf(err->message, sizeof(err->message),
	    "unknown key \"%s%.64s\"%s%s%s%s", section, node->key,
	    near == NULL ? "" : "; did you mean \"",
	    near == NULL ? "" : section, near == NULL ? "" : near,
	    near == NULL ? "" : "\"?");
	return refuse(err, node->key_line, node->key_column, err->message);
}

static int
apply_entry(const char *section, const struct yaml_node *node,
    struct conf *c, struct conf_error *err)
{
	char name[NAME_MAX_BYTES], why[256];
	const struct conf_key *key;
	int r;

	if ((size_t)snprintf(name, sizeof(name), "%s%s", section,
	    node->key) >= sizeof(name) || (key = key_find(name)) == NULL)
		return refuse_unknown(section, node, err);
	r = conf_value_parse(key, node, field_of(c, key), why, sizeof(why));
	if (r == -EINVAL)
		return refuse(err, node->line, node->column, why);
	return r;
}

static int
apply_section(const struct yaml_node *node, struct conf *c,
    struct conf_error *err)
{
	char section[NAME_MAX_BYTES];
	int r = 0;

	(void)snprintf(section, sizeof(section), "%s.", node->key);
	if (node->kind == YAML_SCALAR && node->plain && node->value[0] == '\0')
		return 0;		/* all its keys commented out */
	if (node->kind != YAML_MAP) {
		(void)snprintf(err->message, sizeof(err->message),
		    "\"%s\": expected keys, indented below it", node->key);
		return refuse(err, node->line, node->column, err->message);
	}
	for (size_t i = 0; i < node->n && r == 0; i++)
		r = apply_entry(section, &node->item[i], c, err);
	return r;
}

static int
apply(const struct yaml_node *root, struct conf *c, struct conf_error *err)
{
	const struct yaml_node *node;
	int r = 0;

	if (root->kind != YAML_MAP)
		return refuse(err, root->line, root->column,
		    "expected keys and values");
	for (size_t i = 0; i < root->n && r == 0; i++) {
		node = &root->item[i];
		if (strlen(node->key) < NAME_MAX_BYTES - 1 &&
		    section_exists(node->key))
			r = apply_section(node, c, err);
		else
			r = apply_entry("", node, c, err);
	}
	return r;
}

/* Where a key's value stands in the file, for a complaint about it. */
static int
refuse_key(const struct yaml_node *root, const char *name,
    struct conf_error *err)
{
	const struct yaml_node *node = yaml_get(root, name);

	return refuse(err, node == NULL ? 0 : node->line,
	    node == NULL ? 0 : node->column, err->message);
}

static int
make_absolute(const struct yaml_node *root, struct conf *c,
    struct conf_error *err)
{
	const struct conf_key *key;
	char ***paths, **path;
	int r = 0;

	if (c->root[0] != '/') {
		(void)snprintf(err->message, sizeof(err->message),
		    "\"root\": expected an absolute path");
		return refuse_key(root, "root", err);
	}
	for (size_t i = 0; i < conf_keys && r == 0; i++) {
		key = &conf_table[i];
		path = field_of(c, key);
		if (key->type == CONF_PATH) {
			r = conf_path_absolute(c->root, path);
		} else if (key->type == CONF_PATHS) {
			paths = field_of(c, key);
			for (path = *paths; *path != NULL && r == 0; path++)
				r = conf_path_absolute(c->root, path);
		}
	}
	return r;
}

/* A record put into the inbox would be read as a scan, and so for ever. */
static int
check_apart(const struct yaml_node *root, const struct conf *c,
    struct conf_error *err)
{
	static const char *const rooms[] = {
		"inbox", "work", "out", "done", "failed", "state"
	};
	const size_t n = sizeof(rooms) / sizeof(rooms[0]);
	const char *a, *b;

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++) {
			a = *(char **)field_of(c, key_find(rooms[i]));
			b = *(char **)field_of(c, key_find(rooms[j]));
			if (i == j || !conf_path_inside(a, b))
				continue;
			if (strcmp(a, b) == 0)
				(void)snprintf(err->message,
				    sizeof(err->message), "\"%s\" and \"%s\" "
				    "are one folder (%.120s)", rooms[i],
				    rooms[j], a);
			else
				(void)snprintf(err->message,
				    sizeof(err->message), "\"%s\" (%.120s) "
				    "lies inside \"%s\" (%.120s)", rooms[j],
				    b, rooms[i], a);
			return refuse_key(root, yaml_get(root, rooms[j]) ==
			    NULL ? rooms[i] : rooms[j], err);
		}
	}
	return 0;
}

int
conf_default(struct conf *ret_conf)
{
	struct conf c = { 0 };
	struct yaml_node *node;
	struct yaml_error ye;
	char why[256];
	int r = 0;

	for (size_t i = 0; i < conf_keys && r == 0; i++) {
		const struct conf_key *key = &conf_table[i];
		struct yaml_node plain = { .kind = YAML_SCALAR,
		    .value = (char *)(uintptr_t)key->value };

		if (key->type != CONF_PATHS) {
			r = conf_value_parse(key, &plain, field_of(&c, key),
			    why, sizeof(why));
			continue;
		}
		r = yaml_parse(key->value, strlen(key->value), &node, &ye);
		if (r < 0)
			break;
		r = conf_value_parse(key, node, field_of(&c, key), why,
		    sizeof(why));
		yaml_free(node);
	}
	if (r < 0)
		conf_free(&c);
	else
		*ret_conf = c;
	return r;
}

int
conf_parse(const char *data, size_t len, struct conf *ret_conf,
    struct conf_error *err)
{
	struct conf c = { 0 };
	struct yaml_node *root = NULL;
	struct yaml_error ye;
	int r;

	*err = (struct conf_error){ 0 };
	r = yaml_parse(data, len, &root, &ye);
	if (r == -EINVAL)
		return refuse(err, ye.line, ye.column, ye.message);
	if (r < 0)
		return r;
	if ((r = conf_default(&c)) < 0 ||
	    (r = apply(root, &c, err)) < 0 ||
	    (r = make_absolute(root, &c, err)) < 0 ||
	    (r = check_apart(root, &c, err)) < 0)
		conf_free(&c);
	else
		*ret_conf = c;
	yaml_free(root);
	return r;
}

int
conf_load(const char *path, struct conf *ret_conf, struct conf_error *err)
{
	struct buf text = { 0 };
	int fd, r;

	*err = (struct conf_error){ 0 };
	fd = open(path, O_RDONLY | O_CLOEXEC);
	r = fd == -1 ? -errno : 0;
	/* One byte more than is allowed, so that yaml_parse can refuse it. */
	if (r == 0)
		r = io_read_all(fd, YAML_BYTES_MAX + 1, &text);
	if (fd != -1)
		(void)close(fd);
	if (r == 0)
		r = conf_parse(text.data == NULL ? "" : text.data, text.len,
		    ret_conf, err);
	if (r < 0 && err->message[0] == '\0')
		(void)snprintf(err->message, sizeof(err->message), "%s",
		    strerror(-r));
	buf_free(&text);
	return r;
}

void
conf_why(const char *path, const struct conf_error *err,
    char ret_line[static CONF_WHY_SIZE])
{
	char place[32] = "";

	if (err->line > 0)
		(void)snprintf(place, sizeof(place), ":%d:%d", err->line,
		    err->column);
	(void)snprintf(ret_line, CONF_WHY_SIZE, "%s%s: %s", path, place,
	    err->message);
}

void
conf_free(struct conf *c)
{
	for (size_t i = 0; i < conf_keys; i++)
		conf_value_free(&conf_table[i], field_of(c, &conf_table[i]));
	*c = (struct conf){ 0 };
}

/* Bytes of a key's field. */
static size_t
size_of(const struct conf_key *key)
{
	return key->type == CONF_BOOL ? sizeof(bool) :
	    key->type == CONF_PATHS ? sizeof(char **) :
	    conf_value_is_text(key) ? sizeof(char *) : sizeof(uint64_t);
}

void
conf_carry_fixed(struct conf *from, struct conf *to)
{
	char spare[sizeof(uint64_t) + sizeof(char *)];
	const struct conf_key *key;
	size_t size;

	for (size_t i = 0; i < conf_keys; i++) {
		key = &conf_table[i];
		size = size_of(key);
		if (!key->fixed)
			continue;
		memcpy(spare, field_of(to, key), size);
		memcpy(field_of(to, key), field_of(from, key), size);
		memcpy(field_of(from, key), spare, size);
	}
}

const char *
conf_fixed_differs(const struct conf *a, const struct conf *b)
{
	const struct conf_key *key;
	bool same;

	for (size_t i = 0; i < conf_keys; i++) {
		key = &conf_table[i];
		if (!key->fixed)
			continue;
		/* What is fixed is a path, a name or a number. */
		same = conf_value_is_text(key) ?
		    strcmp(*(char **)field_of(a, key),
		    *(char **)field_of(b, key)) == 0 :
		    memcmp(field_of(a, key), field_of(b, key),
		    size_of(key)) == 0;
		if (!same)
			return key->name;
	}
	return NULL;
}
