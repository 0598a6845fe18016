#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "field/convert.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A name is text, and not empty. */
static void
check(const char *name)
{
	if (name[0] == '\0' || utf8_valid(name, strlen(name)) != strlen(name))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size), *name, *to, **list;
	size_t n;

	if (convert_person(s, &name) == 0) {
		check(name);
		free(name);
	}
	(void)convert_people(s, &list, &n);
	for (size_t i = 0; i < n; i++)
		check(list[i]);
	convert_people_free(list, n);
	(void)convert_proxies(s, &list, &n);
	for (size_t i = 0; i < 2 * n; i++)
		check(list[i]);
	convert_people_free(list, 2 * n);
	if (convert_proxy(s, &name, &to) == 0) {
		check(name);
		check(to);
		free(name);
		free(to);
	}
	free(s);
	return 0;
}
