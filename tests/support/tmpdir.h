#ifndef GREFFIER_TMPDIR_H
#define GREFFIER_TMPDIR_H

#include <sys/stat.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

/* A folder of its own for each test, which is the current one meanwhile. */

static char tmpdir[64];

static inline void
tmpdir_enter(void)
{
	(void)snprintf(tmpdir, sizeof(tmpdir), "/tmp/greffier-test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(tmpdir));
	ck_assert_int_eq(chdir(tmpdir), 0);
}

static inline int
tmpdir_remove_one(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void
tmpdir_leave(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(nftw(tmpdir, tmpdir_remove_one, 16,
	    FTW_DEPTH | FTW_PHYS), 0);
}

/* Write a file whole. */
static inline void
tmpdir_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	ck_assert_msg(f != NULL, "%s", path);
	ck_assert_int_ne(fputs(text, f), EOF);
	ck_assert_int_eq(fclose(f), 0);
}

/* Does the file hold just that? */
static inline bool
tmpdir_holds(const char *path, const char *text)
{
	char have[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		return false;
	n = fread(have, 1, sizeof(have) - 1, f);
	(void)fclose(f);
	have[n] = '\0';
	return strcmp(have, text) == 0;
}

static inline bool
tmpdir_has(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

#endif /* GREFFIER_TMPDIR_H */
