#include "base/xalloc.h"
#include "field/convert.h"
#include "../support/fuzz_names.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), **list = NULL;
	size_t n = 0;

	MUST(convert_people(s, &list, &n) == 0);
	for (size_t i = 0; i < n; i++)
		fuzz_name(list[i]);
	convert_people_free(list, n);
	free(s);
	return 0;
}
