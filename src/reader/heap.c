#include <sys/mman.h>

#include <inttypes.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reader/heap.h"

#define LARGE_PAGE	(2 << 20)	/* bytes */

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE	25	/* of Linux 6.1; the C library names it later */
#endif

/* What whole large pages lie between, if any. */
static void
join(uintptr_t from, uintptr_t to)
{
	from = (from + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	to = to / LARGE_PAGE * LARGE_PAGE;
	if (from < to)
		(void)madvise((void *)from, to - from, MADV_COLLAPSE);
}

void
heap_join_code(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[BUFSIZ], may[5];
	uintptr_t from, to;
	unsigned long inode;

	if (maps == NULL)
		return;
	while (fgets(line, sizeof(line), maps) != NULL)
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %lu",
		    &from, &to, may, &inode) == 4 && inode == 0 &&
		    strchr(may, 'x') != NULL)
			join(from, to);
	(void)fclose(maps);
}

#ifndef M_MMAP_THRESHOLD

/* Of another malloc nothing is known. */
void
heap_settle(void)
{
}

#else

#define PIECE		(32 << 20)	/* bytes; the most that malloc allows */
#define SPARE		(1 << 30)	/* more than it ever has */
#define STEP		(8 << 20)	/* bytes taken at once */

#define HOLE_MAX	(16 << 20)	/* bytes; more than any is large */
#define HOLES_MAX	(32 << 20)	/* together: where malloc is another */
#define SMALL		2048	/* bytes; of these each size is kept apart */
#define SMALL_STEP	16	/* .. */
#define OWN		4096	/* bytes before it, for the parent's needs */

/* Taken for good; volatile, for the compiler sees that nobody reads it. */
static void *volatile taken;

static void
take(void **hole)
{
	*hole = taken;
	taken = hole;
}

/* Where what is larger than any hole comes to lie. */
static uintptr_t
end_of_holes(void)
{
	void *volatile behind = malloc(HOLE_MAX);
	uintptr_t end = (uintptr_t)behind;

	free(behind);
	return end;
}

/* All of a size before `end`; false when there were too many, or no memory. */
static bool
take_size(size_t size, uintptr_t end, size_t *total)
{
	void **hole;

	while (*total < HOLES_MAX) {
		if ((hole = malloc(size)) == NULL)
			return false;
		if ((uintptr_t)hole < end) {
			take(hole);
			*total += size;
			continue;
		}
		/* A small one would be kept, and be a child's first. */
		if (size > SMALL)
			free(hole);
		else
			take(hole);
		return true;
	}
	return false;
}

/*
 * Loading left holes all over the heap, some megabytes.  A child that had its
 * memory from there would have the kernel copy a page for every few words of a
 * text, hundreds of times a document.  A hole is had before what lies behind
 * them all, which therefore tells that there are no more of that size.
 */
static void
take_holes(void)
{
	const uintptr_t end = end_of_holes();
	size_t size, total = 0;

	for (size = HOLE_MAX; size > SMALL; size -= size / 8)
		if (!take_size(size, end, &total))
			return;
	for (size = SMALL; size > 0; size -= SMALL_STEP)
		if (!take_size(size, end, &total))
			return;
}

/*
 * And the rest of a large page of which the parent has a part, so that a child
 * begins with one of its own; and another, of which all but the end is given
 * back.  At its end is what both still write: in a large page, a child's first
 * word would make small ones of it all.
 */
static void
take_large_pages(void)
{
	size_t rest = LARGE_PAGE - (end_of_holes() + OWN) % LARGE_PAGE;
	void **hole = malloc(rest + LARGE_PAGE);
	uintptr_t last;

	if (hole == NULL)
		return;
	take(hole);
	/* The kernel rounds up to its pages, and what follows is malloc's. */
	if (sysconf(_SC_PAGESIZE) > OWN)
		return;
	last = (uintptr_t)hole + rest + OWN;
	(void)madvise((void *)last, LARGE_PAGE, MADV_NOHUGEPAGE);
	(void)madvise((void *)last, LARGE_PAGE - OWN, MADV_DONTNEED);
}

void
heap_settle(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, PIECE);
	/* What is only asked for must not have been touched. */
	(void)mallopt(M_TRIM_THRESHOLD, 0);
	take_holes();
	take_large_pages();
	/*
	 * Images come and go by the hundred.  What a child has once taken it
	 * keeps for the next of them, since it ends with its job: given back,
	 * it would be taken and cleared anew, twice as many faults for a page
	 * read at 200 dpi.
	 */
	(void)mallopt(M_TRIM_THRESHOLD, SPARE);
	(void)mallopt(M_TOP_PAD, STEP);
}

#endif /* M_MMAP_THRESHOLD */
