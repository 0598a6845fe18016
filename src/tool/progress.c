#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tool/progress.h"

#define BAR_MAX		40
#define BAR_MIN		10
#define TELL_MS		2000	/* a rate measured over less is a guess */

int64_t
progress_left_ms(const struct progress *p)
{
	uint64_t pages = p->pages_known;

	if (p->pages_done == 0 || p->elapsed_ms < TELL_MS ||
	    p->files_known == 0)
		return -1;
	/* Files still shut are taken to be like those opened. */
	pages += pages * (p->files - p->files_known) / p->files_known;
	if (pages < p->pages_done)
		return 0;
	return (int64_t)(p->elapsed_ms * (pages - p->pages_done) /
	    p->pages_done);
}

static void
left_format(char *to, size_t size, int64_t left_ms)
{
	int64_t s = (left_ms + 999) / 1000;

	if (left_ms < 0)
		to[0] = '\0';
	else if (s < 3600)
		(void)snprintf(to, size, ", %" PRId64 ":%02" PRId64 " left",
		    s / 60, s % 60);
	else
		(void)snprintf(to, size, ", %" PRId64 " h %02" PRId64
		    " left", s / 3600, s / 60 % 60);
}

void
progress_line(const struct progress *p, unsigned columns,
    char ret_line[static PROGRESS_SIZE])
{
	char left[48], text[160], bar[BAR_MAX + 1];
	unsigned room, filled;
	int len;

	left_format(left, sizeof(left), progress_left_ms(p));
	len = snprintf(text, sizeof(text), "%" PRIu64 "/%" PRIu64 "%s pages"
	    ", %zu/%zu files%s", p->pages_done, p->pages_known,
	    p->files_known < p->files ? "+" : "", p->files_done, p->files,
	    left);
	if (columns >= PROGRESS_SIZE)
		columns = PROGRESS_SIZE - 1;
	room = columns > (unsigned)len + 3 ? columns - (unsigned)len - 3 : 0;
	if (room < BAR_MIN) {
		(void)snprintf(ret_line, PROGRESS_SIZE, "%.*s", (int)columns,
		    text);
		return;
	}
	if (room > BAR_MAX)
		room = BAR_MAX;
	filled = p->pages_known == 0 ? 0 :
	    (unsigned)(p->pages_done * room / p->pages_known);
	memset(bar, '#', filled);
	memset(bar + filled, '.', room - filled);
	bar[room] = '\0';
	(void)snprintf(ret_line, PROGRESS_SIZE, "[%s] %s", bar, text);
}
