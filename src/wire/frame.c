#include <sys/uio.h>

#include <nettle/sha2.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "wire/frame.h"

#define SCAN_CHUNK_BYTES (64 * 1024)

static const size_t ceiling[FRAME_KINDS] = {
	[FRAME_INFO] = 128,
	[FRAME_PAGE] = LIMIT_PAGE_BYTES,
	[FRAME_LOST] = 64,
	[FRAME_RECORD] = LIMIT_FRAME_BYTES,
	[FRAME_TEXT] = LIMIT_FRAME_BYTES,
	[FRAME_FAIL] = 1024,
	[FRAME_NAME] = LIMIT_NAME_BYTES + 512,	/* and which file it is */
	[FRAME_PLUGIN] = LIMIT_PLUGIN_BYTES + 8192,	/* and its path */
};

struct head {
	uint32_t kind, arg, length, check;
};

static void
put_u32(uint8_t *to, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(v >> (8 * i));
}

static uint32_t
get_u32(const uint8_t *from)
{
	return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
	    (uint32_t)from[3] << 24;
}

/* Over the first three words of the head, then the bytes. */
static uint32_t
check_of(const uint8_t *head, const void *data, size_t len)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, 12, head);
	if (len > 0)
		sha256_update(&ctx, len, data);
	sha256_digest(&ctx, sizeof(digest), digest);
	return get_u32(digest);
}

static bool
check_ok(const struct head *h, const uint8_t *head, const void *data)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	/* A fuzzer guesses no hashes; it is to reach what lies behind. */
	(void)h, (void)head, (void)data;
	return true;
#else
	return check_of(head, data, h->length) == h->check;
#endif
}

static void
head_format(uint8_t to[static FRAME_HEAD_BYTES], enum frame_kind kind,
    uint32_t arg, const void *data, size_t len)
{
	put_u32(to, kind);
	put_u32(to + 4, arg);
	put_u32(to + 8, (uint32_t)len);
	put_u32(to + 12, check_of(to, data, len));
}

static int
head_parse(const uint8_t *from, struct head *ret_head)
{
	struct head h = { get_u32(from), get_u32(from + 4), get_u32(from + 8),
		get_u32(from + 12) };

	if (h.kind == FRAME_NONE || h.kind >= FRAME_KINDS ||
	    h.length > ceiling[h.kind])
		return -EBADMSG;
	*ret_head = h;
	return 0;
}

size_t
frame_ceiling(uint32_t kind)
{
	return kind < FRAME_KINDS ? ceiling[kind] : 0;
}

int
frame_encode(struct buf *out, enum frame_kind kind, uint32_t arg,
    const void *data, size_t len)
{
	uint8_t head[FRAME_HEAD_BYTES];
	size_t before = out->len;
	int r;

	if (len > frame_ceiling(kind))
		return -EMSGSIZE;
	head_format(head, kind, arg, data, len);
	r = buf_append(out, head, sizeof(head));
	if (r == 0 && len > 0)
		r = buf_append(out, data, len);
	if (r < 0)
		out->len = before;
	return r;
}

int
frame_write(int fd, enum frame_kind kind, uint32_t arg, const void *data,
    size_t len)
{
	uint8_t head[FRAME_HEAD_BYTES];
	struct iovec iov[2] = {
		{ head, sizeof(head) }, { (void *)data, len },
	};
	size_t i = 0;

	if (len > frame_ceiling(kind))
		return -EMSGSIZE;
	head_format(head, kind, arg, data, len);
	while (i < 2) {
		ssize_t n = writev(fd, iov + i, (int)(2 - i));

		if (n == -1 && errno != EINTR)
			return -errno;
		if (n == -1)
			continue;
		while (i < 2 && (size_t)n >= iov[i].iov_len)
			n -= (ssize_t)iov[i++].iov_len;
		if (i < 2) {
			iov[i].iov_base = (char *)iov[i].iov_base + n;
			iov[i].iov_len -= (size_t)n;
		}
	}
	return 0;
}

void
frame_parser_free(struct frame_parser *p)
{
	buf_free(&p->in);
	p->off = 0;
}

int
frame_feed(struct frame_parser *p, const void *data, size_t len)
{
	struct head h;
	int r;

	if (p->off > 0) {
		p->in.len -= p->off;
		memmove(p->in.data, p->in.data + p->off, p->in.len);
		p->off = 0;
	}
	if (len == 0)
		return 0;
	r = buf_append(&p->in, data, len);
	if (r == 0 && p->in.len >= FRAME_HEAD_BYTES)
		r = head_parse((const uint8_t *)p->in.data, &h);
	return r;
}

int
frame_next(struct frame_parser *p, struct frame *ret_frame)
{
	size_t left = p->in.len - p->off;
	const uint8_t *at;
	struct head h;
	int r;

	if (left < FRAME_HEAD_BYTES)
		return 0;
	at = (const uint8_t *)p->in.data + p->off;
	r = head_parse(at, &h);
	if (r < 0)
		return r;
	if (left - FRAME_HEAD_BYTES < h.length)
		return 0;
	if (!check_ok(&h, at, at + FRAME_HEAD_BYTES))
		return -EBADMSG;
	*ret_frame = (struct frame){ (enum frame_kind)h.kind, h.arg,
		(const char *)at + FRAME_HEAD_BYTES, h.length };
	p->off += FRAME_HEAD_BYTES + h.length;
	return 1;
}

bool
frame_pending(const struct frame_parser *p)
{
	return p->in.len > p->off;
}

struct walk {
	struct frame_parser p;
	int	(*fn)(void *data, const struct frame *f);
	void	*data;
	off_t	 whole;		/* behind the last frame handed out */
	bool	 torn;		/* what comes next is no frame */
};

static int
walk_feed(struct walk *w, const char *chunk, size_t len)
{
	struct frame f;
	int r = frame_feed(&w->p, chunk, len);

	while (r == 0 && (r = frame_next(&w->p, &f)) > 0) {
		r = w->fn(w->data, &f);
		if (r < 0)
			return r;
		w->whole += FRAME_HEAD_BYTES + (off_t)f.len;
		r = 0;
	}
	w->torn = r == -EBADMSG;
	return w->torn ? 0 : r;
}

int
frame_scan(int fd, int (*fn)(void *data, const struct frame *f), void *data,
    off_t *ret_whole)
{
	struct walk w = { .fn = fn, .data = data };
	char chunk[SCAN_CHUNK_BYTES];
	off_t at = 0;
	int r = 0;

	while (r == 0 && !w.torn) {
		ssize_t n = pread(fd, chunk, sizeof(chunk), at);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			r = -errno;
		if (n <= 0)
			break;
		at += n;
		r = walk_feed(&w, chunk, (size_t)n);
	}
	frame_parser_free(&w.p);
	if (r == 0)
		*ret_whole = w.whole;
	return r;
}
