#include <string.h>

#include "base/xalloc.h"
#include "field/convert.h"
#include "../support/fuzz.h"

/* A date that exists is the same when it is written in digits. */
static void
round_trip(struct date d)
{
	struct date again;
	char text[32];
	int weekday;
	bool repaired = true;

	MUST(date_weekday(d) >= 1 && date_weekday(d) <= 7);
	(void)snprintf(text, sizeof(text), "%02d/%02d/%04d", d.day, d.month,
	    d.year);
	MUST(convert_date(text, &again, &weekday, &repaired) == 0);
	MUST(again.year == d.year && again.month == d.month &&
	    again.day == d.day && weekday == 0 && !repaired);
	MUST(date_days(again) == date_days(d));
}

/* What converts is a date as the header promises it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	struct date d;
	int weekday;
	bool repaired;

	if (convert_date(s, &d, &weekday, &repaired) == 0) {
		MUST(d.month >= 1 && d.month <= 12);
		MUST(d.day >= 1 && d.day <= 31);
		MUST(d.year >= 1000 && d.year <= 2999);
		MUST(weekday >= 0 && weekday <= 7);
		if (date_exists(d))
			round_trip(d);
	}
	free(s);
	return 0;
}
