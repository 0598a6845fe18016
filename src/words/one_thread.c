#include <stddef.h>

/*
 * Tesseract shares the work of a line among threads, by OpenMP.  A reader has
 * one thread, and OpenMP asks anew at each step of the network, a hundred
 * thousand times a page, how many there may be.  What the compiler has put in
 * the place of parallel parts calls these functions (they are libgomp's, for
 * GCC, and do not change), and a program's own come before a library's: here
 * the work is done at once, by who asks for it.
 *
 * So it is a file of the program greffier-reader, in which nobody else wants
 * threads of OpenMP, and of no library.
 */

#define SEEN __attribute__((visibility("default")))

typedef void part(void *data);

void	 GOMP_parallel(part *fn, void *data, unsigned threads, unsigned flags);
void	 GOMP_parallel_sections(part *fn, void *data, unsigned threads,
	    unsigned count, unsigned flags);
unsigned GOMP_sections_next(void);
void	 GOMP_sections_end_nowait(void);
int	 omp_get_num_threads(void);
int	 omp_get_thread_num(void);

/* How many of the innermost part's sections were begun, and how many it has. */
static unsigned section, sections;

SEEN void
GOMP_parallel(part *fn, void *data, unsigned threads, unsigned flags)
{
	(void)threads;
	(void)flags;
	fn(data);
}

SEEN void
GOMP_parallel_sections(part *fn, void *data, unsigned threads,
    unsigned count, unsigned flags)
{
	unsigned begun = section, all = sections;

	(void)threads;
	(void)flags;
	section = 0;
	sections = count;
	fn(data);
	section = begun;
	sections = all;
}

/* From 1; 0: there are no more. */
SEEN unsigned
GOMP_sections_next(void)
{
	return section < sections ? ++section : 0;
}

SEEN void
GOMP_sections_end_nowait(void)
{
	/* There is nobody to wait for, or to tell. */
}

SEEN int
omp_get_num_threads(void)
{
	return 1;
}

SEEN int
omp_get_thread_num(void)
{
	return 0;
}
