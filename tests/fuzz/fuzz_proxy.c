#include "base/xalloc.h"
#include "field/convert.h"
#include "../support/fuzz_names.h"

/* Who gives and who has: both are names, in a pair and in a list. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), *from, *to;
	char **list = NULL;
	size_t n = 0;

	MUST(convert_proxies(s, &list, &n) == 0);
	for (size_t i = 0; i < 2 * n; i++)
		fuzz_name(list[i]);
	convert_people_free(list, 2 * n);
	if (convert_proxy(s, &from, &to) == 0) {
		fuzz_name(from);
		fuzz_name(to);
		free(from);
		free(to);
	}
	free(s);
	return 0;
}
