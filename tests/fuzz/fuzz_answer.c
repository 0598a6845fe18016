#include <fcntl.h>
#include <unistd.h>

#include "../support/fuzz_frames.h"
#include "pool/answer.h"

#define BYTES_MAX 32768		/* less than a pipe holds */

static uv_loop_t loop;
static struct answer answer;
static int ended, closed;

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
	answer.closed = on_closed;
	return uv_loop_init(&loop);
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

/*
 * The first byte: what was asked; the others come from the reader's child and
 * end.  Whatever it says, the pool hears of its end once.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct message_job ask = { .kind = 0 };
	struct buf in = { 0 };
	enum verdict v;
	int fd[2];

	if (size < 2 || size > BYTES_MAX)
		return 0;
	ask.kind = data[0] % JOB_KINDS;
	ask.page = data[0] / JOB_KINDS % 4 + 1;
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
	if (answer.whole && answer.error == 0)
		check_whole(&answer, &ask, &in);
	else
		MUST(v == VERDICT_PROTOCOL);
	/* It died: never taken for read, whatever it had said. */
	MUST(answer_verdict(&answer, 9, 0, 0) != VERDICT_OK);
	answer_free(&answer);
	buf_free(&in);
	return 0;
}
