#include <inttypes.h>
#include <string.h>

#include "base/xalloc.h"
#include "field/convert.h"
#include "../support/fuzz.h"

/* A sum has a currency of three letters, and is the same written plainly. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), text[64];
	const char *currency, *currency2;
	bool repaired;
	int64_t cents, again;

	if (convert_money(s, &cents, &currency, &repaired) == 0) {
		MUST(strlen(currency) == 3 && cents > INT64_MIN);
		(void)snprintf(text, sizeof(text),
		    "%s%" PRId64 ",%02" PRId64 " %s", cents < 0 ? "-" : "",
		    imaxabs(cents) / 100, imaxabs(cents) % 100,
		    strcmp(currency, "EUR") == 0 ? "euros" : "francs");
		MUST(convert_money(text, &again, &currency2,
		    &repaired) == 0);
		MUST(again == cents && strcmp(currency, currency2) == 0);
	}
	free(s);
	return 0;
}
