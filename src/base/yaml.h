#ifndef GREFFIER_YAML_H
#define GREFFIER_YAML_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A YAML document as a tree that knows its lines (over libfyaml).  Anchors and
 * aliases are refused: our files need none, and an alias bomb needs them.
 */
enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind	 kind;
	int		 line, column;	/* of its first character, from 1 */
	char		*key;		/* as an entry of a map, else NULL */
	int		 key_line, key_column;
	char		*value;		/* of a scalar, UTF-8 */
	bool		 plain;		/* a scalar without quotes or block mark */
	size_t		 n;		/* entries of a list or map, in file order */
	struct yaml_node *item;
};

struct yaml_error {
	int	line, column;		/* from 1; 0 where no place is to blame */
	char	message[256];		/* English, without file name or place */
};

#define YAML_BYTES_MAX	(1 << 20)	/* a plugin is a page, not a book */
#define YAML_DEPTH_MAX	32

/*
 * Parse `len` bytes.  *ret_root is the caller's, freed with yaml_free.  An
 * empty document is an empty map.  -EINVAL: `err` says where and why (also
 * for a key given twice in one map).
 */
int	yaml_parse(const char *data, size_t len, struct yaml_node **ret_root,
	    struct yaml_error *err);
void	yaml_free(struct yaml_node *root);

/* The entry `key` of a map, or NULL.  Borrowed. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* The candidate (NULL-ended list) nearest to `word`, or NULL if none is near. */
const char *yaml_nearest(const char *word, const char *const *candidates);

#endif /* GREFFIER_YAML_H */
