#ifndef GREFFIER_SERVE_H
#define GREFFIER_SERVE_H

#include <stdbool.h>

#include "reader/job.h"
#include "sandbox/sandbox.h"

/*
 * A reader's life after its model and plugins are loaded: it locks itself,
 * says READY, and forks once for each job that its pool sends, until the pool
 * is gone.  One thread; blocks all the time.
 */
struct serve_options {
	struct sandbox_options	sandbox;
	bool	verbose;	/* libraries may speak on stderr */
};

/*
 * Serve on `control`, a SOCK_SEQPACKET socket.  0 when the pool closed it, or
 * a negative errno; *ret_what then says in English what could not be done.
 */
int	serve(int control, const struct job_tools *tools,
	    const struct serve_options *o, const char **ret_what);

#endif /* GREFFIER_SERVE_H */
