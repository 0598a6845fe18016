#include <fcntl.h>
#include <unistd.h>

#include "../support/fuzz_frames.h"
#include "pool/answer.h"

#define BYTES_MAX 32768		/* less than a pipe holds */

static uv_loop_t loop;
static struct answer answer;
static int ended, closed;

/* What came of an answer that may have several frames. */
static struct {
	enum frame_kind	 last;		/* asked for, behind the pages */
	uint32_t	 page, pages;	/* had so far, and of all */
	bool		 begun, over;
} got;

static void
on_several(struct answer *a, const struct frame *f)
{
	(void)a;
	MUST(ended == 0 && closed == 0 && !got.over);
	MUST(got.begun == (f->kind != FRAME_INFO));
	if (f->kind == FRAME_INFO) {
		got.pages = f->arg;
		got.begun = true;
	} else if (f->kind == FRAME_PAGE) {
		MUST(f->arg == got.page + 1 && f->arg <= got.pages);
		got.page = f->arg;
	} else {
		MUST(f->kind == got.last);
		MUST(got.page == got.pages || got.page == 0);
		got.over = true;
	}
}

static void
on_ended(struct answer *a)
{
	ended++;
	answer_close(a);
	answer_close(a);
}

static void
on_closed(struct answer *a)
{
	(void)a;
	closed++;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	answer.ended = on_ended;
	answer.several = on_several;
	answer.closed = on_closed;
	return uv_loop_init(&loop);
}

/* Of several each was told; of them FAIL is only ever the first and last. */
static void
check_several(const struct answer *a)
{
	const struct frame *f = &a->frame;

	if (f->kind == FRAME_FAIL)
		MUST(!got.begun && f->arg > VERDICT_OK && f->arg < VERDICTS);
	else
		MUST(got.begun && f->kind == FRAME_INFO &&
		    f->arg == got.pages);
}

/* What came is one frame and nothing else, of a kind that was asked for. */
static void
check_whole(const struct answer *a, const struct message_job *ask,
    const struct buf *in)
{
	const struct frame *f = &a->frame;

	MUST(f->len == in->len - FRAME_HEAD_BYTES);
	MUST(memcmp(f->data, in->data + FRAME_HEAD_BYTES, f->len) == 0);
	if (f->kind == FRAME_FAIL)
		MUST(f->arg > VERDICT_OK && f->arg < VERDICTS);
	else
		MUST(ask->kind != JOB_PAGE || f->arg == ask->page);
}

/* What the first byte asks for. */
static struct message_job
ask_of(uint8_t byte)
{
	static const uint32_t then[] = { 0, JOB_RECORD, JOB_TEXT };

	return (struct message_job){
		.kind = byte % JOB_KINDS,
		.page = byte / JOB_KINDS % 4 + 1,
		.then = then[byte / JOB_KINDS / 4 % 3],
	};
}

/*
 * The first byte: what was asked; the others come from the reader's child and
 * end.  Whatever it says, the pool hears of its end once.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct message_job ask;
	struct buf in = { 0 };
	enum verdict v;
	int fd[2];

	if (size < 2 || size > BYTES_MAX)
		return 0;
	ask = ask_of(data[0]);
	memset(&got, 0, sizeof(got));
	got.last = ask.then == JOB_TEXT ? FRAME_TEXT : FRAME_RECORD;
	fuzz_frames(data + 1, size - 1, &in);
	MUST(pipe2(fd, O_CLOEXEC) == 0);
	MUST(write(fd[1], in.data, in.len) == (ssize_t)in.len);
	MUST(close(fd[1]) == 0);

	ended = closed = 0;
	MUST(answer_start(&answer, &loop, fd[0], &ask) == 0);
	MUST(uv_run(&loop, UV_RUN_DEFAULT) == 0);
	MUST(ended == 1 && closed == 1);
	v = answer_verdict(&answer, 0, 0, 0);
	MUST((unsigned)v < VERDICTS);
	if (!answer.whole || answer.error != 0 ||
	    frame_pending(&answer.parser))
		MUST(v == VERDICT_PROTOCOL);
	else if (ask.kind == JOB_OPEN && ask.then != 0)
		check_several(&answer);
	else
		check_whole(&answer, &ask, &in);
	/* It died: never taken for read, whatever it had said. */
	MUST(answer_verdict(&answer, 9, 0, 0) != VERDICT_OK);
	answer_free(&answer);
	buf_free(&in);
	return 0;
}
