#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "spool/name.h"

#define EXTENSION_MAX	5		/* letters: "jpeg", "tiff" */
#define END_BYTES	32		/* hold all that a candidate adds */

/*
 * Where the extension of `base` begins, or its end.  It holds a letter, so
 * that "délib 12.2024" keeps its year, and something stands before it.
 */
static const char *
extension(const char *base)
{
	const char *dot = strrchr(base, '.');
	bool letter = false;
	size_t n = 0;

	if (dot == NULL || dot == base)
		return base + strlen(base);
	for (const char *p = dot + 1; *p != '\0'; p++, n++) {
		if (!isalnum((unsigned char)*p))
			return base + strlen(base);
		letter = letter || isalpha((unsigned char)*p);
	}
	return letter && n <= EXTENSION_MAX ? dot : base + strlen(base);
}

int
name_candidate(const char *path, const char *suffix, const char *sha256,
    unsigned n, char ret_name[static NAME_SIZE])
{
	const char *base = strrchr(path, '/');
	const char *ext;
	char added[32] = "";
	size_t folder, stem, room;
	int len;

	base = base == NULL ? path : base + 1;
	folder = (size_t)(base - path);
	ext = extension(base);
	stem = (size_t)(ext - base);
	if (suffix == NULL)
		suffix = ext;
	if (n == 1)
		(void)snprintf(added, sizeof(added), "-%.8s", sha256);
	else if (n > 1)
		(void)snprintf(added, sizeof(added), "-%.8s-%u", sha256, n);
	room = NAME_MAX - strlen(added) - strlen(suffix);
	if (stem > room)
		stem = room;
	len = snprintf(ret_name, NAME_SIZE, "%.*s%.*s%s%s", (int)folder, path,
	    (int)stem, base, added, suffix);
	return len < 0 || len >= NAME_SIZE ? -ENAMETOOLONG : 0;
}

int
name_note(const char *path, const char *suffix,
    char ret_name[static NAME_SIZE])
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	size_t stem = strlen(path + folder), room = NAME_MAX - strlen(suffix);
	const char *end = path + folder + stem;
	int len;

	if (stem > room) {
		stem = room - END_BYTES;
		end -= END_BYTES;
	}
	len = snprintf(ret_name, NAME_SIZE, "%.*s%s%s", (int)(folder + stem),
	    path, end, suffix);
	return len < 0 || len >= NAME_SIZE ? -ENAMETOOLONG : 0;
}

int
name_flat(const char *path, char ret_name[static NAME_SIZE])
{
	size_t len = strlen(path), skip = 0;

	if (len >= NAME_SIZE)
		return -ENAMETOOLONG;
	/* What is too long loses its first folders, not its extension. */
	if (len > NAME_MAX)
		skip = len - NAME_MAX;
	(void)snprintf(ret_name, NAME_SIZE, "%s", path + skip);
	for (char *c = ret_name; *c != '\0'; c++)
		if (*c == '/')
			*c = '-';
	return 0;
}
