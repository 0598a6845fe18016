#include "base/xalloc.h"
#include "field/convert.h"
#include "../support/fuzz.h"

/* An hour is one of the day's, and the same in digits. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), text[32];
	bool repaired = false;
	int v, again;

	if (convert_hour(s, &v, &repaired) == 0) {
		MUST(v >= 0 && v < 24 * 60);
		(void)snprintf(text, sizeof(text), "%02dh%02d", v / 60,
		    v % 60);
		repaired = false;
		MUST(convert_hour(text, &again, &repaired) == 0);
		MUST(again == v && !repaired);
	}
	free(s);
	return 0;
}
