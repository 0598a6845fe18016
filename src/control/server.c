#include <sys/queue.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "control/address.h"
#include "control/server.h"

#define PATIENCE_MS	2000
#define TAKING_TIMES	5	/* the answer may be long */
#define BACKLOG		64	/* who waits for a place, in the kernel */

struct server {
	uv_pipe_t	 pipe;
	struct server_options o;	/* but for its path */
	char		*path;
	LIST_HEAD(, server_client) list, free;
	unsigned	 clients;		/* in the list */
	bool		 waiting;	/* one more stands at the door */
	bool		 closing, closed;
	struct server_client *place;	/* LIMIT_CONTROL_CLIENTS of them */
};

struct server_client {
	LIST_ENTRY(server_client) link;
	struct server	*server;
	uv_pipe_t	 pipe;
	uv_timer_t	 limit;
	uv_write_t	 write;
	unsigned	 handles;
	bool		 owed;		/* an answer */
	bool		 closing;
	char		*answer;	/* while it is written */
	size_t		 len;
	char		 line[LIMIT_CONTROL_BYTES];
};

static void	greet(struct server *s);

static void
server_free(struct server *s)
{
	free(s->place);
	free(s->path);
	free(s);
}

static void
server_free_if_over(struct server *s)
{
	if (s->closed && s->clients == 0)
		server_free(s);
}

static void
client_free_if_over(struct server_client *c)
{
	struct server *s = c->server;

	if (c->handles > 0 || c->owed)
		return;
	LIST_REMOVE(c, link);
	free(c->answer);
	LIST_INSERT_HEAD(&s->free, c, link);
	s->clients--;
	if (s->waiting && !s->closing)
		greet(s);
	server_free_if_over(s);
}

static void
on_handle_closed(uv_handle_t *handle)
{
	struct server_client *c = handle->data;

	c->handles--;
	client_free_if_over(c);
}

static void
hang_up(struct server_client *c)
{
	if (c->closing)
		return;
	c->closing = true;
	uv_close((uv_handle_t *)&c->pipe, on_handle_closed);
	uv_close((uv_handle_t *)&c->limit, on_handle_closed);
}

static void
on_limit(uv_timer_t *timer)
{
	hang_up(timer->data);
}

/* ---- The answer ---- */

static void
on_written(uv_write_t *write, int status)
{
	(void)status;		/* who does not take it does not want it */
	hang_up(write->data);
}

json_t *
server_refusal(const char *why)
{
	return json_pack("{s:b, s:s}", "ok", 0, "error", why);
}

/* One line.  NULL for want of memory. */
static char *
line_of(json_t *answer, size_t *ret_len)
{
	char *text, *line = NULL;
	size_t len;

	text = answer == NULL ? NULL : json_dumps(answer, JSON_COMPACT);
	json_decref(answer);
	if (text == NULL)
		return NULL;
	len = strlen(text);
	line = realloc(text, len + 2);
	if (line == NULL) {
		free(text);
		return NULL;
	}
	line[len++] = '\n';
	line[len] = '\0';
	*ret_len = len;
	return line;
}

void
server_answer(struct server_client *c, json_t *answer)
{
	uv_buf_t buf;
	size_t len = 0;

	c->owed = false;
	if (c->closing) {
		json_decref(answer);
		client_free_if_over(c);
		return;
	}
	c->answer = line_of(answer, &len);
	if (c->answer == NULL || c->server->closing) {
		hang_up(c);
		return;
	}
	buf = uv_buf_init(c->answer, (unsigned)len);
	(void)uv_timer_start(&c->limit, on_limit,
	    TAKING_TIMES * c->server->o.patience_ms, 0);
	c->write.data = c;
	if (uv_write(&c->write, (uv_stream_t *)&c->pipe, &buf, 1,
	    on_written) < 0)
		hang_up(c);
}

/* ---- The request ---- */

/* Its time is now the disk's, no more the client's. */
static void
ask(struct server_client *c, size_t len)
{
	struct request rq;
	const char *why;

	(void)uv_timer_stop(&c->limit);
	(void)uv_read_stop((uv_stream_t *)&c->pipe);
	c->owed = true;
	if (request_parse(c->line, len, &rq, &why) < 0)
		server_answer(c, server_refusal(why));
	else
		c->server->o.asked(c->server->o.data, c, &rq);
}

static void
refuse_long(struct server_client *c)
{
	(void)uv_read_stop((uv_stream_t *)&c->pipe);
	c->owed = true;
	server_answer(c, server_refusal("too long a request"));
}

static void
on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buf)
{
	struct server_client *c = handle->data;

	(void)suggested;
	*ret_buf = uv_buf_init(c->line + c->len,
	    (unsigned)(sizeof(c->line) - c->len));
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct server_client *c = stream->data;
	const char *end;

	(void)buf;
	if (n < 0) {
		hang_up(c);
		return;
	}
	end = memchr(c->line + c->len, '\n', (size_t)n);
	c->len += (size_t)n;
	if (end != NULL)
		ask(c, (size_t)(end - c->line));
	else if (c->len == sizeof(c->line))
		refuse_long(c);
}

/* ---- Clients ---- */

static void
client_begin(struct server *s)
{
	struct server_client *c = LIST_FIRST(&s->free);

	LIST_REMOVE(c, link);
	memset(c, 0, sizeof(*c));
	c->server = s;
	(void)uv_pipe_init(s->pipe.loop, &c->pipe, 0);
	(void)uv_timer_init(s->pipe.loop, &c->limit);
	c->pipe.data = c->limit.data = c;
	c->handles = 2;
	LIST_INSERT_HEAD(&s->list, c, link);
	s->clients++;
	if (uv_accept((uv_stream_t *)&s->pipe, (uv_stream_t *)&c->pipe) < 0 ||
	    uv_timer_start(&c->limit, on_limit, s->o.patience_ms, 0) < 0 ||
	    uv_read_start((uv_stream_t *)&c->pipe, on_alloc, on_read) < 0)
		hang_up(c);
}

/*
 * libuv offers no other connection before this one is accepted.  Without a free
 * place it is left to wait, and the others behind it, until a client has gone.
 * Places were all made at the start: were one to fail for want of memory here,
 * nobody would be heard any more.
 */
static void
greet(struct server *s)
{
	s->waiting = LIST_EMPTY(&s->free);
	if (!s->waiting)
		client_begin(s);
}

/* For want of a descriptor libuv hangs up on whoever comes, and listens on. */
static void
on_connection(uv_stream_t *stream, int status)
{
	if (status == 0)
		greet(stream->data);
}

/* ---- The whole ---- */

static void
on_pipe_closed(uv_handle_t *handle)
{
	struct server *s = handle->data;

	s->closed = true;
	server_free_if_over(s);
}

static int
begin(struct server *s, uv_loop_t *loop)
{
	int fd, r;

	if ((r = address_listen(s->path, s->o.mode, &fd)) < 0)
		return r;
	(void)uv_pipe_init(loop, &s->pipe, 0);
	s->pipe.data = s;
	if ((r = uv_pipe_open(&s->pipe, fd)) < 0)
		(void)close(fd);
	else
		r = uv_listen((uv_stream_t *)&s->pipe, BACKLOG, on_connection);
	if (r < 0) {
		/* The handle was begun: the loop frees it all. */
		server_close(s);
		return r;
	}
	return 0;
}

/* All places from the start; untouched ones cost no memory. */
static struct server *
server_make(const struct server_options *o)
{
	struct server *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->o = *o;
	if (s->o.patience_ms == 0)
		s->o.patience_ms = PATIENCE_MS;
	LIST_INIT(&s->list);
	LIST_INIT(&s->free);
	s->path = strdup(o->path);
	s->place = calloc(LIMIT_CONTROL_CLIENTS, sizeof(*s->place));
	if (s->path == NULL || s->place == NULL) {
		server_free(s);
		return NULL;
	}
	for (size_t i = 0; i < LIMIT_CONTROL_CLIENTS; i++)
		LIST_INSERT_HEAD(&s->free, &s->place[i], link);
	return s;
}

int
server_new(uv_loop_t *loop, const struct server_options *o,
    struct server **ret_server)
{
	struct server *s = server_make(o);
	int r;

	if (s == NULL)
		return -ENOMEM;
	r = begin(s, loop);
	if (r == 0)
		*ret_server = s;
	else if (!s->closing)
		server_free(s);
	return r;
}

void
server_close(struct server *s)
{
	struct server_client *c;

	if (s == NULL || s->closing)
		return;
	s->closing = true;
	address_remove(s->path);
	LIST_FOREACH(c, &s->list, link)
		if (!c->owed)
			hang_up(c);
	uv_close((uv_handle_t *)&s->pipe, on_pipe_closed);
}
