#include <sys/inotify.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "watch/watch.h"

/*
 * CREATE is how a hard link comes, and folders.  MODIFY not: a writer makes
 * thousands, and its close is what counts.  What leaves is no news either: a
 * claim finds it gone.
 */
#define EVENTS	(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | \
		    IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | \
		    IN_EXCL_UNLINK)

static void
on_clock(uv_timer_t *timer)
{
	struct watch *w = timer->data;

	w->look(w->data, false);
}

static void
on_soon(uv_timer_t *timer)
{
	struct watch *w = timer->data;

	w->look(w->data, true);
}

static void
on_events(uv_poll_t *poll, int status, int events)
{
	struct watch *w = poll->data;
	char buf[16384] __attribute__((aligned(8)));
	struct inotify_event ev;
	ssize_t n;

	(void)status;
	(void)events;
	while ((n = read(w->fd, buf, sizeof(buf))) > 0) {
		for (char *p = buf; p < buf + n; p += sizeof(ev) + ev.len) {
			memcpy(&ev, p, sizeof(ev));
			/* Moved away: what happens there is not ours. */
			if ((ev.mask & IN_MOVE_SELF) != 0)
				(void)inotify_rm_watch(w->fd, ev.wd);
		}
	}
	if (!uv_is_active((uv_handle_t *)&w->soon))
		(void)uv_timer_start(&w->soon, on_soon, WATCH_GATHER_MS, 0);
}

void
watch_init(struct watch *w, uv_loop_t *loop,
    void (*look)(void *data, bool hint), void *data)
{
	*w = (struct watch){ .look = look, .data = data };
	(void)uv_timer_init(loop, &w->clock);
	(void)uv_timer_init(loop, &w->soon);
	w->clock.data = w->soon.data = w;
	w->handles = 2;

	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	w->error = w->fd == -1 ? -errno : uv_poll_init(loop, &w->poll, w->fd);
	if (w->error == 0) {
		w->poll.data = w;
		w->handles = 3;
	} else if (w->fd != -1) {
		(void)close(w->fd);
		w->fd = -1;
	}
}

int
watch_start(struct watch *w, uint64_t rescan_ms)
{
	int r;

	r = uv_timer_start(&w->clock, on_clock, 0, rescan_ms);
	if (r == 0 && w->fd != -1)
		r = uv_poll_start(&w->poll, UV_READABLE, on_events);
	return r;
}

int
watch_folder(struct watch *w, int fd)
{
	char path[64];

	if (w->fd == -1)
		return w->error;
	/* By descriptor, so that nobody can slip another folder under us. */
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return inotify_add_watch(w->fd, path, EVENTS) == -1 ? -errno : 0;
}

static void
on_closed(uv_handle_t *handle)
{
	struct watch *w = handle->data;

	if (--w->handles == 0)
		w->closed(w->data);
}

void
watch_close(struct watch *w, void (*closed)(void *data))
{
	w->closed = closed;
	if (w->fd != -1)
		uv_close((uv_handle_t *)&w->poll, on_closed);
	uv_close((uv_handle_t *)&w->clock, on_closed);
	uv_close((uv_handle_t *)&w->soon, on_closed);
	if (w->fd != -1)
		(void)close(w->fd);
	w->fd = -1;
}
