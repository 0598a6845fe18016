#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "pool/answer.h"

/* What each kind of job is answered by. */
static const enum frame_kind answers[JOB_KINDS] = {
	[JOB_OPEN] = FRAME_INFO,
	[JOB_PAGE] = FRAME_PAGE,
	[JOB_RECORD] = FRAME_RECORD,
	[JOB_TEXT] = FRAME_TEXT,
};

static bool
welcome(const struct answer *a, const struct frame *f)
{
	if (f->kind == FRAME_FAIL)
		return f->arg != VERDICT_OK && f->arg < VERDICTS;
	return f->kind == a->expect &&
	    (a->expect_arg == 0 || f->arg == a->expect_arg);
}

/* May it come behind INFO and what came since? */
static bool
welcome_behind(const struct answer *a, const struct frame *f)
{
	if (f->kind == FRAME_PAGE)
		return f->arg == a->page + 1 && f->arg <= a->pages;
	return f->kind == a->last && (a->page == a->pages || a->page == 0);
}

static void
note(struct answer *a, const struct frame *f)
{
	if (f->kind == FRAME_PAGE) {
		a->page = f->arg;
	} else if (f->kind == FRAME_INFO) {
		a->frame = (struct frame){ FRAME_INFO, f->arg, "", 0 };
		a->pages = f->arg;
	} else {
		/* Nothing comes behind it. */
		a->last = FRAME_NONE;
		a->page = a->pages;
		if (f->kind == FRAME_FAIL)
			a->frame = *f;
	}
	a->whole = true;
}

/* All frames that are there, of an answer that may have several. */
static int
take_several(struct answer *a, const char *data, size_t len)
{
	struct frame f;
	int r = frame_feed(&a->parser, data, len);

	while (r == 0 && (r = frame_next(&a->parser, &f)) > 0) {
		if (a->whole ? !welcome_behind(a, &f) : !welcome(a, &f))
			return -EBADMSG;
		note(a, &f);
		if (f.kind == FRAME_FAIL)
			return frame_pending(&a->parser) ? -EBADMSG : 0;
		a->several(a, &f);
		r = 0;
	}
	return r;
}

/* 0, or why no more is read. */
static int
take(struct answer *a, const char *data, size_t len)
{
	int r;

	if (a->last != FRAME_NONE)
		return take_several(a, data, len);
	if (a->whole)
		return -EBADMSG;	/* it had said everything */
	r = frame_feed(&a->parser, data, len);
	if (r < 0)
		return r;
	r = frame_next(&a->parser, &a->frame);
	if (r <= 0)
		return r;
	if (!welcome(a, &a->frame) || frame_pending(&a->parser))
		return -EBADMSG;
	a->whole = true;
	return 0;
}

static void
on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buf)
{
	struct answer *a = handle->data;

	(void)suggested;
	*ret_buf = uv_buf_init(a->chunk, sizeof(a->chunk));
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct answer *a = stream->data;
	int r = (int)n;

	if (n == 0)
		return;
	if (n > 0)
		r = take(a, buf->base, (size_t)n);
	if (r == 0)
		return;
	a->error = r == UV_EOF ? 0 : r;
	(void)uv_read_stop(stream);
	a->ended(a);
}

static void
on_close(uv_handle_t *handle)
{
	struct answer *a = handle->data;

	a->closed(a);
}

int
answer_start(struct answer *a, uv_loop_t *loop, int fd,
    const struct message_job *ask)
{
	int r;

	a->expect = answers[ask->kind];
	a->expect_arg = ask->kind == JOB_PAGE ? ask->page : 0;
	a->last = ask->kind == JOB_OPEN && ask->then != 0 ?
	    answers[ask->then] : FRAME_NONE;
	a->page = a->pages = 0;
	a->whole = false;
	a->error = 0;
	r = uv_pipe_init(loop, &a->pipe, 0);
	if (r < 0)
		return r;
	a->pipe.data = a;
	a->open = true;
	r = uv_pipe_open(&a->pipe, fd);
	if (r < 0)
		(void)close(fd);
	else
		r = uv_read_start((uv_stream_t *)&a->pipe, on_alloc, on_read);
	if (r < 0) {
		a->error = r;
		answer_close(a);
	}
	return 0;
}

void
answer_close(struct answer *a)
{
	if (!a->open)
		return;
	a->open = false;
	uv_close((uv_handle_t *)&a->pipe, on_close);
}

void
answer_free(struct answer *a)
{
	frame_parser_free(&a->parser);
	a->whole = false;
}

static enum verdict
died_of(int status, uint64_t peak_bytes, uint64_t memory_bytes)
{
	bool large = memory_bytes != 0 && peak_bytes > memory_bytes / 4 * 3;

	if (WIFEXITED(status))	/* xalloc's way to end */
		return WEXITSTATUS(status) == EXIT_FAILURE ? VERDICT_MEMORY :
		    VERDICT_CRASH;
	if (WTERMSIG(status) == SIGXCPU)
		return VERDICT_TIMEOUT;
	if (WTERMSIG(status) == SIGKILL)	/* not by us: by the kernel */
		return VERDICT_MEMORY;
	/* C++ ends by SIGABRT for want of memory as for anything else. */
	return large ? VERDICT_MEMORY : VERDICT_CRASH;
}

enum verdict
answer_verdict(const struct answer *a, int status, uint64_t peak_bytes,
    uint64_t memory_bytes)
{
	if (a->error == -EBADMSG)
		return VERDICT_PROTOCOL;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return died_of(status, peak_bytes, memory_bytes);
	if (!a->whole || frame_pending(&a->parser))
		return VERDICT_PROTOCOL;
	return a->frame.kind == FRAME_FAIL ? (enum verdict)a->frame.arg :
	    VERDICT_OK;
}
