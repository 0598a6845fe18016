#include "base/xalloc.h"
#include "field/convert.h"
#include "../support/fuzz_names.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), *name;

	if (convert_person(s, &name) == 0) {
		fuzz_name(name);
		free(name);
	}
	free(s);
	return 0;
}
