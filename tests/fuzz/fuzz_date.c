#include <stdlib.h>

#include "base/xalloc.h"
#include "field/convert.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What converts is a date as the header promises it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	struct date d;
	int weekday;
	bool repaired;

	if (convert_date(s, &d, &weekday, &repaired) == 0) {
		if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 ||
		    d.year < 1000 || d.year > 2999 || weekday < 0 ||
		    weekday > 7)
			abort();
		if (date_exists(d) && (date_weekday(d) < 1 ||
		    date_weekday(d) > 7))
			abort();
	}
	free(s);
	return 0;
}
