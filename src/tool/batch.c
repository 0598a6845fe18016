#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <uv.h>

#include "base/io.h"
#include "base/plural.h"
#include "base/tell.h"
#include "base/utf8.h"
#include "base/verdict.h"
#include "conf/conf.h"
#include "pool/command.h"
#include "pool/pool.h"
#include "pool/reading.h"
#include "tool/batch.h"
#include "tool/progress.h"
#include "tool/put.h"
#include "tool/tool.h"

#define OPEN_PER_READER	2	/* scans in hand: one read, one at its ends */
#define REFRESH_MS	200
#define COLUMNS		80
#define PATH_SHOWN	4096

struct batch;

/* A scan in hand. */
struct item {
	struct batch	*batch;
	const char	*path;		/* NULL: free */
	size_t		 at;		/* in the batch's list */
	struct reading	*reading;
	int		 fd, journal;
	uint32_t	 seen;		/* of its pages, in the progress bar */
};

struct batch {
	const struct batch_options *o;
	char *const	*path;
	size_t		 n, next;	/* files, and those begun */
	uv_loop_t	 loop;
	uv_timer_t	 timer;
	struct pool	*pool;
	struct progress	 progress;
	uint64_t	 began_ms;
	bool		 terminal;
	bool		 closed;
	int		 status;
	bool		 hopeless;	/* no reader can be had */
	size_t		 items;
	struct item	*item;
};

static void
draw(struct batch *b)
{
	struct winsize w = { 0 };
	char line[PROGRESS_SIZE];

	if (!b->terminal)
		return;
	b->progress.elapsed_ms = uv_now(&b->loop) - b->began_ms;
	(void)ioctl(STDERR_FILENO, TIOCGWINSZ, &w);
	progress_line(&b->progress, w.ws_col != 0 ? w.ws_col : COLUMNS, line);
	(void)fprintf(stderr, "\r%s\033[K", line);
}

static void
wipe(const struct batch *b)
{
	if (b->terminal)
		(void)fputs("\r\033[K", stderr);
}

static void	complain(struct batch *b, const char *path, const char *fmt,
		    ...) __attribute__((format(printf, 3, 4)));

static void
complain(struct batch *b, const char *path, const char *fmt, ...)
{
	char shown[PATH_SHOWN];
	va_list ap;

	wipe(b);
	utf8_show(path, shown, sizeof(shown));
	(void)fprintf(stderr, "greffier: %s: ", shown);
	va_start(ap, fmt);
	tell_line_va(stderr, fmt, ap);
	va_end(ap);
	if (b->status == 0)
		b->status = TOOL_SOME;
}

/* Results */

static int
to_stdout(const char *data, size_t len)
{
	if (fwrite(data, 1, len, stdout) != len || fflush(stdout) != 0)
		return errno != 0 ? -errno : -EIO;
	return 0;
}

static int
put(struct batch *b, const char *path, const char *data, size_t len)
{
	char *name = NULL, *whole = malloc(len + 1);
	int r = whole == NULL ? -ENOMEM : 0;

	if (r == 0) {
		if (len > 0)
			memcpy(whole, data, len);
		/* A record has no line end, a text most often has. */
		if (len == 0 || data[len - 1] != '\n')
			whole[len++] = '\n';
	}
	if (r == 0 && b->o->folder == -1) {
		wipe(b);
		r = to_stdout(whole, len);
	} else if (r == 0 && (name = put_name(path, b->o->text)) == NULL) {
		r = -ENOMEM;
	} else if (r == 0) {
		r = put_file(b->o->folder, name, whole, len, b->n > 1);
	}
	free(name);
	free(whole);
	return r;
}

/* What became of it, and what to do. */
static void
tell(struct batch *b, struct item *item, const struct reading_end *end)
{
	int r;

	if (end->error < 0) {
		complain(b, item->path, "%s; try again",
		    strerror(-end->error));
	} else if (end->verdict != VERDICT_OK) {
		complain(b, item->path, "%s%s%.*s%s: %s",
		    verdict_name(end->verdict), end->len > 0 ? " (" : "",
		    (int)end->len, end->data, end->len > 0 ? ")" : "",
		    verdict_clerk(end->verdict));
	} else if (b->o->journal != NULL) {
		b->o->journal[item->at] = item->journal;
		item->journal = -1;
	} else if ((r = put(b, item->path, end->data, end->len)) < 0) {
		complain(b, item->path, "read, but not written: %s",
		    strerror(-r));
	} else if (end->lost > 0) {
		wipe(b);
		tell_line(stderr, "greffier: %s: warning: %u of %u page%s "
		    "given up; the record says which", item->path,
		    end->lost, end->pages, plural(end->pages));
	}
}

/* Scans */

static int
on_frame(void *data, const struct frame *f)
{
	struct item *item = data;
	struct batch *b = item->batch;
	int r = frame_write(item->journal, f->kind, f->arg, f->data, f->len);

	if (f->kind == FRAME_INFO) {
		b->progress.files_known++;
		b->progress.pages_known += f->arg;
	} else {
		b->progress.pages_done++;
		item->seen++;
	}
	draw(b);
	return r;
}

static void
item_close(struct item *item)
{
	reading_free(item->reading);
	item->reading = NULL;
	if (item->fd != -1)
		(void)close(item->fd);
	if (item->journal != -1)
		(void)close(item->journal);
	item->fd = item->journal = -1;
	item->path = NULL;
}

/* A scan that went another way leaves the bar as if all had been read. */
static void
count_done(struct batch *b, const struct item *item,
    const struct reading_end *end)
{
	b->progress.files_done++;
	if (end->pages == 0)
		b->progress.files_known++;
	b->progress.pages_done += end->pages - item->seen;
}

static void
on_end(void *data, const struct reading_end *end)
{
	struct item *item = data;
	struct batch *b = item->batch;

	count_done(b, item, end);
	tell(b, item, end);
	item_close(item);
	draw(b);
}

static int
open_scan(struct item *item, struct reading_source *ret_source,
    char ret_sha256[static IO_SHA256_SIZE])
{
	const char *slash = strrchr(item->path, '/');
	struct reading_source source = {
		.name = slash != NULL ? slash + 1 : item->path,
	};
	struct stat st;
	int r;

	/* Not to wait for the other end of a FIFO. */
	item->fd = open(item->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (item->fd == -1 || fstat(item->fd, &st) == -1)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	item->journal = memfd_create("journal", MFD_CLOEXEC);
	if (item->journal == -1)
		return -errno;
	r = io_sha256(item->fd, ret_sha256, &source.bytes);
	if (r < 0)
		return r;
	source.fd = item->fd;
	source.journal = item->journal;
	source.sha256 = ret_sha256;
	*ret_source = source;
	return 0;
}

/* Nor where words alone are asked for: then a text, which is cheap, is made. */
static bool
needs_no_record(const struct batch *b)
{
	return b->o->text || b->o->journal != NULL;
}

static void
begin(struct batch *b, struct item *item, size_t at)
{
	const char *path = b->path[at];
	const struct conf *c = b->o->conf;
	struct reading_options o = {
		.open_ms = c->open_ms,
		.page_ms = c->page_ms,
		.record_ms = c->record_ms,
		.memory_bytes = c->memory_bytes,
		.plugin = b->o->plugin,
		.text = needs_no_record(b),
	};
	struct reading_events events = { on_frame, on_end, item };
	char sha256[IO_SHA256_SIZE];
	struct reading_source source;
	int r;

	*item = (struct item){ b, path, at, NULL, -1, -1, 0 };
	r = open_scan(item, &source, sha256);
	if (r == 0)
		r = reading_new(b->pool, &source, &o, &events,
		    &item->reading);
	if (r == 0) {
		reading_start(item->reading);
		return;
	}
	complain(b, path, "%s", r == -EINVAL ? "not a regular file" :
	    strerror(-r));
	count_done(b, item, &(struct reading_end){ 0 });
	item_close(item);
}

/* Keep as many scans in hand as there is room for; false when none is left. */
static bool
go_on(struct batch *b)
{
	bool busy = false;

	for (size_t i = 0; i < b->items; i++) {
		while (b->item[i].path == NULL && b->next < b->n)
			begin(b, &b->item[i], b->next++);
		busy = busy || b->item[i].path != NULL;
	}
	return busy;
}

/* The pool and its end */

static void
on_fault(void *data, enum pool_fault fault, int status)
{
	struct batch *b = data;

	if (fault == POOL_REPLACED)
		return;		/* its scan tells of it, if it comes to that */
	wipe(b);
	if (fault == POOL_UNLOCKED) {
		(void)fputs("greffier: warning: a reader runs without "
		    "landlock\n", stderr);
		return;
	}
	(void)fprintf(stderr, "greffier: %s: no reader can be started",
	    b->o->conf->reader);
	if (status < 0)
		(void)fprintf(stderr, ": %s", strerror(-status));
	(void)fputc('\n', stderr);
	b->hopeless = true;
	b->status = status == TOOL_CONFIG || status < 0 ? TOOL_CONFIG :
	    TOOL_SOME;
}

static void
on_timer(uv_timer_t *timer)
{
	draw(timer->data);
}

static void
on_closed(void *data)
{
	*(bool *)data = true;
}

static int
start_pool(struct batch *b)
{
	struct pool_options o = {
		.given = -1,
		.readers = b->o->readers != 0 ? b->o->readers :
		    command_readers(b->o->conf),
		.memory_bytes = command_memory(b->o->conf),
		.fault = on_fault,
		.data = b,
	};
	char **argv;
	int r = command_new(b->o->conf, needs_no_record(b) ? "--text" : NULL,
	    &argv);

	if (r < 0)
		return r;
	o.argv = (const char *const *)argv;
	b->items = (size_t)o.readers * OPEN_PER_READER;
	b->item = calloc(b->items, sizeof(b->item[0]));
	r = b->item != NULL ? pool_new(&b->loop, &o, &b->pool) : -ENOMEM;
	free(argv);
	return r;
}

static void
end_pool(struct batch *b)
{
	for (size_t i = 0; i < b->items && b->item != NULL; i++)
		if (b->item[i].path != NULL)
			item_close(&b->item[i]);
	if (b->pool != NULL)
		pool_close(b->pool, on_closed, &b->closed);
	uv_close((uv_handle_t *)&b->timer, NULL);
	(void)uv_run(&b->loop, UV_RUN_DEFAULT);
	(void)uv_loop_close(&b->loop);
	free(b->item);
}

static void
sync_results(struct batch *b)
{
	int r = b->o->folder == -1 ? 0 : put_sync(b->o->folder);

	if (r == 0)
		return;
	(void)fprintf(stderr, "greffier: results may not be on the disk: %s\n",
	    strerror(-r));
	b->status = TOOL_SOME;
}

int
batch_run(const struct batch_options *o, char *const *path, size_t n)
{
	struct batch b = { .o = o, .path = path, .n = n,
		.progress = { .files = n },
		.terminal = isatty(STDERR_FILENO) == 1 };
	int r = uv_loop_init(&b.loop);

	if (r < 0) {
		(void)fprintf(stderr, "greffier: %s\n", strerror(-r));
		return TOOL_SOME;
	}
	b.began_ms = uv_now(&b.loop);
	(void)uv_timer_init(&b.loop, &b.timer);
	b.timer.data = &b;
	if (b.terminal)
		(void)uv_timer_start(&b.timer, on_timer, 0, REFRESH_MS);
	r = start_pool(&b);
	if (r < 0) {
		(void)fprintf(stderr, "greffier: %s\n", strerror(-r));
		b.status = TOOL_SOME;
	}
	while (r == 0 && !b.hopeless && go_on(&b))
		(void)uv_run(&b.loop, UV_RUN_ONCE);
	wipe(&b);
	end_pool(&b);
	sync_results(&b);
	return b.status;
}
