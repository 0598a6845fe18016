#ifndef GREFFIER_WATCH_H
#define GREFFIER_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

/*
 * "Look again": the one thing that a watch ever says.  It says so a moment
 * after something changed in a watched folder (closed after writing, moved or
 * made, or the kernel lost count), and by the clock whether or not anything
 * did, because events are a hint and never the truth.
 *
 *	watch_init --> watch_start --> watch_close
 *	                  | watch_folder, for each folder that a look enters
 *
 * Own inotify descriptor: uv_fs_event tells neither closing nor overflow.
 *
 * Errors     0 or a negative errno.
 * Ownership  struct watch is the caller's and lies still until the callback of
 *            watch_close.
 * Threads    watch_folder may be called from any one, the rest from the loop's.
 */
struct watch {
	uv_timer_t	 clock;		/* the look that nothing asked for */
	uv_timer_t	 soon;		/* gathers a burst of hints into one look */
	uv_poll_t	 poll;
	int		 fd;		/* inotify, or -1: then there is no `poll` */
	int		 error;		/* why there is none, or 0 */
	int		 handles;	/* open; the last to close calls closed */
	void		(*look)(void *data, bool hint);
	void		(*closed)(void *data);
	void		*data;
};

#define WATCH_GATHER_MS	50	/* from the first hint to its look */

/*
 * `look` is called from the loop; `hint`: something did happen.  Where there is
 * no inotify the clock must do.
 */
void	watch_init(struct watch *w, uv_loop_t *loop,
	    void (*look)(void *data, bool hint), void *data);

/* Say "look" each `rescan_ms`, from now on; may be called again. */
int	watch_start(struct watch *w, uint64_t rescan_ms);

/*
 * Watch the folder `fd` (borrowed) as well; again is no harm.  Before reading
 * it: what comes later is told, what was there is read.  For one that cannot be
 * watched (the errno of inotify, negative) the clock must do.
 */
int	watch_folder(struct watch *w, int fd);

void	watch_close(struct watch *w, void (*closed)(void *data));

#endif /* GREFFIER_WATCH_H */
