#ifndef GREFFIER_DESK_H
#define GREFFIER_DESK_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>
#include <uv.h>

#include "control/request.h"
#include "control/server.h"
#include "spool/spool.h"

/*
 * The desk: where the daemon answers who asks at the control socket.  What
 * needs a look at the rooms is done on another thread, one at a time, so that
 * questions never take more than one thread from the scans; what is answered
 * is what was so at that instant.
 */
struct daemon;

/* Without the socket the daemon goes on, and says so. */
void	desk_open(struct daemon *d);
/* Where there was none so far: perhaps there is a place for it now. */
void	desk_open_again(struct daemon *d);
void	desk_close(struct daemon *d);

/* ---- The inside of the desk; private to desk*.c ---- */

struct desk_room {
	uint64_t	files;
	int64_t		oldest_ms;	/* wall clock; 0 none */
};

/* One question that needs the rooms. */
struct desk_job {
	struct desk_job	*next;		/* in line */
	struct daemon	*daemon;
	struct server_client *client;
	struct request	 rq;
	enum spool_room	 room;			/* of list */
	uint64_t	 number;		/* of retry */
	struct desk_room rooms[SPOOL_ROOMS];	/* of status; all but work */
	json_t		*files;			/* of list; NULL: no memory */
	uint64_t	 more;			/* that are not among them */
	int		 result;
};

/* desk_status.c: the whole answer, but for {"ok":true}.  NULL: no memory. */
json_t	*desk_status(struct daemon *d, const struct desk_room *rooms);
/* What lies in work/, as list's `files`.  Counts what is left out. */
json_t	*desk_work(const struct daemon *d, uint64_t *ret_more);

/* desk_rooms.c: on another thread. */
void	desk_count(struct desk_job *j);
void	desk_list(struct desk_job *j);
void	desk_retry(struct desk_job *j);

#endif /* GREFFIER_DESK_H */
