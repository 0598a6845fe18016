#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include <linux/magic.h>
#include <linux/openat2.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "spool/spool.h"

#define FOLDER_FLAGS	(O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#define UP_MAX		256		/* folders up to the root */

/* Network file systems' magic numbers that linux/magic.h does not name. */
#define FUSE_MAGIC	0x65735546
#define CIFS_MAGIC	0xff534d42

static const char *const room_name[SPOOL_ROOMS] = {
	[SPOOL_INBOX] = "inbox",
	[SPOOL_WORK] = "work",
	[SPOOL_OUT] = "out",
	[SPOOL_DONE] = "done",
	[SPOOL_FAILED] = "failed",
};

const char *
spool_room_name(enum spool_room room)
{
	return room < SPOOL_ROOMS ? room_name[room] : "unknown";
}

static int
open_room(const char *path, mode_t mode)
{
	int fd, r;

	if ((r = io_make_folders(path, mode)) < 0)
		return r;
	fd = open(path, FOLDER_FLAGS);
	return fd == -1 ? -errno : fd;
}

mode_t
spool_folder_mode(const struct spool *sp, enum spool_room room)
{
	struct stat st;

	if ((sp->folder_mode & S_IXGRP) == 0 ||
	    fstat(sp->room[room], &st) == -1)
		return sp->folder_mode;
	return sp->folder_mode | (st.st_mode & S_IWGRP);
}

/* Of the kernel's own folders root may write all, and make nothing in any. */
static bool
is_kernels(const char *path)
{
	struct statfs fs;

	return statfs(path, &fs) == 0 &&
	    (fs.f_type == PROC_SUPER_MAGIC || fs.f_type == SYSFS_MAGIC);
}

int
spool_foresee(const char *path)
{
	char part[4096];
	size_t len = strlen(path);
	struct stat st;

	if (len == 0 || len >= sizeof(part))
		return len == 0 ? -ENOENT : -ENAMETOOLONG;
	memcpy(part, path, len + 1);
	/* Up to the first folder that is there: the rest is made in it. */
	while (stat(part, &st) == -1) {
		if (errno != ENOENT)
			return -errno;
		while (len > 0 && part[--len] != '/')
			;
		part[len > 0 ? len : 1] = '\0';
	}
	if (!S_ISDIR(st.st_mode))
		return -ENOTDIR;
	if (faccessat(AT_FDCWD, part, R_OK | W_OK | X_OK, AT_EACCESS) == -1)
		return -errno;
	return is_kernels(part) ? -EPERM : strcmp(part, path) != 0;
}

/* 1 where the folder `fd` is `inbox` or lies inside it, else 0 or an error. */
static int
inside(int fd, const struct stat *inbox)
{
	struct stat st, last = { 0 };
	int up, next, r = 0;

	up = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (up == -1)
		return -errno;
	for (int i = 0; i < UP_MAX; i++) {
		if (fstat(up, &st) == -1) {
			r = -errno;
			break;
		}
		r = st.st_dev == inbox->st_dev && st.st_ino == inbox->st_ino;
		if (r != 0 || (i > 0 && st.st_dev == last.st_dev &&
		    st.st_ino == last.st_ino))
			break;
		last = st;
		next = openat(up, "..", FOLDER_FLAGS);
		if (next == -1)
			break;		/* not ours to see: none of ours */
		(void)close(up);
		up = next;
	}
	(void)close(up);
	return r;
}

/* Does a file system begin there?  0, 1 or an error. */
static int
mounted(int fd)
{
	struct stat st, up;

	if (fstat(fd, &st) == -1 || fstatat(fd, "..", &up, 0) == -1)
		return -errno;
	return st.st_dev != up.st_dev;
}

static int
check_apart(const struct spool *sp, enum spool_room *ret_room)
{
	struct stat inbox;
	int r;

	if (fstat(sp->room[SPOOL_INBOX], &inbox) == -1) {
		*ret_room = SPOOL_INBOX;
		return -errno;
	}
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		if (i == SPOOL_INBOX)
			continue;
		r = inside(sp->room[i], &inbox);
		if (r != 0) {
			*ret_room = (enum spool_room)i;
			return r < 0 ? r : -ELOOP;
		}
	}
	return 0;
}

static int
open_one(struct spool *sp, enum spool_room room, const char *path)
{
	int fd = open_room(path, sp->folder_mode);

	if (fd < 0)
		return fd;
	sp->room[room] = fd;
	sp->mounted[room] = mounted(fd) == 1;
	/* Without links: none is followed from here on. */
	sp->path[room] = realpath(path, NULL);
	return sp->path[room] == NULL ? -errno : 0;
}

int
spool_open(struct spool *sp, const char *const paths[SPOOL_ROOMS],
    mode_t file_mode, mode_t folder_mode, enum spool_room *ret_room)
{
	int r = 0;

	*sp = (struct spool){ .file_mode = file_mode,
	    .folder_mode = folder_mode };
	for (int i = 0; i < SPOOL_ROOMS; i++)
		sp->room[i] = -1;
	for (int i = 0; i < SPOOL_ROOMS && r == 0; i++) {
		r = open_one(sp, (enum spool_room)i, paths[i]);
		if (r < 0)
			*ret_room = (enum spool_room)i;
	}
	if (r == 0)
		r = check_apart(sp, ret_room);
	if (r == 0 && flock(sp->room[SPOOL_WORK], LOCK_EX | LOCK_NB) == -1) {
		r = -errno;
		*ret_room = SPOOL_WORK;
	}
	if (r < 0)
		spool_close(sp);
	return r;
}

void
spool_close(struct spool *sp)
{
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		if (sp->room[i] != -1)
			(void)close(sp->room[i]);
		sp->room[i] = -1;
		free(sp->path[i]);
		sp->path[i] = NULL;
	}
}

/*
 * Links may lead to a room at the start, as the sysadmin set them up.  One that
 * comes later would hand us another folder than the one that was meant, and all
 * that lies in it would be taken for scans.
 */
static int
open_again(const char *path)
{
	const struct open_how how = {
		.flags = FOLDER_FLAGS,
		.resolve = RESOLVE_NO_SYMLINKS,
	};
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));

	if (fd == -1 && errno == ENOSYS)	/* before Linux 5.6 */
		fd = open(path, FOLDER_FLAGS | O_NOFOLLOW);
	return fd == -1 ? -errno : fd;
}

/* A folder that has come in the place of a room: may it be that room? */
static int
check_new(const struct spool *sp, enum spool_room room, int fd)
{
	struct stat inbox;
	int r;

	/* The place of a mount is not what was mounted there. */
	if (sp->mounted[room] && (r = mounted(fd)) <= 0)
		return r < 0 ? r : -ENODEV;
	if (fstat(room == SPOOL_INBOX ? fd : sp->room[SPOOL_INBOX],
	    &inbox) == -1)
		return -errno;
	for (int i = 0; i < SPOOL_ROOMS; i++) {
		if (i == SPOOL_INBOX ||
		    (room != SPOOL_INBOX && i != (int)room))
			continue;
		r = inside(room == SPOOL_INBOX ? sp->room[i] : fd, &inbox);
		if (r != 0)
			return r < 0 ? r : -ELOOP;
	}
	return 0;
}

int
spool_check(const struct spool *sp, enum spool_room room)
{
	struct stat st, now;
	int fd, r;

	if (stat(sp->path[room], &now) == -1)
		return errno == ENOENT ? -ENODEV : -errno;
	if (fstat(sp->room[room], &st) == 0 && st.st_dev == now.st_dev &&
	    st.st_ino == now.st_ino)
		return 0;
	fd = open_again(sp->path[room]);
	if (fd < 0)
		return fd == -ENOENT ? -ENODEV : fd;
	r = check_new(sp, room, fd);
	/* In one go: who works with the number has the old room or the new. */
	if (r == 0 && dup3(fd, sp->room[room], O_CLOEXEC) == -1)
		r = -errno;
	(void)close(fd);
	return r < 0 ? r : 1;
}

uint64_t
spool_free_bytes(const struct spool *sp, enum spool_room room)
{
	struct statvfs fs;

	if (fstatvfs(sp->room[room], &fs) == -1)
		return UINT64_MAX;
	return (uint64_t)fs.f_bavail * fs.f_frsize;
}

static int
give_group(int fd, gid_t group)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -errno;
	if (st.st_gid == group && (st.st_mode & S_ISGID) != 0)
		return 0;
	if ((st.st_gid != group && fchown(fd, (uid_t)-1, group) == -1) ||
	    fchmod(fd, (st.st_mode & 07777) | S_ISGID) == -1 ||
	    fstat(fd, &st) == -1)
		return -errno;
	/* Of a group that is not ours the bit is dropped without a word. */
	return (st.st_mode & S_ISGID) != 0 ? 0 : -EPERM;
}

int
spool_give_group(const struct spool *sp, gid_t group,
    enum spool_room *ret_room)
{
	static const enum spool_room rooms[] = {
		SPOOL_OUT, SPOOL_DONE, SPOOL_FAILED
	};
	int r = 0;

	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]) && r == 0;
	    i++) {
		r = give_group(sp->room[rooms[i]], group);
		if (r < 0)
			*ret_room = rooms[i];
	}
	return r;
}

bool
spool_room_silent(const struct spool *sp, enum spool_room room)
{
	struct statfs fs;

	if (fstatfs(sp->room[room], &fs) == -1)
		return true;
	switch ((uint32_t)fs.f_type) {
	case NFS_SUPER_MAGIC:
	case SMB_SUPER_MAGIC:
	case SMB2_SUPER_MAGIC:
	case CIFS_MAGIC:
	case FUSE_MAGIC:
	case V9FS_MAGIC:
	case CEPH_SUPER_MAGIC:
	case AFS_SUPER_MAGIC:
		return true;
	default:
		return false;
	}
}
