#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "conf/conf_path.h"

/* Append the parts of `path` to `out`, each behind a slash. */
static int
append_parts(struct buf *out, const char *path)
{
	size_t len;
	int r;

	for (; *path != '\0'; path += len) {
		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (len == 0 || (len == 1 && path[0] == '.'))
			continue;
		if (len == 2 && path[0] == '.' && path[1] == '.') {
			while (out->len > 0 && out->data[--out->len] != '/')
				;
			continue;
		}
		if ((r = buf_append(out, "/", 1)) < 0 ||
		    (r = buf_append(out, path, len)) < 0)
			return r;
	}
	return 0;
}

int
conf_path_absolute(const char *root, char **path)
{
	struct buf out = { 0 };
	char *plain = NULL;
	int r = 0;

	if ((*path)[0] != '/')
		r = append_parts(&out, root);
	if (r == 0)
		r = append_parts(&out, *path);
	if (r == 0 && out.len == 0)
		r = buf_append(&out, "/", 1);
	if (r == 0 && (plain = strndup(out.data, out.len)) == NULL)
		r = -ENOMEM;
	buf_free(&out);
	if (r < 0)
		return r;
	free(*path);
	*path = plain;
	return 0;
}

bool
conf_path_inside(const char *a, const char *b)
{
	size_t len = strlen(a);

	if (len == 1)
		return true;		/* all is inside "/" */
	return strncmp(a, b, len) == 0 && (b[len] == '\0' || b[len] == '/');
}
