#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "field/convert.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Numbers, ordinals, hours and sums keep to their ranges. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	const char *currency;
	bool repaired;
	int64_t cents;
	int v;

	if (convert_number(s, &v, &repaired) == 0 && (v < 0 || v > 999999))
		abort();
	if (convert_ordinal(s, &v, &repaired) == 0 && (v < 0 || v > 999999))
		abort();
	if (convert_hour(s, &v, &repaired) == 0 && (v < 0 || v >= 24 * 60))
		abort();
	if (convert_money(s, &cents, &currency, &repaired) == 0 &&
	    strlen(currency) != 3)
		abort();
	free(s);
	return 0;
}
