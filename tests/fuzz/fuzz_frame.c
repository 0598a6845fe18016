#include "../support/fuzz_frames.h"

struct seen {
	struct buf	again;		/* every frame, encoded once more */
	size_t		frames;
};

static int
on_frame(void *data, const struct frame *f)
{
	struct seen *s = data;

	MUST(f->kind > FRAME_NONE && f->kind < FRAME_KINDS);
	MUST(f->len <= frame_ceiling(f->kind));
	MUST(frame_encode(&s->again, f->kind, f->arg, f->data, f->len) == 0);
	s->frames++;
	return 0;
}

/* Fed `step` bytes at a time, as a pipe does. */
static void
feed(const struct buf *in, size_t step, struct seen *ret)
{
	struct frame_parser p = { 0 };
	struct frame f;
	int r = 0;

	for (size_t at = 0; at < in->len && r == 0; at += step) {
		if (step > in->len - at)
			step = in->len - at;
		r = frame_feed(&p, in->data + at, step);
		while (r == 0 && (r = frame_next(&p, &f)) > 0)
			r = on_frame(ret, &f);
	}
	MUST(r < 0 || frame_pending(&p) == (ret->again.len < in->len));
	frame_parser_free(&p);
}

/* What is written into a file is what is encoded. */
static void
write_frames(const struct seen *s)
{
	struct frame_parser p = { 0 };
	int fd = fuzz_file("", 0);
	char *back = malloc(s->again.len + 1);
	struct frame f;

	MUST(frame_feed(&p, s->again.data, s->again.len) == 0);
	MUST(lseek(fd, 0, SEEK_SET) == 0);
	while (frame_next(&p, &f) > 0)
		MUST(frame_write(fd, f.kind, f.arg, f.data, f.len) == 0);
	MUST(pread(fd, back, s->again.len + 1, 0) == (ssize_t)s->again.len);
	MUST(s->again.len == 0 ||
	    memcmp(back, s->again.data, s->again.len) == 0);
	free(back);
	frame_parser_free(&p);
}

/*
 * The first byte: how many are fed at once.  However a stream is cut, the same
 * frames come out of it, and they are its beginning.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen fed = { 0 }, scanned = { 0 };
	struct buf in = { 0 };
	off_t whole;

	if (size < 2)
		return 0;
	fuzz_frames(data + 1, size - 1, &in);
	feed(&in, data[0] + 1u, &fed);
	MUST(fed.again.len <= in.len);
	MUST(fed.again.len == 0 ||
	    memcmp(fed.again.data, in.data, fed.again.len) == 0);
	MUST(frame_scan(fuzz_file(in.data, in.len), on_frame, &scanned,
	    &whole) == 0);
	MUST(scanned.frames == fed.frames);
	MUST((size_t)whole == fed.again.len);
	write_frames(&fed);
	buf_free(&in);
	buf_free(&fed.again);
	buf_free(&scanned.again);
	return 0;
}
