#include <sys/stat.h>
#include <sys/syscall.h>

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/faults_cut.h"

enum kind { WROTE, MADE, MADE_FOLDER, REMOVED, REMOVED_FOLDER, MOVED };

struct change {
	enum kind	 kind;
	bool		 lasts;
	ino_t		 ino;		/* WROTE: the file's */
	ino_t		 folder[2];	/* the folders whose names changed */
	char		*path, *to;
	int		 fd;		/* WROTE: leads to the file, or -1 */
	char		*bytes;		/* WROTE: as they were */
	off_t		 len;
	unsigned	 limbo;		/* REMOVED: its number there */
};

static struct change *changes;
static size_t n_changes, max_changes;
static unsigned limbos;
static char limbo[PATH_MAX];

/* Straight to the kernel: libc's own calls come by here again. */
static bool
look(const char *path, struct stat *st)
{
	return syscall(SYS_newfstatat, AT_FDCWD, path, st,
	    AT_SYMLINK_NOFOLLOW) == 0;
}

static ino_t
inode(const char *path)
{
	struct stat st;

	return look(path, &st) ? st.st_ino : 0;
}

static ino_t
folder_inode(const char *path)
{
	char folder[2 * PATH_MAX];
	char *slash;

	(void)snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash != NULL)
		*slash = '\0';
	return inode(folder);
}

static void
limbo_name(unsigned n, char name[static PATH_MAX + 16])
{
	(void)snprintf(name, PATH_MAX + 16, "%s/%u", limbo, n);
}

static struct change *
add(enum kind kind, const char *path)
{
	struct change *c;

	if (n_changes == max_changes) {
		max_changes = max_changes == 0 ? 256 : 2 * max_changes;
		changes = realloc(changes, max_changes * sizeof(*changes));
		if (changes == NULL)
			abort();
	}
	c = &changes[n_changes++];
	*c = (struct change){ .kind = kind, .path = strdup(path), .fd = -1 };
	c->folder[0] = c->folder[1] = folder_inode(path);
	return c;
}

void
faults_cut_begin(const char *root)
{
	(void)snprintf(limbo, sizeof(limbo), "%s.limbo", root);
	(void)syscall(SYS_mkdirat, AT_FDCWD, limbo, 0700);
}

static bool
remembered(ino_t ino)
{
	for (size_t i = 0; i < n_changes; i++)
		if (changes[i].kind == WROTE && !changes[i].lasts &&
		    changes[i].ino == ino)
			return true;
	return false;
}

void
faults_cut_writing(const char *path)
{
	struct change *c;
	struct stat st;
	int fd;

	if (limbo[0] == '\0' || !look(path, &st) || remembered(st.st_ino))
		return;
	c = add(WROTE, path);
	c->ino = st.st_ino;
	c->len = st.st_size;
	c->bytes = malloc((size_t)st.st_size + 1);
	/* By this one nobody is seen as a writer. */
	c->fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_PATH | O_CLOEXEC);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	if (c->bytes == NULL || c->fd == -1 || fd == -1 ||
	    syscall(SYS_pread64, fd, c->bytes, (size_t)c->len, 0) != c->len)
		abort();
	(void)syscall(SYS_close, fd);
}

void
faults_cut_unlinking(const char *path)
{
	char name[PATH_MAX + 16];
	struct change *c;
	struct stat st;

	if (limbo[0] == '\0' || !look(path, &st))
		return;
	c = add(REMOVED, path);
	c->limbo = limbos++;
	limbo_name(c->limbo, name);
	(void)syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, name, 0);
}

void
faults_cut_removing_folder(const char *path)
{
	if (limbo[0] != '\0' && inode(path) != 0)
		(void)add(REMOVED_FOLDER, path);
}

void
faults_cut_made(const char *path)
{
	if (limbo[0] != '\0')
		(void)add(MADE, path);
}

void
faults_cut_made_folder(const char *path)
{
	if (limbo[0] != '\0')
		(void)add(MADE_FOLDER, path);
}

void
faults_cut_renamed(const char *from, const char *to)
{
	struct change *c;

	if (limbo[0] == '\0')
		return;
	c = add(MOVED, from);
	c->to = strdup(to);
	c->folder[1] = folder_inode(to);
}

void
faults_cut_synced(const char *path)
{
	ino_t ino;

	if (limbo[0] == '\0')
		return;
	ino = inode(path);
	for (size_t i = 0; i < n_changes; i++) {
		struct change *c = &changes[i];

		if (c->lasts || (c->kind == WROTE ? c->ino != ino :
		    c->folder[0] != ino && c->folder[1] != ino))
			continue;
		c->lasts = true;
		if (c->fd != -1)
			(void)syscall(SYS_close, c->fd);
		free(c->bytes);
		c->bytes = NULL;
	}
}

/* ---- The cut ---- */

static void
unwrite(const struct change *c)
{
	char link[64];
	int fd;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", c->fd);
	fd = (int)syscall(SYS_openat, AT_FDCWD, link, O_WRONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	(void)syscall(SYS_ftruncate, fd, 0L);
	(void)syscall(SYS_pwrite64, fd, c->bytes, (size_t)c->len, 0L);
	(void)syscall(SYS_close, fd);
}

/* What cannot be undone has been overtaken by something that lasts. */
static void
undo(const struct change *c)
{
	char name[PATH_MAX + 16];

	switch (c->kind) {
	case WROTE:
		unwrite(c);
		break;
	case MADE:
		(void)syscall(SYS_unlinkat, AT_FDCWD, c->path, 0);
		break;
	case MADE_FOLDER:
		(void)syscall(SYS_unlinkat, AT_FDCWD, c->path, AT_REMOVEDIR);
		break;
	case REMOVED:
		limbo_name(c->limbo, name);
		(void)syscall(SYS_renameat2, AT_FDCWD, name, AT_FDCWD,
		    c->path, RENAME_NOREPLACE);
		break;
	case REMOVED_FOLDER:
		(void)syscall(SYS_mkdirat, AT_FDCWD, c->path, 0700);
		break;
	case MOVED:
		(void)syscall(SYS_renameat2, AT_FDCWD, c->to, AT_FDCWD,
		    c->path, RENAME_NOREPLACE);
		break;
	}
}

void
faults_cut_power(void)
{
	for (size_t i = n_changes; i-- > 0;)
		if (!changes[i].lasts)
			undo(&changes[i]);
}
