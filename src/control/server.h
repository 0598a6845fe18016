#ifndef GREFFIER_SERVER_H
#define GREFFIER_SERVER_H

#include <sys/types.h>

#include <uv.h>

#include <jansson.h>

#include "control/request.h"

/*
 * The end of the control socket that answers.  A client says one line and is
 * given one, then it is over.  Who says too much, nothing in time or no JSON
 * harms only itself; so many at once are served (LIMIT_CONTROL_CLIENTS), the
 * others wait in the kernel's line.
 *
 * Errors     0 or a negative errno.  Nothing is logged.
 * Ownership  struct server is the server's.  A client is the server's as well,
 *            but stays until it was answered once, even if it has hung up.
 * Blocking   never.
 */
struct server;
struct server_client;

struct server_options {
	const char	*path;
	mode_t		 mode;
	uint64_t	 patience_ms;	/* to ask; five times so much to take
					 * the answer; 0: 2 s */
	/* Each request is to be answered, from in here or later. */
	void		(*asked)(void *data, struct server_client *client,
			    const struct request *rq);
	void		*data;
};

/* As for address_listen, and -ENOMEM. */
int	server_new(uv_loop_t *loop, const struct server_options *options,
	    struct server **ret_server);

/* Answer and let go.  `answer` is stolen; NULL: there was no memory for it. */
void	server_answer(struct server_client *client, json_t *answer);

/* {"ok":false,"error":...}, to be given to server_answer. */
json_t	*server_refusal(const char *why);

/*
 * Take the socket away, hang up, and free it all from the loop once the last
 * client that is owed an answer was given to server_answer.  NULL is fine.
 */
void	server_close(struct server *server);

#endif /* GREFFIER_SERVER_H */
