#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/io.h"
#include "spool/move.h"
#include "spool/name.h"
#include "spool/spool.h"
#include "spool/work.h"

/*
 * Out of failed/, into the inbox again.  The scan moves first: a crash leaves
 * a reason without a scan, which says nothing wrong, and never a scan without
 * its reason.
 */

/* Is it a scan that was set aside, and not one of the notes? */
static int
check(int dir, const char *base, const char *const *suffix)
{
	char name[NAME_SIZE];
	struct stat st;
	int r;

	if (fstatat(dir, base, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if ((r = name_note(base, suffix[0], name)) < 0)
		return r;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? -EINVAL : -errno;
	return 0;
}

bool
spool_has_failed(const struct spool *sp, const char *path,
    const char *const *suffix)
{
	const char *base;
	int dir, r;

	r = io_open_parent(sp->room[SPOOL_FAILED], path, 0, &dir, &base);
	if (r == 0) {
		r = check(dir, base, suffix);
		(void)close(dir);
	}
	return r == 0;
}

static void
remove_notes(int dir, const char *base, const char *const *suffix)
{
	char name[NAME_SIZE];

	for (; *suffix != NULL; suffix++)
		if (name_note(base, *suffix, name) == 0)
			(void)unlinkat(dir, name, 0);
}

int
spool_retry(const struct spool *sp, const char *path, uint64_t number,
    const char *const *suffix)
{
	char id[SPOOL_ID_SIZE];
	const char *base;
	int from, to, r;

	r = io_open_parent(sp->room[SPOOL_FAILED], path, 0, &from, &base);
	if (r < 0)
		return r;
	r = check(from, base, suffix);
	if (r == 0)
		r = io_open_parent(sp->room[SPOOL_INBOX], path,
		    spool_folder_mode(sp, SPOOL_INBOX), &to, &base);
	if (r == 0) {
		work_id(number, id);
		r = move_file(from, base, to, base, id);
		if (r == 0)
			remove_notes(from, base, suffix);
		(void)close(to);
	}
	(void)close(from);
	return r;
}
