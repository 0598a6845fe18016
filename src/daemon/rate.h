#ifndef GREFFIER_RATE_H
#define GREFFIER_RATE_H

#include <stdint.h>

/*
 * How many things happened within the last minute.  Pure: the time is handed
 * in (monotonic ms).  All zeroes is a new one.
 */
#define RATE_SLOTS	60

struct rate {
	uint32_t	count[RATE_SLOTS];	/* of one second each */
	uint64_t	second;			/* the newest of them */
};

void	 rate_add(struct rate *r, uint64_t now_ms);
uint32_t rate_per_minute(struct rate *r, uint64_t now_ms);

#endif /* GREFFIER_RATE_H */
