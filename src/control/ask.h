#ifndef GREFFIER_ASK_H
#define GREFFIER_ASK_H

#include <stdint.h>

#include <jansson.h>

#include "control/request.h"

/*
 * The end of the control socket that asks.
 *
 * Errors     0 or a negative errno.  -ENOENT, -ECONNREFUSED: no daemon;
 *            -ETIMEDOUT; -EPIPE: it hung up; -EBADMSG: that was no answer.
 * Blocking   up to `patience_ms` on the daemon.
 */
int	ask(const char *path, const struct request *rq, uint64_t patience_ms,
	    json_t **ret_answer);

#endif /* GREFFIER_ASK_H */
