#ifndef GREFFIER_WORK_H
#define GREFFIER_WORK_H

#include <stdint.h>

#include "spool/spool.h"

/* The inside of work/; private to spool/. */

/*
 * In work/ID/ while it is being taken by copy, until its name has left the
 * inbox: what then lies in both is one file.
 */
#define WORK_COPIED	".copied"

void	work_id(uint64_t number, char ret_id[static SPOOL_ID_SIZE]);

/* Open work/ID/. */
int	work_open(const struct spool *sp, const char *id, int *ret_fd);

/* Open the folder of work/ID/ where the scan lies, and tell its name there. */
int	work_open_parent(const struct spool *sp, const struct spool_job *job,
	    int *ret_fd, const char **ret_base);

/* Remove work/ID.pages and work/ID/; what holds a file stays. */
void	work_remove(const struct spool *sp, const char *id);

#endif /* GREFFIER_WORK_H */
