#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libfyaml.h>

#include "base/utf8.h"
#include "base/yaml.h"

#define NEAR_BYTES_MAX	48	/* no key of ours is longer */

/* A list or map that is still open. */
struct level {
	struct yaml_node node;
	size_t		 cap;		/* entries node.item has room for */
	char		*key;		/* of a map: waits for its value */
	int		 key_line, key_column;
};

struct builder {
	struct level	 level[YAML_DEPTH_MAX + 1];	/* [0] holds the root */
	size_t		 depth;
	size_t		 documents;
	bool		 full;		/* the root is there */
	struct yaml_error *err;
};

/* A node's inside; the node itself lies in its parent's array. */
static void
node_clear(struct yaml_node *n)
{
	free(n->key);
	free(n->value);
	for (size_t i = 0; i < n->n; i++)
		node_clear(&n->item[i]);
	free(n->item);
}

void
yaml_free(struct yaml_node *root)
{
	if (root == NULL)
		return;
	node_clear(root);
	free(root);
}

static void
builder_clear(struct builder *b)
{
	for (size_t i = 0; i <= b->depth; i++) {
		free(b->level[i].key);
		node_clear(&b->level[i].node);
	}
}

static int
refuse(struct builder *b, int line, int column, const char *message)
{
	b->err->line = line;
	b->err->column = column;
	(void)snprintf(b->err->message, sizeof(b->err->message), "%s", message);
	return -EINVAL;
}

/*
 * Where an event begins, from 1; zeroes where it stands nowhere (a value left
 * out).  The library's mark of a quoted text is behind its quote.
 */
static void
place(struct fy_event *ev, int *ret_line, int *ret_column)
{
	const struct fy_mark *m = fy_event_start_mark(ev);
	enum fy_scalar_style style = FYSS_PLAIN;

	*ret_line = m == NULL ? 0 : m->line + 1;
	*ret_column = m == NULL ? 0 : m->column + 1;
	if (m != NULL && ev->type == FYET_SCALAR)
		style = fy_token_scalar_style(ev->scalar.value);
	if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)
		(*ret_column)--;
}

static int
refuse_at(struct builder *b, struct fy_event *ev, const char *message)
{
	int line, column;

	place(ev, &line, &column);
	return refuse(b, line, column, message);
}

/* The text of a scalar; a NUL inside would silently cut it. */
static int
scalar_text(struct builder *b, struct fy_event *ev, char **ret)
{
	const char *text;
	size_t len = 0;
	char *s;

	text = fy_token_get_text(ev->scalar.value, &len);
	if (text == NULL)
		len = 0;
	if (len > 0 && memchr(text, '\0', len) != NULL)
		return refuse_at(b, ev, "a NUL byte stands in this text");
	/* libfyaml gives torn text for some blocks that begin badly set in. */
	if (len > 0 && utf8_valid(text, len) != len)
		return refuse_at(b, ev, "this text cannot be understood");
	s = malloc(len + 1);
	if (s == NULL)
		return -ENOMEM;
	if (len > 0)
		memcpy(s, text, len);
	s[len] = '\0';
	*ret = s;
	return 0;
}

/* Put a finished node into the innermost open one, which then owns it. */
static int
adopt(struct builder *b, struct yaml_node *n)
{
	struct level *up = &b->level[b->depth];
	struct yaml_node *item;
	size_t cap;

	if (up->node.n == up->cap) {
		cap = up->cap == 0 ? 4 : up->cap * 2;
		item = reallocarray(up->node.item, cap, sizeof(*item));
		if (item == NULL) {
			node_clear(n);
			return -ENOMEM;
		}
		up->node.item = item;
		up->cap = cap;
	}
	n->key = up->key;
	n->key_line = up->key_line;
	n->key_column = up->key_column;
	up->key = NULL;
	up->node.item[up->node.n++] = *n;
	if (b->depth == 0)
		b->full = true;
	return 0;
}

static int
on_scalar(struct builder *b, struct fy_event *ev)
{
	struct level *up = &b->level[b->depth];
	struct yaml_node n = { .kind = YAML_SCALAR };
	int line, column, r;
	char *text = NULL;

	if ((r = scalar_text(b, ev, &text)) < 0)
		return r;
	place(ev, &line, &column);
	if (b->depth > 0 && up->node.kind == YAML_MAP && up->key == NULL) {
		if (line == 0) {
			free(text);
			return refuse(b, up->node.line, up->node.column,
			    "a key is left out");
		}
		up->key = text;
		up->key_line = line;
		up->key_column = column;
		return 0;
	}
	/* A value left out has no place of its own: its key's serves. */
	if (line == 0) {
		line = up->key == NULL ? up->node.line : up->key_line;
		column = up->key == NULL ? up->node.column : up->key_column;
	}
	n.line = line;
	n.column = column;
	n.value = text;
	n.plain = fy_token_scalar_style(ev->scalar.value) == FYSS_PLAIN;
	return adopt(b, &n);
}

static int
on_open(struct builder *b, struct fy_event *ev, enum yaml_kind kind)
{
	struct level *up = &b->level[b->depth];
	int line, column;

	place(ev, &line, &column);
	if (b->depth > 0 && up->node.kind == YAML_MAP && up->key == NULL)
		return refuse_at(b, ev, "a key must be a word or a text");
	if (b->depth == YAML_DEPTH_MAX)
		return refuse_at(b, ev, "nested too deep");
	b->level[++b->depth] = (struct level){ .node = {
		.kind = kind,
		.line = line,
		.column = column,
	} };
	return 0;
}

static int
key_compare(const void *a, const void *b)
{
	const struct yaml_node *x = *(const struct yaml_node *const *)a;
	const struct yaml_node *y = *(const struct yaml_node *const *)b;
	int r = strcmp(x->key, y->key);

	if (r != 0)
		return r;
	return x < y ? -1 : x > y;
}

/* A key given twice means that one of both is not heeded: which, is a guess. */
static int
refuse_twins(struct builder *b, const struct yaml_node *map)
{
	const struct yaml_node **sorted;
	char message[sizeof(b->err->message)];
	int r = 0;

	if (map->n < 2)
		return 0;
	sorted = calloc(map->n, sizeof(const struct yaml_node *));
	if (sorted == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < map->n; i++)
		sorted[i] = &map->item[i];
	qsort(sorted, map->n, sizeof(const struct yaml_node *), key_compare);
	for (size_t i = 1; i < map->n && r == 0; i++) {
		if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0)
			continue;
		(void)snprintf(message, sizeof(message),
		    "\"%.80s\" is already given on line %d", sorted[i]->key,
		    sorted[i - 1]->key_line);
		r = refuse(b, sorted[i]->key_line, sorted[i]->key_column,
		    message);
	}
	free(sorted);
	return r;
}

static int
on_close(struct builder *b)
{
	struct yaml_node n = b->level[b->depth].node;
	int r = 0;

	if (n.kind == YAML_MAP)
		r = refuse_twins(b, &n);
	if (r < 0)
		return r;
	b->level[b->depth--] = (struct level){ 0 };
	return adopt(b, &n);
}

/* Anchors and tags, on whatever they stand. */
static int
refuse_marks(struct builder *b, struct fy_event *ev)
{
	struct fy_token *anchor = NULL, *tag = NULL;

	if (ev->type == FYET_SCALAR) {
		anchor = ev->scalar.anchor;
		tag = ev->scalar.tag;
	} else if (ev->type == FYET_MAPPING_START) {
		anchor = ev->mapping_start.anchor;
		tag = ev->mapping_start.tag;
	} else if (ev->type == FYET_SEQUENCE_START) {
		anchor = ev->sequence_start.anchor;
		tag = ev->sequence_start.tag;
	}
	if (anchor != NULL || ev->type == FYET_ALIAS)
		return refuse_at(b, ev, "anchors and aliases are not allowed");
	if (tag != NULL)
		return refuse_at(b, ev, "tags are not allowed");
	return 0;
}

static int
on_event(struct builder *b, struct fy_event *ev)
{
	int r;

	if ((r = refuse_marks(b, ev)) < 0)
		return r;
	switch (ev->type) {
	case FYET_DOCUMENT_START:
		if (++b->documents > 1)
			return refuse_at(b, ev,
			    "a second document begins here; one is allowed");
		return 0;
	case FYET_SCALAR:
		return on_scalar(b, ev);
	case FYET_MAPPING_START:
		return on_open(b, ev, YAML_MAP);
	case FYET_SEQUENCE_START:
		return on_open(b, ev, YAML_LIST);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		return on_close(b);
	default:
		return 0;
	}
}

/* The first thing that the library found wrong. */
static int
library_error(struct builder *b, struct fy_diag *diag)
{
	struct fy_diag_error *e;
	void *prev = NULL;

	e = fy_diag_errors_iterate(diag, &prev);
	if (e == NULL)
		return refuse(b, 0, 0, "not YAML");
	return refuse(b, e->line, e->column, e->msg);
}

static int
parse_events(struct builder *b, struct fy_parser *fyp, struct fy_diag *diag)
{
	struct fy_event *ev;
	int r = 0;

	while (r == 0 && (ev = fy_parser_parse(fyp)) != NULL) {
		r = on_event(b, ev);
		fy_parser_event_free(fyp, ev);
	}
	if (r == 0 && fy_parser_get_stream_error(fyp))
		r = library_error(b, diag);
	return r;
}

/* Level 0's only entry becomes a root; nothing gives an empty map. */
static int
take_root(struct builder *b, struct yaml_node **ret)
{
	struct yaml_node *root, *only = b->level[0].node.item;

	root = calloc(1, sizeof(*root));
	if (root == NULL)
		return -ENOMEM;
	*root = (struct yaml_node){ .kind = YAML_MAP, .line = 1, .column = 1 };
	if (b->full && !(only->kind == YAML_SCALAR && only->plain &&
	    only->value[0] == '\0')) {
		*root = *only;
		b->level[0].node.n = 0;
	}
	*ret = root;
	return 0;
}

/* What the library would let pass: bytes that are no text. */
static int
refuse_bytes(struct builder *b, const char *data, size_t len)
{
	size_t good = utf8_valid(data, len), start = good;
	const char *nul;
	int line = 1;

	nul = good == 0 ? NULL : memchr(data, '\0', good);
	if (nul != NULL)
		start = good = (size_t)(nul - data);
	if (good == len)
		return 0;
	for (size_t i = 0; i < good; i++)
		line += data[i] == '\n';
	while (start > 0 && data[start - 1] != '\n')
		start--;
	return refuse(b, line, (int)(good - start) + 1, nul != NULL ?
	    "a NUL byte" : "not UTF-8 (is this file in Latin-1?)");
}

int
yaml_parse(const char *data, size_t len, struct yaml_node **ret_root,
    struct yaml_error *err)
{
	struct fy_diag_cfg quiet;
	struct fy_parse_cfg cfg = { .flags = FYPCF_QUIET };
	struct builder b = { .err = err };
	struct fy_parser *fyp = NULL;
	struct fy_diag *diag = NULL;
	int r;

	*err = (struct yaml_error){ 0 };
	if (len > YAML_BYTES_MAX)
		return refuse(&b, 0, 0, "larger than 1 MiB");
	if ((r = refuse_bytes(&b, data, len)) < 0)
		return r;
	r = -ENOMEM;
	fy_diag_cfg_default(&quiet);
	quiet.fp = NULL;
	quiet.level = FYET_ERROR;
	diag = fy_diag_create(&quiet);
	if (diag == NULL)
		goto out;
	fy_diag_set_collect_errors(diag, true);
	cfg.diag = diag;
	fyp = fy_parser_create(&cfg);
	if (fyp == NULL)
		goto out;
	/* The library takes a length of 0 for "up to the NUL". */
	if (fy_parser_set_string(fyp, len == 0 ? "\n" : data,
	    len == 0 ? 1 : len) != 0)
		goto out;
	r = parse_events(&b, fyp, diag);
	if (r == 0)
		r = take_root(&b, ret_root);
out:
	builder_clear(&b);
	fy_parser_destroy(fyp);
	fy_diag_destroy(diag);
	return r;
}

const struct yaml_node *
yaml_get(const struct yaml_node *map, const char *key)
{
	if (map == NULL || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (strcmp(map->item[i].key, key) == 0)
			return &map->item[i];
	return NULL;
}

static size_t
min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Letters to add, drop, change or swap to come from `a` to `b`. */
static size_t
distance(const char *a, size_t la, const char *b, size_t lb)
{
	size_t row[3][NEAR_BYTES_MAX + 1];
	size_t *before = row[0], *last = row[1], *now = row[2], *spare, cost;

	for (size_t j = 0; j <= lb; j++)
		last[j] = j;
	for (size_t i = 1; i <= la; i++) {
		now[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			cost = strncasecmp(&a[i - 1], &b[j - 1], 1) != 0;
			now[j] = min3(last[j] + 1, now[j - 1] + 1,
			    last[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[lb];
}

const char *
yaml_nearest(const char *word, const char *const *candidates)
{
	const char *best = NULL;
	size_t len = strlen(word), least, d, lc;

	if (len == 0 || len > NEAR_BYTES_MAX)
		return NULL;
	least = len / 3 + 2;	/* farther than that is another word */
	for (; *candidates != NULL; candidates++) {
		lc = strlen(*candidates);
		if (lc > NEAR_BYTES_MAX)
			continue;
		d = distance(word, len, *candidates, lc);
		if (d < least && d < len) {
			least = d;
			best = *candidates;
		}
	}
	return best;
}
