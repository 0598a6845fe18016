#ifndef GREFFIER_PROCESS_H
#define GREFFIER_PROCESS_H

#include <stdbool.h>

#include <uv.h>

struct message;

/*
 * One reader process seen from outside: started in a group of its own, with the
 * descriptors of pool/command.h, and killed with the whole group.  Used by
 * reader.c only.
 *
 * Errors     0 or a negative errno; after an error `gone` is not called.
 * Ownership  struct process is the caller's, and in use from process_start
 *            until `gone`; it may be started again from there.
 */
struct process {
	/* Filled in by the caller. */
	void		(*message)(struct process *p, const struct message *m);
	void		(*broken)(struct process *p);	/* that was no message */
	/* It ended and all is closed: exit status, 128 + signal, or the
	 * negative errno of a spawn that failed. */
	void		(*gone)(struct process *p, int status);
	void		*data;

	uv_process_t	 child;
	uv_poll_t	 control;
	int		 sock;
	int		 handles;	/* not closed so far */
	int		 status;
	bool		 running;
};

/*
 * Start it by `argv` (path and options, NULL-ended; borrowed for the call), and
 * give it a copy of the descriptor `given`, unless that is -1.
 */
int	process_start(struct process *p, uv_loop_t *loop, char **argv,
	    int given);

/* Send a message; `fd` as for message_send. */
int	process_send(struct process *p, const struct message *m, const int *fd);

/* Kill the group; harmless on what does not run.  `gone` follows. */
void	process_kill(struct process *p);

#endif /* GREFFIER_PROCESS_H */
