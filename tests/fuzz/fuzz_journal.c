#include <sys/stat.h>

#include "reader/journal.h"
#include "spool/journal.h"
#include "../support/fuzz_frames.h"
#include "words/page.h"

static int
count(void *data, const struct frame *f)
{
	MUST(f->kind == FRAME_INFO || f->kind == FRAME_PAGE ||
	    f->kind == FRAME_LOST);
	*(size_t *)data += 1;
	return 0;
}

/* The reader's look at it: every page is the one that it says it is. */
static void
read_pages(int fd)
{
	struct journal j;
	const struct page **page;
	size_t n;

	if (journal_read(fd, &j) < 0)
		return;
	MUST(j.pages > 0 && j.read <= j.pages && j.type != NULL);
	page = calloc(j.pages, sizeof(*page));
	n = journal_list(&j, page);
	MUST(n >= j.read && n <= j.pages);
	for (size_t i = 0; i < n; i++)
		MUST(page[i]->number >= i + 1 && page[i]->number <= j.pages &&
		    (i == 0 || page[i - 1]->number < page[i]->number));
	free(page);
	journal_free(&j);
}

/* The daemon's: its torn tail is cut off, and what is left stays. */
static void
load(int fd)
{
	struct journal_name name = { 0 }, again = { 0 };
	size_t before = 0, after = 0;
	struct stat st, cut;
	int r;

	if (journal_load(fd, count, &before, &name) < 0)
		return;
	MUST(memchr(name.name, '\0', sizeof(name.name)) != NULL);
	MUST(fstat(fd, &cut) == 0);
	MUST(journal_load(fd, count, &after, &again) == 0);
	MUST(fstat(fd, &st) == 0 && st.st_size == cut.st_size);
	MUST(before == after && strcmp(name.name, again.name) == 0);
	if (name.name[0] == '\0')
		return;
	r = journal_append_name(fd, &name);
	MUST(r == 0);
	MUST(journal_load(fd, NULL, NULL, &again) == 0);
	MUST(strcmp(name.name, again.name) == 0 && name.ino == again.ino &&
	    name.size == again.size && name.mtime_ns == again.mtime_ns);
}

/* A file of frames, to the two that read it as a journal. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf in = { 0 };
	int fd;

	fuzz_frames(data, size, &in);
	fd = fuzz_file(in.data, in.len);
	read_pages(fd);
	load(fd);
	read_pages(fd);
	MUST(journal_sync(fd) == 0 && journal_clear(fd) == 0);
	buf_free(&in);
	return 0;
}
