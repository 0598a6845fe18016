#include "base/xalloc.h"
#include "field/convert.h"
#include "../support/fuzz.h"

/* Numbers and ordinals keep to their ranges, and are the same in digits. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), text[32];
	bool repaired;
	int v, again;

	if (convert_number(s, &v, &repaired) == 0) {
		MUST(v >= 0 && v <= 999999);
		(void)snprintf(text, sizeof(text), "%d", v);
		MUST(convert_number(text, &again, &repaired) == 0);
		MUST(again == v);
	}
	if (convert_ordinal(s, &v, &repaired) == 0) {
		MUST(v >= 1 && v <= 999999);
		(void)snprintf(text, sizeof(text), "%d%s", v,
		    v == 1 ? "er" : "\303\250me");
		MUST(convert_ordinal(text, &again, &repaired) == 0);
		MUST(again == v);
	}
	free(s);
	return 0;
}
