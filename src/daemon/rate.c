#include "daemon/rate.h"

/* Forget what is more than a minute old. */
static void
go_on(struct rate *r, uint64_t now_ms)
{
	uint64_t second = now_ms / 1000;

	if (second > r->second + RATE_SLOTS)
		r->second = second - RATE_SLOTS;
	while (r->second < second)
		r->count[++r->second % RATE_SLOTS] = 0;
}

void
rate_add(struct rate *r, uint64_t now_ms)
{
	go_on(r, now_ms);
	r->count[r->second % RATE_SLOTS]++;
}

uint32_t
rate_per_minute(struct rate *r, uint64_t now_ms)
{
	uint32_t sum = 0;

	go_on(r, now_ms);
	for (int i = 0; i < RATE_SLOTS; i++)
		sum += r->count[i];
	return sum;
}
