/*
 * name_frame FILE NAME: the journal frame that says "this very file has that
 * name", for tests of what a start makes of it.
 */
#include <sys/stat.h>

#include <err.h>
#include <stdio.h>
#include <unistd.h>

#include "spool/journal.h"
#include "spool/settle.h"

int
main(int argc, char **argv)
{
	struct journal_name n = { 0 };
	struct stat st;

	if (argc != 3)
		errx(2, "usage: name_frame FILE NAME");
	if (stat(argv[1], &st) == -1)
		err(1, "%s", argv[1]);
	n.ino = st.st_ino;
	n.size = st.st_size;
	n.mtime_ns = settle_id(&st).mtime_ns;
	(void)snprintf(n.name, sizeof(n.name), "%s", argv[2]);
	if (journal_append_name(STDOUT_FILENO, &n) < 0)
		errx(1, "cannot write it");
	return 0;
}
