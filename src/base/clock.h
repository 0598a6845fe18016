#ifndef GREFFIER_CLOCK_H
#define GREFFIER_CLOCK_H

#include <stdint.h>
#include <time.h>

/*
 * The two clocks, for programs; all else is handed the time as an argument.
 * Waiting is measured by the first, which no one can set; the second is for
 * people to read.
 */
static inline uint64_t
clock_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static inline int64_t
clock_wall_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

#endif /* GREFFIER_CLOCK_H */
