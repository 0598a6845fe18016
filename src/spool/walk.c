#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "spool/walk.h"

static const char *const junk[] = {
	".*",			/* hidden, .DS_Store, ._*, .stfolder .. */
	"~$*",			/* an office program's lock */
	"Thumbs.db",
	"desktop.ini",
	"*.part", "*.partial", "*.filepart", "*.crdownload",	/* half a copy */
	"@eaDir", "#recycle",	/* storage boxes' own */
	"*.raison.txt",		/* our own, moved back from failed/ in one go */
};

static bool
is_junk(const char *name)
{
	for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++)
		if (fnmatch(junk[i], name, FNM_CASEFOLD) == 0)
			return true;
	return false;
}

struct walking {
	const struct walk_events *events;
	size_t	depth;
	char	path[LIMIT_NAME_BYTES + 2];	/* with a slash at its end */
};

static int	walk_folder(struct walking *w, int fd, size_t len);

/* What stands at path[len..], below the folder `fd`. */
static int
walk_entry(struct walking *w, int fd, size_t len, const char *name)
{
	size_t name_len = strlen(name);
	struct stat st;
	int sub;

	if (is_junk(name) || len + name_len > LIMIT_NAME_BYTES)
		return 0;
	memcpy(&w->path[len], name, name_len + 1);
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return 0;			/* gone meanwhile */
	if (S_ISREG(st.st_mode))
		return w->events->file(w->events->data, w->path, &st);
	if (!S_ISDIR(st.st_mode) || w->depth == WALK_DEPTH_MAX)
		return 0;
	sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);
	if (sub == -1)
		return 0;
	return walk_folder(w, sub, len + name_len);
}

/* Takes over `fd`; path[0..len) is the folder's own path. */
static int
walk_folder(struct walking *w, int fd, size_t len)
{
	struct dirent *entry;
	DIR *dir;
	int r = 0;

	if (w->events->folder != NULL)
		w->events->folder(w->events->data, fd, w->path);
	dir = fdopendir(fd);
	if (dir == NULL) {
		r = -errno;
		(void)close(fd);
		return w->depth == 0 ? r : 0;
	}
	if (len > 0)
		w->path[len++] = '/';
	w->depth++;
	while (r == 0) {
		errno = 0;
		entry = readdir(dir);
		if (entry == NULL) {
			r = w->depth == 1 ? -errno : 0;
			break;
		}
		r = walk_entry(w, fd, len, entry->d_name);
	}
	w->depth--;
	(void)closedir(dir);
	return r;
}

int
walk(int top, const struct walk_events *events)
{
	struct walking w = { .events = events };
	int fd;

	/* A description of its own: reading a folder moves its offset. */
	fd = openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return -errno;
	return walk_folder(&w, fd, 0);
}
